"""How a sibling of a formula differs from it, and which kinds of siblings a formula has.

The kinds are those in which transcriptions and proofs go wrong: a constant, a sign, an exponent, the depth,
the direction of a relation, a hypothesis that is not needed or not enough.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import theory
from paper_checks.formulas import Formula

if TYPE_CHECKING:
    import sympy

DEPTH_NAME = "L"


class Kind(StrEnum):
    """What is different in a sibling."""

    CONSTANT_UP = "constant moved up"
    CONSTANT_DOWN = "constant moved down"
    SIGN = "sign"
    EXPONENT = "exponent"
    DEPTH = "depth off by one"
    RELATION = "relation turned"
    HYPOTHESIS = "hypothesis weakened"
    OTHER = "other"


@cache
def kinds(source: str, sibling: str) -> frozenset[Kind]:
    """Return how a sibling differs from a formula, both in SymPy syntax.

    >>> sorted(kinds("u - 2*L", "u + 2*L"))
    [<Kind.SIGN: 'sign'>]
    >>> sorted(kinds("eta < 2/S", "eta < 2001/1000/S"))
    [<Kind.CONSTANT_UP: 'constant moved up'>]
    """
    try:
        before, after = (ast.parse(text, mode="eval").body for text in (source, sibling))
    except SyntaxError:  # polynomials in matrices are letter by letter what they are
        return frozenset() if source == sibling else frozenset({Kind.OTHER})
    return frozenset(_differences(before, after))


def applicable(source: str) -> frozenset[Kind]:
    """Return the kinds of siblings that a formula has.

    >>> sorted(kind.value for kind in applicable("z < 5/3"))
    ['constant moved down', 'constant moved up', 'relation turned']
    """
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        return frozenset({Kind.OTHER})
    found: set[Kind] = set()
    for node, exponent in _walk(tree, exponent=False):
        if isinstance(node, ast.Compare):
            found.add(Kind.RELATION)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            # A power of numbers is one number, in which nothing but its value can be moved.
            found |= {Kind.EXPONENT} if _value(node) is None else set()
        elif exponent:
            pass
        elif isinstance(node, ast.Constant) and node.value != 0:
            found |= {Kind.CONSTANT_UP, Kind.CONSTANT_DOWN}
        elif (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)) or isinstance(
            node, ast.UnaryOp
        ):
            found.add(Kind.SIGN)
        if isinstance(node, ast.Name) and node.id == DEPTH_NAME:
            found.add(Kind.DEPTH)
    return frozenset(found)


def _walk(node: ast.expr, *, exponent: bool) -> Iterator[tuple[ast.expr, bool]]:
    yield node, exponent
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.expr):
                above = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and name == "right"
                yield from _walk(child, exponent=exponent or above)


def _of_depth(source: str, sibling: str) -> set[Kind]:
    """Tell whether a sibling is the formula of another depth, however it is written."""
    before, after = _expression(source), _expression(sibling)
    depth = theory.symbols.L
    if before is None or not before.has(depth):
        return set()
    return {Kind.DEPTH} if after in {before.subs(depth, depth + offset) for offset in (-1, 1)} else set()


def _expression(source: str) -> sympy.Expr | None:
    """Return a formula as an expression, or nothing where it cannot be read."""
    try:
        return Formula(source).expression
    except ValueError:
        pass
    import sympy

    # Some kinds of formulas have names of their own, such as sigma_i, all for positive numbers.
    names = {node.id for node in ast.walk(ast.parse(source, mode="eval")) if isinstance(node, ast.Name)}
    own = {name: sympy.Symbol(name, positive=True) for name in names}
    try:
        return sympy.parse_expr(source, local_dict={**own, **theory.symbols.BY_NAME})
    except (SyntaxError, TypeError):
        return None


def _differences(before: ast.expr, after: ast.expr) -> set[Kind]:
    if ast.dump(before) == ast.dump(after):
        return set()
    found, depth = _compared(before, after), _of_depth(ast.unparse(before), ast.unparse(after))
    return (found - {Kind.OTHER}) | depth if depth else found


def _compared(before: ast.expr, after: ast.expr) -> set[Kind]:
    values = _value(before), _value(after)
    if values[0] is not None and values[1] is not None:
        return _of_numbers(values[0], values[1])
    if isinstance(before, ast.Compare) and isinstance(after, ast.Compare):
        turned = {Kind.RELATION} if type(before.ops[0]) is not type(after.ops[0]) else set()
        sides = zip((before.left, *before.comparators), (after.left, *after.comparators), strict=True)
        return turned.union(*(_differences(*side) for side in sides))
    if found := _of_terms(before, after) or _of_factors(before, after):
        return found
    if isinstance(before, ast.Call) and isinstance(after, ast.Call):
        pairs = zip(before.args, after.args, strict=False)
        return set().union(*(_differences(*pair) for pair in pairs)) or {Kind.OTHER}
    if isinstance(before, ast.BinOp) and isinstance(after, ast.BinOp) and type(before.op) is type(after.op):
        if isinstance(before.op, ast.Pow):
            above = {Kind.EXPONENT} if ast.dump(before.right) != ast.dump(after.right) else set()
            return above | _differences(before.left, after.left)
        return _differences(before.left, after.left) | _differences(before.right, after.right)
    powers = [
        node for node in (before, after) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
    ]
    if len(powers) == 1 and ast.dump(powers[0].left) in (ast.dump(before), ast.dump(after)):
        return {Kind.EXPONENT}
    return {Kind.OTHER}


def _of_numbers(before: Fraction, after: Fraction) -> set[Kind]:
    if after == -before:
        return {Kind.SIGN}
    return {Kind.CONSTANT_UP if after > before else Kind.CONSTANT_DOWN}


def _of_terms(before: ast.expr, after: ast.expr) -> set[Kind]:
    """Compare two sums term by term, where they have as many terms."""
    first, second = list(_terms(before, 1)), list(_terms(after, 1))
    if len(first) != len(second) or (len(first) == 1 and first[0][0] == second[0][0]):
        return set()
    found: set[Kind] = set()
    for (sign, term), (other, moved) in zip(first, second, strict=True):
        if sign != other:
            found.add(Kind.SIGN)
        found |= _differences(term, moved)
    return found


def _terms(node: ast.expr, sign: int) -> Iterator[tuple[int, ast.expr]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield from _terms(node.left, sign)
        yield from _terms(node.right, sign if isinstance(node.op, ast.Add) else -sign)
    elif isinstance(node, ast.UnaryOp):
        yield from _terms(node.operand, -sign)
    else:
        yield sign, node


def _of_factors(before: ast.expr, after: ast.expr) -> set[Kind]:
    """Compare two products that differ in a constant factor alone."""
    (first, rest), (second, others) = _factors(before), _factors(after)
    if first != second and sorted(rest) == sorted(others):
        return _of_numbers(first, second)
    old, new = (_expression(ast.unparse(node)) for node in (before, after))
    if not old or not new:
        return set()
    ratio = new / old
    if not (ratio.is_number and ratio.is_real) or ratio == 1:
        return set()
    if ratio < 0:
        return {Kind.SIGN}
    return {Kind.CONSTANT_UP if ratio > 1 else Kind.CONSTANT_DOWN}


def _factors(node: ast.expr) -> tuple[Fraction, list[str]]:
    """Split a product into its rational factor and the others, those below marked with a stroke."""
    value = _value(node)
    if value is not None:
        return value, []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        (first, left), (second, right) = _factors(node.left), _factors(node.right)
        if isinstance(node.op, ast.Mult):
            return first * second, left + right
        if second != 0:
            return first / second, left + [name[1:] if name[0] == "/" else f"/{name}" for name in right]
    if isinstance(node, ast.UnaryOp):
        first, rest = _factors(node.operand)
        return -first, rest
    return Fraction(1), [ast.dump(node)]


def _value(node: ast.expr) -> Fraction | None:
    """Return the value of a rational constant, or nothing."""
    if isinstance(node, ast.Constant):
        return Fraction(node.value) if isinstance(node.value, int) else None
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand)
        return None if inner is None else -inner
    if not isinstance(node, ast.BinOp):
        return None
    left, right = _value(node.left), _value(node.right)
    if left is None or right is None:
        return None
    match node.op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div() if right != 0:
            return left / right
        case ast.Pow() if right.denominator == 1 and left != 0:
            return Fraction(left**right.numerator)
    return None
