"""Plain float64 matrices for many lanes at once, the lanes last, so that each operation runs along them.

Products of small matrices one after the other spend their time between them; here every multiplication of two
entries is one of two long rows. Nothing bounds the rounding errors. All quantities are dimensionless.
"""

import numpy as np

from numerics._stacks import Floats


class LaneStack:
    """One matrix for each lane.

    Attributes:
        values: shape (rows, columns, lanes).
    """

    def __init__(self, values: Floats) -> None:
        self.values = values

    def nrows(self) -> int:
        """Return the number of rows of each matrix."""
        return int(self.values.shape[0])

    def ncols(self) -> int:
        """Return the number of columns of each matrix."""
        return int(self.values.shape[1])

    def transpose(self) -> "LaneStack":
        """Return the transposed matrices, with the same entries in memory."""
        return LaneStack(np.swapaxes(self.values, 0, 1))

    def __mul__(self, other: "LaneStack") -> "LaneStack":
        """Multiply."""
        return LaneStack(np.einsum("ijk,jlk->ilk", self.values, other.values))

    def __sub__(self, other: "LaneStack") -> "LaneStack":
        """Subtract."""
        return LaneStack(self.values - other.values)
