r"""The map u -> u exp(kappa u (1 - u)), the limit of balanced steps as the depth grows: its period-2 orbits.

With Z = u_2/u_1 > 1 the ratio of the two points and w = ln Z,

    u_1 = (1 + Z)/(1 + Z^2),    kappa = w (1 + Z^2)^2 / (Z (Z^2 - 1)),

and the multiplier is rational in w and Z.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb, fmpq

from theory.argument import Rule, Step
from theory.propositions import Domain, Identity, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import Z, kappa, u

_zero, _one = sympy.Integer(0), sympy.Integer(1)

w = sympy.Symbol("w", positive=True)
"""The logarithm of the ratio Z."""
PULL = kappa * u * (1 - u)
"""The logarithm of the factor by which one step multiplies the end-to-end value."""
MAP = u * sympy.exp(PULL)
"""The end-to-end value after one step."""
LOWER = (1 + Z) / (1 + Z**2)
"""The lower point of the orbit."""
RATE = w * (1 + Z**2) ** 2 / (Z * (Z**2 - 1))
"""The normalised learning rate of the orbit."""
MULTIPLIER = (1 + w * (Z**2 - 2 * Z - 1) / (Z * (Z - 1))) * (1 - w * (Z**2 + 2 * Z - 1) / (Z - 1))
"""The derivative of two steps at the orbit."""

BEYOND_ONE = Domain((Range(Z, _one, strict=True),))
"""Every ratio Z > 1."""
LIMIT_DOMAIN = Domain((*BEYOND_ONE.ranges, Range(w, _zero, strict=True)), where=((w, sympy.log(Z)),))
"""Every ratio Z > 1, with w = ln Z."""


def in_logarithm(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in Z and ln Z with w for ln Z."""
    return formula.subs(sympy.log(Z), w)


def derivative(formula: sympy.Expr) -> sympy.Expr:
    """Return Z d/dZ of a formula in Z and w = ln Z, that is its derivative by w."""
    return Z * sympy.diff(formula, Z) + sympy.diff(formula, w)


@dataclass(frozen=True)
class LimitOrbit:
    """For each Z > 1 the limit map has one period-2 orbit with points u and Z u, at a rate.

    Attributes:
        rate: the normalised learning rate, in Z and w = ln Z.
        multiplier: the derivative of two steps, in Z and w.
    """

    rate: sympy.Expr
    multiplier: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every Z > 1, with w = ln Z, the map {MAP} has one period-2 orbit with points u and Z u, "
            f"u > 0: at kappa = {self.rate}, with multiplier {self.multiplier}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"u \mapsto {sympy.latex(MAP)},\ w = \ln Z:\quad \kappa = {sympy.latex(self.rate)},\ "
            rf"m = {sympy.latex(self.multiplier)}"
        )


def _orbit_identities(rate: sympy.Expr, multiplier: sympy.Expr) -> tuple[Identity, ...]:
    # The derivative of u exp(p) is exp(p) (1 + u p'), and the two factors exp(p) are Z and 1/Z.
    slope = 1 + u * sympy.diff(PULL, u)

    def at(formula: sympy.Expr, value: sympy.Expr, kappa_: sympy.Expr = kappa) -> sympy.Expr:
        return formula.subs({u: value, kappa: kappa_}, simultaneous=True)

    return (
        Identity(PULL + at(PULL, Z * u), kappa * u * (1 + Z**2) * (LOWER - u)),
        Identity(at(PULL, LOWER, rate), w),
        Identity(at(slope, LOWER, rate) * at(slope, Z * LOWER, rate), multiplier),
    )


def _limit_orbit(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case LimitOrbit(rate, multiplier):
            return tuple(premises) == _orbit_identities(rate, multiplier)
    return False


LIMIT_ORBIT: Rule = NamedRule(
    "orbits of the limit map",
    "u and Z u are exchanged by u exp(kappa u (1 - u)) exactly where kappa u (1 - u) = ln Z and "
    "kappa Z u (1 - Z u) = -ln Z. The sum of both fixes u, the first then kappa. The derivative of u exp(p) "
    "is exp(p) (1 + u p'), and the two values of exp(p) are Z and 1/Z.",
    _limit_orbit,
)


def orbit_steps(rate: sympy.Expr, multiplier: sympy.Expr) -> tuple[Step, ...]:
    """Return the steps that establish `LimitOrbit` for formulas in Z and w, which is the last of them."""
    labels = ("return", "rate", "slopes of the limit")
    identities = tuple(map(Step, labels, _orbit_identities(rate, multiplier)))
    return (*identities, Step("orbit of the limit", LimitOrbit(rate, multiplier), LIMIT_ORBIT, labels))


def at_ratio(formula: sympy.Expr, ratio: Fraction) -> arb:
    """Enclose a rational formula in Z and w = ln Z at a rational ratio, at the present precision.

    Raises:
        TypeError: if the formula is not of that kind.
    """
    point = arb(fmpq(ratio.numerator, ratio.denominator))
    values = {Z: point, w: point.log()}

    def enclosed(part: sympy.Expr) -> arb:
        if part in values:
            return values[part]
        if part.is_Rational:
            return arb(fmpq(int(part.p), int(part.q)))
        if part.is_Pow and part.exp.is_Integer:
            return enclosed(part.base) ** int(part.exp)
        if not (part.is_Add or part.is_Mul):
            raise TypeError(f"{part} is not rational in Z and w")
        total = arb(0) if part.is_Add else arb(1)
        for argument in part.args:
            total = total + enclosed(argument) if part.is_Add else total * enclosed(argument)
        return total

    return enclosed(formula)
