"""What is said of the sharpness of global minima, and the rules that bound it from below.

The bases of the squares that are summed are |A_l'u| |B_l v| for the network and P_l, the product of
the values of all other layers, for one mode; l runs over the layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes, network
from theory.argument import Rule
from theory.hessian_rules import (
    AFTER,
    BEFORE,
    LargestEigenvalue,
    NonzeroSpectrum,
    SameWords,
    UnitEigenvalues,
    substituted,
)
from theory.layer_powers import UNIT_TERM
from theory.polynomials import vanishes
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L, Q, s_k, s_l, sigma, sigma_top
from theory.words import Words, matrix

others_l = s_k * Q
"""Product of the values of all layers but l."""
others_k = s_l * Q
"""Product of the values of all layers but k."""


@dataclass(frozen=True)
class TopDirection:
    """The largest eigenvalue is at least a sum over layers, from the top singular vectors u and v."""

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return "at every global minimum: sharpness >= sum over the layers of |A'u|^2 |Bv|^2"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return r"\lambda_{\max} \ge \textstyle\sum_\ell \|A_\ell^\top u\|^2 \|B_\ell v\|^2"


@dataclass(frozen=True)
class ProductOfFactors:
    """The product over the layers of |A_l'u| |B_l v| is at least sigma_1^(L-1)."""

    power: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"the product over the layers of |A'u| |Bv| is at least sigma_1^({self.power})"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return (
            r"\textstyle\prod_\ell \|A_\ell^\top u\| \|B_\ell v\| \ge "
            rf"{sympy.latex(sigma_top**self.power)}"
        )


@dataclass(frozen=True)
class SharpnessAtLeast:
    """Every global minimum, of whatever kind, has at least this sharpness."""

    bound: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth and width every global minimum has sharpness >= {self.bound}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"E = 0 \Rightarrow \lambda_{{\max}}(\nabla^2 f) \ge {sympy.latex(self.bound)}"


@dataclass(frozen=True)
class ModeSharpness:
    """At a global minimum of one mode the Hessian has one non-zero eigenvalue, a sum over the layers."""

    term: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth, at a minimum of one mode: sharpness = sum over the layers of {self.term}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\lambda_{{\max}} = \textstyle\sum_\ell {sympy.latex(self.term)}"


@dataclass(frozen=True)
class ModeAtLeast:
    """The sharpness of one mode is at least a bound, with equality exactly where all |s_l| are equal."""

    term: sympy.Expr
    bound: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth, at a minimum of one mode: sharpness = sum over the layers of {self.term} "
            f">= {self.bound}, with equality exactly where all |s_l| are equal"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        total = rf"\textstyle\sum_\ell {sympy.latex(self.term)}"
        return rf"\lambda_{{\max}} = {total} \ge {sympy.latex(self.bound)},\ = \iff |s_1| = \dots = |s_L|"


@dataclass(frozen=True)
class LeastSharpness:
    """The least sharpness of the global minima, attained at the balanced one."""

    value: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth, width and rank the least sharpness of a global minimum is {self.value}, "
            "attained at the balanced one"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\min_{{E = 0}} \lambda_{{\max}}(\nabla^2 f) = {sympy.latex(self.value)}"


@dataclass(frozen=True)
class TopModeBalanced:
    """A minimum with diagonal layers that is as flat as the balanced one has its top mode balanced."""

    value: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"at diagonal layers with E = 0 the sharpness is {self.value} only if the values of each mode "
            "with singular value sigma_1 are equal up to sign"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\lambda_{{\max}} = {sympy.latex(self.value)} \Rightarrow |s_{{1,1}}| = \dots = |s_{{L,1}}|"


def power_form(formula: sympy.Expr, base: sympy.Symbol) -> tuple[sympy.Expr, sympy.Expr]:
    """Write a formula as coefficient * base^exponent.

    Raises:
        ValueError: if it is not of that form.

    >>> power_form(L * sigma_top ** (2 - 2 / L), sigma_top)
    (L, 2 - 2/L)
    """
    coefficient, power = formula.as_independent(base, as_Add=False)
    found, exponent = power.as_base_exp()
    if power == 1 or found != base or exponent.has(base):
        raise ValueError(f"{formula} is not a constant times a power of {base}")
    return coefficient, exponent


