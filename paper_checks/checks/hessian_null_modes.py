"""Checks of the Hessian spectrum where null modes have the values (alpha, ..., alpha, 0) of the start."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, minima
from paper_checks.checks.hessian import VALUES, at_root
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

FORMULAS = ("null_start_term", "null_start_alone", "null_start_zero_multiplicity")


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the spectrum for every depth, width, rank and alpha."""
    return decisions.by_argument(
        theory.hessian_null_modes.spectrum(
            *(statement.formulas[name].expression for name in (*FORMULAS, *VALUES))
        ),
        domain="every depth L >= 2, every width, rank r >= 1 and target, every alpha > 0",
    )


@dataclass(frozen=True)
class NullCase:
    """Roots of the singular values, zero for null modes, the alpha of these, and rotations between layers."""

    depth: int
    roots: tuple[Fraction, ...]
    alpha: Fraction
    turns: tuple[tuple[Fraction, ...], ...]


def by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare with the spectrum of the exact Hessian of the loss, in rotated bases."""

    def decide(case: NullCase) -> sampling.Answer:
        start = tuple(root or case.alpha for root in case.roots)
        layers = minima.in_bases([*[start] * (case.depth - 1), case.roots], case.turns)
        characteristic = numerics.hessian.of_network(layers, numerics.gd.end_to_end(layers)).charpoly()
        for value, count in _claimed(statement, case).items():
            found = numerics.hessian.eigenvalues_around(characteristic, value)[1]
            if found != count:
                at = {"L": case.depth, "sigma^(1/L)": exactly.spell(case.roots), "alpha": case.alpha}
                asserts = f"the multiplicity of {value} is as stated"
                witness = violation("=", Fraction(found), Fraction(count), asserts=asserts, at=at)
                return sampling.Answer(Truth.FALSE, witness)
        nulls = case.roots.count(Fraction(0))
        return sampling.Answer(Truth.TRUE, labels=(f"null modes: {nulls}",))

    return minima.over_small_networks(
        _cases,
        decide,
        seed=f"{statement.slug}/null-start",
        request=request,
        domain="minima in rotated bases, balanced but for null modes at (alpha, ..., alpha, 0)",
    )


def _claimed(statement: Statement, case: NullCase) -> dict[Fraction, Fraction]:
    """Return eigenvalues with their multiplicities as stated, equal ones merged, zero included."""
    positive = [root for root in case.roots if root > 0]
    sizes = {"d": Fraction(len(case.roots)), "r": Fraction(len(positive)), "L": Fraction(case.depth)}
    nulls = len(case.roots) - len(positive)
    names = theory.layer_powers

    def value(name: str, one: Fraction, other: Fraction, **index: int) -> Fraction:
        formula = statement.formulas[name].expression.subs(theory.symbols.alpha, case.alpha)
        roots = {names.sigma_i: one, names.sigma_j: other}
        return exactly.of_sympy(at_root(formula, case.depth, roots, **index))

    def total(name: str, one: Fraction, other: Fraction) -> Fraction:
        return sum((value(name, one, other, l=index) for index in range(case.depth)), Fraction(0))

    zero = enclosures.exact(statement.formulas["null_start_zero_multiplicity"].expression, sizes)
    # What is stated need not be whole.
    listed: defaultdict[Fraction, Fraction] = defaultdict(Fraction, {Fraction(0): zero})
    for place, one in enumerate(positive):
        listed[value("mode_eigenvalue", one, one)] += 1
        listed[value("null_eigenvalue", one, one)] += nulls
        listed[total("null_start_term", one, one)] += nulls
        for other in positive[:place]:
            listed[total("pair_term", one, other)] += 2
    listed[value("null_start_alone", Fraction(1), Fraction(1))] += nulls**2
    return {value: count for value, count in listed.items() if count or value == 0}


def _cases(depth: int) -> SearchStrategy[NullCase]:
    def of(width: int) -> SearchStrategy[NullCase]:
        return st.builds(
            NullCase,
            st.just(depth),
            # At least one null mode.
            minima.roots(width - 1).map(lambda roots: (*roots, Fraction(0))),
            st.sampled_from((Fraction(1, 3), Fraction(3, 7), Fraction(4, 3), Fraction(1, 10))),
            minima.rotations(depth, width),
        )

    return st.integers(2, max(2, minima.most_width(depth))).flatmap(of)
