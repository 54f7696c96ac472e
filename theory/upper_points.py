r"""How high the upper point of the period-2 orbit can be, for each depth.

With Z = z^L the upper point is u_2 = Z (z + Z)/(z + Z^2). Its logarithmic derivative has the sign of a
polynomial with one change of sign, so u_2 is largest at one ratio. For a fixed Z it increases with
z = Z^(1/L), so the largest value decreases with the depth; at z = 1 it is at most (1 + sqrt 2)/2.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import rules
from theory.argument import Argument, Rule, Step
from theory.orbits import UPPER
from theory.polynomials import (
    generator_of,
    in_generators,
    numerator_and_denominator,
    vanishes,
)
from theory.propositions import Domain, Identity, Inequality, Proposition, Range
from theory.rules import GEOMETRIC_SUM, RATIO_DOMAIN, NamedRule, logarithmic_derivative, visibly_positive
from theory.symbols import L, Z, z

_zero, _one = sympy.Integer(0), sympy.Integer(1)
EVERY_DEPTH = Domain((Range(L, sympy.Integer(2)),))
"""Every depth L >= 2, whole or not."""

CONDITION = (L - 1) * z ** (2 * L - 1) - (2 * L - 1) * z ** (L - 1) - L
"""Its only positive root is the ratio at which the upper point is largest."""
LARGEST = (L - 1) * z**L / (2 * L - 1)
"""The largest upper point for sigma = 1, at that ratio."""
DEEP_LIMIT = (1 + sympy.sqrt(2)) / 2
"""What the largest upper point tends to as the depth grows."""


@dataclass(frozen=True)
class OneChangeOfSign:
    """A sum of powers of z has one positive root at every depth: it is negative before, positive after."""

    polynomial: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth L >= 2: {self.polynomial} changes sign once for z > 0, upwards"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\forall L \ge 2\ \exists!\, z_* > 0:\ {sympy.latex(self.polynomial)} < 0 "
            r"\text{ for } z < z_*,\ > 0 \text{ for } z > z_*"
        )

    def decide(self) -> bool:
        """Order the powers, find the sign of each coefficient for every depth, and apply Descartes' rule."""
        written = in_generators(self.polynomial)
        numerator, denominator = numerator_and_denominator(written)
        powers, depth = (z, generator_of(z)), (L,)
        if not (numerator.free_symbols <= {*powers, *depth} and visibly_positive(denominator.as_expr())):
            return False
        terms = sympy.Poly(numerator.as_expr(), *powers).terms()
        # An exponent a + b L is ordered by its value at L = 2 and by its slope.
        order = sorted((a + 2 * b, b, coefficient) for (a, b), coefficient in terms)
        rising = all(one[0] < next_[0] and one[1] <= next_[1] for one, next_ in itertools.pairwise(order))
        signs = [_sign_for_every_depth(coefficient) for _, _, coefficient in order]
        return rising and 0 not in signs and signs == sorted(signs) and signs[0] < 0 < signs[-1]


def _sign_for_every_depth(coefficient: sympy.Expr) -> int:
    """Return 1 or -1 where a polynomial in L certainly has that sign for every L >= 2, else 0."""
    for sign in (1, -1):
        if Inequality(sign * coefficient, _zero, EVERY_DEPTH, strict=True).decide():
            return sign
    return 0


@dataclass(frozen=True)
class LargestUpperPoint:
    """At every depth the upper point is largest at the only positive root of a polynomial, with a value."""

    condition: sympy.Expr
    value: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 2 and every ratio the upper point is at most sigma times {self.value} "
            f"at the only positive root of {self.condition}, and equal there alone"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\forall L \ge 2:\ \max_{{z > 1}} u_2 = \sigma\,\left({sympy.latex(self.value)}\right) "
            rf"\text{{ where }} {sympy.latex(self.condition)} = 0"
        )


