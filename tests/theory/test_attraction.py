"""The core of the map of a balanced mode, and what it attracts; every line is needed."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import argument as arguments
from theory import attraction, core, critical_point, multipliers
from theory.argument import Argument
from theory.stability import DoublingAgainst, StableUntilDoubling
from theory.symbols import L, rho, u

ARGUMENT = attraction.attracts(depths=range(2, 6))


def test_every_line_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ARGUMENT.check().holds
    # Even if every remaining step were justified, the list would not be an argument.
    monkeypatch.setattr(arguments, "_justified", lambda step, premises: True)
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
    assert not attraction.attracts(lost_at=sympy.Rational(-1001, 1000), depths=(2, 3)).check().holds
    assert not attraction.attracts(lost_at=sympy.Rational(-999, 1000), depths=(2, 3)).check().holds
    assert not attraction.attracts(multipliers.MULTIPLIER / 2, depths=(2, 3)).check().holds


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


def conclusion_without(index: int) -> bool:
    """Say whether the last rule accepts its premises with one of them left out."""
    by_label = {step.label: step.claim for step in ARGUMENT.steps}
    last = ARGUMENT.steps[-1]
    premises = [by_label[label] for label in last.uses]
    assert attraction.SINGER.justifies(last.claim, premises)
    return attraction.SINGER.justifies(last.claim, premises[:index] + premises[index + 1 :])


@pytest.mark.parametrize("index", range(6))
def test_every_premise_of_the_theorem_is_needed(index: int) -> None:
    assert not conclusion_without(index)


def test_the_doubling_has_to_come_before_the_end_of_the_core() -> None:
    depths = (2, 3)
    stable = StableUntilDoubling(depths)
    claim = attraction.AttractsAlmostAll(depths)

    def follows(up_to: sympy.Expr, said: sympy.Expr, after: bool = False) -> bool:
        kept = core.CoreIsPositive(up_to, core.LOWEST)
        ends = [DoublingAgainst(depth, said, after) for depth in depths]
        return attraction.SINGER.justifies(claim, [kept, stable, *ends])

    rate = critical_point.LARGEST_RATE
    assert follows(rate, rate)
    # Premises about a larger rate than that of the core, or about the wrong side, do not do.
    assert not follows(rate, rate + 1)
    assert not follows(rate, rate, after=True)
    # Where the core is known only up to a rate before the doubling, the premise itself is false.
    assert not DoublingAgainst(3, sympy.Rational(12, 5), after=False).decide()


def test_the_largest_doubling_known_leaves_room() -> None:
    assert DoublingAgainst(64, critical_point.LARGEST_RATE, after=False).decide()
    assert DoublingAgainst(64, sympy.Rational(5, 2), after=True).decide()
