"""The parts of a prediction: modes, pairs of modes, and what has no mode, with the claims they rest on.

All quantities are dimensionless.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement

import flint

from numerics import enclosed_pairs
from numerics.balls import Truth, decimal, less
from numerics.errors import Inconclusive
from numerics.multipliers import Multiplier, Stability, stability
from paper_checks.predict.mode_states import EnclosedTarget, ModeState, Regime, sharpness
from paper_checks.predict.rates import ON_MODE, two_modes_repel
from paper_checks.predict.records import Mode, Pair, Silent

ATTRACTING, REPELLING, UNDECIDED = "attracting", "repelling", "undecided"

_AT_REST = ("hessian-balanced/top-eigenvalue",)
_PERIOD_TWO = ("rank-p-orbit/existence", "rank-p-orbit/uniqueness-positive", "rank-p-orbit/points")
_GAP = ("gap-decay/two-step-factor",)
_AT_REST_PAIR = ("hessian-balanced/spectrum",)
_SILENT = ("rank-p-orbit/rectangular",)
_ONE_MODE = ("rank-p-orbit/attracting-full-space-one",)


def mode_record(number: int, state: ModeState, digits: int) -> Mode:
    """Return what a mode does.

    Args:
        number: of the mode, counted from 1.
        state: what was decided of it.
        digits: the most digits to write.
    """
    points: Sequence[flint.arb] = ()
    multiplier = gap_factor = period = None
    claims: tuple[str, ...] = ()
    if state.regime is Regime.RESTS:
        period, points, claims = 1, (flint.arb(1),), _AT_REST
        multiplier, gap_factor = (1 - state.kappa) ** 2, flint.arb(1)
    elif state.cycle is not None:
        period, points = state.cycle.period, [layer**state.depth for layer in state.cycle.layers]
        multiplier, gap_factor, claims = state.cycle.multiplier, state.cycle.gap_factor, ON_MODE[1:]
    elif state.orbit is not None:
        within = state.regime is Regime.PERIOD_TWO
        period, points = 2 if within else None, (state.orbit.lower, state.orbit.upper)
        multiplier, gap_factor = state.orbit.multiplier, state.orbit.gap_factor
        claims = (*_PERIOD_TWO, ON_MODE[0 if within else 1], *_GAP)
    return Mode(
        number=number,
        singular_value=decimal(state.sigma, digits),
        multiplicity=state.multiplicity,
        sharpness=decimal(sharpness(state.depth, state.sigma), digits),
        kappa=decimal(state.kappa, digits),
        regime=state.regime.value,
        period=period,
        points=tuple(decimal(state.sigma * point, digits) for point in points),
        multiplier=None if multiplier is None else decimal(multiplier, digits),
        gap_factor=None if gap_factor is None else decimal(gap_factor, digits),
        on_mode=_on_mode(state, multiplier, gap_factor),
        claims=claims,
    )


def _on_mode(state: ModeState, multiplier: flint.arb | None, gap_factor: flint.arb | None) -> str:
    if multiplier is None or gap_factor is None:
        return UNDECIDED
    # At rest the gap is neutral: minima with other gaps are nearby.
    sizes = [abs(multiplier)] if state.regime is Regime.RESTS else [abs(multiplier), abs(gap_factor)]
    return _verdict(sizes)


def _verdict(sizes: Sequence[flint.arb]) -> str:
    if any(less(1, size) is Truth.TRUE for size in sizes):
        return REPELLING
    inside = all(less(size, 1) is Truth.TRUE for size in sizes)
    return ATTRACTING if inside else UNDECIDED


def together(verdicts: Sequence[str]) -> str:
    """Return the verdict on an orbit from those on its parts."""
    if REPELLING in verdicts:
        return REPELLING
    return UNDECIDED if UNDECIDED in verdicts else ATTRACTING


def pair_records(depth: int, states: Sequence[ModeState], digits: int) -> Iterator[Pair]:
    """Give what two steps do to each pair of modes, in each phase.

    Args:
        depth: the number of layers.
        states: of the modes.
        digits: the most digits to write.
    """
    alone = sum(state.multiplicity for state in states if state.oscillates) == 1
    for (i, one), (j, other) in combinations_with_replacement(enumerate(states, start=1), 2):
        equal = i == j
        count = (
            one.multiplicity * (one.multiplicity - 1) // 2 if equal else one.multiplicity * other.multiplicity
        )
        both = one.oscillates and other.oscillates
        for phase in ("in phase", "out of phase") if both else ("",):
            if count:
                neutral, found = _multipliers(depth, one, other, equal, phase)
                verdict = stability(found) if found else Stability.INCONCLUSIVE
                largest = max((m.size() for m in found), key=lambda size: float(size.mid()), default=None)
                yield Pair(
                    modes=(i, j),
                    count=count,
                    phase=phase,
                    verdict=_VERDICTS[verdict],
                    neutral=neutral,
                    largest=None if largest is None else decimal(largest, digits),
                    claims=_pair_claims(depth, one, other, alone) if found else (),
                )


_VERDICTS = {
    Stability.STABLE: ATTRACTING,
    Stability.UNSTABLE: REPELLING,
    Stability.INCONCLUSIVE: UNDECIDED,
}


def _multipliers(
    depth: int, one: ModeState, other: ModeState, equal: bool, phase: str
) -> tuple[int, tuple[Multiplier, ...]]:
    if one.pair_state is None or other.pair_state is None:
        return 0, ()
    scale = None if equal else (other.sigma / one.sigma).root(depth)
    try:
        return enclosed_pairs.pair_multipliers(
            depth, one.pair_state, other.pair_state, scale, phase != "out of phase"
        )
    except Inconclusive:
        return 0, ()


def _pair_claims(depth: int, one: ModeState, other: ModeState, alone: bool) -> tuple[str, ...]:
    """Name the claims that decide a pair; without one, the enclosed multipliers stand for themselves."""
    if one.cycle is not None or other.cycle is not None:
        return ()
    if one.oscillates and other.oscillates:
        return two_modes_repel(depth)
    if one.oscillates or other.oscillates:
        return _ONE_MODE if depth == 2 and alone else ()
    return _AT_REST_PAIR


def silent_records(
    depth: int, states: Sequence[ModeState], target: EnclosedTarget, hidden: int, digits: int
) -> Iterator[Silent]:
    """Give what two steps do to entries that pair a mode with an index that has none.

    Args:
        depth: the number of layers.
        states: of the modes.
        target: with its shape and rank.
        hidden: the width of all hidden layers.
        digits: the most digits to write.
    """
    rows, columns, units = (side - target.rank for side in (target.rows, target.columns, hidden))
    for number, state in enumerate(states, start=1):
        entries = state.multiplicity * (rows + columns)
        places = state.multiplicity * units * (depth - 1)
        if not entries and not places:
            continue
        end = between = None
        if state.pair_state is not None:
            end, between = enclosed_pairs.silent_multipliers(depth, state.pair_state)
        if state.regime is Regime.RESTS:
            # Both entries of a place are neutral: minima with other gaps are nearby.
            between = None
        sizes = [abs(x) for x, some in ((end, entries), (between, places)) if some and x is not None]
        undecided = state.regime is Regime.UNDECIDED
        yield Silent(
            mode=number,
            end_entries=entries,
            end_multiplier=decimal(end, digits) if entries and end is not None else None,
            hidden_places=places,
            hidden_multiplier=decimal(between, digits) if places and between is not None else None,
            verdict=UNDECIDED if undecided else _verdict(sizes),
            claims=_silent_claims(state),
        )


def _silent_claims(state: ModeState) -> tuple[str, ...]:
    if state.regime is Regime.RESTS:
        return _AT_REST_PAIR
    return _SILENT if state.oscillates and state.cycle is None else ()
