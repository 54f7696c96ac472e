"""Checks of the Hessian spectrum at the balanced minimum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import fmpq_poly
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, minima
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

DOMAIN = "every depth L >= 2, every width, rank and target"
VALUES = ("mode_eigenvalue", "pair_term", "null_eigenvalue")
"""The formulas for the three kinds of non-zero eigenvalues."""
COUNTS = ("pair_multiplicity", "null_multiplicity", "zero_multiplicity")
"""The formulas for how often eigenvalues occur."""
TOP = "the largest Hessian eigenvalue at the balanced minimum is the formula"


def list_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the three formulas are the non-zero eigenvalues, for every depth, width and rank."""
    values = _expressions(statement, VALUES)
    return decisions.by_argument(
        theory.hessian.nonzero_list(*values.values()),
        domain=DOMAIN,
        refute=lambda: _different(values),
    )


def spectrum_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the formulas together with their multiplicities, for every depth, width and rank."""
    values, counts = _expressions(statement, VALUES), _expressions(statement, COUNTS)
    return decisions.by_argument(
        theory.hessian.balanced(*values.values(), *counts.values()),
        domain=DOMAIN,
        refute=lambda: _different({**values, **counts}),
    )


def top_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that a formula in sigma_1 is the largest eigenvalue, for every depth, width and rank."""
    formula = statement.formulas["top_eigenvalue"].expression

    def refute() -> Witness:
        for root in (sympy.Integer(2), sympy.Rational(1, 2)):
            largest = theory.hessian.spectrum([[root, root / 4]] * 2)[0][0]
            said = at_root(formula, 2, {theory.symbols.sigma_top: root})
            if said != largest:
                at = {"L": 2, "d": 2, "sigma": f"{root**2}, {sympy.Rational(root**2, 16)}"}
                return violation("=", said, largest, asserts=TOP, at=at)
        raise NotAWitnessError(f"no point tried violates: {TOP}")

    return decisions.by_argument(theory.hessian.largest(formula), domain=DOMAIN, refute=refute)


def _expressions(statement: Statement, names: Iterable[str]) -> dict[str, sympy.Expr]:
    return {name: statement.formulas[name].expression for name in names}


def at_root(
    formula: sympy.Expr,
    depth: int,
    roots: Mapping[sympy.Symbol, Fraction | sympy.Rational | int],
    **index: int,
) -> sympy.Expr:
    """Evaluate a formula in singular values at sigma = root^depth, so that powers sigma^(k/L) are exact."""
    names = theory.layer_powers.BY_NAME
    formula = formula.subs({theory.symbols.L: depth, **{names[name]: value for name, value in index.items()}})
    for sigma, root in roots.items():
        base = sympy.Symbol(f"root of {sigma.name}", positive=True)
        formula = formula.subs(sigma, base**depth).subs(base, sympy.Rational(root))
    return formula


def _different(formulas: Mapping[str, sympy.Expr]) -> Witness:
    """Compare each formula with the spectrum at roots 3, 2 and 0, where no two kinds of values coincide."""
    sigma_i, sigma_j = theory.layer_powers.sigma_i, theory.layer_powers.sigma_j
    for depth in (2, 3):
        alone, two, null, whole = (
            theory.hessian.spectrum([roots] * depth) for roots in ([3], [3, 2], [3, 0], [3, 2, 0])
        )
        at_three, sizes = {sigma_i: 3, sigma_j: 2}, {"d": 3, "r": 2}
        true = {
            "mode_eigenvalue": alone[0][0],
            "pair_term": next(value for value, count in two if count == 2),
            "null_eigenvalue": next(value for value, count in null if count == 2),
            "pair_multiplicity": 2,
            # The values of the null space at roots 3, 2, 0 occur twice, for d - r = 1.
            "null_multiplicity": dict(whole)[next(value for value, count in null if count == 2)],
            "zero_multiplicity": dict(whole)[sympy.Integer(0)],
        }
        for name, formula in formulas.items():
            if name == "pair_term":
                said = sum(at_root(formula, depth, at_three, l=index) for index in range(depth))
            else:
                said = at_root(formula, depth, at_three, **(sizes if name in COUNTS else {}))
            if said != true[name]:
                at = {"L": depth, "d": 3, "r": 2, "sigma_i": 3**depth, "sigma_j": 2**depth}
                asserts = f"{name} gives the value found in the spectrum"
                return violation("=", said, sympy.sympify(true[name]), asserts=asserts, at=at)
    raise NotAWitnessError("no point tried violates the spectrum")


