"""Where gradient descent takes each mode from a start, as far as the claims decide it.

On the singular vector stationary set every mode moves by itself, so a start that float64 keeps there is
decided mode by mode. Elsewhere the orbit has to attract among all entries of the layers; if it repels,
round-off or the start itself leads away from it, and what is predicted is that. All quantities are
dimensionless.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import flint

from numerics import invariant_interval
from numerics.balls import decimal
from paper_checks.predict.mode_states import ModeState, Regime
from paper_checks.predict.parts import ATTRACTING, REPELLING
from paper_checks.predict.records import End
from paper_checks.predict.starts import Init, OnSet, Start

RESTS, PERIODIC, INTERVAL, SADDLE, LEAVES, DIVERGES, UNKNOWN = (
    "rests",
    "periodic",
    "interval",
    "saddle",
    "leaves",
    "diverges",
    "unknown",
)
"""The kinds of ends."""
SMALL = Fraction(9, 10)
"""Starts up to this multiple of sigma^(1/L) are small: single modes were run from there at many kappa."""
DEEPEST = 16
"""Up to this depth they were, off balance."""

SEEN_BY_ROUNDING = 1.01
"""Rounding swallows what grows more slowly than about this in two steps, as half a unit in the last place."""

_BALANCED = ("rank-p-orbit/attracting-balanced",)
_UNBALANCED = ("gap-decay/limit-zero", *_BALANCED)
_CYCLE = ("period-doubling/cascade",)
_POSITIVE, _EVEN = ("period-doubling/bounded-positive",), ("period-doubling/bounded-even",)
_AT_REST = ("hessian-balanced/top-eigenvalue",)
_RANDOM, _OUTSIDE = ("rank-p-orbit/from-small-random-init",), ("rank-p-orbit/from-small-random-init-outside",)
_FROM_SET = ("rank-p-orbit/leaves-the-set", "rank-p-orbit/what-comes-after")


def ends(
    depth: int, states: Sequence[ModeState], full_space: str, grows: float, start: Start, digits: int
) -> Iterator[End]:
    """Give the end of each mode.

    Args:
        depth: the number of layers.
        states: of the modes.
        full_space: the verdict on the orbit among all entries of the layers.
        grows: the largest multiplier of two steps on the pairs that repel.
        start: where gradient descent starts.
        digits: the most digits to write.
    """
    alone = [_alone(depth, number, state, start, digits) for number, state in enumerate(states, start=1)]
    if start.on_set is OnSet.EXACTLY:
        runaway = next((end for end in alone if end.kind == DIVERGES), None)
        # The layers are shared: where one mode runs away, no number is left of the others.
        yield from (alone if runaway is None else [_other_runs_away(end, runaway) for end in alone])
        return
    if start.init is Init.GIVEN:
        yield from (
            _nothing(end.mode, "of layers that are given it is not known where they go") for end in alone
        )
    elif start.init is Init.BALANCED and start.on_set is OnSet.NO:
        why = "off the SVS set a balanced start may end at a saddle, where a singular value would be negative"
        yield from (_nothing(end.mode, why) for end in alone)
    elif any(end.kind not in (RESTS, PERIODIC) for end in alone):
        why = (
            "off the SVS set it is not known what a mode without a short period does, nor what others do then"
        )
        yield from (end if end.kind == UNKNOWN else _nothing(end.mode, why) for end in alone)
    elif all(state.regime is Regime.RESTS for state in states):
        yield from alone
    else:
        yield from (_among_all(end, start, full_space, grows) for end in alone)


def _alone(depth: int, number: int, state: ModeState, start: Start, digits: int) -> End:
    """Return where a mode goes that moves by itself."""
    if not _is_small(depth, state, start):
        return _nothing(number, "alpha is too large, or the network too deep, to say where this mode goes")
    balanced = start.init is Init.BALANCED
    if state.regime is Regime.RESTS:
        points: Sequence[flint.arb] = (flint.arb(1),)
        return _periodic(number, state, points, "kappa < 2: the minimum attracts", _AT_REST, digits)
    if state.regime is Regime.PERIOD_TWO and state.orbit is not None:
        points = (state.orbit.lower, state.orbit.upper)
        claims = _BALANCED if balanced else _UNBALANCED
        why = "2 < kappa < kappa_d: the orbit attracts" + ("" if balanced else ", and the gap tends to 0")
        return _periodic(number, state, points, why, claims, digits)
    if state.cycle is not None:
        points = [layer**depth for layer in state.cycle.layers]
        why = f"a proven attracting orbit of period {state.cycle.period}"
        return _periodic(number, state, points, why, _CYCLE, digits)
    if state.regime is not Regime.BEYOND:
        return _nothing(number, "kappa is not certainly apart from a threshold")
    return _without_period(depth, number, state, balanced, digits)


def _is_small(depth: int, state: ModeState, start: Start) -> bool:
    """Whether single modes, which were run at many kappa, are known to go where they are attracted."""
    if start.alpha is None or start.init is Init.RANDOM:
        return True
    alpha = flint.arb(flint.fmpq(start.alpha.numerator, start.alpha.denominator))
    relative = alpha / state.sigma.root(depth)
    if state.regime is Regime.RESTS:
        # Layers that all equal alpha are no steeper than 2/eta.
        return bool(state.kappa * relative ** (2 * depth - 2) <= 2)
    small = bool(relative <= flint.arb(flint.fmpq(SMALL.numerator, SMALL.denominator)))
    return small and (start.init is Init.BALANCED or depth <= DEEPEST)


def _without_period(depth: int, number: int, state: ModeState, balanced: bool, digits: int) -> End:
    """Return where a mode goes beyond the doublings, with no attracting orbit of period 4, 8 or 16 proven."""
    if invariant_interval.escapes(depth, state.kappa):
        why = "beyond the rate up to which small starts stay bounded, the critical point runs away"
        return End(number, DIVERGES, None, (), None, why, _EVEN)
    if invariant_interval.ends_at_zero(depth, state.kappa):
        why = "beyond the rate up to which small starts stay positive; from below 0 an odd depth tends to 0"
        return End(number, SADDLE, None, ("0",), "0", why, _POSITIVE)
    found = invariant_interval.enclose(depth, state.kappa)
    if found is None:
        return _nothing(number, "no interval is known that a step takes into itself")
    positive = bool(found.lower > 0)
    if not positive and not balanced:
        return _nothing(number, "beyond the rate up to which small starts stay positive, off balance")
    # At an even depth the product does not see the sign of the layer values.
    lower = state.sigma * found.lower**depth if positive else flint.arb(0)
    upper = state.sigma * found.upper**depth
    return End(
        number,
        INTERVAL,
        None,
        (decimal(lower, digits), decimal(upper, digits)),
        decimal(upper - lower, digits),
        "no orbit of period up to 16 is proven to attract; a step takes this interval into itself",
        _POSITIVE if positive else _EVEN,
    )


def _periodic(
    number: int, state: ModeState, points: Sequence[flint.arb], why: str, claims: tuple[str, ...], digits: int
) -> End:
    values = sorted((state.sigma * point for point in points), key=float)
    return End(
        number,
        RESTS if len(points) == 1 else PERIODIC,
        len(points),
        tuple(decimal(value, digits) for value in values),
        decimal(values[-1] - values[0], digits) if len(points) > 1 else "0",
        why,
        claims,
    )


def _nothing(number: int, why: str) -> End:
    return End(number, UNKNOWN, None, (), None, why, ())


def _other_runs_away(end: End, runaway: End) -> End:
    why = runaway.why if end is runaway else f"mode {runaway.mode} runs away, and no number is left"
    return End(end.mode, DIVERGES, None, (), None, why, runaway.claims)


def _among_all(end: End, start: Start, full_space: str, grows: float) -> End:
    """Return where a mode goes when all entries of the layers move."""
    from_afar = start.on_set is OnSet.NO
    if full_space == ATTRACTING:
        claims = (*end.claims, *(_RANDOM if from_afar else ()))
        return replace(end, claims=claims)
    if full_space == REPELLING and not from_afar and grows < SEEN_BY_ROUNDING:
        why = (
            f"the orbit repels by {grows:.6g} in two steps: rounding may swallow so little, and hold the run"
        )
        return _nothing(end.mode, why)
    if full_space == REPELLING:
        why = "among all entries of the layers the orbit repels"
        if not from_afar:
            why += ", and round-off leads off the SVS set"
        return replace(end, kind=LEAVES, period=None, why=why, claims=_OUTSIDE if from_afar else _FROM_SET)
    return _nothing(end.mode, "whether the orbit attracts among all entries of the layers is not decided")
