"""Multipliers of a periodic orbit: the eigenvalues of a matrix of balls, and what they say of stability.

With approximate eigenvectors R, the eigenvalues of A are those of R^-1 A R, which is enclosed in balls. By
Gershgorin's theorem each of them lies in a disc around a diagonal entry, of radius the sum of the absolute
values of the other entries of its row; a union of k discs that meets no other disc contains exactly
k eigenvalues, with multiplicities (R. A. Horn and C. R. Johnson, Matrix Analysis, 2nd ed., 2013,
theorem 6.1.1). Next to a multiple eigenvalue the approximate eigenvectors may agree to all digits and bound
nothing. Those of a matrix moved by half the digits differ by enough, and balls wide enough to contain both
matrices then enclose the eigenvalues. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from flint import acb, acb_mat, arb, arb_mat, ctx

from numerics.balls import Truth, less
from numerics.errors import Inconclusive


class Stability(Enum):
    """What the multipliers of an orbit prove."""

    STABLE = "stable"
    """All multipliers lie inside the unit circle."""
    UNSTABLE = "unstable"
    """One multiplier lies outside."""
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True, eq=False)
class Multiplier:
    """Eigenvalues that the computation does not tell apart; mostly they are equal.

    Attributes:
        ball: contains all of them.
        multiplicity: how many eigenvalues lie in the ball, with multiplicities.
    """

    ball: acb
    multiplicity: int

    def size(self) -> arb:
        """Enclose their absolute values, at the present working precision."""
        return abs(self.ball)


def eigenvalues(matrix: arb_mat) -> tuple[Multiplier, ...]:
    """Enclose all eigenvalues of every matrix in a matrix of balls, for any multiplicities.

    >>> from numerics.balls import decimal
    >>> found = eigenvalues(arb_mat([[2, 1], [1, 2]]))
    >>> [(decimal(one.ball.real, 5), one.multiplicity) for one in found]
    [('3.0000', 1), ('1.0000', 1)]

    Where k eigenvalues are equal and eigenvectors are missing, as in a Jordan block, they are enclosed to
    about one 2k-th of the working precision.

    >>> (only,) = eigenvalues(arb_mat([[1, 1], [-1, 3]]))
    >>> only.ball.contains(2), only.multiplicity
    (True, 2)

    Returns:
        Balls that have no point in common, the largest absolute value first. Their multiplicities sum up
        to the number of rows.

    Raises:
        Inconclusive: if the eigenvalues are not bounded at this working precision.
    """
    wide = arb(2) ** (-ctx.prec // 8)
    try:
        found = _by_eigenvectors(matrix)
    except Inconclusive:
        return _by_eigenvectors(_moved(matrix))
    if all(one.ball.rad() < wide * (1 + one.size()) for one in found):
        return found
    try:
        again = _by_eigenvectors(_moved(matrix))
    except Inconclusive:
        return found
    return min(found, again, key=lambda some: max(float(one.ball.rad()) for one in some))


def stability(multipliers: Sequence[Multiplier]) -> Stability:
    """Say whether all multipliers certainly lie inside the unit circle, or one certainly outside."""
    if any(less(1, one.size()) is Truth.TRUE for one in multipliers):
        return Stability.UNSTABLE
    inside = all(less(one.size(), 1) is Truth.TRUE for one in multipliers)
    return Stability.STABLE if inside else Stability.INCONCLUSIVE


def _by_eigenvectors(matrix: arb_mat) -> tuple[Multiplier, ...]:
    """Enclose the eigenvalues by the approximate eigenvectors of the middle of the matrix."""
    exact = acb_mat(matrix)
    vectors = _normalised(exact.mid().eig(right=True, algorithm="approx", nonstop=True)[1].mid())
    try:
        changed = vectors.inv() * exact * vectors
    except ZeroDivisionError:
        raise Inconclusive("the approximate eigenvectors are not certainly independent.") from None
    found = [Multiplier(_disc(changed, row), 1) for row in range(changed.nrows())]
    if not all(one.ball.is_finite() for one in found):
        raise Inconclusive("the eigenvalues are not bounded at this working precision.")
    return tuple(sorted(_disjoint(found), key=lambda one: -float(one.size().mid())))


def _moved(matrix: arb_mat) -> arb_mat:
    """Return balls around a matrix nearby that contain the given one."""
    unit = arb(2) ** (-ctx.prec // 2)
    rows = [
        # Any shifts without a pattern do.
        [
            _around(entry, unit * ((7 * row * row + 5 * column + 3 * row * column) % 11 - 5))
            for column, entry in enumerate(entries)
        ]
        for row, entries in enumerate(matrix.tolist())
    ]
    return arb_mat(rows)


def _around(entry: arb, shift: arb) -> arb:
    return entry + shift + arb(0, abs(shift).upper())


def _normalised(vectors: acb_mat) -> acb_mat:
    """Scale each column to entries of at most about 1: next to a Jordan block some come out huge."""
    scales = [
        max((abs(entry).mid() for entry in column), key=float) for column in vectors.transpose().tolist()
    ]
    rows = [
        [entry / scale if scale else entry for entry, scale in zip(row, scales, strict=True)]
        for row in vectors.tolist()
    ]
    return acb_mat(rows).mid()


def _disc(matrix: acb_mat, row: int) -> acb:
    """Return a box around Gershgorin's disc of a row."""
    radius = arb(0)
    for column in range(matrix.ncols()):
        if column != row:
            radius += abs(matrix[row, column])
    margin = arb(0, radius.upper())
    return matrix[row, row] + acb(margin, margin)


def _disjoint(found: Sequence[Multiplier]) -> list[Multiplier]:
    """Join boxes until no two have a point in common."""
    separate: list[Multiplier] = []
    for one in found:
        joined = one
        # A joined box is larger, so it may meet one that its parts did not.
        while meeting := [other for other in separate if other.ball.overlaps(joined.ball)]:
            separate = [other for other in separate if other not in meeting]
            for other in meeting:
                joined = Multiplier(joined.ball.union(other.ball), joined.multiplicity + other.multiplicity)
        separate.append(joined)
    return separate
