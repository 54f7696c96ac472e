"""Checks of the reduction of the loss to the singular values of the modes."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from paper_checks import decisions, draws, sampling
from paper_checks.checks import exactly
from paper_checks.enclosures import exact
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation

LOSS = "the loss is the sum of the formula over i, with sigma_i(W) read as {reading}"
ENTRIES = "the i-th diagonal entry"
ORDERED = "the i-th largest singular value"
DESCENT = "one step keeps the layers diagonal and moves their i-th entries by the gradient of the formula"


def entries_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the loss at diagonal layers is the sum of the formula over the diagonal entries."""
    term = _term(statement)
    return decisions.by_argument(
        theory.diagonal.loss_splits(term),
        domain="every depth, width and target, diagonal layers of any sign",
        refute=lambda: exactly.different(
            term, theory.modes.loss(theory.symbols.pi), asserts=LOSS.format(reading=ENTRIES)
        ),
    )


def ordered_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Look for one mode whose singular value is not its diagonal entry: the smallest is a negative entry."""
    formula = statement.formulas["mode_loss"].expression

    def refute() -> Witness:
        entry, sigma = Fraction(-1), Fraction(1)
        said = exact(formula, {"v": abs(entry), "sigma": sigma})
        true = exact(theory.modes.loss(theory.symbols.pi), {"pi": entry, "sigma": sigma})
        at = {"d": 1, "W_L...W_1": entry, "M*": sigma}
        return violation("=", said, true, asserts=LOSS.format(reading=ORDERED), at=at)

    return decisions.by_witness(
        refute,
        domain="every depth, width and target, diagonal layers of any sign",
    )


def descent_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that gradient descent at diagonal layers is gradient descent on the formula, entry by entry."""
    term = _term(statement)
    return decisions.by_argument(
        theory.diagonal.descent_splits(term),
        domain="every depth, width and target, diagonal layers of any sign",
    )


@dataclass(frozen=True)
class DiagonalCase:
    """Diagonals of the layers first to last, and of the target in decreasing order."""

    layers: tuple[tuple[Fraction, ...], ...]
    target: tuple[Fraction, ...]
    eta: Fraction


def entries_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the sum over diagonal entries with the loss of the matrices, in rationals."""
    return _losses(statement, request, ENTRIES, lambda entries: entries)


def ordered_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare the sum over ordered singular values with the loss of the matrices, in rationals."""
    return _losses(
        statement, request, ORDERED, lambda entries: tuple(sorted((abs(e) for e in entries), reverse=True))
    )


def _losses(
    statement: Statement,
    request: Request,
    reading: str,
    singular_values: Callable[[tuple[Fraction, ...]], tuple[Fraction, ...]],
) -> Evidence:
    formula = statement.formulas["mode_loss"].expression

    def decide(case: DiagonalCase) -> sampling.Answer:
        layers = [exactly.diagonal(entries) for entries in case.layers]
        target = exactly.diagonal(case.target)
        loss = exactly.from_flint(numerics.gd.loss(layers, target))
        product = numerics.gd.end_to_end(layers)
        entries = tuple(exactly.from_flint(product[i, i]) for i in range(len(case.target)))
        pairs = zip(singular_values(entries), case.target, strict=True)
        said = sum((exact(formula, {"v": v, "sigma": sigma}) for v, sigma in pairs), Fraction(0))
        at = {"diag(W_L...W_1)": exactly.spell(entries), "diag(M*)": exactly.spell(case.target)}
        label = "an entry is negative" if min(entries) < 0 else "no entry is negative"
        return exactly.answer(
            said, loss, asserts=LOSS.format(reading=reading), at=at, labels=(f"width {len(entries)}", label)
        )

    return sampling.over_depths(
        _cases,
        decide,
        statement=f"{statement.slug}/{reading}",
        request=request,
        domain="rational diagonal layers and targets of width 1 to 3",
    )


def descent_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Compare one matrix step with the derivative of the formula in each diagonal entry, in rationals.

    The formula is a polynomial of degree two in each entry, so its central difference is its derivative.
    """
    formula = statement.formulas["mode_loss"].expression

    def slope(entries: tuple[Fraction, ...], layer: int, sigma: Fraction) -> Fraction:
        def at(entry: Fraction) -> Fraction:
            changed = (*entries[:layer], entry, *entries[layer + 1 :])
            return exact(formula, {"v": numerics.modes.product(changed), "sigma": sigma})

        return (at(entries[layer] + 1) - at(entries[layer] - 1)) / 2

    def decide(case: DiagonalCase) -> sampling.Answer:
        layers = [exactly.diagonal(entries) for entries in case.layers]
        moved = numerics.gd.step(layers, exactly.diagonal(case.target), case.eta)
        error = Fraction(0)
        for layer, matrix in enumerate(moved):
            for i, sigma in enumerate(case.target):
                mode = tuple(entries[i] for entries in case.layers)
                said = mode[layer] - case.eta * slope(mode, layer, sigma)
                for j in range(len(case.target)):
                    expected = said if i == j else Fraction(0)
                    error = max(error, abs(exactly.from_flint(matrix[i, j]) - expected))
        at = {
            "diagonals of the layers": "; ".join(exactly.spell(entries) for entries in case.layers),
            "diag(M*)": exactly.spell(case.target),
            "eta": case.eta,
        }
        width = f"width {len(case.target)}"
        return exactly.answer(error, Fraction(0), asserts=DESCENT, at=at, labels=(width,))

    return sampling.over_depths(
        _cases,
        decide,
        statement=f"{statement.slug}/descent",
        request=request,
        domain="rational diagonal layers and targets of width 1 to 3",
    )


def _cases(depth: int) -> SearchStrategy[DiagonalCase]:
    def of_width(width: int) -> SearchStrategy[DiagonalCase]:
        diagonal = st.tuples(*[draws.rationals(1) for _ in range(width)])
        target = st.tuples(*[draws.positive_rationals() for _ in range(width)])
        return st.builds(
            DiagonalCase,
            st.tuples(*[diagonal for _ in range(depth)]),
            target.map(lambda values: tuple(sorted(values, reverse=True))),
            draws.positive_rationals(),
        )

    return st.integers(1, 3).flatmap(of_width)


def _term(statement: Statement) -> sympy.Expr:
    formula = statement.formulas["mode_loss"].expression
    return formula.subs(theory.symbols.v, theory.symbols.pi)
