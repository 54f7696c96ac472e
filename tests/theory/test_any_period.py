"""Two layers, any period: every step of the argument is needed, and the constant is the right one."""

import pytest
import sympy

from theory.argument import Argument
from theory.floquet import any_period


def test_the_argument_holds_and_needs_every_step() -> None:
    argument = any_period.turns_on_every_orbit(any_period.TOTAL)
    assert argument.check().holds
    for place in range(len(argument.steps)):
        steps = argument.steps[:place] + argument.steps[place + 1 :]
        assert not Argument(argument.shows, steps).check().holds


@pytest.mark.parametrize("total", [sympy.Rational(3999, 1000), sympy.Rational(4001, 1000)])
def test_a_moved_constant_fails(total: sympy.Rational) -> None:
    assert not any_period.turns_on_every_orbit(total).check().holds
