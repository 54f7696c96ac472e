"""The doubling as the depth grows: the limit map, its doubling, and the way there."""

import math
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from flint import ctx

from theory import argument as arguments
from theory import deep_doubling, limit_doubling, limit_map, multipliers, orbits
from theory.argument import Argument
from theory.limit_map import MULTIPLIER, RATE, w
from theory.symbols import L, Z, z

LIMIT = limit_doubling.limit_doubling()
WHOLE = deep_doubling.tends_to_limit()
UNIT = sympy.Rational(1, 10**limit_doubling.DECIMALS)


def test_nothing_wrong_with_the_limit_goes_unnoticed(survivors: Callable[[Argument], list[str]]) -> None:
    assert survivors(LIMIT) == []


@pytest.mark.parametrize("argument", [WHOLE, deep_doubling.rises(depths=range(2, 8))])
def test_every_line_is_needed(argument: Argument, monkeypatch: pytest.MonkeyPatch) -> None:
    assert argument.check().holds
    # Even if every remaining step were justified, the list would not be an argument.
    monkeypatch.setattr(arguments, "_justified", lambda step, premises: True)
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not replace(argument, steps=rest).check().holds, step.label
        assert step.claim.text
        assert step.claim.latex


def test_moved_constants_break_it() -> None:
    assert not limit_doubling.limit_doubling(value=limit_doubling.DOUBLING + UNIT).check().holds
    assert not limit_doubling.limit_doubling(value=limit_doubling.DOUBLING - UNIT).check().holds
    assert not limit_doubling.limit_doubling(value=sympy.sqrt(6)).check().holds
    assert not deep_doubling.tends_to_limit(rate=2 * RATE).check().holds
    assert not deep_doubling.tends_to_limit(multiplier=MULTIPLIER + w).check().holds
    assert not deep_doubling.rises(bound=sympy.Rational(25029, 10000)).check().holds
    assert not deep_doubling.rises(depths=(2,)).check().holds
    assert not deep_doubling.DoublingRises(1).decide()


def test_premises_of_the_last_rule_cannot_be_exchanged() -> None:
    by_label = {step.label: step.claim for step in WHOLE.steps}
    last = WHOLE.steps[-1]
    premises = [by_label[label] for label in last.uses]
    rule = deep_doubling.NEAR_THE_LIMIT
    assert rule.justifies(last.claim, premises)
    for index in range(len(premises)):
        assert not rule.justifies(last.claim, premises[:index] + premises[index + 1 :])
    swapped = [*premises[:2], premises[3], premises[2], *premises[4:]]
    assert not rule.justifies(last.claim, swapped)
    other = limit_doubling.LimitDoubling(RATE, MULTIPLIER, limit_doubling.DOUBLING + UNIT)
    assert not rule.justifies(last.claim, [other, *premises[1:]])


def test_limits_of_formulas() -> None:
    tends = deep_doubling.TendsTo
    assert tends(L * (z - 1), w).decide()
    assert tends(orbits.UPPER, Z * (1 + Z) / (1 + Z**2)).decide()
    assert not tends(orbits.UPPER, orbits.UPPER.subs(z, 2)).decide()
    # A pole, and a power whose base tends to zero.
    assert not tends(L * (Z - 1), w).decide()
    assert not tends((z - 1) ** (1 / L), sympy.Integer(1)).decide()


@pytest.mark.parametrize("ratio", [1.2, 1.7, 3.0, 9.0])
def test_orbits_of_deep_networks_in_floating_point(ratio: float) -> None:
    at = {Z: ratio, w: math.log(ratio)}
    depth = 10**6
    deep = {L: depth, z: sympy.Float(ratio, 40) ** sympy.Rational(1, depth)}
    multiplier = multipliers.MULTIPLIER.subs(deep)
    assert abs(multiplier / MULTIPLIER.subs(at) - 1) < 1e-4
    rate = orbits.KAPPA.subs(sympy.Symbol("G", positive=True), (Z - 1) / (z - 1)).subs({**deep, Z: ratio})
    assert abs(rate / RATE.subs(at) - 1) < 1e-4


@pytest.mark.parametrize("ratio", [1.2, 1.7, 3.0])
def test_the_orbit_of_the_limit_map_in_floating_point(ratio: float) -> None:
    at = {Z: ratio, w: math.log(ratio)}
    rate = float(RATE.subs(at))

    def step(value: float) -> float:
        return value * math.exp(rate * value * (1 - value))

    low = float(limit_map.LOWER.subs(at))
    assert math.isclose(step(low), ratio * low, rel_tol=1e-12)
    assert math.isclose(step(step(low)), low, rel_tol=1e-12)
    slope = (step(step(low + 1e-6)) - step(step(low - 1e-6))) / 2e-6
    assert math.isclose(slope, float(MULTIPLIER.subs(at)), rel_tol=1e-5)


def test_evaluation_at_a_ratio() -> None:
    with ctx.workprec(100):
        assert abs(limit_map.at_ratio(w**2 / Z, Fraction(2)) - math.log(2) ** 2 / 2) < 1e-14
    with pytest.raises(TypeError, match="not rational in Z and w"):
        limit_map.at_ratio(sympy.sqrt(Z), Fraction(2))


def test_a_bracket_has_to_hold_the_passage() -> None:
    low, high = limit_doubling.ratios_of_doubling()
    between = limit_doubling.PassesBetween(RATE, MULTIPLIER, limit_doubling.DOUBLING, (low, high))
    assert between.decide()
    assert not replace(between, ratios=(high, low)).decide()
    assert not replace(between, ratios=(low - (high - low), low)).decide()
    assert not replace(between, ratios=(low, high + Fraction(1, 10**40))).decide()
