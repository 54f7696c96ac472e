"""Dual numbers: a value and its derivative, carried through the same arithmetic.

Running the update rule on dual numbers differentiates it, so no derivative is typed in by hand.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from flint import arb, fmpq, fmpz_mpoly

Scalar = TypeVar("Scalar", fmpq, arb, fmpz_mpoly)


@dataclass(frozen=True, slots=True, eq=False)
class Dual(Generic[Scalar]):
    """A value and its derivative in one chosen variable.

    Over balls, a dual number on a box of the variable encloses all values and all derivatives
    on that box. Identity is the only equality: balls do not compare equal.
    """

    value: Scalar
    derivative: Scalar

    def __add__(self, other: "Dual[Scalar]") -> "Dual[Scalar]":
        """Add; derivatives add."""
        return Dual(self.value + other.value, self.derivative + other.derivative)

    def __sub__(self, other: "Dual[Scalar]") -> "Dual[Scalar]":
        """Subtract; derivatives subtract."""
        return Dual(self.value - other.value, self.derivative - other.derivative)

    def __mul__(self, other: "Dual[Scalar]") -> "Dual[Scalar]":
        """Multiply, by the product rule for the derivative."""
        return Dual(self.value * other.value, self.derivative * other.value + self.value * other.derivative)


def variable(value: Scalar) -> Dual[Scalar]:
    """Return the variable itself: its derivative is one."""
    return Dual(value, value * 0 + 1)


def constant(value: Scalar) -> Dual[Scalar]:
    """Return a number that does not depend on the variable: its derivative is zero."""
    return Dual(value, value * 0)
