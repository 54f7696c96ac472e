"""The multiplier, where it is -1, and the algebraic numbers there."""

import itertools
from fractions import Fraction

import pytest
import sympy
from flint import arb, ctx

from theory import doubling, multipliers, orbits
from theory.polynomials import vanishes
from theory.real_roots import NotIsolatedError, enclosure
from theory.symbols import L, z

# From an independent computation: bisection of the multiplier of two steps, in decimals.
KAPPA = {
    2: "2.47213595499957939",
    3: "2.48921478567863480",
    4: "2.49433854487268822",
    5: "2.49675421186833113",
    6: "2.49815101679179444",
}
ALL = range(2, 65)


def test_the_multiplier_is_the_derivative_of_two_steps() -> None:
    assert vanishes(multipliers.MULTIPLIER - multipliers.derivative_of_two_steps())
    assert vanishes(multipliers.MULTIPLIER - orbits.multiplier(L, z))
    assert not vanishes(multipliers.MULTIPLIER * sympy.Rational(1001, 1000) - orbits.multiplier(L, z))


@pytest.mark.parametrize("depth", [2, 3, 4, 7])
@pytest.mark.parametrize("value", [-1, 0, 1, -3])
def test_the_condition_has_the_sign_of_the_difference(depth: int, value: int) -> None:
    condition = multipliers.condition(depth, value)
    for ratio in (sympy.Rational(k, 7) for k in range(8, 30, 3)):
        w = ratio + 1 / ratio
        at = sum(int(c) * w**k for k, c in enumerate(condition.coeffs()))
        assert sympy.sign(at) == sympy.sign(orbits.multiplier(depth, ratio) - value)


@pytest.mark.parametrize("depth", ALL)
def test_the_multiplier_passes_minus_one_once(depth: int) -> None:
    assert multipliers.starts_at_one(depth)
    assert multipliers.crossings(depth, 1) == 0
    assert multipliers.crossings(depth, -1) == 1
    assert multipliers.ends_below(depth, -1)


def test_counts_notice_other_multipliers() -> None:
    m = multipliers.MULTIPLIER
    assert not multipliers.starts_at_one(3, 2 * m)
    assert multipliers.crossings(3, -1, 2 - m) == 0
    assert not multipliers.ends_below(3, -1, 2 - m)
    with pytest.raises(ValueError, match="does not stay the same"):
        multipliers.condition(3, 1, m * z)
    with pytest.raises(ValueError, match="not finite"):
        multipliers.condition(3, 0, m / (z - 2))
    with pytest.raises(ValueError, match="at every ratio"):
        multipliers.condition(3, 1, sympy.Integer(1))


@pytest.mark.parametrize("depth", [2.0, 2.5, sympy.Float(2), L, sympy.Rational(5, 2)])
def test_depths_have_to_be_whole(depth: int) -> None:
    doubling.ratio_sum(2)
    for function in (doubling.ratio_sum, doubling.power_polynomial, multipliers.starts_at_one):
        with pytest.raises(TypeError, match="whole number"):
            function(depth)
        with pytest.raises(ValueError, match="from 2 on"):
            function(1)


@pytest.mark.parametrize("depth", KAPPA)
def test_the_rate_agrees_with_known_decimals(depth: int) -> None:
    low, high = doubling.kappa_between(depth, 50)
    assert low < high <= low + Fraction(2, 10**50)
    assert abs(low - Fraction(KAPPA[depth])) < Fraction(1, 10**16)
    said = sympy.Rational(str(orbits.doubling_kappa(depth).evalf(60)))
    assert low <= Fraction(str(said)) <= high


def test_the_rates_of_all_depths_are_told_apart() -> None:
    rates = [doubling.kappa_between(depth, 50) for depth in ALL]
    assert all(high - low <= Fraction(2, 10**50) for low, high in rates)
    # They increase with the depth and stay within the printed windows.
    assert all(one[1] < other[0] for one, other in itertools.pairwise(rates))
    assert rates[-1][1] < Fraction(251, 100)
    assert rates[-1][1] ** 2 < 8


@pytest.mark.parametrize("depth", range(2, 13))
def test_the_minimal_polynomial_of_the_rate(depth: int) -> None:
    powers, whole = doubling.power_polynomial(depth), doubling.kappa_polynomial(depth)
    degree = 2 * depth - 1 - (depth % 2 == 0)
    assert doubling.ratio_sum(depth).polynomial.degree() == powers.degree() == degree
    assert whole.degree() == degree * doubling.exponent(depth)
    assert len(whole.factor()[1]) == 1
    low, high = doubling.kappa_between(depth, 50)
    signs = [sum(int(c) * end**k for k, c in enumerate(whole.coeffs())) > 0 for end in (low, high)]
    assert signs[0] != signs[1]


def test_small_minimal_polynomials_by_another_library() -> None:
    x = sympy.Symbol("x")
    exact = sympy.minimal_polynomial(2 * (sympy.sqrt(5) - 1), x)
    assert sympy.Poly([int(c) for c in reversed(doubling.kappa_polynomial(2).coeffs())], x) == sympy.Poly(
        exact, x
    )
    for depth in (3, 4):
        coefficients = [int(c) for c in reversed(doubling.power_polynomial(depth).coeffs())]
        assert sympy.Poly(coefficients, x).is_irreducible


@pytest.mark.parametrize("depth", [2, 3, 4, 5, 16])
@pytest.mark.parametrize("ratio", [sympy.Integer(2), sympy.Rational(3, 2), sympy.Rational(101, 100)])
def test_kappa_in_terms_of_the_sum_is_that_of_the_orbit(depth: int, ratio: sympy.Rational) -> None:
    with ctx.workprec(300):
        enclosed = doubling._kappa(depth, enclosure(ratio + 1 / ratio))
        exact = enclosure(orbits.kappa(depth, ratio))
        assert enclosed.overlaps(exact)
        assert enclosed.rad() < arb(10) ** -60 > exact.rad()


def test_the_rate_is_compared_exactly() -> None:
    edge = 2 * sympy.sqrt(5) - 2
    assert doubling.compare(2, edge) == 0
    assert doubling.compare(2, edge + sympy.Rational(1, 10**40)) == -1
    assert doubling.compare(2, edge - sympy.Rational(1, 10**40)) == 1
    assert doubling.compare(3, edge) == 1
    assert doubling.compare(3, 2 * sympy.sqrt(2)) == -1
    close = sum(doubling.kappa_between(3, 70), Fraction(0)) / 2
    with pytest.raises(NotIsolatedError, match="not told apart"):
        doubling.compare(3, sympy.Rational(str(close)))


def test_a_power_that_does_not_generate_the_field_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubling, "_factors", lambda depth, w: (w * 0 + 1,) * 4)
    with pytest.raises(ArithmeticError, match="does not generate"):
        doubling._power_polynomial.__wrapped__(3)
