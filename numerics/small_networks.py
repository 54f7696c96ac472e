"""Full-batch gradient descent on small networks, with or without something nonlinear between the layers.

A network is the product of its layers with one function of each entry between them and no biases. Without
such a function it is the deep linear network, so that what differs between runs is that function alone. The
loss is differentiated by autograd, which comes with the extra ``nonlinear``; many runs are made side by side,
each with its own start and learning rate. All numbers are float64: nothing here has a proven error bound.
Beyond the edge of stability round-off grows, and only averages over steps and starts are meaningful.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from numerics._stacks import Floats


class Activation(StrEnum):
    """What is applied to each entry between two layers."""

    NONE = "linear"
    TANH = "tanh"
    RELU = "ReLU"


@dataclass(frozen=True, slots=True)
class Network:
    """Widths of the inputs, of every layer between, and of the outputs, and the activation."""

    widths: tuple[int, ...]
    activation: Activation

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shape of each layer, which multiplies rows of inputs from the right."""
        return tuple(itertools.pairwise(self.widths))

    @property
    def size(self) -> int:
        """How many weights there are."""
        return sum(rows * columns for rows, columns in self.shapes)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Inputs, one a row, and the outputs wanted for them."""

    inputs: Floats
    targets: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Descent:
    """Runs of gradient descent.

    Attributes:
        losses: shape (steps, runs): the loss before each step.
        kept: the weights at the steps asked for, each of shape (runs, size).
    """

    losses: Floats
    kept: Mapping[int, Floats]


def whitened(matrix: Floats) -> Task:
    """Return the task whose loss for the deep linear network is 1/2 ||W_L ... W_1 - M||_F^2.

    Args:
        matrix: M, of shape (outputs, inputs).
    """
    scale = np.sqrt(matrix.shape[1])
    return Task(scale * np.eye(matrix.shape[1]), scale * matrix.T)


def losses(network: Network, task: Task, weights: Any) -> Any:
    """Return half the mean squared distance of the outputs from the targets, summed over the outputs.

    Args:
        network: the network.
        task: inputs and targets.
        weights: all layers after one another; shape (size,), or (runs, size) for many networks at once. May
            be traced by autograd.

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    import autograd.numpy as anp

    values, first = task.inputs, 0
    for index, (rows, columns) in enumerate(network.shapes):
        layer = weights[..., first : first + rows * columns]
        values = anp.matmul(values, anp.reshape(layer, (*weights.shape[:-1], rows, columns)))
        first += rows * columns
        if index < len(network.shapes) - 1:
            values = _between(network.activation, values)
    errors = values - task.targets
    return anp.sum(errors * errors, axis=(-2, -1)) / (2 * len(task.inputs))


def _between(activation: Activation, values: Any) -> Any:
    import autograd.numpy as anp

    if activation is Activation.TANH:
        return anp.tanh(values)
    return anp.maximum(values, 0) if activation is Activation.RELU else values


def starts(network: Network, scale: float, seeds: Sequence[int]) -> Floats:
    """Draw Gaussian layers, of variance scale^2 / inputs of the layer; shape (seeds, size).

    Args:
        network: the network.
        scale: standard deviation of what a layer makes of inputs of norm one, dimensionless.
        seeds: one integer for each start; the same on every machine.
    """
    drawn = []
    for seed in seeds:
        generator = np.random.default_rng(seed)
        layers = [generator.standard_normal(shape) / np.sqrt(shape[0]) for shape in network.shapes]
        drawn.append(scale * np.concatenate([layer.ravel() for layer in layers]))
    return np.array(drawn)


def descend(
    network: Network, task: Task, start: Floats, rates: Floats, steps: int, keep: Collection[int]
) -> Descent:
    """Make steps of gradient descent from many starts side by side.

    Args:
        network: the network.
        task: inputs and targets.
        start: the weights before the first step, of shape (runs, size).
        rates: the learning rate of each run.
        steps: how many steps to make.
        keep: the steps whose weights are kept; 0 is the start.

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    from autograd.core import make_vjp

    weights, kept, recorded = start, {}, []
    for step in range(steps + 1):
        if step in keep:
            kept[step] = weights
        if step == steps:
            break
        pull_back, value = make_vjp(lambda changed: losses(network, task, changed), weights)
        recorded.append(value)
        # Each loss depends on its own weights alone, so one pull-back of ones gives every gradient.
        weights = weights - rates[:, None] * pull_back(np.ones(len(weights)))
    return Descent(np.array(recorded), kept)
