"""Orthogonal matrices of rational numbers, by the Cayley transform of a skew matrix.

With A' = -A the matrix I + A is invertible and (I + A)^-1 (I - A) is orthogonal (A. Cayley, Sur quelques
propriétés des déterminants gauches, 1846). Rational entries stay rational, so a network can be put in
other bases without any rounding. All quantities are dimensionless.
"""

import random

from flint import fmpq_mat

from numerics.exact import whole_number

LARGEST = 2
"""The entries of a drawn skew matrix are whole numbers of at most this size."""


def cayley(skew: fmpq_mat) -> fmpq_mat:
    """Return (I + A)^-1 (I - A) for a skew matrix A.

    >>> cayley(fmpq_mat([[0, 1], [-1, 0]])).tolist()
    [[0, -1], [1, 0]]

    Raises:
        ValueError: if the matrix is not square, or not skew.
    """
    if skew.nrows() != skew.ncols() or skew.transpose() != -skew:
        raise ValueError("the matrix is not skew: it needs to be square with A' = -A.")
    unit = identity(skew.nrows())
    return (unit + skew).inv() * (unit - skew)


def drawn(size: int, seed: int) -> fmpq_mat:
    """Return the Cayley transform of a skew matrix of whole numbers that follow from a seed.

    Args:
        size: the number of rows, at least 1.
        seed: the same one gives the same matrix.

    Raises:
        TypeError: if the size is not an int.
        ValueError: if it is less than 1.
    """
    whole_number(size, "the number of rows", 1)
    draw = random.Random(seed)
    rows = [[0] * size for _ in range(size)]
    for row in range(size):
        for column in range(row):
            rows[row][column] = draw.randint(-LARGEST, LARGEST)
            rows[column][row] = -rows[row][column]
    return cayley(fmpq_mat(rows))


def identity(size: int) -> fmpq_mat:
    """Return the identity matrix with a number of rows."""
    return fmpq_mat([[int(row == column) for column in range(size)] for row in range(size)])
