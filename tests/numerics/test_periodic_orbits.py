"""Periodic orbits in all layers, against plain loops, a root finder and eigenvalues of another library."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest
from flint import arb

from numerics import periodic_orbits
from numerics.balls import to_rationals, working_bits
from numerics.errors import Inconclusive
from numerics.periodic_orbits import Disk, PeriodicOrbit, Stability

DIGITS = 30
State = Sequence[Any]


@pytest.fixture(autouse=True)
def digits() -> Iterator[None]:
    with mpmath.workdps(4 * DIGITS):
        yield


def number(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def fits(ball: arb, value: Any) -> bool:
    low, high = (number(end) for end in to_rationals(ball))
    room = mpmath.mpf(10) ** (10 - 4 * DIGITS)
    return bool(low - room <= value <= high + room)


def step(state: State, kappa: Any) -> list[Any]:
    eta, moved = kappa / len(state), []
    for i, layer in enumerate(state):
        others = mpmath.mpf(1)
        for j, other in enumerate(state):
            others *= other if j != i else 1
        moved.append(layer - eta * (others * layer - 1) * others)
    return moved


def slopes(state: State, kappa: Any) -> Any:
    """Return the matrix of one step, from the second derivatives of the loss by the product rule."""
    eta, size = kappa / len(state), len(state)

    def product_without(*left_out: int) -> Any:
        result = mpmath.mpf(1)
        for index, layer in enumerate(state):
            result *= 1 if index in left_out else layer
        return result

    matrix = mpmath.matrix(size, size)
    for i in range(size):
        for j in range(size):
            second = product_without(i) * product_without(j)
            second += (product_without() - 1) * product_without(i, j) if i != j else 0
            matrix[i, j] = int(i == j) - eta * second
    return matrix


class Reference:
    """An orbit by Newton's iteration of mpmath, and the eigenvalues of the product of its matrices."""

    def __init__(self, kappa: str, near: Sequence[str], period: int) -> None:
        rate = number(Fraction(kappa))

        def moved(*state: Any) -> list[Any]:
            after = list(state)
            for _ in range(period):
                after = step(after, rate)
            return [x - y for x, y in zip(after, state, strict=True)]

        start = list(
            mpmath.findroot(moved, [mpmath.mpf(x) for x in near], tol=mpmath.mpf(10) ** (20 - 8 * DIGITS))
        )
        self.states = [start]
        matrix = slopes(start, rate)
        for _ in range(period - 1):
            self.states.append(step(self.states[-1], rate))
            matrix = slopes(self.states[-1], rate) * matrix
        # Equal multipliers keep the general method from converging; balanced states make symmetric matrices.
        symmetric = mpmath.mnorm(matrix - matrix.T) < mpmath.mpf(10) ** (10 - 4 * DIGITS)
        self.multipliers = (
            mpmath.eigsy(matrix, eigvals_only=True)
            if symmetric
            else mpmath.eig(matrix, left=False, right=False)
        )


ORBITS = [
    ("9/4", ["0.79"] * 2, 2, Stability.STABLE),
    ("9/4", ["0.89"] * 3, 2, Stability.STABLE),
    ("9/4", ["0.94"] * 5, 2, Stability.STABLE),
    ("13/5", ["0.66"] * 2, 2, Stability.UNSTABLE),
    ("13/5", ["0.81"] * 3, 2, Stability.UNSTABLE),
    ("13/5", ["0.9"] * 5, 2, Stability.UNSTABLE),
    ("5/2", ["0.6566"] * 2, 4, Stability.STABLE),
    ("5/2", ["0.8184"] * 3, 4, Stability.STABLE),
    ("51/20", ["0.8912"] * 5, 4, Stability.STABLE),
    # Layers that differ: the two points are one another's mirror image, or the orbit has no symmetry.
    ("3", ["-0.5774", "0.5774"], 2, None),
    ("3", ["1.0211", "-0.0771"], 4, None),
    ("3", ["0.3059", "1.2904"], 4, None),
]
NAMES = [f"L={len(near)}, kappa={kappa}, n={period}, {near[-1]}" for kappa, near, period, _ in ORBITS]


@pytest.mark.parametrize(("kappa", "near", "period", "stability"), ORBITS, ids=NAMES)
def test_states_and_multipliers_agree_with_a_second_implementation(
    kappa: str, near: Sequence[str], period: int, stability: Stability | None
) -> None:
    reference = Reference(kappa, near, period)
    found = periodic_orbits.enclose(kappa, near, period, DIGITS)
    assert (found.depth, found.period, str(found.kappa)) == (len(near), period, kappa)
    assert len(found.states) == period
    for state, layers in zip(found.states, reference.states, strict=True):
        assert all(map(fits, state, layers))
        assert all(ball.rad() < arb(10) ** -(DIGITS - 3) for ball in state)
    for multiplier in reference.multipliers:
        assert any(
            abs(multiplier - number(to_rationals(disk.centre.mid())[0]))
            < number(to_rationals(disk.radius + disk.centre.rad())[1]) + mpmath.mpf(10) ** -35
            for disk in found.disks
        )
    largest = max(abs(multiplier) for multiplier in reference.multipliers)
    if found.stability is not Stability.INCONCLUSIVE:
        assert (largest < 1) is (found.stability is Stability.STABLE)
    if stability is not None:
        # In balanced states the multipliers are those of the mean and the gaps, which the disks single out.
        assert found.stability is stability
        sizes = sorted(abs(multiplier) for multiplier in reference.multipliers)
        known = sorted(found.disks, key=lambda disk: number(to_rationals(abs(disk.centre))[0]))
        for size, disk in zip(sizes, known, strict=True):
            assert fits(abs(disk.centre), size)
            assert disk.radius < arb(10) ** -(DIGITS - 5)
            assert number(to_rationals(disk.smallest)[0]) <= size <= number(to_rationals(disk.largest)[1])


