"""What `predict` says without a run agrees with gradient descent, on both sides of every threshold."""

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from paper_checks.predict import measurement
from paper_checks.predict.prediction import predict
from paper_checks.predict.records import End, Prediction

CASES = 18
"""How many targets and learning rates are drawn around each threshold: 216 in all."""
DOUBLING = {2: 2.4721, 3: 2.4892, 4: 2.4946}
ONSET = {2: 2.559, 3: 2.63, 4: 2.66}
POSITIVE = {2: 3.196, 3: 3.661, 4: 3.96}
EQUAL = 1e-6


def descend(layers: list[np.ndarray], target: np.ndarray, eta: float, steps: int) -> np.ndarray | None:
    """Return the end-to-end matrices of the second half of the steps, or none if they grow without end."""
    kept = []
    for number in range(steps):
        before = [np.eye(layers[0].shape[1])]
        for layer in layers:
            before.append(layer @ before[-1])
        if not np.abs(before[-1]).max() < 1e9:
            return None
        if number >= steps // 2:
            kept.append(before[-1])
        after = before[-1] - target
        for index in reversed(range(len(layers))):
            slope, after = after @ before[index].T, layers[index].T @ after
            layers[index] = layers[index] - eta * slope
    return np.array(kept)


def exact(number: float) -> str:
    return str(Fraction(number).limit_denominator(10**6))


def beside(source: random.Random, threshold: float, width: float) -> str:
    return exact(threshold * (1 + source.choice((-1, 1)) * source.uniform(0.003, width)))


def drawn(around: str, source: random.Random) -> dict[str, Any]:
    depth = source.choice((2, 3, 4))
    other = source.uniform(0.1, 0.6)
    asked: dict[str, Any] = {"depth": depth, "init": source.choice(("unbalanced", "balanced"))}
    on_one_mode = {
        "the edge of stability": (2.0, 0.1),
        "the doubling": (DOUBLING[depth], 0.02),
        "the onset of chaos": (ONSET[depth], 0.02),
        "the loss of positivity": (POSITIVE[depth], 0.05),
    }
    if around in on_one_mode:
        return asked | {"singular_values": ("1", exact(other)), "kappa": beside(source, *on_one_mode[around])}
    if around == "the loss of boundedness":
        asked |= {"depth": 2, "init": "balanced"}
        return asked | {"singular_values": ("1", exact(other)), "kappa": beside(source, 4, 0.1)}
    close = ("1", exact(source.uniform(0.97, 0.999)))
    if around == "two modes on the set":
        return asked | {"singular_values": close, "kappa": exact(source.uniform(2.05, 2.4))}
    asked |= {"init": "unbalanced", "basis": "generic"}
    first = source.uniform(2.1, 2.4)
    if around == "two modes off the set":
        return asked | {"singular_values": close, "kappa": exact(first)}
    if around == "a sum of four":
        ratio = 4 * (1 + source.choice((-1, 1)) * source.uniform(0.003, 0.08)) / first - 1
        return asked | {"depth": 2, "singular_values": ("1", exact(ratio)), "kappa": exact(first)}
    if around == "the turn of deeper networks":
        depth = source.choice((3, 4))
        ratio = 4.1 * (1 + source.choice((-1, 1)) * source.uniform(0.003, 0.1)) / first - 1
        value = min(ratio, 0.99) ** (depth / (2 * depth - 2))
        return asked | {"depth": depth, "singular_values": ("1", exact(value)), "kappa": exact(first)}
    if around == "longer periods off the set":
        kappa = exact(DOUBLING[depth] * source.uniform(1.002, 1.02))
        return asked | {"singular_values": ("1", exact(source.uniform(0.1, 0.5))), "kappa": kappa}
    assert around in ("random layers", "random layers at rest")
    asked |= {"init": "random", "basis": "diagonal", "depth": source.choice((2, 3))}
    span = (2.05, 2.4) if around == "random layers" else (1.5, 1.98)
    return asked | {"singular_values": ("1", exact(other)), "kappa": exact(source.uniform(*span))}


