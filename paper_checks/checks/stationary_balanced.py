"""Checks of the balanced initialisation: for which targets it is in the set, and what it does elsewhere."""

from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq_mat
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
    skews,
)
from paper_checks.formulas import MatrixFormula
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation


def balanced_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that alpha I in all layers is a member exactly where the transcribed polynomial vanishes."""
    formula = statement.formulas["asymmetry"]
    assert isinstance(formula, MatrixFormula)
    return decisions.by_argument(
        theory.stationary_set.balanced_start(formula.words, member(statement)),
        domain="every depth L >= 2, every square target, every alpha > 0, entries of D of either sign",
    )


@dataclass(frozen=True)
class TargetCase:
    """A square target and, where it is symmetric, the eigenvectors and eigenvalues it was made of."""

    depth: int
    kind: str
    entries: tuple[Fraction, ...]
    skew: tuple[int, ...]
    alpha: Fraction

    @property
    def width(self) -> int:
        """The width of the target."""
        return 2 if len(self.skew) == 1 else 3

    @property
    def target(self) -> fmpq_mat:
        """The target: symmetric, normal, or any matrix."""
        basis = bases.orthogonal(self.width, self.skew)
        if self.kind == "symmetric":
            return basis * exactly.diagonal(self.entries[: self.width]) * basis.transpose()
        if self.kind == "normal":
            turned = exactly.diagonal((self.entries[0],) * 2 + self.entries[2 : self.width])
            turned[1, 0] = exactly.to_flint(self.entries[1])
            turned[0, 1] = -turned[1, 0]
            return basis * turned * basis.transpose()
        rows = [self.entries[self.width * i : self.width * (i + 1)] for i in range(self.width)]
        return numerics.gd.matrix(rows)


def balanced_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Decide membership at drawn targets, in eigenvectors or by a necessary condition, and compare."""
    formula = statement.formulas["asymmetry"]
    assert isinstance(formula, MatrixFormula)

    def decide(case: TargetCase) -> sampling.Answer:
        target, width = case.target, case.width
        start = multiple(case.alpha, width, width)
        said = exactly.in_matrices(formula.words, {"M": target})
        largest = max(abs(exactly.from_flint(entry)) for entry in said.entries())
        broken = asymmetry(target * start.transpose())
        at = {"L": case.depth, "M": target.tolist(), "alpha": case.alpha}
        labels = (case.kind,)
        if broken != 0:
            if largest != 0:
                return sampling.Answer(Truth.TRUE, labels=labels)
            return exactly.answer(broken, Fraction(0), asserts=SYMMETRIC_PRODUCT, at=at)
        if case.kind != "symmetric":
            return sampling.Answer(Truth.UNKNOWN) if largest else sampling.Answer(Truth.TRUE, labels=labels)
        # In these bases M is diagonal, and after a step all layers still are: a member.
        basis = bases.orthogonal(width, case.skew)
        moved = numerics.gd.step([start] * case.depth, target, "1/3")
        off = max(off_diagonal(basis.transpose() * layer * basis) for layer in (target, *moved))
        if off != 0:
            return sampling.Answer(Truth.UNKNOWN)
        asserts = "the polynomial vanishes at a target for which the start is a member"
        return exactly.answer(largest, Fraction(0), asserts=asserts, at=at, labels=labels)

    return sampling.over_depths(
        lambda depth: _targets(depth, ("symmetric", "normal", "any")),
        decide,
        statement=f"{statement.slug}/balanced",
        request=request,
        domain="rational symmetric, normal and other targets of width 2 and 3",
    )


def _targets(depth: int, kinds: tuple[str, ...]) -> SearchStrategy[TargetCase]:
    def of(width: int) -> SearchStrategy[TargetCase]:
        entries = st.tuples(*[draws.nonzero_rationals(1) for _ in range(width**2)])
        return st.builds(
            TargetCase,
            st.just(depth),
            st.sampled_from(kinds),
            entries,
            skews(width),
            draws.positive_rationals(),
        )

    return st.integers(2, 3).flatmap(of)


_TURN = fmpq_mat([[0, -1], [1, 0]])
_TURN_AT = {
    "L": 2,
    "M": "[[0, -1], [1, 0]]",
    "W_l(0)": "alpha I",
    "alpha": Fraction(1, 2),
    "eta": Fraction(1, 3),
}


def _start(statement: Statement) -> Fraction:
    return enclosures.exact(statement.formulas["other_start"].expression, {"alpha": Fraction(1, 2)})


def every_target_by_evaluation(statement: Statement, _request: Request) -> Evidence:
    """Evaluate M W' - W M' at a quarter turn, where W is a multiple of the identity."""
    product = _start(statement) ** 2

    def refute() -> Witness:
        left = product * off_diagonal(exactly.in_matrices(theory.stationary_set.ASYMMETRY, {"M": _TURN}))
        return violation("=", left, Fraction(0), asserts=SYMMETRIC_PRODUCT, at=_TURN_AT)

    return decisions.by_witness(refute, domain="every target")


def every_target_by_descent(statement: Statement, _request: Request) -> Evidence:
    """Make one step from alpha I: with fixed singular vectors W_1 would stay symmetric."""
    start = multiple(_start(statement), 2, 2)

    def refute() -> Witness:
        moved = numerics.gd.step([start, start], _TURN, "1/3")
        asserts = "W_1 is symmetric after a step, as in any fixed bases in which alpha I is diagonal"
        return violation("=", asymmetry(moved[0]), Fraction(0), asserts=asserts, at=_TURN_AT)

    return decisions.by_witness(refute, domain="every target")


