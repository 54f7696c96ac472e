r"""Period-2 orbits of a balanced mode that change sign, or have two negative points, for every kappa > 0.

The points are rho and -t rho with t >= 1 (the point nearer to zero first). What the return residual says
depends on the parity of the depth: (-t)^L is T or -T with T = t^L. Formulas below write t as z and T as Z.

* Even L: the points are rho and -rho, with eta rho^(L-2) (rho^L - sigma) = 2; one orbit for every kappa > 0.
* Odd L: the negative point is nearer to zero; one orbit for every kappa > 0.
* Both points negative: for even L the mirror images of the positive orbits, for odd L none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes, rules
from theory.argument import Argument, Rule, Step
from theory.orbits import KAPPA, LOWER, return_identity, uniqueness
from theory.polynomials import generator_of, in_generators, vanishes
from theory.propositions import (
    Both,
    EveryValue,
    ForEveryDepth,
    Identity,
    Inequality,
    NonZero,
    OrbitForEveryRate,
    Proposition,
)
from theory.rules import RATIO_DOMAIN, NamedRule, logarithmic_derivative
from theory.symbols import L, Z, eta, rho, sigma, u, z

_zero, _one = sympy.Integer(0), sympy.Integer(1)
ONSET = sympy.Integer(2)
"""The kappa above which positive orbits exist, and at even depths their mirror images."""
SYMMETRIC = eta * rho ** (L - 2) * (rho**L - sigma) - 2
"""It vanishes where one step takes rho to -rho, at even depths."""
NEGATIVE_SIZE = sigma * (1 + z ** (L - 1)) / (z ** (2 * L - 1) - 1)
"""At odd depths, minus the end-to-end value of the negative point; the other point is -z times as large."""
_SIZE = (z + Z) / (Z**2 - z)
ODD_KAPPA = L * (1 + z) * _SIZE ** (-(L - 2) / L) / (1 + _SIZE)
"""The normalised learning rate of the orbit of an odd depth that changes sign, in terms of the ratio."""


def residual(parity: int) -> sympy.Expr:
    """Return the return residual where the first step takes rho to -z rho, for even (0) or odd (1) depths.

    It is rational in sigma, u, z and Z = z^L.
    """
    flipped = in_generators(modes.return_residual())
    power = generator_of(z)
    return flipped.subs({z: -z, power: -Z if parity else Z}, simultaneous=True)


def even_residual() -> Identity:
    """Return the identity that reads off u = rho^L at even depths."""
    return Identity(residual(0), -(z + 1) / (sigma - u) * (sigma * (1 - Z / z) - u * (1 - Z**2 / z)))


@dataclass(frozen=True)
class OneOrbitChangesSign:
    """At all depths of one parity exactly one period-2 orbit changes sign, for every kappa > 0.

    For an even depth `points` vanishes at rho, and the orbit is {-rho, rho}; for an odd depth it is minus the
    end-to-end value of the negative point, as a function of the ratio z > 1 of the points.
    """

    parity: int
    points: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        which = (
            f"with end-to-end value -({self.points}) at its negative point and a positive point z > 1 "
            "times as large"
            if self.parity
            else f"{{-rho, rho}} with {self.points} = 0"
        )
        return (
            f"for every {'odd' if self.parity else 'even'} depth L >= 2 and every kappa > 0 exactly one "
            f"period-2 orbit of the balanced mode changes sign: {which}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        which = (
            rf"\rho_1^L = -\left({sympy.latex(self.points)}\right),\ \rho_2 = -z \rho_1"
            if self.parity
            else rf"\rho_1 = -\rho_2,\ {sympy.latex(self.points)} = 0"
        )
        parity = r"\text{odd}" if self.parity else r"\text{even}"
        return rf"L\ {parity},\ \kappa > 0:\ \exists!\,\{{\rho_1, \rho_2\}},\ \rho_1 \rho_2 < 0:\ {which}"


@dataclass(frozen=True)
class BothNegative:
    """For even depths the orbits with two negative points mirror the positive ones; for odd ones none exist.

    `above` is where the positive ones begin to exist: from there on there is exactly one.
    """

    parity: int
    above: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        if self.parity:
            return "for every odd depth and every kappa > 0 no period-2 orbit has both points negative"
        return (
            "for every even depth exactly one period-2 orbit has both points negative if kappa > "
            f"{self.above}, else none"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        count = (
            "0" if self.parity else rf"1 \text{{ if }} \kappa > {sympy.latex(self.above)} \text{{ else }} 0"
        )
        parity = r"\text{odd}" if self.parity else r"\text{even}"
        return rf"L\ {parity}:\ \#\{{\rho_1, \rho_2 < 0\}} = {count}"


def _symmetric(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OneOrbitChangesSign(0, points), [
            Identity() as returned,
            Inequality(gap, right, domain, True),
            Identity(at_one, none),
            ForEveryDepth(Identity(mirrored, multiple)),
        ]:
            # For t > 1 the residual says u = (1 - T/t)/(1 - T^2/t).
            forced = (1 - Z / z) / (1 - Z**2 / z)
            return (
                returned == even_residual()
                and vanishes(gap - (1 - forced))
                and right == 0
                and domain == RATIO_DOMAIN
                and vanishes(at_one - residual(0).subs({Z: 1, z: 1}))
                and none == 0
                and vanishes(mirrored - (modes.balanced_step() + rho))
                and vanishes(multiple + rho * points)
            )
    return False


SYMMETRIC_ORBITS: Rule = NamedRule(
    "orbits that change sign, even depths",
    "If t > 1, the return fixes u < sigma, but then eta (sigma - u) rho^(L-2) > 0 cannot be -(1 + t): so "
    "t = 1, where the return is automatic and one step has to take rho to -rho. eta rho^(L-2) (rho^L - "
    "sigma) increases from 0 to infinity for rho^L > sigma and is negative below, so it is 2 once.",
    _symmetric,
)


def symmetric(formula: sympy.Expr = SYMMETRIC) -> Argument:
    """Return the argument that at even depths the only orbit that changes sign is {-rho, rho}.

    Args:
        formula: in rho, eta, sigma and L, which vanishes at rho.

    >>> symmetric().check().holds
    True
    """
    shows = OneOrbitChangesSign(0, formula)
    forced = (1 - Z / z) / (1 - Z**2 / z)
    mirrored = Identity(modes.balanced_step() + rho, -rho * formula)
    return Argument(
        shows,
        (
            Step("return", even_residual()),
            Step("below sigma", Inequality(1 - forced, _zero, RATIO_DOMAIN, strict=True)),
            Step("equal sizes", Identity(residual(0).subs({Z: 1, z: 1}), _zero)),
            Step("mirrored", mirrored),
            Step("every depth", ForEveryDepth(mirrored), rules.GENERIC_POWER, ("mirrored",)),
            Step("orbit", shows, SYMMETRIC_ORBITS, ("return", "below sigma", "equal sizes", "every depth")),
        ),
    )


def _odd(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OneOrbitChangesSign(1, points), [
            Identity(returned, factored),
            NonZero(at_one),
            Inequality(size, right, domain, True),
            Inequality(growth, least, other_domain, False),
        ]:
            written = in_generators(points).subs(generator_of(z), Z)
            others = sympy.cancel(factored * (sigma - u) / ((-written - u) * (z + 1) * (Z**2 / z - 1)))
            return (
                vanishes(returned - residual(1))
                and others == 1
                and vanishes(at_one - residual(1).subs({Z: 1, z: 1}) * (sigma - u))
                and not at_one.has(u)
                and vanishes(size - _SIZE)
                and vanishes(written - sigma * _SIZE)
                and right == 0
                and domain == other_domain == RATIO_DOMAIN
                and vanishes(growth - logarithmic_derivative(ODD_KAPPA))
                and least.is_positive
                and least.is_number
            )
    return False


ODD_ORBITS: Rule = NamedRule(
    "orbits that change sign, odd depths",
    "The sizes of the points differ; with ratio t > 1 the return fixes u < 0, the sign that rho^L has for "
    "rho < 0, and the first step then fixes kappa = L (1 + t)/((1 - u) |u|^((L-2)/L)), for sigma = 1. "
    "That tends to 0 as t tends to 1, where |u| tends to infinity, and its logarithm grows at least like "
    "a positive multiple of log t: it takes every positive value once.",
    _odd,
)


def odd(formula: sympy.Expr = NEGATIVE_SIZE) -> Argument:
    """Return the argument that at odd depths exactly one orbit changes sign, its negative point as stated.

    Args:
        formula: minus the end-to-end value of the negative point, in z, sigma and L.

    >>> odd().check().holds
    True
    """
    shows = OneOrbitChangesSign(1, formula)
    written = in_generators(formula).subs(generator_of(z), Z)
    half = _one / 2
    # How each part of the logarithmic derivative exceeds its limit for large t.
    parts = (
        z / (1 + z) - half,
        (2 * L - 2) * (2 * L - 1) / L * (Z**2 / (Z**2 - z) - 1),
        L * (1 - Z / (1 + Z)),
        (L - 2) * (L - 1) / L * (1 - Z / (z + Z)),
        L - 2,
    )
    growth = logarithmic_derivative(ODD_KAPPA)
    at_one = sympy.cancel(residual(1).subs({Z: 1, z: 1}) * (sigma - u))
    return Argument(
        shows,
        (
            Step("return", Identity(residual(1), (z + 1) * (Z**2 / z - 1) / (sigma - u) * (-written - u))),
            Step("sizes differ", NonZero(at_one)),
            Step("negative", Inequality(_SIZE, _zero, RATIO_DOMAIN, strict=True)),
            Step(
                "growth", Inequality(growth, half, RATIO_DOMAIN, certificate=tuple((p, _one) for p in parts))
            ),
            Step("orbit", shows, ODD_ORBITS, ("return", "sizes differ", "negative", "growth")),
        ),
    )


def _mirror_image() -> Identity:
    """Return the identity that at even depths the step from -rho is minus the step from rho."""
    step = in_generators(modes.balanced_step())
    return Identity(step.subs(rho, -rho), -step)


def _both_negative(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case BothNegative(0, above), [
            Identity() as mirrored,
            OrbitForEveryRate() as positive,
            EveryValue() as rates,
        ]:
            return (
                mirrored == _mirror_image()
                and positive == OrbitForEveryRate(above, once=True)
                and rates == EveryValue(KAPPA, z, _one, above, once=True)
            )
        case BothNegative(1, above), [ForEveryDepth() as returned, Inequality(lower, right, domain, True)]:
            return (
                above == 0
                and returned == return_identity()
                and lower == LOWER
                and right == 0
                and domain == RATIO_DOMAIN
            )
    return False


BOTH_NEGATIVE: Rule = NamedRule(
    "orbits with two negative points",
    "For even depths the update rule is odd, so orbits with negative points mirror those with positive "
    "ones, whose kappa takes each value above the onset once and no other; for odd depths the return "
    "fixes rho^L > 0, which no negative rho has.",
    _both_negative,
)


def both_negative(parity: int) -> Argument:
    """Return the argument on orbits with two negative points, for even (0) or odd (1) depths.

    >>> both_negative(0).check().holds, both_negative(1).check().holds
    (True, True)
    """
    if parity:
        shows = BothNegative(1, _zero)
        identity = return_identity()
        return Argument(
            shows,
            (
                Step("residual", identity.identity),
                Step("every depth", identity, rules.GENERIC_POWER, ("residual",)),
                Step("positive", Inequality(LOWER, _zero, RATIO_DOMAIN, strict=True)),
                Step("none", shows, BOTH_NEGATIVE, ("every depth", "positive")),
            ),
        )
    shows = BothNegative(0, ONSET)
    return Argument(
        shows,
        (
            *uniqueness().steps,
            Step("odd update", _mirror_image()),
            Step("mirrored", shows, BOTH_NEGATIVE, ("odd update", "orbit", "once")),
        ),
    )


def odd_depths(formula: sympy.Expr = NEGATIVE_SIZE) -> Argument:
    """Return the argument that at odd depths one orbit changes sign and none has two negative points.

    Args:
        formula: as for `odd`.

    >>> odd_depths().check().holds
    True
    """
    one, none = odd(formula), both_negative(1)
    shows = Both(one.shows, none.shows)
    both = Step("both", shows, rules.CONJUNCTION, ("orbit", "none"))
    return Argument(shows, (*one.steps, *none.steps, both))
