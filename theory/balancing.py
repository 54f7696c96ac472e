"""The balancing gap b = s_l^2 - s_k^2 of two layers: under gradient flow, in one step, on the orbit.

Writing pi = s_l s_k Q singles out two layers of a network of any depth, so each identity below holds
for every depth and every pair. Source of the statements: the conservation law of gradient flow and
Proposition 2 of the paper with its proof.
"""

import sympy

from theory import modes, rules
from theory.argument import Argument, Step
from theory.propositions import Both, ForEveryDepth, ForEveryPairOfLayers, Identity, NonZero
from theory.symbols import L, Q, b, eta, pi, rho, s_k, s_l, sigma, z

ZERO = sympy.Integer(0)
"""What the time derivative of a conserved quantity is."""


def conserved(quantity: sympy.Expr) -> Argument:
    """Return the argument that gradient flow keeps a function of two layers, for every depth and pair.

    >>> conserved(s_l**2 - s_k**2).check().holds
    True
    >>> conserved(s_l**2 + s_k**2).check().holds
    False
    """
    through_l, through_k = modes.flow_rates(quantity)
    return _for_every_pair(Identity(through_l, -through_k))


def recursion(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in b, s_l, s_k, pi, Q, eta and sigma gives the gap after one step.

    >>> recursion(b * (1 - eta**2 * (pi - sigma) ** 2 * Q**2)).check().holds
    True
    """
    return _for_every_pair(Identity(modes.gap_after_step(), in_layers(formula)))


def in_layers(formula: sympy.Expr) -> sympy.Expr:
    """Write the gap b and the end-to-end value pi of a formula in the layer values."""
    return formula.subs({b: modes.gap(), pi: s_l * s_k * Q}, simultaneous=True)


def recursion_at_start(formula: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    """Return the gap after the first step from s_l = 0, and the formula there as numerator and denominator.

    Layer l is the last layer of the unbalanced initialisation. Numerator and denominator are those of the
    formula as written, without cancelling, with pi = s_l = 0 put into each.
    """
    numerator, denominator = sympy.fraction(sympy.together(formula))
    at_start = {pi: ZERO, b: modes.gap().subs(s_l, 0), s_l: ZERO}
    return (
        modes.gap_after_step().subs(s_l, 0),
        numerator.subs(at_start, simultaneous=True),
        denominator.subs(at_start, simultaneous=True),
    )


def recursion_from_start(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula gives the gap after the first step from s_l = 0.

    Where the denominator of the formula is zero there, the argument does not hold.

    >>> recursion_from_start(b * (1 - eta**2 * (pi - sigma) ** 2 * Q**2)).check().holds
    True
    """
    after, numerator, denominator = recursion_at_start(formula)
    # Written without division, so that 0/0 cannot pass: a zero denominator makes both sides zero.
    defined = Step("defined", NonZero(denominator))
    identity = Identity(after * denominator, numerator)
    shows = ForEveryPairOfLayers(Identity(after, numerator / denominator if denominator != 0 else sympy.nan))
    return Argument(
        shows,
        (
            defined,
            Step("identity", identity),
            Step("start", shows, rules.CLEARED_DENOMINATOR, ("defined", "identity")),
        ),
    )


def two_step_factor(ratio: int | sympy.Expr) -> sympy.Expr:
    """Return the factor by which two steps on the period-2 orbit multiply a small gap, for every depth.

    On the orbit eta (pi - sigma) Q is 1 - z at the lower point and 1 - 1/z at the upper one.

    Args:
        ratio: exact positive number or symbol, upper point over lower point.

    Raises:
        TypeError: for binary floating-point numbers.

    >>> two_step_factor(2)
    0
    """
    if isinstance(ratio, float) or sympy.sympify(ratio).has(sympy.Float):
        raise TypeError("the ratio has to be exact: use an integer, sympy.Rational or a symbol, not a float")
    r = sympy.sympify(ratio)
    return sympy.cancel((1 - (r - 1) ** 2) * (1 - (1 - 1 / r) ** 2))


def orbit_factor(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in z is the factor of a small gap over two steps on the orbit.

    In a balanced state eta (pi - sigma) Q is 1 - r, where r is the ratio of the step: z at the lower point
    and 1/z at the upper one, at every depth. To first order the gap is multiplied by the product of the
    factors 1 - (1 - r)^2 of the two steps.

    >>> orbit_factor(5 - 2 * (z + 1 / z)).check().holds
    True
    """
    ratio = modes.balanced_step() / rho
    error = eta * (rho**L - sigma) * rho ** (L - 2)
    one_step = ForEveryDepth(Identity(error, 1 - ratio))
    two_steps = Identity((1 - (1 - z) ** 2) * (1 - (1 - 1 / z) ** 2), formula)
    shows = Both(one_step, two_steps)
    return Argument(
        shows,
        (
            Step("one step", one_step.identity),
            Step("every depth", one_step, rules.GENERIC_POWER, ("one step",)),
            Step("two steps", two_steps),
            Step("both", shows, rules.CONJUNCTION, ("every depth", "two steps")),
        ),
    )


def _for_every_pair(identity: Identity) -> Argument:
    shows = ForEveryPairOfLayers(identity)
    steps = (Step("identity", identity), Step("every pair", shows, rules.PAIR_SPLITTING, ("identity",)))
    return Argument(shows, steps)
