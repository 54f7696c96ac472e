"""What is said of the sharpness as depth and target vary, and the rules that derive it.

Everything rests on one fact, S = c sigma_1^e with c and e rational in the depth (`LeastSharpness`):
such a quantity exceeds 1 exactly above one value of sigma_1, and its logarithm is a simple function
of the depth. `lam` stands for the logarithm of sigma_1 and `t` for 1/L.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory.argument import Rule
from theory.flattest_rules import LeastSharpness, power_form
from theory.polynomials import vanishes
from theory.propositions import Domain, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, eta, sigma_top

lam = sympy.Symbol("lambda", real=True)
"""The logarithm of sigma_1."""
t = sympy.Symbol("t", positive=True)
"""The reciprocal of the depth."""
EVERY_DEPTH = Domain((Range(L, sympy.Integer(2)),))
EVERY_DEPTH_AND_RATE = Domain((Range(L, sympy.Integer(2)), Range(eta, sympy.Integer(0), strict=True)))

ZERO, ONE = sympy.Integer(0), sympy.Integer(1)


@dataclass(frozen=True)
class ReachesExactly:
    """No global minimum has a sharpness of at most 2/eta exactly where a quantity is larger than 2/eta."""

    sharpness: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth, width, rank and learning rate every global minimum is sharper than 2/eta "
            f"exactly where {self.sharpness} > 2/eta"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\min_{{E = 0}} \lambda_{{\max}} > 2/\eta \iff {sympy.latex(self.sharpness)} > 2/\eta"


@dataclass(frozen=True)
class ExceedsOne:
    """coefficient * sigma_1^exponent > 1 exactly where sigma_1 > base^power, for every depth."""

    coefficient: sympy.Expr
    exponent: sympy.Expr
    base: sympy.Expr
    power: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 2: {self.coefficient * sigma_top**self.exponent} > 1 exactly where "
            f"sigma_1 > {self.base**self.power}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        left = sympy.latex(self.coefficient * sigma_top**self.exponent)
        return rf"{left} > 1 \iff \sigma_1 > {sympy.latex(self.base**self.power)}"


@dataclass(frozen=True)
class TargetReaches:
    """At a given depth and learning rate the edge is reached exactly above one value of sigma_1."""

    base: sympy.Expr
    power: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth and learning rate every global minimum is sharper than 2/eta exactly where "
            f"sigma_1 > {self.base**self.power}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\min \lambda_{{\max}} > 2/\eta \iff \sigma_1 > {sympy.latex(self.base**self.power)}"


@dataclass(frozen=True)
class NextDepthSharper:
    """One more layer makes the flattest minimum sharper exactly above one value of sigma_1."""

    base: sympy.Expr
    power: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth L >= 2: S(L + 1) > S(L) exactly where sigma_1 > {self.base**self.power}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"S(L+1) > S(L) \iff \sigma_1 > {sympy.latex(self.base**self.power)}"


@dataclass(frozen=True)
class IncreasesFromTwo:
    """The sharpness of the flattest minimum strictly increases over all depths exactly above one value."""

    value: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"S(2) < S(3) < S(4) < ... exactly where sigma_1 > {self.value}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"S(2) < S(3) < \dots \iff \sigma_1 > {sympy.latex(self.value)}"


@dataclass(frozen=True)
class TurnsAt:
    """As a function of real depth the sharpness decreases below a depth and increases above it."""

    depth: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for real L >= 2, S(L) decreases for L < {self.depth} and increases for L > {self.depth}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\operatorname{{sign}} S'(L) = \operatorname{{sign}}(L - {sympy.latex(self.depth)})"


@dataclass(frozen=True)
class DeepReaches:
    """For sigma_1 up to 1 every depth above a bound reaches the edge."""

    bound: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"where sigma_1 <= 1, every global minimum is sharper than 2/eta for every L > {self.bound}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\sigma_1 \le 1,\ L > {sympy.latex(self.bound)} \Rightarrow \min \lambda_{{\max}} > 2/\eta"


def _reaches(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ReachesExactly(sharpness), [LeastSharpness(value)]:
            return sharpness == value
    return False


REACHES: Rule = NamedRule(
    "least value against a bound",
    "All values are larger than a bound exactly where the least of them, which is attained, is.",
    _reaches,
)


def _exceeds_one(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            ExceedsOne(coefficient, exponent, base, power),
            [Inequality() as rising, Inequality() as positive, Identity() as scale, Identity() as degree],
        ):
            domain = positive.domain
            return (
                rising == Inequality(exponent, ZERO, EVERY_DEPTH, strict=True)
                and domain in (EVERY_DEPTH, EVERY_DEPTH_AND_RATE)
                and positive == Inequality(base, ZERO, domain, strict=True)
                and scale == Identity(coefficient * base, ONE)
                and degree == Identity(exponent * power, ONE)
            )
    return False


EXCEEDS_ONE: Rule = NamedRule(
    "one crossing of a power",
    "c sigma^e with e > 0 strictly increases in sigma > 0, and is 1 where sigma = b^p with c b = 1, e p = 1.",
    _exceeds_one,
)


def _target(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case TargetReaches(base, power), [ReachesExactly(sharpness), ExceedsOne() as crossing]:
            coefficient, exponent = power_form(sharpness, sigma_top)
            return crossing == ExceedsOne(coefficient * eta / 2, exponent, base, power)
    return False


TARGET: Rule = NamedRule(
    "in units of 2/eta", "S > 2/eta where eta S/2, again a constant times a power, is larger than 1.", _target
)


def growth(sharpness: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """Return S(L + 1)/S(L) as a coefficient and an exponent of sigma_1."""
    coefficient, exponent = power_form(sharpness, sigma_top)
    return coefficient.subs(L, L + 1) / coefficient, exponent.subs(L, L + 1) - exponent


def _next_depth(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case NextDepthSharper(base, power), [LeastSharpness(value), ExceedsOne() as crossing]:
            return crossing == ExceedsOne(*growth(value), base, power)
    return False


NEXT_DEPTH: Rule = NamedRule(
    "quotient of powers", "S(L + 1) > S(L) exactly where the quotient is larger than 1.", _next_depth
)


def log_sharpness(sharpness: sympy.Expr) -> sympy.Expr:
    """Return the logarithm of S in the depth L and the logarithm of sigma_1."""
    coefficient, exponent = power_form(sharpness, sigma_top)
    return sympy.log(coefficient) + exponent * lam


def bend(sharpness: sympy.Expr) -> sympy.Expr:
    """Return the second derivative of log S by t = 1/L."""
    return sympy.diff(log_sharpness(sharpness).subs(L, 1 / t), t, 2)


def slope(sharpness: sympy.Expr) -> sympy.Expr:
    """Return the derivative of log S by L."""
    return sympy.diff(log_sharpness(sharpness), L)


def _convex(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            IncreasesFromTwo(value),
            [
                NextDepthSharper(base, power),
                LeastSharpness(sharpness),
                Inequality() as convex,
                Identity() as first,
            ],
        ):
            return convex == Inequality(
                bend(sharpness), ZERO, Domain((Range(t, ZERO, strict=True),)), strict=True
            ) and first == Identity(value, (base**power).subs(L, 2))
    return False


CONVEX: Rule = NamedRule(
    "convexity in 1/L",
    "log S is strictly convex in 1/L, so once it is larger at depth 3 than at depth 2 it is larger at each "
    "next depth; where it is not, already the first step does not increase.",
    _convex,
)


def _turning(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case TurnsAt(depth), [LeastSharpness(value), Identity() as derivative, Inequality() as positive]:
            turning = depth.subs(sympy.log(sigma_top), lam)
            factor = positive.left
            return (
                not turning.has(L, sigma_top)
                and positive == Inequality(factor, ZERO, EVERY_DEPTH, strict=True)
                and derivative == Identity(slope(value), factor * (L - turning))
            )
    return False


TURNING: Rule = NamedRule(
    "sign of the derivative",
    "S falls where the derivative of its logarithm is negative and rises where it is positive.",
    _turning,
)


def _deep(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            DeepReaches(bound),
            [ReachesExactly(sharpness), Inequality() as exponents, Identity() as count, Identity() as reach],
        ):
            coefficient, exponent = power_form(sharpness, sigma_top)
            return (
                vanishes(exponents.left - 2)
                and exponents == Inequality(exponents.left, exponent, EVERY_DEPTH)
                and count == Identity(coefficient, L)
                and reach == Identity(bound * sigma_top**2, 2 / eta)
                and not bound.has(L)
            )
    return False


DEEP: Rule = NamedRule(
    "powers of numbers up to one",
    "For 0 < sigma <= 1 and e <= 2, sigma^e >= sigma^2, so S >= L sigma^2, which is larger than 2/eta for "
    "every L above the bound.",
    _deep,
)
