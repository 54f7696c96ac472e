r"""Gaps between layers never grow along gradient descent in the window 2 < kappa < 2 sqrt(2).

One mode with singular value sigma = 1 of the target (rescaling makes it 1) starts unbalanced:
layers 1 … L-1 at alpha > 0, layer L at 0. Layers 1 … L-1 keep sharing a value s; layer L has the
value t, and one step multiplies the gap b = s^2 - t^2 by 1 - a^2 (`state.definitions`).
`non_increasing` is the argument that a^2 < 2 at every step, for every depth, provided that alpha^4
is below ln(2 sqrt(2)/kappa) / (L^2 2^((2L-3)/L)). It keeps the state in a region:

    L = 2:   0 <= pi <= 8/5,  |b| <= alpha^2
    L = 3:   s > 0, t >= 0, 0 <= b <= alpha^2, s <= 241/200      (then |a| < 1)
    L >= 4:  s > 0, t >= 0, 0 <= b <= alpha^2, s^(L/2) <= 11/8   (then |a| < 1)

From a state with pi <= 1 the values grow, from one with pi >= 1 they shrink; that is the
distinction of cases throughout.

To read it from the claim downwards: `theorem` (the claim, and the depths it is put together from);
`two_layers`, `three_layers`, `more_layers`, with `beyond_two_layers` for what the last two share
(the arguments, in `lines` and with `certificates`); `rules`, `analytic_rules`, `descent_rules` (what
justifies a line); `propositions` (what a line can say) and `state` (about what); `comparison` and
`signs` (how formulas are compared). `top_mode` carries the claim over to the bound of the top mode.
"""

from theory.window.theorem import ALPHA_BOUND, WINDOW_FROM, WINDOW_TO, at_depth, non_increasing
from theory.window.top_mode import non_increasing_below_top

__all__ = [
    "ALPHA_BOUND",
    "WINDOW_FROM",
    "WINDOW_TO",
    "at_depth",
    "non_increasing",
    "non_increasing_below_top",
]