def _in_ratio(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in L and z with Z for z^L."""
    return in_generators(formula).subs(generator_of(z), Z)


def _largest(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case LargestUpperPoint(condition, value), [
            OneChangeOfSign(polynomial),
            Identity(derivative, slope),
            Identity(difference, multiple),
            Inequality(before, right, domain, True),
        ]:
            written = _in_ratio(polynomial)
            falls = sympy.cancel(-slope / written)
            factor = numerator_and_denominator(multiple / written)[1].as_expr()
            return (
                condition == polynomial
                and vanishes(derivative - logarithmic_derivative(UPPER))
                and visibly_positive(falls)
                and vanishes(difference - (UPPER - _in_ratio(value)))
                and _positive_for_ratios(factor)
                # The root lies above 1.
                and domain == EVERY_DEPTH
                and right == 0
                and vanishes(before + written.subs({Z: 1, z: 1}))
            )
    return False


def _positive_for_ratios(factor: sympy.Expr) -> bool:
    return any(Inequality(sign * factor, _zero, RATIO_DOMAIN, strict=True).decide() for sign in (_one, -_one))


LARGEST_AT: Rule = NamedRule(
    "largest value by the sign of the derivative",
    "Where the logarithmic derivative is a negative multiple of a polynomial that changes sign once, "
    "upwards, above z = 1, the function is largest at that root, and there it has every value that "
    "differs from it by a multiple of the polynomial.",
    _largest,
)


def largest(condition: sympy.Expr = CONDITION, value: sympy.Expr = LARGEST) -> Argument:
    """Return the argument that the upper point is largest at the root of a polynomial, for every depth.

    Args:
        condition: in L and z.
        value: of the upper point at its root, for sigma = 1, in L and z.

    >>> largest().check().holds
    True
    """
    shows = LargestUpperPoint(condition, value)
    written = _in_ratio(condition)
    slope = -written / ((1 + Z / z) * (1 + Z**2 / z))
    multiple = -written * Z * z / ((2 * L - 1) * (z + Z**2))
    return Argument(
        shows,
        (
            Step("one root", OneChangeOfSign(condition)),
            Step("derivative", Identity(logarithmic_derivative(UPPER), slope)),
            Step("value", Identity(UPPER - _in_ratio(value), multiple)),
            Step("root above 1", Inequality(-written.subs({Z: 1, z: 1}), _zero, EVERY_DEPTH, strict=True)),
            Step("largest", shows, LARGEST_AT, ("one root", "derivative", "value", "root above 1")),
        ),
    )


SHALLOW = Z * (1 + Z) / (1 + Z**2)
"""The upper point for z = 1 and a given Z, which it tends to as the depth grows."""


@dataclass(frozen=True)
class GreatestShallow:
    """A number is the largest value of Z (1 + Z)/(1 + Z^2) over all Z > 0.

    With c that number, c (1 + Z^2) - Z (1 + Z) = (c - 1)(Z - Z_0)^2 exactly where 4 c (c - 1) = 1 and c > 1.
    """

    value: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"{self.value} is the largest value of {SHALLOW} for Z > 0"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\max_{{Z > 0}} {sympy.latex(SHALLOW)} = {sympy.latex(self.value)}"

    def decide(self) -> bool:
        """Decide whether the quadratic in Z is a positive multiple of a square."""
        discriminant = 1 - 4 * self.value * (self.value - 1)
        return bool(sympy.expand(discriminant) == 0 and (self.value - 1).is_positive)


@dataclass(frozen=True)
class LargestDecreases:
    """The largest upper point decreases strictly with the depth, to a limit it stays above by at most 1/L."""

    limit: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "the largest upper point, for sigma = 1, decreases strictly in L >= 2 and lies above "
            f"{self.limit} by at most 1/L"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        limit = sympy.latex(self.limit)
        return (
            rf"c_L := \max_{{z > 1}} u_2:\quad c_L > c_{{L + 1}},\quad {limit} < c_L \le {limit} + \tfrac1L"
        )


def _smallest_term(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return not premises and claim == Inequality(GEOMETRIC_SUM, L, RATIO_DOMAIN)


SMALLEST_TERM: Rule = NamedRule(
    "smallest term",
    "For z > 1 the sum G = 1 + z + ... + z^(L-1) has L terms, none smaller than 1.",
    _smallest_term,
)


def _decreases(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case LargestDecreases(limit), [
            LargestUpperPoint(),
            Inequality(rise, zero, first, True),
            GreatestShallow(value),
            Inequality(most, above, second, False),
        ]:
            return (
                first == second == RATIO_DOMAIN
                and zero == 0
                and vanishes(rise - sympy.diff(UPPER, z))
                and value == limit
                and above == UPPER
                and vanishes(most - SHALLOW - 1 / L)
            )
    return False


DECREASES: Rule = NamedRule(
    "maxima of functions that decrease with the depth",
    "For a fixed Z > 1, u_2 increases with z, and z = Z^(1/L) decreases to 1 as L grows: u_2 decreases to "
    "its value at z = 1. So do the largest values over Z, which are attained; they stay above the largest "
    "value at z = 1, and within 1/L of it where u_2 is within 1/L of its value at z = 1.",
    _decreases,
)


def deep_limit(limit: sympy.Expr = DEEP_LIMIT) -> Argument:
    """Return the argument that the largest upper point decreases with the depth to a limit.

    >>> deep_limit().check().holds
    True
    """
    shows = LargestDecreases(limit)
    ratio = Inequality((Z - 1) / L, z - 1, RATIO_DOMAIN)
    close = Inequality(SHALLOW + 1 / L, UPPER, RATIO_DOMAIN)
    scale = Z**2 * (Z - 1) / ((z + Z**2) * (1 + Z**2))
    rest = (z + z * Z**2 + 2 * Z**3) / (L * (z + Z**2) * (1 + Z**2))
    return Argument(
        shows,
        (
            *largest().steps,
            Step("rise", Inequality(sympy.diff(UPPER, z), _zero, RATIO_DOMAIN, strict=True)),
            Step("limit", GreatestShallow(limit)),
            Step("terms", Inequality(GEOMETRIC_SUM, L, RATIO_DOMAIN), SMALLEST_TERM),
            Step("ratio", ratio, rules.combination((z - 1) / L), ("terms",)),
            Step("close", close, rules.combination(scale, rest), ("ratio",)),
            Step("decreasing", shows, DECREASES, ("largest", "rise", "limit", "close")),
        ),
    )
