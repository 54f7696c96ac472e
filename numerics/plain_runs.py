"""Gradient descent on the network in multiprecision, for questions about where a run ends up.

Each step is made in balls and rounded to their midpoints. Unlike in `rounded`, nothing bounds how far the run
is from the exact one, which on a chaotic or merely neutral attractor no precision could for long. What is
asked of such a run is which kind of states it comes to, so the round-off of far more digits than float64 has
is a small perturbation among others. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, arb_mat, fmpq_mat

from numerics import gd
from numerics._iteration import Outcome as Outcome
from numerics.balls import Truth, ball, less, working_bits
from numerics.exact import Exact, positive_rational, whole_number

BITS = 128
"""The working precision where none is asked for."""
FAR = 10**30
"""A run whose entries pass this has diverged."""
LOOK_EVERY = 4
"""How many steps are made between two looks at the size of the entries."""


@dataclass(frozen=True, slots=True, eq=False)
class PlainRun:
    """How a run ended.

    Attributes:
        layers: W_1, ..., W_L after the last step, without a radius.
        products: W_L ... W_1 after each of the last steps, in order of time; empty if the run diverged.
        outcome: COMPLETED, or DIVERGED if an entry passed `FAR`.
        steps: how many steps were made.
    """

    layers: tuple[arb_mat, ...]
    products: tuple[arb_mat, ...]
    outcome: Outcome
    steps: int


def run(
    layers: Sequence[fmpq_mat], target: fmpq_mat, eta: Exact, steps: int, kept: int, bits: int = BITS
) -> PlainRun:
    """Run gradient descent and keep the last products.

    >>> start = [fmpq_mat([[1]]), fmpq_mat([[1]])]
    >>> run(start, fmpq_mat([[4]]), "1/10", 200, 1).products[0][0, 0].str(5, radius=False)
    '4.0000'

    Args:
        layers: the start W_1, ..., W_L.
        target: M, of the shape of W_L ... W_1.
        eta: the learning rate, positive.
        steps: how many steps to make, at least 1.
        kept: how many of the last products to keep, at least 1.
        bits: the working precision, at least 64.

    Raises:
        TypeError: if the learning rate is a float, or not a number at all.
        ValueError: if shapes do not fit together, or a number is out of its range.
    """
    whole_number(steps, "the number of steps", 1)
    whole_number(kept, "the number of products", 1)
    whole_number(bits, "the number of bits", 64)
    rational_rate = positive_rational(eta, "the learning rate eta")
    with working_bits(bits):
        rate, wanted = ball(rational_rate).mid(), arb_mat(target).mid()
        state = tuple(arb_mat(layer).mid() for layer in layers)
        products: list[arb_mat] = []
        for step in range(1, steps + 1):
            state = tuple(layer.mid() for layer in gd.descend(state, wanted, lambda slope: slope * rate))
            if step % LOOK_EVERY == 0 and _far(state):
                return PlainRun(state, (), Outcome.DIVERGED, step)
            if step > steps - kept:
                products.append(gd.end_to_end(state).mid())
        return PlainRun(state, tuple(products), Outcome.COMPLETED, steps)


def _far(state: Sequence[arb_mat]) -> bool:
    bound = arb(FAR)
    return any(less(bound, abs(entry)) is Truth.TRUE for layer in state for entry in layer.entries())
