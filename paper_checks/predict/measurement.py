"""Run gradient descent from a start in float64, and put what it does beside what was predicted.

All quantities are dimensionless.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import log

import numpy as np

from numerics import float_runs
from numerics.float_runs import FloatRun
from paper_checks.predict.classify import ROUNDING, Settled, settled
from paper_checks.predict.outcomes import DIVERGES, INTERVAL, LEAVES, PERIODIC, RESTS, SADDLE, UNKNOWN
from paper_checks.predict.parts import REPELLING
from paper_checks.predict.records import End, Prediction, Run, Seen
from paper_checks.predict.starts import OnSet, Start

AWAY = 1e-3
"""So far from the orbit, over the largest singular value, a run has left it."""
LOOKS = 80
"""At how many pairs of steps the sharpness is taken."""
LEAST_STEPS, MOST_STEPS = 1000, 50_000
SETTLED = log(1e11)
"""By how many powers of e a deviation has to shrink until float64 does not see it."""


@dataclass(frozen=True, eq=False)
class Measurement:
    """A run as it was recorded, and what it says beside the prediction."""

    run: FloatRun
    record: Run


def enough_steps(prediction: Prediction) -> int:
    """Estimate how many steps settle what is predicted: the way from a small start, and the slowest decay."""
    depth, settling, growing = prediction.depth, 0.0, 0.0
    alpha = float(Fraction(prediction.start.alpha or 1))
    if prediction.start.on_set == OnSet.NO:
        # Products of random layers have smaller singular values than those of multiples of I.
        alpha /= 3
    for mode in prediction.modes:
        kappa, scale = float(mode.kappa), alpha / float(mode.singular_value) ** (1 / depth)
        small = min(max(scale, 1e-6), 0.9)
        way = -log(small) if depth == 2 else small ** (2 - depth) / (depth - 2)
        growing = max(growing, 2 * depth / kappa * way)
        if mode.period is not None and mode.multiplier is not None and mode.gap_factor is not None:
            settling = max(settling, *(_decay(x, mode.period) for x in (mode.multiplier, mode.gap_factor)))
    if prediction.start.on_set != OnSet.EXACTLY:
        # What grows leads away from the orbit as fast as what shrinks would lead there.
        settling = max([settling, *(_decay(pair.largest, 2) for pair in prediction.pairs if pair.largest)])
        if prediction.full_space == REPELLING:
            # Round-off has to grow from nothing that is seen to something that is.
            settling *= 2
    return int(min(max(growing + 1.5 * settling, LEAST_STEPS), MOST_STEPS))


def _decay(multiplier: str, period: int) -> float:
    rate = abs(log(max(abs(float(multiplier)), 1e-6)))
    # A multiplier of 1 is neutral: nothing decays that has to.
    return SETTLED * max(period, 2) / rate if rate > 1e-6 else 0.0


def measure(prediction: Prediction, start: Start, steps: int) -> Measurement:
    """Run gradient descent, and compare.

    Args:
        prediction: without a run.
        start: what it is about.
        steps: how many steps to make, at least 1.
    """
    # Two at a time, as what oscillates has another sharpness at every other step.
    looks = sorted({round(x) + next_one for x in np.linspace(0, steps - 1, LOOKS) for next_one in (0, 1)})
    eta = float(prediction.eta)
    run = float_runs.run(start.layers, start.target, start.bases, eta, steps, looks)
    record = Run(
        steps=len(run.losses) - 1,
        diverged=run.diverged,
        loss=float(run.losses[-1]),
        gap=float(run.gaps[-1]),
        elsewhere=float(run.elsewhere[-1]),
        sharpness=None if run.diverged else float(run.sharpness[-1]),
        edge=2 / eta,
        modes=_Comparison(prediction, run).modes(),
    )
    return Measurement(run, record)


class _Comparison:
    """What a run shows of each singular value, beside where it was predicted to go."""

    def __init__(self, prediction: Prediction, run: FloatRun) -> None:
        both = zip(prediction.modes, prediction.ends, strict=True)
        self._ends = [end for mode, end in both for _ in range(mode.multiplicity)]
        self._prediction, self._run = prediction, run
        self._far = AWAY * float(prediction.modes[0].singular_value)
        self._found = [settled(run.values[:, place]) for place in range(len(self._ends))]

    def modes(self) -> tuple[Seen, ...]:
        return tuple(self._seen(found, end) for found, end in zip(self._found, self._ends, strict=True))

    def _seen(self, found: Settled, end: End) -> Seen:
        agrees, why = self._answer(found, end)
        if self._run.diverged:
            return Seen(end.mode, DIVERGES, None, (), 0.0, agrees, why)
        kind = INTERVAL if found.period is None else RESTS if found.period == 1 else PERIODIC
        return Seen(end.mode, kind, found.period, found.values, found.still_moves, agrees, why)

    def _answer(self, found: Settled, end: End) -> tuple[str, str]:
        """Return whether prediction and run agree, and what explains it if not."""
        if end.kind == UNKNOWN:
            return "not compared", end.why
        if end.kind == LEAVES and self._has_left():
            return "yes", ""
        if end.kind == DIVERGES and self._run.diverged:
            return "yes", ""
        if end.kind == SADDLE and not self._run.diverged and max(map(abs, found.values)) < self._far:
            return "yes", ""
        if end.kind in (RESTS, PERIODIC, INTERVAL) and not self._run.diverged and _agree(found, end):
            return "yes", ""
        return "no", self._why(found, end)

    def _has_left(self) -> bool:
        # A run comes close to an orbit again and again that repels only in some directions.
        late = self._run.elsewhere[len(self._run.elsewhere) // 2 :]
        moved = (
            found.period != len(end.values)
            or any(abs(a - float(b)) > self._far for a, b in zip(found.values, end.values, strict=True))
            for found, end in zip(self._found, self._ends, strict=True)
        )
        return self._run.diverged or float(late.max()) > self._far or any(moved)

    def _why(self, found: Settled, end: End) -> str:
        made, needed = len(self._run.losses) - 1, enough_steps(self._prediction)
        if self._run.diverged:
            return f"the run diverges after {made} steps"
        if found.period is None and found.on_its_way:
            return f"the run is still on its way after {made} steps"
        if end.values and max(map(abs, found.values)) < self._far < float(end.values[0]):
            return f"the run is still next to the saddle at 0 after {made} steps"
        if made < needed:
            return f"too few steps: about {needed} are needed"
        left = float(self._run.elsewhere[-1]) > ROUNDING * float(self._prediction.modes[0].singular_value)
        if left and self._prediction.start.on_set != OnSet.NO:
            return "the run has left the singular vector stationary set"
        return "not explained"


def _agree(found: Settled, end: End) -> bool:
    """Compare values within the enclosure and what the run may be off."""
    values = [float(value) for value in end.values]
    room = found.still_moves + ROUNDING * max(values)
    if end.kind == INTERVAL:
        return values[0] - room <= found.values[0] <= found.values[-1] <= values[1] + room
    if found.period != end.period:
        return False
    return all(abs(a - b) <= room for a, b in zip(found.values, values, strict=True))
