"""Lyapunov exponents of the balanced mode, over blocks of steps, each enclosed.

The exponent of a block is the mean of log |f'| along it. Chaos doubles errors at every step or so; the run
starts with so many bits that the last state is still known. All quantities are dimensionless.
"""

from dataclasses import dataclass

from flint import arb

from numerics.balanced_step import BalancedStep
from numerics.balls import ball, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number

BITS_A_STEP = 3
"""Bits set aside for each step; the derivative of a step is below 8 wherever the mode stays bounded here."""
GUARD_BITS = 128


@dataclass(frozen=True, slots=True, eq=False)
class Exponents:
    """The exponents of successive blocks of one run.

    Attributes:
        blocks: the mean of log |f'| over each block.
        mean: their mean: the exponent over all steps.
        error: the standard error of the mean, from the spread of the blocks.
        last: the last state.
    """

    blocks: tuple[arb, ...]
    mean: arb
    error: arb
    last: arb


def exponents(
    depth: int, kappa: Exact, start: Exact, blocks: int, length: int, *, skipped: int = 0
) -> Exponents:
    """Follow one balanced start and enclose the exponent of each block of steps.

    >>> exponents(2, 4, "1/3", 4, 50).mean.str(4, radius=False)
    '1.099'

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.
        start: the layer value that all layers start from.
        blocks: how many blocks, at least 2.
        length: steps in each, at least 1.
        skipped: steps made before the first block.

    Raises:
        Inconclusive: if a state comes too near the critical point, or runs too far away, for a value.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    step = BalancedStep(depth)
    rate = positive_rational(kappa, "kappa")
    whole_number(blocks, "the number of blocks", 2)
    whole_number(length, "the length of a block", 1)
    whole_number(skipped, "the number of skipped steps", 0)
    steps = blocks * length + skipped
    with working_bits(BITS_A_STEP * steps + GUARD_BITS):
        run = step.walk(ball(start), ball(rate / depth), steps)
    with working_bits(GUARD_BITS):
        logs = [abs(slope).log() for slope in run.slopes[skipped:]]
        means = tuple(
            sum(logs[first : first + length], arb(0)) / length for first in range(0, blocks * length, length)
        )
        mean = sum(means, arb(0)) / blocks
        spread = sum(((block - mean) ** 2 for block in means), arb(0)) / (blocks - 1)
        if not mean.is_finite():
            raise Inconclusive(f"a step from {start} at kappa = {kappa} has a derivative too near zero.")
        return Exponents(means, mean, (spread / blocks).sqrt(), +run.states[-1])
