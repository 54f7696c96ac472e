"""Gradient descent in multiprecision: every step is rounded to a fixed number of bits.

Balls that are iterated (`gd.run`, `modes.run`) widen by a few bits a step, more than the errors they
bound, so they need a precision that grows with the number of steps. Here the balls are only as wide as
one step makes them: the run goes on from their midpoints, and how far those are from the exact run is
bounded by the derivative of the step (`numerics._error_sets`). The bits then have to hold the digits
wanted and those that the dynamics itself loses. All quantities are dimensionless.
"""

from collections.abc import Sequence

import numpy as np
from flint import arb, arb_mat, fmpq

from numerics._error_sets import REFRAME_EVERY, ErrorSet
from numerics._float_steps import FloatSteps, digits_left, rounding
from numerics._iteration import Outcome, Record, divergence_bound
from numerics._stacks import TINY, UPWARD, Floats
from numerics._systems import Mode, Network, System
from numerics.balls import GUARD_BITS, within, working_bits
from numerics.exact import Exact, positive_rational, whole_number
from numerics.gd import MatrixRun
from numerics.modes import ModeRun

_ONLY_LANE = np.zeros(1, dtype=np.intp)

_UNIT_CHANGE = 256
"""The unit of the error set grows by this many bits when the set does, so that float64 holds it."""


def of_network(
    layers: Sequence[Sequence[Sequence[Exact]]],
    target: Sequence[Sequence[Exact]],
    eta: Exact,
    steps: int,
    bits: int = 200,
    *,
    record_every: int = 1,
) -> MatrixRun:
    """Run gradient descent on the network, rounded to some bits.

    Args:
        layers: the start W_1, ..., W_L, each a sequence of rows.
        target: M, a sequence of rows, of the shape of W_L ... W_1.
        eta: the learning rate, positive.
        steps: how many steps to make, at least 0.
        bits: the working precision, at least 64.
        record_every: record each step divisible by this, and the last one.

    Returns:
        States that contain the exact iterates, and the digits that all of them keep.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if shapes do not fit together, or a number is out of its range.
    """
    system = Network(layers, target)
    record, digits = _run(system, positive_rational(eta, "the learning rate eta"), steps, bits, record_every)
    states: tuple[tuple[arb_mat, ...], ...] = tuple(system.matrices(state) for state in record.states)
    return MatrixRun(states, record.steps_recorded, digits, bits, record.outcome)


def of_mode(
    layers: Sequence[Exact], target: Exact, eta: Exact, steps: int, bits: int = 200, *, record_every: int = 1
) -> ModeRun:
    """Run gradient descent on one mode, rounded to some bits.

    >>> run = of_mode(["0.01", "0.01", 0], 10, "0.0325", 1500)
    >>> run.outcome, run.vouched_digits > 50
    (<Outcome.COMPLETED: 'completed'>, True)

    Args:
        layers: the start s_1, ..., s_L, at least one value.
        target: sigma.
        eta: the learning rate, positive.
        steps: how many steps to make, at least 0.
        bits: the working precision, at least 64.
        record_every: record each step divisible by this, and the last one.

    Returns:
        States that contain the exact iterates, and the digits that all of them keep.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are no layers, or a number is out of its range.
    """
    system = Mode(layers, target)
    record, digits = _run(system, positive_rational(eta, "the learning rate eta"), steps, bits, record_every)
    return ModeRun(record.states, record.steps_recorded, digits, bits, record.outcome)


