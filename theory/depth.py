r"""How the edge of stability moves with the depth and with the target.

The flattest global minimum has the sharpness S = L sigma_1^(2 - 2/L) (`theory.flattest`), so at the
learning rate eta every global minimum is sharper than 2/eta exactly where S > 2/eta. That is an
inequality in L, sigma_1 and eta, and everything here is read off it:

- in sigma_1 it holds exactly above (2/(eta L))^(L/(2 L - 2));
- S(L + 1)/S(L) = (1 + 1/L) sigma_1^(2/(L (L + 1))), so one more layer makes it easier exactly where
  sigma_1 > (L/(L + 1))^(L (L + 1)/2), and harder below;
- log S is convex in 1/L and turns at the depth -2 log sigma_1.

Source of the statement: the abstract of the paper, (i), in prose.
"""

import sympy

from theory import depth_rules as rules
from theory import flattest
from theory.argument import Argument, Step
from theory.depth_rules import (
    EVERY_DEPTH,
    EVERY_DEPTH_AND_RATE,
    ONE,
    ZERO,
    DeepReaches,
    ExceedsOne,
    IncreasesFromTwo,
    NextDepthSharper,
    ReachesExactly,
    TargetReaches,
    TurnsAt,
    t,
)
from theory.flattest_rules import power_form
from theory.propositions import Domain, Identity, Inequality, Range
from theory.symbols import L, eta, sigma_top

SHARPNESS = flattest.LEAST
"""Sharpness of the flattest global minimum."""
_TWO = sympy.Integer(2)


def reaches(sharpness: sympy.Expr = SHARPNESS) -> Argument:
    """Return the argument that every global minimum is sharper than 2/eta exactly where a formula is.

    Args:
        sharpness: in sigma_1 and L.

    Raises:
        ValueError: if it is not a constant times a power of sigma_1.

    >>> reaches().check().holds
    True
    """
    steps = _reaches_steps(sharpness)
    return Argument(steps[-1].claim, steps)


def target(bound: sympy.Expr) -> Argument:
    """Return the argument that the edge is reached exactly where sigma_1 is larger than a bound.

    Args:
        bound: a power, in L and eta.

    >>> target((2 / (eta * L)) ** (L / (2 * L - 2))).check().holds
    True
    """
    base, power = bound.as_base_exp()
    coefficient, exponent = power_form(SHARPNESS, sigma_top)
    shows = TargetReaches(base, power)
    crossing = ExceedsOne(coefficient * eta / 2, exponent, base, power)
    return Argument(
        shows,
        (
            *_reaches_steps(SHARPNESS),
            *_crossing_steps(crossing, EVERY_DEPTH_AND_RATE),
            Step("target", shows, rules.TARGET, ("reaches", "crossing")),
        ),
    )


def next_depth(bound: sympy.Expr) -> Argument:
    """Return the argument that S(L + 1) > S(L) exactly where sigma_1 is larger than a bound.

    Args:
        bound: a power, in L.

    >>> next_depth((L / (L + 1)) ** (L * (L + 1) / 2)).check().holds
    True
    """
    steps = _next_depth_steps(bound)
    return Argument(steps[-1].claim, steps)


NEXT_DEPTH_BOUND = (L / (L + 1)) ** (L * (L + 1) / 2)
"""One more layer makes the flattest minimum sharper exactly where sigma_1 is larger than this."""


def increases_from_two(value: sympy.Expr) -> Argument:
    """Return the argument that S strictly increases over all depths exactly where sigma_1 exceeds a value.

    >>> increases_from_two(sympy.Rational(8, 27)).check().holds
    True
    """
    shows = IncreasesFromTwo(value)
    positive = Domain((Range(t, ZERO, strict=True),))
    return Argument(
        shows,
        (
            *_next_depth_steps(NEXT_DEPTH_BOUND),
            Step("convex", Inequality(rules.bend(SHARPNESS), ZERO, positive, strict=True)),
            Step("first step", Identity(value, NEXT_DEPTH_BOUND.subs(L, 2))),
            Step("increases", shows, rules.CONVEX, ("next depth", "least", "convex", "first step")),
        ),
    )


def turns_at(depth: sympy.Expr) -> Argument:
    """Return the argument that S, as a function of real depth, falls below a depth and rises above it.

    Args:
        depth: in the logarithm of sigma_1.

    >>> turns_at(-2 * sympy.log(sigma_top)).check().holds
    True
    """
    shows = TurnsAt(depth)
    factor = 1 / L**2
    turning = depth.subs(sympy.log(sigma_top), rules.lam)
    return Argument(
        shows,
        (
            *flattest.least_steps(SHARPNESS),
            Step("derivative", Identity(rules.slope(SHARPNESS), factor * (L - turning))),
            Step("factor", Inequality(factor, ZERO, EVERY_DEPTH, strict=True)),
            Step("turning", shows, rules.TURNING, ("least", "derivative", "factor")),
        ),
    )


def deep_enough(bound: sympy.Expr) -> Argument:
    """Return the argument that, for sigma_1 <= 1, every depth above a bound reaches the edge.

    Args:
        bound: in eta and sigma_1.

    >>> deep_enough(2 / (eta * sigma_top**2)).check().holds
    True
    """
    shows = DeepReaches(bound)
    coefficient, exponent = power_form(SHARPNESS, sigma_top)
    return Argument(
        shows,
        (
            *_reaches_steps(SHARPNESS),
            Step("exponents", Inequality(_TWO, exponent, EVERY_DEPTH)),
            Step("layers", Identity(coefficient, L)),
            Step("reach", Identity(bound * sigma_top**2, 2 / eta)),
            Step("deep", shows, rules.DEEP, ("reaches", "exponents", "layers", "reach")),
        ),
    )


def _reaches_steps(sharpness: sympy.Expr) -> tuple[Step, ...]:
    return (
        *flattest.least_steps(sharpness),
        Step("reaches", ReachesExactly(sharpness), rules.REACHES, ("least",)),
    )


def _next_depth_steps(bound: sympy.Expr) -> tuple[Step, ...]:
    base, power = bound.as_base_exp()
    shows = NextDepthSharper(base, power)
    crossing = ExceedsOne(*rules.growth(SHARPNESS), base, power)
    return (
        *flattest.least_steps(SHARPNESS),
        *_crossing_steps(crossing, EVERY_DEPTH),
        Step("next depth", shows, rules.NEXT_DEPTH, ("least", "crossing")),
    )


def _crossing_steps(crossing: ExceedsOne, domain: Domain) -> tuple[Step, ...]:
    return (
        Step("rising", Inequality(crossing.exponent, ZERO, EVERY_DEPTH, strict=True)),
        Step("positive", Inequality(crossing.base, ZERO, domain, strict=True)),
        Step("scale", Identity(crossing.coefficient * crossing.base, ONE)),
        Step("power", Identity(crossing.exponent * crossing.power, ONE)),
        Step("crossing", crossing, rules.EXCEEDS_ONE, ("rising", "positive", "scale", "power")),
    )