THRESHOLDS = (
    "the edge of stability",
    "the doubling",
    "the onset of chaos",
    "the loss of positivity",
    "the loss of boundedness",
    "two modes on the set",
    "two modes off the set",
    "a sum of four",
    "the turn of deeper networks",
    "longer periods off the set",
    "random layers",
    "random layers at rest",
)
PAPER = [("10", "9.5", "9"), ("10", "8", "6"), ("10", "6", "3")]


def bases(found: Prediction, source: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    if found.start.basis == "diagonal":
        return np.eye(found.rows), np.eye(found.columns)
    left, right = (
        np.linalg.qr(source.standard_normal((side, side)))[0] for side in (found.rows, found.columns)
    )
    return left, right


def start(found: Prediction, source: np.random.Generator) -> list[np.ndarray]:
    alpha, size = float(Fraction(found.start.alpha or 0)), found.rows
    if found.start.init == "random":
        return [alpha * source.standard_normal((size, size)) for _ in range(found.depth)]
    layers = [alpha * np.eye(size) for _ in range(found.depth)]
    if found.start.init == "unbalanced":
        layers[-1] = np.zeros((size, size))
    return layers


def judged(found: Prediction, seed: int) -> list[str]:
    """Run gradient descent for a prediction; say of each mode "agrees", "unknown", or what is wrong."""
    source = np.random.default_rng(seed)
    left, right = bases(found, source)
    values = [float(mode.singular_value) for mode in found.modes]
    target = left @ np.diag(values) @ right.T
    steps = measurement.enough_steps(found)
    products = descend(start(found, source), target, float(found.eta), steps)
    seen = None if products is None else np.einsum("ik,tij,jk->tk", left, products, right)
    left_orbit = seen is None or any(strays(seen[:, place], end) for place, end in enumerate(found.ends))
    return [judge(end, seen, number, left_orbit) for number, end in enumerate(found.ends)]


def judge(end: End, seen: np.ndarray | None, place: int, left_orbit: bool) -> str:
    predicted = np.array([float(value) for value in end.values])
    if end.kind == "unknown":
        return "unknown"
    if end.kind == "diverges":
        good = seen is None
    elif end.kind == "leaves":
        # Another mode may be the one that leaves.
        good = left_orbit
    elif seen is None:
        good = False
    elif end.kind == "interval":
        late = seen[:, place]
        good = predicted[0] - EQUAL <= late.min() <= late.max() <= predicted[1] + EQUAL
    elif end.kind == "saddle":
        good = np.abs(seen[-2:, place]).max() < 1e-3
    else:
        late = np.sort(seen[-len(predicted) :, place])
        good = np.abs(late - predicted).max() < EQUAL
    return "agrees" if good else f"{end}: {None if seen is None else seen[-4:, place]}"


def strays(values: np.ndarray, end: End) -> bool:
    """Whether values come away from all those of an orbit."""
    points = np.array([float(value) for value in end.values])
    return bool(points.size) and bool(np.abs(values[:, None] - points).min(axis=1).max() > 1e-3)


@pytest.mark.parametrize("around", THRESHOLDS)
def test_predictions_agree_with_descent_on_both_sides_of(around: str) -> None:
    source = random.Random(f"20250227/{around}")
    answers: list[str] = []
    kinds: set[str] = set()
    for number in range(CASES):
        found = predict(**drawn(around, source))
        kinds |= {end.kind + str(end.period or "") for end in found.ends}
        answers += judged(found, number)
    wrong = [answer for answer in answers if answer not in ("agrees", "unknown")]
    assert not wrong, wrong
    # One in twenty of all cases may stay unknown, and what is beyond positivity off balance is one in twelve.
    allowed = 0.2 if around == "the loss of positivity" else 0.05
    assert answers.count("unknown") <= allowed * len(answers)
    assert len(answers) == 2 * CASES
    on_one_side = {"random layers at rest", "two modes off the set", "two modes on the set"}
    assert len(kinds) > (0 if around in on_one_side else 1)


@pytest.mark.parametrize("values", PAPER)
@pytest.mark.parametrize("eta", ["0.0311", "0.0338", "0.0355", "0.0377"])
def test_predictions_agree_with_descent_on_the_targets_of_the_paper(
    values: tuple[str, ...], eta: str
) -> None:
    found = predict(depth=3, singular_values=list(values), eta=eta)
    assert judged(found, 0) == ["agrees"] * 3