def _top_direction(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case TopDirection(), [NonzeroSpectrum(operator), SameWords() as forms]:
            return forms == SameWords(on_top_direction(operator), quadratic_forms())
    return False


def on_top_direction(operator: Words) -> Words:
    """Return X'(operator on X) at X = u v'; its trace is <X, operator on X>."""
    u, v = matrix("u"), matrix("v")
    return (u @ v.T).T @ substituted(operator, "X", u @ v.T)


def quadratic_forms() -> Words:
    """Return v (u'A A'u) (v'B'B), whose trace is |A'u|^2 |Bv|^2."""
    u, v = matrix("u"), matrix("v")
    return v @ u.T @ AFTER @ AFTER.T @ u @ v.T @ BEFORE.T @ BEFORE


TOP_DIRECTION: Rule = NamedRule(
    "Rayleigh quotient",
    "The largest eigenvalue of a symmetric map is at least <X, map(X)> for each X of norm one, here X = u v' "
    "with the top singular vectors u and v; the trace of v (u'A A'u) (v'B'B) is |A'u|^2 |Bv|^2.",
    _top_direction,
)


def whole_product() -> tuple[Words, Words]:
    """Return A_l B_{l+1} and the whole product: layers after l, and layer l with those before it."""
    after, up_to = AFTER @ matrix(network.NEXT), matrix(network.LAYER) @ BEFORE
    return after @ up_to, network.error() + matrix(network.TARGET)


def _telescope(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ProductOfFactors(power), [SameWords() as product]:
            return product == SameWords(*whole_product()) and vanishes(power - (L - 1))
    return False


TELESCOPE: Rule = NamedRule(
    "Cauchy-Schwarz between layers",
    "At a minimum u'A_l B_{l+1} v = u'M v = sigma_1, so |A_l'u| |B_{l+1}v| >= sigma_1 for l = 1 ... L-1; "
    "with |B_1 v| = |v| = 1 and |A_L'u| = |u| = 1 the product of all factors is at least sigma_1^(L-1).",
    _telescope,
)


def _mean(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            SharpnessAtLeast(bound),
            [TopDirection(), ProductOfFactors(power), Identity() as count, Identity() as degree],
        ):
            coefficient, exponent = power_form(bound, sigma_top)
            return count == Identity(coefficient, L) and degree == Identity(L * exponent, 2 * power)
    return False


MEAN: Rule = NamedRule(
    "arithmetic and geometric mean",
    "A sum of L squares is at least L times the L-th root of the square of the product of their bases.",
    _mean,
)


def _rank_one(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ModeSharpness(term), [Identity() as mixed, Identity() as same, Identity() as value]:
            return (
                mixed == Identity(second_derivative(s_k), others_l * others_k + residual() * Q)
                and same == Identity(second_derivative(s_l), others_l**2)
                and value == Identity(others_l**2, at_minimum(term))
            )
    return False


def second_derivative(variable: sympy.Symbol) -> sympy.Expr:
    """Return the derivative of the loss of one mode by s_l and by another layer, or s_l again."""
    return sympy.diff(modes.gradient(s_l, others_l), variable)


def residual() -> sympy.Expr:
    """Return the end-to-end value of one mode less its target."""
    return s_l * others_l - sigma


def at_minimum(term: sympy.Expr) -> sympy.Expr:
    """Put the product of all layers in place of sigma."""
    return term.subs(sigma, s_l * others_l)


RANK_ONE: Rule = NamedRule(
    "rank one",
    "With P_l the product of all layers but l and zero residual, the second derivatives are P_l P_k: the "
    "matrix p p', whose only non-zero eigenvalue is |p|^2.",
    _rank_one,
)


def _mode_mean(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            ModeAtLeast(term, bound),
            [ModeSharpness(summed), Identity() as product, Identity() as count, Identity() as degree],
        ):
            coefficient, exponent = power_form(bound, sigma)
            return (
                term == summed
                # L factors sigma over the product sigma of all layers.
                and product == Identity(sigma**L / sigma, sigma ** (L - 1))
                and count == Identity(coefficient, L)
                and degree == Identity(L * exponent, 2 * (L - 1))
            )
    return False


MODE_MEAN: Rule = NamedRule(
    "arithmetic and geometric mean, with equality",
    "The P_l = sigma/s_l have the product sigma^(L-1); L squares sum to at least L times the L-th root of "
    "the square of that, with equality exactly where all squares, and so all |s_l|, are equal.",
    _mode_mean,
)


def _least(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case LeastSharpness(value), [SharpnessAtLeast(bound), LargestEigenvalue(attained)]:
            return value == bound == attained
    return False


LEAST_ATTAINED: Rule = NamedRule(
    "bound attained", "A lower bound that one minimum attains is the least value.", _least
)


def _top_mode(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case TopModeBalanced(value), [UnitEigenvalues(term), ModeAtLeast(_, bound)]:
            return term == UNIT_TERM and bound.subs(sigma, sigma_top) == value
    return False


TOP_MODE: Rule = NamedRule(
    "the top mode alone",
    "lambda_11 is the sum over layers of (a_1 b_1)^2, where a_1 b_1 is the product of the values of all "
    "other layers of the mode: the sharpness of that mode by itself. No eigenvalue exceeds the sharpness.",
    _top_mode,
)
