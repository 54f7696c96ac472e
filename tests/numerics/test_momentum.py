"""Heavy-ball steps: what they are without momentum, and multipliers of pairs against enclosed ones."""

import numpy as np
import pytest

from numerics import floquet, momentum, orbits
from numerics.balls import working_bits


def test_a_step_from_rest_is_one_of_gradient_descent_and_the_next_one_goes_on() -> None:
    layers = np.array([[[1.5]], [[2.25]]])
    target = np.array([[5.0]])
    start = momentum.at_rest(layers)
    first, second = momentum.run(start, target, 0.1, 0.9, 2)
    error = 1.5 * 2.25 - 5
    moved = np.array([[[1.5 - 0.1 * error * 2.25]], [[2.25 - 0.1 * error * 1.5]]])
    assert first.layers == pytest.approx(moved, rel=1e-15)
    (plain,) = momentum.run(momentum.at_rest(first.layers), target, 0.1, 0.0, 1)
    assert second.layers == pytest.approx(plain.layers + 0.9 * (moved - layers), rel=1e-15)


def test_gradient_is_that_of_the_loss() -> None:
    draw = np.random.default_rng(1)
    layers, target = draw.normal(size=(3, 4, 4)), draw.normal(size=(4, 4))

    def loss(moved: np.ndarray) -> float:
        return float(np.square(moved[2] @ moved[1] @ moved[0] - target).sum() / 2)

    slopes = momentum.gradient(layers, target)
    for place in ((0, 1, 2), (1, 3, 0), (2, 2, 2)):
        step = np.zeros_like(layers)
        step[place] = 1e-6
        assert slopes[place] == pytest.approx((loss(layers + step) - loss(layers - step)) / 2e-6, rel=1e-6)


@pytest.mark.parametrize(("other", "oscillates"), [("9.5", True), ("6", False)])
def test_pair_multipliers_without_momentum_are_those_enclosed(other: str, oscillates: bool) -> None:
    eta, sigmas = 0.034, (10.0, float(other))

    def points(sigma: float) -> list[float]:
        kappa = eta * 3 * sigma ** (4 / 3)
        if kappa < 2:
            return [sigma ** (1 / 3)] * 2
        orbit = orbits.enclose(3, str(kappa), 20)
        return [float((sigma * end).mid()) ** (1 / 3) for end in (orbit.lower, orbit.upper)]

    pairs = zip(points(sigmas[0]), points(sigmas[1]), strict=True)
    states = [np.array([pair] * 3) for pair in pairs]
    neutral, multipliers = floquet.pair_multipliers(3, "0.034", 10, other, True, 20)
    with working_bits(100):
        enclosed = float(multipliers[0].size().mid())
    assert (enclosed > 1) is oscillates
    assert neutral > 0
    found = momentum.pair_growth(states, sigmas, eta, 0.0)
    assert found == pytest.approx(max(1.0, enclosed), abs=1e-6)
