"""Growth off the diagonal: multipliers from vectors alone, and the linear run against the real one."""

import pytest
from flint import acb, arb, arb_mat, fmpq

from numerics import gd, perturbation_growth, perturbed_start
from numerics._pair_blocks import step_block
from numerics.balls import working_bits

RATE = fmpq(1, 30)
SIGMAS = (fmpq(10), fmpq(8), fmpq(3))


def powers(matrix: arb_mat, first: int) -> list[list[arb]]:
    vector = arb_mat([[1], [2], [-1]])
    found = []
    for power in range(first + perturbation_growth.VECTORS):
        if power >= first:
            found.append(vector.entries())
        vector = matrix * vector
    return found


@pytest.mark.parametrize(
    ("rows", "leading"),
    [
        ([["2", 0, 0], [0, "0.1", 0], [0, 0, 1]], ("2", "0")),
        ([["-1.5", 1, 0], [0, "0.1", 0], [0, 0, 1]], ("-1.5", "0")),
        # A family has the multiplier 1, the rest decays.
        ([["0.9", 1, 0], [0, "0.1", 0], [0, 0, 1]], ("0.9", "0")),
        ([["0.8", "-0.8", 0], ["0.8", "0.8", 0], [0, 0, 1]], ("0.8", "0.8")),
        ([["-0.6", "-1.2", 0], ["1.2", "-0.6", 0], [0, 0, 1]], ("-0.6", "1.2")),
    ],
)
def test_leading_multiplier_is_found_from_vectors(rows: list[list[str]], leading: tuple[str, str]) -> None:
    with working_bits(400):
        expected = acb(*map(arb, leading))
        matrix = arb_mat([[arb(entry) for entry in row] for row in rows])
        found = perturbation_growth.leading_multiplier(powers(matrix, 60))
        assert abs(abs(found) - abs(expected)) < arb("1e-40")
        assert abs(found.real - expected.real) < arb("1e-25")


def test_three_vectors_are_refused() -> None:
    with pytest.raises(ValueError, match="give 4"):
        perturbation_growth.leading_multiplier([[arb(1)]] * 3)


def test_linear_run_is_the_product_of_pair_blocks_and_close_to_the_real_one() -> None:
    with working_bits(300):
        inner = [perturbed_start.diagonal(values) for values in (["2.1", "2", "1.4"], ["2.2", "2", "1.5"])]
        inner.append(perturbed_start.diagonal(["2.1", "2.05", "1.4"]))
        layers = tuple(arb_mat(layer) for layer in perturbed_start.perturbed(inner, "1e-30", 5))
        target = arb_mat(perturbed_start.diagonal(SIGMAS))
        states = [layers]
        for _ in range(6):
            states.append(gd.step(states[-1], target, RATE))
        linear = perturbation_growth.linearised(states, target, RATE)
        for i, j in ((1, 2), (1, 3), (2, 3)):
            vector = arb_mat([[entry] for entry in perturbation_growth.pair_entries(layers, i, j)])
            for state in states[:-1]:
                pairs = [(layer[i - 1, i - 1], layer[j - 1, j - 1]) for layer in state]
                vector = step_block(pairs, (SIGMAS[i - 1], SIGMAS[j - 1]), RATE) * vector
            size = perturbation_growth.length(vector.entries())
            for moved, digits in ((linear, 60), (states[-1], 27)):
                entries = perturbation_growth.pair_entries(moved, i, j)
                missed = [one - other for one, other in zip(entries, vector.entries(), strict=True)]
                assert perturbation_growth.length(missed) < size * arb(10) ** -digits


def test_entries_are_counted_from_one() -> None:
    matrix = arb_mat([[1, 2], [-7, 4]])
    assert [int(entry.unique_fmpz()) for entry in perturbation_growth.pair_entries([matrix], 1, 2)] == [2, -7]
    assert perturbation_growth.diagonal_entries([matrix], 2)[0] == 4
    assert perturbation_growth.off_diagonal([matrix]) == 7
