"""Identities of rational functions are decided, by two libraries, and nothing else passes for one."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import polynomials
from theory.polynomials import (
    LibrariesDisagreeError,
    NotDecidableError,
    difference_point,
    generator_of,
    in_generators,
    is_rational,
    numerator_and_denominator,
    vanishes,
)
from theory.symbols import L, Z, pi, rho, s_k, s_l, sigma, z

x, y = sympy.symbols("x y", real=True)
HIDDEN_ZERO = (x + 1) ** 2 - x**2 - 2 * x - 1

coefficients = st.lists(st.integers(-5, 5), min_size=6, max_size=6)


def polynomial(numbers: list[int]) -> sympy.Expr:
    a, b, c, d, e, f = numbers
    return a + b * x + c * y + d * x * y + e * x**2 + f * y**3


@pytest.mark.parametrize(
    "expression",
    [
        sympy.Integer(0),
        HIDDEN_ZERO,
        (x**2 - y**2) / (x - y) - x - y,
        (z * rho) ** L - z**L * rho**L,
        z ** (2 * L - 1) * z - (z**L) ** 2,
        rho ** (1 - L) * rho**L - rho,
        (s_l * s_k) ** L - s_l**L * s_k**L,
        L * z**L / (L * z ** (L - 1)) - z,
        L**L * L - L ** (L + 1),
        1 / x + 1 / y - (x + y) / (x * y),
    ],
)
def test_an_identity_vanishes(expression: sympy.Expr) -> None:
    assert vanishes(expression)


@pytest.mark.parametrize(
    "expression",
    [
        sympy.Rational(1, 10**40),
        HIDDEN_ZERO + sympy.Rational(1, 10**40),
        x - y,
        x**2 - x,
        rho**L - rho ** (L - 1),
        z ** (2 * L) - z ** (L + 2),
        z**L - Z,
        L * z - z**L,
        # Equal at L = 2 and at z = 1, but not identically.
        z**L - z**2,
        (L - 2) * (z - 1),
    ],
)
def test_no_identity_does_not_vanish(expression: sympy.Expr) -> None:
    assert not vanishes(expression)


@given(coefficients, coefficients)
@settings(max_examples=20, deadline=None)
def test_expanding_a_product_is_an_identity(one: list[int], other: list[int]) -> None:
    p, q = polynomial(one), polynomial(other)
    assert vanishes(p * q - sympy.expand(p * q))
    assert not vanishes(p * q - sympy.expand(p * q) + x**5 / 7)
    if not vanishes(q):
        assert vanishes(p / q * q - p)


@given(coefficients, coefficients, st.fractions(-3, 3), st.fractions(-3, 3))
@settings(max_examples=20, deadline=None)
def test_numerator_and_denominator_give_the_value_of_the_formula(
    one: list[int], other: list[int], at_x: Fraction, at_y: Fraction
) -> None:
    p, q = polynomial(one), polynomial(other)
    at = {x: sympy.Rational(str(at_x)), y: sympy.Rational(str(at_y))}
    bottom = q.subs(at)
    if bottom == 0:
        return
    numerator, denominator = (part.as_expr().subs(at) for part in numerator_and_denominator(p / q))
    assert denominator != 0
    assert numerator / denominator == p.subs(at) / bottom


def test_a_common_factor_is_cancelled() -> None:
    numerator, denominator = numerator_and_denominator((z ** (2 * L) - 1) / (z**L - 1))
    assert numerator.as_expr() == generator_of(z) + 1
    assert denominator.as_expr() == 1


@pytest.mark.parametrize(
    "expression",
    [
        sympy.sqrt(x),
        sympy.sqrt(2),
        sympy.pi - 3,
        sympy.I * x,
        sympy.log(2) * x,
        sympy.Abs(x) - x,
        sympy.sign(x),
        sympy.floor(x),
        sympy.oo,
        sympy.nan,
        x + sympy.Float("0.5"),
        z ** (L / 2),
        z ** (L**2),
        z ** (L + sympy.Rational(1, 2)),
        z**rho,
        2**L,
        (z + 1) ** L,
        (-s_l) ** L,
        sympy.exp(L),
    ],
)
def test_what_is_not_rational_is_not_decided(expression: sympy.Expr) -> None:
    with pytest.raises(NotDecidableError):
        vanishes(expression)
    with pytest.raises(NotDecidableError):
        numerator_and_denominator(expression)


@pytest.mark.parametrize("numerator", [sympy.Integer(1), HIDDEN_ZERO.subs(x, 2 * x), x * HIDDEN_ZERO])
def test_division_by_a_hidden_zero_is_refused(numerator: sympy.Expr) -> None:
    quotient = sympy.Mul(numerator, sympy.Pow(HIDDEN_ZERO.subs(x, x + 3), -1))
    for formula in (quotient, quotient + 1):
        with pytest.raises(NotDecidableError):
            vanishes(formula)
        with pytest.raises(NotDecidableError):
            numerator_and_denominator(formula)


def test_symbols_that_share_a_name_are_not_taken_for_one() -> None:
    real, positive = sympy.Symbol("w", real=True), sympy.Symbol("w", positive=True)
    for difference in (real - positive, real**L - positive**L):
        with pytest.raises(NotDecidableError, match="share a name"):
            vanishes(difference)


def test_the_power_of_a_symbol_that_may_be_negative_is_not_declared_positive() -> None:
    assert generator_of(z).is_positive
    assert generator_of(s_l).is_positive is None
    assert generator_of(z) not in (generator_of(rho), z, Z)


def test_powers_become_generators_and_the_rest_stays() -> None:
    assert in_generators(z ** (2 * L - 1)) == generator_of(z) ** 2 / z
    assert in_generators((z * rho) ** (1 - L)) == z * rho / (generator_of(z) * generator_of(rho))
    assert in_generators(sympy.log(x) + x**3) == sympy.log(x) + x**3


def test_only_sums_products_and_whole_powers_are_rational() -> None:
    assert is_rational((x - sympy.Rational(1, 3)) ** -2 + y)
    for expression in (
        sympy.sqrt(x),
        z**L,
        sympy.Abs(x),
        x + sympy.I,
        sympy.oo,
        sympy.Float(2),
        sympy.pi * x,
    ):
        assert not is_rational(expression)


def test_a_disagreement_of_the_libraries_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    true_answer = polynomials._zero_by_flint
    monkeypatch.setattr(polynomials, "_zero_by_flint", lambda expression: not true_answer(expression))
    # What another test has decided is remembered.
    vanishes.cache_clear()
    for expression in (x - x**2, HIDDEN_ZERO):
        with pytest.raises(LibrariesDisagreeError):
            vanishes(expression)
    with pytest.raises(LibrariesDisagreeError):
        numerator_and_denominator(x / y)


def test_a_quotient_that_flint_does_not_confirm_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy, "cancel", lambda _expression: x + 1)
    with pytest.raises(LibrariesDisagreeError):
        numerator_and_denominator((x**2 - 1) / (x + 1))


def test_a_difference_is_certain_where_it_is_found() -> None:
    left, right = rho**L, rho ** (L - 1)
    point = difference_point(left, right)
    assert point == {L: 2, rho: sympy.Rational(1, 2)}
    assert left.subs(point) != right.subs(point)
    assert difference_point(pi * sigma, sigma * pi) is None


def test_a_difference_is_not_sought_where_a_side_is_undefined() -> None:
    values = [Fraction(1), Fraction(2)]
    assert difference_point(1 / (x - 1), sympy.Integer(1), values=values) is None
    assert difference_point(1 / (x - 1), sympy.Integer(3), values=values) == {x: 2}


def test_a_difference_is_found_at_the_smallest_depth() -> None:
    assert difference_point(L**2, 2 * L) == {L: 3}
    assert difference_point(L**2, 5 * L - 6) is None
    assert difference_point(L**2, 5 * L - 6, depths=(4,)) == {L: 4}
