r"""The multiplier of the period-2 orbit of a balanced mode, and the ratios at which it has a given value.

The multiplier is a rational function of the ratio z that stays the same when z becomes 1/z (the two points
of the orbit change places). So "multiplier = c" is a polynomial condition on w = z + 1/z for each depth, and
ratios z > 1 are roots w > 2.
"""

from functools import cache

import sympy
from flint import fmpq, fmpq_poly, fmpz_poly

from theory import modes
from theory.polynomials import generator_of, in_generators, numerator_and_denominator
from theory.real_roots import count_above
from theory.symbols import L, eta, rho, sigma, u, z

_COMMON = (L - 1) * (1 + z ** (2 * L - 1)) - (2 * L - 1) * (1 + z ** (L - 1))
SLOPES = (
    1 + (z - 1) * _COMMON / (z ** (L - 1) * (z**L - 1)),
    1 + (z - 1) * (_COMMON - (2 * L - 1) * (z**L - 1) * (1 + z ** (L - 1))) / (z * (z**L - 1)),
)
"""The derivative of one balanced step at the lower and at the upper point of the orbit with ratio z."""
MULTIPLIER = SLOPES[0] * SLOPES[1]
"""The derivative of two balanced steps at the period-2 orbit with ratio z, for every depth."""


def derivative_of_two_steps() -> sympy.Expr:
    """Return the derivative of two balanced steps at the orbit with ratio z, from the update rule alone.

    The first step takes rho to z rho, which fixes eta; the return after the second fixes u = rho^L, where
    `modes.return_residual` vanishes. What is left is rational in L, z and z^L.
    """
    slope = sympy.diff(modes.balanced_step(), rho).subs(sigma, 1)
    eta_on_orbit = (z - 1) * rho**2 / (rho**L * (1 - u))
    returns = numerator_and_denominator(modes.return_residual().subs(sigma, 1))[0]
    linear, constant = sympy.Poly(returns.as_expr(), u).all_coeffs()

    def at(scale: sympy.Expr) -> sympy.Expr:
        moved = in_generators(slope.subs(rho, scale * rho).subs(eta, eta_on_orbit))
        return moved.subs(generator_of(rho), u).subs(u, -constant / linear)

    return at(sympy.Integer(1)) * at(z)


def condition(depth: int, value: int, multiplier: sympy.Expr = MULTIPLIER) -> fmpz_poly:
    """Return a polynomial in w = z + 1/z whose roots above 2 are where the multiplier has a value.

    It has the sign of multiplier - value for w > 2, and no root at w = 2 (z = 1).

    Args:
        depth: whole number from 2 on.
        value: of the multiplier.
        multiplier: a formula in L and z, finite for z > 1, that does not change when z becomes 1/z.

    Raises:
        TypeError: for a depth that is not a whole number.
        ValueError: for a depth below 2, or a multiplier that is not as described.

    >>> condition(2, -1).factor()[1]
    [(x + 2, 1), (x^2 + (-5), 1)]
    """
    numerator = _difference(whole_depth(depth), value, multiplier)[0]
    half, odd = divmod(numerator.degree(), 2)
    coefficients = numerator.coeffs()
    if odd or coefficients != coefficients[::-1]:
        raise ValueError(f"{multiplier} does not stay the same when z becomes 1/z")
    w = fmpz_poly([0, 1])
    # z^k + 1/z^k as polynomials in w, from k = 0 on.
    last, present = w, fmpz_poly([2])
    total = fmpz_poly([coefficients[half]])
    for power in range(1, half + 1):
        last, present = present, w * present - last
        total += coefficients[half + power] * present
    return total


def crossings(depth: int, value: int, multiplier: sympy.Expr = MULTIPLIER) -> int:
    """Count the ratios z > 1 at which the multiplier has a value, with multiplicity, in two libraries.

    Raises are those of `condition` and of `real_roots.count_above`.

    >>> crossings(5, -1), crossings(5, 1)
    (1, 0)
    """
    return count_above(condition(depth, value, multiplier), 2)


def starts_at_one(depth: int, multiplier: sympy.Expr = MULTIPLIER) -> bool:
    """Say whether the multiplier tends to 1 as the ratio tends to 1. Raises are those of `condition`."""
    return _difference(whole_depth(depth), 1, multiplier)[1] > 0


def ends_below(depth: int, value: int, multiplier: sympy.Expr = MULTIPLIER) -> bool:
    """Say whether the multiplier is below a value for all large ratios. Raises are those of `condition`."""
    return bool(_difference(whole_depth(depth), value, multiplier)[0].leading_coefficient() < 0)


def whole_depth(depth: int | sympy.Expr) -> int:
    """Return a whole depth from 2 on.

    Raises:
        TypeError: for a depth that is not an exact whole number.
        ValueError: for a depth below 2.
    """
    number = sympy.sympify(depth)
    if not number.is_Integer:
        raise TypeError(f"the depth has to be a whole number, written exactly, not {depth}")
    if number < 2:
        raise ValueError(f"the depth has to be a whole number from 2 on, not {depth}")
    return int(number)


@cache
def _symbolic(value: int, multiplier: sympy.Expr) -> tuple[sympy.Poly, sympy.Poly]:
    """Return numerator and denominator of multiplier - value in L, z and z^L."""
    parts = numerator_and_denominator(multiplier - value)
    generators = (L, z, generator_of(z))
    numerator, denominator = (sympy.Poly(part.as_expr(), *generators, domain=sympy.QQ) for part in parts)
    return numerator, denominator


@cache
def _difference(depth: int, value: int, multiplier: sympy.Expr) -> tuple[fmpz_poly, int]:
    """Return multiplier - value for one depth: a polynomial with its sign for z > 1, and its order at z = 1.

    The polynomial is the numerator without its factors z and z - 1.
    """
    (numerator, zeros), (denominator, poles) = (
        _without_trivial_factors(_at_depth(part, depth)) for part in _symbolic(value, multiplier)
    )
    if count_above(denominator, 1) != 0:
        raise ValueError(f"{multiplier} is not finite for every ratio above 1 at depth {depth}")
    # Without roots above 1 the denominator keeps the sign of its leading coefficient there.
    return (numerator if denominator.leading_coefficient() > 0 else -numerator), zeros - poles


def _at_depth(part: sympy.Poly, depth: int) -> fmpz_poly:
    """Put a depth into a polynomial in L, z and z^L; return it in z, up to a positive factor."""
    total = fmpq_poly([0])
    for (of_depth, of_ratio, of_power), coefficient in part.terms():
        scale = fmpq(int(coefficient.p), int(coefficient.q)) * depth**of_depth
        total += fmpq_poly([0] * (of_ratio + depth * of_power) + [scale])
    return total.numer()


def _without_trivial_factors(polynomial: fmpz_poly) -> tuple[fmpz_poly, int]:
    """Divide by all powers of z and z - 1; return the quotient and the order of the zero at 1."""
    ratio, order = fmpz_poly([0, 1]), 0
    if polynomial.is_zero():
        raise ValueError("the multiplier has this value at every ratio")
    while polynomial[0] == 0:
        polynomial = polynomial // ratio
    while polynomial(1) == 0:
        polynomial, order = polynomial // (ratio - 1), order + 1
    return polynomial, order
