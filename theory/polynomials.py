"""Decide whether two formulas are the same rational function.

Formulas are compared in canonical form over the rationals, never by a simplifier. Each
decision is made twice, by SymPy's polynomials and by FLINT's, and the two have to agree.

Powers whose exponent contains the depth are first rewritten: for a base x, the power
x^(aL + b) is X^a x^b with X = x^L a generator of its own. That is sound because an identity in
independent generators holds for every value of them.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from itertools import product

import flint
import sympy

from theory.symbols import L


class NotDecidableError(ValueError):
    """Raised when a formula is not a rational function after powers are rewritten."""


class LibrariesDisagreeError(ArithmeticError):
    """Raised when SymPy and FLINT decide one identity differently."""


@cache
def vanishes(expression: sympy.Expr) -> bool:
    """Decide whether a formula is zero as a rational function of its symbols.

    Args:
        expression: rational in its symbols; exponents linear in the depth L are allowed.

    Raises:
        NotDecidableError: if it is not rational, or divides by zero.
        LibrariesDisagreeError: if the two libraries come to different answers.

    >>> from theory.symbols import L, rho, z
    >>> vanishes((z * rho) ** L - z**L * rho**L)
    True
    >>> vanishes(rho ** (L + 1) - rho**L)
    False
    """
    rational = in_generators(expression)
    answer = bool(_quotient(rational)[0].is_zero)
    if answer != _zero_by_flint(rational):
        raise LibrariesDisagreeError(f"SymPy and FLINT disagree on whether {rational} is zero")
    return answer


def numerator_and_denominator(expression: sympy.Expr) -> tuple[sympy.Poly, sympy.Poly]:
    """Return a formula as a quotient of two polynomials without common factor over the rationals.

    Raises:
        NotDecidableError: if it is not rational, or divides by zero.
        LibrariesDisagreeError: if FLINT does not find the quotient to be the formula.

    >>> from theory.symbols import z
    >>> numerator_and_denominator((z**2 - 1) / (z - 1))[0].as_expr()
    z + 1
    """
    rational = in_generators(expression)
    numerator, denominator = _quotient(rational)
    if not _zero_by_flint(rational - numerator.as_expr() / denominator.as_expr()):
        raise LibrariesDisagreeError(f"FLINT does not find {rational} to be ({numerator})/({denominator})")
    return numerator, denominator


def is_rational(expression: sympy.Expr) -> bool:
    """Say whether a formula is made of symbols and rational numbers by sums, products and whole powers.

    >>> from theory.symbols import L, z
    >>> is_rational((z - 1) ** 2 / L), is_rational(z**L), is_rational(z + sympy.Float(1))
    (True, False, False)
    """
    return all(
        part.is_Symbol
        or part.is_Rational
        or part.is_Add
        or part.is_Mul
        or (part.is_Pow and part.exp.is_Integer)
        for part in sympy.preorder_traversal(expression)
    )


def in_generators(expression: sympy.Expr) -> sympy.Expr:
    """Rewrite powers with the depth in the exponent by generators, and leave the rest as it is.

    Raises:
        NotDecidableError: if an exponent is not a L + b with integers a and b, or if two symbols that differ
            in their assumptions share a name, so that their generators could not be told apart.

    >>> from theory.symbols import L, z
    >>> in_generators(z ** (2 * L - 1))
    z^L**2/z
    """
    expanded = sympy.expand_power_base(sympy.sympify(expression), force=True)
    if len({symbol.name for symbol in expanded.free_symbols}) < len(expanded.free_symbols):
        raise NotDecidableError(f"two symbols of {expression} share a name")
    powers = {power for power in expanded.atoms(sympy.Pow) if not power.exp.is_Integer}
    replacement = {power: _rewritten(power) for power in powers}
    return expanded.xreplace(replacement)


def generator_of(base: sympy.Symbol) -> sympy.Symbol:
    """Return the generator that stands for the L-th power of a symbol."""
    return sympy.Symbol(f"{base.name}^L", positive=True if base.is_positive else None)


def _rewritten(power: sympy.Pow) -> sympy.Expr:
    base, exponent = power.args
    if not base.is_Symbol:
        raise NotDecidableError(f"the base of {power} is not a symbol")
    linear = sympy.Poly(sympy.expand(exponent), L) if exponent.is_polynomial(L) else None
    coefficients = [] if linear is None or linear.degree() != 1 else linear.all_coeffs()
    if not coefficients or not all(c.is_Integer for c in coefficients):
        raise NotDecidableError(f"the exponent of {power} is not a whole multiple of L plus a whole number")
    return generator_of(base) ** coefficients[0] * base ** coefficients[1]


def _quotient(rational: sympy.Expr) -> tuple[sympy.Poly, sympy.Poly]:
    """Return numerator and denominator by SymPy alone."""
    if not is_rational(rational):
        raise NotDecidableError(f"{rational} is not a rational function")
    cancelled = sympy.cancel(rational)
    if not is_rational(cancelled):
        raise NotDecidableError(f"{rational} divides by zero")
    generators = sorted(rational.free_symbols, key=lambda symbol: symbol.name) or [sympy.Dummy("x")]
    numerator, denominator = cancelled.as_numer_denom()
    return (
        sympy.Poly(numerator, *generators, domain=sympy.QQ),
        sympy.Poly(denominator, *generators, domain=sympy.QQ),
    )


def _zero_by_flint(expression: sympy.Expr) -> bool:
    names = sorted(symbol.name for symbol in expression.free_symbols) or ["x"]
    position = {name: f"x{index}" for index, name in enumerate(names)}
    context = flint.fmpq_mpoly_ctx.get(tuple(position.values()), flint.Ordering.lex)
    generators = dict(zip(names, context.gens(), strict=True))
    return _is_zero(_as_fraction(expression, generators, context)[0])


def _is_zero(polynomial: flint.fmpq_mpoly) -> bool:
    return len(polynomial) == 0


def _as_fraction(
    expression: sympy.Expr,
    generators: Mapping[str, flint.fmpq_mpoly],
    context: flint.fmpq_mpoly_ctx,
) -> tuple[flint.fmpq_mpoly, flint.fmpq_mpoly]:
    """Expand a formula as numerator and denominator, walking its tree in FLINT's arithmetic."""
    one = context.constant(1)
    if expression.is_Symbol:
        return generators[expression.name], one
    if expression.is_Rational:
        return context.constant(flint.fmpq(int(expression.p), int(expression.q))), one
    if expression.is_Add or expression.is_Mul:
        total = (context.constant(0), one) if expression.is_Add else (one, one)
        for argument in expression.args:
            other = _as_fraction(argument, generators, context)
            if expression.is_Add:
                total = (total[0] * other[1] + other[0] * total[1], total[1] * other[1])
            else:
                total = (total[0] * other[0], total[1] * other[1])
        return total
    if expression.is_Pow and expression.exp.is_Integer:
        numerator, denominator = _as_fraction(expression.base, generators, context)
        exponent = int(expression.exp)
        if exponent < 0:
            numerator, denominator, exponent = denominator, numerator, -exponent
        if _is_zero(denominator):
            raise NotDecidableError(f"{expression} divides by zero")
        return numerator**exponent, denominator**exponent
    raise NotDecidableError(f"{expression} is not a rational function")


