"""The range of the end-to-end oscillation of each mode against the learning rate.

A mode oscillates where kappa = eta L sigma^(2 - 2/L) exceeds 2. Its end-to-end value then alternates
between sigma u_1 and sigma u_2, the points of the balanced period-2 orbit, up to the learning rate at
which that orbit stops attracting. On diagonal layers the modes move by themselves, so each one is a
run of its own; modes with singular value 0 stay at rest and are left out.
Source of the parameters: the paper's script for its figure of the oscillation range.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import flint
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from numerics import modes
from numerics.balls import Truth, ball, bits_for, less, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact
from paper_checks import files, predictions
from paper_checks.drawings import drawing
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES

NAME = "oscillation-range"
SINGULAR_VALUES = ("10", "9.5", "9")
START = ("0.01", "0.01", "0")
RATES = tuple(Fraction("0.0305") + k * Fraction("0.00025") for k in range(24))
STEPS = 1500
DIGITS = 50

COLUMNS = (
    "mode",
    "singular value",
    "learning rate",
    "normalised learning rate",
    "threshold of the learning rate",
    "measured range",
    "significant digits of measured range",
    "predicted range",
    "significant digits of predicted range",
    "step at which half the singular value is exceeded",
    "expected digits of agreement",
    "measured digits of agreement",
)
_CURVE_POINTS = 120


@dataclass(frozen=True, eq=False)
class RangeRow:
    """One mode at one learning rate.

    Attributes:
        mode: number of the mode, from 1 on.
        singular_value: sigma.
        rate: the learning rate eta.
        normalised: kappa = eta L sigma^(2 - 2/L).
        threshold: the learning rate 2/S at which kappa = 2.
        measured: distance of the end-to-end values of the last two iterates.
        predicted: 0 up to kappa = 2, sigma (u_2 - u_1) beyond; absent where the orbit does not attract.
        arrival: the first step at which the end-to-end value exceeds sigma/2; absent if there is none.
        expected_digits: how many decimal digits, relative to sigma, should agree after the steps since
            `arrival`, up to a constant: where kappa <= 2 each step contracts by |1 - kappa|, beyond see
            `predictions.Orbit.distance_left`. At most the digits of the run; absent where nothing is
            predicted.
        agreement: how many decimal digits, relative to sigma, certainly agree; at most the digits of the
            run; absent where nothing is predicted.
    """

    mode: int
    singular_value: Fraction
    rate: Fraction
    normalised: flint.arb
    threshold: flint.arb
    measured: flint.arb
    predicted: flint.arb | None
    arrival: int | None
    expected_digits: float | None
    agreement: float | None


def measure(
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    start: Sequence[Exact] = START,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[RangeRow, ...]:
    """Run gradient descent on every mode at every learning rate.

    Args:
        singular_values: sigma of each mode, positive (dimensionless, as everything here).
        start: the layer values from which every mode starts, at least two; their number is the depth.
        rates: the learning rates, each positive.
        steps: how many steps to make, at least 1.
        digits: decimal digits of the layer values, at least 20.

    Returns:
        One row for each mode and rate, mode by mode.

    Raises:
        UnusableInputError: if an input cannot be used or a run diverges.
    """
    targets = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    layers = drawing.every(start, "the layer values", drawing.exact)
    if len(layers) < 2:
        raise UnusableInputError(f"the start {start!r} has one layer: a deep network has at least 2")
    learning_rates = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    drawing.whole(steps, "the number of steps", 1)
    drawing.whole(digits, "the number of digits", 20)
    return tuple(
        _row(mode, target, layers, rate, steps, digits)
        for mode, target in enumerate(targets, start=1)
        for rate in learning_rates
    )


def write(
    output: Path,
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    start: Sequence[Exact] = START,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        singular_values: as for `measure`, like the rest.
        start: the layer values.
        rates: the learning rates.
        steps: how many steps to make.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: as `measure`, or if a file cannot be written.
    """
    rows = measure(singular_values=singular_values, start=start, rates=rates, steps=steps, digits=digits)
    depth = len(start)
    layers = ", ".join(drawing.spelled(drawing.exact(layer)) for layer in start)
    subtitle = f"L = {depth}, every mode from ({layers}), {steps} steps"
    return drawing.save(
        output, NAME, lambda: _draw(rows, depth, subtitle), files.table(COLUMNS, map(_cells, rows))
    )


