"""Witnesses: parameter values at which a claim is certainly violated.

A witness is made only by re-evaluating both sides of the violated relation in exact or ball
arithmetic; where the violation is not certain there is no witness.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import flint

Number = Any
"""An exact number (int, Fraction, SymPy rational or algebraic) or a ball."""


class NotAWitnessError(Exception):
    """The relation is not certainly violated at the given values."""


@dataclass(frozen=True)
class Witness:
    """Values at which a relation that a claim asserts is certainly false.

    Attributes:
        at: the parameters, exact or enclosed, as text.
        relation: what the claim asserts there, as text.
        left: value of the left side, with its precision.
        right: value of the right side, with its precision.
        arithmetic: in which arithmetic the violation was confirmed.
    """

    at: Mapping[str, str]
    relation: str
    left: str
    right: str
    arithmetic: str


_VIOLATED: Mapping[str, Callable[[Number, Number], bool]] = {
    "=": operator.ne,
    "<": operator.ge,
    "<=": operator.gt,
    ">": operator.le,
    ">=": operator.lt,
}


def violation(
    relation: str, left: Number, right: Number, *, asserts: str, at: Mapping[str, object]
) -> Witness:
    """Return the witness that ``left relation right`` is false.

    Args:
        relation: one of = < <= > >=.
        left: exact number or ball.
        right: exact number or ball.
        asserts: the violated relation in the words of the claim.
        at: the parameter values.

    Raises:
        NotAWitnessError: if the relation is true, or balls overlap so that nothing is certain.

    >>> violation("=", Fraction(1, 2), Fraction(1, 3), asserts="a = b", at={"a": "1/2"}).right
    '1/3'
    """
    balls = _is_ball(left) or _is_ball(right)
    # For balls each comparison is true only where it is certain.
    if not _VIOLATED[relation](left, right):
        raise NotAWitnessError(f"{asserts} is not certainly false at {dict(at)}")
    return Witness(
        at={name: _spell(value) for name, value in at.items()},
        relation=asserts,
        left=_spell(left),
        right=_spell(right),
        arithmetic="ball arithmetic" if balls else "exact arithmetic",
    )


def undefined(
    numerator: Fraction, denominator: Fraction, *, asserts: str, at: Mapping[str, object]
) -> Witness:
    """Return the witness that a quotient in the claim has no value: its denominator is exactly zero.

    Raises:
        NotAWitnessError: if the denominator is not zero.
    """
    if denominator != 0:
        raise NotAWitnessError(f"{asserts} is defined at {dict(at)}")
    return Witness(
        at={name: _spell(value) for name, value in at.items()},
        relation=asserts,
        left=f"{_spell(numerator)}/{_spell(denominator)}",
        right="undefined",
        arithmetic="exact arithmetic",
    )


def _is_ball(value: Number) -> bool:
    return type(value).__name__ == "arb"


def _spell(value: object) -> str:
    if _is_ball(value):
        ball: flint.arb = value  # type: ignore[assignment]
        return ball.str(30)
    return str(value)
