"""The interval that a step of a balanced mode takes into itself, against the step itself."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from numerics import invariant_interval


def step(depth: int, kappa: float, x: np.ndarray) -> np.ndarray:
    return x + kappa / depth * (1 - x**depth) * x ** (depth - 1)


@pytest.mark.parametrize(
    ("depth", "kappa"), [(2, "2.7"), (2, "3.1"), (3, "2.8"), (3, "3.6"), (4, "3.9"), (7, "3")]
)
def test_a_step_maps_the_interval_onto_itself(depth: int, kappa: str) -> None:
    found = invariant_interval.enclose(depth, arb(kappa))
    assert found is not None
    low, high = float(found.lower), float(found.upper)
    assert 0 < low < 1 < high
    after = step(depth, float(Fraction(kappa)), np.linspace(low, high, 200001))
    assert after.min() == pytest.approx(low, abs=1e-9)
    assert after.max() == pytest.approx(high, abs=1e-9)


@pytest.mark.parametrize(("depth", "kappa"), [(2, "3.5"), (2, "3.999"), (4, "4.3")])
def test_beyond_positivity_an_even_depth_keeps_a_symmetric_interval(depth: int, kappa: str) -> None:
    found = invariant_interval.enclose(depth, arb(kappa))
    assert found is not None
    assert float(found.lower) == -float(found.upper)
    after = step(depth, float(Fraction(kappa)), np.linspace(float(found.lower), float(found.upper), 200001))
    assert np.abs(after).max() <= float(found.upper) + 1e-9
    assert not invariant_interval.escapes(depth, arb(kappa))


def test_two_layers_escape_beyond_four() -> None:
    assert invariant_interval.escapes(2, arb("4.0001"))
    assert not invariant_interval.escapes(2, arb("3.9999"))
    assert not invariant_interval.escapes(3, arb("4.6"))
    assert invariant_interval.enclose(2, arb("4.0001")) is None


def test_an_odd_depth_ends_at_the_saddle() -> None:
    assert not invariant_interval.ends_at_zero(3, arb("3.66"))
    assert invariant_interval.ends_at_zero(3, arb("3.662"))
    assert not invariant_interval.ends_at_zero(4, arb("4.2"))
    x = np.linspace(0.3, 0.6, 50)
    for _ in range(20000):
        x = step(3, 3.8, x)
    assert (x < 0).mean() > 0.9
    assert np.abs(x).max() < 1.7


def test_what_is_not_certain_is_not_said() -> None:
    assert invariant_interval.enclose(3, arb(3.66, 0.1)) is None
    assert not invariant_interval.escapes(2, arb(4, 0.1))
    assert not invariant_interval.ends_at_zero(3, arb(3.66, 0.1))
