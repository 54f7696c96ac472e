r"""The doubling of the limit map: its orbit has the multiplier -1 at one kappa, known to 49 decimals.

kappa rises with the ratio Z and the multiplier falls: w = ln Z is at least 2 (Z-1)/(Z+1) and (Z^2-1)/(Z^2+1),
and at most (Z-1/Z)/2 and (Z^2-1/Z^2)/4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb, ctx, fmpq

from theory import rules
from theory.argument import Argument, Rule, Step
from theory.limit_map import (
    BEYOND_ONE,
    LIMIT_DOMAIN,
    MAP,
    MULTIPLIER,
    RATE,
    LimitOrbit,
    at_ratio,
    derivative,
    orbit_steps,
    w,
)
from theory.polynomials import vanishes
from theory.propositions import Inequality, Proposition
from theory.rules import NamedRule
from theory.symbols import Z

_zero, _one = sympy.Integer(0), sympy.Integer(1)

DOUBLING = sympy.Rational(25032912422330420536874400675643638001148137329527, 10**49)
"""The normalised learning rate at which the multiplier is -1, to `DECIMALS` decimals."""
DECIMALS = 49
"""How many decimals of that kappa are stated."""


def _logarithm_bound(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, True), [Inequality(rise, zero, beyond, True)]:
            difference = left - right
            return (
                domain == LIMIT_DOMAIN
                and beyond == BEYOND_ONE
                and zero == 0
                and not rise.has(w)
                and vanishes(derivative(difference) / Z - rise)
                and vanishes(difference.subs({Z: 1, w: 0}))
            )
    return False


LOGARITHM_BOUND: Rule = NamedRule(
    "bounds of the logarithm",
    "What is zero at Z = 1 and has a positive derivative for Z > 1 is positive there, with w = ln Z.",
    _logarithm_bound,
)

BOUNDS = {
    "at most the mean": ((Z - 1 / Z) / 2, w, (Z - 1) ** 2 / (2 * Z**2)),
    "at least the chord": (w, 2 * (Z - 1) / (Z + 1), (Z - 1) ** 2 / (Z * (Z + 1) ** 2)),
    "at most the mean of squares": ((Z**2 - Z**-2) / 4, w, (Z**2 - 1) ** 2 / (2 * Z**3)),
    "at least the chord of squares": (w, (Z**2 - 1) / (Z**2 + 1), (Z**2 - 1) ** 2 / (Z * (Z**2 + 1) ** 2)),
}
"""Bounds of w = ln Z: the larger side, the smaller side, and the derivative of their difference by Z."""


def _bounds() -> tuple[Step, ...]:
    steps = []
    for name, (larger, smaller, rise) in BOUNDS.items():
        steps.append(Step(f"w {name}, derivative", Inequality(rise, _zero, BEYOND_ONE, strict=True)))
        bound = Inequality(larger, smaller, LIMIT_DOMAIN, strict=True)
        steps.append(Step(f"w {name}", bound, LOGARITHM_BOUND, (f"w {name}, derivative",)))
    return tuple(steps)


def _slopes(rate: sympy.Expr, multiplier: sympy.Expr) -> tuple[Inequality, Inequality]:
    """Return that kappa rises with Z, and that the multiplier falls."""
    return (
        Inequality(derivative(rate), _zero, LIMIT_DOMAIN, strict=True),
        Inequality(-derivative(multiplier), _zero, LIMIT_DOMAIN, strict=True),
    )


def _slope_steps(rate: sympy.Expr, multiplier: sympy.Expr) -> tuple[Step, ...]:
    rises, falls = _slopes(rate, multiplier)
    scale = (1 + Z**2) ** 2 / (Z * (Z**2 - 1))
    # 1 - m is a sum of terms that rise: 2 w sinh w, 2 w^2 (1 + cosh w), 2 w coth(w/2), -w^2/sinh(w/2)^2.
    plain = (Z - 1 / Z) + w * (Z + 1 / Z) + 2 * w * (Z + 2 + 1 / Z) + w**2 * (Z - 1 / Z)
    names = [f"w {name}" for name in BOUNDS]
    return (
        Step(
            "kappa rises",
            rises,
            rules.combination(8 * Z**2 / (Z**4 - 1) * scale, (Z**2 + 1) / (Z**2 - 1) * scale),
            tuple(names[2:]),
        ),
        Step(
            "multiplier falls",
            falls,
            rules.combination(4 * Z / (Z - 1) ** 2, 4 * w * Z * (Z + 1) / (Z - 1) ** 3, plain),
            tuple(names[:2]),
        ),
    )


@dataclass(frozen=True)
class PassesBetween:
    """Between two ratios the multiplier passes -1, and kappa stays near a value.

    Attributes:
        rate: in Z and w = ln Z.
        multiplier: in Z and w.
        value: kappa differs from it by at most half a unit of its decimal number `DECIMALS`.
        ratios: the two ratios, rational.
    """

    rate: sympy.Expr
    multiplier: sympy.Expr
    value: sympy.Expr
    ratios: tuple[Fraction, Fraction]

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"the multiplier is above -1 at one of two ratios and below at the other, and kappa is within "
            f"10^-{DECIMALS}/2 of {self.value} at both"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"m(Z_1) > -1 > m(Z_2),\ |\kappa(Z_{{1, 2}}) - {sympy.latex(self.value)}| "
            rf"\le \tfrac12 10^{{-{DECIMALS}}}"
        )

    def decide(self) -> bool:
        """Evaluate at both ratios in ball arithmetic."""
        if not (self.value.is_Rational and 1 < self.ratios[0] < self.ratios[1]):
            return False
        with ctx.workprec(8 * DECIMALS):
            value, unit = arb(fmpq(int(self.value.p), int(self.value.q))), arb(10) ** -DECIMALS
            multipliers = [at_ratio(self.multiplier, ratio) for ratio in self.ratios]
            rates = [at_ratio(self.rate, ratio) for ratio in self.ratios]
            near = all(abs(rate - value) <= unit / 2 for rate in rates)
            return bool(near and multipliers[0] > -1 and multipliers[1] < -1)


def ratios_of_doubling(multiplier: sympy.Expr = MULTIPLIER) -> tuple[Fraction, Fraction]:
    """Bisect ratios between 1 and 2 for where the multiplier passes -1, to more digits than `DECIMALS`.

    >>> float(ratios_of_doubling()[0])
    1.703590951957932
    """
    low, high = Fraction(1), Fraction(2)
    with ctx.workprec(8 * DECIMALS):
        for _ in range(5 * DECIMALS):
            middle = (low + high) / 2
            low, high = (middle, high) if at_ratio(multiplier, middle) > -1 else (low, middle)
    return low, high


@dataclass(frozen=True)
class LimitDoubling:
    """The period-2 orbits of the limit map lose stability, with a multiplier of -1, at exactly one kappa.

    Attributes:
        rate: of the orbit, in Z and w = ln Z.
        multiplier: of the orbit, in Z and w.
        value: the kappa at which the multiplier is -1, to `DECIMALS` decimals.
    """

    rate: sympy.Expr
    multiplier: sympy.Expr
    value: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"the multiplier {self.multiplier} of the period-2 orbit of {MAP} is -1 for one kappa = "
            f"{self.rate}, above for smaller and below for larger ones; it is {self.value} to {DECIMALS} "
            "decimals"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\exists!\, \kappa_\infty:\ m = -1,\quad |\kappa_\infty - {sympy.latex(self.value)}| "
            rf"\le \tfrac12 10^{{-{DECIMALS}}}"
        )


def _limit_doubling(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case LimitDoubling(rate, multiplier, value), [orbit, rises, falls, PassesBetween() as between]:
            return (
                orbit == LimitOrbit(rate, multiplier)
                and (rises, falls) == _slopes(rate, multiplier)
                and between == PassesBetween(rate, multiplier, value, between.ratios)
            )
    return False


LIMIT_DOUBLING: Rule = NamedRule(
    "one passage of a falling function",
    "A multiplier that falls strictly in Z > 1, above -1 at one ratio and below at another, is -1 exactly "
    "once, between them; where kappa rises strictly, its value there lies between its values at the two "
    "ratios.",
    _limit_doubling,
)


def limit_doubling(
    rate: sympy.Expr = RATE, multiplier: sympy.Expr = MULTIPLIER, value: sympy.Expr = DOUBLING
) -> Argument:
    """Return the argument that the orbit of the limit map doubles its period once, at a stated kappa.

    Args:
        rate: the normalised learning rate of the orbit, in Z and w = ln Z.
        multiplier: of the orbit, in Z and w.
        value: the kappa at which the multiplier is -1, to `DECIMALS` decimals.

    >>> limit_doubling().check().holds
    True
    """
    shows, orbit = LimitDoubling(rate, multiplier, value), orbit_steps(rate, multiplier)
    between = PassesBetween(rate, multiplier, value, ratios_of_doubling())
    return Argument(
        shows,
        (
            *orbit,
            *_bounds(),
            *_slope_steps(rate, multiplier),
            Step("passage", between),
            Step(
                "doubling of the limit",
                shows,
                LIMIT_DOUBLING,
                (orbit[-1].label, "kappa rises", "multiplier falls", "passage"),
            ),
        ),
    )
