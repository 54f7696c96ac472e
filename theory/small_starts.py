r"""The learning rate up to which small starts never see their gap grow, beyond two layers.

For alpha small enough the gap of the start (alpha, ..., alpha, 0) never grows exactly if kappa < kappa_a(L).
At kappa_a the balanced step that reaches highest, from its critical point c to T = (1 + p) c, reaches a state
whose pull is sqrt(2) (`small_starts_steps`). There p is the only positive root of

    (1 + p)^(L-2) ((1 + (L-1) p) (1 + p)^L - 1 - (2L-1) p) = sqrt(2) L,

whose left side has no negative coefficient, and kappa_a^L = (1 + (2L-1) p)^(2L-2)/(1 + (L-1) p)^(L-2).
"""

from fractions import Fraction
from functools import cache
from typing import TypeVar

import sympy
from flint import arb, ctx, fmpq, fmpz_poly

from theory import small_starts_rules as because
from theory import small_starts_steps as these
from theory.argument import Argument, Step
from theory.multipliers import whole_depth
from theory.real_roots import RealRoot, only_root_above
from theory.symbols import L, kappa, u

PULL = kappa * u ** (1 - 2 / L) * (u - 1) / L
"""The pull at the balanced state with end-to-end value u, for sigma = 1."""
LIMIT = sympy.sqrt(2)
"""The largest pull that does not enlarge the gap."""
Number = TypeVar("Number", arb, fmpz_poly, sympy.Expr)


def sharp_window(pull: sympy.Expr = PULL, limit: sympy.Expr = LIMIT) -> Argument:
    """Return the argument that the gaps of small starts never grow exactly where a pull is below a limit.

    Args:
        pull: in `kappa`, `L` and `u`, the largest end-to-end value f(x)^L of balanced steps from x in [0, 1].
        limit: a number.

    The argument holds for the pull and the limit that follow from the update rule; else nothing is
    established.

    >>> sharp_window().check().holds
    True
    >>> sharp_window(limit=sympy.Rational(3, 2)).check().holds
    False
    """
    shows = these.SharpWindow(pull, limit)
    top, end, below, turn = (
        these.top_steps(pull),
        these.end_steps(),
        these.below_steps(),
        these.turn_steps(),
    )
    conclusions = (
        Step("below", these.NeverGrowsBelow(pull, limit), because.BELOW, ("top", *_labels((*end, *below)))),
        Step("from", these.GrowsFrom(pull, limit), because.FROM, ("top", *_labels((*end, *turn)))),
    )
    return Argument(
        shows,
        (
            *top,
            Step("top", these.PullAtTop(pull), because.TOP, _labels(top)),
            *end,
            *below,
            *turn,
            *conclusions,
            these.scale_step(),
            Step("window", shows, because.WINDOW, ("below", "from", "scale")),
        ),
    )


def growth_at_end(depth: int) -> RealRoot:
    """Return p at the end of the window, as a root of its minimal polynomial.

    Raises:
        TypeError: for a depth that is not a whole number.
        ValueError: for a depth below 3.

    >>> growth_at_end(3).evalf(20)
    0.47460995901570815001
    """
    if whole_depth(depth) < 3:
        raise ValueError("for two layers the window ends at 2 sqrt(2) for another reason")
    return _growth(depth)


@cache
def _growth(depth: int) -> RealRoot:
    return only_root_above(_pull_at_top(depth, fmpz_poly([0, 1])) ** 2 - 2 * depth**2, 0)


def window_end(depth: int) -> sympy.Expr:
    """Return kappa_a, where the window of small starts ends, as an exact number.

    Raises are those of `growth_at_end`.

    >>> window_end(3).evalf(30)
    4.04958068660798728526616612372
    """
    return _power_of_rate(depth, growth_at_end(depth)) ** sympy.Rational(1, depth)


def at_growth(depth: int, p: sympy.Rational) -> tuple[sympy.Rational, sympy.Rational, sympy.Rational]:
    """Return kappa^L, the largest end-to-end value T^L and the pull there, for a rational p = T/c - 1.

    >>> at_growth(3, sympy.Rational(1, 2))
    (2401/32, 27/14, 13/8)
    """
    value = (1 + (depth - 1) * p) * (1 + p) ** depth / (1 + (2 * depth - 1) * p)
    return _power_of_rate(depth, p), value, _pull_at_top(depth, p) / depth


def window_end_between(depth: int, digits: int) -> tuple[Fraction, Fraction]:
    """Return rationals at most 2/10^digits apart with kappa_a between them.

    kappa rises with p (`small_starts_steps`), so it is enclosed by its values at rationals around p.

    Raises are those of `growth_at_end`.

    >>> [str(end) for end in window_end_between(3, 4)]
    ['8099/2000', '2531/625']
    """
    scale = 10**digits
    ends = growth_at_end(depth).between(Fraction(1, 100 * depth**2 * scale))
    with ctx.workprec(4 * digits + 64):
        powers = (_power_of_rate(depth, arb(fmpq(end.numerator, end.denominator))) for end in ends)
        low, high = (power.root(depth) for power in powers)
        low_unit, high_unit = (low.lower() * scale).floor(), (high.upper() * scale).ceil()
        return Fraction(int(low_unit.unique_fmpz()), scale), Fraction(int(high_unit.unique_fmpz()), scale)


def _pull_at_top(depth: int, p: Number) -> Number:
    """Return L times the pull at the largest balanced value, a polynomial without negative coefficients."""
    return (1 + p) ** (depth - 2) * ((1 + (depth - 1) * p) * (1 + p) ** depth - 1 - (2 * depth - 1) * p)


def _power_of_rate(depth: int, p: Number) -> Number:
    """Return kappa^L at which the balanced step from the critical point multiplies by 1 + p."""
    return (1 + (2 * depth - 1) * p) ** (2 * depth - 2) / (1 + (depth - 1) * p) ** (depth - 2)


def _labels(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Return the labels of the steps that no other of them uses."""
    used = {label for step in steps for label in step.uses}
    return tuple(step.label for step in steps if step.label not in used)
