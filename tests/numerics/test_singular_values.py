from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.balls import Truth, ball, overlaps, relative_digits, working_bits
from numerics.singular_values import enclose

ENTRIES = st.builds(Fraction, st.integers(-9, 9), st.sampled_from((1, 2, 7)))


@st.composite
def matrices(draw: st.DrawFn) -> list[list[Fraction]]:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    return [[draw(ENTRIES) for _ in range(columns)] for _ in range(rows)]


def exact(rows: list[list[Fraction]]) -> flint.fmpq_mat:
    return flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in rows])


@settings(max_examples=60, deadline=None)
@given(matrices())
def test_they_agree_with_an_independent_library(rows: list[list[Fraction]]) -> None:
    found = enclose(exact(rows), 20)
    repeated = [float(one.value.mid()) for one in found for _ in range(one.multiplicity)]
    expected = np.linalg.svd(np.array(rows, dtype=float), compute_uv=False)
    np.testing.assert_allclose(repeated, expected, atol=1e-7 * (1 + expected[0]))
    assert all(relative_digits(one.value) >= 20 for one in found if one.value != 0)


@settings(max_examples=30, deadline=None)
@given(matrices())
def test_squares_sum_up_to_those_of_the_entries_and_zeros_are_decided(
    rows: list[list[Fraction]],
) -> None:
    matrix = exact(rows)
    with working_bits(200):
        total = sum((one.multiplicity * one.value**2 for one in enclose(matrix, 30)), flint.arb(0))
        assert overlaps(total, ball(sum(x * x for row in rows for x in row))) is Truth.TRUE
    null = sum(one.multiplicity for one in enclose(matrix, 30) if one.value == 0)
    assert min(matrix.nrows(), matrix.ncols()) - null == matrix.rank()


def test_equal_ones_are_told_from_close_ones() -> None:
    close = flint.fmpq(10**40 + 1, 10**40)
    together = enclose(flint.fmpq_mat([[1, 0], [0, 1]]), 10)
    apart = enclose(flint.fmpq_mat([[1, 0], [0, close]]), 10)
    assert [one.multiplicity for one in together] == [2]
    assert [one.multiplicity for one in apart] == [1, 1]
    assert overlaps(apart[0].value, apart[1].value) is Truth.FALSE


def test_a_rotated_target_of_equal_and_null_values() -> None:
    turn = flint.fmpq_mat([[3, 4, 0], [-4, 3, 0], [0, 0, 5]]) / 5
    other = flint.fmpq_mat([[5, 0, 0], [0, 5, 12], [0, -12, 5]]) / 13
    other[0, 0] = 1
    matrix = turn * flint.fmpq_mat([[7, 0, 0], [0, 7, 0], [0, 0, 0]]) * other
    found = enclose(matrix, 40)
    assert [one.multiplicity for one in found] == [2, 1]
    assert found[0].value.contains(7)
    assert found[1].value == 0


@pytest.mark.parametrize("digits", [0, -3])
def test_digits_are_checked(digits: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        enclose(flint.fmpq_mat([[1]]), digits)
