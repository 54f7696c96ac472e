"""What the figures of the paper's further scripts show: measurement against prediction; refused inputs."""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest

from numerics import gap_limit, modes
from numerics.balls import Truth, ball, less, overlaps, to_rationals, working_bits
from paper_checks import predictions
from paper_checks.drawings import momentum_orbits
from paper_checks.drawings.layer_drawing import LayerRow
from paper_checks.drawings.loss_contour import ContourRow
from paper_checks.errors import UnusableInputError
from paper_checks.ghosh2025 import (
    balancing_contour_figure,
    flow_contour_figure,
    layer_oscillation_figure,
    momentum_run_figure,
    period_doubling_figure,
)
from paper_checks.ghosh2025.momentum_run_figure import Measured

Layers = dict[tuple[str, int], list[LayerRow]]


@pytest.fixture(autouse=True)
def precision() -> Iterator[None]:
    with working_bits(600):
        yield


@pytest.fixture(scope="module")
def layers() -> Layers:
    rows = layer_oscillation_figure.measure()
    return {
        (rate, mode): [row for row in rows if row.rate == Fraction(rate) and row.mode == mode]
        for rate in ("0.01", "0.04")
        for mode in (1, 2, 3)
    }


@pytest.fixture(scope="module")
def balancing() -> tuple[ContourRow, ...]:
    return balancing_contour_figure.measure()


@pytest.fixture(scope="module")
def with_momentum() -> Measured:
    return momentum_run_figure.measure()


# The layers


def test_every_ninth_iterate_of_every_layer_is_there(layers: Layers) -> None:
    for rows in layers.values():
        assert [row.step for row in rows[::3]] == list(range(0, 2501, 9))
        assert [row.layer for row in rows[:3]] == [1, 2, 3]


def test_nothing_oscillates_at_the_rate_that_the_script_sets(layers: Layers) -> None:
    for mode in (1, 2, 3):
        rows = layers["0.01", mode]
        assert rows[-1].period == 1
        assert less(rows[-1].normalised, "0.65") is Truth.TRUE
        assert less(abs(rows[-1].measured - rows[-4].measured), "1e-60") is Truth.TRUE


def test_the_first_mode_has_period_four_at_the_rate_of_the_file_names(layers: Layers) -> None:
    rows = [row for row in layers["0.04", 1] if row.layer == 1]
    assert [layers["0.04", mode][-1].period for mode in (1, 2, 3)] == [4, 1, 1]
    late = [row.measured for row in rows[-8:]]
    for index, value in enumerate(late[:4]):
        assert less(abs(value - late[index + 4]), "1e-60") is Truth.TRUE
    for one, other in itertools.combinations(late[:4], 2):
        assert less("0.05", abs(one - other)) is Truth.TRUE


def test_iterates_with_the_stride_come_in_the_order_of_the_steps(layers: Layers) -> None:
    run = modes.run(["0.03", "0.03", 0], 10, "0.04", 2493, 70)
    every_step = [state[0] for state in run.states[-4:]]
    drawn = [row.measured for row in layers["0.04", 1] if row.layer == 1][-4:]
    for one, other in zip(every_step, drawn, strict=True):
        assert less(abs(one - other), "1e-60") is Truth.TRUE


def test_an_oscillating_mode_comes_to_its_orbit_and_others_keep_a_gap(layers: Layers) -> None:
    for (rate, mode), rows in layers.items():
        for row in rows[-3:]:
            assert row.distance is not None
            assert row.allowed is not None
            if (rate, mode) == ("0.04", 1):
                assert less(row.distance, "1e-70") is Truth.TRUE
            else:
                assert less("1e-5", row.distance) is Truth.TRUE
                assert less(row.distance, row.allowed) is Truth.TRUE
                assert less(row.allowed, "0.0002") is Truth.TRUE


def test_modes_with_singular_value_zero_stay_at_the_start() -> None:
    start = (flint.fmpq(3, 100), flint.fmpq(3, 100), flint.fmpq(0))
    assert modes.step(start, flint.fmpq(0), flint.fmpq(1, 25)) == start


# The contours


