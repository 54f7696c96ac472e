"""Gradient descent with heavy-ball momentum, on float64.

A step is W(t+1) = W(t) + beta (W(t) - W(t-1)) - eta grad f(W(t)) (B. T. Polyak, Some methods of speeding up
the convergence of iteration methods, 1964); with beta = 0 it is gradient descent. Layers are stacks of
matrices. No digit is vouched for: runs that come to rest or to an attracting orbit forget their rounding
errors, others do not. All quantities are dimensionless.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics import gd
from numerics._stacks import Floats

_IMAGINARY = 1e-30
"""The imaginary step of a derivative: gradients are polynomials, so the error is of its square."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """A stack of matrices, real or complex, multiplied by `*` as `gd.gradient` asks for."""

    values: NDArray[Any]

    def nrows(self) -> int:
        """Return the number of rows of each matrix."""
        return int(self.values.shape[-2])

    def ncols(self) -> int:
        """Return the number of columns of each matrix."""
        return int(self.values.shape[-1])

    def transpose(self) -> "Matrices":
        """Return the stack of transposed matrices, without conjugation."""
        return Matrices(np.swapaxes(self.values, -1, -2))

    def __mul__(self, other: "Matrices") -> "Matrices":
        """Multiply matrices."""
        return Matrices(self.values @ other.values)

    def __sub__(self, other: "Matrices") -> "Matrices":
        """Subtract."""
        return Matrices(self.values - other.values)


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """Layers on their way.

    Attributes:
        layers: W_1, ..., W_L, shape (L, ..., d, d).
        velocity: what was added to them in the last step, of the same shape; zero at rest.
    """

    layers: Floats
    velocity: Floats

    def product(self) -> Floats:
        """Return W_L ... W_1, shape (..., d, d)."""
        return gd.end_to_end([Matrices(layer) for layer in self.layers]).values


def at_rest(layers: Floats) -> Moving:
    """Return layers that do not move yet."""
    return Moving(layers, np.zeros_like(layers))


def gradient(layers: NDArray[Any], target: NDArray[Any]) -> NDArray[Any]:
    """Return the gradient of the loss in each layer, of the shape of the layers."""
    slopes = gd.gradient([Matrices(layer) for layer in layers], Matrices(target))
    return np.stack([slope.values for slope in slopes])


def run(start: Moving, target: Floats, eta: float, beta: float, steps: int) -> Iterator[Moving]:
    """Yield the state after each step.

    >>> start = at_rest(np.full((2, 1, 1), 1.0))
    >>> *_, last = run(start, np.array([[4.0]]), 0.05, 0.5, 200)
    >>> last.product().round(10).tolist()
    [[4.0]]

    Args:
        start: where from.
        target: M, shape (..., d, d).
        eta: the learning rate.
        beta: the momentum, from 0 to below 1.
        steps: how many to make.
    """
    layers, velocity = start.layers, start.velocity
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            velocity = beta * velocity - eta * gradient(layers, target)
            layers = layers + velocity
            yield Moving(layers, velocity)


def pair_growth(states: Sequence[Floats], targets: tuple[float, float], eta: float, beta: float) -> float:
    """Return the largest modulus of a multiplier of entries that mix two modes, over one period of an orbit.

    The entries (1, 2) and (2, 1) of all layers move each other alone to first order
    (`numerics.floquet`), so they are followed on 2 x 2 layers, with their velocities.

    >>> balanced = np.array([[1.0, 0.9], [1.0, 0.9]])
    >>> round(pair_growth([balanced], (1.0, 0.81), 0.1, 0.5), 6)  # Rotations between the layers are neutral.
    1.0

    Args:
        states: the layer values of both modes at each step of the period, shape (L, 2).
        targets: their singular values.
        eta: the learning rate.
        beta: the momentum.
    """
    goal = np.diag(targets)
    size = 2 * len(states[0])
    identity, period = np.eye(size), np.eye(2 * size)
    for state in states:
        force = identity * (1 + beta) - eta * _mixed_hessian(state, goal)
        period = np.block([[force, -beta * identity], [identity, 0 * identity]]) @ period
    return float(np.abs(np.linalg.eigvals(period)).max())


def _mixed_hessian(state: Floats, goal: Floats) -> Floats:
    """Return the derivative of the gradient in the entries off the diagonal, at diagonal 2 x 2 layers."""
    places = [(layer, i, 1 - i) for layer in range(len(state)) for i in (0, 1)]
    rows, columns, others = (np.array(part) for part in zip(*places, strict=True))
    hessian = np.empty((len(places), len(places)))
    for index, place in enumerate(places):
        moved = np.stack([np.diag(values) for values in state]).astype(complex)
        moved[place] += 1j * _IMAGINARY
        hessian[:, index] = gradient(moved, goal)[rows, columns, others].imag / _IMAGINARY
    return hessian
