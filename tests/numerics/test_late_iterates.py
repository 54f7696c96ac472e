"""Late layer values on float64 against runs in balls."""

import numpy as np
import pytest

from numerics import late_iterates, modes


def test_late_values_are_those_of_a_run_in_balls() -> None:
    start, rates = ["0.01", "0.01", 0], ["0.02", "0.034", "0.0395"]
    found = late_iterates.layer_values(start, 10, rates, 1196, 4)
    assert found.shape == (3, 4, 3)
    for rate, values in zip(rates, found, strict=True):
        states = modes.run(start, 10, rate, 1200, 30).states[-4:]
        expected = np.array([[float(layer.mid()) for layer in state] for state in states])
        assert values == pytest.approx(expected, rel=1e-11)


def test_a_run_that_diverges_is_not_finite() -> None:
    assert not np.isfinite(late_iterates.layer_values([1, 1], 5, ["2"], 100, 1)).any()


@pytest.mark.parametrize(("rates", "skipped", "kept"), [(["0"], 1, 1), (["1"], -1, 1), (["1"], 1, 0)])
def test_inputs_out_of_range_are_refused(rates: list[str], skipped: int, kept: int) -> None:
    with pytest.raises(ValueError, match="needs to be"):
        late_iterates.layer_values([1], 1, rates, skipped, kept)
