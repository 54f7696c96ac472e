"""The balancing gap of two layers along gradient descent, beside what is known of its limit.

Below kappa = 2 gradient descent ends at a minimum and keeps some gap; a minimum with gap b is
linearly stable only where sqrt(b^2 + 4 sigma^2) <= 2/eta. Beyond kappa = 2 it ends on the balanced
period-2 orbit, where two steps multiply the gap by 5 - 2 (z + 1/z). Gradient flow conserves the gap.
Source of the parameters: the paper's script for its figure of the balancing gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import flint
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics import modes
from numerics.balls import bits_for, decimal, relative_digits, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact
from paper_checks import files, predictions
from paper_checks.drawings import drawing
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES

NAME = "balancing-gap"
SINGULAR_VALUE = "5"
START = ("1.5", "2.25")
RATES = ("0.18", "0.1997", "0.21")
STEPS = 500
DIGITS = 50

COLUMNS = (
    "learning rate",
    "normalised learning rate",
    "step",
    "measured gap",
    "significant digits of measured gap",
    "measured factor over the last two steps",
    "predicted factor over two steps in the long run",
    "predicted gap",
    "significant digits of predicted gap",
    "meaning of predicted gap",
)
_ATTEMPTS = 5


class Meaning(StrEnum):
    """What the predicted gap says of the measured one."""

    BOUND = "upper bound of the limit"
    """Up to kappa = 2: the initial gap or the largest gap of a stable minimum, whichever is less.

    The first bounds runs in which no step has eta |pi - sigma| > sqrt(2), so that none increases the gap; the
    second, all starts but the exceptional ones that land on an unstable minimum exactly.
    """
    DECAY = "decay traced back from the last steps"
    """Beyond kappa = 2: the predicted factor, applied backwards from the last gap of equal parity."""
    NONE = "none"
    """The period-2 orbit does not attract: nothing is predicted."""


@dataclass(frozen=True, eq=False)
class GapRow:
    """One step of one run.

    Attributes:
        rate: the learning rate eta.
        normalised: kappa = 2 eta sigma.
        step: the number of steps made.
        gap: measured |s_1^2 - s_2^2|.
        factor: the gap over the one two steps before; absent at the first two steps.
        predicted_factor: its predicted limit; absent where nothing is predicted.
        predicted: the predicted gap, in the sense of `meaning`; absent where nothing is predicted.
        meaning: what `predicted` says.
    """

    rate: Fraction
    normalised: Fraction
    step: int
    gap: flint.arb
    factor: flint.arb | None
    predicted_factor: flint.arb | None
    predicted: flint.arb | None
    meaning: Meaning


def measure(
    *,
    singular_values: Sequence[Exact] = (SINGULAR_VALUE,),
    start: Sequence[Exact] = START,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[GapRow, ...]:
    """Run gradient descent on two layers at each learning rate.

    Args:
        singular_values: sigma of the one mode, positive (dimensionless, as everything here).
        start: the two layer values, with a gap that is not zero.
        rates: the learning rates, each positive.
        steps: how many steps to make, at least 2.
        digits: decimal digits of the layer values, at least 20. They are raised by themselves until every
            gap is known to `drawing.SHOWN_DIGITS` significant digits.

    Returns:
        One row for each rate and step, step 0 included.

    Raises:
        UnusableInputError: if an input cannot be used, a run diverges, or a gap is too small to follow.
    """
    target = _only(singular_values)
    layers = drawing.every(start, "the layer values", drawing.exact)
    if len(layers) != 2 or abs(layers[0]) == abs(layers[1]):
        raise UnusableInputError(
            f"the start {start!r} has no balancing gap: give two values of different size"
        )
    learning_rates = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    drawing.whole(steps, "the number of steps", 2)
    drawing.whole(digits, "the number of digits", 20)
    return tuple(row for rate in learning_rates for row in _rows_of_run(target, layers, rate, steps, digits))


def write(
    output: Path,
    *,
    singular_values: Sequence[Exact] = (SINGULAR_VALUE,),
    start: Sequence[Exact] = START,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        singular_values: as for `measure`, like the rest.
        start: the two layer values.
        rates: the learning rates.
        steps: how many steps to make.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: as `measure`, or if a file cannot be written.
    """
    rows = measure(singular_values=singular_values, start=start, rates=rates, steps=steps, digits=digits)
    layers = [drawing.spelled(drawing.exact(layer)) for layer in start]
    subtitle = f"σ = {drawing.spelled(_only(singular_values))}, start ({', '.join(layers)})"
    return drawing.save(output, NAME, lambda: _draw(rows, subtitle), files.table(COLUMNS, map(_cells, rows)))


