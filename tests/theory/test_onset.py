"""Power series at the onset: arithmetic of series, and expansions against explicit depths."""

import math

import pytest
import sympy

from theory import onset, orbits
from theory.onset import TERMS, Series, constant, exponential
from theory.symbols import L, kappa, sigma, z

QUANTITIES = ("multiplier", "mean", "square")


def numbers(series: Series) -> list[sympy.Expr]:
    return [c.as_expr() for c in series.coefficients]


def test_series_arithmetic() -> None:
    e = exponential(onset._FIELD(1))
    assert numbers(e) == [sympy.Rational(1, math.factorial(k)) for k in range(TERMS)]
    assert numbers(e * exponential(onset._FIELD(-1))) == numbers(constant(1)) == numbers(e * e.inverse())
    assert numbers(e.power(onset._FIELD(3))) == numbers(e * e * e)
    half = onset._FIELD(1) / 2
    assert numbers(e.power(half) * e.power(half)) == numbers(e)
    assert numbers(e.reflected()) == numbers(exponential(onset._FIELD(-1)))
    with pytest.raises(ValueError, match="begins with 1"):
        constant(2).power(half)
    with pytest.raises(ZeroDivisionError):
        onset.series(1 / (z - 1))


def test_kappa_is_even_and_begins_at_two() -> None:
    coefficients = numbers(onset.rate())
    assert coefficients[0] == 2
    assert all(c == 0 for c in coefficients[1::2])
    assert sympy.expand(coefficients[2] - sympy.Rational(4, 3) * (L - 1) * (5 * L - 4)) == 0


@pytest.mark.parametrize("name", QUANTITIES)
def test_quantities_do_not_change_when_the_points_change_places(name: str) -> None:
    assert all(c == 0 for c in numbers(onset.quantities()[name])[1::2])


def formula(name: str) -> sympy.Expr:
    return sum(c * (kappa - 2) ** k for k, c in enumerate(onset.coefficients(name)))


@pytest.mark.parametrize("name", QUANTITIES)
def test_the_expansions_hold_and_no_others(name: str) -> None:
    assert onset.expansions({name: formula(name)}).check().holds
    for power in range(4):
        assert not onset.expansions({name: formula(name) + (kappa - 2) ** power / 10**6}).check().holds
    # What comes after the third order is not compared.
    assert onset.expansions({name: formula(name) + (kappa - 2) ** 4}).check().holds
    assert not onset.expansions({name: formula(name) + sigma}).check().holds


def test_two_layers_are_known_in_closed_form() -> None:
    root = sympy.sqrt(kappa**2 + 4 * kappa - 12)
    exact = {
        "multiplier": 9 - (kappa + 2) ** 2 / 2,
        "mean": (kappa + 2) / (2 * kappa),
        "square": (root / (2 * kappa)) ** 2,
    }
    for name, closed in exact.items():
        expanded = sympy.series(closed.subs(kappa, 2 + z), z, 0, 4).removeO()
        assert sympy.expand(formula(name).subs(L, 2).subs(kappa, 2 + z) - expanded) == 0


@pytest.mark.parametrize("depth", range(2, 7))
def test_the_expansions_meet_the_orbit(depth: int) -> None:
    ratio = 1 + sympy.Rational(1, 10**6)
    step = orbits.kappa(depth, ratio).evalf(80) - 2
    lower, upper = orbits.points(depth, ratio)
    exact = {
        "multiplier": orbits.multiplier(depth, ratio),
        "mean": (lower + upper) / 2,
        "square": ((upper - lower) / 2) ** 2,
    }
    for name, value in exact.items():
        said = formula(name).subs(L, depth).subs(kappa, step + 2)
        assert abs((said - value).evalf(60)) < 100 * step**4
        assert step < sympy.Rational(1, 10**8)


def test_the_conclusion_is_printed() -> None:
    argument = onset.expansions({name: formula(name) for name in QUANTITIES})
    assert argument.check().holds
    wrong = {name: formula(name) for name in QUANTITIES} | {"mean": formula("square")}
    assert not onset.expansions(wrong).check().holds
    shows = argument.shows
    assert "mean" in shows.text
    assert r"O\left((\kappa - 2)^{4}\right)" in shows.latex
