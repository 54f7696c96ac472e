"""Gradient descent on the network in multiprecision at many learning rates at once.

As in `plain_runs`, nothing bounds how far a run is from the exact one. With V_l = c W_l, c^(2L-2) = eta and
the target c^L M, gradient descent with the learning rate eta on the W_l is that with the learning rate 1 on
the V_l. These are of size 1 about the minima, whatever the singular values are, as sharpness and learning
rate belong together; so they are kept in fixed point, and the runs of all learning rates go on side by side
in `_slices`. All quantities are dimensionless.
"""

from collections.abc import Sequence

from flint import arb_mat, fmpq, fmpq_mat

from numerics import gd, plain_runs
from numerics._slices import SliceFormat, SliceStack
from numerics.balls import GUARD_BITS, ball, working_bits
from numerics.exact import Exact, positive_rational, whole_number
from numerics.plain_runs import Outcome, PlainRun

BITS = 168
"""Fixed point of 50 decimal digits."""
LANES = 48
"""How many runs go on side by side: as many as fit into the cache of a core."""


def run(
    layers: Sequence[fmpq_mat],
    target: fmpq_mat,
    etas: Sequence[Exact],
    steps: int,
    kept: int,
    bits: int = BITS,
) -> tuple[PlainRun, ...]:
    """Run gradient descent at every learning rate and keep the last products.

    >>> start = [fmpq_mat([[1]]), fmpq_mat([[1]])]
    >>> [found] = run(start, fmpq_mat([[4]]), ["1/10"], 300, 1)
    >>> found.products[0][0, 0].str(30, radius=False)
    '4.00000000000000000000000000000'

    Args:
        layers: the start W_1, ..., W_L, at least two.
        target: M, of the shape of W_L ... W_1.
        etas: the learning rates, positive.
        steps: how many steps to make, at least 1.
        kept: how many of the last products to keep, at least 1.
        bits: V_l are multiples of 2^-bits, or of something finer; at least 64.

    Returns:
        A run for each learning rate. Where an entry of the V_l or of the products met on the way leaves the
        range of the fixed point, it is the run of `plain_runs`.

    Raises:
        TypeError: if a learning rate is a float, or not a number at all.
        ValueError: if shapes do not fit together, or a number is out of its range.
    """
    whole_number(len(layers), "the number of layers", 2)
    whole_number(steps, "the number of steps", 1)
    whole_number(kept, "the number of products", 1)
    whole_number(bits, "the number of bits", 64)
    rates = [positive_rational(eta, "a learning rate eta") for eta in etas]
    if not rates:
        raise ValueError("there are no learning rates; give at least one.")
    found: list[PlainRun] = []
    for first in range(0, len(rates), LANES):
        found += _side_by_side(layers, target, rates[first : first + LANES], steps, kept, bits)
    return tuple(found)


def _side_by_side(
    layers: Sequence[fmpq_mat], target: fmpq_mat, rates: Sequence[fmpq], steps: int, kept: int, bits: int
) -> list[PlainRun]:
    depth = len(layers)
    inner = max(max(layer.nrows(), layer.ncols()) for layer in layers)
    kind = SliceFormat(len(rates), inner, bits)
    with working_bits(bits + GUARD_BITS):
        scales = [ball(rate).root(2 * depth - 2) for rate in rates]
        wanted = kind.stack([arb_mat(target) * scale**depth for scale in scales])
        state = tuple(kind.stack([arb_mat(layer) * scale for scale in scales]) for layer in layers)
        products: list[SliceStack] = []
        for step in range(1, steps + 1):
            state = gd.descend(state, wanted, lambda residual: residual)
            if step > steps - kept:
                products.append(gd.end_to_end(state))
        ends = [
            PlainRun(
                tuple((layer.matrix(lane) * (1 / scale)).mid() for layer in state),
                tuple((product.matrix(lane) * (1 / scale**depth)).mid() for product in products),
                Outcome.COMPLETED,
                steps,
            )
            for lane, scale in enumerate(scales)
        ]
    return [
        plain_runs.run(layers, target, rate, steps, kept, bits) if exceeded else end
        for rate, end, exceeded in zip(rates, ends, kind.exceeded, strict=True)
    ]
