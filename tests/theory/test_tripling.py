"""Two layers at kappa = 4: the argument needs its identity, and holds for no other constants."""

import dataclasses

import pytest
import sympy

from theory.symbols import rho
from theory.tripling import one_step, triples


def test_the_identity_is_needed() -> None:
    argument = triples(sympy.Integer(4), 2 - rho**2, sympy.Integer(9))
    assert argument.check().holds
    assert not dataclasses.replace(argument, steps=argument.steps[1:]).check().holds


@pytest.mark.parametrize(
    ("rate", "weight", "factor"),
    [
        (4, 2 - rho**2, 8),
        (4, 3 - rho**2, 9),
        (3, 2 - rho**2, 9),
        (4, sympy.Integer(0), 9),
        (4, rho**2 - 2, 9),
    ],
)
def test_other_constants_are_not_proved(rate: int, weight: sympy.Expr, factor: int) -> None:
    assert not triples(sympy.Integer(rate), weight, sympy.Integer(factor)).check().holds


def test_a_step_is_the_sine_of_three_angles() -> None:
    angle = sympy.pi / 7
    start = sympy.sqrt(2) * sympy.sin(angle)
    assert (
        abs((one_step(sympy.Integer(4)).subs(rho, start) - sympy.sqrt(2) * sympy.sin(3 * angle)).evalf())
        < 1e-12
    )