class _Run:
    """One run: the midpoints it goes on from, and the set of their errors in units of 2^unit."""

    def __init__(self, system: System, rate: fmpq, bits: int) -> None:
        self._system = system
        self._rate = rate
        self._bound = divergence_bound([*system.start, *system.target])
        self._float_steps = FloatSteps(system, [rate])
        self._unit = -bits
        start = [arb(entry) for entry in system.start]
        self._middles = [entry.mid() for entry in start]
        self._errors = ErrorSet.box(self._in_unit(start))
        self._made = 0
        self.state = start
        self.outcome = Outcome.COMPLETED

    def advance(self) -> None:
        """Make a step. The state after a LOST step is the one before."""
        values = self._floats()
        near = self._absolute(self._errors.bounds()) + rounding(values)
        moved = self._system.step_balls(self._middles, self._rate)
        derivative = self._float_steps.derivative(values, near * UPWARD, _ONLY_LANE)
        errors = self._errors.after(derivative, self._in_unit(moved))
        self._made += 1
        if self._made % REFRAME_EVERY == 0:
            errors = errors.reframed()
        bounds = errors.bounds()
        self._middles, self._errors = [entry.mid() for entry in moved], errors
        known = digits_left(self._absolute(bounds).max(-1), np.abs(self._floats()).max(-1))[0] > 0
        # Where the bound is of no use any more, one step in balls still tells whether the run diverges:
        # they have exponents of any size.
        following = self._enclosed(bounds[0]) if known else self._system.step_balls(self.state, self._rate)
        limit = arb(self._bound)
        if any(abs(entry) > limit for entry in following):
            self.outcome = Outcome.DIVERGED
        elif not known:
            self.outcome = Outcome.LOST
            return
        self.state = following
        if bounds.max() > 2.0**_UNIT_CHANGE:
            self._errors = errors.scaled(2.0**-_UNIT_CHANGE)
            self._unit += _UNIT_CHANGE

    def _enclosed(self, bounds: Floats) -> list[arb]:
        unit = arb(2) ** self._unit
        return [
            arb(middle, unit * bound) for middle, bound in zip(self._middles, bounds.tolist(), strict=True)
        ]

    def _floats(self) -> Floats:
        return np.array([[float(middle) for middle in self._middles]])

    def _in_unit(self, entries: Sequence[arb]) -> Floats:
        """Return the radii of balls in units of 2^unit, rounded upward."""
        factor = arb(2) ** -self._unit
        radii: Floats = np.array([[float(entry.rad() * factor) for entry in entries]]) * UPWARD + TINY
        return radii

    def _absolute(self, bounds: Floats) -> Floats:
        """Return bounds in units of 2^unit as bounds, which may be far less."""
        plain: Floats = np.ldexp(bounds, self._unit) * UPWARD + TINY
        return plain


def _run(
    system: System, rate: fmpq, steps: int, bits: int, record_every: int
) -> tuple[Record[tuple[arb, ...]], int]:
    """Return the recorded states and the digits that all of them keep."""
    whole_number(steps, "the number of steps", 0)
    whole_number(bits, "the number of bits", 2 * GUARD_BITS)
    whole_number(record_every, "record_every", 1)
    # 30102 / 100000 is just below log10(2).
    digits = bits * 30102 // 100000
    states: list[tuple[arb, ...]] = []
    recorded: list[int] = []
    with working_bits(bits), np.errstate(all="ignore"):  # What is not finite ends the run.
        run = _Run(system, rate, bits)
        for step in range(steps + 1):
            if step:
                run.advance()
            ended = run.outcome is not Outcome.COMPLETED
            last = step - 1 if run.outcome is Outcome.LOST else step
            if (ended or step == steps or step % record_every == 0) and last not in recorded[-1:]:
                states.append(tuple(run.state))
                recorded.append(last)
                digits = _kept(run.state, digits)
            if ended:
                break
    return Record(tuple(states), tuple(recorded), bits, run.outcome), digits


def _kept(state: Sequence[arb], digits: int) -> int:
    """Return how many of some digits all entries of a state keep."""
    largest = max(abs(entry).lower() for entry in state)
    if not all(entry.is_finite() for entry in state):
        return 0
    # The widest ball keeps the fewest digits.
    widest = arb(0, max(entry.rad() for entry in state))
    while digits and not within(widest, digits, largest):
        digits -= 1
    return digits
