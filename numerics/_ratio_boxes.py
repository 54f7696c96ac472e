"""Tests of boxes of ratios for `numerics.phase_diagram`.

z is the ratio of the two points of the orbit of the first mode, with sigma = 1; a second ratio tells where
the second mode is. All quantities are dimensionless.
"""

from enum import Enum
from fractions import Fraction

from flint import arb

from numerics._bernstein import sign
from numerics._centred import Centred, parameters
from numerics._pair_polynomials import halves
from numerics._pair_steps import OrbitScale, determinant, one_step, orbit_scale, power, product
from numerics._resting_conditions import conditions
from numerics.balls import ball
from numerics.covers import Box
from numerics.exact import rational


class Label(Enum):
    """What is certain for every point of a box."""

    ATTRACTING = "attracting"
    """All multipliers but the neutral ones are inside the unit circle."""
    REPELLING = "repelling"
    """A multiplier is outside the unit circle."""
    OUTSIDE = "outside"
    """The box does not meet the part that is asked about."""


def kappa(depth: int, ratio: Fraction) -> arb:
    """Enclose kappa of the orbit with this ratio of its points, for sigma = 1."""
    scale, z = _scale(depth, ratio), arb(1) / depth
    # eta = eta x^(2L-2) / x^(2L-2), where x^L = layers / target.
    return scale.layers * depth / ((scale.layers / scale.target) ** (2 - 2 * z))


def target(depth: int, ratio: Fraction, layers: Fraction) -> arb:
    """Enclose rho at a ratio of the orbit and a ratio w of the layer values, where the second mode rests."""
    scale = _scale(depth, ratio)
    return scale.layers / scale.target * ball(rational(layers)) ** depth


def second_kappa(depth: int, ratio: Fraction, layers: Fraction) -> arb:
    """Enclose kappa of the second mode, where it rests: eta L y^(2L-2). It falls with the first ratio."""
    return _scale(depth, ratio).layers * depth * ball(rational(layers)) ** (2 * depth - 2)


def _scale(depth: int, ratio: Fraction) -> OrbitScale[arb]:
    return orbit_scale(depth, ball(rational(ratio)), arb(1))


def resting(depth: int, box: Box, most: Fraction, within: tuple[Fraction, Fraction]) -> Label | None:
    """Decide a box of z and w, where the second mode rests with kappa_2 of at most a value.

    Args:
        depth: the number of layers L.
        box: the two ratios.
        most: the largest kappa_2 that is asked about.
        within: two values of kappa_1 + kappa_2. Where it may be at most the first one a box is not called
            repelling, and where it may be at least the second one, not attracting: it is to be halved.
    """
    (low, high), (least, largest) = box.ends
    if second_kappa(depth, high, least) > ball(rational(most)):
        return Label.OUTSIDE
    first, second = ((rational(start), rational(end)) for start, end in box.ends)
    attracting = True
    for condition in conditions(depth):
        found = sign(condition, first, second)
        if found < 0:
            beyond = kappa(depth, low) + second_kappa(depth, high, least) > ball(rational(within[0]))
            return Label.REPELLING if beyond else None
        attracting = attracting and found > 0
    below = kappa(depth, high) + second_kappa(depth, low, largest) < ball(rational(within[1]))
    return Label.ATTRACTING if attracting and below else None


def oscillating(depth: int, in_phase: bool, box: Box) -> Label | None:
    """Decide a box of the ratios of two orbits, the second one at most as large as the first.

    Two steps on the differences repel if their determinant exceeds 1. For two layers, which have no neutral
    direction there, they also do if their characteristic polynomial is negative at 1.
    """
    if box.ends[1][0] >= box.ends[0][1]:
        return Label.OUTSIDE
    found = _repelling(depth, in_phase, *parameters(box.ball(0), box.ball(1)))
    return Label.REPELLING if any(number.value > 0 for number in found) else None


def _repelling(depth: int, in_phase: bool, first: Centred, second: Centred, one: Centred) -> list[Centred]:
    """Return numbers of which any positive one proves a multiplier outside the unit circle."""
    scale, other = (orbit_scale(depth, ratio, one) for ratio in (first, second))
    # The learning rate is the same, so (y / x)^(2L-2) is the quotient of the sizes.
    ratio = (other.layers / scale.layers).root(2 * depth - 2)
    change = second if in_phase else one / second
    if not in_phase:
        ratio = ratio * second
    half = halves(depth)[1]
    lower = one_step(half, scale.layers, ratio, (one - first, one - change), one)
    upper = one_step(
        half,
        scale.layers * power(first, 2 * depth - 2, one),
        ratio * change / first,
        (one - one / first, one - one / change),
        one,
    )
    both = determinant(upper) * determinant(lower)
    found = [both - one]
    if depth == 2:
        steps = product(upper, lower)
        found.append(steps[0][0] + steps[1][1] - one - both)
    return found
