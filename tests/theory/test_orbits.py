"""Period-2 orbits: formulas against exact steps at rational points, and arguments of which all is needed."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

import pytest
import sympy
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from theory import orbits
from theory.argument import Argument
from theory.polynomials import NotDecidableError, vanishes
from theory.propositions import OrbitForEveryRate
from theory.rules import GEOMETRIC_SUM, logarithmic_derivative
from theory.symbols import L, Z, eta, rho, sigma, z

ZERO, ONE, TWO = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)
FOUR_THIRDS = sympy.Rational(4, 3)

depths = st.integers(2, 6)
ratios = st.fractions(Fraction(1, 5), 5, max_denominator=11).filter(lambda ratio: ratio != 1)
values = st.fractions(Fraction(1, 3), 3, max_denominator=5)


def exact(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


def step(layers: list[Fraction], target: Fraction, rate: Fraction) -> list[Fraction]:
    """Descend on (product - target)^2/2, layer by layer."""
    product = prod(layers, start=Fraction(1))
    others = [prod([*layers[:i], *layers[i + 1 :]], start=Fraction(1)) for i in range(len(layers))]
    return [s - rate * (product - target) * other for s, other in zip(layers, others, strict=True)]


# The formulas.


def test_two_layers_with_ratio_two() -> None:
    assert orbits.points(2, 2) == (sympy.Rational(1, 3), FOUR_THIRDS)
    assert orbits.kappa(2, 2) == 3
    assert orbits.multiplier(2, 2) == sympy.Rational(-7, 2)


@given(ratios)
@settings(max_examples=30, deadline=None)
def test_two_layers_return_after_two_steps(ratio: Fraction) -> None:
    # x -> x + (kappa/2) x (1 - x^2) takes u = x^2 to u (1 + kappa (1 - u)/2)^2, in rational numbers.
    lower, upper = (Fraction(str(value)) for value in orbits.points(2, exact(ratio)))
    rate = Fraction(str(orbits.kappa(2, exact(ratio))))

    def next_end(value: Fraction) -> Fraction:
        return value * (1 + rate * (1 - value) / 2) ** 2

    assert next_end(lower) == upper
    assert next_end(upper) == lower
    assert (1 + rate * (1 - lower) / 2, 1 + rate * (1 - upper) / 2) == (ratio, 1 / ratio)


@given(depths, ratios, values)
@settings(max_examples=40, deadline=None)
def test_layers_return_after_two_steps(depth: int, ratio: Fraction, value: Fraction) -> None:
    # With sigma = value^L/u_1 all of the orbit is rational, at every depth.
    lower, upper = (Fraction(str(point)) for point in orbits.points(depth, exact(ratio)))
    target = value**depth / lower
    rate = (ratio - 1) / ((target - value**depth) * value ** (depth - 2))
    first = step([value] * depth, target, rate)
    assert first == [ratio * value] * depth
    assert step(first, target, rate) == [value] * depth
    assert prod(first, start=Fraction(1)) == upper * target
    # kappa = eta L sigma^(2 - 2/L), compared through its L-th power.
    said = orbits.kappa(depth, exact(ratio))
    assert said.is_positive == (rate > 0)
    assert (said**depth).equals(exact((rate * depth) ** depth * target ** (2 * depth - 2)))


@given(st.integers(2, 5), ratios, values)
@settings(max_examples=30, deadline=None)
def test_the_multiplier_is_the_derivative_of_two_steps(depth: int, ratio: Fraction, value: Fraction) -> None:
    lower = Fraction(str(orbits.points(depth, exact(ratio))[0]))
    target = value**depth / lower
    rate = (ratio - 1) / ((target - value**depth) * value ** (depth - 2))
    x = sympy.Symbol("x")
    update = x - exact(rate) * (x**depth - exact(target)) * x ** (depth - 1)
    slope = sympy.diff(update, x)
    # The chain rule along the two points, and the derivative of the composed polynomial.
    product = slope.subs(x, exact(value)) * slope.subs(x, exact(ratio * value))
    assert orbits.multiplier(depth, exact(ratio)) == product
    if depth < 4:
        assert sympy.diff(update.subs(x, update), x).subs(x, exact(value)) == product


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_the_multiplier_of_a_symbolic_ratio_is_the_derivative_of_two_steps(depth: int) -> None:
    lower, upper = orbits.points(depth, z)
    # In u = x^L, for sigma = 1: h x^(L-2) is (z - 1)/(1 - u_1) below, and z^(L-2) times it above.
    rate = (z - 1) / (1 - lower)
    slopes = [
        1 + rate * z ** (at * (depth - 2)) * (depth - 1 - (2 * depth - 1) * value)
        for at, value in enumerate((lower, upper))
    ]
    assert vanishes(orbits.multiplier(depth, z) - slopes[0] * slopes[1])
    assert not vanishes(orbits.multiplier(depth, z) - slopes[0] * slopes[1] * sympy.Rational(1001, 1000))


@given(depths, ratios)
@settings(max_examples=30, deadline=None)
def test_the_reciprocal_ratio_is_the_same_orbit(depth: int, ratio: Fraction) -> None:
    there, back = exact(ratio), exact(1 / ratio)
    assert orbits.points(depth, there) == orbits.points(depth, back)[::-1]
    assert orbits.multiplier(depth, there) == orbits.multiplier(depth, back)
    assert ((orbits.kappa(depth, there) / orbits.kappa(depth, back)) ** depth).equals(1)


@given(depths, st.fractions(1, 20, max_denominator=30), st.fractions(1, 20, max_denominator=30))
@settings(max_examples=40, deadline=None)
def test_kappa_increases_with_the_ratio_from_two_on(depth: int, one: Fraction, other: Fraction) -> None:
    assume(one < other)
    low, high = (orbits.kappa(depth, exact(ratio)) ** depth for ratio in (one, other))
    assert low.is_Rational
    assert high.is_Rational
    assert 2**depth <= low < high
    assert (low == 2**depth) == (one == 1)
    # The growth that existence rests on.
    assert high >= exact(other) ** depth


@given(depths, st.fractions(1, 20, max_denominator=30).filter(lambda ratio: ratio != 1))
@example(2, Fraction(2))
@example(3, Fraction(2))
@settings(max_examples=40, deadline=None)
def test_the_points_lie_where_the_arguments_say(depth: int, ratio: Fraction) -> None:
    lower, upper = orbits.points(depth, exact(ratio))
    assert 0 < lower < 1 < upper <= FOUR_THIRDS
    assert (upper == FOUR_THIRDS) == (depth == 2 and ratio == 2)


@pytest.mark.parametrize("depth", range(2, 9))
def test_at_ratio_one_the_orbit_is_the_minimum(depth: int) -> None:
    assert orbits.kappa(depth, 1) == 2
    assert orbits.points(depth, 1) == (1, 1)


@pytest.mark.parametrize("depth", [2, 3, 4, 7])
def test_formulas_of_a_symbolic_depth_are_those_of_each_depth(depth: int) -> None:
    for ratio in (z, sympy.Rational(3, 2)):
        for symbolic, whole in zip(orbits.points(L, ratio), orbits.points(depth, ratio), strict=True):
            assert vanishes(symbolic.subs(L, depth) - whole)
        assert vanishes(orbits.multiplier(L, ratio).subs(L, depth) - orbits.multiplier(depth, ratio))
        quotient = orbits.kappa(L, ratio).subs(L, depth) / orbits.kappa(depth, ratio)
        assert vanishes(sympy.powdenest(sympy.powsimp(quotient**depth, force=True), force=True) - 1)


def test_the_formulas_with_the_sum_are_those_with_the_ratio() -> None:
    for depth in (2, 3, 5):
        written_out = {
            Z: z**depth,
            L: depth,
            GEOMETRIC_SUM: sum(z**k for k in range(depth)),
        }
        assert vanishes(orbits.LOWER.subs(written_out) - orbits.points(depth, z)[0])
        assert vanishes(orbits.UPPER.subs(written_out) - orbits.points(depth, z)[1])
        for ratio in (2, sympy.Rational(5, 3)):
            said = orbits.KAPPA.subs(written_out).subs(z, ratio) / orbits.kappa(depth, ratio)
            assert (said**depth).equals(1)


# Period doubling.


def test_two_layers_double_at_the_golden_ratio() -> None:
    golden = (1 + sympy.sqrt(5)) / 2
    ratio, rate = orbits.doubling_ratio(2), orbits.doubling_kappa(2)
    assert abs((ratio - golden).evalf(60)) < sympy.Rational(1, 10**50)
    assert abs((rate - 2 * (sympy.sqrt(5) - 1)).evalf(60)) < sympy.Rational(1, 10**50)
    assert abs((orbits.multiplier(2, z).subs(z, ratio) + 1).evalf(60)) < sympy.Rational(1, 10**50)
    # Exactly: the multiplier at the golden ratio, and kappa there.
    assert sympy.radsimp(sympy.expand(orbits.multiplier(2, z).subs(z, golden))) == -1
    assert sympy.radsimp(sympy.expand(orbits.kappa(2, z).subs(z, golden))) == 2 * (sympy.sqrt(5) - 1)


@pytest.mark.parametrize("depth", range(2, 7))
def test_the_multiplier_passes_minus_one_at_the_doubling_ratio_and_not_before(depth: int) -> None:
    ratio = orbits.doubling_ratio(depth)
    close = sympy.Rational(1, 10**20)
    middle = sympy.Rational(str(ratio.evalf(40)))
    assert orbits.multiplier(depth, middle - close) > -1 > orbits.multiplier(depth, middle + close)
    condition = sympy.Poly(sympy.numer(sympy.together(orbits.multiplier(depth, z) + 1)), z)
    assert condition.count_roots(1, middle - close) == 0
    assert abs(orbits.multiplier(depth, sympy.Rational(1001, 1000))) < 1
    assert orbits.doubling_kappa(depth).evalf(20) > 2


@pytest.mark.parametrize("depth", [2.0, 2.5, sympy.Float(2), L])
def test_the_doubling_needs_a_whole_depth(depth: Any) -> None:
    with pytest.raises(TypeError):
        orbits.doubling_ratio(depth)
    with pytest.raises(TypeError):
        orbits.doubling_kappa(depth)
    with pytest.raises(ValueError, match="depth has to be"):
        orbits.doubling_ratio(1)


# Arguments that are not exact.

FORMULAS = [orbits.points, orbits.kappa, orbits.multiplier]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(
    ("depth", "ratio"),
    [(2.0, 2), (2, 1.5), (sympy.Float(3), 2), (3, sympy.Float(2)), (2, z + sympy.Float(1))],
)
def test_floats_are_refused(formula: Callable[..., object], depth: object, ratio: object) -> None:
    with pytest.raises(TypeError, match="exact"):
        formula(depth, ratio)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(
    ("depth", "ratio"),
    [
        (1, 2),
        (0, 2),
        (-3, 2),
        (sympy.Rational(5, 2), 2),
        (2, 0),
        (2, -1),
        (2, sympy.Rational(-1, 3)),
        (2, sympy.I),
    ],
)
def test_other_numbers_are_refused(formula: Callable[..., object], depth: object, ratio: object) -> None:
    with pytest.raises(ValueError, match="has to be"):
        formula(depth, ratio)


# Identities for every depth.


def holds(argument: Argument) -> bool:
    try:
        return argument.check().holds
    except NotDecidableError:
        return False


UPDATE = rho + eta * (sigma - rho**L) * rho ** (L - 1)
RATIO = 1 + eta * (sigma - rho**L) * rho ** (L - 2)
POLYNOMIAL = rho**L * (1 + z ** (2 * L - 1)) / (1 + z ** (L - 1)) - sigma


@pytest.mark.parametrize(
    "argument", [orbits.update(UPDATE), orbits.polynomial(POLYNOMIAL)], ids=("update", "polynomial")
)
def test_identities_hold_for_every_depth(
    argument: Argument, survivors: Callable[[Argument], list[str]]
) -> None:
    assert argument.check().holds
    assert argument.rests_on == ("generic powers",)
    assert survivors(argument) == []


def test_the_polynomial_takes_the_ratio_of_the_step(survivors: Callable[[Argument], list[str]]) -> None:
    argument = orbits.polynomial_with_ratio(POLYNOMIAL, RATIO)
    assert argument.check().holds
    assert survivors(argument) == []
    assert not holds(orbits.polynomial_with_ratio(2 * POLYNOMIAL, RATIO))


@pytest.mark.parametrize(
    "formula",
    [
        rho + eta * L * (sigma - rho**L) * rho ** (L - 1),
        rho - eta * (sigma - rho**L) * rho ** (L - 1),
        rho + eta * (sigma - rho**L) * rho**L,
        rho + eta * (sigma - rho ** (L - 1)) * rho ** (L - 1),
        rho + 1001 * eta * (sigma - rho**L) * rho ** (L - 1) / 1000,
        # Right for two layers alone.
        rho + eta * (sigma - rho**2) * rho,
        rho + eta * (sigma - rho**L) * rho ** (L / 2),
    ],
)
def test_other_updates_are_refused(formula: sympy.Expr) -> None:
    assert not holds(orbits.update(formula))
    assert not holds(orbits.polynomial_with_ratio(POLYNOMIAL, formula / rho))


@pytest.mark.parametrize(
    "formula",
    [
        rho**L * (1 + z ** (2 * L)) / (1 + z ** (L - 1)) - sigma,
        rho**L * (1 + z ** (2 * L - 1)) / (1 + z**L) - sigma,
        rho**L * (1 - z ** (2 * L - 1)) / (1 + z ** (L - 1)) - sigma,
        POLYNOMIAL * 2,
        POLYNOMIAL * (z - 3),
        POLYNOMIAL**2,
        -POLYNOMIAL,
        POLYNOMIAL.subs(z, 1 / z),
        POLYNOMIAL.subs(sigma, 2 * sigma),
    ],
)
def test_other_polynomials_are_refused(formula: sympy.Expr) -> None:
    assert not holds(orbits.polynomial(formula))


@pytest.mark.parametrize(("depth", "ratio"), [(2, 2), (2, 3), (3, 2), (4, sympy.Rational(3, 2))])
def test_formulas_are_evaluated_on_the_orbit(depth: int, ratio: sympy.Rational) -> None:
    x = sympy.Symbol("x")

    def is_equal(formula: sympy.Expr, number: sympy.Expr) -> bool:
        # The values are algebraic numbers; a rational one is told by its minimal polynomial.
        return bool(sympy.minimal_polynomial(orbits.on_orbit(formula, depth, ratio) - number, x) == x)

    assert is_equal(POLYNOMIAL, sympy.Integer(0))
    assert is_equal(POLYNOMIAL.subs(z, RATIO), sympy.Integer(0))
    assert is_equal(UPDATE / rho, sympy.sympify(ratio))
    assert is_equal(POLYNOMIAL + 1, sympy.Integer(1))
    assert not is_equal(POLYNOMIAL, sympy.Integer(1))


# Theorems.


def test_an_orbit_exists_for_every_rate_above_two() -> None:
    argument = orbits.existence()
    assert argument.check().holds
    assert argument.shows == OrbitForEveryRate(TWO, once=False)
    assert "intermediate values" in argument.rests_on
    assert "positive derivative" not in argument.rests_on


def test_it_is_the_only_one() -> None:
    argument = orbits.uniqueness()
    assert argument.check().holds
    assert argument.shows == OrbitForEveryRate(TWO, once=True)
    assert {"intermediate values", "positive derivative", "arithmetic and geometric mean"} <= {
        *argument.rests_on
    }


def test_the_derivative_of_kappa_is_that_of_each_depth() -> None:
    for depth in (2, 3, 4):
        said = logarithmic_derivative(orbits.KAPPA).subs({Z: z**depth, L: depth})
        power = orbits.kappa(depth, z) ** depth
        assert vanishes(said - z * sympy.diff(power, z) / (depth * power))


NAMED = {
    "existence": orbits.existence(),
    "uniqueness": orbits.uniqueness(),
    "points": orbits.points_between((ZERO, ONE), (ONE, TWO)),
    "upper point": orbits.upper_point_at_most(FOUR_THIRDS),
    "return": orbits.update(UPDATE),
}


@pytest.mark.parametrize("name", NAMED)
def test_nothing_in_the_arguments_can_be_missing_or_changed(
    name: str, survivors: Callable[[Argument], list[str]]
) -> None:
    assert survivors(NAMED[name]) == []


@pytest.mark.parametrize("above", [ZERO, ONE, sympy.Rational(1999, 1000), sympy.Rational(2001, 1000)])
def test_another_onset_is_not_shown(above: sympy.Expr) -> None:
    argument = orbits.existence()
    shows = OrbitForEveryRate(above, once=False)
    steps = (*argument.steps[:-1], replace(argument.steps[-1], claim=shows))
    assert not Argument(shows, steps).check().holds
    assert not Argument(shows, argument.steps).check().holds


def test_existence_does_not_give_uniqueness() -> None:
    argument = orbits.existence()
    shows = OrbitForEveryRate(TWO, once=True)
    steps = (*argument.steps[:-1], replace(argument.steps[-1], claim=shows))
    assert not Argument(shows, steps).check().holds
    assert not Argument(shows, argument.steps).check().holds


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        ((ZERO, ONE), (ONE, TWO), True),
        ((-ONE, ONE), (ONE, TWO), True),
        ((ZERO, TWO), (ZERO, sympy.Integer(5)), True),
        ((ZERO, ONE), (ONE, sympy.Rational(13334, 10000)), True),
        ((ZERO, ONE), (ONE, FOUR_THIRDS), False),
        ((ZERO, ONE), (ONE, sympy.Rational(13333, 10000)), False),
        ((sympy.Rational(1, 10**6), ONE), (ONE, TWO), False),
        ((ZERO, sympy.Rational(999999, 10**6)), (ONE, TWO), False),
        ((ZERO, ONE), (sympy.Rational(1000001, 10**6), TWO), False),
        ((ONE, ZERO), (ONE, TWO), False),
    ],
)
def test_the_intervals_of_the_points_are_sharp(
    lower: orbits.Ends, upper: orbits.Ends, expected: bool
) -> None:
    assert orbits.points_between(lower, upper).check().holds is expected


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (FOUR_THIRDS, True),
        (sympy.Rational(3, 2), True),
        (sympy.Rational(13333, 10000), False),
        (ONE, False),
        (ZERO, False),
    ],
)
def test_the_bound_of_the_upper_point_is_sharp(bound: sympy.Expr, expected: bool) -> None:
    assert orbits.BEST_UPPER_CONSTANT == FOUR_THIRDS
    assert orbits.upper_point_at_most(bound).check().holds is expected
