"""Starts that are aimed at a layer value."""

from fractions import Fraction

import pytest
from flint import arb, fmpq

import numerics
from numerics.errors import Inconclusive


def _nothing(_: fmpq) -> fmpq:
    return fmpq(0)


@pytest.mark.parametrize(("depth", "start"), [(3, "1/50"), (4, "1/10"), (2, "1/50")])
def test_the_start_comes_close_to_the_goal_and_not_before(depth: int, start: str) -> None:
    rate, goal = Fraction(4, 3 * depth), Fraction(4, 5)
    aimed = numerics.aiming.aim(depth, rate, goal, start, _nothing, width="1/1000000", most_steps=1000)
    run = numerics.modes.run(aimed.layers, 1, rate, aimed.steps)
    reached = [state[0] for state in run.states]
    assert abs(reached[-1] - arb(fmpq(4, 5))) < arb("1e-6")
    assert all(value < fmpq(4, 5) for value in reached[:-1])
    assert numerics.exact.rational(start) / 2 <= aimed.layers[0] <= numerics.exact.rational(start)
    assert aimed.layers[-1] == 0


def test_the_last_layer_follows_the_others() -> None:
    aimed = numerics.aiming.aim(
        5, "1/2", "9/10", "1/2", lambda shared: shared - fmpq(1, 100), width="1/1000", most_steps=1000
    )
    assert len(aimed.layers) == 5
    assert aimed.layers[0] - aimed.layers[-1] == fmpq(1, 100)


def test_what_cannot_be_met_is_not_claimed() -> None:
    with pytest.raises(Inconclusive, match="not passed within 5 steps"):
        numerics.aiming.aim(3, 1, "4/5", "1/50", _nothing, width="1/1000", most_steps=5)
    with pytest.raises(Inconclusive, match="no start below"):
        # The first step is already beyond: nothing between start/2 and start stays close to the goal.
        numerics.aiming.aim(2, 1, "1/100", "1/10", _nothing, width="1/1000", most_steps=5)
    with pytest.raises(TypeError):
        numerics.aiming.aim(3, 0.5, "4/5", "1/50", _nothing, width="1/1000", most_steps=5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the goal"):
        numerics.aiming.aim(3, 1, 0, "1/50", _nothing, width="1/1000", most_steps=5)
