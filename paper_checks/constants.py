"""The table of constants: what the paper prints, the best possible value, and by how much they differ.

Nothing in it is typed: printed values come from the transcribed formulas, best ones are computed from the
formulas of the claims that prove them, and the comparison is made exactly or in balls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import flint
import msgspec
import sympy

from numerics.balls import Truth, ball, decimal, less, working_precision
from paper_checks import enclosures
from paper_checks.lock import Recorded, digest
from paper_checks.statements import Statement

SHOWN = 30
"""Significant digits that are shown of a number that is not rational."""
SHORT = 12
"""A rational is written as one if it takes at most this many characters."""
WORKING = 80
"""Digits at which numbers are enclosed."""
NARROW = Fraction(1, 10**50)
"""Intervals are halved until they are narrower than this."""
NONE = "none"
"""What is shown in place of a bound where there is none."""

Paper: TypeAlias = Mapping[str, Statement]
"""The statements by slug."""
Values: TypeAlias = "Mapping[str, Fraction | int | flint.arb]"


@dataclass(frozen=True, eq=False)
class Number:
    """A number: exact, enclosed, or a formula with symbols that are left free.

    Attributes:
        ball: encloses it; None for infinity and for a formula with free symbols.
        exact: the number in rationals and roots, or the formula; None where only the enclosure is known.
        between: exact bounds, where it is not known to `SHOWN` digits.
        zero_of: the formula it is a zero of, in plain text, where it is an algebraic number.
    """

    ball: flint.arb | None
    exact: sympy.Expr | None = None
    between: tuple[sympy.Expr, sympy.Expr] | None = None
    zero_of: str = ""

    @property
    def text(self) -> str:
        """The number: as a rational, as a decimal of `SHOWN` digits, or as a formula."""
        if self.between is not None:
            return f"{self.between[0]} to {self.between[1]}"
        if self.exact is not None and (self._is_short or self.ball is None):
            return NONE if self.exact == sympy.oo else str(self.exact).replace("**", "^")
        return "" if self.ball is None else decimal(self.ball, SHOWN)

    @property
    def formula(self) -> str:
        """The exact number where that says more than its decimal."""
        if self.zero_of:
            return f"a zero of {self.zero_of}"
        if self.exact is None or self.ball is None or self._is_short:
            return ""
        written = str(self.exact).replace("**", "^")
        # A long rational is a number that is stated to so many decimals.
        return "" if self.exact.is_Rational and len(written) > SHOWN else written

    @property
    def _is_short(self) -> bool:
        return bool(self.exact is not None and self.exact.is_Rational and len(str(self.exact)) <= SHORT)


def exactly(expression: sympy.Expr) -> Number:
    """Return an exact number, or a formula with free symbols, as it is."""
    reduced = (
        sympy.sympify(expression) if expression.free_symbols else sympy.expand(sympy.radsimp(expression))
    )
    if reduced.free_symbols or reduced == sympy.oo:
        return Number(None, reduced)
    with working_precision(WORKING):
        return Number(enclosures.value(reduced, {}), reduced)


def enclosed(expression: sympy.Expr, values: Values) -> Number:
    """Return the value of a formula at exact or enclosed parameters."""
    with working_precision(WORKING):
        return Number(enclosures.value(expression, values))


UNBOUNDED = Number(None, sympy.oo)
"""What is in place of a bound where there is none."""


def change(holds: Callable[[Fraction], Truth], low: Fraction, high: Fraction) -> Fraction:
    """Return a rational within `NARROW` below or above the place where a condition changes its truth.

    Args:
        holds: a condition that has one truth up to some place between `low` and `high`, and another beyond.
        low: lower end.
        high: upper end.

    Raises:
        ArithmeticError: if the condition does not certainly differ at both ends.
    """
    with working_precision(WORKING):
        below, beyond = holds(low), holds(high)
        if Truth.UNKNOWN in (below, beyond) or below is beyond:
            raise ArithmeticError(f"the condition does not change between {low} and {high}")
        while high - low > NARROW:
            middle = (low + high) / 2
            # Where the middle is too close to tell, either half holds the place up to the width.
            low, high = (middle, high) if holds(middle) is below else (low, middle)
        return (low + high) / 2


def around(middle: Fraction) -> flint.arb:
    """Return the ball of radius `NARROW` around a rational."""
    with working_precision(WORKING):
        return ball(middle) + flint.arb(0, ball(NARROW))


@dataclass(frozen=True)
class Constant:
    """One constant or one end of a window.

    Attributes:
        name: short, the same for all depths.
        statement: slug of the statement that has it.
        says: what it bounds, and in which unit.
        depth: the depths it is about.
        printed_as: name of the printed formula, or "" where the paper prints none.
        printed: its value.
        best: the best one.
        claims: that prove it, as ``slug/name``.
    """

    name: str
    statement: str
    says: str
    depth: str
    printed_as: str
    printed: Number | None
    best: Number
    claims: tuple[str, ...]


class ProvedRecord(msgspec.Struct, frozen=True):
    """A claim that proves a constant, and its verdict: recorded, or expected where none is recorded."""

    claim: str
    verdict: str
    recorded: bool


class ConstantRecord(msgspec.Struct, frozen=True):
    """A row of the table."""

    constant: str
    statement: str
    says: str
    depth: str
    formula: str
    printed: str
    best: str
    exact: str
    relation: str
    ratio: str
    difference: str
    proved: list[ProvedRecord]


def record(constant: Constant, paper: Paper, recorded: Mapping[str, Recorded]) -> ConstantRecord:
    """Return the row of a constant.

    Raises:
        KeyError: if a claim or a formula it names is not there.
    """
    relation, ratio, difference = compare(constant.printed, constant.best)
    formulas = paper[constant.statement].formulas
    return ConstantRecord(
        constant=constant.name,
        statement=constant.statement,
        says=constant.says,
        depth=constant.depth,
        formula=formulas[constant.printed_as].plain if constant.printed_as else "",
        printed="" if constant.printed is None else constant.printed.text,
        best=constant.best.text,
        exact=constant.best.formula,
        relation=relation,
        ratio=ratio,
        difference=difference,
        proved=[_proved(name, paper, recorded) for name in constant.claims],
    )


def _proved(name: str, paper: Paper, recorded: Mapping[str, Recorded]) -> ProvedRecord:
    slug, _, claim = name.partition("/")
    one, found = paper[slug].claim(claim), recorded.get(name)
    if found is None or found.digest != digest(paper[slug], one):
        return ProvedRecord(name, one.expected.value, False)
    return ProvedRecord(name, found.verdict, True)


def compare(printed: Number | None, best: Number) -> tuple[str, str, str]:
    """Return how the best constant relates to the printed one, best/printed and best - printed."""
    if printed is None:
        return "", "", ""
    if printed.exact is not None and best.exact is not None:
        return _compare_exactly(printed.exact, best.exact)
    if printed.ball is None or best.ball is None:
        return "", "", ""
    with working_precision(WORKING):
        sides = less(printed.ball, best.ball), less(best.ball, printed.ball)
        relation = (
            "larger" if sides[0] is Truth.TRUE else "smaller" if sides[1] is Truth.TRUE else "not told apart"
        )
        ratio = "" if printed.ball.contains(0) else decimal(best.ball / printed.ball, SHOWN)
        return relation, ratio, decimal(best.ball - printed.ball, SHOWN)


def _compare_exactly(printed: sympy.Expr, best: sympy.Expr) -> tuple[str, str, str]:
    if sympy.oo in (printed, best):
        return ("equal", "1", "0") if printed == best else ("unbounded", "", "")
    difference = sympy.expand(sympy.radsimp(best - printed))
    ratio = sympy.cancel(sympy.radsimp(best / printed)) if printed != 0 else None
    if difference == 0:
        return "equal", "" if ratio is None else "1", "0"
    if difference.free_symbols:
        return "different", "" if ratio is None else exactly(ratio).text, exactly(difference).text
    shown = "" if ratio is None else exactly(ratio).text
    return "larger" if difference.is_positive else "smaller", shown, exactly(difference).text


def encode(records: Iterable[ConstantRecord]) -> bytes:
    """Return the table as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(list(records)), indent=1) + b"\n"
