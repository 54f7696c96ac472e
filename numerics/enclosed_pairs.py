"""Multipliers of a pair of modes whose learning rate and singular values are enclosed, not exact.

As `numerics.floquet`, for targets whose singular values are algebraic numbers. A pair is rescaled so that the
first mode has sigma = 1; its own kappa and the ratio of the two layer scales are then all there is. Whether
two singular values agree is known to the caller, since balls never tell. All quantities are dimensionless.
"""

import itertools
from dataclasses import dataclass
from functools import reduce
from math import lcm

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
    """A balanced mode at rest or on a periodic orbit, rescaled to sigma = 1.

    Attributes:
        kappa: the normalised learning rate.
        layers: the layer value at each step of a period, from the lowest one on; only 1 at rest.
    """

    kappa: arb
    layers: tuple[arb, ...]

    @property
    def oscillates(self) -> bool:
        """Whether it is on an orbit."""
        return len(self.layers) > 1


def mode(depth: int, kappa: arb) -> EnclosedMode:
    """Enclose the layer values of a balanced mode, at rest or on its period-2 orbit.

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.

    Raises:
        Inconclusive: if kappa is not certainly apart from 2, or the orbit is not proven at the present
            working precision.
    """
    if less(kappa, 2) is Truth.TRUE:
        return EnclosedMode(kappa, (arb(1),))
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
    return EnclosedMode(kappa, (lower, upper))


def pair_multipliers(
    depth: int, one: EnclosedMode, other: EnclosedMode, scale: arb | None, in_phase: bool = True
) -> Multipliers:
    """Enclose the multipliers of the entries that pair two modes, of two steps or a longer period of both.

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
        in_phase: whether both start at the lowest point, or the other one a step later; it matters only if
            both oscillate.

    Returns:
        As `numerics.floquet.pair_multipliers`.

    Raises:
        Inconclusive: if the multipliers are not bounded at the present working precision.
    """
    times = arb(1) if scale is None else scale
    targets, eta = (arb(1), times**depth), one.kappa / depth
    first = itertools.cycle(one.layers)
    second = itertools.islice(itertools.cycle(other.layers), 0 if in_phase else 1, None)
    steps = lcm(2, len(one.layers), len(other.layers))
    states = [[(a, b * times)] * depth for a, b in itertools.islice(zip(first, second, strict=False), steps)]
    blocks = [step_block(state, targets, eta) for state in states]
    # Of the targets the family needs to know only whether they agree.
    placed = (_Placed(fmpq(1), one), _Placed(fmpq(1) if scale is None else fmpq(2), other))
    fixed = family(*placed, states[0])
    assert fixed is not None  # each mode rests or returns
    product = reduce(lambda before, block: block * before, blocks)
    return fixed.ncols(), eigenvalues(Quotient(fixed).of(product))


def silent_multipliers(depth: int, one: EnclosedMode) -> tuple[arb, arb]:
    """Enclose the multipliers of entries that pair a mode with indices where all layers are zero.

    An entry of an end layer is alone in its gradient, so a step at x multiplies it by 1 - eta x^(2L-2). In a
    place between two layers sum and difference of two entries are multiplied by x'/x, where x' is the next
    layer value, and by 2 - x'/x; over a period the first gives 1.

    Args:
        depth: the number of layers L, at least 2.
        one: the mode.

    Returns:
        That of an entry of an end layer, and the other one of a place between layers, of two steps or a
        longer period.
    """
    eta, steps = one.kappa / depth, lcm(2, len(one.layers))
    layers = list(itertools.islice(itertools.cycle(one.layers), steps + 1))
    end, between = arb(1), arb(1)
    for layer, following in itertools.pairwise(layers):
        end *= 1 - eta * layer ** (2 * depth - 2)
        between *= 2 - following / layer
    return end, between


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """What the family of a pair asks of a mode."""

    sigma: fmpq
    mode: EnclosedMode

    @property
    def motion(self) -> Motion:
        return Motion.RETURNS if self.mode.oscillates else Motion.RESTS

    def states(self) -> States:
        """The layer values are given apart."""
        raise NotImplementedError
