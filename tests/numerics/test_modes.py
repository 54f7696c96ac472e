from fractions import Fraction
from math import prod

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics import modes
from numerics.balls import Truth, ball, less, to_rationals, working_precision
from numerics.duals import constant, variable
from numerics.errors import Inconclusive, PrecisionExhausted
from numerics.modes import Outcome

VALUES = st.fractions(min_value=-3, max_value=3, max_denominator=20)
LAYERS = st.lists(VALUES, min_size=1, max_size=6)


def loss(layers: list[Fraction], target: Fraction) -> Fraction:
    return (prod(layers) - target) ** 2 / 2


@given(LAYERS, VALUES, st.fractions(min_value=1, max_value=2, max_denominator=9))
def test_gradient_is_the_exact_central_difference_of_the_loss(
    layers: list[Fraction], target: Fraction, width: Fraction
) -> None:
    # The loss has degree 2 in each layer, so its central difference is its derivative, at any width.
    for index, slope in enumerate(modes.gradient(layers, target)):
        above, below = layers.copy(), layers.copy()
        above[index] += width
        below[index] -= width
        assert slope == (loss(above, target) - loss(below, target)) / (2 * width)


@given(LAYERS, VALUES)
def test_gradient_agrees_with_dual_numbers_of_the_loss(layers: list[Fraction], target: Fraction) -> None:
    values = [fmpq(layer.numerator, layer.denominator) for layer in layers]
    sigma = fmpq(target.numerator, target.denominator)
    slopes = modes.gradient(values, sigma)
    for index, slope in enumerate(slopes):
        moved = [variable(v) if k == index else constant(v) for k, v in enumerate(values)]
        residual = modes.product(moved) - constant(sigma)
        assert (residual * residual * constant(fmpq(1, 2))).derivative == slope


def test_zero_layers_are_no_special_case() -> None:
    one_zero = modes.gradient([Fraction(2), Fraction(0), Fraction(3)], Fraction(5))
    assert one_zero == (Fraction(0), Fraction(-30), Fraction(0))
    assert modes.gradient([Fraction(0), Fraction(0), Fraction(3)], Fraction(5)) == (Fraction(0),) * 3


def test_gap_counts_layers_from_one() -> None:
    layers = [Fraction(3), Fraction(2), Fraction(1)]
    assert modes.gap(layers, 1, 3) == 8
    assert modes.gap(layers, 3, 2) == -3
    for index in (0, 4):
        with pytest.raises(ValueError, match=f"no layer {index}"):
            modes.gap(layers, index, 1)


@given(
    st.lists(VALUES, min_size=1, max_size=4),
    VALUES,
    st.fractions(min_value="1/10", max_value=1, max_denominator=10),
    st.integers(0, 3),
)
def test_run_contains_the_exact_iterates(
    layers: list[Fraction], target: Fraction, eta: Fraction, steps: int
) -> None:
    run = modes.run(layers, target, eta, steps, digits=20)
    assert run.steps_recorded == tuple(range(len(run.states)))
    assert len(run.states) == steps + 1 or run.outcome is Outcome.DIVERGED
    exact = tuple(layers)
    for state, whole in zip(run.states, run.products(), strict=True):
        scale = max(Fraction(1), *(abs(layer) for layer in exact))
        for computed, true in zip(state, exact, strict=True):
            lower, upper = to_rationals(computed)
            assert lower <= true <= upper
            assert upper - lower <= 2 * scale / Fraction(10) ** 20
        lower, upper = to_rationals(whole)
        assert lower <= prod(exact) <= upper
        exact = modes.step(exact, target, eta)


