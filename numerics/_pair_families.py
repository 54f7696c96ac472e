"""Tangents of the family of orbits that a pair of modes belongs to, in the entries that mix the modes.

W_l -> Q_(l+1) W_l Q_l^T with orthogonal Q_l and Q_1 = Q_(L+1) = I changes no loss, so gradient descent
commutes with it: an orbit of period at most 2 leads to another one. Where the two targets agree, a rotation
of both modes may also stand in place of the I. Where both modes rest, so may any invertible matrices between
the layers, as they lead from minimum to minimum. All quantities are dimensionless.
"""

from collections.abc import Iterator, Sequence

from flint import arb_mat

from numerics._pair_blocks import Pair, coordinates, mixing
from numerics._pair_modes import Motion, PairMode
from numerics.balls import Truth, overlaps


def family(one: PairMode, other: PairMode, values: Sequence[Pair]) -> arb_mat | None:
    """Return the tangents A_(l+1) W_l - W_l A_l as columns, in the order of `numerics._pair_blocks`.

    Args:
        one: one mode.
        other: the other mode.
        values: the layer values of both before the first step.

    Returns:
        None if one of the modes is not known to return after two steps.
    """
    if Motion.UNKNOWN in (one.motion, other.motion):
        return None
    layers = [arb_mat([[a, 0], [0, b]]) for a, b in values]
    rest = one.motion is other.motion is Motion.RESTS
    # Where both rest, the matrices between the layers reach all minima, rotated ones included.
    outside = not rest and one.sigma == other.sigma and _certainly_apart(values)
    columns = [
        coordinates([a[place + 1] * layer - layer * a[place] for place, layer in enumerate(layers)])
        for a in _generators(len(layers), rest, outside)
    ]
    return arb_mat(columns).transpose()


def _generators(depth: int, rest: bool, outside: bool) -> Iterator[Sequence[arb_mat]]:
    """Give A_1, ..., A_(L+1) for each one-parameter group."""
    rotation, nothing = mixing(1, -1), arb_mat(2, 2)
    for place in range(1, depth):
        for generator in (mixing(1, 0), mixing(0, 1)) if rest else (rotation,):
            yield [nothing] * place + [generator] + [nothing] * (depth - place)
    if outside:
        yield [rotation] * (depth + 1)


def _certainly_apart(values: Sequence[Pair]) -> bool:
    """Whether a layer has diagonal entries of certainly different size.

    Rotations of all layers move nothing only if each layer is a multiple of an orthogonal matrix.
    """
    return any(overlaps(a * a, b * b) is Truth.FALSE for a, b in values)
