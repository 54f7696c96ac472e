r"""Signs of integer polynomials on a box with one corner at the origin, by Bernstein coefficients.

With x = e u/(1 + u) the variable x runs over [0, e) as u runs over [0, oo), and (1 + u)^n p(x) is a
polynomial in u. Up to positive factors its coefficients are those of p in the Bernstein basis of degree n on
[0, e]; p is a mean of these, so it is positive on the whole closed box if all of them are.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import prod

import flint

_SHIFT = flint.fmpz_poly([1, 1])


def smallest_coefficient(polynomial: flint.fmpz_mpoly, edges: Sequence[Fraction]) -> int:
    """Return the smallest coefficient of a polynomial in the Bernstein basis, up to positive factors.

    It is positive, zero or negative as the smallest Bernstein coefficient is; missing ones count as zero.

    Args:
        polynomial: not zero, with one variable for each edge.
        edges: the ends of the box, positive; it starts at 0 in each variable.

    >>> x, = flint.fmpz_mpoly_ctx.get(("x",), flint.Ordering.lex).gens()
    >>> smallest_coefficient(x**2 - 2 * x + 2, [Fraction(1)]) > 0
    True
    >>> smallest_coefficient(x - 1, [Fraction(2)]) < 0
    True
    """
    sizes = [int(degree) + 1 for degree in polynomial.degrees()]
    strides = [prod(sizes[axis + 1 :]) for axis in range(len(sizes))]
    coefficients = [flint.fmpz(0)] * prod(sizes)
    for powers, coefficient in zip(polynomial.monoms(), polynomial.coeffs(), strict=True):
        place = sum(int(power) * stride for power, stride in zip(powers, strides, strict=True))
        coefficients[place] = coefficient
    for size, stride, edge in zip(sizes, strides, edges, strict=True):
        _along(coefficients, size, stride, edge)
    return int(min(coefficients))


def _along(coefficients: list[flint.fmpz], size: int, stride: int, edge: Fraction) -> None:
    """Replace p by (1 + u)^(size - 1) p in u, where one variable is edge u/(1 + u).

    The coefficient c_k u^k (1 + u)^(size - 1 - k), read from the highest power on, is a shift by 1.

    Args:
        coefficients: of all powers up to the largest ones, those of the last variable next to each other.
        size: how many powers the variable has.
        stride: how far apart its powers are.
        edge: the end of the box.
    """
    scales = [edge.numerator**power * edge.denominator ** (size - 1 - power) for power in range(size)]
    for block in range(0, len(coefficients), size * stride):
        for first in range(block, block + stride):
            row = slice(first, first + size * stride, stride)
            scaled = [value * scale for value, scale in zip(coefficients[row], scales, strict=True)]
            shifted = flint.fmpz_poly(scaled[::-1])(_SHIFT).coeffs()
            # The highest powers are missing where they vanish.
            shifted += [flint.fmpz(0)] * (size - len(shifted))
            coefficients[row] = shifted[::-1]