@pytest.mark.parametrize(("target", "eta", "steps"), [("10", "0.0325", 800), ("1", "0.95", 400)])
def test_run_agrees_with_mpmath_at_higher_precision(target: str, eta: str, steps: int) -> None:
    run = modes.run(["0.01", "0.01", 0], target, eta, steps, digits=40)
    with mpmath.workdps(600):
        state = [mpmath.mpf(1) / 100, mpmath.mpf(1) / 100, mpmath.mpf(0)]
        sigma, rate = mpmath.mpf(target), mpmath.mpf(eta)
        for _ in range(steps):
            error = rate * (state[0] * state[1] * state[2] - sigma)
            state = [
                state[0] - error * state[1] * state[2],
                state[1] - error * state[0] * state[2],
                state[2] - error * state[0] * state[1],
            ]
        for computed, true in zip(run.states[-1], state, strict=True):
            lower, upper = (mpmath.mpf(end.numerator) / end.denominator for end in to_rationals(computed))
            assert lower - mpmath.mpf(10) ** -45 <= true <= upper + mpmath.mpf(10) ** -45
            assert upper - lower < mpmath.mpf(10) ** -38
    # The run is past the slow climb from its small start: it oscillates around the target.
    assert less(abs(run.products()[-1] - run.products()[-2]), "1e-3") is Truth.FALSE


def test_records_are_thinned_but_keep_the_last_step() -> None:
    full = modes.run([1, "1/2"], 1, "1/10", 10)
    thin = modes.run([1, "1/2"], 1, "1/10", 10, record_every=4)
    assert thin.steps_recorded == (0, 4, 8, 10)
    for step, state in zip(thin.steps_recorded, thin.states, strict=True):
        assert all(a.overlaps(b) for a, b in zip(state, full.states[step], strict=True))


def test_more_digits_take_more_bits_and_give_narrower_balls() -> None:
    few = modes.run([1, 0, 1], 10, "0.03", 200, digits=10)
    many = modes.run([1, 0, 1], 10, "0.03", 200, digits=400)
    assert few.bits < many.bits
    assert many.vouched_digits == 400
    assert few.states[-1][0].contains(many.states[-1][0])
    with working_precision(400):
        assert many.states[-1][0].rad() < arb(10) ** -400


def test_a_diverging_run_says_so_and_stays_finite() -> None:
    run = modes.run([1, "1/2", 0], 10, 1, 1000)
    assert run.outcome is Outcome.DIVERGED
    assert run.steps_recorded[-1] < 1000
    assert all(layer.is_finite() for state in run.states for layer in state)
    bound = ball("1e31")
    assert any(less(bound, abs(layer)) is Truth.TRUE for layer in run.states[-1])
    assert all(less(abs(layer), bound) is Truth.TRUE for state in run.states[:-1] for layer in state)
    assert modes.run([1, "1/2", 0], 10, "1/100", 1000).outcome is Outcome.COMPLETED


def test_a_minimum_is_kept_exactly() -> None:
    run = modes.run(["1/2", 2], 1, "3/10", 50)
    assert all(value.contains(1) for value in run.products())


def test_precision_beyond_the_budget_is_refused() -> None:
    with pytest.raises(PrecisionExhausted, match="more than 1000 bits") as caught:
        modes.run(["0.01", "0.01", 0], 10, "0.0325", 1500, maximal_bits=1000)
    assert isinstance(caught.value, Inconclusive)


def test_wrong_inputs_are_refused() -> None:
    for layers, target, eta in (([0.1], 1, 1), ([1], 0.1, 1), ([1], 1, 0.1)):
        with pytest.raises(TypeError, match="not exact"):
            modes.run(layers, target, eta, 1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no layers"):
        modes.run([], 1, 1, 1)
    with pytest.raises(ValueError, match="eta is -1"):
        modes.run([1], 1, -1, 1)
    with pytest.raises(ValueError, match="number of steps"):
        modes.run([1], 1, 1, -1)
    with pytest.raises(ValueError, match="number of digits"):
        modes.run([1], 1, 1, 1, digits=0)
    with pytest.raises(ValueError, match="record_every"):
        modes.run([1], 1, 1, 1, record_every=0)
    for function in (modes.product, lambda layers: modes.gradient(layers, Fraction(1))):
        with pytest.raises(ValueError, match="no layers"):
            function([])
