"""One mode, against exact steps on numbers: every layer moved by the derivative of (product - sigma)^2/2."""

from fractions import Fraction
from math import prod

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import modes
from theory.polynomials import vanishes
from theory.symbols import L, Q, b, eta, pi, rho, s_k, s_l, sigma, u, z

numbers = st.fractions(-3, 3, max_denominator=12)
positive = st.fractions(Fraction(1, 12), 3, max_denominator=12)


def exact(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


def moved(layers: list[Fraction], target: Fraction, rate: Fraction) -> list[Fraction]:
    """Take one step, each derivative being an exact central difference of the loss."""

    def loss(index: int, value: Fraction) -> Fraction:
        return (prod([*layers[:index], value, *layers[index + 1 :]], start=Fraction(1)) - target) ** 2 / 2

    # The loss is quadratic in one layer.
    slopes = [(loss(i, value + 1) - loss(i, value - 1)) / 2 for i, value in enumerate(layers)]
    return [value - rate * slope for value, slope in zip(layers, slopes, strict=True)]


@given(st.lists(numbers, min_size=2, max_size=5), positive, positive)
@settings(max_examples=25, deadline=None)
def test_a_step_moves_each_layer_by_the_derivative_of_the_loss(
    layers: list[Fraction], target: Fraction, rate: Fraction
) -> None:
    after = moved(layers, target, rate)
    for index, value in enumerate(layers):
        others = prod([*layers[:index], *layers[index + 1 :]], start=Fraction(1))
        said = modes.step(exact(value), exact(others)).subs({sigma: exact(target), eta: exact(rate)})
        assert said == exact(after[index])


@given(st.lists(numbers, min_size=2, max_size=5), positive, positive)
@settings(max_examples=25, deadline=None)
def test_the_gap_after_a_step_is_that_of_the_moved_layers(
    layers: list[Fraction], target: Fraction, rate: Fraction
) -> None:
    after = moved(layers, target, rate)
    first, second, *rest = layers
    at = {
        s_l: exact(first),
        s_k: exact(second),
        Q: exact(prod(rest, start=Fraction(1))),
        sigma: exact(target),
        eta: exact(rate),
    }
    assert modes.gap_after_step().subs(at) == exact(after[0] ** 2 - after[1] ** 2)
    assert modes.gap().subs(at) == exact(first**2 - second**2)


@given(st.integers(2, 6), positive, positive, positive)
@settings(max_examples=25, deadline=None)
def test_equal_layers_stay_equal_and_follow_the_balanced_step(
    depth: int, value: Fraction, target: Fraction, rate: Fraction
) -> None:
    after = moved([value] * depth, target, rate)
    said = modes.balanced_step().subs({L: depth, rho: exact(value), sigma: exact(target), eta: exact(rate)})
    assert {exact(layer) for layer in after} == {said}


@given(st.integers(2, 5), positive, positive, positive)
@settings(max_examples=25, deadline=None)
def test_the_return_residual_is_what_two_steps_leave(
    depth: int, value: Fraction, ratio: Fraction, target: Fraction
) -> None:
    power = value**depth
    if power == target:
        return
    # The learning rate that takes the value to ratio times itself, of either sign.
    rate = (ratio - 1) / ((target - power) * value ** (depth - 2))
    first = moved([value] * depth, target, rate)
    assert set(first) == {ratio * value}
    second = moved(first, target, rate)
    at = {L: depth, u: exact(power), z: exact(ratio), sigma: exact(target)}
    assert modes.return_residual().subs(at) == exact(second[0] / value - 1)


def test_the_gradient_vanishes_at_a_minimum_alone() -> None:
    assert modes.gradient(s_l, s_k * Q).subs(sigma, s_l * s_k * Q) == 0
    assert modes.loss(sigma) == 0
    assert not vanishes(modes.gradient(s_l, s_k * Q))


@pytest.mark.parametrize(
    ("quantity", "kept"),
    [
        (s_l**2 - s_k**2, True),
        ((s_l**2 - s_k**2) ** 3, True),
        (s_l**2 + s_k**2, False),
        (s_l**2 - 2 * s_k**2, False),
        (s_l - s_k, False),
        (s_l * s_k, False),
    ],
)
def test_the_flow_keeps_the_gap_alone(quantity: sympy.Expr, kept: bool) -> None:
    assert vanishes(modes.flow_derivative(quantity)) is kept


@given(st.lists(numbers, min_size=3, max_size=3), positive)
@settings(max_examples=20, deadline=None)
def test_the_derivative_along_the_flow_is_what_small_steps_make(
    layers: list[Fraction], target: Fraction
) -> None:
    # Quadratic in the rate, so the central difference at 0 is the derivative.
    for quantity in (s_l**2 + s_k**2, s_l * s_k, s_l**2 - s_k**2):
        ends = [moved(layers, target, rate) for rate in (Fraction(1, 2), Fraction(-1, 2))]
        values = [quantity.subs({s_l: exact(end[0]), s_k: exact(end[1])}) for end in ends]
        at = {s_l: exact(layers[0]), s_k: exact(layers[1]), Q: exact(layers[2]), sigma: exact(target)}
        assert modes.flow_derivative(quantity).subs(at) == values[0] - values[1]


@pytest.mark.parametrize("quantity", [Q, pi, b, s_l * Q, s_l**2 - s_k**2 + rho])
def test_a_quantity_of_other_layers_is_refused(quantity: sympy.Expr) -> None:
    # Their symbols would be taken for constants, and so for conserved.
    with pytest.raises(ValueError, match="depends on more than the two layers"):
        modes.flow_derivative(quantity)
