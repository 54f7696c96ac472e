import pytest
from flint import arb, arb_mat, fmpq_mat

from numerics._quotients import Quotient
from numerics.balls import working_bits
from numerics.errors import Inconclusive

# The columns of B as rows, and how many of them M = B diag(1, ..., 1, 2, 3, ...) B^-1 fixes.
CASES = [
    ([[0, 0, 1, 0], [1, 0, 2, 0], [0, 1, 0, 3], [0, 0, 0, 1]], 1),
    ([[-1, 0, 0, 0], [0, 1, 0, 2], [0, 0, 1, 0], [0, 1, 0, 1]], 1),
    # The second column tells the first two rows apart from the others only after the first is taken off it.
    ([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 0, 2], [1, 0, 0, 1]], 2),
    ([[2, 3, 5, 7], [11, 13, 17, 19], [23, 29, 31, 37], [1, 0, 0, 0]], 3),
]


@pytest.mark.parametrize(("columns", "fixed"), CASES)
def test_what_is_left_has_the_other_eigenvalues(columns: list[list[int]], fixed: int) -> None:
    basis, diagonal = fmpq_mat(columns).transpose(), fmpq_mat(4, 4)
    for place in range(4):
        diagonal[place, place] = max(1, place - fixed + 2)
    matrix = basis * diagonal * basis.inv()
    with working_bits(200):
        quotient = Quotient(arb_mat(fmpq_mat(columns[:fixed]).transpose()))
        reduced = quotient.of(arb_mat(matrix))
        assert reduced.nrows() == reduced.ncols() == len(quotient.places) == 4 - fixed
        for value in range(2, 6 - fixed):
            shifted = arb_mat(reduced)
            for place in range(4 - fixed):
                shifted[place, place] -= value
            assert shifted.det().contains(0)
            assert shifted.det().rad() < arb("1e-40")


def test_nothing_fixed_leaves_the_matrix_as_it_is() -> None:
    matrix = arb_mat([[1, 2], [3, 4]])
    assert Quotient(arb_mat(2, 0)).of(matrix) == matrix


def test_dependent_columns_are_inconclusive() -> None:
    with pytest.raises(Inconclusive, match="not certainly independent"):
        Quotient(arb_mat([[1, 2], [2, 4], [3, 6]]))
