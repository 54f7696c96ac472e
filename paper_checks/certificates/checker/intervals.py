"""Interval arithmetic.

An `Interval` is a pair of whole numbers and stands for the real numbers between lo / 2^BITS and hi / 2^BITS;
results are rounded outwards.
"""

import math
from fractions import Fraction

from .reading import require

BITS = 320
ONE = 1 << BITS

Number = int | Fraction


class Interval:
    """All real numbers from lo / 2^BITS to hi / 2^BITS."""

    def __init__(self, lo: int, hi: int) -> None:
        self.lo, self.hi = lo, hi

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, other: "Interval") -> "Interval":
        ends = self.lo * other.lo, self.lo * other.hi, self.hi * other.lo, self.hi * other.hi
        return Interval(min(ends) >> BITS, -(-max(ends) >> BITS))

    def inside(self, other: "Interval") -> bool:
        """Say whether all numbers lie in the interior of another interval."""
        return other.lo < self.lo and self.hi < other.hi

    def apart(self, other: "Interval") -> bool:
        """Say whether no number lies in both intervals."""
        return self.hi < other.lo or other.hi < self.lo

    def middle(self) -> "Interval":
        """Return a number inside, as an interval."""
        return Interval((self.lo + self.hi) // 2, (self.lo + self.hi) // 2)

    def largest(self) -> int:
        """Return a bound above all absolute values, times 2^BITS."""
        return max(-self.lo, self.hi)

    def smallest(self) -> int:
        """Return a bound below all absolute values, times 2^BITS."""
        return max(self.lo, -self.hi)


Box = list[Interval]


def interval(low: Number, high: Number | None = None) -> Interval:
    """Enclose the numbers from one rational to another, or a single one."""
    high = low if high is None else high
    require(low <= high, f"the interval from {low} to {high} is empty")
    return Interval(math.floor(low * ONE), math.ceil(high * ONE))


def dot(row: Box, column: Box) -> Interval:
    """Return the sum of the products of corresponding entries."""
    products = [a * b for a, b in zip(row, column, strict=True)]
    return Interval(sum(x.lo for x in products), sum(x.hi for x in products))
