"""Gradient descent on the network on float64 at many learning rates at once, to survey where runs end up.

Each learning rate is rounded to float64 and nothing bounds the rounding errors of the steps, unlike in
`sweeps`. Where runs end up is what is asked: on an attracting orbit rounding errors die out, elsewhere they
are a small perturbation among others. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from numerics import gd
from numerics._lane_stacks import LaneStack
from numerics._stacks import Floats
from numerics.exact import Exact, positive_rational, whole_number
from numerics.float_runs import FAR as FAR

LANES = 256
"""How many runs go on side by side: as many as fit into the cache of a core."""
LOOK_EVERY = 32
"""How many steps are made between two looks at the size of the entries."""


@dataclass(frozen=True, slots=True, eq=False)
class PlainSweep:
    """Where runs at several learning rates ended up.

    Attributes:
        products: W_L ... W_1 after each of the last steps, of shape (rates, kept, m, n); zero where the run
            diverged.
        diverged: whether an entry passed `FAR`, of shape (rates,).
    """

    products: Floats
    diverged: NDArray[np.bool_]


def of_network(
    layers: Sequence[Floats], target: Floats, etas: Sequence[Exact], steps: int, kept: int
) -> PlainSweep:
    """Run gradient descent on the network at several learning rates.

    >>> one = np.eye(1)
    >>> found = of_network([one, one], 4 * one, ["1/10", 3], 200, 1)
    >>> found.products[:, 0, 0, 0].round(12).tolist(), found.diverged.tolist()
    ([4.0, 0.0], [False, True])

    Args:
        layers: the start W_1, ..., W_L, of shapes that fit together.
        target: M, of the shape of W_L ... W_1.
        etas: the learning rates, positive.
        steps: how many steps to make, at least 1.
        kept: how many of the last products to keep, at least 1.

    Raises:
        TypeError: if a learning rate is a float, or not a number at all.
        ValueError: if shapes do not fit together, or a number is out of its range.
    """
    whole_number(steps, "the number of steps", 1)
    if whole_number(kept, "the number of products", 1) > steps:
        raise ValueError(
            f"{steps} steps have no {kept} last products; keep at most as many as there are steps."
        )
    rates = np.array([int(eta.p) / int(eta.q) for eta in (positive_rational(one, "a rate") for one in etas)])
    if not len(rates):
        raise ValueError("there are no learning rates; give at least one.")
    parts = [
        _side_by_side(layers, target, rates[k : k + LANES], steps, kept) for k in range(0, len(rates), LANES)
    ]
    return PlainSweep(
        np.concatenate([part.products for part in parts]), np.concatenate([part.diverged for part in parts])
    )


def _side_by_side(
    layers: Sequence[Floats], target: Floats, rates: Floats, steps: int, kept: int
) -> PlainSweep:
    lanes = len(rates)
    state = tuple(LaneStack(np.repeat(layer[:, :, None], lanes, axis=2)) for layer in layers)
    wanted = LaneStack(np.repeat(target[:, :, None], lanes, axis=2))
    far = FAR * max(1.0, *(float(np.abs(matrix).max(initial=0.0)) for matrix in (target, *layers)))
    diverged = np.zeros(lanes, dtype=bool)
    products = []
    # Between two looks a run that diverges may overflow; it is at zero from the next look on.
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, steps + 1):
            state = gd.descend(state, wanted, lambda residual: LaneStack(residual.values * rates))
            if step % LOOK_EVERY == 0 or step > steps - kept:
                diverged |= ~np.all([np.abs(layer.values).max((0, 1)) < far for layer in state], axis=0)
                if diverged.any():
                    for layer in state:
                        layer.values[:, :, diverged] = 0.0
            if step > steps - kept:
                products.append(np.moveaxis(gd.end_to_end(state).values, -1, 0))
    found = np.stack(products, axis=1)
    found[diverged] = 0.0
    return PlainSweep(found, diverged)
