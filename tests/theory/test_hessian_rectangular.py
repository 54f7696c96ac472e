"""The spectrum with rectangular ends: no step can be left out, moved multiplicities fail."""

import pytest
import sympy

from theory import hessian
from theory import hessian_rectangular as rectangular
from theory.argument import Argument
from theory.layer_powers import d, r


def test_every_step_is_needed() -> None:
    argument = rectangular.spectrum()
    assert argument.check().holds
    for index in range(len(argument.steps)):
        shorter = Argument(argument.shows, argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds


@pytest.mark.parametrize("null", [2 * (d - r), rectangular.d_in - r, rectangular.NULL_MULTIPLICITY + 1])
def test_other_multiplicities_fail(null: sympy.Expr) -> None:
    assert not rectangular.spectrum(null).check().holds
    zero = rectangular.ENTRIES - r**2 - r * null
    assert not rectangular.spectrum(null, zero).check().holds


def test_another_eigenvalue_with_the_null_spaces_fails() -> None:
    counts = (rectangular.NULL_MULTIPLICITY, rectangular.ZERO_MULTIPLICITY)
    values = (hessian.MODE, hessian.PAIR_TERM, hessian.NULL)
    assert rectangular.spectrum(*counts, *values).check().holds
    assert not rectangular.spectrum(*counts, *values[:2], 2 * hessian.NULL).check().holds


def test_square_ends_give_the_square_case() -> None:
    square = {rectangular.d_in: d, rectangular.d_out: d}
    assert sympy.expand(rectangular.NULL_MULTIPLICITY.subs(square) - 2 * (d - r)) == 0
