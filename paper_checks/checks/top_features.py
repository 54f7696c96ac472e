"""Checks of how many directions lie beyond the edge at the balanced minimum, and how many modes oscillate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, minima
from paper_checks.checks.hessian import at_root
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa

PAIR = "pair_eigenvalue"
COUNTED = "the number of Hessian eigenvalues above 2/eta is the formula"
ONE = "there are p Hessian eigenvalues above 2/eta exactly where p = 0, or p = 1 and lambda_12 <= 2/eta"
DOMAIN = "every depth L >= 2, width, rank and target with r >= 1, every learning rate"

_ROOTS = ((2, 1), (3, 2, 0), (3, 2, 1))
_EDGES = (*map(Fraction, (1, 4, 7, 15, 30)), 5 + Fraction(1, 2000), 5 - Fraction(1, 2000))
"""Roots of the singular values and values of 2/eta at which an argument looks for a witness."""


@dataclass(frozen=True)
class EdgeCase:
    """A balanced minimum by the roots of its singular values, decreasing, rotations, and a value of 2/eta."""

    depth: int
    roots: tuple[Fraction, ...]
    turns: tuple[tuple[Fraction, ...], ...]
    edge: Fraction

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        sigma = exactly.spell(tuple(root**self.depth for root in self.roots))
        return {"L": self.depth, "d": len(self.roots), "sigma": sigma, "2/eta": self.edge}


def count_by_argument(count: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that a formula counts the directions beyond the edge, for every depth, width and rank."""
    formula, pair = (statement.formulas[name].expression for name in (count, PAIR))

    def decide(case: EdgeCase) -> Witness | None:
        found = _above_by_spectrum(case)
        said = _stated(formula, pair, case, _beyond_by_spectrum(case))
        return _counted(found, said, case)

    return decisions.by_argument(
        theory.beyond_edge.directions(formula, pair),
        domain=DOMAIN,
        refute=lambda: _first(decide),
    )


def one_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide where there are as many directions beyond the edge as modes."""
    pair = statement.formulas[PAIR].expression

    def decide(case: EdgeCase) -> Witness | None:
        beyond = _beyond_by_spectrum(case)
        return _unlike(_above_by_spectrum(case) == beyond, pair, case, beyond)

    return decisions.by_argument(
        theory.beyond_edge.one_for_each_mode(pair),
        domain=DOMAIN,
        refute=lambda: _first(decide),
    )


def _first(decide: object) -> Witness:
    assert callable(decide)
    for depth, roots, edge in product((2, 3), _ROOTS, _EDGES):
        case = EdgeCase(depth, tuple(Fraction(root) for root in roots), (), edge)
        witness = decide(case)
        if witness is not None:
            assert isinstance(witness, Witness)
            return witness
    raise NotAWitnessError("no minimum tried violates the claim")


def _beyond_by_spectrum(case: EdgeCase) -> int:
    """Return p, from the spectra of the modes alone."""
    alone = (theory.hessian.balanced_spectrum([root**case.depth], case.depth) for root in case.roots)
    return sum(bool(one[0][0] > case.edge) for one in alone)


def _above_by_spectrum(case: EdgeCase) -> int:
    layers = [[sympy.Rational(root) for root in case.roots]] * case.depth
    return sum(int(count) for value, count in theory.hessian.spectrum(layers) if value > case.edge)


def _pair_value(pair: sympy.Expr, case: EdgeCase, one: int, other: int) -> Fraction:
    names = theory.layer_powers
    roots = {names.sigma_i: case.roots[one], names.sigma_j: case.roots[other]}
    return exactly.of_sympy(at_root(pair, case.depth, roots))


def _stated(formula: sympy.Expr, pair: sympy.Expr, case: EdgeCase, beyond: int) -> Fraction:
    """Return what the formula says with p and the number q of mixed pairs beyond the edge."""
    mixed = sum(
        _pair_value(pair, case, i, j) > case.edge
        for i in range(beyond)
        for j in range(beyond, len(case.roots))
    )
    names = theory.beyond_edge.NAMES
    return exactly.of_sympy(formula.subs({names["p"]: beyond, names["q"]: mixed}))


def _counted(found: int, said: Fraction, case: EdgeCase) -> Witness | None:
    return None if said == found else violation("=", Fraction(found), said, asserts=COUNTED, at=case.at)


def _unlike(equal: bool, pair: sympy.Expr, case: EdgeCase, beyond: int) -> Witness | None:
    """Return the witness that the numbers agree and the condition does not say so, or the other way round."""
    alone = len(case.roots) == 1
    said = beyond == 0 or (beyond == 1 and (alone or _pair_value(pair, case, 0, 1) <= case.edge))
    return None if said == equal else violation("=", int(equal), int(said), asserts=ONE, at=case.at)


def count_by_matrices(count: str, statement: Statement, request: Request) -> Evidence:
    """Compare a formula with the number of eigenvalues of the exact Hessian of the loss."""
    formula, pair = (statement.formulas[name].expression for name in (count, PAIR))

    def decide(case: EdgeCase) -> Witness | None:
        found, beyond = _found(case)
        said = _stated(formula, pair, case, beyond)
        return _counted(found, said, case)

    return _over_minima(decide, statement, request, name=count)


def one_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare p with the number of eigenvalues of the exact Hessian of the loss, and with the condition."""
    pair = statement.formulas[PAIR].expression

    def decide(case: EdgeCase) -> Witness | None:
        found, beyond = _found(case)
        return _unlike(found == beyond, pair, case, beyond)

    return _over_minima(decide, statement, request, name="one")