def difference_point(
    left: sympy.Expr,
    right: sympy.Expr,
    depths: Iterable[int] = (2, 3),
    values: Iterable[Fraction] = (Fraction(1, 2), Fraction(2), Fraction(3), Fraction(1), Fraction(3, 2)),
) -> dict[sympy.Symbol, sympy.Rational] | None:
    """Find a rational point where two formulas certainly differ.

    The points are tried in a fixed order, smallest depth first, so a witness is the same on
    every machine. Points where either side is undefined are passed over.

    Args:
        left: a formula.
        right: another.
        depths: the depths to try where the formulas contain L.
        values: the rational values to try for every other symbol.

    Returns:
        The point, or None where no point tried tells them apart.

    >>> from theory.symbols import rho
    >>> difference_point(rho, rho**2)
    {rho: 1/2}
    """
    symbols = sorted((left.free_symbols | right.free_symbols) - {L}, key=lambda symbol: symbol.name)
    choices = [sympy.Rational(value.numerator, value.denominator) for value in values]
    for depth in depths if L in left.free_symbols | right.free_symbols else (None,):
        at_depth = {} if depth is None else {L: sympy.Integer(depth)}
        for point in product(choices, repeat=len(symbols)):
            at = at_depth | dict(zip(symbols, point, strict=True))
            difference = left.subs(at) - right.subs(at)
            if difference.is_Rational and difference != 0:
                return at
    return None
