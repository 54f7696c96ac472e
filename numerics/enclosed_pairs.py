"""Multipliers of a pair of modes whose learning rate and singular values are enclosed, not exact.

As `numerics.floquet`, for targets whose singular values are algebraic numbers. A pair is rescaled so that the
first mode has sigma = 1; its own kappa and the ratio of the two layer scales are then all there is. Whether
two singular values agree is known to the caller, since balls never tell. All quantities are dimensionless.
"""

from dataclasses import dataclass

from flint import arb, fmpq

from numerics import modes
from numerics._pair_blocks import step_block
from numerics._pair_families import family
from numerics._pair_modes import Motion, States
from numerics._quotients import Quotient
from numerics._roots import lower_point
from numerics.balls import Truth, less
from numerics.duals import Dual, constant
from numerics.errors import Inconclusive
from numerics.floquet import Multipliers
from numerics.multipliers import eigenvalues


@dataclass(frozen=True, slots=True, eq=False)
class EnclosedMode:
    """A balanced mode at rest or on its period-2 orbit, rescaled to sigma = 1.

    Attributes:
        kappa: the normalised learning rate.
        lower: the layer value at the lower point; 1 at rest.
        upper: that at the upper point; 1 at rest.
        oscillates: whether kappa > 2.
    """

    kappa: arb
    lower: arb
    upper: arb
    oscillates: bool


def mode(depth: int, kappa: arb) -> EnclosedMode:
    """Enclose the layer values of a balanced mode.

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.

    Raises:
        Inconclusive: if kappa is not certainly apart from 2, or the orbit is not proven at the present
            working precision.
    """
    if less(kappa, 2) is Truth.TRUE:
        return EnclosedMode(kappa, arb(1), arb(1), oscillates=False)
    if less(2, kappa) is not Truth.TRUE:
        raise Inconclusive(f"kappa is {kappa.str(15)}, not certainly apart from 2.")
    rate, one = constant(kappa / depth), constant(arb(1))

    def step(layer: Dual[arb]) -> Dual[arb]:
        return modes.step([layer] * depth, one, rate)[0]

    lower = lower_point(lambda layer: step(step(layer)) - layer, fmpq(1))
    if lower is None:
        raise Inconclusive(f"no period-2 orbit was proven at kappa = {kappa.str(15)}.")
    upper = step(constant(lower)).value
    if less(1, upper) is not Truth.TRUE:
        raise Inconclusive(f"the points at kappa = {kappa.str(15)} are not certainly apart.")
    return EnclosedMode(kappa, lower, upper, oscillates=True)


def pair_multipliers(
    depth: int, one: EnclosedMode, other: EnclosedMode, scale: arb | None, in_phase: bool = True
) -> Multipliers:
    """Enclose the multipliers of two steps on the entries that pair two modes.

    >>> from numerics.balls import decimal
    >>> top, second = mode(2, arb("2.2")), mode(2, arb("1.1"))
    >>> neutral, (largest, *_) = pair_multipliers(2, top, second, arb("0.5").sqrt())
    >>> neutral, decimal(largest.ball.real, 5)
    (1, '0.52875')

    Args:
        depth: the number of layers L, at least 2.
        one: one mode.
        other: the other mode.
        scale: the L-th root of the ratio of the singular values, the other's over the one's; None if they
            are equal.
        in_phase: whether both start at the lower point; it matters only if both oscillate.

    Returns:
        As `numerics.floquet.pair_multipliers`.

    Raises:
        Inconclusive: if the multipliers are not bounded at the present working precision.
    """
    times = arb(1) if scale is None else scale
    ends = (other.lower * times, other.upper * times)
    first = _Placed(fmpq(1), arb(1), one.oscillates, [one.lower] * depth, [one.upper] * depth)
    low, high = ends if in_phase or not other.oscillates else (ends[1], ends[0])
    # Of the targets the family needs to know only whether they agree.
    label = fmpq(1) if scale is None else fmpq(2)
    second = _Placed(label, times**depth, other.oscillates, [low] * depth, [high] * depth)
    states = [
        tuple(zip(one_mode, other_mode, strict=True))
        for one_mode, other_mode in zip(first.states(), second.states(), strict=True)
    ]
    targets, eta = (first.target, second.target), one.kappa / depth
    both = step_block(states[1], targets, eta) * step_block(states[0], targets, eta)
    fixed = family(first, second, states[0])
    assert fixed is not None  # each mode rests or returns
    return fixed.ncols(), eigenvalues(Quotient(fixed).of(both))


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A mode as `numerics._pair_families` sees it."""

    sigma: fmpq
    target: arb
    oscillates: bool
    first: list[arb]
    second: list[arb]

    @property
    def motion(self) -> Motion:
        return Motion.RETURNS if self.oscillates else Motion.RESTS

    def states(self) -> States:
        return self.first, self.second