def test_gradient_descent_ends_beside_the_end_of_the_flow() -> None:
    rows = flow_contour_figure.measure()
    assert [row.step for row in rows] == list(range(201))
    limit = gap_limit.enclose(["1.5", "2.25"], 5, "0.1", (1, 2))
    last = rows[-1]
    assert last.predicted_limit is not None
    assert less(limit.lower - ball("1e-40"), last.predicted_limit) is Truth.TRUE
    assert less(last.predicted_limit, limit.upper + ball("1e-40")) is Truth.TRUE
    low, high = to_rationals(rows[0].gap)
    assert low <= Fraction("2.8125") <= high
    assert less("0.077", rows[0].gap - last.gap) is Truth.TRUE


def test_errors_shrink_by_the_sharpness_of_the_minimum_with_the_gap() -> None:
    row = flow_contour_figure.measure(steps=20)[20]
    assert row.factor is not None
    assert row.predicted_factor is not None
    assert less(abs(row.factor / row.predicted_factor - 1), "1e-15") is Truth.TRUE


def test_iterates_of_the_odd_stride_lie_on_both_sides_in_turn(balancing: tuple[ContourRow, ...]) -> None:
    assert [row.step for row in balancing] == list(range(0, 5001, 31))
    assert all(one.error * other.error < 0 for one, other in itertools.pairwise(balancing))


def test_balancing_ends_below_the_largest_stable_gap_and_above_zero(
    balancing: tuple[ContourRow, ...],
) -> None:
    bound = predictions.largest_stable_gap(Fraction(5), Fraction("0.1997"))
    first, last = balancing[0], balancing[-1]
    assert first.predicted_limit is None
    assert less(bound, first.gap) is Truth.TRUE
    assert last.predicted_limit is not None
    assert less(last.gap, bound) is Truth.TRUE
    later = modes.run(["1.5", "2.25"], 5, "0.1997", 8000, 30, record_every=8000).states[-1]
    assert less(abs(modes.gap(later, 2, 1) - last.predicted_limit), "1e-10") is Truth.TRUE
    assert less("1e-8", last.gap - last.predicted_limit) is Truth.TRUE


# The period doublings


def test_late_values_are_on_the_predicted_orbits() -> None:
    rates = [Fraction("0.034"), Fraction("0.0395"), Fraction("0.0405")]
    sweep = period_doubling_figure.measure(rates=rates)
    two, four, eight = sweep.rows
    assert two.distance is not None
    assert two.distance < 1e-13
    assert [len(row.cycle) for row in (four, eight)] == [4, 8]
    for row in (four, eight):
        predicted = sorted(float(point.mid()) for point in row.cycle)
        measured = sorted(row.ends[-len(row.cycle) :, 0])
        assert measured == pytest.approx(predicted, rel=1e-12)
        assert row.losses == pytest.approx((row.ends[:, 0] - 10) ** 2 / 2, rel=1e-12)
        assert row.ends[-1, 1:] == pytest.approx([6, 3], rel=1e-14)


def test_beyond_the_end_of_positive_motion_the_loss_goes_back() -> None:
    sweep = period_doubling_figure.measure(rates=["0.0575"])
    assert less(sweep.marks.positive_end, "0.0575") is Truth.TRUE
    assert sweep.rows[0].losses == pytest.approx(50, rel=1e-9)
    assert (sweep.rows[0].ends[:, 0] < 0).all()


def test_where_a_second_mode_oscillates_no_loss_is_predicted() -> None:
    (row,) = period_doubling_figure.measure(singular_values=["10", "9.5"], rates=["0.034"], steps=64).rows
    assert row.orbit == ()
    assert row.distance is None


# Momentum


def test_an_orbit_of_gradient_descent_at_the_slower_rate_is_one_with_momentum() -> None:
    rate, beta, target = ball("0.061"), ball(momentum_orbits.BETA), flint.arb(10)
    found = momentum_orbits.orbit(Fraction(10), Fraction("0.061"))
    assert found is not None
    lower, upper = ([(target * end).root(3)] * 3 for end in (found.lower, found.upper))
    for before, now in ((lower, upper), (upper, lower)):
        slopes = modes.gradient(now, target)
        after = [x + beta * (x - y) - rate * slope for x, y, slope in zip(now, before, slopes, strict=True)]
        assert all(overlaps(one, other) is Truth.TRUE for one, other in zip(after, before, strict=True))
        assert all(one.rad() < 1e-30 for one in after)


