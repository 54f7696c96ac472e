from fractions import Fraction

import pytest
import sympy

from theory import third_step
from theory.argument import Argument
from theory.symbols import alpha, kappa

AFTER = kappa * alpha**2 * (4 - kappa * alpha**2) * (8 + 2 * kappa**2 - kappa**3 * alpha**2) / 32
PULL = kappa * (1 - AFTER) / 2
ARGUMENT = third_step.enlarges(PULL, sympy.sqrt(2))


def test_beyond_the_pull_the_third_step_enlarges_the_gap() -> None:
    assert ARGUMENT.check().holds


@pytest.mark.parametrize("index", range(len(ARGUMENT.steps)))
def test_every_step_is_needed(index: int) -> None:
    steps = (*ARGUMENT.steps[:index], *ARGUMENT.steps[index + 1 :])
    assert not Argument(ARGUMENT.shows, steps).check().holds


@pytest.mark.parametrize(
    ("pull", "beyond"),
    [(PULL, sympy.Rational(1414, 1000)), (PULL * sympy.Rational(1001, 1000), sympy.sqrt(2)), (AFTER, 2)],
)
def test_moved_constants_fail(pull: sympy.Expr, beyond: sympy.Expr) -> None:
    assert not third_step.enlarges(pull, sympy.sympify(beyond)).check().holds


def test_the_gaps_are_those_of_three_plain_steps() -> None:
    rate, first, last, gaps = Fraction(27, 20), Fraction(9, 8), Fraction(0), []
    for _ in range(4):
        gaps.append(first**2 - last**2)
        error = first * last - 1
        first, last = first - rate * error * last, last - rate * error * first
    at = {kappa: sympy.Rational(27, 10), alpha: sympy.Rational(9, 8)}
    assert [gap.subs(at) for gap in third_step.gaps()] == [sympy.Rational(str(gap)) for gap in gaps[2:]]
