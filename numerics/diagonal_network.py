"""Gradient descent on the diagonal linear network f = 1/2 ||s_L * ... * s_1 - s||^2, entry by entry.

Layers s_1, ..., s_L and the target s are vectors of rationals of one length; * is the entrywise product.
The loss is a polynomial of degree two in each entry, so its central differences of step one are its
derivatives, without error. All quantities are dimensionless.
"""

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from numerics import modes

Vector = tuple[Fraction, ...]
Place = tuple[int, int]


def loss(layers: Sequence[Vector], target: Vector) -> Fraction:
    """Return 1/2 ||s_L * ... * s_1 - s||^2.

    Raises:
        ValueError: if there are no layers, or the vectors differ in length.
    """
    if not layers or any(len(layer) != len(target) for layer in layers):
        raise ValueError("a diagonal network needs layers, each as long as the target.")
    products = [modes.product(entries) for entries in zip(*layers, strict=True)]
    return sum(((p - s) ** 2 for p, s in zip(products, target, strict=True)), Fraction(0)) / 2


def step(layers: Sequence[Vector], target: Vector, eta: Fraction) -> tuple[Vector, ...]:
    """Return the layers after one step of gradient descent on the loss.

    Raises are those of `loss`.
    """

    def slope(place: Place) -> Fraction:
        return (loss(_moved(layers, (place, 1)), target) - loss(_moved(layers, (place, -1)), target)) / 2

    return tuple(
        tuple(entry - eta * slope((index, position)) for position, entry in enumerate(layer))
        for index, layer in enumerate(layers)
    )


def hessian(layers: Sequence[Vector], target: Vector) -> fmpq_mat:
    """Return the Hessian of the loss; entries are counted layer by layer from the first.

    Raises are those of `loss`.
    """
    places = [(index, position) for index in range(len(layers)) for position in range(len(target))]
    here = loss(layers, target)

    def second(one: Place, other: Place) -> Fraction:
        def at(*moves: tuple[Place, int]) -> Fraction:
            return loss(_moved(layers, *moves), target)

        if one == other:
            return at((one, 1)) - 2 * here + at((one, -1))
        same = at((one, 1), (other, 1)) + at((one, -1), (other, -1))
        return (same - at((one, 1), (other, -1)) - at((one, -1), (other, 1))) / 4

    rows = [[second(one, other) for other in places] for one in places]
    return fmpq_mat([[fmpq(entry.numerator, entry.denominator) for entry in row] for row in rows])


def _moved(layers: Sequence[Vector], *moves: tuple[Place, int]) -> tuple[Vector, ...]:
    changed = [list(layer) for layer in layers]
    for (index, position), by in moves:
        changed[index][position] += by
    return tuple(tuple(layer) for layer in changed)
