"""A region of states of one mode that gradient descent does not leave, and in which no gap grows.

Here sigma = 1 and the first L-1 layers are equal, which they stay: a state is (a, ..., a, y) with
end-to-end value pi and gap a^2 - y^2. A step moves a by -p y and y by -p a, with the *pull*
p = eta (pi - 1) a^(L-2). So it multiplies the gap by 1 - p^2, and a gap that is not zero grows exactly if
p^2 > 2. The learning rate is given as kappa = eta L. All quantities are dimensionless.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq

from numerics import modes
from numerics.balls import to_rationals, working_bits
from numerics.covers import Box, cover
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number


@dataclass(frozen=True, slots=True)
class Region:
    """The states (a, ..., a, y) with |a^2 - y^2| <= gap and least <= pi <= most.

    With 0 between `least` and `most` it contains each start (alpha, ..., alpha, 0) with alpha^2 <= gap.
    """

    gap: fmpq
    least: fmpq
    most: fmpq

    def contains(self, gap: arb, end_to_end: arb) -> bool:
        """Say whether states with this gap and this end-to-end value certainly lie in the region."""
        return bool(abs(gap) <= self.gap) and bool(end_to_end >= self.least) and bool(end_to_end <= self.most)

    def excludes(self, gap: arb, end_to_end: arb) -> bool:
        """Say whether states with this gap and this end-to-end value certainly lie outside the region."""
        return bool(abs(gap) > self.gap) or bool(end_to_end < self.least) or bool(end_to_end > self.most)


TWO_LAYERS = Region(fmpq(7, 10), fmpq(-1, 50), fmpq(8, 5))
"""What two layers do not leave for kappa from 2 to 11/4."""
MORE_LAYERS = Region(fmpq(26, 25), fmpq(-1, 4), fmpq(2))
"""What three and more layers do not leave for kappa from 2 to 2 sqrt 2; shown for up to 48 layers."""
LARGEST_LAYER = 2
"""Beyond this value of the equal layers no state lies in the region."""
BITS = 64
"""Working precision for boxes, which are far wider than a rounding."""
NARROWEST = Fraction(1, 2**24)
"""A box that is still undecided when all its sides are shorter than this is given up."""
MOST_BOXES = 100_000
"""How many boxes a cover may take before it is given up."""


def pull(layers: Sequence[modes.Element], eta: modes.Element, one: modes.Element) -> modes.Element:
    """Return p = eta (pi - 1) a^(L-2) of a state (a, ..., a, y) of two or more layers.

    Args:
        layers: the layer values.
        eta: the learning rate.
        one: the number 1 of the same type.
    """
    return eta * (modes.product(layers) - one) * modes.product([one, *layers[1:-1]])


def learning_rates(depth: int, slowest: Exact, fastest: Exact) -> tuple[Fraction, Fraction]:
    """Return the ends of the learning rates eta = kappa/L of an interval of kappa.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are less than 2 layers, or kappa is not positive or decreases.
    """
    whole_number(depth, "the depth", 2)
    low, high = positive_rational(slowest, "the least kappa"), positive_rational(fastest, "the largest kappa")
    if low > high:
        raise ValueError(f"kappa runs from {slowest} to {fastest}; its ends must not decrease.")
    return Fraction(int(low.p), int(low.q) * depth), Fraction(int(high.p), int(high.q) * depth)


def prove(depth: int, slowest: Exact, fastest: Exact, region: Region | None = None) -> tuple[Region, int]:
    """Prove that no step leaves a region, and that no gap grows in it, for every kappa in an interval.

    >>> prove(3, 2, "14/5")[0] == MORE_LAYERS
    True

    Args:
        depth: the number of layers L, at least 2.
        slowest: the least kappa.
        fastest: the largest kappa.
        region: the region; `TWO_LAYERS` or `MORE_LAYERS` if none is given.

    Returns:
        The region, and the number of boxes of the cover.

    Raises:
        Inconclusive: if that is not proved, or not true.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    rates = learning_rates(depth, slowest, fastest)
    kept = region or (TWO_LAYERS if depth == 2 else MORE_LAYERS)
    one = arb(1)

    def decide(box: Box) -> bool:
        eta, first, last = (box.ball(axis) for axis in range(3))
        layers = [first] * (depth - 1) + [last]
        gap = (first - last) * (first + last)
        if kept.excludes(gap, modes.product(layers)):
            return True
        # The next gap is no larger, so only the next end-to-end value can leave the region.
        moved = modes.product(modes.step(layers, one, eta))
        return bool(pull(layers, eta, one) ** 2 < 2) and kept.contains(arb(0), moved)

    with working_bits(BITS):
        # With a beyond 2 the last layer exceeds (4 - gap)^(1/2) in size, and pi leaves the region.
        beyond = arb(LARGEST_LAYER) ** (depth - 1) * (LARGEST_LAYER**2 - arb(kept.gap)).sqrt()
        if not (beyond > kept.most and beyond > -kept.least):
            raise Inconclusive(f"the region {kept} may contain layers beyond {LARGEST_LAYER}.")
        last = to_rationals((LARGEST_LAYER**2 + arb(kept.gap)).sqrt())[1]
        # Changing the sign of the equal layers, and of the last one where L is even, changes neither the
        # gap nor pi, and commutes with the step: states with a >= 0 are enough.
        states = Box((rates, (Fraction(0), Fraction(LARGEST_LAYER)), (-last, last)))
        return kept, everywhere(states, decide)


def everywhere(box: Box, decide: Callable[[Box], bool]) -> int:
    """Halve a box along its longest side until a test succeeds on every part.

    Returns:
        How many boxes were tried.

    Raises:
        Inconclusive: if a narrow box stays undecided, or there are too many.
    """

    def prove(part: Box) -> bool | None:
        if decide(part):
            return True
        if max(high - low for low, high in part.ends) < NARROWEST:
            middles = ", ".join(part.ball(axis).mid().str(6, radius=False) for axis in range(len(part.ends)))
            raise Inconclusive(f"nothing is shown near ({middles}).")
        return None

    def longest(part: Box) -> int:
        return max(range(len(part.ends)), key=lambda axis: part.ends[axis][1] - part.ends[axis][0])

    found = cover(box, prove, longest, most_boxes=MOST_BOXES, most_halvings=MOST_BOXES)
    if found.undecided():
        raise Inconclusive(f"{MOST_BOXES} boxes do not suffice.")
    return found.tried