def _only(singular_values: Sequence[Exact]) -> Fraction:
    targets = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    if len(targets) != 1:
        raise UnusableInputError(
            f"this figure is about one mode: give one singular value, not {len(targets)}"
        )
    return targets[0]


def _rows_of_run(
    target: Fraction, layers: Sequence[Fraction], rate: Fraction, steps: int, digits: int
) -> list[GapRow]:
    gaps, bits = _gaps(target, layers, rate, steps, digits)
    with working_bits(bits):
        meaning, predicted_factor, predicted = _predictions(target, rate, gaps)
        factors = [None, None, *(late / early for early, late in zip(gaps, gaps[2:], strict=False))]
    return [
        GapRow(rate, 2 * rate * target, step, gap, factors[step], predicted_factor, predicted[step], meaning)
        for step, gap in enumerate(gaps)
    ]


def _gaps(
    target: Fraction, layers: Sequence[Fraction], rate: Fraction, steps: int, digits: int
) -> tuple[list[flint.arb], int]:
    """Return the gap after every step, and the working precision at which it is known."""
    for attempt in range(_ATTEMPTS):
        asked = digits * 2**attempt
        try:
            run = modes.run(layers, target, rate, steps, asked)
        except Inconclusive as error:
            raise UnusableInputError(
                f"the run at learning rate {drawing.spelled(rate)} is lost: {error}"
            ) from None
        if run.outcome is modes.Outcome.DIVERGED:
            raise UnusableInputError(
                f"the learning rate {drawing.spelled(rate)} is too large:"
                f" the run diverges within {run.steps_recorded[-1]} steps"
            )
        with working_bits(bits_for(asked)):
            gaps = [abs(modes.gap(state, 1, 2)) for state in run.states]
        if all(relative_digits(gap) >= drawing.SHOWN_DIGITS for gap in gaps):
            return gaps, bits_for(asked)
    lost = next(step for step, gap in enumerate(gaps) if relative_digits(gap) < drawing.SHOWN_DIGITS)
    raise UnusableInputError(
        f"at learning rate {drawing.spelled(rate)} the gap is zero or too small to follow"
        f" from step {lost} on: choose fewer steps or another rate"
    )


def _predictions(
    target: Fraction, rate: Fraction, gaps: Sequence[flint.arb]
) -> tuple[Meaning, flint.arb | None, list[flint.arb | None]]:
    """Return what is predicted of a run: in which sense, the factor over two steps, a gap for each step."""
    if not predictions.beyond_edge(2, target, rate):
        bound = gaps[0].min(predictions.largest_stable_gap(target, rate))
        return Meaning.BOUND, flint.arb(1), [bound] * len(gaps)
    orbit = predictions.orbit(2, predictions.normalised_rate(2, target, rate))
    if not orbit.attracts:
        return Meaning.NONE, None, [None] * len(gaps)
    last = len(gaps) - 1
    traced: list[flint.arb | None] = []
    for step in range(len(gaps)):
        pairs, odd = divmod(last - step, 2)
        traced.append(gaps[last - odd] / orbit.gap_factor**pairs)
    return Meaning.DECAY, orbit.gap_factor, traced


