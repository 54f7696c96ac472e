"""What a run shows of one mode: the period of its last values, and how far they may still be off.

A run shows a period where its last values return after 1, 2, 4, 8 or 16 steps. How far they may still be from
where they settle is estimated from two stretches of equal length: a distance that shrinks by a factor r over
each is, at the end, r/(1 - r) times the last change. All numbers are float64, dimensionless.
"""

import itertools
from dataclasses import dataclass

import numpy as np

from numerics._stacks import Floats

PERIODS = (1, 2, 4, 8, 16)
RETURNED = 1e-5
"""Values that return this closely, over the largest one of the run, have a period."""
ROUNDING = 1e-9
"""What round-off may add up to, over the largest one."""
WINDOWS = (512, 64)
"""So many of the last values have to return; fewer where the run has just settled."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the last values of a mode show.

    Attributes:
        period: the least one of `PERIODS`; none if they do not return.
        values: along one period, the least first; or the least and the largest of the last ones.
        still_moves: how far they may be from where they settle.
        on_its_way: whether they rise or fall without a turn, so nothing has settled.
    """

    period: int | None
    values: tuple[float, ...]
    still_moves: float
    on_its_way: bool


def settled(values: Floats) -> Settled:
    """Classify the last values of a mode.

    >>> found = settled(np.array([1.0, 2.0] * 100))
    >>> found.period, found.values
    (2, (1.0, 2.0))

    Args:
        values: one a step, at least one.
    """
    scale = float(np.abs(values).max())
    windows = [max(PERIODS) * max(1, min(len(values) // 4, longest) // max(PERIODS)) for longest in WINDOWS]
    for window, period in itertools.product(windows, PERIODS):
        if len(values) > period and _change(values, period, window) <= RETURNED * scale:
            last = tuple(sorted(float(value) for value in values[-period:]))
            return Settled(period, last, _still_moves(values, period, window) + ROUNDING * scale, False)
    late = values[-2 * windows[0] :]
    steps = np.diff(late)
    one_way = bool((steps >= 0).all() or (steps <= 0).all())
    return Settled(None, (float(late.min()), float(late.max())), ROUNDING * scale, one_way)


def _change(values: Floats, period: int, window: int) -> float:
    late = values[-min(window, len(values) - period) :]
    before = values[-len(late) - period : len(values) - period]
    return float(np.abs(late - before).max())


def _still_moves(values: Floats, period: int, window: int) -> float:
    stretch = window - window % period
    if len(values) <= 2 * stretch + period:
        return _change(values, period, window)
    stops = [len(values) - number * stretch for number in range(3)]
    last, middle, first = (values[stop - period : stop] for stop in stops)
    now, before = float(np.abs(last - middle).max()), float(np.abs(middle - first).max())
    return now * now / (before - now) if now < before else now
