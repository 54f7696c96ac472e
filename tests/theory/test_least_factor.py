import pytest
import sympy

from theory import least_factor
from theory.argument import Argument
from theory.least_factor import LeastRatio
from theory.symbols import L, alpha, kappa
from theory.window import ALPHA_BOUND

PULL = kappa * alpha ** (L - 2) * (kappa * alpha ** (2 * L - 2) / L - 1) / L
UNIT = sympy.Rational(1, 10**least_factor.DECIMALS)
VALUE = 31196521898227572863368771280422188074473 * UNIT
PLACE = 20605455487564680490770831148330181139961 * UNIT
LARGEST = sympy.Rational(51, 20)
ARGUMENT = least_factor.ratio_bounds(PULL, ALPHA_BOUND, LeastRatio(VALUE, PLACE, LARGEST))


def test_the_least_ratio_holds() -> None:
    assert ARGUMENT.check().holds


@pytest.mark.parametrize("index", range(len(ARGUMENT.steps)))
def test_every_step_is_needed(index: int) -> None:
    steps = (*ARGUMENT.steps[:index], *ARGUMENT.steps[index + 1 :])
    assert not Argument(ARGUMENT.shows, steps).check().holds


@pytest.mark.parametrize(
    "least",
    [
        LeastRatio(VALUE + UNIT, PLACE, LARGEST),
        LeastRatio(VALUE, PLACE - UNIT, LARGEST),
        LeastRatio(VALUE, PLACE, sympy.Rational(103, 50)),
    ],
)
def test_a_moved_ratio_fails(least: LeastRatio) -> None:
    assert not least_factor.ratio_bounds(PULL, ALPHA_BOUND, least).check().holds


@pytest.mark.parametrize(
    ("pull", "fourth"), [(PULL * 2, ALPHA_BOUND), (PULL * alpha, ALPHA_BOUND), (PULL, 2 * ALPHA_BOUND)]
)
def test_other_bounds_fail(pull: sympy.Expr, fourth: sympy.Expr) -> None:
    shown = LeastRatio(VALUE, PLACE, LARGEST)
    assert not least_factor.ratio_bounds(pull, fourth, shown).check().holds
