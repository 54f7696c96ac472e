"""Plain multiprecision runs: against runs with proven bounds, and how they end."""

from flint import fmpq, fmpq_mat

from numerics import gd, plain_runs
from numerics.plain_runs import Outcome


def test_a_run_agrees_with_one_of_proven_digits() -> None:
    layers, target = ([[1, "1/3"], [0, "1/2"]], [["1/5", 0], ["1/7", 1]]), [[1, 0], [0, "1/2"]]
    proven = gd.run(layers, target, "1/5", 40, digits=30).products()[-1]
    plain = plain_runs.run([gd.matrix(one) for one in layers], gd.matrix(target), "1/5", 40, 3)
    assert len(plain.products) == 3
    for one, other in zip(plain.products[-1].entries(), proven.entries(), strict=True):
        assert abs(one - other) < fmpq(1, 10**30)


def test_a_run_that_leaves_diverges() -> None:
    run = plain_runs.run([fmpq_mat([[5]]), fmpq_mat([[5]])], fmpq_mat([[1]]), 2, 100, 5)
    assert run.outcome is Outcome.DIVERGED
    assert not run.products
    assert run.steps < 100
