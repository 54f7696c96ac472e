"""Two steps on the entries that mix two balanced modes, from the ratio of the points of each orbit.

A balanced orbit of period 2 has the points x and z x. The update rule says how eta x^(L-2) sigma and
eta x^(2L-2) make z of 1 and 1 of z: two linear equations, solved here for each z. All entries of one step
follow from eta x^(2L-2), the ratio y / x of the two modes and the pull of each mode, 1 minus the factor of
its step, because the entries are homogeneous. The functions need only `+`, `-`, `*` and `/`, so they serve
rational functions, balls and jets alike. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, Protocol, Self, TypeVar

from flint import fmpz_poly

from numerics import modes
from numerics._pair_polynomials import Half, Terms
from numerics.errors import Inconclusive


class FieldElement(Protocol):
    """What can be added, subtracted, multiplied and divided: balls, jets, rational functions."""

    def __add__(self, other: Self, /) -> Self:
        """Add."""

    def __sub__(self, other: Self, /) -> Self:
        """Subtract."""

    def __mul__(self, other: Self, /) -> Self:
        """Multiply."""

    def __truediv__(self, other: Self, /) -> Self:
        """Divide."""


Number = TypeVar("Number", bound=FieldElement)
Matrix = list[list[Number]]


@dataclass(frozen=True, slots=True, eq=False)
class OrbitScale(Generic[Number]):
    """The size of a balanced orbit of period 2 with the lower point x, from the ratio of its points.

    Attributes:
        target: eta x^(L-2) sigma.
        layers: eta x^(2L-2).
    """

    target: Number
    layers: Number


def orbit_scale(depth: int, ratio: Number, one: Number) -> OrbitScale[Number]:
    """Solve for the size of the orbit with the points x and ratio * x.

    Args:
        depth: the number of layers L, at least 2.
        ratio: z > 1.
        one: the number 1.

    Raises:
        Inconclusive: if the step has another form.
    """
    low, high = _exponents(depth)
    rise = ratio - one
    # rise = target - layers at x, and -rise = z^low target - z^high layers at z x.
    first, second = power(ratio, low, one), power(ratio, high, one)
    spread = second - first
    return OrbitScale(rise * (second + one) / spread, rise * (first + one) / spread)


@cache
def _exponents(depth: int) -> tuple[int, int]:
    """Return the exponents of x with which target and layers pull: x + x^low - x^high is one step."""
    x = fmpz_poly([0, 1])
    change = modes.step([x] * depth, fmpz_poly([1]), fmpz_poly([1]))[0] - x
    found = {int(c): k for k, c in enumerate(change.coeffs()) if c != 0}
    if set(found) != {1, -1} or found[1] != depth - 1 or found[-1] != 2 * depth - 1:
        raise Inconclusive(f"the step of {depth} balanced layers has another form.")
    return found[1], found[-1]


def one_step(
    half: Half, layers: Number, other: Number, pulls: tuple[Number, Number], one: Number
) -> Matrix[Number]:
    """Return one step on a half of the mixing entries.

    Args:
        half: of `numerics._pair_polynomials`.
        layers: eta x^(2L-2).
        other: y / x.
        pulls: eta e x^(L-2) and eta f y^(L-2), so that one step multiplies x and y by 1 minus these.
        one: the number 1.
    """
    depth = len(half)
    powers = {k: power(other, k, one) for k in range(2 - depth, 2 * depth)}
    zero = one - one

    def entry(terms: Terms) -> Number:
        total = zero
        for coefficient, (_, y, e, f) in terms:
            scale, missing = (pulls[0], 0) if e else (pulls[1], depth - 2) if f else (layers, 0)
            value = scale * powers[y - missing]
            for _ in range(abs(coefficient)):
                total = total + value if coefficient > 0 else total - value
        return total

    return [
        [(one if row == column else zero) - entry(terms) for column, terms in enumerate(line)]
        for row, line in enumerate(half)
    ]


def power(base: Number, exponent: int, one: Number) -> Number:
    """Return a power with any whole exponent."""
    result = one
    for _ in range(abs(exponent)):
        result = result * base
    return result if exponent >= 0 else one / result


def product(left: Matrix[Number], right: Matrix[Number]) -> Matrix[Number]:
    """Multiply two matrices given by rows."""
    return [[dot(row, column) for column in zip(*right, strict=True)] for row in left]


def dot(row: Sequence[Number], column: Sequence[Number]) -> Number:
    """Return the sum of the products of corresponding entries."""
    total = row[0] * column[0]
    for a, b in zip(row[1:], column[1:], strict=True):
        total = total + a * b
    return total


def determinant(matrix: Matrix[Number]) -> Number:
    """Expand a determinant along the first row."""
    if len(matrix) == 1:
        return matrix[0][0]
    minors = [determinant([line[:j] + line[j + 1 :] for line in matrix[1:]]) for j in range(len(matrix))]
    total = matrix[0][0] * minors[0]
    for place in range(1, len(matrix)):
        part = matrix[0][place] * minors[place]
        total = total - part if place % 2 else total + part
    return total