@dataclass(frozen=True)
class BalancedCase:
    """A balanced minimum: roots of the singular values, decreasing, and the rotations between layers."""

    depth: int
    roots: tuple[Fraction, ...]
    turns: tuple[tuple[Fraction, ...], ...]

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        sigma = exactly.spell(tuple(root**self.depth for root in self.roots))
        return {"L": self.depth, "d": len(self.roots), "sigma": sigma}


def list_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the formulas, as a set, with the spectrum of the exact Hessian of the loss."""
    values = _compiled(statement)

    def decide(case: BalancedCase, characteristic: fmpq_poly) -> tuple[Truth, Witness | None]:
        claimed = set(_claimed(values, case, {}))
        # The formulas are positive where the roots are; a zero here would be a formula gone wrong.
        found = {value: numerics.hessian.eigenvalues_around(characteristic, value)[1] for value in claimed}
        zero = numerics.hessian.eigenvalues_around(characteristic, 0)[1]
        missing = next((value for value, count in found.items() if count == 0), None)
        if missing is not None:
            asserts = f"the number of Hessian eigenvalues equal to {missing} is at least 1"
            return Truth.FALSE, violation(">=", 0, 1, asserts=asserts, at=case.at)
        listed = sum(found.values()) + zero
        return _equal(listed, characteristic.degree(), "zero and the list are all eigenvalues", case)

    return _over_minima(decide, statement, request, name="list")


def spectrum_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the formulas and their multiplicities with the spectrum of the exact Hessian of the loss."""
    values, counts = _compiled(statement), _expressions(statement, COUNTS)

    def decide(case: BalancedCase, characteristic: fmpq_poly) -> tuple[Truth, Witness | None]:
        claimed = _claimed(values, case, counts)
        for value, count in claimed.items():
            found = numerics.hessian.eigenvalues_around(characteristic, value)[1]
            if found != count:
                return _equal(Fraction(count), Fraction(found), f"the multiplicity of {value}", case)
        total = sum(claimed.values())
        return _equal(Fraction(total), Fraction(characteristic.degree()), "the number of eigenvalues", case)

    return _over_minima(decide, statement, request, name="spectrum")


