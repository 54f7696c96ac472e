r"""The doubling as the depth grows: it rises with the depth, and tends to the doubling of the limit map.

With Z = z^L fixed, z tends to 1 and L (z - 1) to w = ln Z as L grows. Multiplier and kappa of the period-2
orbit are products of powers in L, z and Z, so they tend to those of the orbit of the limit map (`limit_map`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import doubling, multipliers, orbits
from theory.argument import Argument, Rule, Step
from theory.limit_doubling import DOUBLING, LimitDoubling, limit_doubling
from theory.limit_map import MULTIPLIER, RATE, w
from theory.polynomials import generator_of, in_generators, numerator_and_denominator, vanishes
from theory.propositions import (
    Domain,
    ForEveryDepth,
    Identity,
    Inequality,
    Monotone,
    OrbitForEveryRate,
    Proposition,
    Range,
)
from theory.real_roots import NotIsolatedError
from theory.rules import NamedRule, without_geometric_sum
from theory.stability import DEPTHS, DoublingAgainst
from theory.stability import multiplier as multiplier_at_every_depth
from theory.symbols import L, Z, z

_one, _two = sympy.Integer(1), sympy.Integer(2)

INVERSE = sympy.Symbol("1/L", positive=True)
"""The inverse of the depth."""
_LARGE_DEPTHS = Domain((Range(Z, _one, strict=True), Range(w, sympy.Integer(0), strict=True)))


@dataclass(frozen=True)
class TendsTo:
    """As the depth grows with Z = z^L fixed, a product of powers tends to a limit, for every Z > 1.

    Attributes:
        formula: in L, z, Z = z^L and G = (Z - 1)/(z - 1).
        limit: in Z and w = ln Z.
    """

    formula: sympy.Expr
    limit: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"{self.formula} tends to {self.limit} as L grows with Z = z^L > 1 fixed, w = ln Z"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        formula, limit = sympy.latex(self.formula), sympy.latex(self.limit)
        return rf"\lim_{{L \to \infty}} {formula} = {limit}\quad (z = Z^{{1/L}})"

    def decide(self) -> bool:
        """Write z = 1 + w/L, and put 1/L = 0 into what is then rational in 1/L, w and Z.

        The true L (z - 1) differs from w, but tends to it; what is continuous at 1/L = 0 has the same limit.
        """
        total = _one
        rational = _one
        for factor in sympy.Mul.make_args(self.formula):
            base, exponent = factor.as_base_exp()
            if exponent.is_Integer:
                rational *= factor
                continue
            value, power = _at_infinite_depth(base), _at_infinite_depth(exponent)
            # A power with an exponent that varies is continuous where its base is positive.
            if value is None or power is None or not (power.is_Integer and _is_positive(value)):
                return False
            total *= value**power
        value = _at_infinite_depth(rational)
        return value is not None and vanishes(total * value - self.limit)


def _at_infinite_depth(formula: sympy.Expr) -> sympy.Expr | None:
    """Return a rational function of L, z, Z and G at 1/L = 0, or None where it may have a pole there."""
    at = {L: 1 / INVERSE, z: 1 + w * INVERSE}
    written = without_geometric_sum(formula).subs(at, simultaneous=True)
    numerator, denominator = (part.as_expr().subs(INVERSE, 0) for part in numerator_and_denominator(written))
    if not any(_is_positive(sign * denominator) for sign in (1, -1)):
        return None
    return numerator / denominator


def _is_positive(formula: sympy.Expr) -> bool:
    return Inequality(formula, sympy.Integer(0), _LARGE_DEPTHS, strict=True).decide()


@dataclass(frozen=True)
class DoublingTendsTo:
    """Deep enough networks have an orbit with multiplier -1 as near to the limit's kappa as one likes.

    Attributes:
        limit: the doubling of the limit map.
    """

    limit: LimitDoubling

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"{self.limit.text}; from some depth on the period-2 orbit has the multiplier -1 at a kappa as "
            "near to it as one likes"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"{self.limit.latex},\quad \forall \varepsilon > 0\ \exists L_0\ \forall L \ge L_0\ "
            r"\exists \kappa:\ m_L(\kappa) = -1,\ |\kappa - \kappa_\infty| < \varepsilon"
        )


def _in_powers(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in L and z with Z for z^L."""
    return in_generators(formula).subs(generator_of(z), Z)


