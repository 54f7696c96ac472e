"""Rational orthogonal matrices: exactly orthogonal, the same for one seed, refused where not skew."""

import pytest
from flint import fmpq_mat

from numerics import orthogonal


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("seed", [0, 11])
def test_drawn_matrices_are_exactly_orthogonal(size: int, seed: int) -> None:
    drawn = orthogonal.drawn(size, seed)
    assert drawn * drawn.transpose() == orthogonal.identity(size)
    assert drawn.det() == 1
    assert drawn == orthogonal.drawn(size, seed)


def test_other_seeds_give_other_matrices() -> None:
    assert orthogonal.drawn(5, 11) != orthogonal.drawn(5, 12)
    assert all(entry != 0 for entry in orthogonal.drawn(5, 11).entries())


@pytest.mark.parametrize("rows", [[[0, 1], [1, 0]], [[1]], [[0, 1, 0], [-1, 0, 0]]])
def test_what_is_not_skew_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="not skew"):
        orthogonal.cayley(fmpq_mat(rows))


def test_there_is_no_empty_matrix() -> None:
    with pytest.raises(ValueError, match="number of rows"):
        orthogonal.drawn(0, 1)
