"""Gradient descent on float64 at many learning rates at once, with the digits each run can vouch for.

Every lane, that is every learning rate, carries a proven bound of its distance to the exact run, so a
lane ends when no digit is left of it: round-off is never taken for dynamics. The bound covers rounding
the inputs to float64, the rounding of each step, and how each step moves earlier errors
(`numerics._error_sets`). All quantities are dimensionless.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from numerics._error_sets import REFRAME_EVERY, ErrorSet
from numerics._float_steps import FloatSteps, Indices, digits_left, nearest, rounding
from numerics._iteration import Outcome as Outcome
from numerics._iteration import divergence_bound
from numerics._stacks import UPWARD, Floats
from numerics._systems import Mode, Network, System
from numerics.balls import working_bits
from numerics.exact import Exact, positive_rational, whole_number


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """Runs at several learning rates. A lane that ends keeps its last state from then on.

    Attributes:
        states: an array for each layer, of shape (recorded steps, rates, rows, columns), and for a
            mode (recorded steps, rates). All numbers are finite.
        steps_recorded: the step each recorded state belongs to; 0 is the start.
        errors: shape (recorded steps, rates): no entry of the state is further from the exact one.
        vouched_digits: shape (recorded steps, rates): each entry is known to 10^-vouched_digits
            times max(1, largest entry of its state).
        outcomes: for each rate COMPLETED; DIVERGED if an entry is certainly beyond 10^30 times
            max(1, largest initial entry, largest target entry); or LOST if no digit is left.
        last_steps: for each rate the step that its last state belongs to. The exact run of a lane that
            DIVERGED passes the divergence bound at the step after it.
    """

    states: tuple[Floats, ...]
    steps_recorded: tuple[int, ...]
    errors: Floats
    vouched_digits: NDArray[np.int64]
    outcomes: tuple[Outcome, ...]
    last_steps: tuple[int, ...]


def of_network(
    layers: Sequence[Sequence[Sequence[Exact]]],
    target: Sequence[Sequence[Exact]],
    etas: Sequence[Exact],
    steps: int,
    *,
    record_every: int = 1,
) -> Sweep:
    """Run gradient descent on the network at several learning rates.

    The error bound takes most of the time, about N^3 operations a step and lane for N entries.

    Args:
        layers: the start W_1, ..., W_L, each a sequence of rows.
        target: M, a sequence of rows, of the shape of W_L ... W_1.
        etas: the learning rates, positive.
        steps: how many steps to make, at least 0.
        record_every: record each step divisible by this, and the last one.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if shapes do not fit together, or a number is out of its range.
    """
    system = Network(layers, target)
    ends = np.cumsum([rows * columns for rows, columns in system.shapes])[:-1]

    def by_layer(entries: Floats) -> tuple[Floats, ...]:
        parts = zip(np.split(entries, ends, axis=-1), system.shapes, strict=True)
        return tuple(part.reshape(*part.shape[:-1], *shape) for part, shape in parts)

    return _run(system, by_layer, etas, steps, record_every)


def of_mode(
    layers: Sequence[Exact], target: Exact, etas: Sequence[Exact], steps: int, *, record_every: int = 1
) -> Sweep:
    """Run gradient descent on one mode at several learning rates.

    >>> of_mode([1, 0], 1, ["1/2", 10**6], 40).outcomes
    (<Outcome.COMPLETED: 'completed'>, <Outcome.DIVERGED: 'diverged'>)

    Args:
        layers: the start s_1, ..., s_L, at least one value.
        target: sigma.
        etas: the learning rates, positive.
        steps: how many steps to make, at least 0.
        record_every: record each step divisible by this, and the last one.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are no layers, or a number is out of its range.
    """
    return _run(
        Mode(layers, target), lambda entries: tuple(np.moveaxis(entries, -1, 0)), etas, steps, record_every
    )


class _Lanes:
    """The lanes of one sweep: their states and errors, and how they ended."""

    def __init__(self, system: System, rates: Sequence[fmpq]) -> None:
        self._system = system
        self._rates = rates
        self._float_steps = FloatSteps(system, rates)
        self._bound = divergence_bound([*system.start, *system.target])
        start = nearest(system.start)
        self.states = np.tile(start, (len(rates), 1))
        self._made = 0
        self._errors = ErrorSet.box(rounding(self.states))
        self.bounds = self._errors.bounds()
        self.outcomes = [Outcome.COMPLETED] * len(rates)
        self.last_steps = np.zeros(len(rates), dtype=np.int64)
        self.running: Indices = np.arange(len(rates))

    def advance(self) -> None:
        """Make a step in all lanes that have not ended."""
        before, lanes = self.states[self.running], self.running
        moved, missed = self._float_steps.step(before, lanes)
        derivative = self._float_steps.derivative(before, self.bounds[lanes], lanes)
        errors = self._errors.after(derivative, missed)
        self._made += 1
        if self._made % REFRAME_EVERY == 0:
            errors = errors.reframed()
        bounds = errors.bounds()
        ended = self._ended(moved, bounds)
        for place, outcome in ended.items():
            self.outcomes[lanes[place]] = outcome
        kept = np.array([place not in ended for place in range(len(lanes))], dtype=bool)
        self.running = lanes[kept]
        self._errors = errors.of_lanes(kept)
        self.states[self.running], self.bounds[self.running] = moved[kept], bounds[kept]
        self.last_steps[self.running] += 1

    def _ended(self, moved: Floats, bounds: Floats) -> dict[int, Outcome]:
        """Return the places, among the lanes that run, of those that end with this step."""
        finite = np.isfinite(moved).all(-1) & np.isfinite(bounds).all(-1)
        largest = np.abs(moved).max(-1)
        limit = nearest([self._bound])[0] * UPWARD
        beyond = finite & ((np.abs(moved) - bounds * UPWARD).max(-1) > limit)
        ended = dict.fromkeys(np.flatnonzero(beyond).tolist(), Outcome.DIVERGED)
        unknown = ~beyond & (~finite | (digits_left(bounds.max(-1), largest) < 1))
        for place in np.flatnonzero(unknown).tolist():
            ended[place] = Outcome.DIVERGED if self._diverges(self.running[place]) else Outcome.LOST
        return ended

    def _diverges(self, lane: int) -> bool:
        """Return whether the exact run certainly passes the divergence bound, though float64 may overflow."""
        with working_bits(64):  # Balls have exponents of any size.
            near = [
                arb(value, bound) for value, bound in zip(self.states[lane], self.bounds[lane], strict=True)
            ]
            moved = self._system.step_balls(near, self._rates[lane])
            return any(abs(entry) > arb(self._bound) for entry in moved)


def _run(
    system: System,
    by_layer: Callable[[Floats], tuple[Floats, ...]],
    etas: Sequence[Exact],
    steps: int,
    record_every: int,
) -> Sweep:
    rates = [positive_rational(eta, "a learning rate eta") for eta in etas]
    whole_number(steps, "the number of steps", 0)
    whole_number(record_every, "record_every", 1)
    if not rates:
        raise ValueError("there are no learning rates; give at least one.")
    with np.errstate(all="ignore"):  # What is not finite ends its lane.
        lanes = _Lanes(system, rates)
        states, bounds, recorded = [lanes.states.copy()], [lanes.bounds.max(-1)], [0]
        for step in range(1, steps + 1):
            if len(lanes.running):
                lanes.advance()
            if step == steps or step % record_every == 0:
                states.append(lanes.states.copy())
                bounds.append(lanes.bounds.max(-1))
                recorded.append(step)
    entries, errors = np.stack(states), np.stack(bounds)
    digits = digits_left(errors, np.abs(entries).max(-1))
    ends = tuple(lanes.last_steps.tolist())
    return Sweep(by_layer(entries), tuple(recorded), errors, digits, tuple(lanes.outcomes), ends)
