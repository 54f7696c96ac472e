"""Stacks of float64 matrices, each entry with a proven bound of its error, and their derivatives.

A stack holds many matrices of one shape, such as one a learning rate. Its operations are those of
flint's matrices, so that the step of gradient descent in `gd` and `modes` runs on both. A stack of
1 x 1 matrices is a stack of numbers.

The error bounds hold for any order of summation and with fused multiply-add. The standard model of
floating-point arithmetic gives |fl(A B) - A B| <= gamma_n |A| |B| entry by entry for inner dimension
n, gamma_n = n u / (1 - n u), u = 2^-53 (N. J. Higham, Accuracy and Stability of Numerical Algorithms,
2nd ed., 2002, section 3.5). Zeros that a structure of the matrices implies keep the error zero, up to
what covers underflow. All quantities are dimensionless.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

UNIT_ROUNDOFF = 2.0**-53

UPWARD = 1 + 2.0**-30
"""Covers the rounding errors of any bound computed here from numbers that are not negative.

A bound takes a few operations and at most two sums of fewer than 2^20 terms each, so it is off by a
relative error below 2^-31.
"""

TINY = 1e-300
"""Covers underflow: fewer than 2^40 products, each off by at most 2^-1074."""


class Stack:
    """Float64 matrices of one shape, with a bound of how far they are from those they stand for.

    Attributes:
        values: array of shape (..., rows, columns).
        error: array of the same shape, or one that broadcasts to it: no entry misses more than this.
    """

    def __init__(self, values: Floats, error: Floats) -> None:
        self.values = values
        self.error = error

    @cached_property
    def size(self) -> Floats:
        """The absolute values of the entries."""
        return np.abs(self.values)

    def nrows(self) -> int:
        """Return the number of rows of each matrix."""
        return int(self.values.shape[-2])

    def ncols(self) -> int:
        """Return the number of columns of each matrix."""
        return int(self.values.shape[-1])

    def transpose(self) -> "Stack":
        """Return the stack of transposed matrices."""
        return Stack(np.swapaxes(self.values, -1, -2), np.swapaxes(self.error, -1, -2))

    def __add__(self, other: "Stack") -> "Stack":
        """Add."""
        return self._rounded_once(self.values + other.values, other)

    def __sub__(self, other: "Stack") -> "Stack":
        """Subtract."""
        return self._rounded_once(self.values - other.values, other)

    def __mul__(self, other: "Stack") -> "Stack":
        """Multiply matrices; a 1 x 1 matrix multiplies any other one as a number does."""
        numbers = (1, 1) in (self.values.shape[-2:], other.values.shape[-2:])
        times = np.multiply if numbers else np.matmul
        rounding = relative_error(1 if numbers else self.ncols()) * other.size
        missed = times(self.size, other.error + rounding) + times(self.error, other.size + other.error)
        return Stack(times(self.values, other.values), missed * UPWARD + TINY)

    def _rounded_once(self, values: Floats, other: "Stack") -> "Stack":
        # Sums of float64 numbers do not underflow, so each entry is off by at most u of itself.
        return Stack(values, (self.error + other.error + UNIT_ROUNDOFF * np.abs(values)) * UPWARD)


@dataclass(frozen=True, slots=True, eq=False)
class DualStack:
    """Matrices and their derivatives in several directions, carried through the same operations.

    A value with an error bound stands for all matrices within the bound, and the derivative then
    encloses the derivatives at all of them. Identity is the only equality.

    Attributes:
        value: shape (lanes, 1, rows, columns).
        derivative: shape (lanes or 1, directions, rows, columns).
    """

    value: Stack
    derivative: Stack

    def nrows(self) -> int:
        """Return the number of rows of each matrix."""
        return self.value.nrows()

    def ncols(self) -> int:
        """Return the number of columns of each matrix."""
        return self.value.ncols()

    def transpose(self) -> "DualStack":
        """Return the transposed matrices; transposing is linear."""
        return DualStack(self.value.transpose(), self.derivative.transpose())

    def __add__(self, other: "DualStack") -> "DualStack":
        """Add; derivatives add."""
        return DualStack(self.value + other.value, self.derivative + other.derivative)

    def __sub__(self, other: "DualStack") -> "DualStack":
        """Subtract; derivatives subtract."""
        return DualStack(self.value - other.value, self.derivative - other.derivative)

    def __mul__(self, other: "DualStack") -> "DualStack":
        """Multiply, by the product rule for the derivative."""
        return DualStack(
            self.value * other.value, self.derivative * other.value + self.value * other.derivative
        )


def exactly(values: Floats) -> Stack:
    """Return matrices without an error."""
    return Stack(values, np.zeros_like(values))


def constant(value: Stack) -> DualStack:
    """Return matrices that do not depend on any variable: their derivatives are zero."""
    return DualStack(value, exactly(np.zeros((1, 1, *value.values.shape[-2:]))))


def relative_error(terms: int) -> float:
    """Return an upper bound of gamma_n, the relative error of a sum of n products, n < 2^20."""
    return terms * UNIT_ROUNDOFF * UPWARD
