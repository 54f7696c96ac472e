"""Predictions agree with gradient descent, name claims that exist, and judge their input."""

import json
from collections.abc import Sequence

import jsonschema
import numpy as np
import pytest

from paper_checks import registry
from paper_checks.errors import UnusableInputError
from paper_checks.predict import records
from paper_checks.predict.prediction import predict
from paper_checks.predict.records import Prediction

PAPER = (("10", "9.5", "9"), ("10", "8", "6"), ("10", "6", "3"))


def step(layers: list[np.ndarray], target: np.ndarray, eta: float) -> list[np.ndarray]:
    """Make one step from the loss itself, written without the package."""
    before = [np.eye(layers[0].shape[1])]
    for layer in layers:
        before.append(layer @ before[-1])
    after, moved = before[-1] - target, []
    for layer, earlier in zip(reversed(layers), reversed(before[:-1]), strict=True):
        moved.append(layer - eta * after @ earlier.T)
        after = layer.T @ after
    return moved[::-1]


def product(layers: Sequence[np.ndarray]) -> np.ndarray:
    found = layers[0]
    for layer in layers[1:]:
        found = layer @ found
    return found


def diagonal(values: Sequence[float], rows: int, columns: int) -> np.ndarray:
    found = np.zeros((rows, columns))
    found[range(len(values)), range(len(values))] = values
    return found


def orbit_layers(found: Prediction) -> list[np.ndarray]:
    """Return the layers at the lower points, in the basis of the singular vectors."""
    points = [float(mode.points[0]) for mode in found.modes for _ in range(mode.multiplicity)]
    widths = [found.columns, *[found.hidden] * (found.depth - 1), found.rows]
    layers = np.array(points) ** (1 / found.depth)
    return [diagonal(layers, widths[i + 1], widths[i]) for i in range(found.depth)]


def distance_after(found: Prediction, target: np.ndarray, size: float, steps: int) -> float:
    """Perturb the orbit in the bases of the target, and return how far GD gets from it at even steps."""
    left, _, right = np.linalg.svd(target)
    layers = orbit_layers(found)
    layers[0], layers[-1] = layers[0] @ right, left @ layers[-1]
    expected = product(layers)
    source = np.random.default_rng(7)
    layers = [layer + size * source.standard_normal(layer.shape) for layer in layers]
    farthest = 0.0
    for number in range(1, steps + 1):
        layers = step(layers, target, float(found.eta))
        if not np.abs(product(layers)).max() < 1e6:
            return np.inf
        if number % 2 == 0 and number > steps // 2:
            farthest = max(farthest, float(np.abs(product(layers) - expected).max()))
    return farthest


@pytest.mark.parametrize("values", PAPER)
@pytest.mark.parametrize("eta", ["0.0311", "0.0338", "0.0355", "0.0377"])
def test_amplitudes_are_those_of_descent_on_diagonal_layers(values: tuple[str, ...], eta: str) -> None:
    found = predict(depth=3, singular_values=values, eta=eta)
    target = np.diag([float(value) for value in values])
    layers = [np.eye(3) * 1.1] * 3
    for _ in range(6000):
        layers = step(layers, target, float(eta))
    seen = [np.diag(product(layers)), np.diag(product(step(layers, target, float(eta))))]
    for place, mode in enumerate(found.modes):
        assert mode.regime == ("rests" if float(mode.kappa) < 2 else "period 2")
        np.testing.assert_allclose(
            sorted(pair[place] for pair in seen), [float(mode.points[0]), float(mode.points[-1])], rtol=1e-6
        )


@pytest.mark.parametrize("values", PAPER)
@pytest.mark.parametrize("eta", ["0.0311", "0.0336", "0.0355", "0.0377"])
def test_a_perturbation_in_a_generic_basis_grows_where_the_orbit_is_said_to_repel(
    values: tuple[str, ...], eta: str
) -> None:
    found = predict(depth=3, singular_values=values, eta=eta)
    source = np.random.default_rng(3)
    turns = [np.linalg.qr(source.standard_normal((3, 3)))[0] for _ in range(2)]
    target = turns[0] @ np.diag([float(value) for value in values]) @ turns[1].T
    far = distance_after(found, target, 1e-8, 4000)
    assert found.full_space == ("attracting" if far < 1e-5 else "repelling")
    assert not 1e-5 < far < 1e-2


@pytest.mark.parametrize(("rows", "hidden", "columns"), [(4, 3, 2), (2, 2, 4), (3, 5, 2), (2, 4, 2)])
@pytest.mark.parametrize("kappa", ["2.1", "2.3", "2.45"])
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_rectangular_targets(rows: int, hidden: int, columns: int, kappa: str, depth: int) -> None:
    target = np.random.default_rng(rows).integers(-4, 5, (rows, columns))
    found = predict(depth=depth, target=target.tolist(), kappa=kappa, width=hidden)
    largest = [float(pair.largest or 0) for pair in found.pairs]
    if any(abs(size - 1) < 4e-3 for size in largest):
        return  # too close to tell in so few steps
    far = distance_after(found, target.astype(float), 1e-9, 8000)
    assert found.full_space == ("attracting" if far < 1e-6 else "repelling")
    extra = sum(one.end_entries for one in found.silent)
    assert extra == (rows + columns - 2 * found.rank) * found.rank


