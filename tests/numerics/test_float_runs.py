"""Float64 runs follow the exact ones, and their sharpness is that of the Hessian by differences."""

import itertools

import numpy as np
import pytest
from flint import fmpq_mat

from numerics import float_runs, gd
from numerics.float_runs import Bases


def layers_of(depth: int, widths: tuple[int, int, int], seed: int) -> tuple[list[np.ndarray], np.ndarray]:
    source = np.random.default_rng(seed)
    sides = [widths[0], *[widths[1]] * (depth - 1), widths[2]]
    layers = [source.integers(-8, 9, (a, b)) / 8 for b, a in itertools.pairwise(sides)]
    return layers, source.integers(-8, 9, (sides[-1], sides[0])) / 8


def exact(matrix: np.ndarray) -> fmpq_mat:
    rows = [[int(8 * entry) for entry in row] for row in matrix]
    return fmpq_mat(rows) / 8


def bases_of(target: np.ndarray) -> Bases:
    left, values, right = np.linalg.svd(target)
    return Bases(left[:, : len(values)], right[: len(values)].T)


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_a_run_follows_the_exact_one(depth: int) -> None:
    layers, target = layers_of(depth, (3, 4, 2), depth)
    bases = bases_of(target)
    found = float_runs.run(layers, target, bases, 1 / 64, 6)
    state = [exact(layer) for layer in layers]
    for time in range(7):
        product = gd.end_to_end(state)
        rows = np.array([[float(entry) for entry in row] for row in product.tolist()])
        np.testing.assert_allclose(found.values[time], np.diag(bases.left.T @ rows @ bases.right), atol=1e-12)
        loss = gd.loss(state, exact(target))
        assert found.losses[time] == pytest.approx(float(loss), rel=1e-12)
        state = list(gd.descend(state, exact(target), lambda slope: slope / 64))
    assert not found.diverged


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_the_sharpness_is_that_of_the_hessian_by_differences(depth: int) -> None:
    layers, target = layers_of(depth, (2, 3, 2), depth)
    shapes = [layer.shape for layer in layers]
    cuts = np.cumsum([layer.size for layer in layers])[:-1]

    def loss(vector: np.ndarray) -> float:
        product = np.eye(target.shape[1])
        for part, shape in zip(np.split(vector, cuts), shapes, strict=True):
            product = part.reshape(shape) @ product
        return 0.5 * float(np.sum((product - target) ** 2))

    place = np.concatenate([layer.ravel() for layer in layers])
    size, step = len(place), 1e-3
    moves = step * np.eye(size)
    signs = list(itertools.product((1, -1), repeat=2))

    def second(a: np.ndarray, b: np.ndarray) -> float:
        return sum(i * j * loss(place + i * a + j * b) for i, j in signs) / (4 * step**2)

    hessian = np.array([[second(a, b) for b in moves] for a in moves])
    expected = np.linalg.eigvalsh(hessian)[-1]
    assert float_runs.largest_curvature(layers, target) == pytest.approx(expected, rel=1e-4)


def test_what_is_off_the_modes_and_the_gaps_are_measured() -> None:
    first, second = np.array([[1.0, 2.0], [0.0, 1.0]]), np.eye(2)
    found = float_runs.run([first, second], np.diag([3.0, 1.0]), Bases(np.eye(2), np.eye(2)), 0.01, 1)
    assert found.elsewhere[0] == pytest.approx(2)
    assert found.gaps[0] == pytest.approx(np.linalg.norm(np.eye(2) - first @ first.T))
    np.testing.assert_allclose(found.values[0], [1, 1])


def test_a_run_that_grows_without_end_is_ended() -> None:
    found = float_runs.run(
        [np.eye(1) * 5] * 2, np.eye(1), Bases(np.eye(1), np.eye(1)), 1.0, 1000, looks=[0, 900]
    )
    assert found.diverged
    assert len(found.losses) < 50
    assert found.looked == (0,)
    assert np.isfinite(found.losses).all()
