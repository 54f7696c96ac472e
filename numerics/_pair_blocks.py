"""One step of gradient descent on the entries that mix two modes, to first order.

The coordinates are W_1[i, j], W_1[j, i], W_2[i, j], ... All quantities are dimensionless.
"""

from collections.abc import Sequence

from flint import arb, arb_mat, fmpq

from numerics._network_derivative import DualMatrix, dual_step

Pair = tuple[arb, arb]


def step_block(layers: Sequence[Pair], targets: tuple[fmpq | arb, fmpq | arb], eta: fmpq | arb) -> arb_mat:
    """Enclose the derivative of one step at diagonal layers, by running it on 2 x 2 dual matrices.

    Args:
        layers: the two diagonal entries of each layer.
        targets: the two diagonal entries of the target.
        eta: the learning rate.

    Returns:
        A 2 L x 2 L matrix of balls.
    """
    nothing = arb_mat(2, 2)
    still = [DualMatrix(arb_mat([[one, 0], [0, other]]), nothing) for one, other in layers]
    wanted = DualMatrix(arb_mat([[targets[0], 0], [0, targets[1]]]), nothing)

    columns = []
    for place, layer in enumerate(still):
        for entry in mixing(1, 0), mixing(0, 1):
            moved = [*still[:place], DualMatrix(layer.value, entry), *still[place + 1 :]]
            columns.append(coordinates([after.derivative for after in dual_step(moved, wanted, eta)]))
    return arb_mat(columns).transpose()


def mixing(upper: int, lower: int) -> arb_mat:
    """Return the 2 x 2 matrix with these entries (1, 2) and (2, 1) and a zero diagonal."""
    return arb_mat([[0, upper], [lower, 0]])


def coordinates(layers: Sequence[arb_mat]) -> list[arb]:
    """Return the entries (1, 2) and (2, 1) of each layer."""
    return [entry for layer in layers for entry in (layer[0, 1], layer[1, 0])]
