"""Two oscillating modes at three layers and more: the exact argument that the orbit repels."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

from theory.argument import Argument
from theory.floquet import box_signs, difference_block, pair_ratios
from theory.floquet.deeper_modes import deeper_modes_repel
from theory.floquet.difference_block import ProductAboveOne
from theory.symbols import L, z


@pytest.fixture(scope="module")
def argument() -> Argument:
    return deeper_modes_repel(depths=[3])


def test_it_holds_and_needs_every_step(argument: Argument) -> None:
    assert argument.check().holds
    for place in range(len(argument.steps)):
        less = replace(argument, steps=argument.steps[:place] + argument.steps[place + 1 :])
        assert not less.check().holds, argument.steps[place].label


@pytest.mark.parametrize("depth", [4, 5])
def test_deeper(depth: int) -> None:
    assert deeper_modes_repel(depths=[depth]).check().holds


def test_neither_two_layers_nor_modes_that_rest() -> None:
    assert not deeper_modes_repel(sympy.Rational(19, 10), [3]).check().holds
    assert not deeper_modes_repel(depths=[2]).check().holds
    assert not ProductAboveOne(2, True, Fraction(8, 5)).decide()


def test_the_range_of_the_layers_is_needed() -> None:
    assert not pair_ratios.LayersInRange(3, True, Fraction(3)).decide()


@pytest.mark.parametrize("depth", [3, 6])
def test_rates_are_those_of_the_formula(depth: int) -> None:
    for in_phase in (True, False):
        for after in (True, False):
            for ratio in pair_ratios.ratios(in_phase, after):
                top, bottom = (Fraction(int(part(2, 1, 0))) for part in pair_ratios.rate(depth, ratio))
                at = sympy.Rational(int(ratio[0](2, 1, 0)), int(ratio[1](2, 1, 0)))
                assert difference_block.RATE.subs({L: depth, z: at}) == sympy.Rational(str(top / bottom))


def test_signs_on_a_box() -> None:
    s = pair_ratios.s
    edges = (Fraction(1, 2), Fraction(1), Fraction(1))
    assert box_signs.smallest_coefficient(1 - s, edges) > 0
    assert box_signs.smallest_coefficient(1 - 2 * s, edges) == 0
    assert box_signs.smallest_coefficient(1 - 3 * s, edges) < 0
