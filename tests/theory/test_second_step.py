from fractions import Fraction

import pytest
import sympy

from theory import second_step
from theory.argument import Argument
from theory.symbols import L, alpha, kappa

PULL = kappa * alpha ** (L - 2) * (kappa * alpha ** (2 * L - 2) / L - 1) / L
ARGUMENT = second_step.enlarges(PULL, sympy.sqrt(2))


def test_beyond_the_pull_the_second_step_enlarges_the_gap() -> None:
    assert ARGUMENT.check().holds
    assert second_step.enlarges(PULL, sympy.Rational(3, 2)).check().holds


@pytest.mark.parametrize("index", range(len(ARGUMENT.steps)))
def test_every_step_is_needed(index: int) -> None:
    steps = (*ARGUMENT.steps[:index], *ARGUMENT.steps[index + 1 :])
    assert not Argument(ARGUMENT.shows, steps).check().holds


@pytest.mark.parametrize(
    ("pull", "beyond"),
    [
        (PULL, sympy.Rational(1414, 1000)),
        (PULL * sympy.Rational(1001, 1000), sympy.sqrt(2)),
        (PULL * alpha, sympy.sqrt(2)),
        (PULL + 1, sympy.sqrt(2)),
    ],
)
def test_moved_constants_fail(pull: sympy.Expr, beyond: sympy.Expr) -> None:
    assert not second_step.enlarges(pull, beyond).check().holds


@pytest.mark.parametrize("depth", [2, 3, 5])
def test_the_gaps_are_those_of_two_plain_steps(depth: int) -> None:
    rate, start = Fraction(7, 3) / depth, Fraction(6, 5)
    layers, gaps = [start] * (depth - 1) + [Fraction(0)], []
    for _ in range(3):
        gaps.append(layers[-1] ** 2 - layers[0] ** 2)
        product = Fraction(1)
        for layer in layers:
            product *= layer
        others = [start_product(layers, index) for index in range(depth)]
        layers = [layer - rate * (product - 1) * other for layer, other in zip(layers, others, strict=True)]
    at = {L: depth, kappa: sympy.Rational(7, 3), alpha: sympy.Rational(6, 5)}
    assert [gap.subs(at) for gap in second_step.gaps()] == [sympy.Rational(str(gap)) for gap in gaps[1:]]


def start_product(layers: list[Fraction], left_out: int) -> Fraction:
    product = Fraction(1)
    for index, layer in enumerate(layers):
        product *= 1 if index == left_out else layer
    return product
