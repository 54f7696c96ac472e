"""The Hessian of the loss, exactly, from the loss itself: no formula for second derivatives is typed in.

Along one entry of a layer, or along two, the loss is a polynomial of degree two in each: the product
W_L ... W_1 contains every entry at most once. Central differences of step one are therefore the
second derivatives, without error. All quantities are dimensionless.
"""

from collections.abc import Sequence
from itertools import pairwise

from flint import arb, fmpq, fmpq_mat, fmpq_poly

from numerics import duals, gd, modes
from numerics.exact import Exact, rational, whole_number


def of_network(layers: Sequence[fmpq_mat], target: fmpq_mat) -> fmpq_mat:
    """Return the Hessian of 1/2 ||W_L ... W_1 - M||_F^2 by central differences of the loss.

    >>> one = gd.matrix([[1]])
    >>> of_network([one, one], one)
    [1, 1]
    [1, 1]

    Args:
        layers: W_1, ..., W_L, at least one.
        target: M, of the shape of W_L ... W_1.

    Returns:
        A symmetric N x N matrix, N the number of entries of all layers; entries are counted layer by
        layer from the first, each layer row by row.

    Raises:
        ValueError: if shapes do not fit together.
    """
    at_point = _loss(layers, target)
    places = [
        (layer, row, column)
        for layer, matrix in enumerate(layers)
        for row in range(matrix.nrows())
        for column in range(matrix.ncols())
    ]

    def moved(*moves: tuple[tuple[int, int, int], int]) -> fmpq:
        changed = list(layers)
        for (layer, row, column), by in moves:
            changed[layer] = fmpq_mat(changed[layer])
            changed[layer][row, column] += by
        return _loss(changed, target)

    size = len(places)
    hessian = fmpq_mat(size, size)
    for first, one in enumerate(places):
        hessian[first, first] = moved((one, 1)) - 2 * at_point + moved((one, -1))
        for second, other in enumerate(places[:first]):
            same = moved((one, 1), (other, 1)) + moved((one, -1), (other, -1))
            opposite = moved((one, 1), (other, -1)) + moved((one, -1), (other, 1))
            hessian[first, second] = hessian[second, first] = (same - opposite) / 4
    return hessian


def of_mode(layers: Sequence[Exact], target: Exact) -> fmpq_mat:
    """Return the Hessian of 1/2 (s_1 ... s_L - sigma)^2, the gradient differentiated by dual numbers.

    >>> of_mode([1, 1], 1)
    [1, 1]
    [1, 1]

    Args:
        layers: s_1, ..., s_L, at least one.
        target: sigma.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are no layers.
    """
    values = [rational(layer) for layer in layers]
    sigma = rational(target)
    rows = [_row(values, sigma, index) for index in range(len(values))]
    return fmpq_mat(rows) if rows else _no_layers()


def sharpness_where_layers_agree(value: Exact, target: Exact, depth: int) -> fmpq:
    """Return the largest Hessian eigenvalue of one mode where all layers share one value.

    The loss does not change when layers are exchanged, so all diagonal entries are one number a and
    all others one number b there: the eigenvalues are a + (L - 1) b and, L - 1 times, a - b.

    >>> sharpness_where_layers_agree(2, 4, 2)
    8

    Args:
        value: what every layer has.
        target: sigma.
        depth: L, at least 2.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if the depth is less than 2.
    """
    layers = [rational(value)] * whole_number(depth, "the depth", 2)
    same, other, *_ = _row(layers, rational(target), 0)
    return max(same + (depth - 1) * other, same - other)


def enclosed_sharpness_where_layers_agree(value: arb, target: arb, depth: int) -> arb:
    """Enclose the eigenvalue of one mode in the direction of all layers, where these share one value.

    At a minimum with a positive value it is the largest, a + (L - 1) b with the entries a = b > 0 of
    `sharpness_where_layers_agree`.

    Args:
        value: a ball that contains what every layer has.
        target: a ball that contains sigma.
        depth: L, at least 2.

    Raises:
        ValueError: if the depth is less than 2.
    """
    others = [duals.constant(value)] * (whole_number(depth, "the depth", 2) - 1)
    same, other, *_ = modes.gradient([duals.variable(value), *others], duals.constant(target))
    return same.derivative + (depth - 1) * other.derivative


def _row(layers: Sequence[fmpq], target: fmpq, index: int) -> list[fmpq]:
    """Return the derivative of the gradient by one layer."""
    state = [
        duals.variable(layer) if place == index else duals.constant(layer)
        for place, layer in enumerate(layers)
    ]
    return [slope.derivative for slope in modes.gradient(state, duals.constant(target))]


def only_eigenvalue(hessian: fmpq_mat) -> fmpq:
    """Return the one non-zero eigenvalue of a matrix of rank at most one: its trace.

    Raises:
        ValueError: if the matrix has a larger rank.
    """
    size, corner = hessian.nrows(), hessian[0, 0]
    # Where the corner is not zero, rank one means that every 2 x 2 minor with it vanishes.
    minors = (
        hessian[i, j] * corner == hessian[i, 0] * hessian[0, j]
        for i in range(1, size)
        for j in range(1, size)
    )
    if not (all(minors) if corner != 0 else hessian.rank() <= 1):
        raise ValueError("the matrix has more than one non-zero eigenvalue.")
    total = fmpq(0)
    for index in range(hessian.nrows()):
        total += hessian[index, index]
    return total


def eigenvalues_around(characteristic: fmpq_poly, bound: Exact) -> tuple[int, int, int]:
    """Count the eigenvalues of a symmetric matrix below, at and above a rational number, exactly.

    All roots of the characteristic polynomial p of a symmetric matrix are real, so by Descartes' rule
    the coefficients of p(bound + y) change sign exactly as often as p has roots above the bound.

    >>> eigenvalues_around(fmpq_mat([[2, 1], [1, 2]]).charpoly(), 3)
    (1, 1, 0)

    Args:
        characteristic: characteristic polynomial of a symmetric matrix.
        bound: the number.

    Returns:
        How many eigenvalues are smaller, equal and larger, with multiplicities.

    Raises:
        TypeError: if the bound is a float, or not a number at all.
    """
    shifted = characteristic(fmpq_poly([rational(bound), 1]))
    coefficients = [coefficient for coefficient in shifted.coeffs() if coefficient != 0]
    above = sum((one > 0) != (other > 0) for one, other in pairwise(coefficients))
    at = _leading_zeros(shifted)
    return shifted.degree() - at - above, at, above


def _leading_zeros(polynomial: fmpq_poly) -> int:
    return next(index for index, coefficient in enumerate(polynomial.coeffs()) if coefficient != 0)


def _loss(layers: Sequence[fmpq_mat], target: fmpq_mat) -> fmpq:
    value = gd.loss(layers, target)
    assert isinstance(value, fmpq), "matrices of rationals have a rational loss"
    return value


def _no_layers() -> fmpq_mat:
    raise ValueError("there are no layers; give at least one.")
