"""The orbit loses stability at exactly one ratio of its two points."""

import itertools
from fractions import Fraction
from typing import Any

from .reading import decimal, fields, require, rows, whole

MOST_DIGITS = 200


def doubling(parameters: Any, data: Any) -> str:
    """The multiplier of the period-2 orbits with positive layers x < y = z x is -1 at exactly one z.

    From y = f(x) and x = f(y): x^L = u = (1 + z^(L-1)) / (1 + z^(2L-1)) and eta x^(L-2) = (z - 1) / (1 - u).
    Then f'(x) = 1 + eta x^(L-2) (L - 1 - (2L - 1) u), and alike at y. One change of sign among the
    coefficients of the numerator of the multiplier + 1 in powers of z - 1 means one zero z > 1 (Descartes).
    """
    depth, digits = fields(parameters, "depth", "digits")
    ratio, rate = fields(data, "ratio", "kappa")
    above, below = [1] + [0] * (depth - 2) + [1], [1] + [0] * (2 * depth - 2) + [1]  # u = above / below
    spread, scale = plus(below, above, -1), times([-1, 1], below)  # eta x^(L-2) = scale / spread
    derivatives = []
    for lift in (0, 1):  # at x, and at y = z x, where eta y^(L-2) = z^(L-2) scale / spread and y^L = z^L u
        bend = plus([(depth - 1) * c for c in below], [0] * (lift * depth) + above, 1 - 2 * depth)
        derivatives.append(plus(spread, [0] * (lift * (depth - 2)) + times([-1, 1], bend)))
    numerator = plus(times(*derivatives), times(spread, spread))
    signs = [c > 0 for c in around_one(numerator) if c]
    changes = sum(a != b for a, b in itertools.pairwise(signs))
    require(changes == 1, "the coefficients do not change sign exactly once")
    ((z0, z1),), ((k0, k1),) = rows(ratio, 2, 1), rows(rate, 2, 1)
    known = 1 < z0 < z1 and 0 < k0 < k1 <= k0 + Fraction(1, 10 ** whole(digits, 1, MOST_DIGITS))
    require(known, f"the ratio is not above 1, or kappa not known to {digits} digits")
    require(at(numerator, z0) * at(numerator, z1) < 0, "the multiplier does not cross -1 between the ratios")
    # kappa^L = L^L (scale / spread)^L / u^(L-2), and each of the four polynomials rises with z > 1.
    for a, b, sign in ((z0, z1, 1), (z1, z0, -1)):
        power = (depth * at(scale, a) / at(spread, b)) ** depth * (at(below, a) / at(above, b)) ** (depth - 2)
        require(sign * (power - (k0 if sign > 0 else k1) ** depth) >= 0, "kappa does not belong to the ratio")
    shown = f"{decimal(k0, digits)} and at most 2 units of the last digit more"
    return f"L = {depth}: the multiplier is -1 at exactly one ratio, and there kappa is {shown}"


# Polynomials, as lists of their coefficients from the constant one on.


def plus(p: list[int], q: list[int], factor: int = 1) -> list[int]:
    """Return p + factor q."""
    return [a + factor * b for a, b in itertools.zip_longest(p, q, fillvalue=0)]


def times(p: list[int], q: list[int]) -> list[int]:
    """Return p q."""
    result: list[int] = []
    for i, a in enumerate(p):
        result = plus(result, [0] * i + q, a)
    return result


def around_one(p: list[int]) -> list[int]:
    """Return the coefficients of p in powers of z - 1."""
    p = list(p)
    for i in range(len(p)):
        for j in range(len(p) - 2, i - 1, -1):
            p[j] += p[j + 1]
    return p


def at(p: list[int], z: Fraction) -> Fraction:
    """Return p(z)."""
    return sum((c * z**i for i, c in enumerate(p)), Fraction(0))
