"""Upper points at any depth, against the orbits that are enclosed at a learning rate."""

from fractions import Fraction

import flint
import pytest

from numerics import deep_orbits, orbits
from numerics.balls import working_precision


@pytest.mark.parametrize("depth", [2, 3, 7])
def test_agrees_with_enclosed_orbits(depth: int) -> None:
    orbit = orbits.enclose(depth, Fraction(12, 5), 40)
    with working_precision(40):
        power = (orbit.ratio**depth).mid().fmpq()
        upper = deep_orbits.upper_point(depth, power)
        assert abs(upper - orbit.upper) < flint.arb(10) ** -20


def test_a_million_layers() -> None:
    # (Z + Z^2)/(1 + Z^2) at Z = 2 in the limit.
    with working_precision(40):
        upper = deep_orbits.upper_point(10**6, flint.fmpq(2))
        assert abs(upper - flint.arb(6) / 5) < flint.arb(10) ** -5


def test_proportion_has_to_be_above_one() -> None:
    with pytest.raises(ValueError, match="above 1"):
        deep_orbits.upper_point(3, flint.fmpq(1))
