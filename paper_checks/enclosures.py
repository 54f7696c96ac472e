"""Values of formulas at exact parameters: in rationals, in dual numbers, or as balls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import flint
import sympy

from numerics.balls import Truth, less, less_or_equal
from theory.symbols import L

Ring = Any
"""A type with + - *, and / and powers where the formula asks for them."""


def evaluate(
    expression: sympy.Expr,
    values: Mapping[str, Ring],
    number: Callable[[int, int], Ring],
    function: Callable[[sympy.Expr, list[Ring]], Ring] | None = None,
) -> Ring:
    """Evaluate a formula in a ring of the caller's choice, walking its tree.

    Args:
        expression: built from numbers and symbols by + * and whole powers.
        values: what each symbol stands for, by name.
        number: makes a ring element of a numerator and a denominator.
        function: evaluates anything else from its arguments.

    Raises:
        KeyError: if a symbol has no value.
        TypeError: if the formula contains something that cannot be evaluated.
        ZeroDivisionError: if it divides by an exact zero.
    """
    if expression.is_Symbol:
        return values[expression.name]
    if expression.is_Rational:
        return number(int(expression.p), int(expression.q))
    if expression.is_Pow and expression.exp.is_Integer:
        base = evaluate(expression.base, values, number, function)
        power = number(1, 1)
        for _ in range(abs(int(expression.exp))):
            power = power * base
        return power if expression.exp > 0 else number(1, 1) / power
    arguments = [evaluate(argument, values, number, function) for argument in expression.args]
    if expression.is_Add or expression.is_Mul:
        total = arguments[0]
        for argument in arguments[1:]:
            total = total + argument if expression.is_Add else total * argument
        return total
    if function is None:
        raise TypeError(f"cannot evaluate {expression} without logarithms and roots")
    return function(expression, arguments)


def exact(expression: sympy.Expr, values: Mapping[str, Fraction]) -> Fraction:
    """Evaluate a formula in rational numbers; the depth L, if it occurs, needs a value too.

    Raises are those of `evaluate`.

    >>> from theory.symbols import L, rho
    >>> exact(rho ** (L - 1), {"rho": Fraction(1, 2), "L": Fraction(3)})
    Fraction(1, 4)
    """
    return evaluate(at_depth(expression, values), values, Fraction)


def at_depth(expression: sympy.Expr, values: Mapping[str, Any]) -> sympy.Expr:
    """Put the depth into a formula, so that exponents become numbers."""
    return expression.subs(L, int(values["L"])) if "L" in values else expression


def value(expression: sympy.Expr, values: Mapping[str, Fraction | int | flint.arb]) -> flint.arb:
    """Evaluate a formula in ball arithmetic at the current precision; roots and logarithms are allowed.

    Raises are those of `evaluate`.
    """
    balls = {name: _ball(number) for name, number in values.items()}
    return evaluate(at_depth(expression, values), balls, _quotient, _ball_function)


def holds(relation: sympy.Rel, values: Mapping[str, Fraction | int | flint.arb]) -> Truth:
    """Decide a relation at exact or enclosed parameters: true, false or unknown.

    >>> from theory.symbols import eta
    >>> holds(eta < sympy.sqrt(2), {"eta": Fraction(7, 5)}) is Truth.TRUE
    True
    """
    small, large = value(relation.lts, values), value(relation.gts, values)
    strict = isinstance(relation, (sympy.StrictLessThan, sympy.StrictGreaterThan))
    return less(small, large) if strict else less_or_equal(small, large)


def bound(relation: sympy.Rel, symbol: sympy.Symbol, values: Mapping[str, Fraction | int]) -> Fraction:
    """Return a rational next to the bound a relation sets for a symbol, on the allowed side, to 30 digits.

    Raises:
        ValueError: if the relation does not bound the symbol by a finite number.
    """
    upper = relation.lts == symbol
    if not upper and relation.gts != symbol:
        raise ValueError(f"{relation} does not bound {symbol}")
    with flint.ctx.workprec(200):
        enclosure = value(relation.gts if upper else relation.lts, values)
        if not enclosure.is_finite():
            raise ValueError(f"{relation} gives no finite bound for {symbol} at {dict(values)}")
        end = enclosure.lower() if upper else enclosure.upper()
        # Beside the bound by 30 digits of it; a bound of zero has none.
        margin = abs(end.fmpq()) / 10**30 if end != 0 else flint.fmpq(1, 10**30)
        rational = end.fmpq() - margin if upper else end.fmpq() + margin
    return Fraction(int(rational.p), int(rational.q))


def _ball(number: Fraction | int | flint.arb) -> flint.arb:
    if isinstance(number, flint.arb):
        return number
    rational = Fraction(number)
    return _quotient(rational.numerator, rational.denominator)


def _quotient(numerator: int, denominator: int) -> flint.arb:
    return flint.arb(flint.fmpq(numerator, denominator))


def _ball_function(expression: sympy.Expr, arguments: list[flint.arb]) -> flint.arb:
    if expression.is_Pow:
        return arguments[0] ** arguments[1]
    if isinstance(expression, sympy.log):
        return arguments[0].log()
    raise TypeError(f"cannot evaluate {expression} in balls")
