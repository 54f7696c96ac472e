"""Tangents of the families that a lifted orbit belongs to; `numerics.lifted_orbits` says which there are."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from flint import arb_mat

from numerics._lifting import LiftedMode
from numerics._network_derivative import entries


def neutral_directions(layers: Sequence[arb_mat], modes: Sequence[LiftedMode]) -> arb_mat:
    """Return the tangents B_(l+1) W_l - W_l B_l of the families, as columns."""
    depth, width = len(layers), len(modes)
    nothing = arb_mat(width, width)
    generators = [
        [nothing] * place + [generator] + [nothing] * (depth - place)
        for place in range(1, depth)
        for generator in _between_layers(modes)
    ]
    generators += [[rotation] * (depth + 1) for rotation in _of_equal_modes(modes)]
    columns = [
        entries([b[place + 1] * layer - layer * b[place] for place, layer in enumerate(layers)])
        for b in generators
    ]
    size = depth * width * width
    return arb_mat(size, len(columns), [column[row] for row in range(size) for column in columns])


def _between_layers(modes: Sequence[LiftedMode]) -> Iterator[arb_mat]:
    """Give what may act between two layers: any matrix on the modes that rest, else rotations."""
    width = len(modes)
    for one, other in combinations(range(width), 2):
        if modes[one].oscillates or modes[other].oscillates:
            yield _unit(width, one, other) - _unit(width, other, one)
        else:
            yield _unit(width, one, other)
            yield _unit(width, other, one)
    for one in range(width):
        if not modes[one].oscillates:
            yield _unit(width, one, one)


def _of_equal_modes(modes: Sequence[LiftedMode]) -> Iterator[arb_mat]:
    """Give the rotations of two modes of one singular value, out of phase; in phase they move nothing."""
    width = len(modes)
    for one, other in combinations(range(width), 2):
        if modes[one].sigma == modes[other].sigma and modes[one].starts_upper != modes[other].starts_upper:
            yield _unit(width, one, other) - _unit(width, other, one)


def _unit(width: int, row: int, column: int) -> arb_mat:
    result = arb_mat(width, width)
    result[row, column] = 1
    return result
