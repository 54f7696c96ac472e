"""The theorem: inside the window no gap between two layers ever grows, at any depth."""

from collections.abc import Callable

import sympy

from theory.argument import Argument, Step
from theory.symbols import L, kappa
from theory.window.descent_rules import EVERY_DEPTH
from theory.window.lines import Lines
from theory.window.more_layers import MoreLayers
from theory.window.propositions import GapNeverGrows
from theory.window.three_layers import ThreeLayers
from theory.window.two_layers import TwoLayers

WINDOW_FROM = sympy.Integer(2)
"""Lower end of the window in kappa."""
WINDOW_TO = 2 * sympy.sqrt(2)
"""Upper end of the window in kappa."""
ALPHA_BOUND = sympy.log(WINDOW_TO / kappa) / (L**2 * 2 ** ((2 * L - 3) / L))
"""What alpha^4 stays below, for sigma = 1."""

_ARGUMENTS: dict[sympy.Expr, Callable[[GapNeverGrows], Lines]] = {
    sympy.Integer(2): TwoLayers,
    sympy.Integer(3): ThreeLayers,
    L: MoreLayers,
}


def non_increasing(
    window_from: sympy.Expr = WINDOW_FROM,
    window_to: sympy.Expr = WINDOW_TO,
    alpha_bound: sympy.Expr = ALPHA_BOUND,
) -> Argument:
    """Return the argument that no gap between two layers ever grows, for every depth L >= 2.

    Args:
        window_from: kappa is larger than this number.
        window_to: kappa is smaller than this number.
        alpha_bound: alpha^4 is smaller than this; in `kappa` and `L` of `theory.symbols`, for sigma = 1.

    The argument holds for the window and the bound of the paper, and for a narrower window or a
    bound smaller by a rational factor. For other expressions it fails: then nothing is established.

    >>> non_increasing().check().holds
    True
    >>> non_increasing(window_to=sympy.Integer(3)).check().holds
    False
    """
    shows = GapNeverGrows(window_from, window_to, alpha_bound)
    single = [at_depth(depth, window_from, window_to, alpha_bound) for depth in _ARGUMENTS]
    steps = tuple(step for argument in single for step in argument.steps)
    ends = tuple(argument.steps[-1].label for argument in single)
    return Argument(shows, (*steps, Step("every depth", shows, EVERY_DEPTH, ends)))


def at_depth(
    depth: sympy.Expr,
    window_from: sympy.Expr = WINDOW_FROM,
    window_to: sympy.Expr = WINDOW_TO,
    alpha_bound: sympy.Expr = ALPHA_BOUND,
) -> Argument:
    """Return the argument that no gap ever grows at depth 2, at depth 3, or at every depth from 4 on.

    Args:
        depth: 2 or 3, or the symbol `L`, which stands for every depth from 4 on.
        window_from: as for `non_increasing`.
        window_to: as for `non_increasing`.
        alpha_bound: as for `non_increasing`.

    Raises:
        ValueError: for another depth.

    >>> at_depth(sympy.Integer(2)).check().holds
    True
    """
    if depth not in _ARGUMENTS:
        raise ValueError(f"the depth has to be 2, 3, or L for every depth from 4 on, not {depth}")
    claim = GapNeverGrows(window_from, window_to, alpha_bound, sympy.sympify(depth))
    return _ARGUMENTS[depth](claim).argument()
