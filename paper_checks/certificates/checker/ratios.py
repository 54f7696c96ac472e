"""Trees of boxes of two ratios, and what the ratios of an orbit and of two modes stand for."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

from .pair import size_of
from .reading import require, rows
from .roots import floor_root

REACH = Fraction(1, 50)
FINE = 10**15
MOST_LAYERS, DEEPEST_TREE = 4, 40

Leaf = tuple[str, Fraction, Fraction, Fraction, Fraction]


def covering(
    depth: int, first: Fraction, last: Fraction, table: Any, tree: Any, labels: str
) -> tuple[list[Fraction], list[Leaf]]:
    """Return a box and the leaves of its tree, after making sure that its z cover all kappa_1 of a range."""
    require(depth <= MOST_LAYERS, f"boxes of two ratios are verified up to {MOST_LAYERS} layers")
    (whole,) = rows(table, 4, 1)
    z0, z1, low, high = whole
    require(2 < first < last and 1 < z0 < z1 and 0 < low < high, "a range is empty or out of range")
    require(kappa(depth, z0)[1] <= first and last <= kappa(depth, z1)[0], "kappa_1 is not covered")
    require(isinstance(tree, str) and set(tree) <= {*"zw", *labels}, "the tree has unknown letters")
    letters = iter(tree)
    leaves = list(parts(letters, (z0, z1, low, high), DEEPEST_TREE))
    require(next(letters, None) is None, "the tree goes on after its end")
    return whole, leaves


def parts(letters: Iterator[str], box: tuple[Fraction, ...], levels: int) -> Iterator[Leaf]:
    """Read a tree: z and w halve a box, everything else is the label of a leaf."""
    letter = next(letters, None)
    require(letter is not None and levels > 0, "the tree is too deep or ends too early")
    a, b, c, d = box
    if letter == "z":
        yield from parts(letters, (a, (a + b) / 2, c, d), levels - 1)
        yield from parts(letters, ((a + b) / 2, b, c, d), levels - 1)
    elif letter == "w":
        yield from parts(letters, (a, b, c, (c + d) / 2), levels - 1)
        yield from parts(letters, (a, b, (c + d) / 2, d), levels - 1)
    else:
        yield str(letter), a, b, c, d


@cache
def kappa(depth: int, z: Fraction) -> tuple[Fraction, Fraction]:
    """Enclose kappa_1 in multiples of 1 / FINE: kappa^L = (L eta x^(2L-2))^L / x^(L (2L-2)) for sigma = 1."""
    above, below = size_of(depth, z)
    power = (depth * above / below) ** depth / target(depth, z, Fraction(1)) ** (2 * depth - 2)
    low = floor_root(int(power * FINE**depth), depth)
    return Fraction(low, FINE), Fraction(low + 1, FINE)


def target(depth: int, z: Fraction, w: Fraction) -> Fraction:
    """Return rho = (w x)^L, which falls in z and rises in w."""
    return (1 + z ** (depth - 1)) / (1 + z ** (2 * depth - 1)) * w**depth


def second(depth: int, z: Fraction, w: Fraction) -> Fraction:
    """Return kappa_2 = L eta (w x)^(2L-2), which falls in z and rises in w."""
    above, below = size_of(depth, z)
    return depth * above / below * w ** (2 * depth - 2)
