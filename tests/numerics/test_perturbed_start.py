"""Perturbed starts: moved off the diagonal alone, by a stated size, and taken to bases and back exactly."""

from fractions import Fraction

import pytest
from flint import arb_mat, fmpq, fmpq_mat

from numerics import gd, orthogonal, perturbed_start
from numerics.balls import working_bits
from numerics.perturbed_start import Bases

SIZE = Fraction(1, 10**20)
BASES = Bases(orthogonal.drawn(4, 1), orthogonal.drawn(4, 2))


def start() -> tuple[fmpq_mat, ...]:
    inner = [perturbed_start.scalar(4, "0.01")] * 2 + [perturbed_start.scalar(4, 0)]
    return perturbed_start.perturbed(inner, SIZE, 7)


def test_every_entry_off_the_diagonal_moves_and_no_other() -> None:
    moved = start()
    for layer, value in zip(moved, ("0.01", "0.01", 0), strict=True):
        change = layer - perturbed_start.scalar(4, value)
        for row in range(4):
            for column in range(4):
                size = abs(change[row, column])
                limit = fmpq(1, 10**20)
                assert size == 0 if row == column else limit / 10 <= size <= limit
    assert moved == start()
    assert moved[0] != moved[1]


def test_bases_are_left_again_exactly() -> None:
    inner = start()
    layers = BASES.layers(inner)
    assert BASES.inner_layers(layers) == inner
    assert gd.end_to_end(layers) == BASES.target(gd.end_to_end(inner))
    with working_bits(200):
        enclosed = BASES.inner_layers([arb_mat(layer) for layer in layers])
        for ball, exact in zip(enclosed, inner, strict=True):
            assert ball.contains(exact)


def test_a_step_in_the_bases_is_a_step_of_the_inner_layers() -> None:
    inner, target = start(), perturbed_start.diagonal([3, "1.5", 1, 0])
    moved = gd.step(BASES.layers(inner), BASES.target(target), "1/7")
    assert BASES.inner_layers(moved) == gd.step(inner, target, "1/7")


@pytest.mark.parametrize("steps", [0, 3])
def test_without_a_perturbation_layers_stay_diagonal(steps: int) -> None:
    inner = [perturbed_start.scalar(4, "0.01")] * 2 + [perturbed_start.scalar(4, 0)]
    layers, target = BASES.layers(inner), BASES.target(perturbed_start.diagonal([3, 2, 1, 0]))
    for _ in range(steps):
        layers = gd.step(layers, target, "1/9")
    for layer in BASES.inner_layers(layers):
        assert all(layer[i, j] == 0 for i in range(4) for j in range(4) if i != j)
