r"""Where the period-2 orbit of a balanced mode doubles its period, as algebraic numbers.

The multiplier is -1 at one ratio z > 1 (`theory.stability`). There w = z + 1/z is a root of a polynomial of
degree 2L - 1 (odd depths) or 2L - 2 (even ones), and kappa^L, or kappa^(L/2) for an even depth, is a rational
function of w:

    kappa^L = L^L b^(2L-2) / (a^(L-2) g^L),

where a, b, g are y^(L-1) + y^(1-L), y^(2L-1) + y^(1-2L), (y^L - y^-L)/(y - 1/y) and y^2 = z.
"""

from fractions import Fraction
from functools import cache
from typing import TypeVar

import sympy
from flint import arb, ctx, fmpq, fmpq_mat, fmpq_poly, fmpz_poly

from theory.multipliers import condition, whole_depth
from theory.real_roots import NotIsolatedError, RealRoot, enclosure, only_root_above

COMPARED_DIGITS = 50
"""Digits at which a number is told apart from the doubling before an equality is looked for."""
Element = TypeVar("Element", arb, fmpq_poly)


def ratio_sum(depth: int) -> RealRoot:
    """Return w = z + 1/z at which the multiplier is -1, as a root of its minimal polynomial.

    Raises:
        TypeError: for a depth that is not a whole number.
        ValueError: for a depth below 2.

    >>> ratio_sum(2)
    the root between 2 and 3 of x^2 + (-5)
    """
    return _isolated(whole_depth(depth))


@cache
def _isolated(depth: int) -> RealRoot:
    return only_root_above(condition(depth, -1), 2)


def ratio(depth: int) -> sympy.Expr:
    """Return the ratio z > 1 at which the multiplier is -1, as an exact number.

    Raises are those of `ratio_sum`.

    >>> ratio(2).evalf(20)
    1.6180339887498948482
    """
    w = ratio_sum(depth)
    return (w + sympy.sqrt(w**2 - 4)) / 2


def kappa_between(depth: int, digits: int) -> tuple[Fraction, Fraction]:
    """Return rationals with the normalised learning rate of the doubling between them.

    They are at most 2/10^digits apart. kappa increases with w (`orbits.uniqueness`), so it is enclosed by its
    values at rationals around w, evaluated in balls.

    Raises are those of `ratio_sum`.

    >>> [str(end) for end in kappa_between(3, 4)]
    ['6223/2500', '24893/10000']
    """
    scale = 10**digits
    ends = ratio_sum(depth).between(Fraction(1, 100 * depth**2 * scale))
    with ctx.workprec(4 * digits + 2 * depth.bit_length() + 64):
        low, high = (_kappa(depth, arb(fmpq(end.numerator, end.denominator))) for end in ends)
        low_unit, high_unit = (low.lower() * scale).floor(), (high.upper() * scale).ceil()
        return Fraction(int(low_unit.unique_fmpz()), scale), Fraction(int(high_unit.unique_fmpz()), scale)


def compare(depth: int, rate: sympy.Expr) -> int:
    """Return the sign of the doubling's kappa minus a number made of rationals and roots, exactly.

    Raises:
        NotDecidableError: if the number is not of that kind.
        NotIsolatedError: if it agrees with kappa to 50 digits and is not a root of its polynomial.

    >>> compare(2, 2 * sympy.sqrt(5) - 2), compare(3, 2 * sympy.sqrt(5) - 2)
    (0, 1)
    """
    low, high = (fmpq(end.numerator, end.denominator) for end in kappa_between(depth, COMPARED_DIGITS))
    with ctx.workprec(8 * COMPARED_DIGITS):
        ball = enclosure(rate)
        if ball < low or ball > high:
            return 1 if ball < low else -1
    coefficients = [int(c) for c in reversed(kappa_polynomial(depth).coeffs())]
    if sympy.expand(sympy.Poly(coefficients, sympy.Symbol("x")).eval(rate)) == 0:
        return 0
    raise NotIsolatedError(f"{rate} is not told apart from the doubling at depth {depth}")


def _kappa(depth: int, w: arb) -> arb:
    """Enclose kappa of the orbit whose ratio has z + 1/z = w > 2, in balls."""
    a, b, g, square = _factors(depth, w)
    power = b ** (2 * depth - 2) * square ** (depth - 1) / a ** (depth - 2)
    return depth * power.root(depth) / g


