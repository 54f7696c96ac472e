from fractions import Fraction
from itertools import chain

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics._stacks import DualStack, Floats, Stack, constant, exactly, relative_error

Matrix = list[list[Fraction]]
NUMBERS = st.floats(min_value=-8, max_value=8, allow_subnormal=False)
SMALL = st.floats(min_value=0, max_value=1, allow_subnormal=False)


@st.composite
def stacks(draw: st.DrawFn, rows: int, columns: int) -> tuple[Stack, Matrix]:
    """A stack of one matrix, and a matrix it stands for: off by some share of the error bound."""
    values = [[draw(NUMBERS) for _ in range(columns)] for _ in range(rows)]
    error = [[draw(SMALL) for _ in range(columns)] for _ in range(rows)]
    share = draw(st.fractions(min_value=-1, max_value=1, max_denominator=5))
    exact = [
        [Fraction(value) + share * Fraction(bound) for value, bound in zip(*pair, strict=True)]
        for pair in zip(values, error, strict=True)
    ]
    return Stack(np.array([values]), np.array([error])), exact


def product(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum((a * b for a, b in zip(row, c, strict=True)), Fraction(0)) for c in columns] for row in left]


def combined(left: Matrix, right: Matrix, sign: int) -> Matrix:
    return [[a + sign * b for a, b in zip(*rows, strict=True)] for rows in zip(left, right, strict=True)]


def transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def encloses(stack: Stack, exact: Matrix) -> bool:
    values, error = np.broadcast_arrays(stack.values, stack.error)
    triples = zip(values.ravel().tolist(), error.ravel().tolist(), chain(*exact), strict=True)
    return all(abs(Fraction(value) - true) <= Fraction(bound) for value, bound, true in triples)


@settings(deadline=None)
@given(st.data(), *[st.integers(1, 4)] * 3)
def test_every_operation_encloses_the_exact_result(
    data: st.DataObject, rows: int, inner: int, columns: int
) -> None:
    (a, exact_a), (b, exact_b) = data.draw(stacks(rows, inner)), data.draw(stacks(inner, columns))
    c, exact_c = data.draw(stacks(rows, inner))
    number, exact_number = data.draw(stacks(1, 1))
    assert encloses(a * b, product(exact_a, exact_b))
    assert encloses(a + c, combined(exact_a, exact_c, 1))
    assert encloses(a - c, combined(exact_a, exact_c, -1))
    assert encloses(a.transpose(), transposed(exact_a))
    scaled = [[exact_number[0][0] * entry for entry in row] for row in exact_a]
    assert encloses(a * number, scaled)
    assert encloses(number * a, scaled)


@settings(deadline=None)
@given(st.data())
def test_a_derivative_encloses_those_at_all_values_within_the_error(data: st.DataObject) -> None:
    value, exact = data.draw(stacks(2, 2))
    directions = [data.draw(stacks(2, 2)) for _ in range(3)]
    fixed, exact_fixed = data.draw(stacks(2, 2))
    dual = DualStack(
        Stack(value.values[:, None], value.error[:, None]),
        Stack(
            np.stack([one.values[0] for one, _ in directions])[None],
            np.stack([one.error[0] for one, _ in directions])[None],
        ),
    )
    # x -> (x x^T - A) x with derivative (d x^T + x d^T) x + (x x^T - A) d along d.
    inner = dual * dual.transpose() - constant(Stack(fixed.values[:, None], fixed.error[:, None]))
    result = (inner * dual).derivative
    for index, (_, along) in enumerate(directions):
        bent = combined(product(along, transposed(exact)), product(exact, transposed(along)), 1)
        plain = combined(product(exact, transposed(exact)), exact_fixed, -1)
        expected = combined(product(bent, exact), product(plain, along), 1)
        assert encloses(Stack(result.values[:, index], result.error[:, index]), expected)


def test_zeros_of_the_structure_keep_no_error() -> None:
    diagonal: Floats = np.diag([0.1, 0.7])[None]
    moved = exactly(diagonal) * exactly(diagonal) - exactly(diagonal)
    assert np.all(moved.values[0][~np.eye(2, dtype=bool)] == 0)
    assert np.all(moved.error[0][~np.eye(2, dtype=bool)] < 1e-299)


def test_the_error_is_close_to_what_rounding_may_do() -> None:
    ones = exactly(np.full((1, 3, 3), 1 / 3))
    assert (ones * ones).error.max() < 1.1 * 3 * 2.0**-53 * 3 / 9
    assert relative_error(3) >= Fraction(3, 2**53) / (1 - Fraction(3, 2**53))
