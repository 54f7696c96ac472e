"""Runs side by side are those that each learning rate makes by itself."""

import random
from fractions import Fraction

import pytest
from flint import arb_mat, fmpq, fmpq_mat

from numerics import gd, plain_runs, sliced_runs
from numerics.balls import working_bits

RATES = ["0.0305", "0.032", "0.0345"]


def network(shapes: list[tuple[int, int]], seed: int) -> tuple[list[fmpq_mat], fmpq_mat]:
    generator = random.Random(seed)

    def drawn(rows: int, columns: int) -> fmpq_mat:
        return fmpq_mat(rows, columns, [fmpq(generator.randint(-9, 9), 20) for _ in range(rows * columns)])

    return [drawn(*shape) for shape in shapes], drawn(shapes[-1][0], shapes[0][1]) * 4


def largest(matrix: arb_mat) -> float:
    return max(float(abs(entry).upper()) for entry in matrix.entries())


@pytest.mark.parametrize(
    "shapes", [[(2, 2)] * 2, [(3, 3)] * 4, [(4, 2), (3, 4)], [(2, 3), (5, 2), (2, 5)], [(5, 5)] * 3]
)
def test_they_agree_with_enclosed_runs(shapes: list[tuple[int, int]]) -> None:
    layers, target = network(shapes, len(shapes))
    found = sliced_runs.run(layers, target, RATES, 120, 2)
    rows = [[[Fraction(int(x.p), int(x.q)) for x in row] for row in layer.tolist()] for layer in layers]
    wanted = [[Fraction(int(x.p), int(x.q)) for x in row] for row in target.tolist()]
    for eta, one in zip(RATES, found, strict=True):
        exact = gd.run(rows, wanted, eta, 120, 60)
        assert one.outcome is exact.outcome
        with working_bits(400):
            for layer, enclosed in zip(one.layers, exact.states[-1], strict=True):
                assert largest(layer - enclosed) < 1e-46
            for product, enclosed in zip(one.products, exact.products()[-2:], strict=True):
                assert largest(product - enclosed) < 1e-46


def test_more_rates_than_go_side_by_side_come_in_order() -> None:
    layers, target = network([(2, 2)] * 2, 7)
    rates = [Fraction(1, 20) + Fraction(k, 10_000) for k in range(sliced_runs.LANES + 3)]
    found = sliced_runs.run(layers, target, rates, 30, 1)
    for place in (0, sliced_runs.LANES - 1, sliced_runs.LANES, len(rates) - 1):
        [alone] = sliced_runs.run(layers, target, [rates[place]], 30, 1)
        with working_bits(300):
            assert largest(found[place].products[0] - alone.products[0]) == 0


def test_a_run_out_of_range_is_made_by_itself() -> None:
    start, target = [fmpq_mat([[1]]), fmpq_mat([[40]])], fmpq_mat([[1]])
    rates = ["0.001", "3"]
    calm, wild = sliced_runs.run(start, target, rates, 60, 1)
    assert calm.outcome is sliced_runs.Outcome.COMPLETED
    assert wild.outcome is sliced_runs.Outcome.DIVERGED
    alone = plain_runs.run(start, target, "3", 60, 1, sliced_runs.BITS)
    assert wild.steps == alone.steps


@pytest.mark.parametrize(
    ("layers", "rates", "steps", "kept", "bits"),
    [(1, ["1"], 1, 1, 168), (2, [], 1, 1, 168), (2, ["0"], 1, 1, 168), (2, ["1"], 0, 1, 168),
     (2, ["1"], 1, 0, 168), (2, ["1"], 1, 1, 8)],
)  # fmt: skip
def test_unusable_input_is_refused(layers: int, rates: list[str], steps: int, kept: int, bits: int) -> None:
    with pytest.raises(ValueError, match=r"number|rate|least"):
        sliced_runs.run([fmpq_mat([[1]])] * layers, fmpq_mat([[1]]), rates, steps, kept, bits)


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        sliced_runs.run([fmpq_mat([[1]])] * 2, fmpq_mat([[1]]), [0.1], 1, 1)  # type: ignore[list-item]
