"""Secant numbers: slopes without a division are exactly the difference quotients."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from numerics import modes
from numerics.secants import Secant

RATIONALS = st.fractions(min_value=-20, max_value=20, max_denominator=50)
POLYNOMIALS = st.lists(RATIONALS, min_size=1, max_size=7)


def same(value: Fraction) -> Secant[Fraction]:
    return Secant(value, value, Fraction(0))


def horner(coefficients: list[Fraction], at: Fraction) -> Fraction:
    result = Fraction(0)
    for coefficient in reversed(coefficients):
        result = result * at + coefficient
    return result


def secant_of(coefficients: list[Fraction], x: Fraction, y: Fraction) -> Secant[Fraction]:
    """Evaluate term by term, in another order than `horner`, with a subtraction for each."""
    both, power, result = Secant(x, y, Fraction(1)), same(Fraction(1)), same(Fraction(0))
    for coefficient in coefficients:
        result = result - same(-coefficient) * power
        power = power * both
    return result


@given(POLYNOMIALS, RATIONALS, RATIONALS)
def test_the_slope_is_the_difference_quotient(p: list[Fraction], x: Fraction, y: Fraction) -> None:
    found = secant_of(p, x, y)
    assert (found.first, found.second) == (horner(p, x), horner(p, y))
    if x != y:
        assert found.slope == (horner(p, x) - horner(p, y)) / (x - y)


@given(POLYNOMIALS, RATIONALS)
def test_the_slope_between_equal_points_is_the_derivative(p: list[Fraction], x: Fraction) -> None:
    derivative = [index * coefficient for index, coefficient in enumerate(p)][1:]
    assert secant_of(p, x, x).slope == horner(derivative, x)


@given(POLYNOMIALS, POLYNOMIALS, RATIONALS, RATIONALS)
def test_sums_and_products_do_not_depend_on_the_order(
    p: list[Fraction], q: list[Fraction], x: Fraction, y: Fraction
) -> None:
    # The rule for products is not symmetric as it is written; the slope it gives is.
    one, other = secant_of(p, x, y), secant_of(q, x, y)
    assert (one * other).slope == (other * one).slope
    assert (one + other).slope == (other + one).slope


@given(st.integers(2, 5), RATIONALS, RATIONALS, RATIONALS)
def test_a_step_of_gradient_descent_has_its_difference_quotient(
    depth: int, x: Fraction, y: Fraction, eta: Fraction
) -> None:
    one = Fraction(1)
    moved = modes.step([Secant(x, y, one)] * depth, same(one), same(eta))[0]
    first, second = (modes.step([layer] * depth, one, eta)[0] for layer in (x, y))
    assert (moved.first, moved.second) == (first, second)
    if x != y:
        assert moved.slope * (x - y) == first - second
