"""Ranges of parameters as they are typed, and cut into tasks."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from numerics.exact import rational
from paper_checks.errors import UnusableInputError

MOST_POINTS = 100_000_000
"""More points than that are taken for a mistake."""


@dataclass(frozen=True)
class Grid:
    """Equally spaced points, both ends included.

    Attributes:
        low: the first point.
        high: the last point, greater than `low` unless there is one point alone.
        count: how many there are.
    """

    low: Fraction
    high: Fraction
    count: int

    def points(self, first: int, last: int) -> tuple[Fraction, ...]:
        """Return the points with these numbers, counted from 0, without the last one."""
        width = self.high - self.low
        return tuple(self.low + width * place / max(1, self.count - 1) for place in range(first, last))

    def pieces(self, size: int) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the first point of each piece and of the one behind it."""
        for first in range(0, self.count, size):
            yield first, min(first + size, self.count)


def grid(text: str, count: int, name: str) -> Grid:
    """Read points as FROM..TO.

    >>> grid("1.9..3", 12, "kappa").points(1, 3)
    (Fraction(2, 1), Fraction(21, 10))

    Args:
        text: two positive numbers, exact decimals or ratios, with two dots between them.
        count: how many points, at least 2.
        name: what a message calls them.

    Raises:
        UnusableInputError: if it cannot be read, or the number of points is out of range.
    """
    low, high = interval(text, name)
    if not 2 <= count <= MOST_POINTS:
        raise UnusableInputError(f"{count} points are out of range: ask for 2 to {MOST_POINTS}")
    return Grid(low, high, count)


def positive(text: str, name: str) -> Fraction:
    """Read a positive number, an exact decimal or a ratio.

    Raises:
        UnusableInputError: if it is none.
    """
    try:
        found = rational(text.strip())
    except (TypeError, ValueError, ZeroDivisionError):
        raise UnusableInputError(
            f"{name} is {text!r}: give a decimal or a ratio, such as 0.5 or 1/2"
        ) from None
    if found <= 0:
        raise UnusableInputError(f"{name} is {text!r}: give a positive number")
    return Fraction(int(found.p), int(found.q))


def interval(text: str, name: str) -> tuple[Fraction, Fraction]:
    """Read the ends of an interval as FROM..TO, both positive.

    Raises:
        UnusableInputError: if it cannot be read.
    """
    parts = text.split("..")
    if len(parts) != 2:
        raise UnusableInputError(f"{name} is {text!r}: give two numbers as FROM..TO, such as 2.1..2.4")
    low, high = (positive(part, name) for part in parts)
    if low >= high:
        raise UnusableInputError(f"{name} is {text!r}: give the smaller one first")
    return low, high
