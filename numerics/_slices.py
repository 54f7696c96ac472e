"""Multiprecision matrices as sums of float64 slices, whose products by a fast float64 routine are exact.

An entry is a sum of slices, each a whole multiple of its own power of two with so few bits that sums of their
products need at most the 53 bits of float64. A product of matrices is then one float64 product of all slices
with all slices, and no operation in it rounds, in whatever order it is done (K. Ozaki, T. Ogita, S. Oishi and
S. M. Rump, Error-free transformations of matrix multiplication by using fast routines of matrix
multiplication, Numerical Algorithms 59, 2012). Only the result is rounded, to the fixed point of the slices.
All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from flint import arb, arb_mat, fmpq, fmpz
from numpy.typing import NDArray

from numerics._stacks import Floats

RANGE = 2.0
"""No entry may be larger: the first slice has up to two bits more than the others."""
MANTISSA = 53
MOST_INNER = 1000
"""The largest inner dimension; slices that two passes settle need at least 20 bits."""


class SliceFormat:
    """How the entries of all matrices of a run are cut.

    A slice of a product sums at most (slices + 8) times the inner dimension products of at most
    2^(2 width - 2) units, where the 8 stands for the two pairs with a first slice.

    Attributes:
        lanes: how many matrices a stack holds.
        width: the bits of a slice.
        slices: how many there are; entries are whole multiples of 2^-(width * slices).
        exceeded: for each lane, whether an entry was larger than `RANGE`; that entry's matrix is zero then.
    """

    def __init__(self, lanes: int, inner: int, bits: int) -> None:
        """Choose the widest slices.

        Args:
            lanes: how many matrices a stack holds.
            inner: the largest inner dimension of a product.
            bits: entries are multiples of 2^-bits, or of something finer.

        Raises:
            ValueError: if the inner dimension is larger than `MOST_INNER`.
        """
        if inner > MOST_INNER:
            raise ValueError(
                f"an inner dimension of {inner} is too large; it needs to be at most {MOST_INNER}."
            )
        width, slices = MANTISSA // 2, 1
        while width * slices < bits or inner * (slices + 8) > 2 ** (MANTISSA + 2 - 2 * width):
            width, slices = width - 1, -(-bits // (width - 1))
        self.lanes, self.width, self.slices = lanes, width, slices
        self.exceeded: NDArray[np.bool_] = np.zeros(lanes, dtype=bool)
        # Adding and subtracting 1.5 * 2^52 units of a slice rounds to them.
        self._rounders = 1.5 * 2.0 ** (MANTISSA - 1 - width * np.arange(1, slices + 1))
        self._rounders_of_rows: dict[int, Floats] = {}

    def stack(self, matrices: Sequence[arb_mat]) -> "SliceStack":
        """Cut the midpoints of one matrix a lane, rounded to the fixed point."""
        entries = np.stack([self._cut(matrix) for matrix in matrices])
        columns = matrices[0].ncols()
        loose = np.zeros((*entries.shape[:2], (self.slices + 1) * columns))
        loose[:, :, :-columns] = entries
        return SliceStack(_Entries(self, loose, columns))

    def settle(self, loose: Floats, columns: int) -> None:
        """Carry what is too large for a slice to the one before, and round the last one away."""
        if columns not in self._rounders_of_rows:
            self._rounders_of_rows[columns] = np.repeat(self._rounders, columns)
        rounders = self._rounders_of_rows[columns]
        low, high = loose[:, :, columns:], loose[:, :, :-columns]
        carried = np.empty_like(low)
        # The first pass leaves at most half a unit and a carry of few bits, the second one half a unit.
        for _ in range(2):
            np.add(low, rounders, out=carried)
            np.subtract(carried, rounders, out=carried)
            np.subtract(low, carried, out=low)
            np.add(high, carried, out=high)
        first = np.abs(high[:, :, :columns])
        if not first.max() <= RANGE:
            beyond = ~(first.max((1, 2)) <= RANGE)
            self.exceeded |= beyond
            high[beyond] = 0.0
        loose[:, :, -columns:] = 0.0

    def _cut(self, matrix: arb_mat) -> Floats:
        rows, columns = matrix.nrows(), matrix.ncols()
        slices = np.zeros((rows, self.slices, columns))
        scale = fmpz(2) ** (self.width * self.slices)
        for row in range(rows):
            for column in range(columns):
                left = int((matrix[row, column].mid().fmpq() * scale + fmpq(1, 2)).floor())
                for place in range(self.slices - 1, 0, -1):
                    digit = (left + 2 ** (self.width - 1)) % 2**self.width - 2 ** (self.width - 1)
                    slices[row, place, column] = digit * 2.0 ** (-self.width * (place + 1))
                    left = (left - digit) >> self.width
                slices[row, 0, column] = left * 2.0**-self.width
        return slices.reshape(rows, -1)


@dataclass(eq=False)
class _Entries:
    """The slices of the matrices, in the two orders that a product needs.

    Attributes:
        loose: the slices of each row, one after the other, and one more: shape
            (lanes, rows, (slices + 1) * columns). `by_row` settles them here too.
        settled: whether they fit into their bits.
    """

    kind: SliceFormat
    loose: Floats
    columns: int
    settled: bool = False

    def settle(self) -> None:
        """Make the slices fit into their bits."""
        if not self.settled:
            self.kind.settle(self.loose, self.columns)
            self.settled = True

    @cached_property
    def by_row(self) -> Floats:
        """The settled slices, one after the other: shape (lanes, rows, slices * columns)."""
        self.settle()
        return np.ascontiguousarray(self.loose[:, :, : -self.columns])

    @cached_property
    def by_column(self) -> Floats:
        """The settled slices, one below the other: shape (lanes, slices * rows, columns)."""
        lanes, rows, _ = self.by_row.shape
        apart = self.by_row.reshape(lanes, rows, self.kind.slices, self.columns)
        return np.swapaxes(apart, 1, 2).reshape(lanes, self.kind.slices * rows, self.columns)


class SliceStack:
    """One matrix for each lane, or the transposed ones. A difference or product settles on its first use."""

    def __init__(self, entries: _Entries, turned: bool = False) -> None:
        self._entries = entries
        self._turned = turned

    def nrows(self) -> int:
        """Return the number of rows of each matrix."""
        return self._entries.columns if self._turned else int(self._entries.loose.shape[1])

    def ncols(self) -> int:
        """Return the number of columns of each matrix."""
        return int(self._entries.loose.shape[1]) if self._turned else self._entries.columns

    def transpose(self) -> "SliceStack":
        """Return the transposed matrices, with the same entries in memory."""
        return SliceStack(self._entries, not self._turned)

    def __mul__(self, other: "SliceStack") -> "SliceStack":
        """Multiply; what is below the fixed point is left out."""
        kind = self._entries.kind
        rows, columns, slices = self.nrows(), other.ncols(), kind.slices
        pairs = np.matmul(self._left(), other._right()).reshape(kind.lanes, slices, rows, slices * columns)
        loose = np.empty((kind.lanes, rows, (slices + 1) * columns))
        # The product of slices i and j, counted from 0, belongs to slice i + j + 1.
        loose[:, :, :columns] = 0.0
        loose[:, :, columns:] = pairs[:, 0]
        for place in range(1, slices):
            loose[:, :, (place + 1) * columns :] += pairs[:, place, :, : (slices - place) * columns]
        return SliceStack(_Entries(kind, loose, columns))

    def __sub__(self, other: "SliceStack") -> "SliceStack":
        """Subtract matrices that are not transposed."""
        one, another = self._entries, other._entries
        if self._turned or other._turned:
            raise ValueError("transposed stacks are only multiplied.")
        if not (one.settled or another.settled):
            # The difference of two sums of products may need a bit too many.
            one.settle()
        return SliceStack(_Entries(one.kind, one.loose - another.loose, one.columns))

    def matrix(self, lane: int) -> arb_mat:
        """Return the matrix of one lane, exactly where the working precision suffices."""
        rows, columns, slices = self.nrows(), self.ncols(), self._entries.kind.slices
        parts = self._right()[lane].reshape(rows, slices, columns)
        entries = [
            sum((arb(float(part)) for part in parts[row, :, column]), arb(0))
            for row in range(rows)
            for column in range(columns)
        ]
        return arb_mat(rows, columns, entries).mid()

    def _left(self) -> Floats:
        return np.swapaxes(self._entries.by_row, 1, 2) if self._turned else self._entries.by_column

    def _right(self) -> Floats:
        return np.swapaxes(self._entries.by_column, 1, 2) if self._turned else self._entries.by_row
