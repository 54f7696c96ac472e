"""The argument that the orbit attracts up to the doubling: it holds, and all of it is needed."""

from dataclasses import replace

import pytest
import sympy

from theory import multipliers, orbits, stability
from theory.argument import Argument
from theory.propositions import OrbitForEveryRate
from theory.stability import DoublingAgainst, MinimalPolynomial, PassesMinusOneOnce, StableUntilDoubling
from theory.symbols import L, kappa, z

EDGE = 2 * sympy.sqrt(5) - 2
M = multipliers.MULTIPLIER


def test_the_orbit_attracts_up_to_the_doubling() -> None:
    argument = stability.stable_until_doubling()
    outcome = argument.check()
    assert outcome.holds, outcome.failure
    assert argument.shows == StableUntilDoubling(tuple(range(2, 65)))
    assert "every depth L from 2 to 64" in argument.shows.text


def test_windows_end_where_they_have_to() -> None:
    assert stability.window(EDGE, attracts=True).check().holds
    assert not stability.window(EDGE + sympy.Rational(1, 10**30), attracts=True).check().holds
    assert stability.window(sympy.Rational(251, 100), attracts=False).check().holds
    assert not stability.window(sympy.Rational(2502, 1000), attracts=False).check().holds
    for printed in (2 * sympy.sqrt(2), 4 * sympy.sqrt(2)):
        assert not stability.window(printed, attracts=True).check().holds
        assert stability.window(printed, attracts=False).check().holds


NAMED = {
    "multiplier": stability.multiplier(M),
    "window": stability.window(sympy.Rational(12, 5), attracts=True, depths=range(2, 4)),
    "polynomial": stability.minimal_polynomial(2, kappa**2 + 4 * kappa - 16),
}


@pytest.mark.parametrize("name", NAMED)
def test_every_step_is_needed(name: str) -> None:
    argument = NAMED[name]
    assert argument.check().holds
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not Argument(argument.shows, rest).check().holds
        withheld = [
            replace(step, uses=tuple(u for u in step.uses if u != label)) for label in step.uses if step.rule
        ]
        for weaker in withheld:
            steps = (*argument.steps[:index], weaker, *argument.steps[index + 1 :])
            assert not Argument(argument.shows, steps).check().holds


def test_the_conclusion_is_about_the_depths_that_were_counted() -> None:
    argument = stability.stable_until_doubling(depths=range(3, 6))
    assert argument.check().holds
    last = argument.steps[-1]
    for depths in ((2, 3, 4, 5), (3, 4), (3, 5)):
        shows = StableUntilDoubling(depths)
        steps = (*argument.steps[:-1], replace(last, claim=shows))
        assert not Argument(shows, steps).check().holds


def test_the_rule_asks_for_uniqueness_and_for_the_right_multiplier() -> None:
    argument = stability.stable_until_doubling(depths=(2,))
    premises = {step.label: step.claim for step in argument.steps}
    last = argument.steps[-1]
    given = [premises[label] for label in last.uses]
    rule = stability.STABLE_UNTIL_DOUBLING
    assert rule.justifies(last.claim, given)
    for index, other in (
        (1, OrbitForEveryRate(sympy.Integer(2), once=False)),
        (1, OrbitForEveryRate(sympy.Integer(1), once=True)),
        (2, premises["start"]),
        (3, PassesMinusOneOnce(2, M * 2)),
        (3, PassesMinusOneOnce(3, M)),
    ):
        assert not rule.justifies(last.claim, [*given[:index], other, *given[index + 1 :]])


@pytest.mark.parametrize("formula", [M * z, 2 * M, 2 - M, M + 1, M / (z - 2) ** 2, sympy.Integer(1), z])
def test_other_formulas_are_refused(formula: sympy.Expr) -> None:
    assert not stability.stable_until_doubling(formula, range(2, 4)).check().holds
    assert not stability.multiplier(formula).check().holds


def test_a_count_that_stays_open_decides_nothing() -> None:
    # One crosses -1 with multiplicity three, the other returns to 1.
    assert not PassesMinusOneOnce(2, 2 * ((M + 1) / 2) ** 3 - 1).decide()
    assert not PassesMinusOneOnce(2, M**2).decide()
    assert not DoublingAgainst(2, sympy.pi, True).decide()
    assert not MinimalPolynomial(2, kappa**2 + L).decide()
    assert not MinimalPolynomial(2, sympy.sqrt(kappa)).decide()
    assert not MinimalPolynomial(2, (kappa**2 + 4 * kappa - 16) * (kappa + 1)).decide()
    assert MinimalPolynomial(2, 3 * kappa**2 + 12 * kappa - 48).decide()


def test_the_orbits_of_two_layers_are_exact() -> None:
    for ratio, rate, multiplier in stability.two_layer_orbits():
        w = ratio + 1 / ratio
        assert rate == 2 * (w - 1) == orbits.kappa(2, ratio)
        assert multiplier == 9 - 2 * w**2
        assert (rate < EDGE) == (multiplier > -1)


def test_conclusions_are_printed_from_what_is_checked() -> None:
    for argument in (*NAMED.values(), stability.window(EDGE, attracts=False, depths=(2,))):
        for step in argument.steps:
            assert step.claim.text
            assert step.claim.latex
