"""Sharpness of small networks along gradient descent, in units of 2/eta: tanh, ReLU and linear ones.

The runs are those of `paper_checks.checks.small_network_runs`, from one start. On the digits all three
networks rise to 2/eta and hover near it; the deep linear network with whitened inputs, at a learning rate for
which no minimum is flat enough, oscillates without end about a minimum that is sharper. The broken lines are
the prediction: 2/eta, and for the last panel the sharpness of its flattest minimum, kappa/2 times 2/eta.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics.exact import Exact
from numerics.small_networks import Activation
from paper_checks import drawing
from paper_checks.checks import small_network_runs as experiment
from paper_checks.errors import MissingExtraError, UnusableInputError
from paper_checks.figures import FIGURES

NAME = "nonlinear-sharpness"
SEED = 1
"""The seed of the start that is drawn."""
EVERY = 7
"""The Hessian is taken at each step divisible by this; odd, so that both phases of an oscillation show."""
KAPPA = Fraction(11, 5)
"""Normalised learning rate of the linear network with whitened inputs."""
COLUMNS = (
    "data",
    "network",
    "learning rate",
    "step",
    "sharpness",
    "sharpness over 2/eta",
    "loss",
    "least loss",
)
LINEAR = (experiment.DIGITS, Activation.NONE.value)
"""The data and network for which the least loss is not zero and known."""
DIGITS = 6
"""Significant digits in the table; the last ones depend on the machine where runs are long."""


@dataclass(frozen=True)
class SharpnessRow:
    """One step of one run. All numbers are dimensionless.

    Attributes:
        data: what is learned.
        network: the activation between the layers.
        rate: the learning rate eta.
        step: the step of gradient descent.
        sharpness: the largest Hessian eigenvalue, by Lanczos.
        loss: the loss there.
        least: the least loss that the network can have, where that is known, else zero.
    """

    data: str
    network: str
    rate: Fraction
    step: int
    sharpness: float
    loss: float
    least: float

    @property
    def relative(self) -> float:
        """The sharpness in units of 2/eta."""
        return self.sharpness * float(self.rate) / 2


def measure(
    *, rates: Sequence[Exact] = experiment.RATES, steps: int = experiment.STEPS
) -> tuple[SharpnessRow, ...]:
    """Run every network and measure its sharpness.

    Args:
        rates: learning rates on the digits, each positive and exact.
        steps: steps of gradient descent, at least 1.

    Returns:
        The rows of each network on the digits, rate by rate, then those with whitened inputs.

    Raises:
        UnusableInputError: if an input cannot be used, or the extra ``nonlinear`` is not installed.
    """
    what = "the learning rate"
    read = drawing.every(rates, f"{what}s", lambda rate: drawing.positive(rate, what))
    drawing.whole(steps, "the number of steps", 1)
    try:
        return tuple(_rows(read, steps))
    except MissingExtraError as error:
        raise UnusableInputError(str(error)) from None


def write(
    output: Path, *, rates: Sequence[Exact] = experiment.RATES, steps: int = experiment.STEPS
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        rates: as for `measure`, like the rest.
        steps: steps of gradient descent.

    Returns:
        The files written.

    Raises:
        UnusableInputError: if an input cannot be used or a file not written.
    """
    rows = measure(rates=rates, steps=steps)
    return drawing.save(output, NAME, lambda: _draw(rows), drawing.table(COLUMNS, map(_cells, rows)))


def _rows(rates: Sequence[Fraction], steps: int) -> Iterator[SharpnessRow]:
    least_loss = experiment.least_loss()
    for data, network, rate, run in experiment.single(rates, KAPPA, steps, SEED, EVERY):
        least = least_loss if (data, network) == LINEAR else 0.0
        for step, (sharpness, loss) in run.items():
            if not 0 <= sharpness < float("inf"):
                raise UnusableInputError(f"the learning rate {rate} is too large: the run diverges")
            yield SharpnessRow(data, network, rate, step, sharpness, loss, least)


def _cells(row: SharpnessRow) -> tuple[str, ...]:
    numbers = (f"{value:.{DIGITS}g}" for value in (row.sharpness, row.relative, row.loss, row.least))
    return (row.data, row.network, drawing.spelled(row.rate), str(row.step), *numbers)


def _draw(rows: Sequence[SharpnessRow]) -> Figure:
    panels = list(dict.fromkeys((row.data, row.network) for row in rows))
    figure = Figure(figsize=(4.9 * len(panels), 7.6), layout="constrained")
    figure.suptitle(f"{FIGURES[NAME].title}\nfloat64, one start each (seed {SEED}), every {EVERY}th step")
    places = figure.subplots(2, len(panels), squeeze=False, sharex=True)
    for column, (data, network) in enumerate(panels):
        shown = [row for row in rows if (row.data, row.network) == (data, network)]
        above, below = places[0][column], places[1][column]
        above.set_title(f"{network}, {data}")
        _draw_runs(above, below, shown)
        above.axhline(1, color="black", linestyle=(0, (5, 3)), linewidth=1.1, label="2/η: edge of stability")
        if data == experiment.WHITENED:
            label = f"flattest minimum, κ/2 = {drawing.spelled(KAPPA / 2)}"
            above.axhline(
                float(KAPPA / 2), color=drawing.COLOURS[2], linestyle=(0, (2, 2)), linewidth=1.1, label=label
            )
        for axes in (above, below):
            axes.axvspan(experiment.WINDOW, experiment.STEPS, color="0.93", zorder=0, label="measured window")
        above.set_ylim(0, 2.3)
        below.set_yscale("log")
        below.set_xlabel("step")
        above.legend(loc="upper right", frameon=True)
        loss = "loss above the least" if (data, network) == LINEAR else "loss"
        below.set_ylabel(f"{loss} (dimensionless)")
    places[0][0].set_ylabel("sharpness/(2/η) (dimensionless)")
    return figure


def _draw_runs(above: Axes, below: Axes, rows: Sequence[SharpnessRow]) -> None:
    for place, rate in enumerate(dict.fromkeys(row.rate for row in rows)):
        run = [row for row in rows if row.rate == rate]
        steps, colour = [row.step for row in run], drawing.COLOURS[place % len(drawing.COLOURS)]
        label = f"η = {drawing.spelled(rate)}"
        above.plot(steps, [row.relative for row in run], color=colour, linewidth=0.9, label=label)
        below.plot(steps, [row.loss - row.least for row in run], color=colour, linewidth=0.9, label=label)
