"""How a small perturbation off the diagonal grows along a run of gradient descent on the network.

In bases in which the layers of the unperturbed run stay diagonal, the entries (i, j) and (j, i) of all layers
make one vector for each pair of modes. To first order, two steps multiply it by the block of the pair, so
vectors two steps apart tell the leading multipliers without any knowledge of the block: they satisfy
the recurrence that the multipliers are the roots of (A. N. Krylov, 1931). What belongs to the family of the
orbit has the multiplier 1 and cancels in the differences of such vectors. All quantities are dimensionless.
"""

from collections.abc import Sequence

from flint import acb, arb, arb_mat, fmpq

from numerics._network_derivative import DualMatrix, dual_step

State = Sequence[arb_mat]
Vector = Sequence[arb]

ALIGNED = arb(2) ** -20
"""Successive vectors that are parallel up to this have one real leading multiplier."""
VECTORS = 4
"""How many vectors two steps apart the leading multiplier is found from."""


def pair_entries(layers: State, i: int, j: int) -> tuple[arb, ...]:
    """Return the entries (i, j) and (j, i) of every layer; modes are counted from 1."""
    return tuple(entry for layer in layers for entry in (layer[i - 1, j - 1], layer[j - 1, i - 1]))


def diagonal_entries(layers: State, mode: int) -> tuple[arb, ...]:
    """Return the diagonal entry of a mode in every layer; modes are counted from 1."""
    return tuple(layer[mode - 1, mode - 1] for layer in layers)


def length(vector: Vector) -> arb:
    """Return the Euclidean length."""
    # The ball of a sum of squares may reach below zero.
    return _inner(vector, vector).nonnegative_part().sqrt()


def off_diagonal(matrices: State) -> arb:
    """Enclose the largest absolute value of an entry off the diagonal of some matrices."""
    largest = arb(0)
    for matrix in matrices:
        for row in range(matrix.nrows()):
            for column in range(matrix.ncols()):
                if row != column:
                    largest = largest.max(abs(matrix[row, column]))
    return largest


def leading_multiplier(vectors: Sequence[Vector]) -> acb:
    """Estimate the leading multiplier of two steps from vectors of a pair that are two steps apart.

    Args:
        vectors: `VECTORS` of them, of a run on which the block of the pair has settled.

    Returns:
        One of the roots of largest modulus of the recurrence that the differences of the vectors satisfy
        best: one real root if two differences are parallel, else a recurrence of two terms. It is
        right up to the share that other multipliers have in the vectors.

    Raises:
        ValueError: if there are more or fewer vectors.
    """
    if len(vectors) != VECTORS:
        raise ValueError(f"there are {len(vectors)} vectors; give {VECTORS}.")
    first, second, third = (
        [after - before for after, before in zip(*pair, strict=True)]
        for pair in zip(vectors[1:], vectors, strict=False)
    )
    ratio = _inner(third, second) / _inner(second, second)
    rest = [after - ratio * before for after, before in zip(third, second, strict=True)]
    if length(rest) < ALIGNED * length(third):
        return acb(ratio)
    products = arb_mat([[_inner(one, other) for other in (second, first)] for one in (second, first)])
    sides = arb_mat([[_inner(one, third)] for one in (second, first)])
    twice_middle, minus_product = products.solve(sides).entries()
    middle = twice_middle / 2
    root = acb(middle * middle + minus_product).sqrt()
    return middle + root if middle > 0 else middle - root


def linearised(states: Sequence[State], target: arb_mat, eta: fmpq) -> tuple[arb_mat, ...]:
    """Move the entries off the diagonal of the first state by the derivative of every step.

    The derivatives are taken at the diagonals of the states, so they keep pairs of modes apart: this is the
    product of the step blocks of all pairs at the actual layer values.

    Args:
        states: the layers at successive steps, each in the bases of the target.
        target: the diagonal matrix of singular values.
        eta: the learning rate.

    Returns:
        What the entries off the diagonal become at the last state, one matrix for each layer. The
        arithmetic is rounded at every step, without a bound of what this changes.
    """
    still = arb_mat(target.nrows(), target.ncols())
    moved = tuple((layer - _diagonal_part(layer)).mid() for layer in states[0])
    for state in states[:-1]:
        layers = [
            DualMatrix(_diagonal_part(layer).mid(), change)
            for layer, change in zip(state, moved, strict=True)
        ]
        moved = tuple(layer.derivative.mid() for layer in dual_step(layers, DualMatrix(target, still), eta))
    return moved


def _inner(one: Vector, other: Vector) -> arb:
    total = arb(0)
    for left, right in zip(one, other, strict=True):
        total += left * right
    return total


def _diagonal_part(layer: arb_mat) -> arb_mat:
    size = range(layer.nrows())
    return arb_mat([[layer[row, row] if row == column else 0 for column in size] for row in size])
