r"""Signs of integer polynomials on a box with one corner at the origin, by Bernstein coefficients.

With x = e u/(1 + u) the variable x runs over [0, e) as u runs over [0, oo), and (1 + u)^n p(x) is a
polynomial in u. Up to positive factors its coefficients are those of p in the Bernstein basis of degree n on
[0, e]; p is a mean of these, so it is positive on the whole closed box if all of them are.
"""

from collections.abc import Sequence
from fractions import Fraction

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
    coefficients = {
        tuple(int(power) for power in powers): int(coefficient)
        for powers, coefficient in zip(polynomial.monoms(), polynomial.coeffs(), strict=True)
    }
    number = 1
    for axis, edge in enumerate(edges):
        degree = max(powers[axis] for powers in coefficients)
        coefficients = _along(coefficients, axis, degree, edge)
        number *= degree + 1
    smallest = min(coefficients.values())
    return smallest if len(coefficients) == number else min(smallest, 0)


def _along(
    coefficients: dict[tuple[int, ...], int], axis: int, degree: int, edge: Fraction
) -> dict[tuple[int, ...], int]:
    """Return (1 + u)^degree p in u, where one variable is edge u/(1 + u).

    The coefficient c_k u^k (1 + u)^(degree - k), read from the highest power on, is a shift by 1.
    """
    reversed_rows: dict[tuple[int, ...], list[int]] = {}
    for powers, coefficient in coefficients.items():
        power = powers[axis]
        row = reversed_rows.setdefault((*powers[:axis], *powers[axis + 1 :]), [0] * (degree + 1))
        row[degree - power] = coefficient * edge.numerator**power * edge.denominator ** (degree - power)
    result = {}
    for others, row in reversed_rows.items():
        for place, shifted in enumerate(flint.fmpz_poly(row)(_SHIFT).coeffs()):
            if shifted != 0:
                result[(*others[:axis], degree - place, *others[axis:])] = int(shifted)
    return result
