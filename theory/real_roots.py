"""Real algebraic numbers: one root of an integer polynomial, isolated between rationals.

Roots are counted by Descartes' rule after a shift, in FLINT's and in SymPy's arithmetic, and narrowed by
signs at rational points alone. Nothing is rounded before a decimal is asked for.
"""

from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import sympy
from flint import arb, fmpq, fmpz_poly

from theory.polynomials import LibrariesDisagreeError, NotDecidableError

_GUARD_BITS = 16
"""Bits that a narrowed root has beyond the precision of its decimal."""


class NotIsolatedError(ArithmeticError):
    """Raised when Descartes' rule leaves the number of roots open, or no sign change shows where one is."""


class RealRoot(sympy.AtomicExpr):
    """The only root of an integer polynomial between two rationals, as an exact number.

    It can stand in any formula and evaluates to any number of digits. It is made of a polynomial with integer
    coefficients, a rational below the root and one above it; the polynomial changes its sign between the two
    and has one root there.

    Raises:
        NotIsolatedError: if the signs at the two rationals do not differ.

    >>> RealRoot(fmpz_poly([-2, 0, 1]), Fraction(1), Fraction(2)).evalf(12)
    1.41421356237
    """

    is_real = True
    is_finite = True
    is_algebraic = True

    polynomial: fmpz_poly
    low: Fraction
    high: Fraction

    def __new__(cls, polynomial: fmpz_poly, low: Fraction, high: Fraction) -> "RealRoot":
        """Check that the polynomial changes sign."""
        if _sign(polynomial, low) * _sign(polynomial, high) != -1:
            raise NotIsolatedError(f"{polynomial} does not change sign between {low} and {high}")
        number: Any = sympy.AtomicExpr.__new__(cls)
        number.polynomial, number.low, number.high = polynomial, low, high
        return number

    def _hashable_content(self) -> tuple[object, ...]:
        return (tuple(int(c) for c in self.polynomial.coeffs()), self.low, self.high)

    def _sympystr(self, _printer: object) -> str:
        return f"the root between {self.low} and {self.high} of {self.polynomial}"

    def _latex(self, _printer: object) -> str:
        x = sympy.Symbol("x")
        written = sympy.Poly([int(c) for c in reversed(self.polynomial.coeffs())], x).as_expr()
        return rf"\text{{the root in }}({self.low}, {self.high})\text{{ of }} {sympy.latex(written)}"

    def _eval_is_positive(self) -> bool | None:
        return True if self.low >= 0 else None

    def _eval_evalf(self, prec: int) -> sympy.Expr:
        return _middle(self, prec + _GUARD_BITS)._eval_evalf(prec)

    def between(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Return rationals at most `width` apart with the root between them, ends included."""
        low, high, bits = _flint(self.low), _flint(self.high), 1
        sign = _sign(self.polynomial, self.low)
        # Quadratic interval refinement: a secant guesses the part that holds the root, signs verify it.
        while high - low > _flint(width):
            at_low, at_high = self.polynomial(low), self.polynomial(high)
            step = (high - low) / 2**bits
            left = low + step * (at_low / (at_low - at_high) * 2**bits).floor()
            right = left + step
            at_left, at_right = (_sign_of(self.polynomial(end)) for end in (left, right))
            if 0 in (at_left, at_right):
                root = left if at_left == 0 else right
                return _fraction(root), _fraction(root)
            if at_left == sign and at_right == -sign:
                low, high, bits = left, right, 2 * bits
            elif bits == 1:
                low, high = (right, high) if at_right == sign else (low, left)
            else:
                bits //= 2
        return _fraction(low), _fraction(high)


@cache
def _middle(root: RealRoot, bits: int) -> sympy.Rational:
    low, high = root.between(Fraction(1, 2**bits))
    middle = (low + high) / 2
    return sympy.Rational(middle.numerator, middle.denominator)


def enclosure(number: sympy.Expr) -> arb:
    """Return a ball around a number made of rationals by sums, products and rational powers.

    Raises:
        NotDecidableError: if it is made of anything else.

    >>> enclosure(2 * sympy.sqrt(2)).contains(3)
    False
    """
    if number.is_Rational:
        return arb(fmpq(int(number.p), int(number.q)))
    if number.is_Add or number.is_Mul:
        total = arb(0) if number.is_Add else arb(1)
        for part in map(enclosure, number.args):
            total = total + part if number.is_Add else total * part
        return total
    if number.is_Pow and number.exp.is_Rational:
        return enclosure(number.base) ** enclosure(number.exp)
    raise NotDecidableError(f"{number} is not made of rationals and roots")


def count_above(polynomial: fmpz_poly, start: int) -> int:
    """Count the real roots above a whole number, each with its multiplicity, in two libraries.

    The number of sign changes of p(start + t) is the number of its positive roots if it is 0 or 1.

    Raises:
        NotIsolatedError: if there are more sign changes than one.
        LibrariesDisagreeError: if SymPy and FLINT shift the polynomial differently.

    >>> count_above(fmpz_poly([-2, 0, 1]), 1), count_above(fmpz_poly([-2, 0, 1]), 2)
    (1, 0)
    """
    by_flint = [int(c) for c in polynomial(fmpz_poly([start, 1])).coeffs()]
    x = sympy.Symbol("x")
    by_sympy = sympy.Poly([int(c) for c in reversed(polynomial.coeffs())], x).shift(start)
    if [int(c) for c in reversed(by_sympy.all_coeffs())] != by_flint:
        raise LibrariesDisagreeError(f"SymPy and FLINT shift {polynomial} by {start} differently")
    signs = [coefficient > 0 for coefficient in by_flint if coefficient != 0]
    changes = sum(one != other for one, other in pairwise(signs))
    if changes > 1:
        raise NotIsolatedError(f"Descartes' rule leaves up to {changes} roots of {polynomial} above {start}")
    return changes


def only_root_above(polynomial: fmpz_poly, start: int) -> RealRoot:
    """Return the only root above a whole number, as a root of an irreducible factor of the polynomial.

    Raises:
        NotIsolatedError: if there is not exactly one root above `start`, or it is not simple.
        LibrariesDisagreeError: as for `count_above`.

    >>> only_root_above(fmpz_poly([-2, 0, 1]) * fmpz_poly([3, 1]), 0).polynomial
    x^2 + (-2)
    """
    if count_above(polynomial, start) != 1:
        raise NotIsolatedError(f"{polynomial} has no root above {start}")
    for factor, _ in polynomial.factor()[1]:
        if count_above(factor, start) == 1:
            low, high = Fraction(start), Fraction(start + 1)
            while _sign(factor, high) == _sign(factor, low):
                low, high = high, 2 * high - start
            # A root at a whole number would hide the sign change.
            return RealRoot(factor, low, high if _sign(factor, high) else high + 1)
    raise NotIsolatedError(f"no factor of {polynomial} has a root above {start}")


def _sign(polynomial: fmpz_poly, point: Fraction) -> int:
    return _sign_of(polynomial(_flint(point)))


def _sign_of(value: fmpq) -> int:
    return (value > 0) - (value < 0)


def _flint(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _fraction(number: fmpq) -> Fraction:
    return Fraction(int(number.p), int(number.q))
