"""Sweeps of the network on float64 against the run of one learning rate."""

import numpy as np
import pytest

from numerics import float_runs, plain_sweeps

RATES = ["0.01", "0.02", "0.03"]


def drawn(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape) / 2


@pytest.mark.parametrize("shapes", [[(2, 2)] * 2, [(3, 3)] * 4, [(4, 2), (3, 4)], [(5, 5)] * 3])
def test_they_agree_with_single_runs(shapes: list[tuple[int, int]]) -> None:
    layers = [drawn(place, *shape) for place, shape in enumerate(shapes)]
    target = drawn(9, shapes[-1][0], shapes[0][1])
    found = plain_sweeps.of_network(layers, target, RATES, 60, 3)
    bases = float_runs.Bases(np.eye(target.shape[0])[:, :1], np.eye(target.shape[1])[:, :1])
    for eta, products in zip(RATES, found.products, strict=True):
        alone = float_runs.run(layers, target, bases, float(eta), 60)
        np.testing.assert_allclose(products[:, 0, 0], alone.values[-3:, 0], rtol=0, atol=1e-12)
        losses = ((products - target) ** 2).sum((1, 2)) / 2
        np.testing.assert_allclose(losses, alone.losses[-3:], rtol=0, atol=1e-12)
    assert not found.diverged.any()


def test_lanes_do_not_depend_on_one_another() -> None:
    one = np.eye(1)
    rates = [f"{k}/700" for k in range(1, plain_sweeps.LANES + 20)] + ["9"]
    found = plain_sweeps.of_network([one, one], 4 * one, rates, 97, 2)
    assert found.diverged.nonzero()[0].tolist()[-1] == len(rates) - 1
    for place in (0, 100, plain_sweeps.LANES - 1, plain_sweeps.LANES, len(rates) - 1):
        alone = plain_sweeps.of_network([one, one], 4 * one, [rates[place]], 97, 2)
        np.testing.assert_array_equal(found.products[place], alone.products[0])


@pytest.mark.parametrize(
    ("rates", "steps", "kept"), [([], 1, 1), (["0"], 1, 1), (["1"], 0, 1), (["1"], 3, 4), (["1"], 1, 0)]
)
def test_unusable_input_is_refused(rates: list[str], steps: int, kept: int) -> None:
    with pytest.raises(ValueError, match=r"rate|number|steps"):
        plain_sweeps.of_network([np.eye(1)], np.eye(1), rates, steps, kept)
