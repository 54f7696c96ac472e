"""Checks of the Hessian spectrum at the balanced minimum of networks with rectangular ends."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import bases, exactly, minima
from paper_checks.checks.hessian import VALUES, at_root
from paper_checks.checks.stationary_set import rectangular, skews
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

COUNTS = ("rectangular_null_multiplicity", "rectangular_zero_multiplicity")
MULTIPLICITY = "the multiplicity of {value} is as stated"
_WIDEST = {2: 3, 3: 3}
"""Largest width drawn at a depth; 2 at others, so that the exact Hessian stays small."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the multiplicities for every depth, widths and rank."""
    return decisions.by_argument(
        theory.hessian_rectangular.spectrum(
            *(statement.formulas[name].expression for name in (*COUNTS, *VALUES))
        ),
        domain="every depth L >= 2, layers d_out x d, d x d, ..., d x d_in, every rank r <= d",
    )


@dataclass(frozen=True)
class RectangularCase:
    """A balanced minimum: its widths of input, hidden layers and output, roots, and numbers for its bases."""

    depth: int
    widths: tuple[int, int, int]
    roots: tuple[Fraction, ...]
    skews: tuple[tuple[int, ...], ...]


def by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare with the spectrum of the exact Hessian of the loss, in rational bases."""
    formulas = {name: statement.formulas[name].expression for name in (*COUNTS, *VALUES)}

    def decide(case: RectangularCase) -> sampling.Answer:
        widths = (case.widths[0], *[case.widths[1]] * (case.depth - 1), case.widths[2])
        chain = [bases.orthogonal(width, skew) for width, skew in zip(widths, case.skews, strict=True)]
        layers = [
            chain[index + 1]
            * rectangular(case.roots, widths[index + 1], widths[index])
            * chain[index].transpose()
            for index in range(case.depth)
        ]
        hessian = numerics.hessian.of_network(layers, numerics.gd.end_to_end(layers))
        characteristic = hessian.charpoly()
        label = "rectangular" if len(set(case.widths)) > 1 else "square"
        for value, count in _claimed(formulas, case).items():
            found = numerics.hessian.eigenvalues_around(characteristic, value)[1]
            if found != count:
                at = {"L": case.depth, "widths": widths, "sigma^(1/L)": exactly.spell(case.roots)}
                asserts = MULTIPLICITY.format(value=value)
                witness = violation("=", Fraction(found), Fraction(count), asserts=asserts, at=at)
                return sampling.Answer(Truth.FALSE, witness)
        return sampling.Answer(Truth.TRUE, labels=(label, f"rank {sum(root > 0 for root in case.roots)}"))

    return minima.over_small_networks(
        _cases,
        decide,
        seed=f"{statement.slug}/rectangular",
        request=request,
        domain="balanced minima in rational bases, rectangular ends, rank-deficient and equal modes too",
    )


def _claimed(formulas: dict[str, sympy.Expr], case: RectangularCase) -> dict[Fraction, Fraction]:
    """Return eigenvalues with their multiplicities as stated, equal ones merged, zero included."""
    incoming, hidden, outgoing = case.widths
    positive = [root for root in case.roots if root > 0]
    sizes = {"d_in": incoming, "d_out": outgoing, "d": hidden, "r": len(positive), "L": case.depth}
    null, zero = (
        enclosures.exact(formulas[name], {key: Fraction(size) for key, size in sizes.items()})
        for name in COUNTS
    )
    names = theory.layer_powers

    def value(name: str, one: Fraction, other: Fraction, **index: int) -> Fraction:
        roots = {names.sigma_i: one, names.sigma_j: other}
        return exactly.of_sympy(at_root(formulas[name], case.depth, roots, **index))

    # What is stated need not be whole.
    listed: defaultdict[Fraction, Fraction] = defaultdict(Fraction, {Fraction(0): zero})
    for place, one in enumerate(positive):
        listed[value("mode_eigenvalue", one, one)] += 1
        listed[value("null_eigenvalue", one, one)] += null
        for other in positive[:place]:
            terms = (value("pair_term", one, other, l=index) for index in range(case.depth))
            listed[sum(terms, Fraction(0))] += 2
    return dict(listed)


def _cases(depth: int) -> SearchStrategy[RectangularCase]:
    width = st.integers(1, _WIDEST.get(depth, 2))

    def of(widths: tuple[int, int, int]) -> SearchStrategy[RectangularCase]:
        incoming, hidden, outgoing = widths
        chain = (incoming, *[hidden] * (depth - 1), outgoing)
        return st.builds(
            RectangularCase,
            st.just(depth),
            st.just(widths),
            minima.roots(min(widths)),
            st.tuples(*[skews(size) for size in chain]),
        )

    return st.tuples(width, width, width).flatmap(of)
