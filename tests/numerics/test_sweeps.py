import warnings
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import gd, modes, rounded, sweeps
from numerics.balls import to_rationals
from numerics.sweeps import Outcome, Sweep

Rows = list[list[Fraction]]
Given = list[list[int | str]]
ENTRIES = st.fractions(min_value=-1, max_value=1, max_denominator=7)
RATES = ["1/7", "1/3"]


def rows_of(rows: int, columns: int) -> st.SearchStrategy[Rows]:
    row = st.lists(ENTRIES, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Rows], Rows]:
    widths = draw(st.lists(st.integers(1, 3), min_size=2, max_size=6))
    layers = [draw(rows_of(after, before)) for before, after in pairwise(widths)]
    return layers, draw(rows_of(widths[-1], widths[0]))


def flat(sweep: Sweep, record: int, lane: int) -> list[Fraction]:
    """Return all entries of one recorded state exactly as float64 has them."""
    return [Fraction(x) for layer in sweep.states for x in np.ravel(layer[record, lane]).tolist()]


def fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def vouches_for(sweep: Sweep, record: int, lane: int, exact: list[Fraction]) -> bool:
    digits, error = int(sweep.vouched_digits[record, lane]), Fraction(float(sweep.errors[record, lane]))
    miss = max(abs(a - b) for a, b in zip(flat(sweep, record, lane), exact, strict=True))
    scale = max(Fraction(1), *(abs(entry) for entry in exact))
    return miss <= error <= scale / Fraction(10) ** digits


def encloses(entries: list[arb], exact: list[Fraction], digits: int) -> bool:
    """Return whether balls contain exact numbers and are as narrow as the digits say."""
    scale = max(Fraction(1), *(abs(entry) for entry in exact))
    ends = [to_rationals(entry) for entry in entries]
    return all(
        low <= true <= high and high - low <= 2 * scale / Fraction(10) ** digits
        for (low, high), true in zip(ends, exact, strict=True)
    )


@settings(deadline=None, max_examples=60)
@given(networks(), st.integers(0, 3))
def test_all_precisions_of_a_network_enclose_the_exact_run(
    network: tuple[list[Rows], Rows], steps: int
) -> None:
    layers, target = network
    sweep = sweeps.of_network(layers, target, RATES, steps)
    assert sweep.steps_recorded == tuple(range(steps + 1))
    assert sweep.outcomes == (Outcome.COMPLETED,) * 2
    wanted = gd.matrix(target)
    for lane, eta in enumerate(RATES):
        in_balls = gd.run(layers, target, eta, steps, digits=20)
        in_bits = rounded.of_network(layers, target, eta, steps, 128)
        exact = tuple(gd.matrix(layer) for layer in layers)
        for record in range(steps + 1):
            entries = [fraction(entry) for layer in exact for entry in layer.entries()]
            assert sweep.vouched_digits[record, lane] >= 10
            assert vouches_for(sweep, record, lane, entries)
            for run in (in_balls, in_bits):
                balls = [entry for layer in run.states[record] for entry in layer.entries()]
                assert encloses(balls, entries, run.vouched_digits)
            exact = gd.step(exact, wanted, eta)


@settings(deadline=None, max_examples=60)
@given(st.lists(ENTRIES, min_size=1, max_size=5), ENTRIES, st.integers(0, 4))
def test_all_precisions_of_a_mode_enclose_the_exact_run(
    layers: list[Fraction], target: Fraction, steps: int
) -> None:
    sweep = sweeps.of_mode(layers, target, RATES, steps)
    for lane, eta in enumerate(RATES):
        in_balls = modes.run(layers, target, eta, steps, digits=20)
        in_bits = rounded.of_mode(layers, target, eta, steps, 128)
        exact = tuple(layers)
        for record in range(steps + 1):
            assert sweep.vouched_digits[record, lane] >= 10
            assert vouches_for(sweep, record, lane, list(exact))
            for run in (in_balls, in_bits):
                assert encloses(list(run.states[record]), list(exact), run.vouched_digits)
            exact = modes.step(exact, target, Fraction(eta))


def test_long_oscillating_runs_keep_most_digits_and_those_are_true() -> None:
    etas = ["0.02", "0.0325"]
    sweep = sweeps.of_mode(["0.01", "0.01", 0], 10, etas, 1500, record_every=300)
    assert sweep.outcomes == (Outcome.COMPLETED,) * 2
    assert sweep.vouched_digits.min() >= 11
    for lane, eta in enumerate(etas):
        run = modes.run(["0.01", "0.01", 0], 10, eta, 1500, digits=40, record_every=300)
        for record, state in enumerate(run.states):
            assert vouches_for(sweep, record, lane, [to_rationals(value)[0] for value in state])
    # It does oscillate at the second rate.
    after = sweeps.of_mode(["0.01", "0.01", 0], 10, etas, 1501, record_every=1501)
    moved = [
        abs(layer[-1, :] - other[-1, :]) for layer, other in zip(sweep.states, after.states, strict=True)
    ]
    assert np.max(moved, axis=0)[0] < 1e-12
    assert np.max(moved, axis=0)[1] > 0.1


