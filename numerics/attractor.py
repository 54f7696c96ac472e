"""Where balanced gradient descent ends up at many learning rates, on float64, for drawing.

Round-off decides which of the states of a chaotic attractor are visited, so no digit of a single state is
vouched for; the set of them is what a bifurcation diagram shows. On an attracting orbit the states repeat bit
by bit after some hundred steps, and what a run does from there on is known without running it. All quantities
are dimensionless.
"""

from collections.abc import Sequence

import numpy as np

from numerics._stacks import Floats
from numerics.exact import Exact, positive_rational, whole_number

START = 0.7
"""The layer value that every run starts from, between 0 and the minimum at 1."""
LANES = 16384
"""How many runs go on side by side: as many as fit into the cache of a core."""
LAP = 192
"""After each so many steps, states that repeat are looked for; periods that divide it are found."""


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
    found = np.empty((len(eta), kept))
    with np.errstate(over="ignore", invalid="ignore"):
        for first in range(0, len(eta), LANES):
            lanes = slice(first, first + LANES)
            found[lanes] = _side_by_side(depth, eta[lanes], skipped, kept)
    return found


def _side_by_side(depth: int, eta: Floats, skipped: int, kept: int) -> Floats:
    """Return the kept values of each run, of shape (rates, kept)."""
    laps, rest = divmod(skipped, LAP)
    settled = _after_laps(depth, eta, laps)
    walk = _Walk(depth, settled, eta)
    walk.make(rest)
    values = np.empty((kept, len(eta)))
    for row in values:
        walk.make(1)
        row[:] = walk.end_to_end()
    return values.T


def _after_laps(depth: int, eta: Floats, laps: int) -> Floats:
    """Return the layer values after some laps.

    A state that repeats after one lap repeats after every lap, so its run is left where it is.
    """
    found = np.full_like(eta, START)
    running = np.arange(len(eta))
    for _ in range(laps):
        before = found[running]
        walk = _Walk(depth, before, eta[running])
        walk.make(LAP)
        found[running] = walk.layer
        running = running[(walk.layer != before) & np.isfinite(walk.layer)]
        if not len(running):
            break
    return found


class _Walk:
    """Balanced runs side by side. Every step works in the same memory."""

    def __init__(self, depth: int, layer: Floats, eta: Floats) -> None:
        self._depth, self._eta = depth, eta
        self.layer = layer.copy()
        self._others, self._slope = np.empty_like(layer), np.empty_like(layer)

    def make(self, steps: int) -> None:
        """Make steps: each layer moves by -eta (W - 1) times the product of the other layers."""
        layer, others, slope = self.layer, self._others, self._slope
        for _ in range(steps):
            _power(layer, self._depth - 1, others)
            np.multiply(others, layer, out=slope)
            np.subtract(slope, 1.0, out=slope)
            np.multiply(slope, others, out=slope)
            np.multiply(slope, self._eta, out=slope)
            np.subtract(layer, slope, out=layer)

    def end_to_end(self) -> Floats:
        """Return the products of all layers."""
        _power(self.layer, self._depth - 1, self._others)
        return self._others * self.layer


def _power(base: Floats, exponent: int, out: Floats) -> None:
    """Write a power, at least the first, by squaring."""
    if exponent == 1:
        np.copyto(out, base)
        return
    np.multiply(base, base, out=out)
    for place in range(exponent.bit_length() - 2, -1, -1):
        if place < exponent.bit_length() - 2:
            np.multiply(out, out, out=out)
        if exponent >> place & 1:
            np.multiply(out, base, out=out)
