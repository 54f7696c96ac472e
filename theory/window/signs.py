"""See the sign of a number, and of a formula where relations are known to hold."""

from collections.abc import Sequence

import sympy

from theory.window.comparison import same
from theory.window.propositions import Relation


def number_sign(number: sympy.Expr) -> int | None:
    """Return the sign of a sum of at most two numbers c sqrt(n), c rational and n whole; else None.

    >>> number_sign(2 * sympy.sqrt(2) - 3), number_sign(sympy.pi)
    (-1, None)
    """
    terms = []
    for term in sympy.Add.make_args(sympy.expand(number)):
        coefficient, root = term.as_coeff_Mul()
        is_root = root.is_Pow and root.base.is_Integer and root.base > 0 and root.exp == sympy.Rational(1, 2)
        if not coefficient.is_Rational or not (root == 1 or is_root):
            return None
        terms.append((coefficient**2 * root**2, coefficient))
    # Of two terms with different signs, the one with the larger square decides; like terms are collected.
    return int(sympy.sign(max(terms)[1])) if len(terms) <= 2 else None


def sign(expression: sympy.Expr, depth: sympy.Expr, relations: Sequence[Relation]) -> str | None:
    """Return 'positive' or 'non-negative' where given relations make a formula so, else None.

    Numbers, symbols declared positive and their powers, even powers, products, quotients and sums
    are seen through; everything else has to be one of the relations.
    """
    if expression.is_number:
        value = number_sign(expression)
        return None if value is None else {1: "positive", 0: "non-negative"}.get(value)
    if (expression.is_Symbol or expression.is_Pow) and expression.is_positive:
        return "positive"
    if expression.is_Mul:
        parts = [sign(part, depth, relations) for part in expression.args]
        if all(parts):
            return "positive" if all(part == "positive" for part in parts) else "non-negative"
    matching = [r for r in relations if same(r.difference, expression, depth)]
    if any(r.strict for r in matching):
        return "positive"
    found = "non-negative" if matching else None
    if expression.is_Add:
        parts = [sign(part, depth, relations) for part in expression.args]
        if all(parts):
            return "positive" if "positive" in parts else "non-negative"
        factor, rest = expression.primitive()
        return found if factor == 1 else found or sign(rest, depth, relations)
    if expression.is_Pow and expression.exp.is_Integer:
        base = sign(expression.base, depth, relations)
        if base == "positive" or (base and expression.exp > 0):
            return base
        if expression.exp > 0 and expression.exp % 2 == 0:
            return "non-negative"
    return found
