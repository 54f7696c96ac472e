r"""Two layers: the period-2 orbit in radicals of kappa.

The ratio gives kappa = 2 (z + 1/z - 1), so (kappa - 2)(kappa + 6) is the square of 2 (z - 1/z), which is
positive for z > 1. Formulas with that square root are therefore rational in z, and are compared there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import multipliers, orbits, rules
from theory.argument import Argument, Rule, Step
from theory.polynomials import NotDecidableError, vanishes
from theory.propositions import Both, EveryValue, Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L, kappa, sigma, z

KAPPA = 2 * (z + 1 / z - 1)
"""The normalised learning rate of the orbit of two layers with ratio z."""
ROOT = 2 * (z - 1 / z)
"""The positive square root of (kappa - 2)(kappa + 6) for z > 1."""


def in_ratio(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in kappa as a rational function of the ratio z > 1.

    Raises:
        NotDecidableError: if it has another root than of rational multiples of kappa^2 + 4 kappa - 12.

    >>> in_ratio(sympy.sqrt(kappa**2 + 4 * kappa - 12) / 2).equals(z - 1 / z)
    True
    """

    def rational(power: sympy.Pow) -> sympy.Expr:
        square = sympy.cancel(power.base.subs(kappa, KAPPA) / ROOT**2)
        factor = sympy.sqrt(square) if square.is_Rational and square > 0 else sympy.nan
        if power.exp != sympy.Rational(1, 2) or not factor.is_Rational:
            raise NotDecidableError(f"{power} is not rational in the ratio of the points")
        return factor * ROOT

    roots = [power for power in formula.atoms(sympy.Pow) if not power.exp.is_Integer]
    return formula.xreplace({power: rational(power) for power in roots}).subs(kappa, KAPPA)


@dataclass(frozen=True)
class InRadicals:
    """For two layers and every kappa > 2, formulas in kappa give both points and the multiplier."""

    lower: sympy.Expr
    upper: sympy.Expr
    multiplier: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = 2 and every kappa > 2 the period-2 orbit has the end-to-end values {self.lower} and "
            f"{self.upper} and the multiplier {self.multiplier}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        lower, upper, multiplier = (sympy.latex(part) for part in (self.lower, self.upper, self.multiplier))
        return rf"L = 2:\ u_1 = {lower},\ u_2 = {upper},\ m = {multiplier}"


def _in_radicals(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case InRadicals(lower, upper, multiplier), [
            EveryValue() as every,
            Identity(rate, in_sum),
            Identity(square, radicand),
            Both(Both(Identity() as first, Identity() as second), Identity() as slope),
        ]:
            points = orbits.points(2, z)
            return (
                every == EveryValue(orbits.KAPPA, z, sympy.Integer(1), sympy.Integer(2), once=True)
                and vanishes(rate - orbits.kappa(2, z))
                and in_sum == KAPPA
                and square == ROOT**2
                and vanishes(radicand - ((kappa - 2) * (kappa + 6)).subs(kappa, KAPPA))
                and first == Identity(sigma * points[0], in_ratio(lower))
                and second == Identity(sigma * points[1], in_ratio(upper))
                and slope == Identity(_multiplier(), in_ratio(multiplier))
            )
    return False


IN_RADICALS: Rule = NamedRule(
    "radicals by a rational parametrisation",
    "Every kappa > 2 is 2 (z + 1/z - 1) for one z > 1, where the square root of (kappa - 2)(kappa + 6) is "
    "2 (z - 1/z); formulas in kappa and that root that agree as rational functions of z agree for every "
    "kappa > 2.",
    _in_radicals,
)


def _multiplier() -> sympy.Expr:
    return multipliers.MULTIPLIER.subs(L, 2)


def in_radicals(lower: sympy.Expr, upper: sympy.Expr, multiplier: sympy.Expr) -> Argument:
    """Return the argument that formulas in kappa and sigma are the points and the multiplier, for two layers.

    Raises:
        NotDecidableError: as `in_ratio`.

    >>> root = sympy.sqrt(kappa**2 + 4 * kappa - 12)
    >>> low, high = ((kappa + 2 + sign * root) * sigma / (2 * kappa) for sign in (-1, 1))
    >>> in_radicals(low, high, 9 - (kappa + 2) ** 2 / 2).check().holds
    True
    """
    points = orbits.points(2, z)
    first = Identity(sigma * points[0], in_ratio(lower))
    second = Identity(sigma * points[1], in_ratio(upper))
    slope = Identity(_multiplier(), in_ratio(multiplier))
    both, three = Both(first, second), Both(Both(first, second), slope)
    shows = InRadicals(lower, upper, multiplier)
    # Everything but the conclusion that an orbit exists: that kappa takes every value above 2 once.
    rates = tuple(
        step for step in orbits.uniqueness().steps if step.label not in ("residual", "every depth", "orbit")
    )
    return Argument(
        shows,
        (
            *rates,
            Step("kappa", Identity(orbits.kappa(2, z), KAPPA)),
            Step("square", Identity(ROOT**2, (KAPPA - 2) * (KAPPA + 6))),
            Step("lower", first),
            Step("upper", second),
            Step("slopes", slope),
            Step("points", both, rules.CONJUNCTION, ("lower", "upper")),
            Step("formulas", three, rules.CONJUNCTION, ("points", "slopes")),
            Step("radicals", shows, IN_RADICALS, ("once", "kappa", "square", "formulas")),
        ),
    )
