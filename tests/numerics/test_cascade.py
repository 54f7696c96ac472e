"""The cascade of period doublings: against exact numbers, exact steps, and tests that have to fail."""

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb, fmpq

from numerics import band_merging, cascade, doubling, lyapunov, modes
from numerics.attractor import end_to_end_values
from numerics.balanced_step import BalancedStep
from numerics.balls import ball, working_bits
from numerics.duals import constant, variable
from numerics.errors import Inconclusive

DEPTHS = (2, 3, 6)


@pytest.mark.parametrize("depth", DEPTHS)
def test_walk_encloses_exact_steps_and_their_derivative(depth: int) -> None:
    start, eta = fmpq(3, 5), fmpq(5, 2 * depth)
    state, states = variable(start), [start]
    for _ in range(3):
        state = modes.step([state] * depth, constant(fmpq(1)), constant(eta))[0]
        states.append(state.value)
    with working_bits(200):
        walk = BalancedStep(depth).walk(arb(start), arb(eta), 3)
        assert all(found.contains(exact) for found, exact in zip(walk.states, states, strict=True))
        assert walk.multiplier.contains(state.derivative)
        assert walk.multiplier.rad() < 1e-50


@pytest.mark.parametrize("depth", DEPTHS)
def test_derivatives_in_start_and_rate_are_those_of_differences(depth: int) -> None:
    step, steps = BalancedStep(depth), 5
    with working_bits(600):
        x, eta, small = arb("0.6"), ball("2.5") / depth, arb(10) ** -60

        def at(dx: int, deta: int) -> arb:
            return step.derivatives(x + dx * small, eta + deta * small, steps).value

        found = step.derivatives(x, eta, steps)
        differences = {
            "x": (at(1, 0) - at(-1, 0)) / (2 * small),
            "eta": (at(0, 1) - at(0, -1)) / (2 * small),
            "xx": (at(1, 0) - 2 * at(0, 0) + at(-1, 0)) / small**2,
            "x_eta": (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * small**2),
        }
        for name, value in differences.items():
            assert abs(getattr(found, name) - value) < 1e-20


@pytest.mark.parametrize("depth", DEPTHS)
def test_critical_point_is_where_the_slope_vanishes(depth: int) -> None:
    with working_bits(300):
        eta = ball("2.7") / depth
        c = BalancedStep(depth).critical_point(eta)
        assert 0 < c < 1
        assert c.rad() < 1e-80
        assert BalancedStep(depth).slope(c, eta).contains(0)


@pytest.mark.parametrize("depth", DEPTHS)
def test_first_doubling_is_the_bracket_of_the_period_two_orbit(depth: int) -> None:
    bracket = doubling.enclose(depth, 30)
    low, high = cascade.doublings(depth, 1)[0].kappa
    assert bracket.low < fmpq(low.numerator, low.denominator) < bracket.high
    assert bracket.low < fmpq(high.numerator, high.denominator) < bracket.high


def test_superstable_orbit_of_two_layers_is_the_one_in_radicals() -> None:
    # 9 - (kappa + 2)^2 / 2 is the multiplier of the period-2 orbit of two layers.
    low, high = cascade.superstable(2, 1)[0].kappa
    assert (low + 2) ** 2 < 18 < (high + 2) ** 2


@pytest.mark.parametrize("depth", DEPTHS)
def test_learning_rates_alternate_and_tripled_and_merging_ones_lie_beyond(depth: int) -> None:
    superstable, doubled = cascade.superstable(depth, 6), cascade.doublings(depth, 6)
    order = [crossing.kappa for pair in zip(superstable, doubled, strict=True) for crossing in pair]
    assert all(before[1] < after[0] for before, after in pairwise(order))
    tripled = [crossing.kappa for crossing in cascade.tripled(depth, 3)]
    merging = [merging.kappa for merging in band_merging.mergings(depth, 3)]
    for beyond in (tripled, merging):
        assert all(after[1] < before[0] for before, after in pairwise(beyond))
        assert order[-1][1] < beyond[-1][0]


def test_an_orbit_of_another_order_is_not_of_the_cascade() -> None:
    # Beyond the window of period 3 there is a superstable orbit of period 4 above it.
    found = cascade.enclose(2, 4, 0, Fraction(31, 10))
    assert not found.of_cascade
    assert found.kappa[0] > 3


def test_no_crossing_is_claimed_where_there_is_none() -> None:
    with pytest.raises(Inconclusive):
        cascade.enclose(2, 2, -1, Fraction(3, 10))
    with pytest.raises(ValueError, match="0 or -1"):
        cascade.enclose(2, 2, 1, Fraction(5, 2))


def test_a_shorter_period_is_not_taken_for_the_one_asked_for() -> None:
    # At the superstable rate of period 2 every multiple of the period has a superstable orbit too.
    near = cascade.superstable(2, 1)[0].kappa[0]
    with pytest.raises(Inconclusive):
        cascade.enclose(2, 4, 0, near)


def test_exponent_of_two_layers_at_four_is_log_three() -> None:
    found = lyapunov.exponents(2, 4, "1/3", 20, 50)
    assert abs(found.mean - arb(3).log()) < 0.01
    assert abs(found.mean - arb(3).log()) < 5 * found.error + 0.01


def test_attractor_alternates_before_the_first_doubling() -> None:
    (values,) = end_to_end_values(2, [3 - Fraction(3, 5)], 2000, 4)
    assert values[0] == pytest.approx(values[2], abs=1e-9)
    assert abs(values[0] - values[1]) > 0.5
