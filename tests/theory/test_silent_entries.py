import pytest
import sympy

from theory import orbits
from theory.argument import Argument
from theory.floquet import blocks, silent_entries
from theory.polynomials import vanishes
from theory.symbols import L, z

RATE = sympy.Rational(13, 5)
ARGUMENTS = [silent_entries.multipliers(), silent_entries.attract(RATE)]


@pytest.mark.parametrize(
    ("argument", "index"), [(one, index) for one in ARGUMENTS for index in range(len(one.steps))]
)
def test_every_step_is_needed(argument: Argument, index: int) -> None:
    assert not Argument(argument.shows, argument.steps[:index] + argument.steps[index + 1 :]).check().holds


def test_moved_constants_fail() -> None:
    assert all(argument.check().holds for argument in ARGUMENTS)
    for changed in (
        silent_entries.multipliers(outer=silent_entries.OUTER * sympy.Rational(1001, 1000)),
        silent_entries.multipliers(hidden=6 - 2 * (z + 1 / z)),
        silent_entries.multipliers(places=L),
        silent_entries.attract(sympy.Rational(27, 10)),
        silent_entries.attract(sympy.Integer(1)),
    ):
        assert not changed.check().holds


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_the_groups_are_those_of_the_pair_block(depth: int) -> None:
    x, sigma, eta = sympy.symbols("x sigma eta", positive=True)
    block = blocks.pair_block([x] * depth, [sympy.Integer(0)] * depth, (sigma, sympy.Integer(0)), eta)
    expected = sympy.eye(2 * depth)
    # Entries (i, k) of all layers come first, then (k, i).
    expected[0, 0] = expected[2 * depth - 1, 2 * depth - 1] = 1 - eta * x ** (2 * depth - 2)
    for place in range(depth - 1):
        across = -eta * (x**depth - sigma) * x ** (depth - 2)
        expected[depth + place, place + 1] = expected[place + 1, depth + place] = across
    assert all(vanishes(entry) for entry in block - expected)


def test_two_layers_have_a_multiplier_linear_in_kappa() -> None:
    kappa = orbits.kappa(2, z)
    assert vanishes(silent_entries.OUTER.subs(L, 2) - (1 - kappa / 2))
