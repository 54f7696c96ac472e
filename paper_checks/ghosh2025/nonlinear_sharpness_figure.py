"""Sharpness of small networks along gradient descent, in units of 2/eta: tanh, ReLU and linear ones.

The runs are like those of `paper_checks.checks.small_network_runs`: a mean over several starts with its 95 %
confidence interval, and the first start alone, since a mean hides an oscillation. On the digits all three
networks rise to 2/eta and hover near it. With whitened inputs, at a learning rate for which a deep linear
network has no minimum that is flat enough, the linear and the ReLU network go on oscillating, and the tanh
network settles. The broken lines are the prediction: 2/eta, and for the linear network with whitened inputs
the sharpness of its flattest minimum, kappa/2 times 2/eta.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics import student
from numerics.exact import Exact
from numerics.small_networks import Activation
from paper_checks import files
from paper_checks.checks import small_network_runs as experiment
from paper_checks.drawings import drawing
from paper_checks.errors import MissingExtraError, UnusableInputError
from paper_checks.figures import FIGURES

NAME = "nonlinear-sharpness"
SEED = 1
"""The seed of the first start."""
STARTS = 12
"""How many starts there are."""
EVERY = 7
"""The Hessian is taken at each step divisible by this; odd, so that both phases of an oscillation show."""
KAPPA = Fraction(11, 5)
"""Normalised learning rate of the linear network with whitened inputs."""
RISK = Fraction(1, 20)
"""The chance that an interval misses its mean, for each by itself."""
DIGITS = 6
"""Significant digits in the table; the last ones depend on the machine where runs are long."""
LINEAR = (experiment.DIGITS, Activation.NONE.value)
"""The data and network for which the least loss is not zero and known."""
QUANTITIES = ("sharpness over 2/eta", "loss above the least")
COLUMNS = (
    "data",
    "network",
    "learning rate",
    "step",
    "starts",
    *(f"{what}, {of}" for what in QUANTITIES for of in ("mean", "standard error", "first start")),
)


@dataclass(frozen=True)
class Spread:
    """A number at one step, over starts.

    Attributes:
        mean: its mean.
        error: the standard error of that.
        first: its value for the first start.
    """

    mean: float
    error: float
    first: float


@dataclass(frozen=True)
class SharpnessRow:
    """One step of the runs of one network. All numbers are dimensionless.

    Attributes:
        data: what is learned.
        network: the activation between the layers.
        rate: the learning rate eta.
        step: the step of gradient descent.
        starts: how many starts the means are over.
        relative: the sharpness, the largest Hessian eigenvalue, in units of 2/eta.
        loss: the loss there, less the least one on the digits without an activation.
    """

    data: str
    network: str
    rate: Fraction
    step: int
    starts: int
    relative: Spread
    loss: Spread


def measure(
    *,
    rates: Sequence[Exact] = experiment.RATES,
    steps: int = experiment.STEPS,
    starts: int = STARTS,
) -> tuple[SharpnessRow, ...]:
    """Run every network and measure its sharpness.

    Args:
        rates: learning rates on the digits, each positive and exact.
        steps: steps of gradient descent, at least 1.
        starts: how many starts, at least 2.

    Returns:
        The rows of each network on the digits, rate by rate, then those with whitened inputs.

    Raises:
        UnusableInputError: if an input cannot be used, or the extra ``nonlinear`` is not installed.
    """
    what = "the learning rate"
    read = drawing.every(rates, f"{what}s", lambda rate: drawing.positive(rate, what))
    drawing.whole(steps, "the number of steps", 1)
    drawing.whole(starts, "the number of starts", 2)
    try:
        return tuple(_rows(read, steps, starts))
    except MissingExtraError as error:
        raise UnusableInputError(str(error)) from None


def write(
    output: Path,
    *,
    rates: Sequence[Exact] = experiment.RATES,
    steps: int = experiment.STEPS,
    starts: int = STARTS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        rates: as for `measure`, like the rest.
        steps: steps of gradient descent.
        starts: how many starts.

    Returns:
        The files written.

    Raises:
        UnusableInputError: if an input cannot be used or a file not written.
    """
    rows = measure(rates=rates, steps=steps, starts=starts)
    return drawing.save(output, NAME, lambda: _draw(rows), files.table(COLUMNS, map(_cells, rows)))


