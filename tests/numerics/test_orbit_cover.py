"""Covers of learning rates by attracting orbits, against plain loops and a root finder of another library."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest
from flint import arb

from numerics import orbit_cover, orbits
from numerics.balls import relative_digits, to_rationals
from numerics.covers import Box
from numerics.orbit_cover import Enclosure, OrbitBox

MATCHED = 60
"""Digits of the second implementation: more than any ball here has."""


@pytest.fixture(autouse=True)
def digits() -> Iterator[None]:
    with mpmath.workdps(MATCHED + 20):
        yield


def number(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def fits(ball: arb, value: Any) -> bool:
    """Say whether a number known to about 70 digits lies in a ball."""
    low, high = (number(end) for end in to_rationals(ball))
    room = mpmath.mpf(10) ** -MATCHED
    return bool(low - room <= value <= high + room)


class Reference:
    """The orbit at one learning rate: bisection and polishing by mpmath, slopes by the product rule."""

    def __init__(self, depth: int, kappa: Fraction) -> None:
        eta = number(kappa) / depth

        def step(x: Any) -> Any:
            others = mpmath.mpf(1)
            for _ in range(depth - 1):
                others *= x
            return x - eta * (others * x - 1) * others

        def quotient(x: Any) -> Any:
            return (step(step(x)) - x) / (step(x) - x)

        # Below 1 the quotient falls through zero once, at the lower point.
        low, high = mpmath.mpf("0.001"), 1 - mpmath.mpf(10) ** -12
        self.x = mpmath.findroot(quotient, (low, high), solver="anderson", tol=mpmath.mpf(10) ** -130)
        self.y = step(self.x)
        assert abs(step(self.y) - self.x) < mpmath.mpf(10) ** -65
        assert 0 < self.x < 1 < self.y

        def slope(x: Any) -> Any:
            return 1 + eta * ((depth - 1) * x ** (depth - 2) - (2 * depth - 1) * x ** (2 * depth - 2))

        def gap_factor(x: Any) -> Any:
            # Two layers that differ by little: the other factors of their product agree.
            pull = eta * x ** (depth - 2) * (1 - x**depth)
            return (1 - pull) * (1 + pull)

        self.multiplier = slope(self.x) * slope(self.y)
        self.gap_factors = (gap_factor(self.x), gap_factor(self.y))


CASES = [(depth, Fraction(kappa)) for depth in (2, 3, 5, 9) for kappa in ("2.001", "9/4", "12/5", "3")]


@pytest.mark.parametrize(("depth", "kappa"), CASES)
def test_every_enclosed_value_agrees_with_a_second_implementation(depth: int, kappa: Fraction) -> None:
    reference = Reference(depth, kappa)
    known = orbit_cover.at(depth, kappa)
    assert known is not None
    part, found = known
    assert part.box.ends == ((kappa, kappa),)
    assert number(part.proof.lower) < reference.x < number(part.proof.upper)
    assert part.proof.upper - part.proof.lower < Fraction(3, 10**20)
    assert fits(found.multiplier, reference.multiplier)
    for ball, value in zip(found.gap_factors, reference.gap_factors, strict=True):
        assert fits(ball, value)
    for ball in (found.multiplier, *found.gap_factors):
        assert ball.rad() < arb(10) ** -15


@pytest.mark.parametrize(("depth", "kappa"), CASES)
def test_the_orbits_that_boxes_are_guessed_from_agree_too(depth: int, kappa: Fraction) -> None:
    reference, found = Reference(depth, kappa), orbits.enclose(depth, kappa)
    for ball, value in (
        (found.lower_layer, reference.x),
        (found.upper_layer, reference.y),
        (found.lower, reference.x**depth),
        (found.upper, reference.y**depth),
        (found.ratio, reference.y / reference.x),
        (found.multiplier, reference.multiplier),
        (orbits.two_step_gap_factor(found), reference.gap_factors[0] * reference.gap_factors[1]),
    ):
        assert fits(ball, value)
        assert relative_digits(ball) >= 45 or abs(value) < 1


@pytest.mark.parametrize(
    ("depth", "start", "end"), [(2, "2.01", "2.4"), (3, "2.1", "2.45"), (5, "2.2", "2.4")]
)
def test_the_boxes_follow_one_another_and_hold_the_orbit_of_each_rate(
    depth: int, start: str, end: str
) -> None:
    found = orbit_cover.attracting(depth, start, end)
    assert found.undecided() == ()
    ranges = [part.box.ends[0] for part in found.proven()]
    assert (ranges[0][0], ranges[-1][1]) == (Fraction(start), Fraction(end))
    assert all(before[1] == after[0] for before, after in pairwise(ranges))
    for part in found.proven()[::5]:
        low, high = part.box.ends[0]
        over = orbit_cover.enclose(depth, part.box, part.proof)
        assert over is not None
        assert over.attracts
        for kappa in (low, (low + 2 * high) / 3, high):
            reference = Reference(depth, kappa)
            assert number(part.proof.lower) < reference.x < number(part.proof.upper)
            assert fits(over.multiplier, reference.multiplier)
            assert all(map(fits, over.gap_factors, reference.gap_factors))
            assert abs(reference.multiplier) < 1


def test_a_budget_of_one_box_is_not_enough_and_says_so() -> None:
    found = orbit_cover.attracting(2, "2.01", "2.4", most_boxes=1)
    assert (found.tried, found.proven()) == (1, ())
    assert [box.ends[0] for box in found.undecided()] == [
        (Fraction("2.01"), Fraction("2.205")),
        (Fraction("2.205"), Fraction("2.4")),
    ]


@pytest.mark.parametrize("depth", [2, 3])
def test_nothing_is_proven_at_or_beyond_the_doubling(depth: int) -> None:
    # The multiplier is -1 at 2 sqrt(5) - 2 = 2.472... for two layers, and near 2.49 for three.
    found = orbit_cover.attracting(depth, "2.4", "2.6", most_boxes=400)
    reached = max(part.box.ends[0][1] for part in found.proven())
    assert Fraction("2.46") < reached < Fraction("2.5")
    assert abs(Reference(depth, reached).multiplier) < 1
    assert found.undecided()[-1].ends[0][1] == Fraction("2.6")
    low, high = found.undecided()[0].ends[0]
    assert Reference(depth, Fraction("2.6")).multiplier < -1
    assert reached <= low < high


def test_a_repelling_orbit_is_enclosed_and_does_not_attract() -> None:
    known = orbit_cover.at(2, Fraction(3))
    assert known is not None
    # -7/2, as by hand: the squares of the layers are 1/3 and 4/3.
    assert known[1].multiplier.contains(arb(-7) / 2)
    assert not known[1].attracts


BOX = Box(((Fraction("2.25"), Fraction("2.25")),))
NEAR = [Fraction("0.7907"), Fraction("0.7908")]


def test_the_test_needs_ends_on_both_sides_of_the_orbit() -> None:
    assert orbit_cover.enclose(2, BOX, OrbitBox(NEAR[0], NEAR[1])) is not None
    for lower, upper in (
        (NEAR[1], NEAR[0]),
        (NEAR[0], NEAR[0]),
        (NEAR[0], NEAR[0] + Fraction(1, 10**5)),
        (NEAR[1] - Fraction(1, 10**5), NEAR[1]),
        (Fraction(0), NEAR[1]),
        (-NEAR[1], NEAR[1]),
        (NEAR[0], Fraction(1)),
        (NEAR[0], Fraction(3, 2)),
    ):
        assert orbit_cover.enclose(2, BOX, OrbitBox(lower, upper)) is None


def test_an_orbit_that_changes_its_sign_is_not_taken_for_a_positive_one() -> None:
    # x = sqrt(7/3) and -x alternate at kappa = 3, and x is a zero of the same function.
    box = Box(((Fraction(3), Fraction(3)),))
    assert orbit_cover.enclose(2, box, OrbitBox(Fraction("1.5275"), Fraction("1.5276"))) is None


@pytest.mark.parametrize("kappa", [("1.5", "1.6"), ("0", "0"), ("-2", "-2"), ("1.9", "2.3")])
def test_no_orbit_is_enclosed_where_there_is_none_for_some_rate(kappa: tuple[str, str]) -> None:
    box = Box(((Fraction(kappa[0]), Fraction(kappa[1])),))
    for lower, upper in ((Fraction("0.78"), Fraction("0.8")), (Fraction(1, 100), Fraction(99, 100))):
        assert orbit_cover.enclose(2, box, OrbitBox(lower, upper)) is None


@pytest.mark.parametrize("bad", [arb("nan"), arb("inf"), arb(0, arb("inf")), arb(-1), arb(0, 1), arb(1)])
def test_factors_that_are_not_certainly_small_do_not_attract(bad: arb) -> None:
    good = arb("0.5")
    assert Enclosure(good, (good, good)).attracts
    assert not Enclosure(good, (good, bad)).attracts
    if bad != 1:  # Newton's test has shown that the multiplier is below 1
        assert not Enclosure(bad, (good, good)).attracts


def test_a_box_too_narrow_for_the_working_precision_proves_nothing() -> None:
    assert orbit_cover.at(3, Fraction(9, 4), 40) is not None
    assert orbit_cover.at(3, Fraction(9, 4), 80) is None


@pytest.mark.parametrize(
    ("depth", "start", "end", "error"),
    [
        (1, "2.1", "2.2", ValueError),
        (2, "2", "2.2", ValueError),
        (2, "2.2", "2.1", ValueError),
        (2, "2.2", "2.2", ValueError),
        (2.0, "2.1", "2.2", TypeError),
        (2, 2.1, "2.2", TypeError),
        (2, "2.1", 2.2, TypeError),
    ],
)
def test_what_is_no_interval_is_refused(depth: Any, start: Any, end: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        orbit_cover.attracting(depth, start, end)


def test_progress_sees_every_box() -> None:
    seen: list[int] = []
    found = orbit_cover.attracting(2, "2.2", "2.3", progress=seen.append)
    assert seen == list(range(1, found.tried + 1))
