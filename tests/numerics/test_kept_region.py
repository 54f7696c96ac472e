from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics import kept_region, modes
from numerics.balls import working_bits
from numerics.errors import Inconclusive
from numerics.kept_region import MORE_LAYERS, TWO_LAYERS, Region

SHARES = st.fractions(-1, 1, max_denominator=50)


@given(st.integers(2, 6), SHARES, SHARES, st.fractions(2, 3, max_denominator=20))
def test_the_pull_gives_the_step_and_the_next_gap(
    depth: int, first: Fraction, last: Fraction, kappa: Fraction
) -> None:
    layers, eta = [2 * first] * (depth - 1) + [2 * last], kappa / depth
    pull = kept_region.pull(layers, eta, Fraction(1))
    moved = modes.step(layers, Fraction(1), eta)
    assert moved == (*[2 * first - pull * 2 * last] * (depth - 1), 2 * last - pull * 2 * first)
    assert modes.gap(moved, 1, depth) == modes.gap(layers, 1, depth) * (1 - pull**2)


@given(st.integers(2, 6), SHARES, SHARES, st.fractions(2, Fraction(51, 20), max_denominator=50))
def test_states_of_the_region_stay_and_no_gap_grows(
    depth: int, first: Fraction, last: Fraction, kappa: Fraction
) -> None:
    region = TWO_LAYERS if depth == 2 else MORE_LAYERS
    layers: tuple[Fraction, ...] = (*[Fraction(3, 2) * first] * (depth - 1), Fraction(3, 2) * last)
    for _ in range(3):
        gap, end_to_end = modes.gap(layers, 1, depth), modes.product(layers)
        if not _inside(region, gap, end_to_end):
            return
        layers = modes.step(layers, Fraction(1), kappa / depth)
        assert abs(modes.gap(layers, 1, depth)) <= abs(gap)
        assert _inside(region, modes.gap(layers, 1, depth), modes.product(layers))


def _inside(region: Region, gap: Fraction, end_to_end: Fraction) -> bool:
    size, value = (fmpq(x.numerator, x.denominator) for x in (abs(gap), end_to_end))
    return bool(size <= region.gap and region.least <= value <= region.most)


@pytest.mark.parametrize("depth", [2, 3, 4, 16])
def test_regions_are_kept(depth: int) -> None:
    fastest = "11/4" if depth == 2 else "2829/1000"
    region, boxes = kept_region.prove(depth, 2, fastest)
    assert region == (TWO_LAYERS if depth == 2 else MORE_LAYERS)
    assert boxes > 100


def test_what_is_not_kept_is_not_proved() -> None:
    with pytest.raises(Inconclusive, match="nothing is shown near"):
        kept_region.prove(2, 2, "2829/1000")
    with pytest.raises(Inconclusive, match="nothing is shown near"):
        kept_region.prove(3, 2, 2, Region(fmpq(1), fmpq(-1, 4), fmpq(4)))
    with pytest.raises(Inconclusive, match="may contain layers beyond"):
        kept_region.prove(2, 2, 2, Region(fmpq(1), fmpq(-1, 4), fmpq(4)))


def test_membership_is_certain_or_not_said() -> None:
    with working_bits(64):
        wide = arb(0, 2)
        assert not MORE_LAYERS.contains(arb(0), wide)
        assert not MORE_LAYERS.excludes(arb(0), wide)
        assert MORE_LAYERS.contains(arb(1), arb(2))
        assert MORE_LAYERS.excludes(arb(-2), arb(1))


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        kept_region.prove(3, 2.5, 3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the depth is 1"):
        kept_region.prove(1, 2, 3)
    with pytest.raises(ValueError, match="must not decrease"):
        kept_region.prove(3, 3, 2)
