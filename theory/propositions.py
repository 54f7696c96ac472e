"""What an argument can say, as values that can be decided, derived and printed.

A *decidable* proposition knows how to settle itself in exact arithmetic: `Identity` by
comparing rational functions, `Inequality` by a certificate of positive coefficients. The
others (`Monotone`, `EveryValue`, …) are only ever derived, by a rule of `theory.rules` from
propositions that came before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import sympy

from theory.polynomials import (
    NotDecidableError,
    in_generators,
    is_rational,
    numerator_and_denominator,
    vanishes,
)


class Proposition(Protocol):
    """Something that holds or does not, printed from the formulas that are checked."""

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        ...

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        ...


class Decidable(Proposition, Protocol):
    """A proposition that settles itself."""

    def decide(self) -> bool:
        """Return whether it is certainly true; False says that it was not established."""
        ...


@dataclass(frozen=True)
class Range:
    """The values ``start <= symbol`` (or ``start < symbol``), and ``symbol < end`` where an end is given.

    `start` and `end` may contain the symbols of ranges listed before this one in a domain.
    """

    symbol: sympy.Symbol
    start: sympy.Expr
    strict: bool = False
    end: sympy.Expr | None = None

    @property
    def text(self) -> str:
        relation = "<" if self.strict else "<="
        tail = "" if self.end is None else f" < {self.end}"
        return f"{self.start} {relation} {self.symbol}{tail}"

    @property
    def latex(self) -> str:
        relation = "<" if self.strict else r"\le"
        tail = "" if self.end is None else rf" < {sympy.latex(self.end)}"
        return f"{sympy.latex(self.start)} {relation} {sympy.latex(self.symbol)}{tail}"

    def substitute(self, expression: sympy.Expr, slack: sympy.Symbol) -> sympy.Expr:
        """Replace the symbol so that it runs over its range as `slack` runs over (0, oo) or [0, oo)."""
        if self.end is None:
            return expression.subs(self.symbol, self.start + slack)
        return expression.subs(self.symbol, (self.start + self.end * slack) / (1 + slack))


@dataclass(frozen=True)
class Domain:
    """The parameters over which an inequality is meant.

    Attributes:
        ranges: a range for each parameter, open-ended or not.
        where: symbols that stand for formulas in the others; the inequality is meant for these values
            alone. What is decided for all values in the ranges holds for them in particular.
    """

    ranges: tuple[Range, ...]
    where: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()

    @property
    def text(self) -> str:
        definitions = ", ".join(f"{symbol} = {formula}" for symbol, formula in self.where)
        return ", ".join(r.text for r in self.ranges) + (f" where {definitions}" if definitions else "")

    @property
    def latex(self) -> str:
        definitions = (f"{sympy.latex(symbol)} = {sympy.latex(formula)}" for symbol, formula in self.where)
        return r",\ ".join([*(r.latex for r in self.ranges), *definitions])


@dataclass(frozen=True)
class Identity:
    """Two formulas are the same rational function of their symbols."""

    left: sympy.Expr
    right: sympy.Expr

    @property
    def text(self) -> str:
        return f"{self.left} = {self.right}"

    @property
    def latex(self) -> str:
        return f"{sympy.latex(self.left)} = {sympy.latex(self.right)}"

    def decide(self) -> bool:
        return not _has_floats(self.left, self.right) and vanishes(self.left - self.right)


@dataclass(frozen=True)
class NonZero:
    """A formula is not zero as a rational function of its symbols."""

    expression: sympy.Expr

    @property
    def text(self) -> str:
        return f"{self.expression} is not identically zero"

    @property
    def latex(self) -> str:
        return rf"{sympy.latex(self.expression)} \not\equiv 0"

    def decide(self) -> bool:
        return not _has_floats(self.expression) and not vanishes(self.expression)


@dataclass(frozen=True)
class Inequality:
    """``left >= right`` (or ``left > right``) on a domain.

    Decided by a certificate: `left - right` is a sum of terms ``multiplier * square**2`` with real
    rational functions, and each multiplier, written in the slacks of the domain, is a quotient of
    polynomials whose coefficients are all non-negative. Without a certificate the difference is its
    own multiplier.
    """

    left: sympy.Expr
    right: sympy.Expr
    domain: Domain
    strict: bool = False
    certificate: tuple[tuple[sympy.Expr, sympy.Expr], ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        return f"{self.left} {'>' if self.strict else '>='} {self.right} for {self.domain.text}"

    @property
    def latex(self) -> str:
        relation = ">" if self.strict else r"\ge"
        return (
            rf"{sympy.latex(self.left)} {relation} {sympy.latex(self.right)}"
            rf"\quad({self.domain.latex})"
        )

    def decide(self) -> bool:
        terms = self.certificate or ((self.left - self.right, sympy.Integer(1)),)
        if not all(_is_rational(formula) for formula in (self.left, self.right)):
            return False
        if not all(_is_real(square, self.domain) for _, square in terms):
            return False
        total = sum((multiplier * square**2 for multiplier, square in terms), sympy.Integer(0))
        if not vanishes(self.left - self.right - total):
            return False
        signs = [(_sign(multiplier, self.domain), square) for multiplier, square in terms]
        if any(sign is None for sign, _ in signs):
            return False
        return not self.strict or any(
            sign == "positive" and square.is_Number and square != 0 for sign, square in signs
        )


def _is_real(square: sympy.Expr, domain: Domain) -> bool:
    """Say whether what is squared is a rational function of real symbols: then its square is not negative."""
    ranged = {r.symbol for r in domain.ranges}
    return _is_rational(square) and all(symbol.is_real or symbol in ranged for symbol in square.free_symbols)


def _is_rational(formula: sympy.Expr) -> bool:
    try:
        return is_rational(in_generators(formula))
    except NotDecidableError:
        return False


def _has_floats(*formulas: sympy.Expr) -> bool:
    """Say whether rounded numbers occur; they could cancel before the sides of a claim are compared."""
    return any(formula.has(sympy.Float) for formula in formulas)


def _sign(expression: sympy.Expr, domain: Domain) -> str | None:
    """Return 'positive', 'non-negative' or None where the coefficients do not tell."""
    rewritten = in_generators(expression)
    ends = [end for r in domain.ranges for end in (r.start, r.end) if end is not None]
    # Before slacks enter: an infinite end, or the sign of a positive slack, would simplify to a number.
    if not all(is_rational(formula) for formula in (rewritten, *ends)):
        return None
    open_slacks = set()
    slacks = []
    for index, r in enumerate(reversed(domain.ranges)):
        slack = sympy.Dummy(f"slack_{index}", positive=True)
        rewritten = r.substitute(rewritten, slack)
        slacks.append(slack)
        if r.strict:
            open_slacks.add(slack)
    if not rewritten.free_symbols <= set(slacks):
        return None
    numerator, denominator = numerator_and_denominator(rewritten)
    if _leading_sign(denominator) < 0:
        numerator, denominator = -numerator, -denominator
    if not _certainly_positive(denominator, open_slacks):
        return None
    if any(coefficient < 0 for coefficient in numerator.coeffs()):
        return None
    return "positive" if _certainly_positive(numerator, open_slacks) else "non-negative"


def _leading_sign(polynomial: sympy.Poly) -> int:
    return 1 if polynomial.LC() > 0 else -1


def _certainly_positive(polynomial: sympy.Poly, open_slacks: Iterable[sympy.Symbol]) -> bool:
    """Say whether all coefficients are >= 0 and one term never vanishes for positive open slacks."""
    never_zero = set(open_slacks)
    if any(coefficient < 0 for coefficient in polynomial.coeffs()):
        return False
    return any(
        coefficient > 0
        and all(gen in never_zero for gen, power in zip(polynomial.gens, powers, strict=True) if power)
        for powers, coefficient in polynomial.terms()
    )


@dataclass(frozen=True)
class ForEveryPairOfLayers:
    """An identity in two layers and the product of the rest holds for every depth and every pair."""

    identity: Identity

    @property
    def text(self) -> str:
        return f"for every depth L >= 2 and every two layers l, k: {self.identity.text}"

    @property
    def latex(self) -> str:
        return rf"\forall L \ge 2,\ \forall \ell \ne k:\quad {self.identity.latex}"


@dataclass(frozen=True)
class ForEveryDepth:
    """An identity between formulas with a symbolic depth holds for every whole L >= 2."""

    identity: Identity

    @property
    def text(self) -> str:
        return f"for every depth L >= 2: {self.identity.text}"

    @property
    def latex(self) -> str:
        return rf"\forall L \ge 2:\quad {self.identity.latex}"


@dataclass(frozen=True)
class Monotone:
    """A function of one variable is strictly increasing above a point, for every depth."""

    function: sympy.Expr
    variable: sympy.Symbol
    above: sympy.Expr

    @property
    def text(self) -> str:
        return f"{self.function} strictly increases in {self.variable} > {self.above}"

    @property
    def latex(self) -> str:
        return (
            rf"{sympy.latex(self.function)}\ \text{{strictly increases in}}\ "
            rf"{sympy.latex(self.variable)} > {sympy.latex(self.above)}"
        )


@dataclass(frozen=True)
class StartsAt:
    """A function extends continuously to [start, oo) and takes a value at `start`."""

    function: sympy.Expr
    variable: sympy.Symbol
    start: sympy.Expr
    value: sympy.Expr

    @property
    def text(self) -> str:
        return (
            f"{self.function} is continuous for {self.variable} >= {self.start}, "
            f"with value {self.value} at {self.start}"
        )

    @property
    def latex(self) -> str:
        return (
            rf"{sympy.latex(self.function)} \to {sympy.latex(self.value)}\ \text{{as}}\ "
            rf"{sympy.latex(self.variable)} \downarrow {sympy.latex(self.start)}"
        )


@dataclass(frozen=True)
class EveryValue:
    """A function of a variable above a point takes every value above another, once or more."""

    function: sympy.Expr
    variable: sympy.Symbol
    above: sympy.Expr
    value_above: sympy.Expr
    once: bool

    @property
    def text(self) -> str:
        how = "exactly once" if self.once else "at least once"
        return (
            f"{self.function} with {self.variable} > {self.above} takes every value above "
            f"{self.value_above} {how}"
        )

    @property
    def latex(self) -> str:
        quantifier = r"\exists!" if self.once else r"\exists"
        return (
            rf"\forall y > {sympy.latex(self.value_above)}\ {quantifier}\, "
            rf"{sympy.latex(self.variable)} > {sympy.latex(self.above)}:\ {sympy.latex(self.function)} = y"
        )


@dataclass(frozen=True)
class OrbitForEveryRate:
    """For every depth and every normalised learning rate above a value a positive period-2 orbit exists."""

    above: sympy.Expr
    once: bool

    @property
    def text(self) -> str:
        how = "exactly one" if self.once else "a"
        return (
            f"for every depth L >= 2 and every kappa > {self.above} the balanced mode has {how} period-2 "
            "orbit with both points positive"
        )

    @property
    def latex(self) -> str:
        quantifier = r"\exists!" if self.once else r"\exists"
        return (
            rf"\forall L \ge 2\ \forall \kappa > {sympy.latex(self.above)}\ {quantifier}\, "
            r"\{\rho_1 < \rho_2\} \subset (0, \infty):\ \rho_1 \to \rho_2 \to \rho_1"
        )


@dataclass(frozen=True)
class Both:
    """Two propositions hold."""

    first: Proposition
    second: Proposition

    @property
    def text(self) -> str:
        return f"{self.first.text}; and {self.second.text}"

    @property
    def latex(self) -> str:
        return rf"{self.first.latex} \quad\text{{and}}\quad {self.second.latex}"
