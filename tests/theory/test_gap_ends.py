import pytest
import sympy

from theory import gap_ends
from theory.argument import Argument
from theory.symbols import L, alpha, kappa
from theory.window import WINDOW_TO

FACTOR = 1 - kappa**2 * alpha ** (2 * L - 4) / L**2
LEAST = gap_ends.no_smaller_factor(FACTOR, WINDOW_TO, sympy.Integer(1))
BELOW = gap_ends.keeps_gap_below(sympy.Integer(2), 2 / kappa, 2 / kappa - kappa / 2)


def test_both_arguments_hold() -> None:
    assert LEAST.check().holds
    assert BELOW.check().holds


@pytest.mark.parametrize("index", range(len(LEAST.steps)))
def test_every_step_for_the_factor_is_needed(index: int) -> None:
    steps = (*LEAST.steps[:index], *LEAST.steps[index + 1 :])
    assert not Argument(LEAST.shows, steps).check().holds


@pytest.mark.parametrize("index", range(len(BELOW.steps)))
def test_every_step_below_the_edge_is_needed(index: int) -> None:
    steps = (*BELOW.steps[:index], *BELOW.steps[index + 1 :])
    assert not Argument(BELOW.shows, steps).check().holds


@pytest.mark.parametrize(
    ("factor", "end", "least"),
    [
        (1 - kappa**2 * alpha ** (2 * L - 3) / L**2, WINDOW_TO, 1),
        (FACTOR, sympy.Rational(2825, 1000), 1),
        (FACTOR, WINDOW_TO, sympy.Rational(1001, 1000)),
        (FACTOR, WINDOW_TO, sympy.Rational(999, 1000)),
    ],
)
def test_a_moved_factor_fails(factor: sympy.Expr, end: sympy.Expr, least: sympy.Expr) -> None:
    assert not gap_ends.no_smaller_factor(factor, end, sympy.sympify(least)).check().holds


@pytest.mark.parametrize(
    ("end", "square", "gap"),
    [
        (sympy.Rational(2002, 1000), 2 / kappa, 2 / kappa - kappa / 2),
        (sympy.Integer(2), sympy.Rational(2002, 1000) / kappa, 2 / kappa - kappa / 2),
        (sympy.Integer(2), 2 / kappa, 2 / kappa - kappa / 3),
    ],
)
def test_a_moved_edge_fails(end: sympy.Expr, square: sympy.Expr, gap: sympy.Expr) -> None:
    assert not gap_ends.keeps_gap_below(end, square, gap).check().holds
