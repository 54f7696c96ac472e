"""An interval of layer values that one step of a balanced mode takes into itself.

One step is f(x) = x + (kappa/L) (1 - x^L) x^(L-1) for sigma = 1. On positive x it rises up to one critical
point c and falls beyond it: (f(x) - x)' = (kappa/L) ((L-1) x^(L-2) - (2L-1) x^(2L-2)) changes its sign once.
So f(c) is the largest value, and if 0 < f(f(c)) < 1 the interval J = [f(f(c)), f(c)] goes into itself: below
1 a step goes up, so its left end does, and its right end goes to the left one. For even L the map is odd; if
f(f(c)) >= -f(c), then [-f(c), f(c)] goes into itself. All quantities are dimensionless.
"""

from dataclasses import dataclass

from flint import arb

from numerics.balls import Truth, less
from numerics.exact import whole_number

HALVINGS = 200
"""At most so often the place of the critical point is halved."""


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """The ends of the interval, as layer values."""

    lower: arb
    upper: arb


def enclose(depth: int, kappa: arb) -> Interval | None:
    """Enclose the interval that contains the iterates of the critical point.

    >>> found = enclose(2, arb("3"))
    >>> found.lower.str(5, radius=False), found.upper.str(5, radius=False)
    ('0.23005', '1.2423')

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.

    Returns:
        None if neither interval certainly goes into itself.

    Raises:
        TypeError: if the depth is not an int.
        ValueError: if it is less than 2.
    """
    whole_number(depth, "the depth", 2)
    largest = _step(depth, kappa, _critical(depth, kappa))
    following = _step(depth, kappa, largest)
    if less(0, following) is less(following, 1) is less(1, largest) is Truth.TRUE:
        return Interval(following, largest)
    if depth % 2 == 0 and less(-largest, following) is Truth.TRUE:
        return Interval(-largest, largest)
    return None


def escapes(depth: int, kappa: arb) -> bool:
    """Say whether the critical point of an even depth certainly runs away, which f(f(c)) < -f(c) shows.

    For the map is odd and f(x) + x changes its sign once, so sizes grow from there on.
    """
    largest = _step(depth, kappa, _critical(depth, kappa))
    return depth % 2 == 0 and less(_step(depth, kappa, largest), -largest) is Truth.TRUE


def ends_at_zero(depth: int, kappa: arb) -> bool:
    """Say whether iterates that leave the positive numbers of an odd depth certainly go to the saddle at 0.

    With L odd a step moves x < 0 up by (kappa/L) |x|^(L-1) (1 + |x|^L), which is less than |x| if
    (kappa/L) |x|^(L-2) (1 + |x|^L) < 1, and then for all smaller |x|; so x stays negative and tends to 0. The
    least value that positive iterates come to is f(f(c)), which has to be one of these x.
    """
    following = _step(depth, kappa, _step(depth, kappa, _critical(depth, kappa)))
    if depth % 2 == 0 or less(following, 0) is not Truth.TRUE:
        return False
    return less(kappa / depth * (-following) ** (depth - 2) * (1 - following**depth), 1) is Truth.TRUE


def _step(depth: int, kappa: arb, x: arb) -> arb:
    return x + kappa / depth * (1 - x**depth) * x ** (depth - 1)


def _critical(depth: int, kappa: arb) -> arb:
    """Enclose c by halving: f' is positive before it and negative beyond."""
    low, high = ((arb(depth - 1) / (2 * depth - 1)).root(depth)).lower(), arb(2)
    for _ in range(HALVINGS):
        middle = ((low + high) / 2).mid()
        slope = 1 + kappa / depth * (
            (depth - 1) * middle ** (depth - 2) - (2 * depth - 1) * middle ** (2 * depth - 2)
        )
        if less(0, slope) is Truth.TRUE:
            low = middle
        elif less(slope, 0) is Truth.TRUE:
            high = middle
        else:
            break
    return low.union(high)
