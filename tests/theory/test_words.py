"""Polynomials in matrices: what is equal holds for matrices, what differs differs for some."""

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest
import sympy

from theory.words import Letter, Words, gradient_of_trace, matrix

A, B, C = matrix("A"), matrix("B"), matrix("C")
ONE = Words([((), Fraction(1))])


def evaluate(polynomial: Words, at: Mapping[str, sympy.Matrix]) -> sympy.Matrix:
    size = next(iter(at.values())).rows
    total = sympy.zeros(size, size)
    for word, coefficient in polynomial.terms.items():
        product = sympy.eye(size)
        for letter in word:
            product = product * (at[letter.name].T if letter.transposed else at[letter.name])
        total += sympy.Rational(coefficient.numerator, coefficient.denominator) * product
    return total


def drawn(seed: int, size: int = 2) -> dict[str, sympy.Matrix]:
    draw = random.Random(seed)
    return {name: sympy.Matrix(size, size, lambda _i, _j: draw.randint(-4, 4)) for name in "ABC"}


def test_matrices_do_not_commute() -> None:
    assert A @ B != B @ A
    assert A @ B @ C == A @ (B @ C)
    assert (A + B) @ C == A @ C + B @ C
    assert (A @ B).T == B.T @ A.T != A.T @ B.T
    assert A.T.T == A != A.T


def test_what_is_zero_is_empty() -> None:
    assert A - A == Words() == 0 * A
    assert 2 * A - Fraction(1, 2) * (4 * A) == Words()
    assert str(Words()) == "0"
    assert Words() != 0
    assert len({A @ B, A @ B + C - C, B @ A}) == 2


@pytest.mark.parametrize("seed", range(5))
def test_arithmetic_is_that_of_matrices(seed: int) -> None:
    at = drawn(seed)
    a, b, c = (at[name] for name in "ABC")
    polynomial = (A + 2 * B.T) @ (C - A @ B) - Fraction(3, 7) * ONE
    value = (a + 2 * b.T) * (c - a * b) - sympy.Rational(3, 7) * sympy.eye(2)
    assert evaluate(polynomial, at) == value
    assert evaluate(polynomial.T, at) == value.T
    assert evaluate(-polynomial, at) == -value


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["A", "B"])
@pytest.mark.parametrize(
    "polynomial",
    [
        A.T @ A,
        A @ B @ A.T,
        (A @ B - C).T @ (A @ B - C),
        (B.T @ A @ C + A.T - B).T @ (B.T @ A @ C + A.T - B),
        A @ C @ A @ B,
    ],
    ids=str,
)
def test_the_gradient_of_a_trace_is_its_derivative_in_each_entry(
    polynomial: Words, name: str, seed: int
) -> None:
    # The traces have degree two in each single entry: central differences are exact.
    at = drawn(seed)
    said = evaluate(gradient_of_trace(polynomial, name), at)
    step = sympy.Rational(1, 3)

    def trace(row: int, column: int, change: sympy.Rational) -> sympy.Rational:
        moved = at[name].copy()
        moved[row, column] += change
        return evaluate(polynomial, at | {name: moved}).trace()

    for row in range(2):
        for column in range(2):
            difference = trace(row, column, step) - trace(row, column, -step)
            assert said[row, column] == difference / (2 * step)


def test_the_gradient_in_an_absent_matrix_is_zero() -> None:
    assert gradient_of_trace(A @ B, "C") == Words()
    assert gradient_of_trace(A, "A") == ONE


def test_words_are_printed_with_their_signs() -> None:
    polynomial = A.T @ B - 2 * C
    assert str(polynomial) == "A' B - 2 C"
    assert polynomial.latex == r"A^\top B - 2 C"
    assert str(-A) == "- A"
    assert str(ONE - A) == "1 - A"
    assert Letter("A", transposed=True) == Letter("A").T
