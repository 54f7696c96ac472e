"""Compare formulas about a state: both are written out and compared as rational functions.

Logarithms, roots of numbers and powers with a sum as base are independent generators there: an
identity in them holds whatever their values are.
"""

from functools import cache

import sympy

from theory.polynomials import NotDecidableError, vanishes
from theory.symbols import L
from theory.window.state import definitions, shared_value


def same(one: sympy.Expr, other: sympy.Expr, depth: sympy.Expr) -> bool:
    """Say whether two formulas are identical once the symbols of `definitions` are written out.

    False where that is not established, such as for formulas that are not rational.

    >>> from theory.symbols import pi as p
    >>> from theory.window.state import a, s_next, t
    >>> s = shared_value(sympy.Integer(2))
    >>> same(s_next, s - a * t, sympy.Integer(2)), same(p, s + t, sympy.Integer(2))
    (True, False)
    """
    try:
        return _identical(_with_generators(one - other, depth), depth)
    except NotDecidableError:
        return False


@cache
def _identical(difference: sympy.Expr, depth: sympy.Expr) -> bool:
    doubled = {L: 2 * L}  # so that exponents in halves of L are whole multiples of it
    meanings = definitions(depth)
    if vanishes(difference.subs(doubled)):
        return True
    if not difference.free_symbols & set(meanings):
        return False
    for symbol, meaning in meanings.items():  # each is written in terms of later ones and s, t
        difference = difference.subs(symbol, meaning)
    return vanishes(difference.subs(doubled))


def _with_generators(expression: sympy.Expr, depth: sympy.Expr) -> sympy.Expr:
    """Replace what is not rational, but for powers of s, by generators."""
    s = shared_value(depth)
    if any(e.is_Pow and e.is_number for e in expression.atoms(sympy.Pow)):
        expression = sympy.expand(expression)  # so that roots of numbers meet in products

    def generator(atom: sympy.Expr) -> sympy.Expr:
        if not atom.is_Pow:
            return sympy.Symbol(f"<{atom}>")
        base, exponent = atom.base, sympy.expand(sympy.cancel(atom.exp))
        if base == s or exponent.is_Integer:
            return base**exponent
        if exponent.could_extract_minus_sign():
            return 1 / sympy.Symbol(f"<{base ** sympy.expand(-exponent)}>")
        return sympy.Symbol(f"<{base**exponent}>")

    atoms = [e for e in expression.atoms(sympy.log, sympy.Pow) if not (e.is_Pow and e.exp.is_Integer)]
    return expression.xreplace({atom: generator(atom) for atom in atoms})
