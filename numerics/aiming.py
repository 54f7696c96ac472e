"""Starts of one mode from which gradient descent reaches a given layer value at some step.

The start is a family of states in one parameter x: layers 1 to L-1 at x and the last layer as given. A
smaller x takes longer, so between x/2 and x there is a start whose first layer passes the goal one step
later, and one for which it meets the goal. All quantities are dimensionless.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flint import arb, fmpq

from numerics import modes
from numerics.balls import working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational

_BITS = 160
"""The working precision of the search; what was found is exact, and is run again by whoever uses it."""

Last = Callable[[fmpq], fmpq]
"""The value of the last layer for that of the others."""


@dataclass(frozen=True, slots=True)
class Aimed:
    """A start (x, ..., x, y) whose first layer is close to a goal after some steps.

    Attributes:
        layers: the start, exact.
        steps: after how many steps.
    """

    layers: tuple[fmpq, ...]
    steps: int


def aim(
    depth: int, eta: Exact, goal: Exact, start: Exact, last: Last, *, width: Exact, most_steps: int
) -> Aimed:
    """Find a start between start/2 and start from which the first layer comes close to a goal, sigma = 1.

    Args:
        depth: the number of layers L, at least 2.
        eta: the learning rate, positive.
        goal: the value that the first layer is to have; it has not passed it before.
        start: the largest x, below the goal.
        last: gives the last layer of the start.
        width: how close to the goal, positive.
        most_steps: after which the search is given up.

    Raises:
        Inconclusive: if the goal is not passed within the steps, or not met.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is not positive.
    """
    rate, near = positive_rational(eta, "the learning rate eta"), positive_rational(width, "the width")
    value, high = positive_rational(goal, "the goal"), positive_rational(start, "the start")
    with working_bits(_BITS):
        steps, state = 0, _state(depth, high, last)
        while not state[0] >= value:
            if steps == most_steps:
                raise Inconclusive(f"from {start} the value {goal} is not passed within {most_steps} steps.")
            steps, state = steps + 1, modes.step(state, arb(1), arb(rate))
        low, reached = high / 2, state[0]
        while not abs(reached - value) < near:
            middle = (low + high) / 2
            if int(middle.q).bit_length() > _BITS:
                raise Inconclusive(f"no start below {start} meets {goal} after {steps} steps.")
            state = _state(depth, middle, last)
            for _ in range(steps):
                state = modes.step(state, arb(1), arb(rate))
            reached = state[0]
            low, high = (low, middle) if reached >= value else (middle, high)
    found = high if reached >= value else low
    return Aimed((*[found] * (depth - 1), last(found)), steps)


def _state(depth: int, shared: fmpq, last: Last) -> Sequence[arb]:
    return (*[arb(shared)] * (depth - 1), arb(last(shared)))
