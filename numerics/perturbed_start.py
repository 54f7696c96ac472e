"""A start of gradient descent in given singular bases, with a small seeded perturbation off the diagonal.

The target is U diag(sigma) V'. In the bases U after the last layer and V everywhere else, layer l is
W_l = B_l D_l V' with B_l = V for l < L and B_L = U; a start is given by the layers D_l in these bases. Where
all of them are diagonal, the start lies in the singular vector stationary set. All quantities are
dimensionless.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb_mat, fmpq, fmpq_mat

from numerics.exact import Exact, rational
from numerics.gd import FlintMatrix
from numerics.orthogonal import identity

RESOLUTION = 10**6
"""Entries of a perturbation are whole multiples of its size over this number."""


@dataclass(frozen=True, slots=True, eq=False)
class Bases:
    """The singular bases of the target: columns of U on the left and of V on the right."""

    left: fmpq_mat
    right: fmpq_mat

    def layers(self, inner: Sequence[fmpq_mat]) -> tuple[fmpq_mat, ...]:
        """Return W_1, ..., W_L of the layers D_1, ..., D_L in the bases."""
        *lower, last = inner
        back = self.right.transpose()
        return (*(self.right * layer * back for layer in lower), self.left * last * back)

    def target(self, inner: fmpq_mat) -> fmpq_mat:
        """Return U D V'."""
        return self.left * inner * self.right.transpose()

    def inner_layers(self, layers: Sequence[FlintMatrix]) -> tuple[FlintMatrix, ...]:
        """Return the layers D_1, ..., D_L in the bases of W_1, ..., W_L."""
        forth = [_like(layers[0], self.right.transpose())] * (len(layers) - 1)
        forth.append(_like(layers[0], self.left.transpose()))
        right = _like(layers[0], self.right)
        return tuple(basis * layer * right for basis, layer in zip(forth, layers, strict=True))


def scalar(size: int, value: Exact) -> fmpq_mat:
    """Return a multiple of the identity matrix."""
    return identity(size) * rational(value)


def diagonal(values: Sequence[Exact]) -> fmpq_mat:
    """Return the diagonal matrix with given entries."""
    size = range(len(values))
    return fmpq_mat([[rational(values[i]) if i == j else fmpq(0) for j in size] for i in size])


def perturbed(inner: Sequence[fmpq_mat], size: Exact, seed: int) -> tuple[fmpq_mat, ...]:
    """Add a perturbation to every entry off the diagonal of every layer, and to no other entry.

    Args:
        inner: the layers in the bases, square and of one size.
        size: no entry moves by more; each moves by at least a tenth of it.
        seed: the same one gives the same perturbation.
    """
    draw, unit = random.Random(seed), rational(size) / RESOLUTION
    moved = []
    for layer in inner:
        rows = layer.tolist()
        for row in range(layer.nrows()):
            for column in range(layer.ncols()):
                if row != column:
                    amount = draw.randint(RESOLUTION // 10, RESOLUTION) * draw.choice((-1, 1))
                    rows[row][column] += unit * amount
        moved.append(fmpq_mat(rows))
    return tuple(moved)


def _like(layer: FlintMatrix, basis: fmpq_mat) -> FlintMatrix:
    """Return a basis as a matrix of the same kind as a layer."""
    return basis if isinstance(layer, fmpq_mat) else arb_mat(basis)
