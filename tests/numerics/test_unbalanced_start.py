"""Traps of the unbalanced start: the reduced step is the full one, and runs are in their trap in time."""

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics import modes, orbits, unbalanced_start
from numerics.balls import to_rationals, working_bits
from numerics.covers import Proven
from numerics.duals import Dual, constant, variable
from numerics.unbalanced_start import Trap, reaches_orbit

VALUES = st.fractions(min_value=-3, max_value=3, max_denominator=100)


def flint(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def exact(value: Fraction, slope: int = 0) -> Dual[fmpq]:
    return Dual(flint(value), fmpq(slope))


def full_step(depth: int, state: Sequence[Dual[fmpq]]) -> tuple[Dual[fmpq], Dual[fmpq]]:
    """Make one step in all layers, and return mean and gap of the layers after it."""
    mean, gap, eta = state
    others = Dual(fmpq(depth - 1), fmpq(0))
    layers = modes.step([*[mean + gap] * (depth - 1), mean - others * gap], exact(Fraction(1)), eta)
    assert all(layer.value == layers[0].value for layer in layers[:-1])
    share, total = exact(Fraction(1, depth)), layers[0]
    for layer in layers[1:]:
        total = total + layer
    return total * share, (layers[0] - layers[-1]) * share


@given(st.integers(2, 7), VALUES, VALUES, VALUES, st.integers(0, 2))
def test_the_reduced_step_and_its_slopes_are_those_of_all_layers(
    depth: int, mean: Fraction, gap: Fraction, eta: Fraction, axis: int
) -> None:
    state = (mean, gap, eta)
    full = full_step(depth, [exact(value, int(index == axis)) for index, value in enumerate(state)])
    with working_bits(600):
        balls = [arb(flint(value)) for value in state]
        dual = [variable(x) if index == axis else constant(x) for index, x in enumerate(balls)]
        reduced = unbalanced_start._step(depth)(*dual)
        for ball, rational in zip(reduced, full, strict=True):
            for enclosed, true in ((ball.value, rational.value), (ball.derivative, rational.derivative)):
                low, high = to_rationals(enclosed)
                assert low <= Fraction(int(true.p), int(true.q)) <= high
                assert enclosed.rad() < arb(10) ** -100


@given(st.sampled_from([2, 4, 8]), *[st.integers(-64, 64)] * 3)
def test_on_binary_fractions_the_reduced_step_is_exact(depth: int, mean: int, gap: int, eta: int) -> None:
    state = [Fraction(entry, 32) for entry in (mean, gap, eta)]
    full = full_step(depth, [exact(value) for value in state])
    with working_bits(4000):
        reduced = unbalanced_start._step(depth)(*(constant(arb(flint(value))) for value in state))
        for ball, rational in zip(reduced, full, strict=True):
            assert ball.value.is_exact()
            assert ball.value.fmpq() == rational.value


@given(st.integers(2, 5), *[st.tuples(VALUES, st.fractions(0, 1, max_denominator=100))] * 3, st.data())
def test_the_image_of_a_box_holds_the_image_of_each_of_its_points(
    depth: int,
    mean: tuple[Fraction, Fraction],
    gap: tuple[Fraction, Fraction],
    eta: tuple[Fraction, Fraction],
    data: st.DataObject,
) -> None:
    shares = data.draw(st.tuples(*[st.sampled_from([-1, 0, 1]) | st.fractions(-1, 1)] * 3))
    box = (mean, gap, eta)
    point = [middle + share * radius for share, (middle, radius) in zip(shares, box, strict=True)]
    full = full_step(depth, [exact(value) for value in point])
    with working_bits(128):
        balls = [arb(flint(middle), flint(radius)) for middle, radius in box]
        step = unbalanced_start._step(depth)
        images, _ = unbalanced_start._mean_value(step, (balls[0], balls[1]), balls[2])
        for ball, rational in zip(images, full, strict=True):
            low, high = to_rationals(ball)
            assert low <= Fraction(int(rational.value.p), int(rational.value.q)) <= high


BOXES = [
    (2, (Fraction("0.1"), Fraction("0.1001")), (Fraction("2.2"), Fraction("2.2001"))),
    (3, (Fraction("0.4"), Fraction("0.4001")), (Fraction("2.2"), Fraction("2.2001"))),
    (5, (Fraction("0.4"), Fraction("0.40001")), (Fraction("2.3"), Fraction("2.30001"))),
]


def number(value: Fraction) -> Any:
    return mpmath.mpf(value.numerator) / value.denominator


def descend(state: list[Any], kappa: Any, steps: int) -> list[Any]:
    eta = kappa / len(state)
    for _ in range(steps):
        moved = []
        for i, layer in enumerate(state):
            others = mpmath.mpf(1)
            for j, other in enumerate(state):
                others *= other if j != i else 1
            moved.append(layer - eta * (others * layer - 1) * others)
        state = moved
    return state


def within(state: list[Any], trap: Trap) -> bool:
    depth = len(state)
    mean, gap = sum(state) / depth, (state[0] - state[-1]) / depth
    ranges = ((mean, trap.mean), (gap, trap.gap))
    return all(number(low) < value < number(high) for value, (low, high) in ranges)


@pytest.mark.parametrize(("depth", "alpha", "kappa"), BOXES)
def test_the_enclosed_states_are_those_of_the_run_from_the_start(
    depth: int,
    alpha: tuple[Fraction, Fraction],
    kappa: tuple[Fraction, Fraction],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[arb, arb]] = []
    enclose = unbalanced_start._mean_value

    def watched(function: Any, state: tuple[arb, arb], rate: arb) -> Any:
        seen.append(state)
        return enclose(function, state, rate)

    monkeypatch.setattr(unbalanced_start, "_mean_value", watched)
    reaches_orbit(depth, alpha, kappa, most_boxes=1)
    start, rate = (sum(ends) / 2 for ends in (alpha, kappa))
    layers: tuple[Fraction, ...] = (start,) * (depth - 1) + (Fraction(0),)
    for enclosed in seen[:4]:
        state = (sum(layers) / depth, (layers[0] - layers[-1]) / depth)
        for ball, value in zip(enclosed, state, strict=True):
            low, high = to_rationals(ball)
            assert low <= value <= high
            assert high - low < Fraction(1, 100)
        layers = modes.step(layers, Fraction(1), rate / depth)


@pytest.mark.parametrize(("depth", "alpha", "kappa"), BOXES)
def test_runs_from_each_leaf_are_in_its_trap_when_it_says_and_stay(
    depth: int, alpha: tuple[Fraction, Fraction], kappa: tuple[Fraction, Fraction]
) -> None:
    found = reaches_orbit(depth, alpha, kappa)
    assert found.undecided() == ()
    draw = random.Random(depth)
    with mpmath.workdps(40):
        for leaf in found.proven()[:: max(1, len(found.proven()) // 3)]:
            trap = leaf.proof
            assert trap.gap[0] < 0 < trap.gap[1]
            assert 0 < trap.mean[0] < trap.mean[1] < 1
            corners = [(a, k) for a in leaf.box.ends[0] for k in leaf.box.ends[1]]
            inside = [tuple(low + (high - low) * draw.randrange(99) / 99 for low, high in leaf.box.ends)]
            for start, rate in (*corners, *inside):
                k = number(rate)
                state = [number(start)] * (depth - 1) + [mpmath.mpf(0)]
                state = descend(state, k, trap.steps)
                assert within(state, trap)
                for _ in range(20):
                    between = descend(state, k, 1)
                    assert not within(between, trap)
                    state = descend(between, k, 1)
                    assert within(state, trap)


def test_runs_end_in_the_enclosed_orbit() -> None:
    depth, alpha, kappa = BOXES[1]
    found = reaches_orbit(depth, alpha, kappa)
    (leaf, *_) = found.proven()
    (start, _), (rate, _) = leaf.box.ends
    orbit = orbits.enclose(depth, rate)
    with mpmath.workdps(40):
        point = number(to_rationals(orbit.lower_layer)[0])
        state = [number(start)] * (depth - 1) + [mpmath.mpf(0)]
        state = descend(state, number(rate), leaf.proof.steps + 1000)
        assert all(abs(layer - point) < mpmath.mpf(10) ** -10 for layer in state)


def test_a_budget_of_one_box_leaves_a_wide_one_undecided() -> None:
    found = reaches_orbit(
        2, (Fraction("0.1"), Fraction("0.11")), (Fraction("2.2"), Fraction("2.24")), most_boxes=1
    )
    assert (found.tried, found.proven(), len(found.undecided())) == (1, (), 2)


@pytest.mark.parametrize("kappa", ["2.48", "2.8", "3.5"])
def test_nothing_is_proven_beyond_the_doubling(kappa: str) -> None:
    low = Fraction(kappa)
    tenth = Fraction(1, 10)
    found = reaches_orbit(2, (tenth, tenth + tenth**6), (low, low + tenth**6), most_boxes=3)
    assert found.proven() == ()


def trap_of(depth: int, kappa: str, mean: str, reach: str, gap: str) -> bool:
    with working_bits(128):
        state = (arb(mean, reach), arb(0, gap))
        return unbalanced_start._attracts(depth, state, arb(flint(Fraction(kappa))) / depth)


@pytest.mark.parametrize(
    ("depth", "kappa", "mean", "reach", "gap", "attracts"),
    [
        (2, "9/4", "0.79076", "1e-3", "1e-4", True),
        # Around the upper point, which is as good.
        (2, "9/4", "1.1241", "1e-3", "1e-4", True),
        # Around the minimum, around both points, and around no point at all.
        (2, "3/2", "1", "1e-3", "1e-4", False),
        (2, "9/4", "0.95", "0.2", "1e-4", False),
        (2, "9/4", "0.7", "1e-3", "1e-4", False),
        # The orbit of two negative layers is no positive one, and this one repels.
        (2, "9/4", "-0.79076", "1e-3", "1e-4", False),
        (2, "3", "0.57735", "1e-3", "1e-4", False),
        (2, "9/4", "0.79076", "nan", "1e-4", False),
        (2, "9/4", "0.79076", "1e-3", "inf", False),
    ],
)
def test_a_trap_is_positive_around_one_point_and_contracts(
    depth: int, kappa: str, mean: str, reach: str, gap: str, attracts: bool
) -> None:
    assert trap_of(depth, kappa, mean, reach, gap) is attracts


@given(VALUES, st.fractions(min_value="1/1000000", max_value=4, max_denominator=10**6))
def test_short_ends_reach_at_least_as_far_as_asked(middle: Fraction, radius: Fraction) -> None:
    with working_bits(128):
        low, high = to_rationals(unbalanced_start._short(arb(flint(middle)), arb(flint(radius))))
    assert low <= middle - radius
    assert middle + radius <= high
    assert high - low < 2 * radius * Fraction(9, 8)
    # No more bits than a radius has, so that a certificate stays short.
    assert max(low.denominator, high.denominator) <= 2**40 * max(1, 1 / radius)


@pytest.mark.parametrize(
    ("depth", "alpha", "kappa", "error"),
    [
        (1, ("0.1", "0.2"), ("2.2", "2.3"), ValueError),
        (2.0, ("0.1", "0.2"), ("2.2", "2.3"), TypeError),
        (2, ("0", "0.2"), ("2.2", "2.3"), ValueError),
        (2, ("-0.1", "0.2"), ("2.2", "2.3"), ValueError),
        (2, ("0.2", "0.1"), ("2.2", "2.3"), ValueError),
        (2, ("0.1", "0.2"), ("2", "2.3"), ValueError),
        (2, ("0.1", "0.2"), ("2.3", "2.2"), ValueError),
    ],
)
def test_what_is_no_box_of_starts_is_refused(
    depth: Any, alpha: tuple[str, str], kappa: tuple[str, str], error: type[Exception]
) -> None:
    low, high = map(Fraction, alpha)
    with pytest.raises(error):
        reaches_orbit(depth, (low, high), (Fraction(kappa[0]), Fraction(kappa[1])))


def test_progress_sees_every_box() -> None:
    seen: list[int] = []
    found = reaches_orbit(*BOXES[0], progress=seen.append)
    assert seen == list(range(1, found.tried + 1))
    assert all(isinstance(leaf, Proven) for leaf in found.proven())
