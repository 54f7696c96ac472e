"""The step of gradient descent on float64, with a proven bound of its rounding error and its derivative.

Both come from running the one step on stacks of matrices that carry error bounds, so no formula for a
rounding error or for a second derivative of the loss is typed in. All quantities are dimensionless.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from numerics._stacks import TINY, UNIT_ROUNDOFF, UPWARD, DualStack, Floats, Stack, constant, exactly
from numerics._systems import System

Indices = NDArray[np.intp]


class FloatSteps:
    """Steps of one system at several learning rates. A lane is one learning rate with its own state."""

    def __init__(self, system: System, rates: Sequence[fmpq]) -> None:
        """Round the target and the rates to float64; what that changes counts as an error of each step.

        Raises:
            ValueError: if a number is too large for float64.
        """
        self._system = system
        sizes = [rows * columns for rows, columns in system.shapes]
        self._ends = np.cumsum(sizes)[:-1]
        self._target = _near(nearest(system.target).reshape(1, 1, *system.target_shape))
        self._rates = nearest(rates).reshape(len(rates), 1, 1, 1)

    def step(self, states: Floats, lanes: Indices) -> tuple[Floats, Floats]:
        """Return the states after one step, and bounds of what their entries miss of the exact step.

        Args:
            states: one row of entries for each lane.
            lanes: which learning rates they belong to.
        """
        layers = [exactly(part) for part in self._split(states[:, None])]
        moved = _joined(self._system.step_stacks(layers, self._target, _near(self._rates[lanes])))
        return moved.values[:, 0], moved.error[:, 0]

    def derivative(self, states: Floats, within: Floats, lanes: Indices) -> Stack:
        """Return the derivative of the step at all states near the given ones, shape (lanes, N, N).

        Args:
            states: one row of entries for each lane.
            within: how far each entry may be from the given one, of the same shape.
            lanes: which learning rates they belong to.
        """
        directions = self._split(np.eye(states.shape[-1])[None])
        layers = [
            DualStack(Stack(value, near), exactly(direction))
            for value, near, direction in zip(
                self._split(states[:, None]), self._split(within[:, None]), directions, strict=True
            )
        ]
        target, rate = constant(self._target), constant(_near(self._rates[lanes]))
        # One row of entries for each direction: the transposed derivative.
        return _joined(
            [layer.derivative for layer in self._system.step_stacks(layers, target, rate)]
        ).transpose()

    def _split(self, entries: Floats) -> list[Floats]:
        """Cut the last axis into the layers."""
        parts = np.split(entries, self._ends, axis=-1)
        return [
            part.reshape(*part.shape[:-1], *shape)
            for part, shape in zip(parts, self._system.shapes, strict=True)
        ]


def nearest(numbers: Sequence[fmpq]) -> Floats:
    """Return the nearest float64 numbers.

    Raises:
        ValueError: if a number is too large for float64.
    """
    try:
        return np.array([float(Fraction(int(number.p), int(number.q))) for number in numbers])
    except OverflowError as error:
        raise ValueError("a number is too large for float64; use ball arithmetic for it.") from error


def rounding(values: Floats) -> Floats:
    """Return upper bounds of what rounding to the given float64 numbers may have changed."""
    bound: Floats = UNIT_ROUNDOFF * UPWARD * np.abs(values) + TINY
    return bound


def digits_left(errors: Floats, largest: Floats) -> NDArray[np.int64]:
    """Return how many decimal digits error bounds leave; 0 where nothing is known.

    Args:
        errors: upper bounds of the errors of all entries of a state.
        largest: the largest computed entry of that state.

    Returns:
        The largest n up to 299 with errors <= 10^-n max(1, largest exact entry), or one less.
    """
    known = np.isfinite(errors) & np.isfinite(largest)
    with np.errstate(all="ignore"):
        relative = np.maximum(TINY, errors / np.maximum(1.0, largest - errors))
        # The small shift covers the rounding errors of this formula.
        digits = np.floor(-np.log10(relative) - 1e-9)
    kept: NDArray[np.int64] = np.where(known, np.maximum(digits, 0.0), 0.0).astype(np.int64)
    return kept


def _near(values: Floats) -> Stack:
    return Stack(values, rounding(values))


def _joined(layers: Sequence[Stack]) -> Stack:
    """Return the entries of all layers along the last axis."""
    return Stack(
        np.concatenate([_flat(layer.values) for layer in layers], axis=-1),
        np.concatenate([_flat(layer.error) for layer in layers], axis=-1),
    )


def _flat(matrices: Floats) -> Floats:
    return matrices.reshape(*matrices.shape[:-2], -1)