def top_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the formula with the largest eigenvalue of the exact Hessian of the loss."""
    formula = statement.formulas["top_eigenvalue"].expression

    def decide(case: BalancedCase, characteristic: fmpq_poly) -> tuple[Truth, Witness | None]:
        said = at_root(formula, case.depth, {theory.symbols.sigma_top: case.roots[0]})
        value = Fraction(int(said.p), int(said.q))
        _, at, above = numerics.hessian.eigenvalues_around(characteristic, value)
        if at > 0 and above == 0:
            return Truth.TRUE, None
        # Certainly not the largest one: either no eigenvalue, or others are larger.
        if at == 0:
            asserts = f"{TOP}: the number of eigenvalues equal to {value} is at least 1"
            return Truth.FALSE, violation(">=", at, 1, asserts=asserts, at=case.at)
        asserts = f"{TOP}: the number of eigenvalues above {value} is 0"
        return Truth.FALSE, violation("=", above, 0, asserts=asserts, at=case.at)

    return _over_minima(decide, statement, request, name="top")


def _equal(left: object, right: object, what: str, case: BalancedCase) -> tuple[Truth, Witness | None]:
    if left == right:
        return Truth.TRUE, None
    return Truth.FALSE, violation("=", left, right, asserts=f"{what} is as claimed", at=case.at)


Compiled = Mapping[str, Callable[[int, Fraction, Fraction], Fraction]]


def _compiled(statement: Statement) -> Compiled:
    """Return each formula for an eigenvalue as a function of the depth and two roots, in fractions."""
    sigma_i, sigma_j = theory.layer_powers.sigma_i, theory.layer_powers.sigma_j
    root_i, root_j = (sympy.Symbol(name, positive=True) for name in ("root_i", "root_j"))
    known: dict[tuple[str, int], sympy.Expr] = {}

    def in_roots(name: str, depth: int) -> sympy.Expr:
        if (name, depth) not in known:
            source = statement.formulas[name].expression.subs(theory.symbols.L, depth)
            indices = range(depth) if name == "pair_term" else (0,)
            total = sympy.Add(*(source.subs(theory.layer_powers.l, index) for index in indices))
            known[name, depth] = total.subs({sigma_i: root_i**depth, sigma_j: root_j**depth})
        return known[name, depth]

    def function(name: str) -> Callable[[int, Fraction, Fraction], Fraction]:
        return lambda depth, one, other: enclosures.exact(
            in_roots(name, depth), {"root_i": one, "root_j": other}
        )

    return {name: function(name) for name in VALUES}


def _claimed(
    values: Compiled, case: BalancedCase, counts: Mapping[str, sympy.Expr]
) -> dict[Fraction, Fraction]:
    """Return what the formulas list: eigenvalues with their multiplicities, or once each without `counts`."""
    positive = [root for root in case.roots if root > 0]
    sizes = {"d": Fraction(len(case.roots)), "r": Fraction(len(positive)), "L": Fraction(case.depth)}
    count = {name: enclosures.exact(formula, sizes) for name, formula in counts.items()}
    # What is stated need not be whole.
    listed: defaultdict[Fraction, Fraction] = defaultdict(Fraction)
    for index, one in enumerate(positive):
        listed[values["mode_eigenvalue"](case.depth, one, one)] += 1
        for other in positive[:index]:
            listed[values["pair_term"](case.depth, one, other)] += count.get("pair_multiplicity", 1)
        if len(positive) < len(case.roots):
            value = values["null_eigenvalue"](case.depth, one, one)
            listed[value] += count.get("null_multiplicity", 1)
    if count and count["zero_multiplicity"]:
        listed[Fraction(0)] += count["zero_multiplicity"]
    return dict(listed)


Decide = Callable[[BalancedCase, fmpq_poly], tuple[Truth, Witness | None]]


def _over_minima(decide: Decide, statement: Statement, request: Request, *, name: str) -> Evidence:
    """Decide something about the characteristic polynomial of the Hessian at each drawn minimum."""

    def each(case: BalancedCase) -> sampling.Answer:
        layers = minima.in_bases([case.roots] * case.depth, case.turns)
        hessian = numerics.hessian.of_network(layers, numerics.gd.end_to_end(layers))
        truth, witness = decide(case, hessian.charpoly())
        rank = "rank deficient" if 0 in case.roots else "full rank"
        return sampling.Answer(truth, witness, (f"width {len(case.roots)}", rank))

    return minima.over_small_networks(
        _cases,
        each,
        seed=f"{statement.slug}/{name}",
        request=request,
        domain="balanced minima in rotated bases, sigma^(1/L) from several rationals and zero",
    )


def _cases(depth: int) -> SearchStrategy[BalancedCase]:
    return st.integers(1, minima.most_width(depth)).flatmap(
        lambda width: st.builds(
            BalancedCase, st.just(depth), minima.roots(width), minima.rotations(depth, width)
        )
    )
