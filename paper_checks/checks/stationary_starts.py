"""Checks which initialisations lie in the singular vector stationary set, and what the balanced one does."""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq_mat
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import bases, exactly
from paper_checks.checks.stationary_set import (
    SYMMETRIC_PRODUCT,
    asymmetry,
    member,
    multiple,
    off_diagonal,
    rectangular,
    skews,
)
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation

EVERY_TARGET = "every depth L >= 2, every target, hidden layers of one width not below that of the input"
Rows = tuple[tuple[Fraction, ...], ...]


def unbalanced_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the start is a member for every target, with V in the place of all bases."""
    return decisions.by_argument(
        theory.stationary_set.unbalanced_start(
            statement.formulas["last_start"].expression, member(statement)
        ),
        domain=EVERY_TARGET,
    )


@dataclass(frozen=True)
class StartCase:
    """Widths of input, hidden layers and output, singular values, bases of the target, scale of the start."""

    depth: int
    widths: tuple[int, int, int]
    singular_values: tuple[Fraction, ...]
    skews: tuple[tuple[int, ...], tuple[int, ...]]
    alpha: Fraction


def unbalanced_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Write drawn starts in the bases V, beside an identity where needed, and make steps from them."""
    last, other = (statement.formulas[name].expression for name in ("last_start", "other_start"))

    def decide(case: StartCase) -> sampling.Answer:
        incoming, hidden, outgoing = case.widths
        V, U = (bases.orthogonal(w, skew) for w, skew in zip((incoming, outgoing), case.skews, strict=True))
        target = U * rectangular(case.singular_values, outgoing, incoming) * V.transpose()
        scales = [enclosures.exact(scale, {"alpha": case.alpha}) for scale in (last, other)]
        layers = [
            multiple(scales[1], hidden, incoming),
            *[multiple(scales[1], hidden, hidden)] * (case.depth - 2),
            multiple(scales[0], outgoing, hidden),
        ]
        wide = _beside_identity(V, hidden)
        chain = [V, *[wide] * (case.depth - 1), U]
        # Closed or not shows after one step already; the start alone could be diagonal by accident.
        off = max(
            off_diagonal(chain[index + 1].transpose() * layer * chain[index])
            for state in (layers, numerics.gd.step(layers, target, "1/3"))
            for index, layer in enumerate(state)
        )
        label = "rectangular" if len(set(case.widths)) > 1 else "square"
        rank = "rank deficient" if 0 in case.singular_values else "full rank"
        if off == 0:
            return sampling.Answer(Truth.TRUE, labels=(label, rank))
        # In no bases is it a member where a necessary condition fails.
        least = asymmetry(target * numerics.gd.end_to_end(layers).transpose())
        if least == 0:
            return sampling.Answer(Truth.UNKNOWN)
        at = {"L": case.depth, "widths": case.widths, "M": target.tolist(), "alpha": case.alpha}
        return exactly.answer(least, Fraction(0), asserts=SYMMETRIC_PRODUCT, at=at)

    return sampling.over_depths(
        _starts,
        decide,
        statement=f"{statement.slug}/unbalanced",
        request=request,
        domain="rational targets of width 1 to 3, rank deficient and with equal singular values too",
    )


def _beside_identity(block: fmpq_mat, size: int) -> fmpq_mat:
    whole = multiple(Fraction(1), size, size)
    for i in range(block.nrows()):
        for j in range(block.ncols()):
            whole[i, j] = block[i, j]
    return whole


def _starts(depth: int) -> SearchStrategy[StartCase]:
    def of_input(incoming: int) -> SearchStrategy[StartCase]:
        return st.tuples(st.integers(incoming, 3), st.integers(1, 3)).flatmap(
            lambda others: _starts_of(depth, incoming, *others)
        )

    return st.integers(1, 3).flatmap(of_input)


def _starts_of(depth: int, incoming: int, hidden: int, outgoing: int) -> SearchStrategy[StartCase]:
    values = st.sampled_from((Fraction(2), Fraction(1), Fraction(1, 2), Fraction(0)))
    size = min(incoming, hidden, outgoing)
    return st.builds(
        StartCase,
        st.just(depth),
        st.just((incoming, hidden, outgoing)),
        st.tuples(*[values for _ in range(size)]),
        st.tuples(skews(incoming), skews(outgoing)),
        draws.positive_rationals(),
    )


NARROW = "W_1'W_1 commutes with M'M, as at every member"


def _narrow_start(statement: Statement) -> tuple[fmpq_mat, ...]:
    """Return the start with one hidden unit, two inputs and alpha = 1."""
    other, last = (
        exactly.to_flint(enclosures.exact(statement.formulas[name].expression, {"alpha": Fraction(1)}))
        for name in ("other_start", "last_start")
    )
    return fmpq_mat([[other, 0]]), fmpq_mat([[last]])


def narrow_by_evaluation(statement: Statement, _request: Request) -> Evidence:
    """Evaluate M'M W_1'W_1 - W_1'W_1 M'M at a start with one hidden unit and two inputs."""
    words = theory.words
    M, W = (words.matrix(name) for name in ("M", "W"))
    commutator = M.T @ M @ W.T @ W - W.T @ W @ M.T @ M
    matrices = {"M": _NARROW_TARGET, "W": _narrow_start(statement)[0]}

    def refute() -> Witness:
        left = off_diagonal(exactly.in_matrices(commutator, matrices))
        return violation("=", left, Fraction(0), asserts=NARROW, at=_NARROW_AT)

    return decisions.by_witness(refute, domain="every shape")


def narrow_by_descent(statement: Statement, _request: Request) -> Evidence:
    """Make two steps and compare the direction of the only row of W_1 with that at the start."""

    def refute() -> Witness:
        start = state = _narrow_start(statement)
        for _ in range(2):
            state = numerics.gd.step(state, _NARROW_TARGET, "1/100")
        before, after = start[0], state[0]
        turned = exactly.from_flint(before[0, 0] * after[0, 1] - before[0, 1] * after[0, 0])
        asserts = "the right singular vector of W_1 is the same after two steps"
        return violation("=", turned, Fraction(0), asserts=asserts, at=_NARROW_AT)

    return decisions.by_witness(refute, domain="every shape")


_NARROW_TARGET = fmpq_mat([[3, 4]])
_NARROW_AT = {"L": 2, "widths": "2, 1, 1", "M": "(3, 4)", "alpha": 1, "eta": Fraction(1, 100)}