def _rows(rates: Sequence[Fraction], steps: int, starts: int) -> Iterator[SharpnessRow]:
    least_loss = experiment.least_loss()
    for data, runs in experiment.every_run(rates, KAPPA, steps, SEED, starts, EVERY):
        network, kept = runs.network.activation.value, sorted(runs.descent.kept)
        least = least_loss if (data, network) == LINEAR else 0.0
        sharpness = runs.sharpness(kept)
        for place, rate in enumerate(runs.rates):
            relative = runs.at_rate(place, sharpness) * float(rate) / 2
            losses = runs.at_rate(place, runs.descent.losses[kept]) - least
            if not np.isfinite(relative).all():
                raise UnusableInputError(f"the learning rate {rate} is too large: a run diverges")
            for step, sharp, loss in zip(kept, relative, losses, strict=True):
                yield SharpnessRow(data, network, rate, step, starts, _spread(sharp), _spread(loss))


def _spread(values: experiment.Floats) -> Spread:
    error = values.std(ddof=1) / np.sqrt(len(values))
    return Spread(float(values.mean()), float(error), float(values[0]))


def _cells(row: SharpnessRow) -> tuple[str, ...]:
    numbers = (
        f"{value:.{DIGITS}g}"
        for spread in (row.relative, row.loss)
        for value in (spread.mean, spread.error, spread.first)
    )
    return (row.data, row.network, drawing.spelled(row.rate), str(row.step), str(row.starts), *numbers)


def _draw(rows: Sequence[SharpnessRow]) -> Figure:
    panels = list(dict.fromkeys((row.data, row.network) for row in rows))
    tasks, networks = (list(dict.fromkeys(names)) for names in zip(*panels, strict=True))
    figure = Figure(figsize=(5.2 * len(networks), 6.2 * len(tasks)), layout="constrained")
    figure.suptitle(
        f"{FIGURES[NAME].title}\nfloat64; mean over {rows[0].starts} starts with 95 % intervals (band), "
        f"first start alone (thin), every {EVERY}th step"
    )
    places = figure.subplots(2 * len(tasks), len(networks), squeeze=False, sharex=True)
    for data, network in panels:
        task, column = tasks.index(data), networks.index(network)
        above, below = places[2 * task][column], places[2 * task + 1][column]
        shown = [row for row in rows if (row.data, row.network) == (data, network)]
        above.set_title(f"{network}, {data}")
        _draw_sharpness(above, shown)
        _draw_runs(below, shown, [row.loss for row in shown])
        below.set_yscale("log")
        for axes in (above, below):
            axes.axvspan(experiment.WINDOW, experiment.STEPS, color="0.94", zorder=0)
            axes.set_xlabel("step")
        above.set_ylabel("sharpness/(2/η) (dimensionless)", fontsize=10)
        loss = "loss above the least" if (data, network) == LINEAR else "loss"
        below.set_ylabel(f"{loss} (dimensionless)", fontsize=10)
    return figure


def _draw_sharpness(axes: Axes, rows: Sequence[SharpnessRow]) -> None:
    _draw_runs(axes, rows, [row.relative for row in rows])
    axes.axhline(1, color="black", linestyle=(0, (5, 3)), linewidth=1.1, label="2/η: edge of stability")
    if rows[0].data == experiment.WHITENED and rows[0].network == Activation.NONE.value:
        label = f"flattest minimum, κ/2 = {drawing.spelled(KAPPA / 2)}"
        axes.axhline(
            float(KAPPA / 2), color=drawing.COLOURS[2], linestyle=(0, (2, 2)), linewidth=1.4, label=label
        )
    axes.set_ylim(0, 2.6)
    axes.legend(loc="upper right", ncols=2, fontsize=9)


def _draw_runs(axes: Axes, rows: Sequence[SharpnessRow], spreads: Sequence[Spread]) -> None:
    pairs = zip(rows, spreads, strict=True)
    for place, (rate, group) in enumerate(groupby(pairs, lambda pair: pair[0].rate)):
        run, found = zip(*group, strict=True)
        steps, colour = [row.step for row in run], drawing.COLOURS[place % len(drawing.COLOURS)]
        mean = np.array([spread.mean for spread in found])
        margin = float(student.margin(RISK, run[0].starts)) * np.array([spread.error for spread in found])
        # Nothing here is negative; an interval that reaches below zero is cut off where the scale is a log.
        low = np.maximum(mean - margin, mean / 100)
        axes.fill_between(steps, low, mean + margin, color=colour, alpha=0.25, linewidth=0)
        axes.plot(steps, mean, color=colour, linewidth=1.6, label=f"η = {drawing.spelled(rate)}")
        axes.plot(steps, [spread.first for spread in found], color=colour, linewidth=0.6, alpha=0.8)
