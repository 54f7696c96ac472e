"""The runs of small networks that the claims on nonlinear networks are decided by, and measures of them.

Everything here is float64 and depends on a start drawn from an integer seed. Beyond the edge of stability
runs from one start part when the last bit differs; what is measured are averages over steps, compared over
seeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

SEEDS = {Profile.QUICK: 5, Profile.STANDARD: 16, Profile.FULL: 64}
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
DIRECTIONS = {Activation.NONE: 1, Activation.TANH: 6, Activation.RELU: 6}
"""How many of the largest Hessian eigenvalues are computed there, with their eigenvectors."""
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
        """Return those of the values, one for each run, that belong to a learning rate."""
        return values[place * self.seeds : (place + 1) * self.seeds]

    def sharpness(self, steps: Iterable[int]) -> Floats:
        """Return the largest Hessian eigenvalue of each run, averaged over some of its steps."""
        found = [[_leading(self, step, run)[0][0] for run in self._all] for step in steps]
        return np.asarray(np.mean(found, axis=0))

    def start_sharpness(self) -> Floats:
        """Return the largest Hessian eigenvalue at each start, once for each seed."""
        return np.array([_leading(self, 0, run)[0][0] for run in range(self.seeds)])

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

    def kept_share(self, count: int) -> Floats:
        """Return the share of the oscillation within the span of the largest Hessian eigenvectors.

        The oscillation is the second difference of the weights, in which a slow motion cancels. Its squared
        norm is added up over the steps of the window at which the Hessian is taken.

        Raises:
            CheckFailedError: if there are more of them than are computed.
        """
        if count > DIRECTIONS[self.network.activation]:
            raise CheckFailedError(f"{count} Hessian eigenvectors are more than are computed")
        shares = []
        for run in self._all:
            inside = whole = 0.0
            for step in MEASURED:
                before, here, after = (self.descent.kept[step + by][run] for by in (-1, 0, 1))
                second = after - 2 * here + before
                inside += float(np.sum((_leading(self, step, run)[1][:, :count].T @ second) ** 2))
                whole += float(second @ second)
            shares.append(inside / whole)
        return np.array(shares)

    def confirm(self) -> None:
        """Compare Lanczos with the whole Hessian, at one step of one run.

        Raises:
            CheckFailedError: if they do not agree.
        """
        with one_thread():
            weights = self.descent.kept[MEASURED[-1]][0]
            hessian = numerics.network_curvature.whole(self.network, self.task, weights)
            largest = float(np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1])
        found = float(_leading(self, MEASURED[-1], 0)[0][0])
        if not abs(found - largest) <= AGREEMENT * largest:
            raise CheckFailedError(f"Lanczos finds {found}, the whole Hessian has {largest}")

    @property
    def _all(self) -> range:
        return range(self.seeds * len(self.rates))


def single(
    rates: Sequence[Fraction], kappa: Fraction, steps: int, seed: int, every: int
) -> Iterator[tuple[str, str, Fraction, dict[int, tuple[float, float]]]]:
    """Follow each network from one start.

    Args:
        rates: the learning rates on the digits.
        kappa: the normalised learning rate of the deep linear network with whitened inputs.
        steps: steps of gradient descent, at least 1.
        seed: the seed of the start.
        every: the Hessian is taken at each step that this divides.

    Yields:
        The data, the activation, the learning rate, and for each step taken the sharpness and the loss.

    Raises:
        MissingExtraError: if the libraries of the extra are not installed.
    """
    with one_thread():
        digits = Task(*numerics.digit_images.labelled(IMAGES))
    cases = [(DIGITS, Network(WIDTHS, activation), digits, rate) for activation in FIGURE for rate in rates]
    cases.append((WHITENED, *_square(), _rate(kappa)))
    for data, network, task, rate in cases:
        with one_thread():
            start = numerics.small_networks.starts(network, SCALE, (seed,))
            kept = range(0, steps, every)
            run = numerics.small_networks.descend(network, task, start, np.array([float(rate)]), steps, kept)
            runs = Runs(network, task, (rate,), 1, run)
            found = {step: (float(runs.sharpness([step])[0]), float(run.losses[step, 0])) for step in kept}
        yield data, network.activation.value, rate, found


def seeds(request: Request) -> int:
    """Return how many starts are drawn."""
    return SEEDS[request.profile]


def on_digits(activation: Activation, request: Request) -> Runs:
    """Train on the digits, from each start with each learning rate.

    Raises:
        MissingExtraError: if the libraries of the extra are not installed.
    """
    return _on_digits(activation, seeds(request), first_seed(request))


def whitened(kappa: Fraction, request: Request) -> Runs:
    """Train the deep linear network of the paper, with inputs for which every direction counts the same.

    Gaussian layers are as likely as any rotated ones, so a diagonal target stands for every target with its
    singular values.

    Raises:
        MissingExtraError: if the libraries of the extra are not installed.
    """
    return _whitened(kappa, seeds(request), first_seed(request))


def first_seed(request: Request) -> int:
    """Return the seed of the first start; those of the others follow it."""
    return request.seed_of("nonlinear-eos/starts")


def flattest_sharpness() -> float:
    """Return the largest Hessian eigenvalue at the balanced minimum of the deep linear network."""
    with one_thread():
        layer = np.diag(_target() ** (1 / (len(SQUARE) - 1)))
        weights = np.tile(layer.ravel(), len(SQUARE) - 1)
        network, task = _square()
        return float(numerics.network_curvature.leading(network, task, weights, 1)[0][0])


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
        return _train(Network(WIDTHS, activation), task, RATES, count, first)


@cache
def _whitened(kappa: Fraction, count: int, first: int) -> Runs:
    with one_thread():
        return _train(*_square(), (_rate(kappa),), count, first)


def _rate(kappa: Fraction) -> Fraction:
    # kappa is the learning rate in units of 1/S, and S = L for a target of norm one.
    return kappa / (len(SQUARE) - 1)


def _square() -> tuple[Network, Task]:
    return Network(SQUARE, Activation.NONE), numerics.small_networks.whitened(np.diag(_target()))


def _target() -> Floats:
    return np.array([*TARGET, *[0.0] * (SQUARE[0] - len(TARGET))])


def _train(network: Network, task: Task, rates: tuple[Fraction, ...], count: int, first: int) -> Runs:
    drawn = numerics.small_networks.starts(network, SCALE, range(first, first + count))
    keep = {0, *(step + by for step in MEASURED for by in (-1, 0, 1))}
    descent = numerics.small_networks.descend(
        network,
        task,
        np.tile(drawn, (len(rates), 1)),
        np.repeat([float(rate) for rate in rates], count),
        STEPS,
        keep,
    )
    return Runs(network, task, rates, count, descent)


@cache
def _leading(runs: Runs, step: int, run: int) -> tuple[Floats, Floats]:
    weights, count = runs.descent.kept[step][run], DIRECTIONS[runs.network.activation]
    if not (np.abs(weights) < DIVERGED).all():
        return np.full(count, np.nan), np.full((runs.network.size, count), np.nan)
    with one_thread():
        return numerics.network_curvature.leading(runs.network, runs.task, weights, count)
