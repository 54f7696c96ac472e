"""Two layers, unbalanced start: initial scales for which gradient descent lands on a minimum exactly.

From (alpha, 0) with sigma = 1 the end-to-end value after T steps is a polynomial in A = alpha^2 with
coefficients in Q(eta). At a root of that polynomial minus 1 gradient descent has reached a global
minimum after T steps and stays there, with whatever balancing gap it has.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy

from theory.polynomials import LibrariesDisagreeError

square = sympy.Symbol("A", positive=True)
"""The square of the initial scale, alpha^2."""


DIGITS = 30
"""Landings are isolated between neighbouring decimals with this many places."""


@dataclass(frozen=True)
class ExactLanding:
    """An initial scale that lands on the minimum, as an isolated root.

    Attributes:
        polynomial: its root is alpha^2; rational coefficients.
        low: rational below the root.
        high: rational above it; between the two there is exactly one root.
        eta: the learning rate.
        steps: after how many steps the product of the layers is exactly 1.
    """

    polynomial: sympy.Poly
    low: Fraction
    high: Fraction
    eta: Fraction
    steps: int

    @property
    def next_gap_change(self) -> sympy.Poly:
        """The change of the gap in the step after the landing, modulo the polynomial: zero at the root."""
        rate = sympy.Rational(self.eta.numerator, self.eta.denominator)
        change = _after(rate, self.steps + 1)[1] - _after(rate, self.steps)[1]
        return sympy.Poly(change, square, domain=sympy.QQ).rem(self.polynomial)


def landings(eta: Fraction, steps: int, below: Fraction) -> tuple[ExactLanding, ...]:
    """Return every alpha^2 in (0, below) that lands after `steps` steps with a gap that is not zero.

    Args:
        eta: learning rate (sigma = 1, so kappa = 2 eta).
        steps: number of steps, at least 1.
        below: rational upper end of the range of alpha^2.

    Raises:
        LibrariesDisagreeError: if SymPy and FLINT count the roots differently.
        ArithmeticError: if decimals with `DIGITS` places do not isolate a root.

    >>> len(landings(Fraction(11, 10), 3, Fraction(1, 5)))
    1
    """
    rate = sympy.Rational(eta.numerator, eta.denominator)
    product, gap = _after(rate, steps)
    condition = sympy.Poly(product - 1, square, domain=sympy.QQ)
    squarefree = condition.quo(condition.gcd(condition.diff()))
    unbalanced = squarefree.quo(squarefree.gcd(sympy.Poly(gap, square, domain=sympy.QQ)))
    end = sympy.Rational(below.numerator, below.denominator)
    isolated = (ends for ends, _ in unbalanced.intervals(eps=sympy.Rational(1, 10**DIGITS), inf=0, sup=end))
    found = [
        ExactLanding(unbalanced, *_widened(unbalanced, *ends), eta, steps)
        for ends in isolated
        if ends[0] > 0 and ends[1] < end
    ]
    if len(found) != _count_by_flint(unbalanced, end):
        raise LibrariesDisagreeError("SymPy and FLINT count different numbers of landings")
    return tuple(found)


def _after(eta: sympy.Rational, steps: int) -> tuple[sympy.Expr, sympy.Expr]:
    """Return product and gap after some steps from (alpha, 0), as polynomials in alpha^2.

    Product p and squared norm n follow p+ = p (1 + e^2) - e n and n+ = n (1 + e^2) - 4 e p, with
    e = eta (p - 1); the gap is multiplied by 1 - e^2. These come from s+ = s - e t and t+ = t - e s.
    """
    product, norm, gap = sympy.Integer(0), square, square
    for _ in range(steps):
        e = eta * (product - 1)
        product, norm, gap = (
            sympy.expand(product * (1 + e**2) - e * norm),
            sympy.expand(norm * (1 + e**2) - 4 * e * product),
            sympy.expand(gap * (1 - e**2)),
        )
    return product, gap


def _count_by_flint(polynomial: sympy.Poly, high: sympy.Rational) -> int:
    """Count the real roots in (0, high): half the real roots but 0 of x -> p(high x^2/(1 + x^2))."""
    degree = polynomial.degree()
    top = flint.fmpq_poly([0, 0, flint.fmpq(int(high.p), int(high.q))])
    bottom = flint.fmpq_poly([1, 0, 1])
    total = flint.fmpq_poly([0])
    for power, coefficient in enumerate(reversed(polynomial.all_coeffs())):
        rational = flint.fmpq(int(coefficient.p), int(coefficient.q))
        total += rational * top**power * bottom ** (degree - power)
    # Each root comes with its multiplicity; FLINT gives real roots an exactly zero imaginary part.
    roots: list[Any] = list(total.numer().complex_roots())
    return sum(1 for root, _ in roots if root.imag == 0 and root.real > 0)


def _widened(polynomial: sympy.Poly, low: sympy.Rational, high: sympy.Rational) -> tuple[Fraction, Fraction]:
    """Round an isolating interval outward to decimals, and check that it still isolates one root."""
    scale = 10**DIGITS
    ends = Fraction(int(sympy.floor(low * scale)), scale), Fraction(int(sympy.ceiling(high * scale)), scale)
    if polynomial.count_roots(*[sympy.Rational(end.numerator, end.denominator) for end in ends]) != 1:
        raise ArithmeticError("two landings are closer than the decimals that are to isolate them")
    return ends
