"""The constants of Theorem 1 on the two points of the orbit: the ends of their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from numerics.balls import Truth, less
from paper_checks import enclosures
from paper_checks.constants import Constant, Number, Paper, around, change, enclosed, exactly
from paper_checks.statements import Statement
from theory.symbols import L, sigma, u, z

SLUG = "rank-p-orbit"
SLUGS = (SLUG,)
"""The statements that have the constants."""
DEPTHS = range(2, 17)
DENOMINATOR = 1000
"""Zeros of polynomials that are rationals with at most this denominator are recognised."""
_one = sympy.Integer(1)


def _named(*claims: str) -> tuple[str, ...]:
    return tuple(f"{SLUG}/{claim}" for claim in claims)


def constants(paper: Paper) -> Iterator[Constant]:
    """Return the ends of the intervals, from the formulas of the statement.

    Raises:
        KeyError: if a formula is not there.
    """
    statement = paper[SLUG]
    formulas = statement.formulas
    at_all = "as a multiple of sigma, over all kappa > 2"
    for name, says, point, at in (
        ("lower_point_above", "lower point from below", "lower_point", sympy.oo),
        ("lower_point_below", "lower point from above", "lower_point", _one),
        ("upper_point_above", "upper point from below", "upper_point", _one),
    ):
        approached = sympy.limit(
            formulas[point].expression.subs(L, 2) / sigma, z, at, "+" if at == 1 else "-"
        )
        yield Constant(
            f"interval, {says}",
            SLUG,
            f"L-th power of the {says}, {at_all}",
            "every",
            name,
            exactly(_end(formulas[name].expression)),
            exactly(approached),
            _named("interval", "interval-ends"),
        )
    printed = exactly(_end(formulas["upper_point_below"].expression))
    says = f"L-th power of the upper point from above, {at_all}"
    name = "interval, upper point from above"
    yield Constant(
        name,
        SLUG,
        says,
        "every",
        "upper_point_below",
        printed,
        exactly(_end(formulas["upper_point_at_most"].expression)),
        _named("interval-sharp", "interval-attained"),
    )
    for depth in DEPTHS:
        yield Constant(
            name, SLUG, says, str(depth), "upper_point_below", printed, _largest(statement, depth),
            _named("interval-each-depth"),
        )  # fmt: skip
    yield Constant(
        name,
        SLUG,
        says,
        "to infinity",
        "upper_point_below",
        printed,
        exactly(formulas["deep_limit"].expression / sigma),
        _named("interval-deep-limit"),
    )


def _end(relation: sympy.Rel) -> sympy.Expr:
    """Return the bound that a relation sets for u, as a multiple of sigma."""
    return sympy.cancel((relation.rhs if relation.lhs == u else relation.lhs) / sigma)


def _largest(statement: Statement, depth: int) -> Number:
    """Return the largest upper point of a depth, at the ratio where the stated polynomial is zero."""
    formulas = statement.formulas
    polynomial = enclosures.at_depth(formulas["best_ratio"].expression, {"L": depth})

    def negative(ratio: Fraction) -> Truth:
        return less(enclosures.value(polynomial, {"z": ratio}), 0)

    ratio = change(negative, Fraction(1), Fraction(7, 2))
    if enclosures.exact(polynomial, {"z": ratio.limit_denominator(DENOMINATOR)}) == 0:
        near = ratio.limit_denominator(DENOMINATOR)
        at = {L: depth, sigma: 1, z: sympy.Rational(near.numerator, near.denominator)}
        return exactly(formulas["best_at_depth"].expression.subs(at))
    return enclosed(formulas["best_at_depth"].expression, {"L": depth, "sigma": 1, "z": around(ratio)})
