"""Iterating a map on balls with enough working precision that every state keeps its digits.

The radii of the balls grow by a few bits a step, more than the errors they bound, so the bits
needed are found by trying: a run that loses its digits starts again, with as many bits as it would need if
each further step took what the last ones took.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from flint import arb, fmpq

from numerics.balls import bits_for, within, working_bits
from numerics.errors import PrecisionExhausted
from numerics.exact import whole_number

State = TypeVar("State")

DIVERGENCE_FACTOR = 10**30
"""A layer entry beyond this times max(1, largest initial entry, largest target entry) ends a run."""


class Outcome(Enum):
    """How a run ended."""

    COMPLETED = "completed"
    DIVERGED = "diverged"
    LOST = "lost"
    """No digit can be vouched for any longer: what the arithmetic does next is its own, not the map's."""


@dataclass(frozen=True, slots=True, eq=False)
class Record(Generic[State]):
    """The recorded states of one run, the steps they belong to, and the bits it took."""

    states: tuple[State, ...]
    steps_recorded: tuple[int, ...]
    bits: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Problem(Generic[State]):
    """A map to iterate. The functions run at whatever working precision is set around them.

    `start` encloses the exact start, `advance` makes one step, `entries` lists a state's
    numbers, and `rounded` rounds a state outward to the working precision.
    """

    start: Callable[[], State]
    advance: Callable[[State], State]
    entries: Callable[[State], Iterable[arb]]
    rounded: Callable[[State], State]


def iterate(
    problem: Problem[State],
    sizes: Iterable[fmpq],
    steps: int,
    digits: int,
    record_every: int,
    maximal_bits: int,
) -> Record[State]:
    """Iterate until `steps` steps are done or a state has certainly left the divergence bound.

    Args:
        problem: the map.
        sizes: the exact numbers that set the scale of the divergence bound.
        steps: how many steps to make, at least 0.
        digits: every state is known to 10^-digits times max(1, its largest entry), at least 1.
        record_every: record each step divisible by this, and the last one.
        maximal_bits: the largest working precision to try.

    Raises:
        PrecisionExhausted: if the digits cannot be kept within `maximal_bits`.
        TypeError: if a count is not an int.
        ValueError: if a count is too small.
    """
    whole_number(steps, "the number of steps", 0)
    whole_number(digits, "the number of digits", 1)
    whole_number(record_every, "record_every", 1)
    bound = divergence_bound(sizes)
    reached, before, bits = 0, bits_for(digits), 2 * bits_for(digits)
    while bits <= maximal_bits:
        found = _attempt(problem, bound, steps, digits, record_every, bits)
        if isinstance(found, Record):
            return found
        if bits == maximal_bits:
            break
        taken = -(-(bits - before) // max(found - reached, 1))
        # An eighth more, since the steps to come may take more than those behind.
        further = taken * (steps - found) * 9 // 8
        reached, before = found, bits
        bits = min(bits + max(bits // 8, min(further, 15 * bits)), maximal_bits)
    raise PrecisionExhausted(
        f"{steps} steps at {digits} digits need more than {maximal_bits} bits of working precision;"
        " ask for fewer of either, or allow more bits."
    )


def divergence_bound(sizes: Iterable[fmpq]) -> fmpq:
    """Return the size of an entry that ends a run.

    Args:
        sizes: the entries of the start and of the target.
    """
    return max([fmpq(1), *(abs(size) for size in sizes)]) * DIVERGENCE_FACTOR


def _attempt(
    problem: Problem[State], bound: fmpq, steps: int, digits: int, record_every: int, bits: int
) -> Record[State] | int:
    """Return the record of a run, or the step at which it lost its digits."""
    states: list[State] = []
    recorded: list[int] = []
    with working_bits(bits):
        limit, tolerance = arb(bound), arb(10) ** -(digits + 1)
        state = problem.start()
        for step in range(steps + 1):
            if step:
                state = problem.advance(state)
            entries = list(problem.entries(state))
            if not _kept(entries, digits, tolerance):
                return step
            diverged = any(abs(entry) > limit for entry in entries)
            if diverged or step == steps or step % record_every == 0:
                # The bits that carry the run are not needed in the record.
                with working_bits(bits_for(digits)):
                    states.append(problem.rounded(state))
                recorded.append(step)
            if diverged:
                return Record(tuple(states), tuple(recorded), bits, Outcome.DIVERGED)
    return Record(tuple(states), tuple(recorded), bits, Outcome.COMPLETED)


def _kept(entries: list[arb], digits: int, tolerance: arb) -> bool:
    """Return whether all entries keep a guard digit more than is promised of the rounded ones."""
    if not all(entry.is_finite() for entry in entries):
        return False
    if all(entry.rad() <= tolerance for entry in entries):
        return True
    with working_bits(64):
        widest = max((entry.rad() for entry in entries), default=arb(0))
        largest = max((abs(entry).lower() for entry in entries), default=arb(1))
    return within(arb(0, widest), digits + 1, largest)