def _found(case: EdgeCase) -> tuple[int, int]:
    """Return the numbers of eigenvalues and of modes above 2/eta, from second derivatives of the loss."""
    layers = minima.in_bases([case.roots] * case.depth, case.turns)
    hessian = numerics.hessian.of_network(layers, numerics.gd.end_to_end(layers))
    above = numerics.hessian.eigenvalues_around(hessian.charpoly(), case.edge)[2]
    sharpness = numerics.hessian.sharpness_where_layers_agree
    beyond = sum(
        exactly.from_flint(sharpness(root, root**case.depth, case.depth)) > case.edge for root in case.roots
    )
    return above, beyond


def _over_minima(decide: object, statement: Statement, request: Request, *, name: str) -> Evidence:
    assert callable(decide)

    def each(case: EdgeCase) -> sampling.Answer:
        witness = decide(case)
        label = "rank deficient" if 0 in case.roots else "full rank"
        truth = Truth.TRUE if witness is None else Truth.FALSE
        return sampling.Answer(truth, witness, (f"width {len(case.roots)}", label))

    depths = minima.small_depths(request)
    drawn = request.cases(minima.MOST_PER_DEPTH)
    samples = [sampling.every((_TWO_BEYOND, *_NEAR_PAIR), each)]
    for depth in depths:
        if samples[-1].violation is None:
            seed = request.seed_of(f"{statement.slug}/{name}/{depth}")
            samples.append(sampling.draw(_cases(depth), each, cases=drawn, seed=seed))
    return sampling.evidence(
        samples,
        domain=(
            "balanced minima in rotated bases, sigma^(1/L) from rationals and zero, rational 2/eta; "
            f"depths {depths[0]} to {depths[-1]}, and three cases of depth 2"
        ),
    )


_TWO_BEYOND = EdgeCase(2, (Fraction(2), Fraction(1)), ((Fraction(0),),) * 3, Fraction(1))
"""Two modes beyond the edge: a sample of a few cases may draw one mode each time."""


_NEAR_PAIR = tuple(
    EdgeCase(2, (Fraction(2), Fraction(1)), ((Fraction(0),),) * 3, 5 + Fraction(sign, 2000))
    for sign in (1, -1)
)
"""The first mode beyond the edge, the second not, and their pair, with the eigenvalue 5, next to it."""


def _cases(depth: int) -> SearchStrategy[EdgeCase]:
    def of(width: int) -> SearchStrategy[EdgeCase]:
        return st.tuples(minima.roots(width), st.integers(1, 22)).flatmap(
            lambda drawn: st.builds(
                EdgeCase,
                st.just(depth),
                st.just(drawn[0]),
                minima.rotations(depth, width),
                # Up to a little above S_1 = L r_1^(2L - 2).
                st.just(Fraction(drawn[1], 20) * depth * drawn[0][0] ** (2 * depth - 2)),
            )
        )

    return st.integers(1, minima.most_width(depth)).flatmap(of)


OSCILLATES = "the number of positive period-2 orbits of the balanced mode is as stated"


def oscillating_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that exactly the modes beyond the edge have a positive balanced period-2 orbit."""
    relation = statement.formulas["beyond_eos"].expression
    domain = "every depth L >= 2, every sigma and learning rate"
    if isinstance(relation, sympy.Gt | sympy.Lt) and (relation.gts, relation.lts) == (kappa, 2):
        return decisions.by_argument(theory.beyond_edge.oscillating(), domain=domain)

    def refute() -> Witness:
        # Two layers: kappa = 2 (z + 1/z - 1), so a ratio z > 1 is a root of 2 z^2 - (kappa + 2) z + 2.
        z = theory.symbols.z
        for end in relation.args:
            rates = map(sympy.sympify, (1, (end + 2) / 2, 2, 3)) if end.is_Rational else ()
            for rate in rates:
                ratio = sympy.Poly(sympy.numer(sympy.together(theory.orbits.kappa(2, z) - rate)), z)
                found = ratio.count_roots(1) - ratio.count_roots(1, 1)
                said = int(bool(relation.subs(kappa, rate)))
                if found != said:
                    at = {"L": 2, "kappa": rate}
                    return violation("=", found, said, asserts=OSCILLATES, at=at)
        raise NotAWitnessError("the orbits are as stated at the rates tried")

    return decisions.by_witness(refute, domain=domain)


@dataclass(frozen=True)
class RateCase:
    """A depth and a normalised learning rate on either side of the edge."""

    depth: int
    kappa: Fraction


def oscillating_by_root_count(statement: Statement, request: Request) -> Evidence:
    """Count the positive period-2 orbits of the update rule at drawn rates, exactly."""
    relation = statement.formulas["beyond_eos"].expression

    def decide(case: RateCase) -> sampling.Answer:
        said = int(enclosures.holds(relation, {"kappa": case.kappa}) is Truth.TRUE)
        found = numerics.orbits.count(case.depth, case.kappa)
        at = {"L": case.depth, "kappa": case.kappa}
        label = "beyond the edge" if case.kappa > 2 else "not beyond the edge"
        return exactly.answer(Fraction(found), Fraction(said), asserts=OSCILLATES, at=at, labels=(label,))

    return sampling.over_depths(
        lambda depth: st.builds(RateCase, st.just(depth), draws.between(Fraction(1), Fraction(3))),
        decide,
        statement=f"{statement.slug}/oscillating",
        request=request,
        domain="rational kappa from 1 to 3",
        always=lambda depth: tuple(RateCase(depth, 2 + Fraction(n, 1000)) for n in (0, -1, 1, -5)),
    )
