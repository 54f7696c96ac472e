from fractions import Fraction

import pytest
from flint import arb, fmpq

from numerics import modes, orbits
from numerics.balls import Truth, ball, less, relative_digits, to_rationals, working_bits, working_precision
from numerics.errors import Inconclusive


def contains(value: arb, exact: Fraction) -> bool:
    lower, upper = to_rationals(value)
    return lower <= exact <= upper


def test_depth_2_at_kappa_3_by_hand() -> None:
    # x1^2 = 1/3, x2^2 = 4/3: x2 / x1 = 2 = 1 - 3/2 (1/3 - 1) and x1 / x2 = 1/2 = 1 - 3/2 (4/3 - 1).
    # One step has the derivative 1 - 3/2 (3 u - 1): here 1 and -7/2.
    # A step multiplies the gap by 1 - (3/2 (u - 1))^2: here 0 and 3/4.
    orbit = orbits.enclose(2, 3)
    exact = (Fraction(1, 3), Fraction(4, 3), Fraction(2), Fraction(-7, 2), Fraction(0))
    values = (orbit.lower, orbit.upper, orbit.ratio, orbit.multiplier, orbits.two_step_gap_factor(orbit))
    for value, true in zip(values, exact, strict=True):
        assert contains(value, true)
        assert not contains(value, true + Fraction(1, 10**50))
    assert orbit.depth == 2
    assert orbit.kappa == 3


@pytest.mark.parametrize("depth", [2, 3, 5, 64])
@pytest.mark.parametrize("kappa", ["2.000001", "9/4", "2.9", 6])
def test_the_orbit_alternates_under_gradient_descent_on_all_layers(depth: int, kappa: int | str) -> None:
    orbit = orbits.enclose(depth, kappa)
    with working_bits(orbit.bits):
        eta = ball(orbit.kappa / depth)
        low, high = (orbit.lower_layer,) * depth, (orbit.upper_layer,) * depth
        for start, end in ((low, high), (high, low)):
            moved = modes.step(start, arb(1), eta)
            assert all(a.overlaps(b) for a, b in zip(moved, end, strict=True))
            # Overlap says something only if the balls are narrow next to the oscillation.
            assert all(a.rad() < (orbit.upper_layer - orbit.lower_layer) / 10**40 for a in moved)
    for value in (orbit.lower, orbit.upper, orbit.ratio, orbit.lower_layer, orbit.upper_layer):
        assert relative_digits(value) >= 50
    assert less(0, orbit.lower) is less(orbit.lower, 1) is less(1, orbit.upper) is Truth.TRUE


def test_near_the_onset_the_orbit_is_small_and_its_multiplier_near_one() -> None:
    orbit = orbits.enclose(3, "2.00000000000000000001", digits=80)
    with working_precision(80):
        width = orbit.upper - orbit.lower
        assert less("1e-11", width) is less(width, "1e-9") is Truth.TRUE
        assert less(orbit.multiplier, 1) is less("1e-21", 1 - orbit.multiplier) is Truth.TRUE


def test_the_multiplier_is_the_slope_of_two_steps() -> None:
    orbit = orbits.enclose(4, "2.7")
    with working_precision(60):
        eta, width = ball(orbit.kappa / 4), ball("1e-20")

        def two_steps(layer: arb) -> arb:
            state: tuple[arb, ...] = (layer,) * 4
            for _ in range(2):
                state = modes.step(state, arb(1), eta)
            return state[0]

        slope = (two_steps(orbit.lower_layer + width) - two_steps(orbit.lower_layer - width)) / (2 * width)
        assert less(abs(slope - orbit.multiplier), "1e-25") is Truth.TRUE


def test_the_gap_factor_is_what_two_steps_do_to_a_small_gap() -> None:
    orbit = orbits.enclose(4, "2.7")
    factor = orbits.two_step_gap_factor(orbit)
    with working_precision(80):
        eta = ball(orbit.kappa / 4)
        for moved_layers, (first, other) in (((1,), (1, 2)), ((1, 3), (3, 2)), ((2, 4), (4, 2))):
            state: tuple[arb, ...] = tuple(
                orbit.lower_layer + (ball("1e-18") * k if k in moved_layers else 0) for k in range(1, 5)
            )
            before = modes.gap(state, first, other)
            for _ in range(2):
                state = modes.step(state, arb(1), eta)
            measured = modes.gap(state, first, other) / before
            assert less(abs(measured - factor), "1e-15") is Truth.TRUE
    assert less(factor, 1) is less("1/20", 1 - factor) is Truth.TRUE


def test_a_balanced_run_reaches_the_enclosed_orbit() -> None:
    # At this kappa the multiplier lies in (-1, 1), so a balanced start is attracted.
    orbit = orbits.enclose(3, "2.2")
    assert less(abs(orbit.multiplier), 1) is Truth.TRUE
    run = modes.run(["0.9"] * 3, 1, fmpq(22, 30), 400, record_every=399)
    last, next_to_last = run.products()[-1], run.products()[-2]
    pair = sorted([last, next_to_last], key=float)
    for found, enclosed in zip(pair, (orbit.lower, orbit.upper), strict=True):
        assert less(abs(found - enclosed), "1e-12") is Truth.TRUE


@pytest.mark.parametrize("kappa", [2, "1.999", -3])
def test_at_or_below_the_edge_no_orbit_is_looked_for(kappa: int | str) -> None:
    with pytest.raises(ValueError, match="needs kappa > 2"):
        orbits.enclose(3, kappa)


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="the depth is 1"):
        orbits.enclose(1, 3)
    with pytest.raises(ValueError, match="digits is 0"):
        orbits.enclose(2, 3, digits=0)
    with pytest.raises(TypeError, match="not exact"):
        orbits.enclose(2, 2.5)  # type: ignore[arg-type]


def test_an_orbit_with_too_few_digits_is_not_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    with working_bits(100):
        assert orbits._attempt(3, fmpq(5, 2), 20, 100) is not None
        assert orbits._attempt(3, fmpq(5, 2), 50, 100) is None
        # Either condition alone, the points' or the multiplier's, refuses it.
        with monkeypatch.context() as patch:
            patch.setattr(orbits, "within", lambda value, digits, scale: True)
            assert orbits._attempt(3, fmpq(5, 2), 50, 100) is None
        with monkeypatch.context() as patch:
            patch.setattr(orbits, "relative_digits", lambda value: 50)
            assert orbits._attempt(3, fmpq(5, 2), 50, 100) is None


def test_a_search_without_success_is_inconclusive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orbits, "lower_point", lambda function, end: None)
    with pytest.raises(Inconclusive, match="no period-2 orbit was proven for depth 3 and kappa 5/2"):
        orbits.enclose(3, "5/2")
