"""The largest learning rates: to converge, and for an attracting period-2 orbit on a mode or in full.

All quantities are dimensionless.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import flint

from numerics import enclosed_pairs
from numerics.balls import Truth, less
from numerics.errors import Inconclusive
from numerics.multipliers import Stability, stability
from paper_checks import registry
from paper_checks.predict import ends
from paper_checks.predict.mode_states import EnclosedTarget, sharpness
from theory.floquet import deeper_modes

ON_MODE = ("rank-p-orbit/attracting-window", "rank-p-orbit/repelling-window")
"""The claims on where the orbit loses stability on its mode."""
_AT_REST = ("hessian-balanced/top-eigenvalue", "flattest-minimum/every-minimum")
DEEPEST_KEPT = 16
"""The depth up to which it is proved where small starts stay positive, or bounded."""
BISECTIONS = 40
"""How often the bracket of a pair's threshold is halved."""


@dataclass(frozen=True, eq=False)
class EnclosedRate:
    """A learning rate beyond which something is lost.

    Attributes:
        kind: what it is the largest one for.
        eta: the learning rate.
        kappa: the normalised learning rate of the first mode there.
        how: how it was found, in words.
        claims: the claims it rests on.
    """

    kind: str
    eta: flint.arb
    kappa: flint.arb
    how: str
    claims: tuple[str, ...]


def largest_rates(depth: int, target: EnclosedTarget, lost: flint.arb, digits: int) -> Iterator[EnclosedRate]:
    """Give the largest learning rates of a target.

    Args:
        depth: the number of layers.
        target: with its singular values.
        lost: kappa_d(L).
        digits: of the rates up to which starts stay positive, or bounded.
    """
    top = sharpness(depth, target.values[0])
    yield EnclosedRate("convergence to a minimum", 2 / top, flint.arb(2), "2/S_1", _AT_REST)
    yield EnclosedRate(
        "an attracting period-2 orbit on the SVS set",
        lost / top,
        lost,
        "kappa_d(L)/S_1",
        ON_MODE,
    )
    yield from (
        EnclosedRate(kind, kappa / top, kappa, how, claims)
        for kind, kappa, how, claims in _kept(depth, digits)
    )
    kappa, how, claims = _in_full_space(depth, target, lost)
    yield EnclosedRate("an attracting period-2 orbit in the full space", kappa / top, kappa, how, claims)


def _kept(depth: int, digits: int) -> Iterator[tuple[str, flint.arb, str, tuple[str, ...]]]:
    """Give the kappa up to which small balanced starts stay positive, and bounded, where that is proved."""
    if depth > DEEPEST_KEPT:
        return
    statement = registry.statement("period-doubling")
    how = "where the critical point of one balanced mode"
    positive = ends.largest_rate(statement, ends.POSITIVE, depth, digits)
    claims = ("period-doubling/bounded-positive",)
    yield "a mode on the SVS set that stays positive", positive, f"{how} comes to 0 in two steps", claims
    if depth % 2 == 0:
        bounded = ends.largest_rate(statement, ends.BOUNDED, depth, digits)
        claims = ("period-doubling/bounded-even",)
        yield "a mode on the SVS set that stays bounded", bounded, f"{how} meets its mirror image", claims


def two_modes_repel(depth: int) -> tuple[str, ...]:
    """Return the claims that no orbit with two oscillating modes attracts; none where that is not decided."""
    if depth == 2:
        return ("rank-p-orbit/repelling-full-space-more",)
    return ("rank-p-orbit/repelling-full-space-deeper",) if depth in deeper_modes.DEPTHS else ()


def _in_full_space(
    depth: int, target: EnclosedTarget, lost: flint.arb
) -> tuple[flint.arb, str, tuple[str, ...]]:
    """Return the kappa of the first mode up to which an orbit attracts among all entries of the layers."""
    more = two_modes_repel(depth)
    if target.multiplicities[0] > 1:
        how = "2/S_1: equal top singular values, no orbit attracts"
        return flint.arb(2), how if more else f"{how}; for this depth that is not proved", more
    if len(target.values) == 1:
        return lost, "kappa_d(L)/S_1: there is no other mode", ON_MODE
    ratio = sharpness(depth, target.values[1]) / sharpness(depth, target.values[0])
    if depth == 2:
        both = 4 / (1 + ratio)
        claims = ("rank-p-orbit/attracting-full-space-one", *more)
        if less(both, lost) is Truth.TRUE:
            return both, "4/(S_1 + S_2)", claims
        if less(lost, both) is Truth.TRUE:
            return lost, "kappa_d(L)/S_1", (*ON_MODE, *claims)
        return both.union(lost), "4/(S_1 + S_2) or kappa_d(L)/S_1, not told apart", claims
    return _by_bisection(depth, target, lost, ratio, more)


def _by_bisection(
    depth: int, target: EnclosedTarget, lost: flint.arb, ratio: flint.arb, more: tuple[str, ...]
) -> tuple[flint.arb, str, tuple[str, ...]]:
    """Bracket where a pair of the first mode, the only one that oscillates, stops to attract."""
    second_starts = 2 / ratio
    window = less(second_starts, lost) is not Truth.TRUE
    end = lost if window else second_starts
    low, high = (2 + (end - 2) / 2**10).mid(), (end - (end - 2) / 2**BISECTIONS).mid()
    if pairs_attract(depth, target, high):
        what = "kappa_d(L)/S_1" if window else "2/S_2, from where on the second mode oscillates"
        how = f"{what}; next to it all pairs of the first mode attract, at smaller rates that is not proved"
        return end, how, (*ON_MODE, *more)
    if not pairs_attract(depth, target, low):
        return flint.arb(2).union(end), "undecided: no pair is known to attract next to 2/S_1", ()
    for _ in range(BISECTIONS):
        middle = ((low + high) / 2).mid()
        answer = pairs_attract(depth, target, middle)
        if answer is None:
            break
        low, high = (middle, high) if answer else (low, middle)
    how = (
        "bisection on the multipliers of pairs with the first mode: at the lower end all attract, at the "
        "upper end one repels; that they attract at all smaller rates is not proved"
    )
    return low.union(high), how, more


def pairs_attract(depth: int, target: EnclosedTarget, kappa: flint.arb) -> bool | None:
    """Say whether all pairs of the first mode attract at its kappa; None if that is not certain."""
    first = sharpness(depth, target.values[0])
    try:
        one = enclosed_pairs.mode(depth, kappa)
        for value in target.values[1:]:
            other = enclosed_pairs.mode(depth, kappa * sharpness(depth, value) / first)
            scale = (value / target.values[0]).root(depth)
            found = stability(enclosed_pairs.pair_multipliers(depth, one, other, scale)[1])
            if found is not Stability.STABLE:
                return False if found is Stability.UNSTABLE else None
    except Inconclusive:
        return None
    return True
