"""Whether the parameter values that a claim speaks of are inside its own hypotheses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import sympy

import numerics
from numerics.balls import Truth
from paper_checks import enclosures
from paper_checks.statements import Statement
from paper_checks.witness import Witness, violation

ADMITTED = "the hypotheses admit what the claim speaks of"


def excluded(
    statement: Statement, names: Iterable[str], values: Mapping[str, Fraction | int], digits: int = 60
) -> Witness | None:
    """Return the first stated relation that is certainly false at some values, or nothing.

    Args:
        statement: has the relations.
        names: of its formulas, all relations.
        values: of all parameters in them.
        digits: decimal digits of the balls in which the sides are enclosed.
    """
    for name in names:
        formula = statement.formulas[name]
        relation = formula.expression
        with numerics.balls.working_precision(digits):
            if enclosures.holds(relation, values) is Truth.FALSE:
                sides = (enclosures.value(side, values) for side in relation.args)
                return violation(
                    relation.rel_op, *sides, asserts=f"{ADMITTED}: {formula.plain}", at=dict(values)
                )
    return None


def end_of(relation: sympy.Rel, symbol: sympy.Symbol) -> sympy.Expr:
    """Return what a relation compares a symbol with.

    Raises:
        ValueError: if neither side is the symbol.
    """
    for side, other in (relation.args, reversed(relation.args)):
        if side == symbol:
            return other
    raise ValueError(f"{relation} does not compare {symbol} with anything")
