"""Starts of gradient descent for a prediction: shapes, bases, what is on the set, and what files may hold."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from paper_checks.errors import UnusableInputError
from paper_checks.predict import starts
from paper_checks.predict.classify import settled
from paper_checks.predict.prediction import predict, predict_and_run
from paper_checks.predict.starts import Basis, Init, OnSet, Start

ROWS = ((Fraction(2), Fraction(0), Fraction(0)), (Fraction(0), Fraction(-3), Fraction(0)))
SYMMETRIC = ((Fraction(2), Fraction(1)), (Fraction(1), Fraction(2)))
SKEW = ((Fraction(2), Fraction(1)), (Fraction(0), Fraction(2)))


def start(
    rows: tuple[tuple[Fraction, ...], ...], init: Init, basis: Basis = Basis.GIVEN, hidden: int = 3
) -> Start:
    return starts.start(rows, 3, hidden, 2, init, Fraction(1, 2), basis, 5)


def test_shapes_and_bases_fit_the_target() -> None:
    for basis in Basis:
        found = start(ROWS, Init.UNBALANCED, basis)
        assert [layer.shape for layer in found.layers] == [(3, 3), (3, 3), (2, 3)]
        assert not found.layers[-1].any()
        values = found.bases.left.T @ found.target @ found.bases.right
        np.testing.assert_allclose(values, np.diag([3, 2]), atol=1e-12)


def test_what_is_on_the_set() -> None:
    assert start(ROWS, Init.UNBALANCED).on_set is OnSet.EXACTLY
    # A balanced start never reaches a negative diagonal entry as it is.
    assert start(ROWS, Init.BALANCED).on_set is OnSet.NO
    assert start(ROWS, Init.BALANCED, Basis.DIAGONAL).on_set is OnSet.EXACTLY
    assert start(ROWS, Init.UNBALANCED, Basis.GENERIC).on_set is OnSet.IN_EXACT_ARITHMETIC
    assert start(ROWS, Init.UNBALANCED, Basis.GENERIC, hidden=2).on_set is OnSet.NO
    assert start(SYMMETRIC, Init.BALANCED).on_set is OnSet.IN_EXACT_ARITHMETIC
    assert start(SKEW, Init.BALANCED).on_set is OnSet.NO
    assert start(SKEW, Init.RANDOM).on_set is OnSet.NO


def test_the_set_is_kept_where_it_is_said_and_left_where_not() -> None:
    def off_diagonal(rows: starts.Rows, init: str) -> float:
        found = predict_and_run(20, depth=3, target=rows, kappa="1.5", init=init)
        return float(found.run.elsewhere.max())

    assert off_diagonal(ROWS, "unbalanced") == 0
    assert off_diagonal(SKEW, "unbalanced") < 1e-12
    assert off_diagonal(SYMMETRIC, "balanced") < 1e-12
    assert off_diagonal(SKEW, "balanced") > 1e-2


def test_a_balanced_start_against_a_negative_entry_is_not_judged() -> None:
    found = predict_and_run(depth=3, target=ROWS, kappa="1.5", init="balanced").prediction
    assert {end.kind for end in found.ends} == {"unknown"}
    assert found.run is not None
    # The mode that would have to turn negative stays at the saddle.
    assert min(abs(one.values[0]) for one in found.run.modes) < 1e-3


def test_deep_networks_start_where_the_way_is_short() -> None:
    found = predict_and_run(depth=12, singular_values=["1"], kappa="2.3").prediction
    assert found.run is not None
    assert [one.agrees for one in found.run.modes] == ["yes"]
    (end,) = predict(depth=40, singular_values=["1"], kappa="2.3").ends
    assert end.kind == "unknown"


def test_layers_come_from_files(tmp_path: Path) -> None:
    layers = [np.full((2, 2), number, dtype=float) for number in range(12)]
    np.savez(tmp_path / "layers.npz", **{f"W{number + 1}": layer for number, layer in enumerate(layers)})
    np.save(tmp_path / "layers.npy", np.array(layers))
    for name in ("layers.npz", "layers.npy"):
        found = starts.read_layers(tmp_path / name)
        assert [layer[0, 0] for layer in found] == list(range(12))


@pytest.mark.parametrize("content", [np.zeros(3), np.full((2, 2, 2), np.nan)])
def test_layers_that_are_none_are_refused(tmp_path: Path, content: np.ndarray) -> None:
    np.save(tmp_path / "layers.npy", content)
    with pytest.raises(UnusableInputError):
        starts.read_layers(tmp_path / "layers.npy")
    (tmp_path / "text.npz").write_text("no")
    with pytest.raises(UnusableInputError):
        starts.read_layers(tmp_path / "text.npz")


def test_layers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UnusableInputError, match="2 x 2"):
        predict(depth=2, singular_values=["1", "0.5"], kappa="2.2", init="given", layers=(np.eye(3),) * 2)
    with pytest.raises(UnusableInputError, match="together"):
        predict(depth=2, singular_values=["1"], kappa="2.2", init="given")


def test_given_layers_on_the_orbit_stay_there() -> None:
    points = predict(depth=2, singular_values=["1", "0.5"], kappa="2.2").modes[0].points
    layer = np.diag([float(points[0]) ** 0.5, 0.5**0.5])
    found = predict_and_run(
        100, depth=2, singular_values=["1", "0.5"], kappa="2.2", init="given", layers=(layer,) * 2
    )
    assert found.prediction.start.on_set == "exactly"
    assert found.prediction.run is not None
    assert [one.agrees for one in found.prediction.run.modes] == ["yes", "yes"]


def test_too_few_steps_are_named_as_the_reason() -> None:
    found = predict_and_run(12, depth=3, singular_values=["10", "8"], eta="0.037").prediction
    assert found.run is not None
    assert {one.agrees for one in found.run.modes} == {"no"}
    assert all("steps" in one.why for one in found.run.modes)


def test_values_are_classified_by_their_period() -> None:
    time = np.arange(4000)
    four = np.array([1.0, 3.0, 2.0, 4.0])[time % 4]
    assert settled(np.ones(4000)).period == 1
    assert settled(four).values == (1.0, 2.0, 3.0, 4.0)
    assert settled(np.sin(time)).period is None
    assert settled(time * 1.0).on_its_way
    slow = 1 + (-0.999) ** np.arange(10000)
    found = settled(slow)
    assert found.period == 2
    assert abs(found.values[0] - 1) < found.still_moves < 0.1
