"""What the third step of two layers from the unbalanced start does to the gap, for every learning rate.

The start is (alpha, 0), with sigma = 1. All quantities are dimensionless.
"""

import sympy

from theory import modes, second_step
from theory.argument import Argument, Step
from theory.propositions import Both, Domain, Identity, Inequality, Range
from theory.rules import CONJUNCTION
from theory.symbols import L, Q, eta, kappa, s_k, s_l, sigma

_UNITS = {sigma: 1, eta: kappa / 2}


def gaps() -> tuple[sympy.Expr, sympy.Expr]:
    """Return the gap of layer 1 to layer 2 after two steps and after three, from the update rule."""
    first, last = (value.subs(L, 2) for value in second_step.after_first_step())
    after_two = {
        s_l: sympy.expand(modes.step(first, last).subs(_UNITS)),
        s_k: sympy.expand(modes.step(last, first).subs(_UNITS)),
        Q: sympy.Integer(1),
        **_UNITS,
    }
    before = modes.gap().subs(after_two, simultaneous=True)
    return before, modes.gap_after_step().subs(after_two, simultaneous=True)


def enlarges(pull: sympy.Expr, beyond: sympy.Expr) -> Argument:
    """Return the argument that the third step of two layers enlarges a gap that is not zero.

    Args:
        pull: a formula in alpha and kappa whose square p^2 turns the gap b into b (1 - p^2).
        beyond: a positive number that the pull exceeds.

    >>> from theory.symbols import alpha
    >>> after = kappa * alpha**2 * (4 - kappa * alpha**2) * (8 + 2 * kappa**2 - kappa**3 * alpha**2) / 32
    >>> enlarges(kappa * (1 - after) / 2, sympy.sqrt(2)).check().holds
    True
    """
    before, after = gaps()
    square = sympy.Symbol("pull_squared", positive=True)
    factor = Identity(after, before * (1 - pull**2))
    squares = Domain((Range(square, sympy.expand(beyond**2), strict=True),), where=((square, pull**2),))
    grows = Inequality(square - 1, sympy.Integer(1), squares, strict=True)
    shows = Both(factor, grows)
    steps = (
        Step("third step", factor),
        Step("growth", grows),
        Step("both", shows, CONJUNCTION, ("third step", "growth")),
    )
    return Argument(shows, steps)