def _near_the_limit(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            DoublingTendsTo(LimitDoubling(rate, multiplier) as limit),
            [
                LimitDoubling() as of_limit,
                ForEveryDepth(Identity(derived, formula)),
                TendsTo() as first,
                TendsTo() as second,
                OrbitForEveryRate() as orbit,
                Monotone() as rising,
            ],
        ):
            return (
                of_limit == limit
                and vanishes(derived - multipliers.derivative_of_two_steps())
                and first == TendsTo(_in_powers(formula), multiplier)
                and second == TendsTo(orbits.KAPPA, rate)
                and orbit == OrbitForEveryRate(_two, once=True)
                and rising == Monotone(orbits.KAPPA, z, _one)
            )
    return False


NEAR_THE_LIMIT: Rule = NamedRule(
    "sign changes persist",
    "Take ratios Z on either side of the doubling of the limit map, where its multiplier is above and below "
    "-1 and its kappa near the value there. From some depth on the multipliers at these two Z are on the "
    "same sides of -1, and kappa near the same values; between them the multiplier is -1, at a kappa that "
    "lies between those at the two Z, as kappa rises with z.",
    _near_the_limit,
)


def tends_to_limit(
    rate: sympy.Expr = RATE, multiplier: sympy.Expr = MULTIPLIER, value: sympy.Expr = DOUBLING
) -> Argument:
    """Return the argument that the doubling tends to that of the limit map, at a stated kappa.

    Args are those of `limit_doubling.limit_doubling`.

    >>> tends_to_limit().check().holds
    True
    """
    limit = limit_doubling(rate, multiplier, value)
    assert isinstance(limit.shows, LimitDoubling)
    at_every_depth = multiplier_at_every_depth(multipliers.MULTIPLIER)
    shows = DoublingTendsTo(limit.shows)
    return Argument(
        shows,
        (
            *limit.steps,
            *at_every_depth.steps,
            *orbits.uniqueness().steps,
            Step("limit of the multiplier", TendsTo(_in_powers(multipliers.MULTIPLIER), multiplier)),
            Step("limit of kappa", TendsTo(orbits.KAPPA, rate)),
            Step(
                "tends",
                shows,
                NEAR_THE_LIMIT,
                (
                    limit.steps[-1].label,
                    at_every_depth.steps[-1].label,
                    "limit of the multiplier",
                    "limit of kappa",
                    "orbit",
                    "rising",
                ),
            ),
        ),
    )


@dataclass(frozen=True)
class DoublingRises:
    """From a depth to the next one the doubling comes at a larger kappa."""

    depth: int

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"kappa_d({self.depth}) < kappa_d({self.depth + 1})"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\kappa_d({self.depth}) < \kappa_d({self.depth + 1})"

    def decide(self) -> bool:
        """Compare rationals between which the two lie."""
        try:
            return (
                doubling.kappa_between(self.depth, TOLD_APART)[1]
                < doubling.kappa_between(self.depth + 1, TOLD_APART)[0]
            )
        except (ValueError, NotIsolatedError):
            return False


TOLD_APART = 12
"""Decimals at which the doublings of successive depths are told apart."""


@dataclass(frozen=True)
class RisesBelow:
    """At consecutive depths the doubling rises with the depth and stays below a number."""

    depths: tuple[int, ...]
    bound: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        low, high = self.depths[0], self.depths[-1]
        return f"kappa_d(L) rises strictly with L = {low}, ..., {high} and stays below {self.bound}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        low, high = self.depths[0], self.depths[-1]
        return rf"\kappa_d({low}) < \cdots < \kappa_d({high}) < {sympy.latex(self.bound)}"


def _rises_below(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case RisesBelow(depths, bound), [*rises, last]:
            return (
                len(depths) > 1
                and depths == tuple(range(depths[0], depths[-1] + 1))
                and rises == [DoublingRises(depth) for depth in depths[:-1]]
                and last == DoublingAgainst(depths[-1], bound, after=False)
            )
    return False


RISES_BELOW: Rule = NamedRule(
    "a rising chain", "Numbers that rise one after the other all lie below a bound of the last.", _rises_below
)


def rises(bound: sympy.Expr = DOUBLING, depths: Sequence[int] = DEPTHS) -> Argument:
    """Return the argument that the doubling rises with the depth and stays below a number.

    Args:
        bound: a number made of rationals and roots.
        depths: consecutive whole numbers from 2 on, at least two.

    >>> rises(depths=range(2, 6)).check().holds
    True
    """
    shows = RisesBelow(tuple(depths), bound)
    chain = [Step(f"from {depth} to {depth + 1}", DoublingRises(depth)) for depth in depths[:-1]]
    last = Step("below the bound", DoublingAgainst(depths[-1], bound, after=False))
    labels = tuple(step.label for step in (*chain, last))
    return Argument(shows, (*chain, last, Step("rising chain", shows, RISES_BELOW, labels)))
