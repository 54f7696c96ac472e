"""The range of a polynomial in two variables over a box, by Bernstein's coefficients.

On a box every value of the polynomial is a weighted mean of these coefficients, and those at the corners are
its values there.
"""

from collections.abc import Sequence
from functools import cache

from flint import arb, arb_mat, fmpq, fmpz

from numerics.balls import ball

Ends = tuple[fmpq, fmpq]
Table = tuple[tuple[int, ...], ...]
"""The coefficients of a polynomial: rows for the powers of the first variable, columns for the second."""


def sign(polynomial: Table, first: Ends, second: Ends) -> int:
    """Return 1 or -1 if all values on a box certainly have this sign, else 0."""
    left, right = _change(len(polynomial) - 1, *first), _change(len(polynomial[0]) - 1, *second)
    coefficients = (left * _matrix(polynomial) * right.transpose()).entries()
    # The corner comes first: most boxes show there which sign is possible.
    wanted = 1 if coefficients[0] > 0 else -1
    return wanted if all(_has(wanted, coefficient) for coefficient in coefficients) else 0


def _has(wanted: int, coefficient: arb) -> bool:
    return bool(coefficient > 0 if wanted > 0 else coefficient < 0)


@cache
def _matrix(polynomial: Table) -> arb_mat:
    return arb_mat([[arb(coefficient) for coefficient in row] for row in polynomial])


@cache
def _change(degree: int, low: fmpq, high: fmpq) -> arb_mat:
    """Return the matrix from the coefficients of powers to those of Bernstein on an interval.

    Coefficient k of z^i is the mean, over all choices of i among `degree` factors of which the last k are
    `high` and the others `low`, of their product.
    """
    lows, highs = _powers(low, degree), _powers(high, degree)
    return arb_mat(
        [
            [
                ball(
                    sum(
                        (
                            fmpz.bin_uiui(k, r) * fmpz.bin_uiui(degree - k, i - r) * lows[i - r] * highs[r]
                            for r in range(max(0, i - degree + k), min(i, k) + 1)
                        ),
                        fmpq(0),
                    )
                    / fmpz.bin_uiui(degree, i)
                )
                for i in range(degree + 1)
            ]
            for k in range(degree + 1)
        ]
    )


def _powers(base: fmpq, most: int) -> Sequence[fmpq]:
    powers = [fmpq(1)]
    for _ in range(most):
        powers.append(powers[-1] * base)
    return powers
