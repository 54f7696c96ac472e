import pytest
import sympy

from theory import point_ends
from theory.argument import Argument

ARGUMENT = point_ends.best_ends(sympy.Integer(0), sympy.Integer(1), sympy.Integer(1))


def test_points_reach_their_ends() -> None:
    assert ARGUMENT.check().holds


@pytest.mark.parametrize("index", range(len(ARGUMENT.steps)))
def test_every_step_is_needed(index: int) -> None:
    steps = (*ARGUMENT.steps[:index], *ARGUMENT.steps[index + 1 :])
    assert not Argument(ARGUMENT.shows, steps).check().holds


@pytest.mark.parametrize(
    "ends", [("1/1000", "1", "1"), ("0", "999/1000", "1"), ("0", "1001/1000", "1"), ("0", "1", "1001/1000")]
)
def test_moved_ends_fail(ends: tuple[str, str, str]) -> None:
    assert not point_ends.best_ends(*(sympy.Rational(end) for end in ends)).check().holds
