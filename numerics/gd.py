"""Gradient descent on the whole network: f(W_1, ..., W_L) = 1/2 ||W_L ... W_1 - M||_F^2.

Layers are listed first to last, W_1, ..., W_L. W_l is a d_l x d_(l-1) matrix, so the product
W_L ... W_1 and the target M are d_L x d_0. The functions on single steps need only `*`, `-` and
transposes, so they serve flint matrices of rationals and of balls, and stacks of float64 matrices.
All quantities are dimensionless.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, TypeVar

from flint import arb, arb_mat, fmpq, fmpq_mat

from numerics._iteration import Outcome as Outcome
from numerics._iteration import Problem, iterate
from numerics.balls import working_bits
from numerics.exact import Exact, positive_rational, rational


class MatrixLike(Protocol):
    """What can be multiplied, subtracted and transposed: fmpq_mat, arb_mat, stacks of float64 matrices."""

    def __mul__(self, other: Self, /) -> Self:
        """Multiply."""

    def __sub__(self, other: Self, /) -> Self:
        """Subtract."""

    def transpose(self) -> Self:
        """Transpose."""

    def nrows(self) -> int:
        """Return the number of rows."""

    def ncols(self) -> int:
        """Return the number of columns."""


Matrix = TypeVar("Matrix", bound=MatrixLike)
FlintMatrix = TypeVar("FlintMatrix", fmpq_mat, arb_mat)


def end_to_end(layers: Sequence[Matrix]) -> Matrix:
    """Return W_L ... W_1, a d_L x d_0 matrix.

    Raises:
        ValueError: if there are no layers, or two neighbours do not fit together.
    """
    _check_chain([_shape(layer) for layer in layers])
    return _prefixes(layers)[-1]


def loss(layers: Sequence[FlintMatrix], target: FlintMatrix) -> fmpq | arb:
    """Return 1/2 ||W_L ... W_1 - M||_F^2, a rational for rational matrices and else a ball.

    Raises:
        ValueError: if shapes do not fit together.
    """
    _check(layers, target)
    residual = _prefixes(layers)[-1] - target
    total = residual[0, 0] * 0
    for row in range(residual.nrows()):
        for column in range(residual.ncols()):
            total += residual[row, column] * residual[row, column]
    return total / 2


def gradient(layers: Sequence[Matrix], target: Matrix) -> tuple[Matrix, ...]:
    """Return the gradient of the loss in each layer.

    With R = W_L ... W_1 - M, entry l is (W_L ... W_(l+1))^T R (W_(l-1) ... W_1)^T, from the
    differential df = <R, W_L ... dW_l ... W_1> of the loss.

    Args:
        layers: W_1, ..., W_L, at least one.
        target: M, of the shape of W_L ... W_1.

    Returns:
        L matrices, each of the shape of its layer.

    Raises:
        ValueError: if shapes do not fit together.
    """
    _check(layers, target)
    before = _prefixes(layers)
    return _gradient(layers, before, before[-1] - target)


def _gradient(layers: Sequence[Matrix], before: Sequence[Matrix], residual: Matrix) -> tuple[Matrix, ...]:
    """Return (W_L ... W_(l+1))^T R (W_(l-1) ... W_1)^T for each layer, from the products W_l ... W_1."""
    # Going down from the last layer, `after` is (W_L ... W_(l+1))^T R.
    after = residual
    entries = []
    for index in range(len(layers) - 1, 0, -1):
        entries.append(after * before[index - 1].transpose())
        after = layers[index].transpose() * after
    entries.append(after)
    return tuple(reversed(entries))


def descend(
    layers: Sequence[Matrix], target: Matrix, scaled: Callable[[Matrix], Matrix]
) -> tuple[Matrix, ...]:
    """Return the layers after one step of gradient descent, W_l - eta df/dW_l, for matrices of any kind.

    Args:
        layers: W_1, ..., W_L, at least one.
        target: M, of the shape of W_L ... W_1.
        scaled: multiplies a matrix by the learning rate eta.

    Raises:
        ValueError: if shapes do not fit together.
    """
    _check(layers, target)
    before = _prefixes(layers)
    # The gradient is linear in the residual, so that one matrix is scaled instead of L.
    steps = _gradient(layers, before, scaled(before[-1] - target))
    return tuple(layer - step for layer, step in zip(layers, steps, strict=True))


def step(layers: Sequence[FlintMatrix], target: FlintMatrix, eta: Exact) -> tuple[FlintMatrix, ...]:
    """Return the layers after one step of gradient descent, W_l - eta df/dW_l, for flint matrices.

    Args:
        layers: W_1, ..., W_L, at least one.
        target: M, of the shape of W_L ... W_1.
        eta: the learning rate.

    Raises:
        TypeError: if `eta` is a float or not a number.
        ValueError: if shapes do not fit together.
    """
    rate = rational(eta)
    return descend(layers, target, lambda slope: slope * rate)


@dataclass(frozen=True, slots=True, eq=False)
class MatrixRun:
    """A run of gradient descent on the network. Every ball contains the exact entry.

    Attributes:
        states: the recorded states, each with L matrices W_1, ..., W_L.
        steps_recorded: the step each state belongs to; 0 is the start.
        vouched_digits: each entry is known to 10^-vouched_digits times max(1, largest entry of
            its state).
        bits: the working precision that the run needed.
        outcome: COMPLETED, or DIVERGED if the last state has an entry certainly beyond 10^30 times
            max(1, largest initial entry, largest target entry). Later states are
            not computed. Runs of `numerics.rounded` can also be LOST: the state after the last one has no
            digit left.
    """

    states: tuple[tuple[arb_mat, ...], ...]
    steps_recorded: tuple[int, ...]
    vouched_digits: int
    bits: int
    outcome: Outcome

    def products(self) -> tuple[arb_mat, ...]:
        """Return W_L ... W_1 of each recorded state."""
        with working_bits(self.bits):
            return tuple(end_to_end(state) for state in self.states)


def run(
    layers: Sequence[Sequence[Sequence[Exact]]],
    target: Sequence[Sequence[Exact]],
    eta: Exact,
    steps: int,
    digits: int = 50,
    *,
    record_every: int = 1,
    maximal_bits: int = 1_000_000,
) -> MatrixRun:
    """Run gradient descent on the network, exactly up to the radius of the balls returned.

    Args:
        layers: the start W_1, ..., W_L, each a sequence of rows.
        target: M, a sequence of rows, of the shape of W_L ... W_1.
        eta: the learning rate, positive.
        steps: how many steps to make, at least 0.
        digits: the decimal digits to vouch for, at least 1; see `MatrixRun.vouched_digits`.
        record_every: record each step divisible by this, and the last one.
        maximal_bits: the largest working precision to try.

    Raises:
        PrecisionExhausted: if `maximal_bits` do not suffice for the digits.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if shapes do not fit together, or a number is out of its range.
    """
    start = [matrix(layer) for layer in layers]
    wanted = matrix(target)
    _check(start, wanted)
    rate = positive_rational(eta, "the learning rate eta")
    problem: Problem[tuple[arb_mat, ...]] = Problem(
        start=lambda: tuple(arb_mat(layer) for layer in start),
        advance=lambda state: step(state, arb_mat(wanted), rate),
        entries=lambda state: [entry for layer in state for entry in layer.entries()],
        rounded=lambda state: tuple(_rounded(layer) for layer in state),
    )
    sizes = [entry for layer in [*start, wanted] for entry in layer.entries()]
    record = iterate(problem, sizes, steps, digits, record_every, maximal_bits)
    return MatrixRun(record.states, record.steps_recorded, digits, record.bits, record.outcome)


def matrix(rows: Sequence[Sequence[Exact]]) -> fmpq_mat:
    """Convert rows of exact numbers to a matrix of rationals.

    Raises:
        TypeError: if an entry is a float or not a number.
        ValueError: if there is no entry or the rows differ in length.
    """
    if not rows or not rows[0]:
        raise ValueError("a matrix has no entries; give at least one row with one entry.")
    if len({len(row) for row in rows}) > 1:
        raise ValueError("the rows of a matrix differ in length; give each row the same number of entries.")
    return fmpq_mat([[rational(entry) for entry in row] for row in rows])


def _prefixes(layers: Sequence[Matrix]) -> list[Matrix]:
    """Return W_1, W_2 W_1, ..., W_L ... W_1."""
    products = [layers[0]]
    for layer in layers[1:]:
        products.append(layer * products[-1])
    return products


def _rounded(layer: arb_mat) -> arb_mat:
    return arb_mat(layer.nrows(), layer.ncols(), [+entry for entry in layer.entries()])


def _shape(layer: MatrixLike) -> tuple[int, int]:
    return layer.nrows(), layer.ncols()


def _check(layers: Sequence[MatrixLike], target: MatrixLike) -> None:
    shapes = [_shape(layer) for layer in layers]
    _check_chain(shapes)
    whole, wanted = (shapes[-1][0], shapes[0][1]), _shape(target)
    if wanted != whole:
        raise ValueError(
            f"the target is {wanted[0]} x {wanted[1]},"
            f" but the product of the layers is {whole[0]} x {whole[1]}."
        )


def _check_chain(shapes: Sequence[tuple[int, int]]) -> None:
    if not shapes:
        raise ValueError("there are no layers; give at least one.")
    for index in range(1, len(shapes)):
        columns, rows = shapes[index][1], shapes[index - 1][0]
        if columns != rows:
            raise ValueError(
                f"layer {index + 1} has {columns} columns, but layer {index} has {rows} rows;"
                " they need to agree."
            )
