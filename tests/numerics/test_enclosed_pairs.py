import pytest
from flint import arb

from numerics import attracting_cycles, enclosed_pairs, floquet
from numerics.balls import Truth, ball, less, overlaps, working_bits
from numerics.errors import Inconclusive


@pytest.mark.parametrize("in_phase", [True, False])
@pytest.mark.parametrize(
    ("depth", "eta", "one", "other"),
    [(2, "1.1", "1", "1/2"), (3, "5/6", "1", "9/10"), (3, "5/6", "1", "1"), (4, "1/3", "2", "1")],
)
def test_they_agree_with_those_of_exact_targets(
    depth: int, eta: str, one: str, other: str, in_phase: bool
) -> None:
    neutral, exact = floquet.pair_multipliers(depth, eta, one, other, in_phase, 30)
    with working_bits(300):
        kappas = [ball(eta) * depth * ball(sigma).root(depth) ** (2 * depth - 2) for sigma in (one, other)]
        states = [enclosed_pairs.mode(depth, kappa) for kappa in kappas]
        scale = None if one == other else (ball(other) / ball(one)).root(depth)
        found_neutral, found = enclosed_pairs.pair_multipliers(depth, *states, scale, in_phase)
        assert found_neutral == neutral
        assert [multiplier.multiplicity for multiplier in found] == [m.multiplicity for m in exact]
        for multiplier in found:
            assert any(
                overlaps(multiplier.ball.real, m.ball.real) is Truth.TRUE
                and overlaps(abs(multiplier.ball.imag), abs(m.ball.imag)) is Truth.TRUE
                for m in exact
            )


def test_the_edge_is_not_guessed() -> None:
    with pytest.raises(Inconclusive, match="not certainly apart from 2"):
        enclosed_pairs.mode(3, arb(2, 1e-30))


@pytest.mark.parametrize(
    ("depth", "kappa", "period"), [(2, "2.52", 4), (3, "2.55", 4), (2, "2.58", 8), (2, "2.6", 16)]
)
def test_cycles_return_and_have_no_shorter_period(depth: int, kappa: str, period: int) -> None:
    with working_bits(256):
        found = attracting_cycles.find(depth, ball(kappa))
        assert found is not None
        assert found.period == period
        eta = ball(kappa) / depth
        following = [x + eta * x ** (depth - 1) * (1 - x**depth) for x in found.layers]
        expected = [*found.layers[1:], found.layers[0]]
        assert all(overlaps(a, b) is Truth.TRUE for a, b in zip(following, expected, strict=True))
        assert less(abs(found.multiplier), 1) is Truth.TRUE


@pytest.mark.parametrize("kappa", ["1.5", "2.3", "2.8", "40"])
def test_there_are_no_longer_cycles_elsewhere(kappa: str) -> None:
    assert attracting_cycles.find(2, ball(kappa)) is None
