import pytest
from flint import arb, fmpq

from numerics import doubling, orbits
from numerics.balls import Truth, ball, less, working_precision
from numerics.errors import Inconclusive


def test_two_layers_double_at_a_known_rate() -> None:
    # 2 (sqrt 5 - 1) is the root of k^2 + 4 k - 16.
    edge = doubling.enclose(2, 60)
    low, high = edge.low, edge.high
    assert 0 < high - low <= fmpq(2, 10**60)
    assert low**2 + 4 * low < 16 < high**2 + 4 * high


@pytest.mark.parametrize("depth", [2, 3, 7, 16])
def test_the_multiplier_changes_sides(depth: int) -> None:
    edge = doubling.enclose(depth, 30)
    assert less(-1, orbits.enclose(depth, edge.low).multiplier) is Truth.TRUE
    assert less(orbits.enclose(depth, edge.high).multiplier, -1) is Truth.TRUE


def test_other_values_of_the_multiplier_are_bracketed_too() -> None:
    # With two layers the multiplier is 9 - (kappa + 2)^2/2, here -11/10.
    edge = doubling.enclose(2, 30, "-11/10")
    assert 0 < edge.high - edge.low <= fmpq(2, 10**30)
    assert (edge.low + 2) ** 2 < fmpq(101, 5) < (edge.high + 2) ** 2
    with pytest.raises(TypeError, match="not exact"):
        doubling.enclose(2, 30, -1.1)  # type: ignore[arg-type]


def test_the_limit_lies_beyond_every_depth_and_close_to_large_ones() -> None:
    limit = doubling.enclose_limit(30)
    rates = [doubling.enclose(depth, 20).high for depth in (2, 8, 32, 64)]
    assert rates == sorted(rates)
    assert rates[-1] < limit.low
    # The distance shrinks like 1/L.
    gaps = [limit.low - rate for rate in rates[-2:]]
    assert fmpq(17, 10) < gaps[0] / gaps[1] < fmpq(23, 10)
    assert abs(limit.low - fmpq(2503291242233042, 10**15)) < fmpq(1, 10**14)


def test_the_limit_is_that_of_deep_modes() -> None:
    deep, limit = orbits.enclose(64, "2.3").multiplier, doubling.limit_multiplier("2.3")
    assert less(abs(deep - limit), "1/50") is Truth.TRUE
    assert less(limit, 1) is less(-1, limit) is Truth.TRUE


def test_the_limit_multiplier_is_the_slope_of_two_steps() -> None:
    rate = fmpq(27, 10)
    with working_precision(80):
        multiplier = doubling.limit_multiplier(rate, 60)

        def step(value: arb) -> arb:
            return value * (ball(rate) * value * (1 - value)).exp()

        # Bisect the lower point: two steps raise what is below it.
        low, high = arb("0.1"), arb("0.9")
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if step(step(middle)) > middle else (low, middle)
        width = ball("1e-20")
        slope = (step(step(low + width)) - step(step(low - width))) / (2 * width)
        assert less(abs(slope - multiplier), "1e-18") is Truth.TRUE


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="the depth is 1"):
        doubling.enclose(1)
    with pytest.raises(ValueError, match="digits is 0"):
        doubling.enclose(2, 0)
    with pytest.raises(ValueError, match="digits is 0"):
        doubling.limit_multiplier(3, 0)
    with pytest.raises(ValueError, match="needs kappa > 2"):
        doubling.limit_multiplier(2)
    with pytest.raises(TypeError, match="not exact"):
        doubling.limit_multiplier(2.5)  # type: ignore[arg-type]


def test_what_is_not_certain_is_inconclusive(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Inconclusive, match="not certainly on either side"):
        doubling._bracket(lambda rate: arb(rate) - 4 + arb(0, 1), 10, fmpq(-1))
    monkeypatch.setattr(doubling, "lower_point", lambda function, end: None)
    with pytest.raises(Inconclusive, match="no period-2 orbit of the limit"):
        doubling.limit_multiplier(3)
