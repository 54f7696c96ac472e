"""Answers and witnesses in exact rational arithmetic, shared by the checks."""

from collections.abc import Mapping
from fractions import Fraction

import flint
import sympy

import theory
from numerics.balls import Truth
from paper_checks.sampling import Answer
from paper_checks.witness import NotAWitnessError, Witness, violation


def answer(
    left: Fraction,
    right: Fraction,
    *,
    asserts: str,
    at: Mapping[str, object],
    labels: tuple[str, ...] = (),
) -> Answer:
    """Settle one drawn case that asserts the equality of two rationals."""
    if left == right:
        return Answer(Truth.TRUE, labels=labels)
    return Answer(Truth.FALSE, violation("=", left, right, asserts=asserts, at=at), labels)


def different(left: sympy.Expr, right: sympy.Expr, *, asserts: str) -> Witness:
    """Return a rational point at which two formulas that are claimed equal differ.

    Raises:
        NotAWitnessError: if none of the points tried tells them apart.
    """
    point = theory.polynomials.difference_point(left, right)
    if point is None:
        raise NotAWitnessError(f"no point tried violates {asserts}")
    at = {symbol.name: value for symbol, value in point.items()}
    return violation("=", left.subs(point), right.subs(point), asserts=asserts, at=at)


def to_flint(number: Fraction) -> flint.fmpq:
    """Return a fraction as FLINT's rational."""
    return flint.fmpq(number.numerator, number.denominator)


def of_sympy(number: sympy.Expr) -> Fraction:
    """Return SymPy's rational as a fraction.

    Raises:
        TypeError: for a number that is not rational.
    """
    if not number.is_Rational:
        raise TypeError(f"{number} is not an exact rational")
    return Fraction(int(number.p), int(number.q))


def from_flint(number: flint.fmpq | flint.arb) -> Fraction:
    """Return FLINT's rational as a fraction.

    Raises:
        TypeError: for a ball, which is no exact number.
    """
    if not isinstance(number, flint.fmpq):
        raise TypeError(f"{number} is not an exact rational")
    return Fraction(int(number.p), int(number.q))


def diagonal(entries: tuple[Fraction, ...]) -> flint.fmpq_mat:
    """Return the diagonal matrix with given entries."""
    size = range(len(entries))
    return flint.fmpq_mat([[to_flint(entries[i]) if i == j else flint.fmpq(0) for j in size] for i in size])


def in_matrices(words: theory.words.Words, matrices: Mapping[str, flint.fmpq_mat]) -> flint.fmpq_mat:
    """Evaluate a polynomial in matrices without constant term, exactly.

    Raises:
        ValueError: if it has no terms, or a constant term.
    """
    total = None
    for word, coefficient in words.terms.items():
        product = None
        for letter in word:
            factor = matrices[letter.name].transpose() if letter.transposed else matrices[letter.name]
            product = factor if product is None else product * factor
        if product is None:
            raise ValueError(f"{words} has a constant term, which has no size")
        scaled = product * to_flint(coefficient)
        total = scaled if total is None else total + scaled
    if total is None:
        raise ValueError("a polynomial without terms has no size")
    return total


def spell(numbers: tuple[Fraction, ...]) -> str:
    """Return rationals as text, separated by commas."""
    return ", ".join(str(number) for number in numbers)
