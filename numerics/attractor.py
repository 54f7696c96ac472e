"""Where balanced gradient descent ends up at many learning rates, on float64, for drawing.

Round-off decides which of the states of a chaotic attractor are visited, so no digit of a single state is
vouched for; the set of them is what a bifurcation diagram shows. All quantities are dimensionless.
"""

from collections.abc import Sequence

import numpy as np

from numerics import modes
from numerics._stacks import Floats
from numerics.exact import Exact, positive_rational, whole_number

START = 0.7
"""The layer value that every run starts from, between 0 and the minimum at 1."""


def end_to_end_values(depth: int, kappas: Sequence[Exact], skipped: int, kept: int) -> Floats:
    """Return end-to-end values x^L along runs at many learning rates, after the first steps.

    >>> end_to_end_values(2, ["9/4"], 400, 2).round(4).tolist()
    [[1.2636, 0.6253]]

    Args:
        depth: the number of layers L, at least 2.
        kappas: the normalised learning rates, each positive.
        skipped: steps made before values are kept.
        kept: how many values are kept of each run.

    Returns:
        An array of shape (rates, kept); not finite where a run diverges.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    whole_number(depth, "the depth", 2)
    whole_number(skipped, "the number of steps skipped", 0)
    whole_number(kept, "the number of values kept", 1)
    rates = [positive_rational(kappa, "kappa") / depth for kappa in kappas]
    eta = np.array([int(rate.p) / int(rate.q) for rate in rates])
    layer, one = np.full_like(eta, START), np.ones_like(eta)
    values = []
    with np.errstate(over="ignore", invalid="ignore"):
        for count in range(skipped + kept):
            layer = modes.step([layer] * depth, one, eta)[0]
            if count >= skipped:
                values.append(layer**depth)
    return np.stack(values, axis=-1)
