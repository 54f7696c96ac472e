"""Checks of the reduction of the singular vector stationary set to its inner layers."""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from paper_checks import decisions, draws, sampling
from paper_checks.checks import exactly
from paper_checks.formulas import MatrixFormula
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence

ASSERTS = (
    "the loss is that of the inner layers, and a step moves these by a step of theirs and leaves the bases"
)


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the reduction for every depth and width, with orthogonal bases that cancel."""
    formula = statement.formulas["member"]
    assert isinstance(formula, MatrixFormula)
    return decisions.by_argument(
        theory.bases.in_every_basis(formula.words),
        domain="every depth, every width, rectangular targets, all orthogonal bases, any inner layers",
    )


@dataclass(frozen=True)
class BasesCase:
    """Inner layers first to last, an inner target, and the numbers that the orthogonal bases are made of.

    Attributes:
        width: of all layers.
        inner: diagonals of the inner layers.
        target: diagonal of the inner target.
        skews: for each of the L + 1 bases, the entries above the diagonal of a skew matrix.
    """

    width: int
    inner: tuple[tuple[Fraction, ...], ...]
    target: tuple[Fraction, ...]
    skews: tuple[tuple[int, ...], ...]


def by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare loss and one step with those of the inner layers, in rational orthogonal bases."""
    formula = statement.formulas["member"]
    assert isinstance(formula, MatrixFormula)

    def assembled(inner: list[fmpq_mat], bases: list[fmpq_mat]) -> list[fmpq_mat]:
        return [
            exactly.in_matrices(
                formula.words,
                {
                    theory.bases.BASIS: bases[index],
                    theory.bases.NEXT_BASIS: bases[index + 1],
                    theory.bases.INNER: layer,
                },
            )
            for index, layer in enumerate(inner)
        ]

    def decide(case: BasesCase) -> sampling.Answer:
        inner = [exactly.diagonal(entries) for entries in case.inner]
        inner_target = exactly.diagonal(case.target)
        bases = [orthogonal(case.width, skew) for skew in case.skews]
        layers, target = assembled(inner, bases), bases[-1] * inner_target * bases[0].transpose()
        loss = exactly.from_flint(numerics.gd.loss(layers, target))
        error = abs(loss - exactly.from_flint(numerics.gd.loss(inner, inner_target)))
        moved = numerics.gd.step(layers, target, "1/3")
        expected = assembled(list(numerics.gd.step(inner, inner_target, "1/3")), bases)
        for one, other in zip(moved, expected, strict=True):
            error = max(error, *(abs(exactly.from_flint(entry)) for entry in (one - other).entries()))
        at = {
            "diagonals of the inner layers": "; ".join(exactly.spell(entries) for entries in case.inner),
            "diag(S)": exactly.spell(case.target),
            "skew matrices of the bases": case.skews,
        }
        return exactly.answer(error, Fraction(0), asserts=ASSERTS, at=at, labels=(f"width {case.width}",))

    def cases(depth: int) -> SearchStrategy[BasesCase]:
        return st.integers(2, 3).flatmap(lambda width: _cases(depth, width))

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/bases",
        request=request,
        domain="rational diagonal inner layers, rational orthogonal bases by Cayley's transform, width 2, 3",
    )


def _cases(depth: int, width: int) -> SearchStrategy[BasesCase]:
    diagonal = st.tuples(*[draws.rationals(1) for _ in range(width)])
    skew = st.tuples(*[st.integers(-3, 3) for _ in range(width * (width - 1) // 2)])
    return st.builds(
        BasesCase,
        st.just(width),
        st.tuples(*[diagonal for _ in range(depth)]),
        diagonal,
        st.tuples(*[skew for _ in range(depth + 1)]),
    )


def orthogonal(width: int, skew: tuple[int, ...]) -> fmpq_mat:
    """Return the orthogonal matrix (1 - K)(1 + K)^-1 of a skew matrix K, given above its diagonal."""
    entries = iter(skew)
    K = fmpq_mat(width, width)
    for row in range(width):
        for column in range(row + 1, width):
            K[row, column] = fmpq(next(entries))
            K[column, row] = -K[row, column]
    one = exactly.diagonal((Fraction(1),) * width)
    return (one - K) * (one + K).inv()
