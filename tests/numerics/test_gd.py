from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb_mat, fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import gd, modes
from numerics.balls import to_rationals
from numerics.errors import PrecisionExhausted
from numerics.exact import rational
from numerics.modes import Outcome

Rows = list[list[Fraction]]
ENTRIES = st.fractions(min_value=-2, max_value=2, max_denominator=6)


def rows_of(rows: int, columns: int) -> st.SearchStrategy[Rows]:
    row = st.lists(ENTRIES, min_size=columns, max_size=columns)
    return st.lists(row, min_size=rows, max_size=rows)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Rows], Rows]:
    widths = draw(st.lists(st.integers(1, 3), min_size=2, max_size=5))
    layers = [draw(rows_of(after, before)) for before, after in pairwise(widths)]
    return layers, draw(rows_of(widths[-1], widths[0]))


def plain_loss(layers: list[Rows], target: Rows) -> Fraction:
    whole = layers[0]
    for layer in layers[1:]:
        whole = [
            [
                sum((layer[i][k] * whole[k][j] for k in range(len(whole))), Fraction(0))
                for j in range(len(whole[0]))
            ]
            for i in range(len(layer))
        ]
    pairs = (
        (a, b) for row, wanted in zip(whole, target, strict=True) for a, b in zip(row, wanted, strict=True)
    )
    return sum(((a - b) ** 2 for a, b in pairs), Fraction(0)) / 2


def moved(layers: list[Rows], index: int, i: int, j: int, by: Fraction) -> list[Rows]:
    result = [[row.copy() for row in layer] for layer in layers]
    result[index][i][j] += by
    return result


@settings(deadline=None)
@given(networks())
def test_gradient_is_the_exact_central_difference_of_the_loss(network: tuple[list[Rows], Rows]) -> None:
    # The loss has degree 2 in each entry, so its central difference is its derivative.
    layers, target = network
    matrices, wanted = [gd.matrix(layer) for layer in layers], gd.matrix(target)
    assert gd.loss(matrices, wanted) == rational(plain_loss(layers, target))
    width = Fraction(1, 3)
    for index, slope in enumerate(gd.gradient(matrices, wanted)):
        assert (slope.nrows(), slope.ncols()) == (len(layers[index]), len(layers[index][0]))
        for i in range(slope.nrows()):
            for j in range(slope.ncols()):
                above = plain_loss(moved(layers, index, i, j, width), target)
                below = plain_loss(moved(layers, index, i, j, -width), target)
                assert slope[i, j] == rational((above - below) / (2 * width))


@settings(deadline=None)
@given(networks(), st.integers(0, 3))
def test_run_contains_the_exact_iterates(network: tuple[list[Rows], Rows], steps: int) -> None:
    layers, target = network
    run = gd.run(layers, target, "1/5", steps, digits=20)
    assert run.steps_recorded == tuple(range(len(run.states)))
    assert len(run.states) == steps + 1 or run.outcome is Outcome.DIVERGED
    exact, wanted = tuple(gd.matrix(layer) for layer in layers), gd.matrix(target)
    for state, whole in zip(run.states, run.products(), strict=True):
        for computed, true in zip(state, exact, strict=True):
            assert computed.contains(true)
        largest = max(abs(entry) for layer in exact for entry in layer.entries())
        for computed in state:
            for entry in computed.entries():
                lower, upper = to_rationals(entry)
                assert rational(upper - lower) <= 2 * max(fmpq(1), largest) / 10**20
        assert whole.contains(gd.end_to_end(exact))
        exact = gd.step(exact, wanted, "1/5")


def test_end_to_end_multiplies_last_layer_first() -> None:
    first, second = gd.matrix([[1, 2], [3, 4], [5, 6]]), gd.matrix([[1, 0, "1/2"]])
    assert gd.end_to_end([first, second]) == fmpq_mat([[fmpq(7, 2), 5]])


def test_diagonal_layers_follow_their_modes() -> None:
    starts: list[list[list[int | str]]] = [
        [["1/5", 0], [0, "1/3"]],
        [["1/4", 0], [0, 1]],
        [[0, 0], [0, "1/2"]],
    ]
    run = gd.run(starts, [[3, 0], [0, 1]], "1/4", 60, record_every=20)
    for i, target in enumerate((3, 1)):
        mode = modes.run([layer[i][i] for layer in starts], target, "1/4", 60, record_every=20)
        for state, values in zip(run.states, mode.states, strict=True):
            assert all(layer[i, i].overlaps(value) for layer, value in zip(state, values, strict=True))
            assert all(layer[0, 1].contains(0) for layer in state)


def test_balls_and_rationals_share_the_formulas() -> None:
    layers, target = [gd.matrix([[1, "1/3"]]), gd.matrix([["2/7"], [1]])], gd.matrix([[1, 0], [0, 1]])
    balls = gd.step([arb_mat(layer) for layer in layers], arb_mat(target), "1/10")
    assert all(a.contains(b) for a, b in zip(balls, gd.step(layers, target, "1/10"), strict=True))


def test_a_diverging_run_says_so_and_stays_finite() -> None:
    run = gd.run([[[1, 2]], [[1], [1]]], [[3, 0], [0, 1]], 5, 1000)
    assert run.outcome is Outcome.DIVERGED
    assert run.steps_recorded[-1] < 100
    assert all(entry.is_finite() for state in run.states for layer in state for entry in layer.entries())


def test_precision_beyond_the_budget_is_refused() -> None:
    with pytest.raises(PrecisionExhausted, match="more than 500 bits"):
        gd.run([[["1/100"]], [[1]], [[0]]], [[10]], "0.0325", 1000, maximal_bits=500)


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="layer 2 has 1 columns, but layer 1 has 2 rows"):
        gd.run([[[1], [2]], [[1]]], [[1]], 1, 1)
    with pytest.raises(ValueError, match="target is 2 x 1, but the product of the layers is 1 x 1"):
        gd.run([[[1]]], [[1], [1]], 1, 1)
    with pytest.raises(ValueError, match="rows of a matrix differ"):
        gd.matrix([[1, 2], [3]])
    empty: list[list[list[int]]] = [[], [[]]]
    for rows in empty:
        with pytest.raises(ValueError, match="no entries"):
            gd.matrix(rows)
    with pytest.raises(ValueError, match="no layers"):
        gd.run([], [[1]], 1, 1)
    with pytest.raises(ValueError, match="no layers"):
        gd.end_to_end(list[fmpq_mat]())
    with pytest.raises(ValueError, match="eta is 0"):
        gd.run([[[1]]], [[1]], 0, 1)
    with pytest.raises(TypeError, match="not exact"):
        gd.run([[[0.5]]], [[1]], 1, 1)  # type: ignore[list-item]