def _row(
    mode: int, target: Fraction, layers: Sequence[Fraction], rate: Fraction, steps: int, digits: int
) -> RangeRow:
    depth = len(layers)
    measured, arrival = _measured(target, layers, rate, steps, digits)
    # Near kappa = 2 the ratio of the orbit has half the digits of kappa.
    with working_bits(2 * bits_for(digits)):
        normalised = predictions.normalised_rate(depth, target, rate)
        pairs = 0 if arrival is None else (steps - arrival) // 2
        predicted, left = _predicted(target, layers, rate, normalised, pairs)
        agreement = expected = None
        if predicted is not None and left is not None:
            expected = _digits(left, digits)
            agreement = _digits(abs(measured - predicted) / ball(target), digits)
        threshold = predictions.threshold(depth, target)
    return RangeRow(
        mode, target, rate, normalised, threshold, measured, predicted, arrival, expected, agreement
    )


def _measured(
    target: Fraction, layers: Sequence[Fraction], rate: Fraction, steps: int, digits: int
) -> tuple[flint.arb, int | None]:
    """Return the distance of the last two end-to-end values, and the step at which sigma/2 is exceeded."""
    what = f"the run of singular value {drawing.spelled(target)} at learning rate {drawing.spelled(rate)}"
    try:
        run = modes.run(layers, target, rate, steps, digits)
    except Inconclusive as error:
        raise UnusableInputError(f"{what} is lost: {error}") from None
    if run.outcome is modes.Outcome.DIVERGED:
        raise UnusableInputError(
            f"{what} diverges within {run.steps_recorded[-1]} steps: choose a lower rate"
        )
    products = run.products()
    half = target / 2
    arrival = next((step for step, value in enumerate(products) if less(half, value) is Truth.TRUE), None)
    with working_bits(run.bits):
        return abs(products[-1] - products[-2]), arrival


def _predicted(
    target: Fraction, layers: Sequence[Fraction], rate: Fraction, normalised: flint.arb, pairs: int
) -> tuple[flint.arb | None, flint.arb | None]:
    """Return the predicted range and the distance left over sigma, or nothing where nothing attracts."""
    depth = len(layers)
    if not predictions.beyond_edge(depth, target, rate):
        return flint.arb(0), (1 - normalised) ** (2 * pairs)
    orbit = predictions.orbit(depth, normalised)
    if not orbit.attracts:
        return None, None
    squares = [layer**2 for layer in layers]
    gap = ball(max(squares) - min(squares)) / ball(target) ** (flint.arb(2) / depth)
    return ball(target) * (orbit.upper - orbit.lower), orbit.distance_left(pairs, gap)


def _digits(size: flint.arb, most: int) -> float:
    """Return -log10 of the largest number in a ball, at most `most` and at least 0."""
    largest = size.upper()
    if not largest > 0:
        return float(most)
    return min(float(most), max(0.0, -float((largest.log() / flint.arb(10).log()).mid())))


def _cells(row: RangeRow) -> tuple[str, ...]:
    return (
        str(row.mode),
        drawing.spelled(row.singular_value),
        drawing.spelled(row.rate),
        drawing.shown(row.normalised),
        drawing.shown(row.threshold),
        drawing.shown(row.measured),
        drawing.significant(row.measured),
        drawing.shown(row.predicted),
        drawing.significant(row.predicted),
        "none" if row.arrival is None else str(row.arrival),
        _one_place(row.expected_digits),
        _one_place(row.agreement),
    )