def test_the_doubling_is_where_two_steps_have_the_multiplier_minus_one() -> None:
    rate, beta = Fraction(momentum_orbits.doubling(Fraction(10))), 0.9
    found = momentum_orbits.orbit(Fraction(10), rate)
    assert found is not None
    trace = (1 + beta) ** 2 * float(found.multiplier.mid()) - 2 * beta
    assert np.roots([1, -trace, beta**2]).min() == pytest.approx(-1, abs=1e-8)
    assert momentum_orbits.attracts(found) or float(rate) > 0.066


def test_modes_by_themselves_follow_the_prediction_up_to_the_doubling(with_momentum: Measured) -> None:
    compared = 0
    for row in with_momentum.rows:
        for measured, predicted in zip(row.alone, row.predicted, strict=True):
            if predicted is not None:
                compared += predicted > 0
                assert measured == pytest.approx(float(predicted.mid()), abs=1e-9)
    assert compared > 50


def test_the_whole_network_diverges_at_the_first_rate_beyond_the_edge(with_momentum: Measured) -> None:
    edge = float(momentum_orbits.edge(Fraction(10)).mid())
    first = next(row for row in with_momentum.rows if float(row.rate) > edge)
    assert [row for row in with_momentum.rows if row.diverged is not None] == [first]
    assert first.growth[0] > 1.01
    for row in with_momentum.rows:
        assert (row.network is not None) is (row.rate < first.rate)
        if row.network is not None:
            assert row.network.max() < 1e-9
            assert max(row.growth) < 1 + 1e-4


def test_singular_vectors_move_from_the_predicted_first_ones(with_momentum: Measured) -> None:
    rests, diverges = with_momentum.runs
    assert diverges.diverged is not None
    assert diverges.diverged < 150
    assert rests.diverged is None
    assert rests.entries[-1] == pytest.approx([10, 9.5, 2], abs=1e-5)
    assert rests.angles[0] == pytest.approx([37.86425599, 55.57769409, 24.56154376], abs=1e-7)
    assert np.abs(rests.angles[-1] - rests.angles[0]).min() > 20
    assert rests.angles[-1][0] > 5


# Refused inputs


@pytest.mark.parametrize(
    ("measure", "parameters", "says"),
    [
        (layer_oscillation_figure.measure, {"rates": ["1"], "steps": 200}, "diverges"),
        (layer_oscillation_figure.measure, {"singular_values": ["0"]}, "needs to be positive"),
        (layer_oscillation_figure.measure, {"digits": 5}, "at least 20"),
        (flow_contour_figure.measure, {"rates": ["0.1", "0.2"]}, "2 rates"),
        (flow_contour_figure.measure, {"start": ["1", "5"]}, "is a minimum"),
        (flow_contour_figure.measure, {"rates": ["2"], "steps": 50}, "too large: the run diverges"),
        (balancing_contour_figure.measure, {"start": ["1", "-1"]}, "needs to be positive"),
        (balancing_contour_figure.measure, {"steps": 0}, "at least 1"),
        (period_doubling_figure.measure, {"singular_values": ["6", "10"]}, "largest first"),
        (period_doubling_figure.measure, {"steps": 10}, "at least 32"),
        (momentum_run_figure.measure, {"rates": ["0.03"], "steps": 200}, "give a lower one first"),
        (momentum_run_figure.measure, {"rates": ["0.01", "0.02", "0.03"]}, "one or two"),
        (momentum_run_figure.measure, {"singular_values": ["2", "10"]}, "largest first"),
    ],
)
def test_unusable_inputs_are_refused_in_one_sentence(
    measure: Callable[..., object], parameters: dict[str, Any], says: str
) -> None:
    with pytest.raises(UnusableInputError, match=says) as refused:
        measure(**parameters)
    assert "\n" not in str(refused.value)
