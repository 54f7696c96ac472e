"""What the second step from the unbalanced start does to the gap, for every depth.

The start has L - 1 layers at alpha and the last one at 0, with sigma = 1. All quantities are dimensionless.
"""

import sympy

from theory import modes
from theory.argument import Argument, Step
from theory.propositions import Both, Domain, Identity, Inequality, Range
from theory.rules import CONJUNCTION
from theory.symbols import L, Q, alpha, eta, kappa, s_k, s_l, sigma

_IN_UNITS = {sigma: 1, eta: kappa / L}
"""sigma = 1, where the sharpness is L."""


def after_first_step() -> tuple[sympy.Expr, sympy.Expr]:
    """Return the layers that started at alpha and the last layer after one step.

    >>> after_first_step()
    (alpha, alpha**(L - 1)*kappa/L)
    """
    equal = modes.step(alpha, sympy.Integer(0)).subs(_IN_UNITS)
    last = modes.step(sympy.Integer(0), alpha ** (L - 1)).subs(_IN_UNITS)
    return equal, last


def gaps() -> tuple[sympy.Expr, sympy.Expr]:
    """Return the gap of the last layer to another after one step and after two, from the update rule.

    >>> gaps()[0]
    -alpha**2 + alpha**(2*L)*kappa**2/(L**2*alpha**2)
    """
    equal, last = after_first_step()
    # Besides the two layers there are L - 2 more, which the first step leaves at alpha.
    state = {s_k: equal, s_l: last, Q: equal ** (L - 2), **_IN_UNITS}
    before = modes.gap().subs(state, simultaneous=True)
    return sympy.expand(before), modes.gap_after_step().subs(state, simultaneous=True)


def enlarges(pull: sympy.Expr, beyond: sympy.Expr) -> Argument:
    """Return the argument that the second step enlarges a gap that is not zero, for every depth L >= 2.

    Args:
        pull: a formula in alpha, kappa and L whose square p^2 turns the gap b into b (1 - p^2).
        beyond: a positive number that the pull exceeds.

    >>> pull = kappa * alpha ** (L - 2) * (kappa * alpha ** (2 * L - 2) / L - 1) / L
    >>> enlarges(pull, sympy.sqrt(2)).check().holds
    True
    >>> enlarges(pull, sympy.Rational(7, 5)).check().holds
    False
    """
    before, after = gaps()
    square = sympy.Symbol("pull_squared", positive=True)
    factor = Identity(after, before * (1 - pull**2))
    # From pull > beyond > 0 follows pull^2 > beyond^2; and p^2 - 1 > 1 is |1 - p^2| > 1.
    squares = Domain((Range(square, sympy.expand(beyond**2), strict=True),), where=((square, pull**2),))
    grows = Inequality(square - 1, sympy.Integer(1), squares, strict=True)
    shows = Both(factor, grows)
    steps = (
        Step("second step", factor),
        Step("growth", grows),
        Step("both", shows, CONJUNCTION, ("second step", "growth")),
    )
    return Argument(shows, steps)
