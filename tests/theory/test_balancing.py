"""The balancing gap: conservation, recursion and the factor on the orbit, against exact steps."""

from collections.abc import Callable
from fractions import Fraction
from math import prod

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import balancing
from theory.argument import Argument
from theory.polynomials import vanishes
from theory.propositions import Identity
from theory.symbols import L, Q, b, eta, pi, s_k, s_l, sigma, z

GAP = s_l**2 - s_k**2
FORMULA = b * (1 - eta**2 * (pi - sigma) ** 2 * Q**2)
PRINTED = b * (1 - eta**2 * (pi - sigma) ** 2 * pi**2 / (s_l**2 * s_k**2))
WRONG_FORMULAS = [
    b * (1 + eta**2 * (pi - sigma) ** 2 * Q**2),
    b * (1 - eta**2 * (pi - sigma) ** 2 * Q),
    b * (1 - eta * (pi - sigma) ** 2 * Q**2),
    b * (1 - eta**2 * (pi + sigma) ** 2 * Q**2),
    b * (1 - 1001 * eta**2 * (pi - sigma) ** 2 * Q**2 / 1000),
    -b * (1 - eta**2 * (pi - sigma) ** 2 * Q**2),
    b,
]


def moved(layers: list[Fraction], target: Fraction, rate: Fraction) -> list[Fraction]:
    product = prod(layers, start=Fraction(1))
    others = [prod([*layers[:i], *layers[i + 1 :]], start=Fraction(1)) for i in range(len(layers))]
    return [s - rate * (product - target) * other for s, other in zip(layers, others, strict=True)]


def exact(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


@pytest.mark.parametrize("quantity", [GAP, -3 * GAP, GAP**2, GAP**2 + sigma * GAP])
def test_the_gap_and_its_functions_are_conserved(quantity: sympy.Expr) -> None:
    argument = balancing.conserved(quantity)
    assert argument.check().holds
    assert argument.rests_on == ("pair splitting",)


@pytest.mark.parametrize(
    "quantity", [s_l**2 + s_k**2, s_l**2 - 1001 * s_k**2 / 1000, s_l - s_k, s_l**4 - s_k**4, s_l * s_k]
)
def test_other_quantities_are_not(quantity: sympy.Expr) -> None:
    assert not balancing.conserved(quantity).check().holds


@pytest.mark.parametrize("quantity", [Q, pi, b, GAP + Q - Q**2])
def test_what_moves_with_other_layers_is_no_quantity_of_two(quantity: sympy.Expr) -> None:
    with pytest.raises(ValueError, match="depends on more than the two layers"):
        balancing.conserved(quantity)


@pytest.mark.parametrize("formula", [FORMULA, PRINTED, sympy.expand(FORMULA)])
def test_the_recursion_of_the_gap(formula: sympy.Expr) -> None:
    assert balancing.recursion(formula).check().holds


@pytest.mark.parametrize("formula", WRONG_FORMULAS, ids=str)
def test_other_recursions_are_refused(formula: sympy.Expr) -> None:
    assert not balancing.recursion(formula).check().holds
    # At the start pi is zero, and the sign of sigma does not matter.
    at_start = balancing.recursion_from_start(formula).check().holds
    assert at_start is (formula == FORMULA.subs(sigma, -sigma))


def test_a_formula_that_mentions_the_depth_is_refused() -> None:
    # As an identity it is true; but that the pair stands for every depth rests on the depth being absent.
    formula = FORMULA + sympy.Mul(L, (s_l + 1) ** 2 - s_l**2 - 2 * s_l - 1)
    argument = balancing.recursion(formula)
    identity = argument.steps[0].claim
    assert isinstance(identity, Identity)
    assert identity.decide()
    assert not argument.check().holds


def test_the_recursion_at_the_start() -> None:
    assert balancing.recursion_from_start(FORMULA).check().holds
    # 0/0 where one layer is zero: no value at all.
    after, numerator, denominator = balancing.recursion_at_start(PRINTED)
    assert denominator == numerator == 0
    assert vanishes(after + s_k**2 * (1 - (eta * sigma * Q) ** 2))
    assert "defined" in balancing.recursion_from_start(PRINTED).check().failure


def test_a_denominator_that_is_not_zero_at_the_start_is_cleared() -> None:
    formula = FORMULA * (s_k**2 + s_l) / (s_k**2 + 2 * s_l)
    assert balancing.recursion_from_start(formula).check().holds
    assert not balancing.recursion(formula).check().holds


@pytest.mark.parametrize(
    "argument",
    [balancing.conserved(GAP), balancing.recursion(FORMULA), balancing.recursion_from_start(FORMULA)],
    ids=["conserved", "recursion", "recursion from start"],
)
def test_nothing_in_the_arguments_can_be_missing_or_changed(
    argument: Argument, survivors: Callable[[Argument], list[str]]
) -> None:
    assert survivors(argument) == []


numbers = st.fractions(-3, 3, max_denominator=10)


@given(st.lists(numbers, min_size=2, max_size=5), numbers, numbers)
@settings(max_examples=25, deadline=None)
def test_the_recursion_is_what_a_step_does(layers: list[Fraction], target: Fraction, rate: Fraction) -> None:
    after = moved(layers, target, rate)
    end = prod(layers, start=Fraction(1))
    others = prod(layers[2:], start=Fraction(1))
    at = {b: layers[0] ** 2 - layers[1] ** 2, pi: end, Q: others, eta: rate, sigma: target}
    said = FORMULA.subs({symbol: exact(value) for symbol, value in at.items()}, simultaneous=True)
    assert said == exact(after[0] ** 2 - after[1] ** 2)


def test_gap_and_product_are_written_in_the_layers() -> None:
    assert balancing.in_layers(b + pi) == GAP + s_l * s_k * Q


@given(
    st.integers(2, 6),
    st.fractions(Fraction(1, 4), 4, max_denominator=9),
    st.fractions(Fraction(1, 2), 2, max_denominator=5),
)
@settings(max_examples=25, deadline=None)
def test_two_steps_on_the_orbit_multiply_a_small_gap_by_the_factor(
    depth: int, ratio: Fraction, lower: Fraction
) -> None:
    if ratio == 1:
        return
    # Scale the target so that the orbit through a rational lower layer is rational.
    power = lower**depth
    target = power * (1 + ratio ** (2 * depth - 1)) / (1 + ratio ** (depth - 1))
    rate = (ratio - 1) / ((target - power) * lower ** (depth - 2))
    # Gaps are multiplied by 1 - (eta (pi - sigma) Q)^2, exactly, at each of the two balanced states.
    state, factor = [lower] * depth, Fraction(1)
    for _ in range(2):
        end = prod(state, start=Fraction(1))
        factor *= 1 - (rate * (end - target) * end / state[0] ** 2) ** 2
        state = moved(state, target, rate)
    assert state == [lower] * depth
    assert balancing.two_step_factor(exact(ratio)) == exact(factor)


def test_the_factor_in_closed_form() -> None:
    assert balancing.two_step_factor(1) == 1
    assert balancing.two_step_factor(2) == 0
    assert vanishes(balancing.two_step_factor(z) - (2 - z) * (2 * z - 1) / z)
    assert balancing.two_step_factor(sympy.Rational(3, 2)) == sympy.Rational(2, 3)


@pytest.mark.parametrize("ratio", [1.5, sympy.Float(2), z + sympy.Float("0.1")])
def test_the_ratio_is_exact(ratio: float | sympy.Expr) -> None:
    with pytest.raises(TypeError, match="exact"):
        balancing.two_step_factor(ratio)
