r"""How sharp a global minimum has to be, for every depth.

At a minimum write a = |A_l' u| and b = |B_l v| for layer l, where A_l is the product of the layers
after it, B_l of those before it, and u, v are the top singular vectors of the target. The matrix uv'
makes the largest Hessian eigenvalue at least the sum of (a b)^2 over the layers. Since A_l B_{l+1} is
the whole product, the product of all a b is at least sigma_1^(L-1), and the inequality of arithmetic
and geometric mean gives L sigma_1^(2 - 2/L): what the balanced minimum has (`theory.hessian.largest`).
For one mode a b = sigma/s_l, and equality needs all |s_l| to be equal.
Source of the statement: Lemma 4 of the paper, on the minima in the singular vector stationary set.
"""

import sympy

from theory import flattest_rules as rules
from theory import hessian
from theory.argument import Argument, Step
from theory.flattest_rules import (
    LeastSharpness,
    ModeAtLeast,
    ModeSharpness,
    ProductOfFactors,
    SharpnessAtLeast,
    TopDirection,
    TopModeBalanced,
    at_minimum,
    on_top_direction,
    others_k,
    others_l,
    power_form,
    quadratic_forms,
    residual,
    second_derivative,
    whole_product,
)
from theory.hessian_rules import NonzeroSpectrum, SameWords
from theory.propositions import Identity
from theory.symbols import L, Q, s_k, s_l, sigma, sigma_top

LEAST = L * sigma_top ** (2 - 2 / L)
"""The least sharpness of a global minimum: that of the balanced one, S_1."""
MODE_LEAST = L * sigma ** (2 - 2 / L)
"""The least sharpness of a global minimum of one mode."""
MODE_TERM = sigma**2 / s_l**2
"""What layer l adds to the sharpness of one mode at a global minimum."""


def one_mode(term: sympy.Expr = MODE_TERM, bound: sympy.Expr = MODE_LEAST) -> Argument:
    """Return the argument for the sharpness of one mode at its minima, and when it is least.

    Args:
        term: in s_l and sigma; summed over the layers it is the sharpness.
        bound: in sigma and L.

    Raises:
        ValueError: if the bound is not a constant times a power of sigma.

    >>> one_mode().check().holds
    True
    """
    steps = _one_mode_steps(term, bound)
    return Argument(steps[-1].claim, steps)


def _one_mode_steps(term: sympy.Expr, bound: sympy.Expr) -> tuple[Step, ...]:
    coefficient, exponent = power_form(bound, sigma)
    mixed = Identity(second_derivative(s_k), others_l * others_k + residual() * Q)
    return (
        Step("two layers", mixed),
        Step("one layer", Identity(second_derivative(s_l), others_l**2)),
        Step("value", Identity(others_l**2, at_minimum(term))),
        Step("sharpness", ModeSharpness(term), rules.RANK_ONE, ("two layers", "one layer", "value")),
        Step("product of the others", Identity(sigma**L / sigma, sigma ** (L - 1))),
        Step("number of layers", Identity(coefficient, L)),
        Step("degree", Identity(L * exponent, 2 * (L - 1))),
        Step(
            "mean",
            ModeAtLeast(term, bound),
            rules.MODE_MEAN,
            ("sharpness", "product of the others", "number of layers", "degree"),
        ),
    )


def _every_minimum_steps(bound: sympy.Expr) -> tuple[Step, ...]:
    coefficient, exponent = power_form(bound, sigma_top)
    operator = hessian.operator_steps()[-1].claim
    assert isinstance(operator, NonzeroSpectrum)
    forms = SameWords(on_top_direction(operator.operator), quadratic_forms())
    return (
        Step("quadratic forms", forms),
        Step("top direction", TopDirection(), rules.TOP_DIRECTION, ("operator", "quadratic forms")),
        Step("whole product", SameWords(*whole_product())),
        Step("factors", ProductOfFactors(L - 1), rules.TELESCOPE, ("whole product",)),
        Step("number of factors", Identity(coefficient, L)),
        Step("degree of the bound", Identity(L * exponent, 2 * (L - 1))),
        Step(
            "every minimum",
            SharpnessAtLeast(bound),
            rules.MEAN,
            ("top direction", "factors", "number of factors", "degree of the bound"),
        ),
    )


def every_minimum(bound: sympy.Expr = LEAST) -> Argument:
    """Return the argument that no global minimum, in the singular vector stationary set or not, is flatter.

    Args:
        bound: in sigma_1 and L.

    Raises:
        ValueError: if the bound is not a constant times a power of sigma_1.

    >>> every_minimum().check().holds
    True
    """
    return Argument(SharpnessAtLeast(bound), (*hessian.operator_steps(), *_every_minimum_steps(bound)))


def least_steps(value: sympy.Expr = LEAST) -> tuple[Step, ...]:
    """Return the steps to the least sharpness of the global minima; the last is labelled `least`."""
    return (
        *hessian.largest(value).steps,
        *_every_minimum_steps(value),
        Step("least", LeastSharpness(value), rules.LEAST_ATTAINED, ("every minimum", "largest")),
    )


def least_sharpness(value: sympy.Expr = LEAST) -> Argument:
    """Return the argument that a formula is the least sharpness of the global minima, attained if balanced.

    Args and Raises are those of `every_minimum`.

    >>> least_sharpness().check().holds
    True
    >>> least_sharpness(2 * LEAST).check().holds
    False
    """
    return Argument(LeastSharpness(value), least_steps(value))


def top_mode(value: sympy.Expr = LEAST) -> Argument:
    """Return the argument that, at diagonal layers, a flattest minimum has its top mode balanced.

    Args and Raises are those of `every_minimum`.

    >>> top_mode().check().holds
    True
    """
    shows = TopModeBalanced(value)
    mode = _one_mode_steps(MODE_TERM, value.subs(sigma_top, sigma))
    return Argument(
        shows, (*hessian.unit_steps(), *mode, Step("top mode", shows, rules.TOP_MODE, ("units", "mean")))
    )
