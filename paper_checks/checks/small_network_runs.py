"""The runs of small networks that the claims on nonlinear networks are decided by, and measures of them.

Everything here is float64 and depends on a start drawn from an integer seed. Beyond the edge of stability
runs from one start part when the last bit differs; what is measured are averages over steps, compared over
seeds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

import numerics
from numerics.small_networks import Activation, Descent, Network, Task
from paper_checks.checks.nonlinear_extra import one_thread
from paper_checks.errors import CheckFailedError
from paper_checks.request import Profile, Request

SEEDS = {Profile.QUICK: 8, Profile.STANDARD: 24, Profile.FULL: 64}
"""How many starts each profile draws."""
IMAGES = 100
"""How many of the digits are learned."""
WIDTHS = (16, 12, 12, 10)
"""Inputs, two hidden layers, outputs: 456 weights."""
SCALE = 0.4
"""Scale of the Gaussian starts."""
RATES = (Fraction(7, 10), Fraction(9, 10))
"""The learning rates on the digits."""
STEPS = 700
"""How many steps a run makes."""
WINDOW = 350
"""The step from which it is measured."""
MEASURED = tuple(WINDOW + 87 * place for place in range(4))
"""Where the Hessian is taken: as often at even as at odd steps, so both phases of an oscillation count."""
PAIRS = (MEASURED[0], MEASURED[0] + 1, MEASURED[-1], MEASURED[-1] + 1)
"""On whitened inputs two steps after one another are measured, early and late in the window."""
DIRECTIONS = {Activation.NONE: 1, Activation.TANH: 6, Activation.RELU: 6}
"""How many of the largest Hessian eigenvalues are computed, with their eigenvectors."""
PART = (STEPS - WINDOW) // 5
"""Losses are averaged over the first and over the last fifth of the window."""
TARGET = (1.0, 0.6, 0.4)
"""Singular values of the target of the deep linear network on whitened inputs; the others are zero."""
SQUARE = (10, 10, 10, 10)
"""Its widths."""
DIGITS, WHITENED = "digits", "whitened inputs"
"""What is learned, for a person."""
FIGURE = (Activation.TANH, Activation.RELU, Activation.NONE)
"""The networks on the digits, in the order they are shown."""
DIVERGED = 1e6
"""A run with a weight as large as this has diverged, and its sharpness is not a number."""
AGREEMENT = 1e-6
"""How closely Lanczos has to give the largest eigenvalue of the whole Hessian, relative to it."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs of one network side by side: every start with every learning rate, in the order of the rates."""

    network: Network
    task: Task
    rates: tuple[Fraction, ...]
    seeds: int
    descent: Descent

    def at_rate(self, place: int, values: Floats) -> Floats:
        """Return those of the values, one for each run in the last place, that belong to a learning rate."""
        return values[..., place * self.seeds : (place + 1) * self.seeds]

    def sharpness(self, steps: Iterable[int]) -> Floats:
        """Return the largest Hessian eigenvalue at some steps, of shape (steps, runs)."""
        return np.array([_leading(self, step)[0][:, 0] for step in steps])

    def start_sharpness(self) -> Floats:
        """Return the largest Hessian eigenvalue at each start, once for each seed."""
        return _leading(self, 0)[0][: self.seeds, 0]

    def loss_ratio(self, least: float = 0.0) -> Floats:
        """Return the mean loss above `least` over the last fifth of the window, over that of the first."""
        losses = self.descent.losses - least
        return np.asarray(losses[-PART:].mean(axis=0) / losses[WINDOW : WINDOW + PART].mean(axis=0))

    def raised(self) -> Floats:
        """Return for each seed the share of the steps of the window that raise the loss, over all rates."""
        rises = np.diff(self.descent.losses[WINDOW:], axis=0) > 0
        return np.asarray(rises.mean(axis=0).reshape(len(self.rates), self.seeds).mean(axis=0))

    def step_length(self, step: int) -> Floats:
        """Return how far each run moves in one step."""
        moved = self.descent.kept[step + 1] - self.descent.kept[step]
        return np.asarray(np.linalg.norm(moved, axis=1))

    def kept_share(self, count: int) -> tuple[Floats, Floats]:
        """Return the shares of steps and of the oscillation within the span of the largest eigenvectors.

        The oscillation is the second difference of the weights, in which a slow motion cancels. Squared norms
        are added up over the steps of the window at which the Hessian is taken. A second difference is about
        the Hessian times a step, so large eigenvalues count for more in it; a step has no such weights, and
        of steps in no particular direction the share would be that of the directions.

        Raises:
            CheckFailedError: if there are more eigenvectors than are computed.
        """
        if count > DIRECTIONS[self.network.activation]:
            raise CheckFailedError(f"{count} Hessian eigenvectors are more than are computed")
        inside = sum(_leading(self, step)[1][..., :count].sum(axis=-1) for step in MEASURED)
        whole = sum(np.array([np.sum(moved**2, axis=1) for moved in self.moves(step)]) for step in MEASURED)
        step_share, oscillation_share = inside / whole
        return step_share, oscillation_share

    def moves(self, step: int) -> tuple[Floats, ...]:
        """Return the step made from here and the second difference, where the weights for them are kept."""
        kept = self.descent.kept
        if step - 1 not in kept or step + 1 not in kept:
            return ()
        before, here, after = (kept[step + by] for by in (-1, 0, 1))
        return after - here, after - 2 * here + before

    def confirm(self) -> None:
        """Compare Lanczos with the whole Hessian, at one step of one run.

        Raises:
            CheckFailedError: if they do not agree.
        """
        with one_thread():
            weights = self.descent.kept[MEASURED[-1]][0]
            hessian = numerics.network_curvature.whole(self.network, self.task, weights)
            largest = float(np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1])
        found = float(_leading(self, MEASURED[-1])[0][0, 0])
        if not abs(found - largest) <= AGREEMENT * largest:
            raise CheckFailedError(f"Lanczos finds {found}, the whole Hessian has {largest}")


