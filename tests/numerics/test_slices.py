"""Products of sliced matrices are exact up to the last slice, also at the largest entries."""

import random
from fractions import Fraction

import numpy as np
import pytest
from flint import arb_mat, fmpq, fmpq_mat

from numerics._slices import MANTISSA, MOST_INNER, RANGE, SliceFormat
from numerics.balls import working_bits


def drawn(rows: int, columns: int, largest: int, generator: random.Random) -> fmpq_mat:
    unit = 2**160
    entries = [fmpq(generator.randint(-largest * unit, largest * unit), unit) for _ in range(rows * columns)]
    return fmpq_mat(rows, columns, entries)


def off(found: arb_mat, exact: fmpq_mat) -> float:
    return max(abs(float(entry)) for entry in (found - arb_mat(exact)).entries())


@pytest.mark.parametrize("shape", [(1, 1, 1), (5, 5, 5), (2, 7, 3), (12, 12, 12)])
def test_sums_and_products_miss_a_few_units(shape: tuple[int, int, int]) -> None:
    rows, inner, columns = shape
    generator = random.Random(f"{shape}")
    kind = SliceFormat(3, max(shape), 168)
    left = [drawn(rows, inner, 1, generator) / inner for _ in range(3)]
    right = [drawn(inner, columns, 1, generator) for _ in range(3)]
    third = [drawn(rows, columns, 1, generator) for _ in range(3)]
    with working_bits(600):
        a, b, c = (kind.stack([arb_mat(matrix) for matrix in part]) for part in (left, right, third))
        turned = (b.transpose() * a.transpose()).transpose()
        for lane in range(3):
            exact = left[lane] * right[lane]
            least = 4 * inner * kind.slices * 2.0 ** -(kind.width * kind.slices)
            assert off((a * b).matrix(lane), exact) < least
            assert off(turned.matrix(lane), exact) < least
            assert off((a * b - c).matrix(lane), exact - third[lane]) < least
    assert not kind.exceeded.any()


@pytest.mark.parametrize("inner", [1, 5, 30, 100, MOST_INNER])
@pytest.mark.parametrize("bits", [64, 168, 700])
def test_sums_of_the_largest_slices_fit_into_float64(inner: int, bits: int) -> None:
    kind = SliceFormat(1, inner, bits)
    assert kind.width * kind.slices >= bits
    settled = 2 ** (kind.width - 1) + 2 ** max(0, MANTISSA - 2 * kind.width) + 1
    first = int(RANGE * 2**kind.width)
    # Each slice of a product: two pairs with a first slice, the others without; and what is subtracted.
    whole = inner * (2 * first * settled + (kind.slices - 2) * settled**2) + first
    assert whole <= 2**MANTISSA
    assert inner * first * first <= 2**MANTISSA


@pytest.mark.parametrize("inner", [1, 5, 100, MOST_INNER])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_sums_settle_into_the_bits_of_a_slice(inner: int, sign: int) -> None:
    kind = SliceFormat(1, inner, 168)
    units = 2.0 ** (-kind.width * np.arange(1, kind.slices + 2))
    # No slice of a product holds more, except the first, which settles nowhere.
    loose = sign * (2.0**MANTISSA - 1) * units
    loose[:3] = 0.0
    exact = sum(map(Fraction, loose.tolist()))
    loose = loose.reshape(1, 1, -1)
    kind.settle(loose, 1)
    in_units = np.abs(loose[0, 0] / units)[1:]
    assert in_units.max() <= 2 ** (kind.width - 1) + 2 ** max(0, MANTISSA - 2 * kind.width) + 1
    assert abs(sum(map(Fraction, loose[0, 0].tolist())) - exact) <= Fraction(units[-2])
    assert not kind.exceeded.any()


def test_an_entry_out_of_range_ends_its_lane_alone() -> None:
    kind = SliceFormat(2, 1, 100)
    with working_bits(200):
        stack = kind.stack([arb_mat([["1.5"]]), arb_mat([["0.5"]])])
        product = stack * stack
        assert product.matrix(1)[0, 0] == 0.25
        assert product.matrix(0)[0, 0] == 0
    np.testing.assert_array_equal(kind.exceeded, [True, False])


def test_one_of_two_sums_of_products_is_settled_before_they_are_subtracted() -> None:
    stack = SliceFormat(1, 1, 100).stack([arb_mat([["0.7"]])])
    one, other = stack * stack, stack * stack
    assert not one._entries.settled
    one - other
    assert one._entries.settled or other._entries.settled


def test_what_is_not_supported_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 1000"):
        SliceFormat(1, MOST_INNER + 1, 100)
    stack = SliceFormat(1, 1, 100).stack([arb_mat([[1]])])
    with pytest.raises(ValueError, match="only multiplied"):
        stack.transpose() - stack
