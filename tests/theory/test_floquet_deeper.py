"""Two oscillating modes at three layers and more: the exact argument that the orbit repels."""

from dataclasses import replace
from fractions import Fraction

import flint
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


def test_coefficients_are_those_of_the_basis_whichever_powers_are_missing() -> None:
    x, y = sympy.symbols("x y")
    u, v = sympy.symbols("u v")
    first, second = flint.fmpz_mpoly_ctx.get(("x", "y"), flint.Ordering.lex).gens()
    for make in (
        lambda a, b: 3 - a**3 * b + 2 * b**2,
        lambda a, b: (1 - a) ** 2 * (2 - b),
        lambda a, _b: a + 1,
    ):
        polynomial, flat = make(x, y), make(first, second)
        powers = [sympy.degree(polynomial, of) for of in (x, y)]
        at = polynomial.subs({x: 2 * u / (3 * (1 + u)), y: v / (1 + v)}, simultaneous=True)
        cleared = sympy.cancel(3 ** powers[0] * (1 + u) ** powers[0] * (1 + v) ** powers[1] * at)
        terms = sympy.Poly(cleared, u, v).as_dict()
        every = [terms.get((i, j), 0) for i in range(powers[0] + 1) for j in range(powers[1] + 1)]
        assert box_signs.smallest_coefficient(flat, (Fraction(2, 3), Fraction(1))) == min(every)
