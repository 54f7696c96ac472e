"""A matrix of balls modulo a space of vectors that it fixes.

If M v = v for each column v of N, then P = [N | C], with unit vectors C that complete N to a basis, gives
P^-1 M P = [[I, *], [0, Q]]. The eigenvalues of M are those of Q and, for each column of N, a further one,
which is 1.
"""

from collections.abc import Sequence

from flint import arb, arb_mat

from numerics.errors import Inconclusive


class Quotient:
    """The space modulo the columns of a matrix.

    Attributes:
        places: the coordinates whose unit vectors complete the columns to a basis.
        projection: onto the coefficients of these unit vectors, one row for each of them.
    """

    def __init__(self, fixed: arb_mat) -> None:
        """Take the columns, N rows and fewer than N columns.

        Raises:
            Inconclusive: if the columns are not certainly independent.
        """
        size = fixed.nrows()
        pivots = _pivots(fixed)
        self.places = tuple(place for place in range(size) if place not in pivots)
        rows = [
            [*row, *[arb(int(place == other)) for other in self.places]]
            for place, row in enumerate(fixed.tolist())
        ]
        try:
            inverse = arb_mat(rows).inv()
        except ZeroDivisionError:
            raise Inconclusive("the neutral directions are not certainly independent.") from None
        self.projection = arb_mat(inverse.tolist()[fixed.ncols() :])

    def of(self, matrix: arb_mat) -> arb_mat:
        """Return Q for any M: what the projection sees of M on the unit vectors."""
        columns = [[row[place] for place in self.places] for row in matrix.tolist()]
        return self.projection * arb_mat(columns)


def _pivots(matrix: arb_mat) -> Sequence[int]:
    """Choose rows, as many as there are columns, by elimination on the midpoints."""
    rows = {place: [entry.mid() for entry in row] for place, row in enumerate(matrix.tolist())}
    chosen: list[int] = []
    for column in range(matrix.ncols()):
        left = [place for place in rows if place not in chosen]
        pivot = max(left, key=lambda place: abs(float(rows[place][column])))
        chosen.append(pivot)
        if rows[pivot][column] == 0:
            continue  # The columns are dependent, which the inverse will show.
        for place in left:
            factor = rows[place][column] / rows[pivot][column]
            if place != pivot:
                rows[place] = [
                    (entry - factor * other).mid()
                    for entry, other in zip(rows[place], rows[pivot], strict=True)
                ]
    return chosen
