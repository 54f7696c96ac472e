"""Depth and target against the edge: the arguments hold, all of them is needed, thresholds are exact."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import depth
from theory.argument import Argument
from theory.depth import SHARPNESS
from theory.symbols import L, eta, sigma_top

TARGET = (2 / (eta * L)) ** (L / (2 * L - 2))
ARGUMENTS = {
    "reaches": depth.reaches(),
    "target": depth.target(TARGET),
    "next depth": depth.next_depth(depth.NEXT_DEPTH_BOUND),
    "from two": depth.increases_from_two(sympy.Rational(8, 27)),
    "turning": depth.turns_at(-2 * sympy.log(sigma_top)),
    "deep": depth.deep_enough(2 / (eta * sigma_top**2)),
}


@pytest.mark.parametrize("argument", ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments_hold_and_need_every_step_and_premise(argument: Argument) -> None:
    assert argument.check().holds, argument.check().failure
    claims = {step.label: step.claim for step in argument.steps}
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not replace(argument, steps=rest).check().holds, step.label
        if step.rule is not None:
            premises = [claims[label] for label in step.uses]
            for left_out in range(len(premises)):
                fewer = premises[:left_out] + premises[left_out + 1 :]
                assert not step.rule.justifies(step.claim, fewer), (step.label, left_out)


WRONG: dict[str, Callable[[], Argument]] = {
    "sharpness": lambda: depth.reaches(2 * SHARPNESS),
    "target base": lambda: depth.target((3 / (eta * L)) ** (L / (2 * L - 2))),
    "target power": lambda: depth.target((2 / (eta * L)) ** (L / (2 * L - 1))),
    "next depth base": lambda: depth.next_depth((L / (L + 2)) ** (L * (L + 1) / 2)),
    "next depth power": lambda: depth.next_depth((L / (L + 1)) ** (L * (L - 1) / 2)),
    "next depth scale": lambda: depth.next_depth(2 * depth.NEXT_DEPTH_BOUND),
    "from two": lambda: depth.increases_from_two(sympy.Rational(7, 27)),
    "turning": lambda: depth.turns_at(-3 * sympy.log(sigma_top)),
    "deep constant": lambda: depth.deep_enough(1 / (eta * sigma_top**2)),
    "deep exponent": lambda: depth.deep_enough(2 / (eta * sigma_top)),
}


@pytest.mark.parametrize("build", WRONG.values(), ids=WRONG)
def test_a_changed_threshold_is_not_established(build: Callable[[], Argument]) -> None:
    assert not build().check().holds


@pytest.mark.parametrize("layers", range(2, 12))
def test_neighbouring_depths_are_equally_sharp_at_the_threshold(layers: int) -> None:
    at = depth.NEXT_DEPTH_BOUND.subs(L, layers)
    one, other = (float(SHARPNESS.subs({sigma_top: at, L: n}).evalf()) for n in (layers, layers + 1))
    assert math.isclose(one, other, rel_tol=1e-12)
    assert at <= sympy.Rational(8, 27)
