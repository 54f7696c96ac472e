"""Runs that are left where they repeat give the values of runs made step by step, bit for bit."""

from fractions import Fraction

import numpy as np
import pytest

from numerics import attractor, modes

KAPPAS = [Fraction(3, 2) + Fraction(k, 128) for k in range(230)]


def step_by_step(depth: int, steps: int, kept: int) -> np.ndarray:
    layer = np.full(len(KAPPAS), attractor.START)
    eta = np.array([float(kappa / depth) for kappa in KAPPAS])
    values = []
    with np.errstate(over="ignore", invalid="ignore"):
        for count in range(steps + kept):
            others = np.ones_like(layer)
            for bit in f"{depth - 1:b}":
                others = others * others
                others = others * layer if bit == "1" else others
            layer = layer - (others * layer - 1) * others * eta
            if count >= steps:
                values.append(layer)
    return np.stack(values, axis=-1)


@pytest.mark.parametrize("depth", [2, 3, 4, 7])
@pytest.mark.parametrize("skipped", [0, 5 * attractor.LAP, 2000])
def test_values_are_those_of_every_single_step(depth: int, skipped: int) -> None:
    found = attractor.end_to_end_values(depth, KAPPAS, skipped, 6)
    layers = step_by_step(depth, skipped, 6)
    with np.errstate(over="ignore", invalid="ignore"):
        expected = layers**depth
    assert (np.isfinite(found) == np.isfinite(expected)).all()
    kept = np.isfinite(expected)
    # The powers may be taken in another order; the layer values are the same to the last bit.
    np.testing.assert_allclose(found[kept], expected[kept], rtol=1e-14)


def test_chaotic_runs_do_not_lose_a_bit() -> None:
    # Beyond the cascade one wrong bit would be at the size of the attractor after some hundred steps.
    found = attractor.end_to_end_values(3, ["2.75", "2.8"], 1500, 4)
    layer = np.full(2, attractor.START)
    eta = np.array([float(Fraction("2.75") / 3), float(Fraction("2.8") / 3)])
    for _ in range(1500):
        others = layer * layer
        layer = layer - (others * layer - 1) * others * eta
    for column in range(4):
        others = layer * layer
        layer = layer - (others * layer - 1) * others * eta
        np.testing.assert_array_equal(found[:, column], layer * layer * layer)


def test_a_step_is_that_of_the_modes() -> None:
    for depth in (2, 3, 5, 8):
        found = attractor.end_to_end_values(depth, ["2.2"], 0, 1)[0, 0]
        eta = float(Fraction("2.2") / depth)
        layer = modes.step([attractor.START] * depth, 1.0, eta)[0]
        assert found == pytest.approx(layer**depth, rel=1e-14)