def test_longer_periods_are_named_and_met_by_descent_on_a_mode() -> None:
    found = predict(depth=3, singular_values=["2"], kappa="2.55")
    (mode,) = found.modes
    assert (mode.regime, mode.period, mode.on_mode) == ("beyond doubling", 4, "attracting")
    assert found.full_space == "attracting"
    x, eta, seen = 1.0, float(found.eta), []
    for number in range(5004):
        if number >= 5000:
            seen.append(x**3)
        x += eta * x**2 * (2 - x**3)
    np.testing.assert_allclose(sorted(seen), sorted(float(point) for point in mode.points), rtol=1e-9)


def test_regimes_change_at_their_thresholds() -> None:
    def regime(kappa: str) -> str:
        return predict(depth=2, singular_values=["1"], kappa=kappa).modes[0].regime

    # The doubling of two layers is at 2 sqrt(5) - 2 = 2.472135954999579...
    assert [regime(kappa) for kappa in ("1.999999", "2.000001", "2.472135954", "2.472135956", "2")] == [
        "rests",
        "period 2",
        "period 2",
        "beyond doubling",
        "undecided",
    ]


def test_the_full_space_ends_where_the_sum_of_two_kappas_is_four() -> None:
    for kappa, verdict in (("2.6666", "repelling"), ("2.43", "attracting")):
        found = predict(depth=2, singular_values=["1", "0.5"], kappa=kappa)
        assert found.full_space == verdict
    for kappa, verdict in (("2.2221", "attracting"), ("2.2223", "repelling")):
        found = predict(depth=2, singular_values=["1", "0.8"], kappa=kappa)
        assert found.full_space == verdict
        assert found.rates[-1].how == "4/(S_1 + S_2)"
        assert float(found.rates[-1].kappa) == pytest.approx(4 / 1.8)


@pytest.mark.parametrize("depth", [3, 4])
def test_beyond_two_layers_the_end_of_the_full_space_is_bracketed(depth: int) -> None:
    values = ["1", "0.85"]
    end = predict(depth=depth, singular_values=values, kappa="2.1").rates[-1]
    below, above = (
        predict(depth=depth, singular_values=values, eta=str(float(end.eta) + side)) for side in (-1e-8, 1e-8)
    )
    assert (below.full_space, above.full_space) == ("attracting", "repelling")


def test_equal_singular_values_are_one_mode() -> None:
    found = predict(depth=2, target=[["3/5", "4/5", 0], ["-4/5", "3/5", 0]], kappa="2.2")
    assert [mode.multiplicity for mode in found.modes] == [2]
    assert [(pair.modes, pair.count, pair.phase) for pair in found.pairs] == [
        ((1, 1), 1, "in phase"),
        ((1, 1), 1, "out of phase"),
    ]
    assert found.full_space == "repelling"
    # Proved for two layers in phase: 1 - kappa + kappa^2/2.
    assert float(found.pairs[0].largest or 0) == pytest.approx(1 - 2.2 + 2.2**2 / 2)


def test_every_claim_that_is_named_exists() -> None:
    known = {f"{statement.slug}/{claim.name}" for statement, claim in registry.claims()}
    for depth in (2, 3):
        for kappa in ("1.5", "2.2", "2.55"):
            for values in (["1", "0.95", "0.3"], ["1", "1"], ["2", "0"], ["1", "0.1"]):
                found = predict(depth=depth, singular_values=values, kappa=kappa)
                parts = (*found.modes, *found.pairs, *found.silent, *found.rates)
                assert {name for part in parts for name in part.claims} <= known
                assert all(one.claims for one in found.modes)


def test_the_kept_schema_is_that_of_the_records_and_predictions_follow_it() -> None:
    kept = json.loads(records.kept_schema())
    assert kept == records.schema()
    for kappa in ("1.9", "2", "2.3", "2.6"):
        found = predict(depth=2, singular_values=["1", "0.9", "0"], kappa=kappa)
        jsonschema.validate(json.loads(records.encode(found)), kept)


def test_more_digits_refine_the_same_numbers() -> None:
    few, many = (
        predict(depth=3, target=[[1, 2, 0], [0, 1, 1]], kappa="2.3", digits=digits) for digits in (10, 60)
    )
    for one, other in zip(few.modes, many.modes, strict=True):
        for short, long in zip(one.points, other.points, strict=True):
            assert abs(float(short) - float(long)) < 1e-8
            assert len(long) > 50


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"depth": 1, "singular_values": ["1"], "eta": 1}, "depth of 1"),
        ({"depth": 65, "singular_values": ["1"], "eta": 1}, "depth of 65"),
        ({"depth": 2, "eta": 1}, "either singular values or a target"),
        ({"depth": 2, "singular_values": ["1"], "target": [[1]], "eta": 1}, "either singular values"),
        ({"depth": 2, "singular_values": ["1"]}, "either as eta or as kappa"),
        ({"depth": 2, "singular_values": ["1"], "eta": 1, "kappa": 1}, "either as eta or as kappa"),
        ({"depth": 2, "singular_values": ["1"], "eta": 0}, "not positive"),
        ({"depth": 2, "singular_values": ["1"], "eta": 0.1}, "not exact"),
        ({"depth": 2, "singular_values": ["0"], "eta": 1}, "target is zero"),
        ({"depth": 2, "target": [[1, 2], [3]], "eta": 1}, "rows of one length"),
        ({"depth": 2, "target": [[1.5]], "eta": 1}, "not exact"),
        ({"depth": 2, "singular_values": ["1", "2"], "eta": 1, "width": 1}, "below the rank 2"),
        ({"depth": 2, "singular_values": ["1"], "eta": 1, "digits": 4}, "4 digits"),
    ],
)
def test_unusable_input_is_refused(arguments: dict[str, object], says: str) -> None:
    with pytest.raises(UnusableInputError, match=says):
        predict(**arguments)  # type: ignore[arg-type]
