"""Multipliers of a pair over one period: against those of two steps, and with a null mode."""

from fractions import Fraction

import pytest

from numerics import cycle_multipliers, floquet
from numerics.balls import Truth, less


def test_period_two_agrees_with_the_multipliers_of_two_steps() -> None:
    orbit = cycle_multipliers.attracted(3, "11/5", 2)
    layer = Fraction(4, 5)
    neutral, found = cycle_multipliers.of_pair(orbit, (layer,) * 3, layer**3)
    known, expected = floquet.pair_multipliers(3, Fraction(11, 15), 1, layer**3, digits=20)
    assert neutral == known
    for one in expected:
        assert any(one.ball.overlaps(other.ball) for other in found)


def test_period_four_attracts_next_to_a_null_mode() -> None:
    orbit = cycle_multipliers.attracted(2, "5/2", 4)
    neutral, found = cycle_multipliers.of_pair(orbit, (0, 0), 0)
    assert neutral == 1
    assert all(less(one.size(), 1) is Truth.TRUE for one in found)


def test_a_mode_that_does_not_rest_is_refused() -> None:
    orbit = cycle_multipliers.attracted(2, "5/2", 4)
    with pytest.raises(ValueError, match="does not rest"):
        cycle_multipliers.of_pair(orbit, (1, 1), "1/2")
    with pytest.raises(ValueError, match="layers"):
        cycle_multipliers.of_pair(orbit, (1, 1, 1), 1)
