"""Gradient descent on the whole network in float64, as training makes it, watched in the bases of its target.

Nothing here has a proven error bound: what is asked of such a run is where it settles, and how much it still
moves there. In the bases of the singular vectors the diagonal of the end-to-end matrix belongs to the modes,
and what is off it shows that a run has left the singular vector stationary set. The sharpness is the largest
eigenvalue of the Hessian, from products of the Hessian with vectors that differentiate
(W_L ... W_(l+1))^T R (W_(l-1) ... W_1)^T, the gradient of `gd.gradient`. All quantities are dimensionless.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from numerics import lanczos
from numerics._stacks import Floats

FAR = 1e9
"""A run has diverged when an entry passes this multiple of the largest one of target and start."""


@dataclass(frozen=True, slots=True, eq=False)
class Bases:
    """The singular vectors of a target, as columns: left of shape (m, r), right of shape (n, r)."""

    left: Floats
    right: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FloatRun:
    """A run of gradient descent; before each step, and after the last one.

    Attributes:
        values: u_i^T W_L ... W_1 v_i, of shape (times, modes).
        elsewhere: the Frobenius norm of what is left of W_L ... W_1 without these, of shape (times,).
        losses: 1/2 ||W_L ... W_1 - M||_F^2, of shape (times,).
        gaps: the largest Frobenius norm of W_(l+1)^T W_(l+1) - W_l W_l^T over l, of shape (times,).
        looked: the times at which the sharpness was taken, increasing.
        sharpness: the largest eigenvalue of the Hessian then.
        diverged: whether entries passed `FAR`; nothing is recorded from there on.
    """

    values: Floats
    elsewhere: Floats
    losses: Floats
    gaps: Floats
    looked: tuple[int, ...]
    sharpness: Floats
    diverged: bool


def run(
    layers: Sequence[Floats], target: Floats, bases: Bases, eta: float, steps: int, looks: Sequence[int] = ()
) -> FloatRun:
    """Run gradient descent on 1/2 ||W_L ... W_1 - M||_F^2.

    >>> one = np.eye(1)
    >>> found = run([0.5 * one, 0.5 * one], 4 * one, Bases(one, one), 0.1, 200, looks=[200])
    >>> float(found.values[-1, 0].round(6)), float(found.sharpness[0].round(4)), found.diverged
    (4.0, 8.0, False)

    Args:
        layers: W_1, ..., W_L, at least two, of shapes that fit together.
        target: M, of the shape of W_L ... W_1.
        bases: its singular vectors.
        eta: the learning rate, positive.
        steps: how many steps to make.
        looks: after how many steps to take the sharpness.
    """
    state = [np.array(layer, dtype=np.float64) for layer in layers]
    far = FAR * max(1.0, *(float(np.abs(matrix).max(initial=0.0)) for matrix in (target, *state)))
    wanted = set(looks)
    rows: list[tuple[Floats, float, float, float]] = []
    looked: list[int] = []
    sharpness: list[float] = []
    diverged = False
    for time in range(steps + 1):
        before = _products(state)
        rows.append((*_in_bases(before[-1], target, bases), _largest_gap(state)))
        if time in wanted:
            looked.append(time)
            sharpness.append(largest_curvature(state, target))
        if time == steps:
            break
        after = before[-1] - target
        for index in range(len(state) - 1, -1, -1):
            slope = after @ before[index].T
            after = state[index].T @ after
            state[index] = state[index] - eta * slope
        if not all(np.abs(layer).max(initial=0.0) < far for layer in state):
            diverged = True
            break
    values, elsewhere, losses, gaps = (np.array(column) for column in zip(*rows, strict=True))
    return FloatRun(values, elsewhere, losses, gaps, tuple(looked), np.array(sharpness), diverged)


def largest_curvature(layers: Sequence[Floats], target: Floats) -> float:
    """Return the largest eigenvalue of the Hessian of the loss.

    Args:
        layers: W_1, ..., W_L.
        target: M.
    """
    sizes = [layer.size for layer in layers]
    cuts = np.cumsum(sizes)[:-1]
    before = _products(layers)
    behind = _products([layer.T for layer in reversed(layers)])

    def multiply(vectors: Floats) -> Floats:
        parts = zip(np.split(vectors[0], cuts), layers, strict=True)
        moves = [part.reshape(layer.shape) for part, layer in parts]
        found = _moved_gradient(layers, moves, target, before, behind)
        return np.concatenate([part.ravel() for part in found])[None]

    found, _ = lanczos.leading(multiply, 1, sum(sizes), 1)
    return float(found[0, 0])


def _products(layers: Sequence[Floats]) -> list[Floats]:
    """Return I, W_1, W_2 W_1, ... up to the product of all layers."""
    found = [np.eye(layers[0].shape[1])]
    for layer in layers:
        found.append(layer @ found[-1])
    return found


def _moved_products(
    layers: Sequence[Floats], moves: Sequence[Floats], products: Sequence[Floats]
) -> list[Floats]:
    """Return the derivatives of the products where the layers move."""
    found = [np.zeros_like(products[0])]
    for layer, move, product in zip(layers, moves, products, strict=False):
        found.append(layer @ found[-1] + move @ product)
    return found


def _moved_gradient(
    layers: Sequence[Floats],
    moves: Sequence[Floats],
    target: Floats,
    before: Sequence[Floats],
    behind: Sequence[Floats],
) -> list[Floats]:
    """Return the derivative of the gradient in each layer where the layers move."""
    last = len(layers) - 1
    moved_before = _moved_products(layers, moves, before)
    turned = [layer.T for layer in reversed(layers)], [move.T for move in reversed(moves)]
    moved_behind = _moved_products(*turned, behind)
    residual, moved_residual = before[-1] - target, moved_before[-1]
    found = []
    for index in range(len(layers)):
        # The products below and above a layer, the latter transposed.
        below, above = before[index], behind[last - index]
        moved_below, moved_above = moved_before[index], moved_behind[last - index]
        in_residual = above @ moved_residual @ below.T
        found.append(in_residual + moved_above @ residual @ below.T + above @ residual @ moved_below.T)
    return found


def _in_bases(product: Floats, target: Floats, bases: Bases) -> tuple[Floats, float, float]:
    values = np.einsum("ik,ij,jk->k", bases.left, product, bases.right)
    rest = product - (bases.left * values) @ bases.right.T
    residual = product - target
    return values, float(np.linalg.norm(rest)), 0.5 * float(np.sum(residual * residual))


def _largest_gap(layers: Sequence[Floats]) -> float:
    pairs = itertools.pairwise(layers)
    return max(float(np.linalg.norm(after.T @ after - layer @ layer.T)) for layer, after in pairs)
