from itertools import pairwise

import pytest
from flint import arb_mat

from numerics import gd, modes, rounded
from numerics._iteration import Outcome

CLIMBING: list[int | str] = ["0.01", "0.01", 0]


@pytest.mark.parametrize(("eta", "bits"), [("0.0325", 64), ("0.0325", 200), ("0.02", 500)])
def test_a_long_run_agrees_with_iterated_balls(eta: str, bits: int) -> None:
    run = rounded.of_mode(CLIMBING, 10, eta, 1500, bits, record_every=100)
    truth = modes.run(CLIMBING, 10, eta, 1500, digits=200, record_every=100)
    assert run.outcome is Outcome.COMPLETED
    assert run.steps_recorded == truth.steps_recorded
    # Nearly all of the bits are vouched for, though the balls needed three times as many.
    assert run.vouched_digits > bits * 0.301 - 6
    assert truth.bits > 3 * bits
    for mine, true in zip(run.states, truth.states, strict=True):
        assert all(a.contains(b) for a, b in zip(mine, true, strict=True))
    assert all(a.overlaps(b) for a, b in zip(run.products(), truth.products(), strict=True))


def test_a_network_agrees_with_iterated_balls() -> None:
    layers: list[list[list[int | str]]] = [
        [["1/5", "1/9"], [0, "1/3"], ["1/7", "-1/2"]],
        [["1/4", 0, "1/8"], ["-1/3", 1, "1/6"]],
    ]
    target = [[3, 1], [0, 1]]
    run = rounded.of_network(layers, target, "1/5", 300, 128, record_every=60)
    truth = gd.run(layers, target, "1/5", 300, digits=60, record_every=60)
    assert run.outcome is truth.outcome is Outcome.COMPLETED
    assert run.vouched_digits > 25
    for mine, true in zip(run.states, truth.states, strict=True):
        assert all(isinstance(layer, arb_mat) for layer in mine)
        assert all(a.contains(b) for a, b in zip(mine, true, strict=True))


def test_chaos_uses_the_digits_up_and_more_bits_last_longer() -> None:
    runs = [rounded.of_mode(CLIMBING, 10, "0.05", 700, bits, record_every=50) for bits in (64, 128)]
    assert all(run.outcome is Outcome.LOST for run in runs)
    assert runs[0].steps_recorded[-1] + 50 < runs[1].steps_recorded[-1] < 700
    full = rounded.of_mode(CLIMBING, 10, "0.05", 700, 1500, record_every=50)
    assert full.outcome is Outcome.COMPLETED
    for run in runs:
        assert run.vouched_digits >= 1
        for step, state in zip(run.steps_recorded, run.states, strict=True):
            if step % 50 == 0:
                true = full.states[step // 50]
                assert all(a.contains(b) for a, b in zip(state, true, strict=True))


def test_an_error_that_outgrows_float64_is_still_bounded() -> None:
    # The chaotic error grows beyond 10^308 times its first size, so its unit has to change.
    run = rounded.of_mode(CLIMBING, 10, "0.05", 4000, 4000, record_every=4000)
    truth = modes.run(CLIMBING, 10, "0.05", 4000, digits=30, record_every=4000)
    assert run.outcome is Outcome.COMPLETED
    assert 4000 * 0.301 - run.vouched_digits > 308
    assert all(true.contains(mine) for mine, true in zip(run.states[-1], truth.states[-1], strict=True))


@pytest.mark.parametrize("eta", [1, "1e20", "1e300"])
def test_a_diverging_run_says_so_and_stays_finite(eta: int | str) -> None:
    run = rounded.of_network([[[1, 2]], [[1], [1]]], [[3, 0], [0, 1]], eta, 1000)
    truth = gd.run([[[1, 2]], [[1], [1]]], [[3, 0], [0, 1]], eta, 1000)
    assert run.outcome is truth.outcome is Outcome.DIVERGED
    assert run.steps_recorded == truth.steps_recorded
    for mine, true in zip(run.states, truth.states, strict=True):
        assert all(entry.is_finite() for layer in mine for entry in layer.entries())
        assert all(a.overlaps(b) for a, b in zip(mine, true, strict=True))


def test_deep_layers_beyond_float64_diverge() -> None:
    run = rounded.of_mode(["1e25"] * 9, 1, 1, 5)
    assert run.outcome is Outcome.DIVERGED
    assert run.steps_recorded == (0, 1)
    assert all(value.is_finite() for value in run.states[-1])


def test_a_minimum_is_kept() -> None:
    run = rounded.of_mode(["1/2", 2], 1, "3/10", 50)
    assert all(value.contains(1) for value in run.products())


def test_records_are_thinned_but_keep_the_last_step() -> None:
    thin = rounded.of_mode([1, "1/2"], 1, "1/10", 10, record_every=4)
    assert thin.steps_recorded == (0, 4, 8, 10)
    full = rounded.of_mode([1, "1/2"], 1, "1/10", 10)
    assert all(after == before + 1 for before, after in pairwise(full.steps_recorded))
    assert rounded.of_mode([1], 1, 1, 0).steps_recorded == (0,)


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        rounded.of_mode([0.1], 1, 1, 1)  # type: ignore[list-item]
    with pytest.raises(ValueError, match="eta is -1"):
        rounded.of_mode([1], 1, -1, 1)
    with pytest.raises(ValueError, match="number of steps"):
        rounded.of_mode([1], 1, 1, -1)
    with pytest.raises(ValueError, match="number of bits"):
        rounded.of_mode([1], 1, 1, 1, 53)
    with pytest.raises(ValueError, match="record_every"):
        rounded.of_mode([1], 1, 1, 1, record_every=0)
    with pytest.raises(ValueError, match="no layers"):
        rounded.of_network([], [[1]], 1, 1)
    with pytest.raises(ValueError, match="target is 2 x 1"):
        rounded.of_network([[[1]]], [[1], [1]], 1, 1)
