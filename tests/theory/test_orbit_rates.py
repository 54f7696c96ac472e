import pytest
import sympy

from theory import orbit_rates, orbits
from theory.argument import Argument
from theory.symbols import L, z

RATE = (
    L
    * (1 + z ** (2 * L - 1))
    * (z - 1)
    / (z ** (L - 1) * (z**L - 1))
    * ((1 + z ** (2 * L - 1)) / (1 + z ** (L - 1))) ** (1 - 2 / L)
)
ENDS = (1 + sympy.sqrt(2), (3 + sympy.sqrt(5)) / 2)
TWO_LAYERS = (4 * sympy.sqrt(2) - 2, sympy.Integer(4))
ARGUMENT = orbit_rates.gap_windows(RATE, ENDS, TWO_LAYERS)


def test_the_windows_follow_from_ratio_and_rate() -> None:
    assert ARGUMENT.check().holds


@pytest.mark.parametrize("index", range(0, len(ARGUMENT.steps), 3))
def test_every_step_is_needed(index: int) -> None:
    steps = (*ARGUMENT.steps[:index], *ARGUMENT.steps[index + 1 :])
    assert not Argument(ARGUMENT.shows, steps).check().holds


@pytest.mark.parametrize(
    ("rate", "ends", "two_layers"),
    [
        (RATE * sympy.Rational(1001, 1000), ENDS, TWO_LAYERS),
        (RATE * z, ENDS, TWO_LAYERS),
        (RATE, (sympy.Rational(12, 5), ENDS[1]), TWO_LAYERS),
        (RATE, ENDS, (TWO_LAYERS[0], sympy.Rational(4004, 1000))),
        (RATE, ENDS, (TWO_LAYERS[0] * sympy.Rational(999, 1000), TWO_LAYERS[1])),
    ],
)
def test_moved_constants_fail(
    rate: sympy.Expr, ends: tuple[sympy.Expr, sympy.Expr], two_layers: tuple[sympy.Expr, sympy.Expr]
) -> None:
    assert not orbit_rates.gap_windows(rate, ends, two_layers).check().holds


@pytest.mark.parametrize("depth", [2, 3, 6])
def test_the_rate_is_the_one_of_the_orbit(depth: int) -> None:
    stated = RATE.subs({L: depth, z: 3}) ** depth
    assert sympy.expand(stated - orbits.kappa(depth, 3) ** depth) == 0


def test_products_of_powers_are_told_apart() -> None:
    assert orbit_rates.SamePowers((z**2 - 1) ** L, (z - 1) ** L * (z + 1) ** L).decide()
    assert not orbit_rates.SamePowers((z**2 - 1) ** L, (z - 1) ** L * (z + 1)).decide()
    assert not orbit_rates.SamePowers(2 * z, 3 * z).decide()