def exponent(depth: int) -> int:
    """Return the n among L and L/2 for which `power_polynomial` is about kappa^n."""
    return depth if whole_depth(depth) % 2 else depth // 2


def power_polynomial(depth: int) -> fmpz_poly:
    """Return the minimal polynomial of kappa^n at the doubling, with n = `exponent(depth)`.

    It is the characteristic polynomial of multiplication by kappa^n in the field Q(w), if irreducible.

    Raises:
        ArithmeticError: if it is not irreducible: kappa^n would not generate the field.
        TypeError: for a depth that is not a whole number.
        ValueError: for a depth below 2.

    >>> power_polynomial(2)
    x^2 + 4*x + (-16)
    """
    return _power_polynomial(whole_depth(depth))


@cache
def _power_polynomial(depth: int) -> fmpz_poly:
    n = exponent(depth)
    share = depth // n
    modulus = fmpq_poly(ratio_sum(depth).polynomial)
    w = fmpq_poly([0, 1])
    a, b, g, square = (factor % modulus for factor in _factors(depth, w))
    powers = ((b, (2 * depth - 2) // share), (square, (depth - 1) // share))
    above = _product(powers, modulus) * fmpq(depth) ** n
    below = _product(((a, (depth - 2) // share), (g, n)), modulus)
    unit, inverse, _ = below.xgcd(modulus)
    row = above * inverse / unit[0] % modulus
    rows = []
    for _ in range(modulus.degree()):
        rows.append([row[index] for index in range(modulus.degree())])
        row = row * w % modulus
    polynomial = fmpq_mat(rows).charpoly().numer()
    if [power for _, power in polynomial.factor()[1]] != [1]:
        raise ArithmeticError(f"kappa^{n} at the doubling of depth {depth} does not generate Q(w)")
    return polynomial


def kappa_polynomial(depth: int) -> fmpz_poly:
    """Return the minimal polynomial of the normalised learning rate at the doubling.

    Raises are those of `power_polynomial`; `NotIsolatedError` if no factor changes sign at kappa.

    >>> kappa_polynomial(2)
    x^2 + 4*x + (-16)
    """
    spread = fmpz_poly([0])
    for power, coefficient in enumerate(power_polynomial(depth).coeffs()):
        spread += fmpz_poly([0] * (exponent(depth) * power) + [coefficient])
    low, high = (fmpq(end.numerator, end.denominator) for end in kappa_between(depth, 40))
    for factor, _ in spread.factor()[1]:
        if factor(low) * factor(high) < 0:
            return factor
    raise NotIsolatedError(f"no factor of {spread} changes sign between {low} and {high}")


def _factors(depth: int, w: Element) -> tuple[Element, Element, Element, Element]:
    """Return a, b and g as polynomials in w, without the factor y + 1/y of odd powers, and its square.

    That square is w + 2. For an even depth a, b and g all have the factor, which cancels in kappa^L: the
    last entry is then 1. For an odd depth b alone has it.
    """
    one = w * 0 + 1
    return (
        _sum_of_powers(depth - 1, w),
        _sum_of_powers(2 * depth - 1, w),
        _geometric_sum(depth, w),
        w + 2 if depth % 2 else one,
    )


def _sum_of_powers(power: int, w: Element) -> Element:
    """Return y^n + y^-n for even n, and its quotient by y + 1/y for odd n, from n - 2 and n - 4 on."""
    one = w * 0 + 1
    before, present = (w, 2 * one) if power % 2 == 0 else (one, one)
    for _ in range(power // 2):
        before, present = present, w * present - before
    return present


def _geometric_sum(power: int, w: Element) -> Element:
    """Return (y^n - y^-n)/(y - 1/y) for odd n, and its quotient by y + 1/y for even n."""
    one = w * 0 + 1
    before, present = (-one, 0 * one) if power % 2 == 0 else (-one, one)
    for _ in range(power // 2):
        before, present = present, w * present - before
    return present


def _product(powers: tuple[tuple[fmpq_poly, int], ...], modulus: fmpq_poly) -> fmpq_poly:
    """Multiply powers modulo a polynomial."""
    result = fmpq_poly([1])
    for base, power in powers:
        for _ in range(power):
            result = result * base % modulus
    return result
