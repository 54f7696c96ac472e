"""Layer values late in runs of one mode at many learning rates, on float64, for drawing.

Where the attractor is a periodic orbit the rounding errors die out, and the values are good to about as many
digits as float64 has; where it is chaotic they decide which of its states are visited, and no digit of a
single state is vouched for. All quantities are dimensionless.
"""

from collections.abc import Sequence

import numpy as np

from numerics import modes
from numerics._stacks import Floats
from numerics.exact import Exact, positive_rational, rational, whole_number


def layer_values(
    start: Sequence[Exact], target: Exact, rates: Sequence[Exact], skipped: int, kept: int
) -> Floats:
    """Return the layer values of one mode along runs at many learning rates, after the first steps.

    >>> layer_values([1, "1/2"], 4, ["1/10"], 300, 1).prod(axis=-1).round(10).tolist()
    [[4.0]]

    Args:
        start: the layer values s_1, ..., s_L that every run starts from, at least one.
        target: sigma.
        rates: the learning rates eta, each positive.
        skipped: steps made before values are kept.
        kept: how many states are kept of each run.

    Returns:
        An array of shape (rates, kept, L); not finite where a run diverges.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    whole_number(skipped, "the number of steps skipped", 0)
    whole_number(kept, "the number of states kept", 1)
    eta = np.array([_float(positive_rational(rate, "a learning rate")) for rate in rates])
    sigma = np.full_like(eta, _float(rational(target)))
    state = tuple(np.full_like(eta, _float(rational(layer))) for layer in start)
    states = []
    with np.errstate(over="ignore", invalid="ignore"):
        for count in range(skipped + kept):
            state = modes.step(state, sigma, eta)
            if count >= skipped:
                states.append(np.stack(state, axis=-1))
    return np.stack(states, axis=1)


def _float(value: Exact) -> float:
    exact = rational(value)
    return int(exact.p) / int(exact.q)