def test_a_network_of_oscillating_modes_keeps_digits_that_are_true() -> None:
    layer: Given = [["0.01", 0, 0], [0, "0.01", 0], [0, 0, "0.01"]]
    target: Given = [[10, 0, 0], [0, "9.5", 0], [0, 0, 0]]
    layers: list[Given] = [layer, layer, [[0] * 3] * 3]
    sweep = sweeps.of_network(layers, target, ["0.0325"], 800, record_every=200)
    run = gd.run(layers, target, "0.0325", 800, digits=30, record_every=200)
    assert sweep.vouched_digits.min() >= 9
    for record, state in enumerate(run.states):
        exact = [to_rationals(entry)[0] for matrix in state for entry in matrix.entries()]
        assert vouches_for(sweep, record, 0, exact)


def test_chaos_uses_the_digits_up_and_ends_the_lane() -> None:
    sweep = sweeps.of_mode(["0.01", "0.01", 0], 10, ["0.0325", "0.05"], 600, record_every=10)
    assert sweep.outcomes == (Outcome.COMPLETED, Outcome.LOST)
    last = sweep.last_steps[1]
    assert 200 < last < 600
    assert sweep.vouched_digits[-1, 1] >= 1
    run = modes.run(["0.01", "0.01", 0], 10, "0.05", last, digits=20, record_every=10)
    for record, state in enumerate(run.states[:-1]):
        assert vouches_for(sweep, record, 1, [to_rationals(value)[0] for value in state])
    assert vouches_for(sweep, -1, 1, [to_rationals(value)[0] for value in run.states[-1]])


@pytest.mark.parametrize("rate", ["1", "1e20", "1e300"])
def test_a_lane_that_diverges_or_overflows_is_reported_and_leaves_the_others_alone(rate: str) -> None:
    layers: list[Given] = [[["1/2", 1]], [[1], ["1/3"]]]
    target = [[3, 0], [0, 1]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alone = sweeps.of_network(layers, target, ["1/20"], 200)
        both = sweeps.of_network(layers, target, ["1/20", rate], 200)
    assert both.outcomes == (Outcome.COMPLETED, Outcome.DIVERGED)
    for one, other in zip(alone.states, both.states, strict=True):
        assert np.all(np.isfinite(other))
        assert np.array_equal(one[:, 0], other[:, 0])
    assert np.array_equal(alone.vouched_digits[:, 0], both.vouched_digits[:, 0])
    # Balls pass the bound at the same step, and before that agree with the lane.
    run = gd.run(layers, target, rate, 200)
    assert run.outcome is Outcome.DIVERGED
    assert run.steps_recorded[-1] == both.last_steps[1] + 1
    exact = [to_rationals(entry)[0] for matrix in run.states[-2] for entry in matrix.entries()]
    assert vouches_for(both, both.last_steps[1], 1, exact)
    assert vouches_for(both, 200, 1, exact)


def test_deep_layers_that_overflow_in_one_step_diverge() -> None:
    layers = ["1e25"] * 9
    sweep = sweeps.of_mode(layers, 1, ["1", "1e-500"], 5)
    assert sweep.outcomes[0] is Outcome.DIVERGED
    assert sweep.last_steps[0] == 0
    assert all(np.all(np.isfinite(layer)) for layer in sweep.states)


def test_records_are_thinned_but_keep_the_last_step() -> None:
    full = sweeps.of_mode([1, "1/2"], 1, ["1/10"], 10)
    thin = sweeps.of_mode([1, "1/2"], 1, ["1/10"], 10, record_every=4)
    assert thin.steps_recorded == (0, 4, 8, 10)
    for one, other in zip(thin.states, full.states, strict=True):
        assert np.array_equal(one, other[[0, 4, 8, 10]])
    assert np.array_equal(thin.errors, full.errors[[0, 4, 8, 10]])


def test_a_mode_and_a_network_of_one_entry_agree() -> None:
    mode = sweeps.of_mode(["1/3", "1/7", 1], 2, ["1/9", "1/5"], 50)
    network = sweeps.of_network([[["1/3"]], [["1/7"]], [[1]]], [[2]], ["1/9", "1/5"], 50)
    for one, other in zip(mode.states, network.states, strict=True):
        assert np.all(np.abs(one - other[..., 0, 0]) <= mode.errors + network.errors)


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        sweeps.of_mode([1], 1, [0.1], 1)  # type: ignore[list-item]
    with pytest.raises(ValueError, match="eta is -1"):
        sweeps.of_mode([1], 1, [-1], 1)
    with pytest.raises(ValueError, match="no learning rates"):
        sweeps.of_mode([1], 1, [], 1)
    with pytest.raises(ValueError, match="no layers"):
        sweeps.of_mode([], 1, [1], 1)
    with pytest.raises(ValueError, match="no layers"):
        sweeps.of_network([], [[1]], [1], 1)
    with pytest.raises(ValueError, match="target is 2 x 1"):
        sweeps.of_network([[[1]]], [[1], [1]], [1], 1)
    with pytest.raises(ValueError, match="number of steps"):
        sweeps.of_mode([1], 1, [1], -1)
    with pytest.raises(ValueError, match="record_every"):
        sweeps.of_mode([1], 1, [1], 1, record_every=0)
    with pytest.raises(ValueError, match="too large for float64"):
        sweeps.of_mode(["1e400"], 1, [1], 1)
