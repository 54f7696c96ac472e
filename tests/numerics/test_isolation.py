from dataclasses import replace

import pytest
from flint import arb_mat

from numerics import isolation, lifted_orbits
from numerics.balls import Truth

CASES = [
    (2, "1.1", [1, "1/2"], ()),
    (2, "1.1", [1, "0.95"], (2,)),
    (3, "0.75", [1, "1/2"], ()),
    (3, "0.75", [1, 1], (1,)),
]


@pytest.mark.parametrize(("depth", "eta", "singular_values", "upper"), CASES)
def test_with_all_entries_free_the_test_is_inconclusive(
    depth: int, eta: str, singular_values: list[int | str], upper: tuple[int, ...]
) -> None:
    # The derivative of two steps minus the identity is singular: no radius and no precision helps.
    for digits in (30, 120):
        orbit = lifted_orbits.enclose(depth, eta, singular_values, upper, digits)
        for radius in (0, f"1e-{digits}", "1e-6"):
            assert isolation.unreduced(orbit, radius) is Truth.UNKNOWN


@pytest.mark.parametrize(("depth", "eta", "singular_values", "upper"), CASES)
def test_modulo_the_family_the_same_test_succeeds(
    depth: int, eta: str, singular_values: list[int | str], upper: tuple[int, ...]
) -> None:
    orbit = lifted_orbits.enclose(depth, eta, singular_values, upper)
    for radius in (0, "1e-8", "1e-5"):
        assert isolation.modulo_family(orbit, radius) is Truth.TRUE
    # Within this radius there is the balanced minimum, for one.
    assert isolation.modulo_family(orbit, 1) is Truth.UNKNOWN


def test_every_neutral_direction_is_needed() -> None:
    orbit = lifted_orbits.enclose(3, "0.75", [1, "1/2"])
    rows = orbit.neutral_directions.tolist()
    for left_out in range(orbit.neutral):
        fewer = arb_mat([row[:left_out] + row[left_out + 1 :] for row in rows])
        assert isolation.modulo_family(replace(orbit, neutral_directions=fewer), 0) is Truth.UNKNOWN


def test_one_mode_alone_is_isolated_with_all_entries_free() -> None:
    # Nothing can be rotated and nothing rests, so there is no family.
    orbit = lifted_orbits.enclose(2, "1.1", [1])
    assert orbit.neutral == 0
    assert isolation.unreduced(orbit, "1e-3") is Truth.TRUE
    assert isolation.modulo_family(orbit, "1e-3") is Truth.TRUE


def test_wrong_radii_are_refused() -> None:
    orbit = lifted_orbits.enclose(2, "1.1", [1])
    for test in (isolation.unreduced, isolation.modulo_family):
        with pytest.raises(ValueError, match="radius is -1"):
            test(orbit, -1)
        with pytest.raises(TypeError, match="not exact"):
            test(orbit, 0.1)  # type: ignore[arg-type]
