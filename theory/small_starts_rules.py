"""Why gaps that start small never grow up to one learning rate, and do grow from there on: the rules.

The letters are those of `small_starts_steps`.
"""

from collections.abc import Sequence

import sympy

from theory.argument import Rule, Step
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.small_starts_steps import (
    LEAST_VALUE,
    OVERSHOOT,
    GrowsFrom,
    NeverGrowsBelow,
    PullAtTop,
    SharpWindow,
    below_steps,
    end_steps,
    scale_step,
    top_steps,
    turn_steps,
)


def _used(steps: Sequence[Step]) -> list[Proposition]:
    """Return what steps establish for later ones: not what `GENERIC_POWER` already used."""
    return [step.claim for step in steps if not step.label.endswith(", generic")]


def _is_root_of_two(limit: sympy.Expr) -> bool:
    return bool(limit.is_positive) and limit**2 == 2


def _top(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return isinstance(claim, PullAtTop) and list(premises) == _used(top_steps(claim.pull))


TOP: Rule = NamedRule(
    "the largest balanced step",
    "f' = 1 - h x^(L-2) D with D = (2L-1) x^L - (L-1) vanishes at one c > 0, where f is largest. With r = "
    "f(c)/c the two identities give c^L = A/B and h c^(L-2) = B/L, so kappa^L = (L h)^L = B^(2L-2) "
    "A^(2-L), whose logarithm has the positive derivative shown; it rises from 1 at r = 1 to infinity, so "
    "every kappa > 1 has one r > 1. The pull at T = r c is h T^(L-2) (T^L - 1) = r^(L-2) (A r^L - B)/L; "
    "the bracket vanishes at r = 1 and rises, and so does the pull.",
    _top,
)


def _below(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, NeverGrowsBelow) or not _is_root_of_two(claim.limit):
        return False
    return (
        list(premises) == [PullAtTop(claim.pull), *_used(end_steps()), *_used(below_steps())]
        and bool((1 + OVERSHOOT) ** 2 > 2)
        and bool((LEAST_VALUE * (LEAST_VALUE - 1)) ** 2 < 2)
    )


BELOW: Rule = NamedRule(
    "room around balanced states",
    "The pull at r = 8/5 is at least 3/2 (as r^L >= r^3), beyond sqrt 2, and it rises; so r < 8/5 at the "
    "end, where the pull at T is sqrt 2. There sqrt 2 = V (V - 1) B^2/(L A r^2) <= V (V - 1), so V > "
    "17/10. Up to the end: on [0, 1] the pull h x^(L-2) (1 - x^L) is largest at x^L = (L-2)/(2L-2) <= c^L, "
    "so at most h c^(L-2) L/(2L-2) = B/(2L-2) < 1 (for kappa <= 1 at most h; take T = 1 there, as f <= 1 "
    "on [0, 1]). On [1, T] it rises to less than sqrt 2 at T. So f maps [0, T] into (-s T, T], s = sqrt 2 "
    "- 1 < 5/12. A balanced state (x, ..., x, -x) keeps this form, x times 1 - p, p = h x^(L-2) (1 + x^L); "
    "for x <= s T, p is at most its value at s T, which rises with kappa, as h and T, the largest f on [0, "
    "1], do, and at the end is sqrt 2 s^(L-2) (1 + s^L V)/(V - 1) < sqrt 2: x does not grow. Flipping "
    "layers a by -1 and y by (-1)^(L-1) commutes with a step. So for T' slightly above T the balanced "
    "states with |a| <= T' (pi >= 0) or |a| <= s T' (pi <= 0) are a compact set K that a step maps into "
    "itself with room: below T' as f < T' there, below s T' as the pulls stay below sqrt 2, and as 1 - p < "
    "1 away from 0. On K all pulls are below sqrt 2 by a margin. A state with |a^2 - y^2| <= alpha^2 has "
    "||a| - |y|| <= alpha. A step is uniformly continuous on bounded sets, so for small alpha the states "
    "within alpha of K with gap at most alpha^2 are mapped into themselves with pull < sqrt 2 (next to 0 "
    "both signs of pi are in K): the gap never grows. The start is one of them.",
    _below,
)


def _from(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return (
        isinstance(claim, GrowsFrom)
        and _is_root_of_two(claim.limit)
        and list(premises) == [PullAtTop(claim.pull), *_used(end_steps()), *_used(turn_steps())]
    )


FROM: Rule = NamedRule(
    "starts aimed at the critical point",
    "kappa > 1, so c < 1. Suppose that the gap never grows for alpha <= alpha_0; then |a^2 - y^2| <= "
    "alpha^2 at all times. While a < c, and for small alpha, y >= 0 and pi < 1; a and y grow, a by at "
    "least a constant times alpha^(L-2) y(1) > 0, so a reaches c, by some time t_1. For smaller alpha the "
    "largest a up to t_1 tends to 0 and is continuous; so there is a least alpha at which it is c, and "
    "there a = c at a first time t <= t_1. So there are arbitrarily small alpha with a = c and y within "
    "alpha of c; the next state tends to (T, T) with alpha. If the pull at T exceeds sqrt 2, so does the "
    "pull there, on an interval of alpha, and a gap that does not grow has to be zero on it; but it is a "
    "polynomial in alpha with lowest term alpha^2. At the end, pull = sqrt 2 at T: r < 8/5 and the pull on "
    "[0, c] is below 1, so the gap is still positive at a = c and y < c. The next pull depends on y with "
    "the derivative shown, with h c^(L-2) D = 1; that is negative as c^L > 1/2 and V > 1, so the next pull "
    "exceeds sqrt 2 for small alpha, and the gap, not zero, grows.",
    _from,
)


def _window(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return isinstance(claim, SharpWindow) and list(premises) == [
        NeverGrowsBelow(claim.pull, claim.limit),
        GrowsFrom(claim.pull, claim.limit),
        scale_step().claim,
    ]


WINDOW: Rule = NamedRule(
    "both sides of the end",
    "Below the limit no gap of a small start grows, from it on some do; a mode with another sigma is a "
    "scaled one with the same kappa.",
    _window,
)
