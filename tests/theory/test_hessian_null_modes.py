"""Null modes at (alpha, ..., alpha, 0): no step can be left out, moved exponents fail."""

import pytest
import sympy

from theory import hessian, hessian_null_modes
from theory.argument import Argument
from theory.layer_powers import d, l, r, sigma_i
from theory.symbols import L, alpha

TERM = (sigma_i ** (1 - (1 + l) / L) * alpha**l) ** 2
ALONE = alpha ** (2 * L - 2)
ZERO = L * d**2 - d**2


def test_every_step_is_needed() -> None:
    argument = hessian_null_modes.spectrum(TERM, ALONE, ZERO)
    assert argument.check().holds
    for index in range(len(argument.steps)):
        shorter = Argument(argument.shows, argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds


@pytest.mark.parametrize(
    ("term", "alone", "zero"),
    [
        (TERM * alpha**2, ALONE, ZERO),
        (TERM, alpha ** (2 * L), ZERO),
        (TERM, 2 * ALONE, ZERO),
        (TERM, ALONE, L * d**2 - r**2),
        (TERM, ALONE, ZERO + 1),
    ],
)
def test_other_formulas_fail(term: sympy.Expr, alone: sympy.Expr, zero: sympy.Expr) -> None:
    assert not hessian_null_modes.spectrum(term, alone, zero).check().holds


def test_another_eigenvalue_with_the_null_space_fails() -> None:
    values = (hessian.MODE, hessian.PAIR_TERM, hessian.NULL)
    assert hessian_null_modes.spectrum(TERM, ALONE, ZERO, *values).check().holds
    assert not hessian_null_modes.spectrum(TERM, ALONE, ZERO, *values[:2], 2 * hessian.NULL).check().holds
