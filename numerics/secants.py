"""Secant numbers: values at two points and the slope between them, carried through the same arithmetic.

Running the update rule f on secant numbers gives (f(x) - f(y)) / (x - y) without a division, so also where
x and y are close or equal. No difference quotient is typed in by hand.
"""

from dataclasses import dataclass
from typing import Generic

from numerics.modes import Element


@dataclass(frozen=True, slots=True, eq=False)
class Secant(Generic[Element]):
    """A function of one variable at two points.

    Attributes:
        first: the value at x.
        second: the value at y.
        slope: (first - second) / (x - y); the derivative where x and y are equal.
    """

    first: Element
    second: Element
    slope: Element

    def __add__(self, other: "Secant[Element]") -> "Secant[Element]":
        """Add; slopes add."""
        return Secant(self.first + other.first, self.second + other.second, self.slope + other.slope)

    def __sub__(self, other: "Secant[Element]") -> "Secant[Element]":
        """Subtract; slopes subtract."""
        return Secant(self.first - other.first, self.second - other.second, self.slope - other.slope)

    def __mul__(self, other: "Secant[Element]") -> "Secant[Element]":
        """Multiply, by the product rule for differences."""
        return Secant(
            self.first * other.first,
            self.second * other.second,
            self.slope * other.first + self.second * other.slope,
        )