POSITIVE = "the trace of M W' is not negative for W = W_L ... W_1, as at every member with D >= 0"
_FLIP_AT = {"L": 2, "d": 1, "M": -1, "W_l(0)": "alpha I", "alpha": Fraction(1, 2)}


def nonnegative_by_evaluation(statement: Statement, _request: Request) -> Evidence:
    """Evaluate the trace of M W' = U S D' U' at the symmetric target -1, where all layers are numbers."""

    def refute() -> Witness:
        layer = _start(statement)
        return violation(">=", -(layer**2), Fraction(0), asserts=POSITIVE, at=_FLIP_AT)

    return decisions.by_witness(refute, domain="every symmetric target")


def nonnegative_by_matrices(statement: Statement, _request: Request) -> Evidence:
    """Multiply the layers of the same start as matrices."""

    def refute() -> Witness:
        layer = multiple(_start(statement), 1, 1)
        trace = (fmpq_mat([[-1]]) * numerics.gd.end_to_end([layer, layer]).transpose())[0, 0]
        return violation(">=", exactly.from_flint(trace), Fraction(0), asserts=POSITIVE, at=_FLIP_AT)

    return decisions.by_witness(refute, domain="every symmetric target")


FIRST_STEP = ("identity_part", "target_part")


def first_step_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide what one step makes of alpha I in all layers, for every depth and target."""
    return decisions.by_argument(
        theory.stationary_set.first_step(*(statement.formulas[name].expression for name in FIRST_STEP)),
        domain="every depth L >= 2, every square target, every alpha and eta",
    )


def first_step_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Make one step from alpha I at drawn targets."""
    rate = Fraction(1, 3)

    def decide(case: TargetCase) -> sampling.Answer:
        target, width = case.target, case.width
        values = {"alpha": case.alpha, "eta": rate, "L": Fraction(case.depth)}
        of_identity, of_target = (
            enclosures.exact(statement.formulas[name].expression, values) for name in FIRST_STEP
        )
        said = multiple(of_identity, width, width) + target * exactly.to_flint(of_target)
        moved = numerics.gd.step([multiple(case.alpha, width, width)] * case.depth, target, rate)
        asserts = "each layer after one step is as stated"
        return _same(moved, said, asserts, case)

    return sampling.over_depths(
        lambda depth: _targets(depth, ("any",)),
        decide,
        statement=f"{statement.slug}/first-step",
        request=request,
        domain="rational targets of width 2 and 3",
    )


def _same(layers: tuple[fmpq_mat, ...], said: fmpq_mat, asserts: str, case: TargetCase) -> sampling.Answer:
    error = max(abs(exactly.from_flint(entry)) for layer in layers for entry in (layer - said).entries())
    at = {"L": case.depth, "M": case.target.tolist(), "alpha": case.alpha, "eta": Fraction(1, 3)}
    return exactly.answer(error, Fraction(0), asserts=asserts, at=at, labels=(f"width {case.width}",))


POWERS = ("conjugate_power", "product_power")


def normal_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that all layers stay one matrix with an update of its own, for every normal target."""
    return decisions.by_argument(
        theory.stationary_set.normal_target(*(statement.formulas[name].expression for name in POWERS)),
        domain="every depth L >= 2, every target with M M' = M' M, every alpha and eta",
    )


def normal_by_matrices(statement: Statement, request: Request) -> Evidence:
    """Make two steps from alpha I at drawn normal targets; the second starts from a matrix that is turned."""

    def decide(case: TargetCase) -> sampling.Answer:
        stated = [
            enclosures.exact(statement.formulas[name].expression, {"L": Fraction(case.depth)})
            for name in POWERS
        ]
        if any(power.denominator != 1 for power in stated):
            return _of_a_number(stated, case)
        powers = [int(power) for power in stated]
        first = numerics.gd.step(
            [multiple(case.alpha, case.width, case.width)] * case.depth, case.target, "1/3"
        )
        w = first[0]
        slope = w.transpose() ** powers[0] * (w ** powers[1] - case.target)
        said = w - slope * exactly.to_flint(Fraction(1, 3))
        asserts = "all layers agree after one step, and after a second one are as stated"
        if any(layer != w for layer in first):
            return _same(first, w, asserts, case)
        return _same(numerics.gd.step(first, case.target, "1/3"), said, asserts, case)

    return sampling.over_depths(
        lambda depth: _targets(depth, ("normal",)),
        decide,
        statement=f"{statement.slug}/normal",
        request=request,
        domain="rational normal targets of width 2 and 3",
    )


def _of_a_number(powers: list[Fraction], case: TargetCase) -> sampling.Answer:
    """Compare at a target and layers of one entry, where powers that are not whole have a meaning too."""
    # Powers of 1 would all agree.
    layer, target, rate = 1 + case.alpha, Fraction(3), Fraction(1, 3)
    moved = numerics.gd.step([multiple(layer, 1, 1)] * case.depth, fmpq_mat([[3]]), rate)[0][0, 0]
    with numerics.balls.working_precision(30):
        w = arb(exactly.to_flint(layer))
        conjugate, product = (w ** arb(exactly.to_flint(power)) for power in powers)
        said = w - arb(exactly.to_flint(rate)) * conjugate * (product - arb(exactly.to_flint(target)))
        if said.overlaps(arb(moved)):
            return sampling.Answer(Truth.UNKNOWN)
        at = {"L": case.depth, "d": 1, "M": target, "alpha": layer, "eta": rate}
        asserts = "all layers after one step are as stated"
        return sampling.Answer(Truth.FALSE, violation("=", said, arb(moved), asserts=asserts, at=at))
