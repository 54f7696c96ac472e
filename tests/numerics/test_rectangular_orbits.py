"""Orbits in the actual shapes: against square networks, against descent, and against the one-entry blocks."""

import pytest

from numerics import lifted_orbits, orbits, rectangular_orbits
from numerics.balls import Truth, overlaps, working_bits
from numerics.multipliers import Multiplier


def real_parts(found: tuple[Multiplier, ...]) -> list[tuple[float, int]]:
    return sorted((round(float(one.ball.real.mid()), 12), one.multiplicity) for one in found)


@pytest.mark.parametrize("upper", [(), (2,)])
@pytest.mark.parametrize("second", ["1", "9/10", "1/2"])
def test_square_ones_are_those_of_lifted_orbits(second: str, upper: tuple[int, ...]) -> None:
    if upper and second == "1/2":
        upper = ()
    square = lifted_orbits.enclose(3, "5/6", [1, second], upper)
    shaped = rectangular_orbits.enclose(3, "5/6", [1, second], (2, 2, 2), upper)
    assert (shaped.neutral, shaped.degenerate) == (square.neutral, 0)
    assert real_parts(shaped.multipliers) == real_parts(square.multipliers)
    assert shaped.stability is square.stability


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_an_output_without_partner_adds_one_entry(depth: int) -> None:
    """Its gradient is that of a single linear layer behind the others: x^(2L-2) times the entry."""
    kappa = "23/10"
    shaped = rectangular_orbits.enclose(depth, orbits.rational(kappa) / depth, [1], (2, 1, 1))
    orbit = orbits.enclose(depth, kappa, 30)
    assert sum(one.multiplicity for one in shaped.multipliers) == depth + 1
    with working_bits(orbit.bits):
        eta = orbit.kappa / depth
        points = (orbit.lower_layer, orbit.upper_layer)
        factors = [1 - eta * x ** (2 * depth - 2) for x in points]
        product = factors[0] * factors[1]
        assert any(overlaps(one.ball.real, product) is Truth.TRUE for one in shaped.multipliers)


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 1, 1), (2, 1, 2)])
def test_inputs_and_outputs_without_partner_count_alike(shape: tuple[int, int, int]) -> None:
    shaped = rectangular_orbits.enclose(3, "23/30", [1], shape)
    assert [one.multiplicity for one in shaped.multipliers if abs(float(one.ball.real.mid())) < 0.1] == [2]
    assert shaped.degenerate == 0


def test_hidden_units_add_a_rotation_and_a_gap_factor_for_each_place() -> None:
    shaped = rectangular_orbits.enclose(3, "23/30", [1], (1, 2, 1))
    factor = orbits.two_step_gap_factor(orbits.enclose(3, "23/10", 30))
    found = [one.multiplicity for one in shaped.multipliers if one.ball.real.overlaps(factor)]
    assert (found, shaped.neutral, shaped.degenerate) == ([4], 2, 1)


@pytest.mark.parametrize(
    ("shape", "says"),
    [((1, 2, 2), "outputs"), ((2, 1, 2), "hidden units"), ((2, 2, 1), "inputs")],
)
def test_no_side_is_smaller_than_the_number_of_modes(shape: tuple[int, int, int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rectangular_orbits.enclose(2, "1.1", [1, "1/2"], shape)


def test_a_mode_has_to_oscillate() -> None:
    with pytest.raises(ValueError, match="no mode oscillates"):
        rectangular_orbits.enclose(2, "9/10", [1], (1, 1, 1))
