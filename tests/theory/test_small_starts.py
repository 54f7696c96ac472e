"""Where the window of small starts ends, beyond two layers; every line of the proof is needed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy
from flint import fmpq, fmpq_poly

from theory import small_starts
from theory import small_starts_rules as because
from theory import small_starts_steps as these
from theory.argument import Argument
from theory.symbols import L, kappa, u

ARGUMENT = small_starts.sharp_window()


@pytest.fixture
def rebuilt() -> Iterator[None]:
    """Have the steps built with what a test changes, and again afterwards."""
    built = (these.top_steps, these.end_steps, these.below_steps, these.turn_steps, these.scale_step)
    for steps in built:
        steps.cache_clear()
    yield
    for steps in built:
        steps.cache_clear()


def test_every_line_is_needed() -> None:
    assert ARGUMENT.check().holds
    for index in range(len(ARGUMENT.steps)):
        steps = ARGUMENT.steps[:index] + ARGUMENT.steps[index + 1 :]
        assert not replace(ARGUMENT, steps=steps).check().holds, ARGUMENT.steps[index].label


def test_nothing_wrong_goes_unnoticed(survivors: Callable[[Argument], list[str]]) -> None:
    assert survivors(ARGUMENT) == []


def test_the_argument_is_printed() -> None:
    assert all(step.claim.text and step.claim.latex for step in ARGUMENT.steps)


def test_other_pulls_and_limits_are_not_established() -> None:
    for limit in (sympy.Rational(1001, 1000) * sympy.sqrt(2), sympy.Rational(3, 2), -sympy.sqrt(2)):
        assert not small_starts.sharp_window(limit=limit).check().holds
    for pull in (
        kappa * u ** (1 - 1 / L) * (u - 1) / L,
        kappa * u ** (1 - 3 / L) * (u - 1) / L,
        kappa * (u - 1) / L,
        2 * small_starts.PULL,
    ):
        assert not small_starts.sharp_window(pull).check().holds


@pytest.mark.parametrize(
    ("name", "value"),
    [("OVERSHOOT", "2/5"), ("OVERSHOOT", "3/5"), ("LEAST_VALUE", "9/5"), ("LEAST_VALUE", "7/5")],
)
@pytest.mark.usefixtures("rebuilt")
def test_a_moved_constant_breaks_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    for module in (these, because):
        monkeypatch.setattr(module, name, sympy.Rational(value))
    assert not small_starts.sharp_window().check().holds


@pytest.mark.parametrize("value", ["3/2", "7/4", "2"])
@pytest.mark.usefixtures("rebuilt")
def test_a_moved_growth_breaks_it(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(these, "LARGEST_GROWTH", sympy.Rational(value))
    assert not small_starts.sharp_window().check().holds


def _step(depth: int, rate: float, shared: float, last: float) -> tuple[float, float]:
    h, error = rate / depth, 1 - shared ** (depth - 1) * last
    return shared + h * shared ** (depth - 2) * last * error, last + h * shared ** (depth - 1) * error


@pytest.mark.parametrize("depth", [3, 4, 5, 6, 7, 8, 16, 64])
def test_the_end_is_where_the_largest_pull_is_the_root_of_two(depth: int) -> None:
    end = float(small_starts.window_end(depth))
    p = float(small_starts.growth_at_end(depth))
    critical = ((1 + (depth - 1) * p) / (1 + (2 * depth - 1) * p)) ** (1 / depth)
    largest = max(_step(depth, end, k / 20000, k / 20000)[0] for k in range(1, 20001))
    top = _step(depth, end, critical, critical)[0]
    assert top == pytest.approx(largest, abs=1e-6)
    assert top == pytest.approx((1 + p) * critical)
    assert end / depth * top ** (depth - 2) * (top**depth - 1) == pytest.approx(2**0.5)
    # What the proof says of the end.
    assert p < these.LARGEST_GROWTH - 1
    assert top**depth > these.LEAST_VALUE


@pytest.mark.parametrize("depth", [3, 4, 5, 8])
def test_the_end_is_enclosed_and_evaluates_to_what_encloses_it(depth: int) -> None:
    low, high = small_starts.window_end_between(depth, 40)
    assert high - low <= Fraction(2, 10**40)
    exact = small_starts.window_end(depth).evalf(60)
    assert sympy.Rational(low.numerator, low.denominator) < exact
    assert exact < sympy.Rational(high.numerator, high.denominator)


@pytest.mark.parametrize("depth", [3, 4, 7, 16])
def test_growth_gives_a_critical_point(depth: int) -> None:
    p = sympy.Rational(1, 3)
    power, value, pull = small_starts.at_growth(depth, p)
    point = (1 + (depth - 1) * p) / (1 + (2 * depth - 1) * p)
    assert value == point * (1 + p) ** depth
    # (L h)^L c^(L(L-2)) = B^L; and the L-th power of h T^(L-2) (T^L - 1).
    assert power * point ** (depth - 2) == (1 + (2 * depth - 1) * p) ** depth
    assert pull**depth == power / depth**depth * value ** (depth - 2) * (value - 1) ** depth


@pytest.mark.parametrize("depth", [3, 4, 9])
def test_the_root_is_that_of_the_update_rule(depth: int) -> None:
    """The pull at the top, squared, is 2 at p; both sides from the update rule in exact arithmetic."""
    root = small_starts.growth_at_end(depth)
    low, high = root.between(Fraction(1, 10**20))
    for end, below in ((low, True), (high, False)):
        pull = small_starts.at_growth(depth, sympy.Rational(end.numerator, end.denominator))[2]
        assert (pull**2 < 2) == below
    coefficients = fmpq_poly(root.polynomial)
    assert (
        coefficients(fmpq(low.numerator, low.denominator))
        * coefficients(fmpq(high.numerator, high.denominator))
        < 0
    )


@pytest.mark.parametrize("depth", [2, 1, 0])
def test_two_layers_are_another_matter(depth: int) -> None:
    with pytest.raises(ValueError, match=r"depth|two layers"):
        small_starts.window_end(depth)


@pytest.mark.parametrize(("share", "grows"), [(0.997, False), (1.003, True)])
def test_three_layers_in_floating_point(share: float, grows: bool) -> None:
    rate = share * float(small_starts.window_end(3))
    source = random.Random(3)
    largest = 0.0
    for _ in range(60):
        shared, last = source.uniform(0.004, 0.01), 0.0
        for _ in range(1200):
            pull = rate / 3 * abs(1 - shared**2 * last) * abs(shared)
            largest = max(largest, pull)
            shared, last = _step(3, rate, shared, last)
    assert (largest > 2**0.5) == grows


def test_the_next_pull_depends_on_the_last_layer_as_said() -> None:
    for depth in (3, 5):
        end = float(small_starts.window_end(depth))
        p = float(small_starts.growth_at_end(depth))
        point = (1 + (depth - 1) * p) / (1 + (2 * depth - 1) * p)
        critical, D = point ** (1 / depth), (2 * depth - 1) * point - (depth - 1)
        top = (1 + p) * critical

        def pull(last: float, depth: int = depth, end: float = end, critical: float = critical) -> float:
            shared, other = _step(depth, end, critical, last)
            return end / depth * shared ** (depth - 2) * (shared ** (depth - 1) * other - 1)

        slope = (pull(critical + 1e-6) - pull(critical - 1e-6)) / 2e-6
        said = -end / depth * top ** (depth - 3) * (depth - 2) * (2 * point - 1) * (top**depth - 1) / D
        assert slope == pytest.approx(said, rel=1e-4)
        assert slope < 0