def every_run(
    rates: Sequence[Fraction], kappa: Fraction, steps: int, first: int, count: int, every: int
) -> Iterator[tuple[str, Runs]]:
    """Follow each network on each task from several starts.

    Args:
        rates: the learning rates on the digits.
        kappa: the normalised learning rate of the deep linear network with whitened inputs.
        steps: steps of gradient descent, at least 1.
        first: the seed of the first start; those of the others follow it.
        count: how many starts.
        every: the weights are kept at each step that this divides.

    Yields:
        What is learned, and the runs.

    Raises:
        MissingExtraError: if the libraries of the extra are not installed.
    """
    with one_thread():
        digits = Task(*numerics.digit_images.labelled(IMAGES))
    cases = [(DIGITS, Network(WIDTHS, activation), digits, tuple(rates)) for activation in FIGURE]
    cases += [(WHITENED, *_square(activation), (_rate(kappa),)) for activation in FIGURE]
    for data, network, task, used in cases:
        with one_thread():
            runs = _train(network, task, used, count, first, range(0, steps, every), steps)
        yield data, runs


def seeds(request: Request) -> int:
    """Return how many starts are drawn."""
    return SEEDS[request.profile]


def on_digits(activation: Activation, request: Request) -> Runs:
    """Train on the digits, from each start with each learning rate.

    Raises:
        MissingExtraError: if the libraries of the extra are not installed.
    """
    return _on_digits(activation, seeds(request), first_seed(request))


def whitened(activation: Activation, kappa: Fraction, request: Request) -> Runs:
    """Train on the loss of the paper, with inputs for which every direction counts the same.

    Gaussian layers are as likely as any rotated ones, so for the deep linear network a diagonal target stands
    for every target with its singular values.

    Raises:
        MissingExtraError: if the libraries of the extra are not installed.
    """
    return _whitened(activation, kappa, seeds(request), first_seed(request))


def first_seed(request: Request) -> int:
    """Return the seed of the first start; those of the others follow it."""
    return request.seed_of("nonlinear-eos/starts")


def flattest_sharpness() -> float:
    """Return the largest Hessian eigenvalue at the balanced minimum of the deep linear network."""
    with one_thread():
        layer = np.diag(_target() ** (1 / (len(SQUARE) - 1)))
        weights = np.tile(layer.ravel(), len(SQUARE) - 1)
        network, task = _square(Activation.NONE)
        return float(numerics.network_curvature.leading(network, task, weights[None], 1)[0][0, 0])


def least_loss() -> float:
    """Return the least loss that a linear network can have on the digits, by least squares."""
    with one_thread():
        inputs, labels = numerics.digit_images.labelled(IMAGES)
        fitted = inputs @ np.linalg.lstsq(inputs, labels, rcond=None)[0]
        return float(np.sum((fitted - labels) ** 2)) / (2 * IMAGES)


@cache
def _on_digits(activation: Activation, count: int, first: int) -> Runs:
    with one_thread():
        task = Task(*numerics.digit_images.labelled(IMAGES))
        keep = {0, *(step + by for step in MEASURED for by in (-1, 0, 1))}
        return _train(Network(WIDTHS, activation), task, RATES, count, first, keep)


@cache
def _whitened(activation: Activation, kappa: Fraction, count: int, first: int) -> Runs:
    with one_thread():
        network, task = _square(activation)
        return _train(network, task, (_rate(kappa),), count, first, {0, *PAIRS})


def _rate(kappa: Fraction) -> Fraction:
    # kappa is the learning rate in units of 1/S, and S = L for a target of norm one.
    return kappa / (len(SQUARE) - 1)


def _square(activation: Activation) -> tuple[Network, Task]:
    return Network(SQUARE, activation), numerics.small_networks.whitened(np.diag(_target()))


def _target() -> Floats:
    return np.array([*TARGET, *[0.0] * (SQUARE[0] - len(TARGET))])


def _train(
    network: Network,
    task: Task,
    rates: tuple[Fraction, ...],
    count: int,
    first: int,
    keep: Collection[int],
    steps: int = STEPS,
) -> Runs:
    drawn = numerics.small_networks.starts(network, SCALE, range(first, first + count))
    descent = numerics.small_networks.descend(
        network,
        task,
        np.tile(drawn, (len(rates), 1)),
        np.repeat([float(rate) for rate in rates], count),
        steps,
        keep,
    )
    return Runs(network, task, rates, count, descent)


@cache
def _leading(runs: Runs, step: int) -> tuple[Floats, Floats]:
    """Return the largest eigenvalues of each run, and the squared parts of its moves along their vectors."""
    weights, count = runs.descent.kept[step], DIRECTIONS[runs.network.activation]
    usable = (np.abs(weights) < DIVERGED).all(axis=1)
    moves = runs.moves(step)
    values, parts = np.full((len(weights), count), np.nan), np.full((len(moves), len(weights), count), np.nan)
    if usable.any():
        with one_thread():
            found, vectors = numerics.network_curvature.leading(
                runs.network, runs.task, weights[usable], count
            )
        values[usable] = found
        for place, moved in enumerate(moves):
            parts[place, usable] = (moved[usable, None, :] @ vectors)[:, 0] ** 2
    return values, parts