def _one_place(digits: float | None) -> str:
    """Write a number of digits, rounded down to one decimal place."""
    return "none" if digits is None else f"{math.floor(digits * 10) / 10:.1f}"


def _draw(rows: Sequence[RangeRow], depth: int, subtitle: str) -> Figure:
    figure = Figure(figsize=(9, 8.6), layout="constrained")
    figure.suptitle(f"{FIGURES[NAME].title}\n{subtitle}", fontsize=13)
    ranges, agreement = figure.subplots(2, 1, sharex=True, height_ratios=(5, 2))
    rates = [float(row.rate) for row in rows]
    margin = 0.02 * (max(rates) - min(rates)) or 0.02 * max(rates)
    left, right = min(rates) - margin, max(rates) + margin
    for index, mode in enumerate(dict.fromkeys(row.mode for row in rows)):
        colour, marker = drawing.COLOURS[index % 6], drawing.MARKERS[index % 6]
        of_mode = [row for row in rows if row.mode == mode]
        name = f"mode {mode}, σ = {drawing.spelled(of_mode[0].singular_value)}"
        ranges.plot(
            [float(row.rate) for row in of_mode],
            [drawing.number(row.measured) for row in of_mode],
            linestyle="none",
            marker=marker,
            markersize=7,
            color=colour,
            label=f"measured, {name}",
            zorder=2,
        )
        with working_bits(bits_for(30)):
            line = _curve(of_mode, depth, left, right)
        ranges.plot(*zip(*line, strict=True), color="black", linewidth=1.2, zorder=3)
        position = drawing.number(of_mode[0].threshold)
        if left < position < right:
            drawing.mark(ranges, position, f"2/S = {position:.5g}", colour)
            drawing.mark(agreement, position, "", colour)
        compared = [row for row in of_mode if row.agreement is not None]
        agreement.plot(
            [float(row.rate) for row in compared],
            [row.agreement for row in compared],
            linestyle="none",
            marker=marker,
            markersize=5,
            color=colour,
            zorder=2,
        )
        agreement.plot(
            [float(row.rate) for row in compared],
            [row.expected_digits for row in compared],
            color=colour,
            linewidth=1.2,
            zorder=3,
        )
    ranges.set_xlim(left, right)
    ranges.set_ylabel("oscillation range (dimensionless)\n|difference of last two end-to-end values|")
    agreement.set_ylabel("agreeing digits\nrelative to σ")
    agreement.set_xlabel("learning rate η (dimensionless)")
    figure.legend(loc="outside lower center", ncols=3, handles=_handles(ranges))
    return figure


def _handles(ranges: Axes) -> list[Artist]:
    """Return what the legend lists: the measured series, the predicted line, the expected digits."""
    measured, _ = ranges.get_legend_handles_labels()
    predicted = Line2D([], [], color="black", linewidth=1.2, label="predicted range")
    expected = Line2D([], [], color="0.4", linewidth=1.2, label="expected digits (lines, lower panel)")
    threshold = Line2D([], [], color="0.4", linewidth=1.1, linestyle=(0, (5, 3)), label="threshold 2/S")
    return [*measured, predicted, threshold, expected]


def _curve(rows: Sequence[RangeRow], depth: int, left: float, right: float) -> list[tuple[float, float]]:
    """Return the predicted range over the learning rate: 0 to the threshold, then by the parametrisation."""
    first = rows[0]
    threshold = drawing.number(first.threshold)
    points = [(left, 0.0), (min(threshold, right), 0.0)] if left < threshold else []
    beyond = [row for row in rows if row.predicted is not None and row.normalised > 2]
    if beyond:
        target = ball(first.singular_value)
        most = max((row.normalised for row in beyond), key=drawing.number)
        for normalised, orbit in predictions.curve(depth, most, _CURVE_POINTS):
            rate = normalised / 2 * first.threshold
            points.append((drawing.number(rate), drawing.number(target * (orbit.upper - orbit.lower))))
    return [point for point in points if left <= point[0] <= right] or [(left, math.nan)]
