"""The gradient of a pair of balanced modes as polynomials, split by the reflection of the layers.

Balanced modes have the layers diag(x, y), all alike, and the target diag(x^L - e, y^L - f) with the residuals
e and f. What the gradient does to the entries that mix the modes is found by running `gd.gradient` on 2 x 2
matrices of dual polynomials. W_1, ..., W_L -> W_L^T, ..., W_1^T changes no loss for these targets, so the
sums p_l + q_(L+1-l), with p_l = W_l[1, 2] and q_l = W_l[2, 1], are moved by themselves, and so are the
differences p_l - q_(L+1-l). All quantities are dimensionless.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

from numerics import gd
from numerics.duals import Dual
from numerics.errors import Inconclusive

RING = fmpz_mpoly_ctx.get(("x", "y", "e", "f"), Ordering.lex)
Entry = Dual[fmpz_mpoly]
Terms = tuple[tuple[int, tuple[int, int, int, int]], ...]
"""A polynomial: coefficients with the exponents of x, y, e, f."""
Half = tuple[tuple[Terms, ...], ...]
"""What the gradient does to the sums, or to the differences: an L x L matrix, by rows."""


@dataclass(frozen=True, slots=True, eq=False)
class _Matrix:
    """A 2 x 2 matrix of polynomials with their derivatives in one direction."""

    rows: tuple[tuple[Entry, Entry], tuple[Entry, Entry]]

    def __sub__(self, other: "_Matrix") -> "_Matrix":
        return _matrix(lambda i, j: self.rows[i][j] - other.rows[i][j])

    def __mul__(self, other: "_Matrix") -> "_Matrix":
        return _matrix(lambda i, j: self.rows[i][0] * other.rows[0][j] + self.rows[i][1] * other.rows[1][j])

    def transpose(self) -> "_Matrix":
        return _matrix(lambda i, j: self.rows[j][i])

    def nrows(self) -> int:
        return 2

    def ncols(self) -> int:
        return 2


def _matrix(entry: Callable[[int, int], Entry]) -> _Matrix:
    return _Matrix(((entry(0, 0), entry(0, 1)), (entry(1, 0), entry(1, 1))))


@cache
def halves(depth: int) -> tuple[Half, Half]:
    """Return what the gradient does to the sums p_l + q_(L+1-l), and to the differences.

    Raises:
        Inconclusive: if the reflection does not commute with the gradient.
    """
    x, y, e, f = RING.gens()
    zero, one = RING.constant(0), RING.constant(1)

    def diagonal(first: fmpz_mpoly, second: fmpz_mpoly, moved: int | None = None) -> _Matrix:
        """Return diag(first, second) and the direction of the entry (1, 2) or (2, 1), or none."""

        def entry(i: int, j: int) -> Entry:
            return Dual((first, second)[i] if i == j else zero, one if i != j and i == moved else zero)

        return _matrix(entry)

    target = diagonal(x**depth - e, y**depth - f)

    def change(place: int, row: int) -> Sequence[_Matrix]:
        """Differentiate the gradient in the entry p of a layer (row 0) or q (row 1)."""
        layers = [diagonal(x, y, row if layer == place else None) for layer in range(depth)]
        return gd.gradient(layers, target)

    last = depth - 1
    by_upper, by_lower = ([change(place, row) for place in range(depth)] for row in (0, 1))
    for column in range(depth):
        for row in range(depth):
            one_side, other = by_upper[column][row].rows, by_lower[last - column][last - row].rows
            pairs = ((one_side[0][1], other[1][0]), (one_side[1][0], other[0][1]))
            if any(a.derivative != b.derivative for a, b in pairs):
                raise Inconclusive(f"the gradient of {depth} layers does not commute with the reflection.")

    def half(sign: int) -> Half:
        return tuple(
            tuple(
                _terms(
                    by_upper[column][row].rows[0][1].derivative
                    + sign * by_lower[last - column][row].rows[0][1].derivative
                )
                for column in range(depth)
            )
            for row in range(depth)
        )

    return half(1), half(-1)


def _terms(polynomial: fmpz_mpoly) -> Terms:
    found = ((int(c), tuple(int(k) for k in powers)) for powers, c in polynomial.to_dict().items())
    return tuple((c, (x, y, e, f)) for c, (x, y, e, f) in found)
