"""One step of gradient descent on the entries that mix two balanced modes, to first order.

All layers are diag(x, y), and W_l[1, 2] = p_l and W_l[2, 1] = q_l are small. The gradient in W_l is
(W_L ... W_(l+1))^T R (W_(l-1) ... W_1)^T with R = W_L ... W_1 - diag(sigma_1, sigma_2). With the residuals
e = x^L - sigma_1 and f = y^L - sigma_2, the first-order terms of its entry (1, 2) are

    x^(L-l) y^(l-1) R_12 + (sum over m > l of x^(m-l-1) y^(L-m) q_m) f y^(l-1)
                         + (sum over m < l of x^(m-1) y^(l-1-m) q_m) x^(L-l) e,

where R_12 is the sum of x^(L-m) y^(m-1) p_m, and those of (2, 1) are the same with x, p, e and y, q, f
exchanged. So d_m = p_m + s q_(L+1-m) with s = 1 or -1 is moved by itself: d loses eta H d, where H[l, m] with
k = l + m is x^(2L-k) y^(k-2), plus s f x^(L-k) y^(k-2) if k <= L, plus s e x^(2L-k) y^(k-L-2) if k > L + 1.
With w = y / x, size = eta x^(2L-2) and the pulls eta e x^(L-2) and eta f y^(L-2) these are the entries below.
"""

import math
from collections.abc import Callable
from typing import Any

Matrix = list[list[Any]]


def step(depth: int, sign: int, size: Any, power: Callable[[int], Any], pulls: tuple[Any, Any]) -> Matrix:
    """Return I - eta H, given the powers of w. One step multiplies x and y by 1 minus their pulls."""
    one, other = pulls

    def entry(row: int, column: int) -> Any:
        k = row + column
        total = int(row == column) - size * power(k - 2)
        if k <= depth:
            total = total - sign * other * power(k - depth)
        return total - sign * one * power(k - 2 - depth) if k > depth + 1 else total

    places = range(1, depth + 1)
    return [[entry(row, column) for column in places] for row in places]


def product(left: Matrix, right: Matrix) -> Matrix:
    """Multiply two matrices."""
    columns = list(zip(*right, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in left]


def trace(matrix: Matrix) -> Any:
    """Return the sum of the diagonal."""
    return sum(row[i] for i, row in enumerate(matrix))


def determinant(matrix: Matrix) -> Any:
    """Expand along the first row."""
    if len(matrix) == 1:
        return matrix[0][0]
    minors = (determinant([row[:j] + row[j + 1 :] for row in matrix[1:]]) for j in range(len(matrix)))
    terms = [a * minor for a, minor in zip(matrix[0], minors, strict=True)]
    return sum(terms[::2]) - sum(terms[1::2])


def size_of(depth: int, z: Any) -> tuple[Any, Any]:
    """Return eta x^(2L-2), as numerator and denominator, for the orbit with the points x and z x.

    The two steps give x^L / sigma = (1 + z^(L-1)) / (1 + z^(2L-1)) and eta sigma x^(L-2) = (z - 1) / (1 - x^L
    / sigma). The quotient returned falls as z rises.
    """
    below = sum(math.prod([z] * k) for k in range(depth - 1, 2 * depth - 1))
    return 1 + math.prod([z] * (depth - 1)), below
