"""Two layers in radicals."""

from dataclasses import replace

import pytest
import sympy

from theory import orbits, two_layers
from theory.argument import Argument
from theory.polynomials import NotDecidableError, vanishes
from theory.symbols import kappa, sigma, z

ROOT = sympy.sqrt(kappa**2 + 4 * kappa - 12)
LOWER, UPPER = ((kappa + 2 + sign * ROOT) * sigma / (2 * kappa) for sign in (-1, 1))
MULTIPLIER = 9 - (kappa + 2) ** 2 / 2
MORE = sympy.Rational(1001, 1000)


def test_the_formulas_hold_and_every_step_is_needed() -> None:
    argument = two_layers.in_radicals(LOWER, UPPER, MULTIPLIER)
    assert argument.check().holds
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not Argument(argument.shows, rest).check().holds
        for label in step.uses:
            weaker = replace(step, uses=tuple(u for u in step.uses if u != label))
            steps = (*argument.steps[:index], weaker, *argument.steps[index + 1 :])
            assert not Argument(argument.shows, steps).check().holds
    last = argument.steps[-1]
    for formulas in ((UPPER, LOWER, MULTIPLIER), (LOWER, UPPER, MULTIPLIER + 1)):
        shows = two_layers.InRadicals(*formulas)
        steps = (*argument.steps[:-1], replace(last, claim=shows))
        assert not Argument(shows, steps).check().holds
    assert all(step.claim.text and step.claim.latex for step in argument.steps)


@pytest.mark.parametrize(
    "formulas",
    [
        (UPPER, LOWER, MULTIPLIER),
        (LOWER * MORE, UPPER, MULTIPLIER),
        (LOWER, UPPER * MORE, MULTIPLIER),
        (LOWER, UPPER, MULTIPLIER * MORE),
        (LOWER, 1 / LOWER, MULTIPLIER),
    ],
)
def test_other_formulas_are_refused(formulas: tuple[sympy.Expr, ...]) -> None:
    assert not two_layers.in_radicals(*formulas).check().holds


@pytest.mark.parametrize("ratio", [sympy.Integer(2), sympy.Rational(3, 2), sympy.Integer(7)])
def test_the_formulas_give_the_orbit(ratio: sympy.Rational) -> None:
    at = {kappa: orbits.kappa(2, ratio), sigma: 1}
    assert (LOWER.subs(at), UPPER.subs(at)) == orbits.points(2, ratio)
    assert MULTIPLIER.subs(at) == orbits.multiplier(2, ratio)


def test_the_root_is_rational_in_the_ratio() -> None:
    assert vanishes(two_layers.in_ratio(3 * ROOT) - 3 * two_layers.ROOT)
    assert vanishes(two_layers.in_ratio(sympy.sqrt(4 * kappa**2 + 16 * kappa - 48)) - 2 * two_layers.ROOT)
    for other in (
        sympy.sqrt(kappa),
        sympy.sqrt(kappa**2 + 4 * kappa - 11),
        ROOT ** sympy.Rational(1, 2),
        1 / ROOT,
    ):
        with pytest.raises(NotDecidableError):
            two_layers.in_ratio(other)
    assert z in two_layers.KAPPA.free_symbols
