r"""The balancing gap near the period-2 orbit: where it shrinks, in one step and in two, at every depth.

A small gap is multiplied by 1 - (z - 1)^2 at the lower point of the orbit with ratio z, by 1 - (1 - 1/z)^2
at the upper one (`balancing.orbit_factor`). Two steps shrink it exactly for z < (3 + sqrt 5)/2, each single
step exactly for z < 1 + sqrt 2, at every depth; but from z = 5/3 on the orbit repels balanced states.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import balancing, orbits, rules
from theory.argument import Argument, Rule, Step
from theory.polynomials import generator_of, in_generators
from theory.propositions import Both, Domain, Identity, Inequality, Proposition, Range
from theory.rules import RATIO_DOMAIN, NamedRule
from theory.symbols import L, Z, z

_one = sympy.Integer(1)
_zero = sympy.Integer(0)
_two = sympy.Integer(2)


@dataclass(frozen=True)
class ShrinksUpTo:
    """For z > 1 a factor lies strictly between -1 and 1 exactly where z < end.

    Attributes:
        factor: in z.
        end: an exact number.
    """

    factor: sympy.Expr
    end: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for z > 1: -1 < {self.factor} < 1 exactly where z < {self.end}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\forall z > 1:\quad -1 < {sympy.latex(self.factor)} < 1 \iff z < {sympy.latex(self.end)}"


def _one_crossing(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ShrinksUpTo(factor, end), [Inequality() as below, Identity() as crossing]:
            domain = Domain((Range(z, _one, strict=True),))
            if below != Inequality(_one, factor, domain, strict=True):
                return False
            positive, quadratic = _crossing(factor)
            return (
                crossing == Identity(factor + 1, positive * quadratic)
                and rules.visibly_positive(positive)
                and _larger_root(quadratic) == end
            )
    return False


def _crossing(factor: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """Write factor + 1 as a positive function times a quadratic polynomial that opens downwards."""
    numerator, denominator = sympy.fraction(sympy.cancel(factor + 1))
    positive, quadratic = _one / denominator, sympy.Poly(numerator, z)
    for part, power in sympy.factor_list(numerator, z)[1]:
        if rules.visibly_positive(part):
            positive *= part**power
            quadratic = quadratic.quo(sympy.Poly(part**power, z))
    return positive, quadratic.as_expr()


def _larger_root(quadratic: sympy.Expr) -> sympy.Expr | None:
    """Return the larger root of c_2 z^2 + c_1 z + c_0, where c_2 < 0 and the value at 1 is positive."""
    polynomial = sympy.Poly(quadratic, z)
    if polynomial.degree() != 2 or not polynomial.LC() < 0 or not polynomial.eval(1) > 0:
        return None
    c_2, c_1, c_0 = polynomial.all_coeffs()
    # Positive at 1 and opening downwards: exactly one root above 1, the larger one.
    return sympy.radsimp((-c_1 - sympy.sqrt(c_1**2 - 4 * c_2 * c_0)) / (2 * c_2))


ONE_CROSSING: Rule = NamedRule(
    "one crossing",
    "Where f < 1 and f + 1 is a positive function times a quadratic polynomial that opens downwards and is "
    "positive at 1, |f| < 1 holds for z > 1 exactly below the larger root of the polynomial.",
    _one_crossing,
)


def _shrinks(factor: sympy.Expr, end: sympy.Expr, label: str) -> tuple[Step, ...]:
    domain = Domain((Range(z, _one, strict=True),))
    positive, quadratic = _crossing(factor)
    return (
        Step(f"{label}: below 1", Inequality(_one, factor, domain, strict=True)),
        Step(f"{label}: above -1", Identity(factor + 1, positive * quadratic)),
        Step(
            label,
            ShrinksUpTo(factor, end),
            ONE_CROSSING,
            (f"{label}: below 1", f"{label}: above -1"),
        ),
    )


def shrinks_up_to(end: sympy.Expr) -> Argument:
    """Return the argument that two steps on the orbit shrink a small gap exactly for ratios below `end`.

    >>> shrinks_up_to((3 + sympy.sqrt(5)) / 2).check().holds
    True
    """
    steps = _shrinks(balancing.two_step_factor(z), sympy.radsimp(end), "two steps")
    return Argument(steps[-1].claim, steps)


def monotone_up_to(end: sympy.Expr) -> Argument:
    """Return the argument that each single step on the orbit shrinks a small gap exactly for z < `end`.

    The upper point never matters: there |1 - (1 - 1/z)^2| < 1 for every z > 1.

    >>> monotone_up_to(1 + sympy.sqrt(2)).check().holds
    True
    """
    lower, upper = 1 - (z - 1) ** 2, 1 - (1 - 1 / z) ** 2
    domain = Domain((Range(z, _one, strict=True),))
    first = _shrinks(lower, sympy.radsimp(end), "lower point")
    product = Identity(sympy.expand(lower) * upper, balancing.two_step_factor(z))
    bounds = Both(Inequality(_one, upper, domain, strict=True), Inequality(upper, -_one, domain, strict=True))
    last = Both(product, bounds)
    shows = Both(first[-1].claim, last)
    return Argument(
        shows,
        (
            *first,
            Step("upper point: below 1", bounds.first),
            Step("upper point: above -1", bounds.second),
            Step("upper point", bounds, rules.CONJUNCTION, ("upper point: below 1", "upper point: above -1")),
            Step("the two steps", product),
            Step("factors", last, rules.CONJUNCTION, ("the two steps", "upper point")),
            Step("monotone", shows, rules.CONJUNCTION, ("lower point", "factors")),
        ),
    )


def monotone_rate(depth: int) -> sympy.Expr:
    """Return kappa_b: beyond it a small gap near the period-2 orbit grows in every second step.

    Raises are those of `orbits.kappa`.

    >>> monotone_rate(2)
    -2 + 4*sqrt(2)
    """
    rate = orbits.kappa(depth, 1 + sympy.sqrt(2))
    return sympy.expand(sympy.radsimp(sympy.expand(rate))) if depth == 2 else rate


@dataclass(frozen=True)
class OrbitRepels:
    """The multiplier of the positive period-2 orbit is below -1 for every ratio from a number on."""

    start: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 2 and z >= {self.start}: the orbit with ratio z has a multiplier below -1"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\forall L \ge 2,\ z \ge {sympy.latex(self.start)}:\quad \mu(L, z) < -1"


def _multiplier() -> sympy.Expr:
    """Return the multiplier in L, z and Z = z^L, from the slopes of a balanced step at the two points."""
    return sympy.cancel(in_generators(orbits.multiplier(L, z)).subs(generator_of(z), Z))


def _beyond(start: sympy.Expr) -> Inequality:
    domain = Domain((Range(L, _two), Range(z, start), Range(Z, z**2)), RATIO_DOMAIN.where)
    return Inequality(-_one, _multiplier(), domain, strict=True)


def _repels(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OrbitRepels(start), [Inequality() as below]:
            # For z >= 1 the power Z = z^L is at least z^2.
            return bool(start >= 1) and below == _beyond(start)
    return False


REPELS: Rule = NamedRule(
    "multiplier of the orbit",
    "The multiplier of the orbit with ratio z is a rational function of L, z and Z = z^L, and Z >= z^2 for "
    "z >= 1.",
    _repels,
)


def repelling_from(start: sympy.Expr) -> Argument:
    """Return the argument that the orbit repels balanced states for every ratio from `start` on, any depth.

    >>> repelling_from(sympy.Rational(5, 3)).check().holds
    True
    """
    shows = OrbitRepels(start)
    return Argument(shows, (Step("below", _beyond(start)), Step("repels", shows, REPELS, ("below",))))
