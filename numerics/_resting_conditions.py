"""What decides whether an orbit attracts next to a second mode that rests, as polynomials in two ratios.

z is the ratio of the two points x and z x of the orbit of the first mode, w the ratio y / x of the balanced
layer value y at which the second one rests. Two steps on either half of the mixing entries have some
multipliers that are 1, because of the rotations between the layers; divided by these, the characteristic
polynomial has one to three roots for up to four layers. They are inside the unit circle if all conditions are
positive, and one is outside the closed disc if a condition is negative. All quantities are dimensionless.
"""

from collections.abc import Sequence
from functools import cache

from flint import fmpz_mpoly

from numerics._bernstein import Table
from numerics._pair_polynomials import Half, halves
from numerics._pair_steps import Matrix, one_step, orbit_scale, power, product
from numerics._rational_functions import RING, RationalFunction
from numerics.errors import Inconclusive

DEPTHS = (2, 3, 4)


@cache
def conditions(depth: int) -> tuple[Table, ...]:
    """Return polynomials in z and w with the signs of the conditions, for z > 1 and w > 0.

    Raises:
        Inconclusive: if a characteristic polynomial does not have the neutral factors, or a denominator may
            vanish.
    """
    found: list[Table] = []
    for sign, half in zip((1, -1), halves(depth), strict=True):
        neutral = depth // 2 if sign > 0 else (depth - 1) // 2
        found += [
            _table(_signed(condition)) for condition in _disc(_without(neutral, _characteristic(depth, half)))
        ]
    return tuple(found)


def _characteristic(depth: int, half: Half) -> list[RationalFunction]:
    """Return the characteristic polynomial of two steps, from the leading coefficient downwards."""
    one = RationalFunction(RING.constant(1))
    z, w = (RationalFunction(generator) for generator in RING.gens())
    layers, rest = orbit_scale(depth, z, one).layers, one - one
    # One step from x multiplies it by z, the next one by 1 / z.
    lower = one_step(half, layers, w, (one - z, rest), one)
    upper = one_step(half, layers * power(z, 2 * depth - 2, one), w / z, (one - one / z, rest), one)
    steps = product(upper, lower)
    # The method of Faddeev and LeVerrier.
    coefficients, carried = [one], steps
    for count in range(1, depth + 1):
        trace = carried[0][0]
        for place in range(1, depth):
            trace = trace + carried[place][place]
        coefficients.append(rest - trace / RationalFunction(RING.constant(count)))
        if count < depth:
            carried = product(steps, _plus_multiple_of_one(carried, coefficients[-1]))
    return coefficients


def _plus_multiple_of_one(
    matrix: Matrix[RationalFunction], number: RationalFunction
) -> Matrix[RationalFunction]:
    return [
        [entry + number if row == column else entry for column, entry in enumerate(line)]
        for row, line in enumerate(matrix)
    ]


def _without(count: int, coefficients: Sequence[RationalFunction]) -> list[RationalFunction]:
    """Divide a polynomial by a power of (lambda - 1)."""
    for _ in range(count):
        quotient = [coefficients[0]]
        for coefficient in coefficients[1:]:
            quotient.append(quotient[-1] + coefficient)
        if not quotient.pop().numerator.is_zero():
            raise Inconclusive("two steps have fewer multipliers 1 than there are rotations.")
        coefficients = quotient
    return list(coefficients)


def _disc(polynomial: Sequence[RationalFunction]) -> list[RationalFunction]:
    """Return numbers that are all positive if and only if all roots are inside the unit circle.

    They are the products of 1 - a, of 1 + a and of 1 - a b over roots a and pairs a, b, and for three roots
    one more that Hurwitz needs after z = (w + 1) / (w - 1). If no root is outside the closed disc, none of
    them is negative.
    """
    one, first, *rest = polynomial
    if not rest:
        return [one + first, one - first]
    if len(rest) == 1:
        return [one + first + rest[0], one - first + rest[0], one - rest[0]]
    trace, minors, determinant = one - one - first, rest[0], one - one - rest[1]
    three = one + one + one
    return [
        one - trace + minors - determinant,
        one + trace + minors + determinant,
        one - minors + trace * determinant - determinant * determinant,
        three - trace - minors + three * determinant,
    ]


def _signed(condition: RationalFunction) -> fmpz_mpoly:
    """Drop factors that are positive for z > 1 and w > 0."""
    if any(coefficient <= 0 for coefficient in condition.denominator.coeffs()):
        raise Inconclusive("a denominator may vanish.")
    polynomial, factor = condition.numerator, RING.gens()[0] - RING.constant(1)
    while True:
        quotient, remainder = divmod(polynomial, factor)
        if not remainder.is_zero():
            return polynomial
        polynomial = quotient


def _table(polynomial: fmpz_mpoly) -> Table:
    """Return the coefficients, rows for the powers of z and columns for those of w."""
    rows, columns = (int(degree) + 1 for degree in polynomial.degrees())
    coefficients = {
        tuple(int(power) for power in powers): int(c) for powers, c in polynomial.to_dict().items()
    }
    return tuple(
        tuple(coefficients.get((row, column), 0) for column in range(columns)) for row in range(rows)
    )