def _cells(row: GapRow) -> tuple[str, ...]:
    return (
        drawing.spelled(row.rate),
        drawing.spelled(row.normalised),
        str(row.step),
        drawing.shown(row.gap),
        drawing.significant(row.gap),
        drawing.shown(row.factor),
        drawing.shown(row.predicted_factor),
        drawing.shown(row.predicted),
        drawing.significant(row.predicted),
        row.meaning.value,
    )


def _draw(rows: Sequence[GapRow], subtitle: str) -> Figure:
    runs = [list(run) for _, run in groupby(rows, key=lambda row: row.rate)]
    # Gaps that survive are lost on an axis over many decades: they get a panel of their own.
    surviving = [run for run in runs if run[0].meaning is Meaning.BOUND and drawing.number(_final(run)) > 0]
    figure = Figure(figsize=(11.5, 6) if surviving else (7, 6.5), layout="constrained")
    panels = figure.subplots(1, 2 if surviving else 1, squeeze=False)[0]
    figure.suptitle(f"{FIGURES[NAME].title}\n{subtitle}", fontsize=13)
    for axes in panels:
        axes.set_yscale("log")
        axes.set_xlabel("step of gradient descent")
        axes.set_ylabel("|balancing gap| = |s₁² − s₂²| (dimensionless)")
        _draw_flow(axes, rows[0].gap)
        for index, run in enumerate(runs):
            _draw_run(axes, run, drawing.COLOURS[index % 6], drawing.MARKERS[index % 6])
    if surviving:
        least = min(drawing.number(_final(run)) for run in surviving)
        panels[0].set_title("all decades")
        panels[1].set_title("the gaps that survive below κ = 2")
        panels[1].set_ylim(least / 1.6, drawing.number(rows[0].gap) * 1.25)
        ticks = [tick for tick in (0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10) if least / 1.6 < tick]
        low, high = panels[1].get_ylim()
        panels[1].set_yticks([tick for tick in ticks if low < tick < high])
        panels[1].yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        panels[1].yaxis.set_minor_formatter(lambda _value, _: "")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(panels))
    return figure


def _final(run: Sequence[GapRow]) -> flint.arb:
    return run[-1].gap


def _draw_flow(axes: Axes, gap: flint.arb) -> None:
    height = drawing.number(gap)
    label = f"gradient flow conserves {decimal(gap, 5)}"
    axes.axhline(height, color="0.35", linestyle=":", linewidth=1.6, label=label, zorder=3)


def _draw_run(axes: Axes, run: Sequence[GapRow], colour: str, marker: str) -> None:
    first = run[0]
    rate, kappa = drawing.spelled(first.rate), drawing.spelled(first.normalised)
    axes.plot(
        [row.step for row in run],
        [drawing.number(row.gap) for row in run],
        linestyle="none",
        marker=marker,
        markersize=4,
        markevery=max(1, len(run) // 125),
        color=colour,
        label=f"measured, η = {rate} (κ = {kappa})",
        zorder=2,
    )
    if first.meaning is Meaning.BOUND and first.predicted is not None and first.predicted < first.gap:
        label = f"largest stable gap at η = {rate}: {decimal(first.predicted, 4)}"
        height = drawing.number(first.predicted)
        if height > 0:
            axes.axhline(height, color=colour, linestyle="--", linewidth=1.4, label=label, zorder=3)
    if first.meaning is Meaning.DECAY and first.predicted_factor is not None:
        same_parity = [row for row in run if (run[-1].step - row.step) % 2 == 0]
        heights = [drawing.number(row.predicted) for row in same_parity if row.predicted is not None]
        label = f"predicted slope: × {decimal(first.predicted_factor, 4)} every two steps"
        axes.plot(
            [row.step for row in same_parity], heights, color="black", linewidth=1.2, label=label, zorder=4
        )
