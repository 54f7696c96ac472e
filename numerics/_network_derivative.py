"""The derivative of steps of gradient descent on the network, by running the update rule on dual numbers.

The entries of all layers are the coordinates: layer by layer from the first, each layer row by row.
All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, arb_mat, fmpq

from numerics import gd


@dataclass(frozen=True, slots=True, eq=False)
class DualMatrix:
    """A matrix of balls and its derivative in one direction."""

    value: arb_mat
    derivative: arb_mat

    def __sub__(self, other: "DualMatrix") -> "DualMatrix":
        """Subtract; derivatives subtract."""
        return DualMatrix(self.value - other.value, self.derivative - other.derivative)

    def __mul__(self, other: "DualMatrix") -> "DualMatrix":
        """Multiply, by the product rule for the derivative."""
        change = self.derivative * other.value + self.value * other.derivative
        return DualMatrix(self.value * other.value, change)

    def transpose(self) -> "DualMatrix":
        """Transpose both."""
        return DualMatrix(self.value.transpose(), self.derivative.transpose())

    def nrows(self) -> int:
        """Return the number of rows."""
        return self.value.nrows()

    def ncols(self) -> int:
        """Return the number of columns."""
        return self.value.ncols()


def dual_step(layers: Sequence[DualMatrix], target: DualMatrix, eta: fmpq | arb) -> tuple[DualMatrix, ...]:
    """Make one step of gradient descent on layers with their derivatives."""
    return gd.descend(layers, target, lambda slope: DualMatrix(slope.value * eta, slope.derivative * eta))


def derivative(layers: Sequence[arb_mat], target: arb_mat, eta: fmpq, steps: int) -> arb_mat:
    """Enclose the derivative of some steps of gradient descent, at every point of a box of layers.

    Args:
        layers: W_1, ..., W_L, matrices of balls.
        target: M, of the shape of W_L ... W_1.
        eta: the learning rate.
        steps: how many steps are made.

    Returns:
        An N x N matrix of balls, N the number of entries of all layers. It contains the derivative at
        each point of the balls, entry by entry.

    Raises:
        ValueError: if shapes do not fit together.
    """
    wanted = DualMatrix(target, arb_mat(target.nrows(), target.ncols()))

    size = len(entries(layers))
    columns = []
    for place in range(size):
        unit = [arb(int(row == place)) for row in range(size)]
        state = tuple(DualMatrix(*pair) for pair in zip(layers, like(layers, unit), strict=True))
        for _ in range(steps):
            state = dual_step(state, wanted, eta)
        columns.append(entries([layer.derivative for layer in state]))
    return arb_mat(columns).transpose()


def entries(layers: Sequence[arb_mat]) -> list[arb]:
    """Return the coordinates of a state."""
    return [entry for layer in layers for entry in layer.entries()]


def like(layers: Sequence[arb_mat], coordinates: Sequence[arb]) -> tuple[arb_mat, ...]:
    """Return matrices of the shapes of some layers that have these coordinates."""
    remaining = iter(coordinates)
    return tuple(
        arb_mat(*shape, [next(remaining) for _ in range(shape[0] * shape[1])])
        for shape in ((layer.nrows(), layer.ncols()) for layer in layers)
    )
