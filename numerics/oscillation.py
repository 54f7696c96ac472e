"""Where a run of gradient descent on the network oscillates: shares of the change of the end-to-end product.

The change of W_L ... W_1 in one step is written in given bases on either side, and its squared Frobenius
norm is split into entries. All quantities are dimensionless.
"""

from dataclasses import dataclass
from itertools import pairwise

from flint import arb, arb_mat, fmpq_mat

from numerics.balls import working_bits
from numerics.gd import MatrixRun


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Parts of the squared norm of the change in one step that lie outside some entries; balls.

    Attributes:
        block: outside the first p rows and columns.
        diagonal: outside the first p entries of the diagonal.
    """

    block: arb
    diagonal: arb


def shares(run: MatrixRun, left: fmpq_mat, right: fmpq_mat, modes: int) -> tuple[Shares, ...]:
    """Return the shares of the change between every two recorded states that follow one another.

    Args:
        run: a run with at least two recorded states, one a step.
        left: orthogonal basis of the outputs, d_L x d_L.
        right: orthogonal basis of the inputs, d_0 x d_0.
        modes: p, how many modes are to hold the change, at least 1.

    Raises:
        ValueError: if the run has fewer than two states, or p is less than 1.
    """
    if modes < 1 or len(run.states) < 2:
        raise ValueError(f"{len(run.states)} states and {modes} modes; give at least 2 states and 1 mode.")
    with working_bits(run.bits):
        products = run.products()
        U, V = arb_mat(left).transpose(), arb_mat(right)
        return tuple(_split(U * (after - before) * V, modes) for before, after in pairwise(products))


def _split(change: arb_mat, modes: int) -> Shares:
    outside_block = outside_diagonal = inside = arb(0)
    for i in range(change.nrows()):
        for j in range(change.ncols()):
            square = change[i, j] * change[i, j]
            if i >= modes or j >= modes:
                outside_block += square
            if i != j or i >= modes:
                outside_diagonal += square
            else:
                inside += square
    whole = inside + outside_diagonal
    return Shares(outside_block / whole, outside_diagonal / whole)