@pytest.mark.parametrize(("kappa", "near", "period", "_stability"), ORBITS, ids=NAMES)
def test_the_box_holds_the_orbit_in_its_interior(
    kappa: str, near: Sequence[str], period: int, _stability: object
) -> None:
    found = periodic_orbits.enclose(kappa, near, period, 12)
    for (low, high), ball in zip(found.box, found.states[0], strict=True):
        inner_low, inner_high = to_rationals(ball)
        # The ends themselves, and not a ball around them that rounding has made wider.
        assert low < inner_low <= inner_high < high
        assert high - low == Fraction(2, 10**12)


def test_a_box_is_not_claimed_if_only_the_ball_around_it_holds_the_orbit() -> None:
    found = periodic_orbits.enclose("9/4", ["0.79"] * 2, 2, 60)
    point, reach = to_rationals(found.states[0][0].mid())[0], Fraction(1, 10**20)
    with working_bits(400):
        # The radius of a ball has 30 bits: the ball around a box reaches beyond its ends.
        beyond = -reach - to_rationals(periodic_orbits.between(-reach, reach))[0]
        assert beyond > reach / 10**12
        for low, held in ((point + beyond / 2, False), (point - beyond / 2, True), (point - reach, True)):
            box = ((low, low + 2 * reach),) * 2
            assert to_rationals(periodic_orbits.between(*box[0]))[0] < point
            image, _ = periodic_orbits._krawczyk(arb(9) / 8, box, found.preconditioner, 2)
            assert (image is not None) is held


def test_states_follow_one_another_and_close() -> None:
    found = periodic_orbits.enclose("3", ["0.3059", "1.2904"], 4)
    assert len(found.states) == 4
    states = [[number(to_rationals(x.mid())[0]) for x in state] for state in found.states]
    for before, after in pairwise([*states, states[0]]):
        moved = step(before, mpmath.mpf(3))
        assert all(abs(x - y) < mpmath.mpf(10) ** -40 for x, y in zip(moved, after, strict=True))


@pytest.mark.parametrize(
    ("kappa", "near", "period"),
    [
        ("9/4", ["0", "0"], 2),
        ("9/4", ["0.79", "0.79"], 4),
        ("5/2", ["0.6566", "0.6566"], 8),
        ("3", ["-0.5774", "0.5774"], 4),
    ],
)
def test_a_shorter_period_is_not_taken_for_the_one_asked_for(
    kappa: str, near: Sequence[str], period: int
) -> None:
    with pytest.raises(Inconclusive, match="less than"):
        periodic_orbits.enclose(kappa, near, period)


@pytest.mark.parametrize("near", [["1", "1"], ["2", "0.5"]])
def test_a_member_of_a_family_of_fixed_points_is_not_proven(near: Sequence[str]) -> None:
    # Along the minima the multiplier is 1, which makes the matrix of the test singular.
    with pytest.raises(Inconclusive):
        periodic_orbits.enclose("9/4", near, 2)


def test_a_start_far_away_is_inconclusive() -> None:
    with pytest.raises(Inconclusive):
        periodic_orbits.enclose("9/4", ["1e30", "1e30"], 2)


def test_at_the_doubling_the_stability_stays_open() -> None:
    # The multiplier is -1 at 2 sqrt(5) - 2; this rate is that number to 70 digits.
    with mpmath.workdps(90):
        rate = mpmath.nstr(2 * mpmath.sqrt(5) - 2, 70)
    found = periodic_orbits.enclose(rate, ["0.66"] * 2, 2, 20)
    assert found.stability is Stability.INCONCLUSIVE


def with_disks(*disks: tuple[str, str]) -> PeriodicOrbit:
    found = periodic_orbits.enclose("9/4", ["0.79"] * 2, 2, 20)
    made = tuple(Disk(arb(centre), arb(radius)) for centre, radius in disks)
    return replace(found, disks=made, stability=periodic_orbits._stability(made))


@pytest.mark.parametrize(
    ("disks", "stability"),
    [
        ((("-0.5", "0.25"), ("0.5", "0.25")), Stability.STABLE),
        ((("-0.5", "0.5"), ("0.5", "0.25")), Stability.INCONCLUSIVE),
        ((("-0.5", "0.25"), ("0.5", "nan")), Stability.INCONCLUSIVE),
        ((("-2", "0.25"), ("0.5", "0.25")), Stability.UNSTABLE),
        # A disk counts as one multiplier only if it is apart from all others.
        ((("-2", "0.25"), ("1.5", "0.5")), Stability.INCONCLUSIVE),
        ((("-2", "1"), ("0.5", "0.25")), Stability.INCONCLUSIVE),
        ((("-2", "inf"), ("0.5", "0.25")), Stability.INCONCLUSIVE),
    ],
)
def test_stability_follows_from_the_disks(disks: tuple[tuple[str, str], ...], stability: Stability) -> None:
    assert with_disks(*disks).stability is stability


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("9/4", ["0.79"], 2), ValueError),
        (("9/4", ["0.79", "0.79"], 1), ValueError),
        (("9/4", ["0.79", "0.79"], 2, 0), ValueError),
        (("0", ["0.79", "0.79"], 2), ValueError),
        (("9/4", ["nan", "0.79"], 2), ValueError),
        ((2.25, ["0.79", "0.79"], 2), TypeError),
        (("9/4", [0.79, 0.79], 2), TypeError),
        (("9/4", ["0.79", "0.79"], 2.0), TypeError),
    ],
)
def test_what_is_no_orbit_is_refused(arguments: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        periodic_orbits.enclose(*arguments)
