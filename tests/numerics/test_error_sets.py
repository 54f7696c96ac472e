import random
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpq_mat

from numerics._error_sets import ErrorSet
from numerics._stacks import Floats, Stack, exactly

ROTATED = np.array([[0.6, -0.8], [0.8, 0.6]])


def exact_product(matrix: Floats, vector: list[Fraction]) -> list[Fraction]:
    return [
        sum((Fraction(a) * x for a, x in zip(row, vector, strict=True)), Fraction(0))
        for row in matrix.tolist()
    ]


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("reframe_every", [1, 2, 3])
def test_every_error_stays_within_the_bounds(size: int, reframe_every: int) -> None:
    draw = random.Random(size)
    for _ in range(20):
        radii = [draw.uniform(0, 1) * 10.0 ** draw.randint(-12, 0) for _ in range(size)]
        errors = ErrorSet.box(np.array([radii]))
        exact = [Fraction(radius) * draw.choice([-1, 1]) for radius in radii]
        for step in range(1, 9):
            values = np.array([[draw.uniform(-1.5, 1.5) for _ in range(size)] for _ in range(size)])
            spread = np.array([[draw.choice([0, 1e-3, 1e-9]) for _ in range(size)] for _ in range(size)])
            # One derivative that the enclosure allows, at an end of every entry.
            signs = np.array([[draw.choice([-1, 1]) for _ in range(size)] for _ in range(size)])
            missed = [10.0 ** draw.randint(-15, -3) for _ in range(size)]
            moved = exact_product(values, exact)
            strayed = exact_product(signs * spread, exact)
            exact = [
                a + b + Fraction(bound) * draw.choice([-1, 1])
                for a, b, bound in zip(moved, strayed, missed, strict=True)
            ]
            errors = errors.after(Stack(values[None], spread[None]), np.array([missed]))
            if step % reframe_every == 0:
                errors = errors.reframed()
            bounds = errors.bounds()[0].tolist()
            assert all(abs(x) <= Fraction(bound) for x, bound in zip(exact, bounds, strict=True))


def test_the_rounding_of_the_moved_frame_counts() -> None:
    # 0.1 * 3 rounds to minus the second term, so the moved frame is zero where the exact one is not.
    frame = np.array([[[3.0, 0], [-0.30000000000000004, 1]]])
    errors = ErrorSet(frame, np.array([[1.0, 0]]), np.zeros((1, 2)))
    moved = errors.after(exactly(np.array([[[0.1, 1.0], [0, 0]]])), np.zeros((1, 2)))
    exact = 3 * Fraction(0.1) - Fraction(0.30000000000000004)
    assert exact != 0
    assert abs(exact) <= Fraction(float(moved.bounds()[0, 0]))


def test_a_new_frame_keeps_every_corner_of_the_old_set() -> None:
    draw = random.Random(7)
    for _ in range(30):
        size = draw.randint(1, 5)
        frame = np.array([[draw.uniform(-2, 2) for _ in range(size)] for _ in range(size)])
        radii = [10.0 ** draw.randint(-60, 3) for _ in range(size)]
        loose = [10.0 ** draw.randint(-90, -20) for _ in range(size)]
        new = ErrorSet(frame[None], np.array([radii]), np.array([loose])).reframed()
        corner = exact_product(frame, [Fraction(radius) * draw.choice([-1, 1]) for radius in radii])
        corner = [x + Fraction(bound) * draw.choice([-1, 1]) for x, bound in zip(corner, loose, strict=True)]
        turned = fmpq_mat([[fmpq(*x.as_integer_ratio()) for x in row] for row in new.frame[0].tolist()])
        inside = turned.solve(fmpq_mat([[fmpq(*x.as_integer_ratio())] for x in corner]))
        bounds = [fmpq(*x.as_integer_ratio()) for x in new.radii[0].tolist()]
        assert all(abs(inside[i, 0]) <= bounds[i] for i in range(size))


def test_stretching_and_shrinking_along_one_direction_costs_nothing() -> None:
    stretch, shrink = (ROTATED @ np.diag(d) @ ROTATED.T for d in ([3.0, 1.0], [0.3, 1.0]))
    errors, none = ErrorSet.box(np.full((1, 2), 1e-15)), np.zeros((1, 2))
    for _ in range(500):
        errors = errors.after(exactly(stretch[None]), none).after(exactly(shrink[None]), none).reframed()
    # Norms of single steps would give 3^500.
    assert errors.bounds().max() < 1e-14


def test_directions_that_do_not_mix_stay_apart() -> None:
    grows = np.array([[[1.0, 0.5, 0], [-0.5, 1.0, 0], [0, 0, 2.0]]])
    errors = ErrorSet.box(np.array([[1e-10, 1e-10, 0]]))
    for _ in range(60):
        errors = errors.after(exactly(grows), np.zeros((1, 3))).reframed()
    # Were anything of the first two errors to leak with a rounding error, it would be 1e-26 * 2^60.
    assert errors.bounds()[0, 2] < 1e-20


def test_what_is_not_known_stays_unknown_in_its_lane_alone() -> None:
    values = np.stack([np.full((2, 2), np.nan), np.eye(2), np.full((2, 2), np.inf)])
    errors = ErrorSet.box(np.ones((3, 2)))
    with np.errstate(all="ignore"):
        for _ in range(3):
            errors = errors.after(exactly(values), np.zeros((3, 2))).reframed()
        bounds = errors.bounds()
    assert not np.isfinite(bounds[[0, 2]]).any()
    assert np.all((bounds[1] >= 1) & (bounds[1] < 1.01))
    assert errors.of_lanes(np.array([False, True, False])).radii.shape == (1, 2)


def test_a_change_of_unit_rounds_upward() -> None:
    errors = ErrorSet.box(np.array([[1.0, 0.0]])).scaled(2.0**-600).scaled(2.0**-600)
    assert np.all(errors.bounds() > 0)
