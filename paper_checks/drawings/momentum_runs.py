"""Runs with heavy-ball momentum on a target that is not symmetric, and on its modes by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np

from numerics import momentum, orthogonal
from numerics._stacks import Floats
from numerics.momentum import Moving
from paper_checks.drawings import momentum_orbits
from paper_checks.drawings.momentum_orbits import BETA, DEPTH

WIDTH = 10
ALPHA = Fraction(1, 100)
"""All layers start at alpha I."""
LEFT_SEED, RIGHT_SEED = 11, 12
"""Seeds of the two singular bases of the target, which differ: it is not symmetric."""
KICK = 1e-6
"""The first layer is multiplied by one more than this at each new learning rate: nothing rests by chance."""
FAR = 1e6
"""A run whose end-to-end matrix passes this has diverged."""


@dataclass(frozen=True, eq=False)
class Target:
    """A target U diag(sigma) V' with different bases.

    Attributes:
        values: its singular values that are not zero, the largest first.
        left: U.
        right: V.
    """

    values: tuple[Fraction, ...]
    left: Floats
    right: Floats

    @property
    def matrix(self) -> Floats:
        """The target itself."""
        middle = np.zeros((WIDTH, WIDTH))
        np.fill_diagonal(middle[: len(self.values)], [float(value) for value in self.values])
        return self.left @ middle @ self.right.T

    def entries(self, product: Floats) -> Floats:
        """Return the diagonal entries u_i' W v_i of an end-to-end matrix for the singular values."""
        return np.diagonal(self.left.T @ product @ self.right)[: len(self.values)].copy()


def target(values: Sequence[Fraction]) -> Target:
    """Return a target with given singular values."""
    return Target(tuple(values), *(_floats(seed) for seed in (LEFT_SEED, RIGHT_SEED)))


def _floats(seed: int) -> Floats:
    rows = orthogonal.drawn(WIDTH, seed).tolist()
    return np.array([[int(entry.p) / int(entry.q) for entry in row] for row in rows])


@dataclass(frozen=True, eq=False)
class StartRun:
    """A run from layers alpha I.

    Attributes:
        rate: the learning rate.
        entries: u_i' W v_i after each step, the start first; shape (steps + 1, modes).
        angles: between the leading right singular vectors of W_1 after each step and those of the target, in
            degrees; of the first step on, for at the start every vector is singular.
        end: the last state.
        diverged: the step at which the run passed `FAR`, if it did; it ends there.
    """

    rate: Fraction
    entries: Floats
    angles: Floats
    end: Moving
    diverged: int | None


def from_start(wanted: Target, rate: Fraction, steps: int) -> StartRun:
    """Run from all layers alpha I."""
    start = momentum.at_rest(np.stack([float(ALPHA) * np.eye(WIDTH)] * DEPTH))
    entries, firsts, diverged, state = [wanted.entries(start.product())], [], None, start
    run = momentum.run(start, wanted.matrix, float(rate), float(BETA), steps)
    for step, state in enumerate(run, start=1):
        product = state.product()
        if not np.abs(product).max() < FAR:
            diverged = step
            break
        entries.append(wanted.entries(product))
        firsts.append(state.layers[0])
    return StartRun(rate, np.array(entries), _angles(wanted, np.array(firsts)), state, diverged)


def first_angles(wanted: Target, rate: Fraction) -> Floats:
    """Return the angles after the first step, which leads to (alpha - eta alpha^5) I + eta alpha^2 M."""
    identity = float(ALPHA - rate * ALPHA ** (2 * DEPTH - 1)) * np.eye(WIDTH)
    return _angles(wanted, (identity + float(rate * ALPHA ** (DEPTH - 1)) * wanted.matrix)[None])[0]


def _angles(wanted: Target, layers: Floats) -> Floats:
    leading = np.linalg.svd(layers)[2][:, : len(wanted.values)]
    along = np.abs(np.einsum("tij,ji->ti", leading, wanted.right[:, : len(wanted.values)]))
    return np.degrees(np.arccos(np.minimum(along, 1)))


@dataclass(frozen=True, eq=False)
class RaisedRow:
    """One learning rate to which it was raised.

    Attributes:
        rate: the learning rate.
        alone: the distance of the last two end-to-end values of each mode that moves by itself.
        network: the same of u_i' W v_i of the whole network; absent from where it has diverged.
        diverged: the step at this learning rate at which the network did; absent elsewhere.
        predicted: the distance of the points of the orbit of gradient descent at rate/(1 + beta); absent
            where that does not attract with momentum.
        growth: the largest modulus of a multiplier over two steps of the entries that mix the first mode, on
            its orbit, with each other one at rest, and last with a mode of singular value 0.
    """

    rate: Fraction
    alone: Floats
    network: Floats | None
    diverged: int | None
    predicted: tuple[flint.arb | None, ...]
    growth: tuple[float, ...]


def raised(wanted: Target, end: Moving, rates: Sequence[Fraction], steps: int) -> tuple[RaisedRow, ...]:
    """Raise the learning rate from run to run; each goes on from the state at which the last one ended.

    Args:
        wanted: the target.
        end: the state that the whole network goes on from; the modes by themselves start at balanced minima.
        rates: the learning rates, in order.
        steps: how many steps to make at each.
    """
    values = np.array([float(value) for value in wanted.values])
    modes = momentum.at_rest(np.stack([values[:, None, None] ** (1 / DEPTH)] * DEPTH))
    network: Moving | None = momentum.at_rest(end.layers)
    rows = []
    for rate in rates:
        *_, before, modes = momentum.run(
            _kicked(modes), values[:, None, None], float(rate), float(BETA), steps
        )
        alone = np.abs(modes.product() - before.product())[:, 0, 0]
        ranges, diverged = None, None
        if network is not None:
            network, ranges, diverged = _continued(wanted, network, rate, steps)
        predicted = momentum_orbits.ranges(wanted.values, rate)
        growth = momentum_orbits.growth(wanted.values, rate)
        rows.append(RaisedRow(rate, alone, ranges, diverged, predicted, growth))
    return tuple(rows)


def _kicked(state: Moving) -> Moving:
    layers = state.layers.copy()
    layers[0] *= 1 + KICK
    return Moving(layers, state.velocity)


def _continued(
    wanted: Target, state: Moving, rate: Fraction, steps: int
) -> tuple[Moving | None, Floats | None, int | None]:
    before = state
    for step, after in enumerate(
        momentum.run(_kicked(state), wanted.matrix, float(rate), float(BETA), steps), start=1
    ):
        before, state = state, after
        if not np.abs(state.product()).max() < FAR:
            return None, None, step
    return state, np.abs(wanted.entries(state.product()) - wanted.entries(before.product())), None
