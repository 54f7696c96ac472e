"""The core of the map of a balanced mode, and what it attracts; every line is needed."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import attraction, core, critical_point
from theory.argument import Argument
from theory.symbols import L, rho, u

RATE = sympy.Rational(12, 5)
ARGUMENT = attraction.attracts(RATE, (2, 5))


def test_every_line_is_needed() -> None:
    assert ARGUMENT.check().holds
    for index in range(len(ARGUMENT.steps)):
        steps = ARGUMENT.steps[:index] + ARGUMENT.steps[index + 1 :]
        assert not replace(ARGUMENT, steps=steps).check().holds, ARGUMENT.steps[index].label


def test_nothing_wrong_with_the_core_goes_unnoticed(survivors: Callable[[Argument], list[str]]) -> None:
    assert survivors(core.core()) == []


def test_arguments_are_printed() -> None:
    assert all(step.claim.text and step.claim.latex for step in ARGUMENT.steps)


def test_moved_constants_break_it() -> None:
    assert not core.core(up_to=sympy.Rational(27, 10)).check().holds
    assert not core.core(lowest=sympy.Rational(3, 20)).check().holds
    assert core.core(up_to=sympy.Rational(5, 2), lowest=sympy.Rational(1, 8)).check().holds
    assert not attraction.attracts(sympy.Rational(5, 2), (2, 3)).check().holds


@pytest.mark.parametrize("depth", [2, 3, 4, 5, 6])
def test_values_at_small_depths_have_little_room(depth: int) -> None:
    share = critical_point.SHARES[depth]
    assert critical_point.ValueAtRate(depth, share).decide()
    assert not critical_point.ValueAtRate(depth, share + sympy.Rational(1, 20)).decide()
    assert not critical_point.ValueAtRate(depth, sympy.Rational(1, 4)).decide()
    assert not critical_point.ValueAtRate(None, share).decide()


def test_the_schwarzian_derivative_is_that_of_the_step() -> None:
    f = critical_point.balanced()
    first, second, third = (sympy.diff(f, rho, order) for order in (1, 2, 3))
    said = critical_point.written_out(critical_point.schwarzian())
    difference = rho**2 * (2 * first * third - 3 * second**2) - said
    for depth in (2, 3, 4, 7):
        assert sympy.expand(difference.subs(L, depth)) == 0


def test_the_schwarzian_derivative_can_be_positive_near_zero() -> None:
    at = {L: 4, u: sympy.Rational(1, 100), critical_point.q: sympy.Rational(1, 10)}
    assert critical_point.schwarzian().subs(at) > 0


@pytest.mark.parametrize("depth", [2, 3, 4, 5, 7, 10, 40])
def test_the_core_in_floating_point(depth: int) -> None:
    source = random.Random(depth)
    for _ in range(10):
        h = source.uniform(1.01, 2.6) / depth

        def f(x: float, h: float = h) -> float:
            return x + h * x ** (depth - 1) * (1 - x**depth)

        critical = max((k / 5000 for k in range(2500, 5001)), key=f)
        assert f(f(critical)) ** depth >= 9 / 64
        start = source.uniform(0.8, 1.0) * critical
        for _ in range(20000):
            start = f(start)
        assert f(f(critical)) - 1e-6 <= start <= f(critical) + 1e-6


@pytest.mark.parametrize(("depth", "inside"), [(2, 12), (3, 12), (16, 12)])
def test_multipliers_inside(depth: int, inside: int) -> None:
    rate = sympy.Rational(inside, 5)
    ratio = attraction.ratio_reaching(depth, rate)
    assert attraction.MultiplierInside(depth, rate, ratio).decide()
    # A ratio that does not reach the rate, and a rate beyond the loss of stability, are refused.
    assert not attraction.MultiplierInside(depth, rate, 1 + (ratio - 1) / 2).decide()
    beyond = sympy.Rational(51, 20)
    assert not attraction.MultiplierInside(depth, beyond, attraction.ratio_reaching(depth, beyond)).decide()
