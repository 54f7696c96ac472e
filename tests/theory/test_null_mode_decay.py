"""The decay of balanced null modes: every step is needed, and a moved constant is not proved."""

import pytest
import sympy

from theory import null_mode_decay
from theory.argument import Argument
from theory.symbols import L, v


def test_every_step_is_needed() -> None:
    whole = null_mode_decay.reciprocal_grows()
    assert whole.check().holds
    for left_out in whole.steps:
        rest = tuple(step for step in whole.steps if step is not left_out)
        assert not Argument(whole.shows, rest).check().holds


@pytest.mark.parametrize(
    "moved",
    [
        {"power": 2 * L - 1},
        {"least": 2 * L - 1},
        {"least": sympy.Integer(0)},
        {"most": 2 * L - 2 + (2 * L - 2) ** 2 * v},
        {"most": 2 * L - 1 + 2 * (2 * L - 2) ** 2 * v},
    ],
    ids=str,
)
def test_a_moved_formula_is_not_proved(moved: dict[str, sympy.Expr]) -> None:
    assert not null_mode_decay.reciprocal_grows(**moved).check().holds
