"""What gradient descent moves, as one list of numbers: the layers of a network, or those of one mode.

Runs with errors bounded from outside (`sweeps`, `rounded`) need of it a step on balls and one on stacks
of float64 matrices, both made by the one step in `gd` or `modes`. All quantities are dimensionless.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from flint import arb, arb_mat, fmpq

from numerics import gd, modes
from numerics._stacks import DualStack, Stack
from numerics.balls import ball
from numerics.exact import Exact, rational

Layer = TypeVar("Layer", Stack, DualStack)


class System(Protocol):
    """A start and a target, and the step of gradient descent on layers of two kinds.

    Attributes:
        shapes: rows and columns of each layer.
        start: the entries of all layers, layer by layer, each row by row.
        target: the entries of the target, row by row.
        target_shape: its rows and columns.
    """

    shapes: list[tuple[int, int]]
    start: list[fmpq]
    target: list[fmpq]
    target_shape: tuple[int, int]

    def step_balls(self, entries: Sequence[arb], rate: fmpq) -> list[arb]:
        """Return an enclosure of the entries after one step, at the present working precision."""

    def step_stacks(self, layers: Sequence[Layer], target: Layer, rate: Layer) -> tuple[Layer, ...]:
        """Return the layers after one step; `rate` is 1 x 1."""


class Network:
    """The layers of a whole network."""

    def __init__(
        self, layers: Sequence[Sequence[Sequence[Exact]]], target: Sequence[Sequence[Exact]]
    ) -> None:
        """Take W_1, ..., W_L and M, each as rows.

        Raises:
            TypeError: if an input is a float, or not a number at all.
            ValueError: if shapes do not fit together, or there are no layers.
        """
        matrices, self._target = [gd.matrix(layer) for layer in layers], gd.matrix(target)
        gd.loss(matrices, self._target)  # Refuses shapes that do not fit together.
        self.shapes = [(layer.nrows(), layer.ncols()) for layer in matrices]
        self.start = [entry for layer in matrices for entry in layer.entries()]
        self.target = self._target.entries()
        self.target_shape = (self._target.nrows(), self._target.ncols())

    def step_balls(self, entries: Sequence[arb], rate: fmpq) -> list[arb]:
        """Return an enclosure of the entries after one step, at the present working precision."""
        moved = gd.step(self.matrices(entries), arb_mat(self._target), rate)
        return [entry for layer in moved for entry in layer.entries()]

    def step_stacks(self, layers: Sequence[Layer], target: Layer, rate: Layer) -> tuple[Layer, ...]:
        """Return the layers after one step; `rate` is 1 x 1."""
        return gd.descend(layers, target, lambda slope: slope * rate)

    def matrices(self, entries: Sequence[arb]) -> tuple[arb_mat, ...]:
        """Return the layers that have these entries."""
        remaining = iter(entries)
        return tuple(
            arb_mat(rows, columns, [next(remaining) for _ in range(rows * columns)])
            for rows, columns in self.shapes
        )


class Mode:
    """The layer values of one singular mode."""

    def __init__(self, layers: Sequence[Exact], target: Exact) -> None:
        """Take s_1, ..., s_L and sigma.

        Raises:
            TypeError: if an input is a float, or not a number at all.
            ValueError: if there are no layers.
        """
        self.start = [rational(layer) for layer in layers]
        self.target = [rational(target)]
        modes.product(self.start)  # Refuses to work without layers.
        self.shapes = [(1, 1)] * len(self.start)
        self.target_shape = (1, 1)

    def step_balls(self, entries: Sequence[arb], rate: fmpq) -> list[arb]:
        """Return an enclosure of the layer values after one step, at the present working precision."""
        return list(modes.step(entries, ball(self.target[0]), ball(rate)))

    def step_stacks(self, layers: Sequence[Layer], target: Layer, rate: Layer) -> tuple[Layer, ...]:
        """Return the layer values after one step; every stack is 1 x 1."""
        return modes.step(layers, target, rate)
