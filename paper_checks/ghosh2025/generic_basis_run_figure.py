"""Gradient descent on diagonal layers against the same run in generic bases with a tiny perturbation.

On diagonal layers every mode moves by itself and nothing can leave the singular vector stationary set. In
generic bases, or after any perturbation, the entries off the diagonal are there, and where the period-2
orbit repels they grow by a constant factor with every step, the root of the leading multiplier of two
steps, until the run leaves the set. The paper's scripts run the first kind alone.
Source of the target and the start: the paper's script for its figure of the oscillation range.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import flint
from matplotlib.figure import Figure

from numerics import floquet, perturbation_growth, rounded
from numerics.balls import bits_for, working_bits
from numerics.exact import Exact
from paper_checks import files
from paper_checks.checks import perturbed_runs
from paper_checks.drawings import drawing
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES

NAME = "generic-basis-run"
SINGULAR_VALUES = ("10", "9.5", "9")
RATES = ("0.034",)
STEPS = 2200
PERTURBATION = "1e-20"
DIGITS = 50
_SHOWN = 20
_LOST_BITS = 650
"""About what the dynamics loses in the steps shown."""
_LEAST_STEPS = 300
"""Before that no mode has left the saddle next to the start."""


@dataclass(frozen=True, eq=False)
class StepRow:
    """One step of both runs.

    Attributes:
        step: its number, from 0 on.
        alone: the end-to-end values of the modes on diagonal layers.
        generic: the diagonal entries of the end-to-end matrix in the bases, of the perturbed run.
        off_diagonal: the largest entry off the diagonal of a layer in the bases, of the perturbed run.
        end_to_end: the same of the end-to-end matrix, which rotations between the layers leave alone.
        predicted: `off_diagonal` by the multiplier of the balanced orbit, followed from the end of the linear
            part of the run back to the size of the perturbation; absent elsewhere.
    """

    step: int
    alone: tuple[flint.arb, ...]
    generic: tuple[flint.arb, ...]
    off_diagonal: flint.arb
    end_to_end: flint.arb
    predicted: flint.arb | None


def measure(
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    rates: Sequence[Exact] = RATES,
    perturbation: Exact = PERTURBATION,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[StepRow, ...]:
    """Run gradient descent on diagonal layers and, slightly perturbed, in generic bases.

    Args:
        singular_values: those of the target, at most five; zeros are added to make them five.
        rates: one learning rate.
        perturbation: what every entry off the diagonal moves by at most, positive.
        steps: how many steps to make, at least 300.
        digits: decimal digits of the layers before the perturbation is large, at least 20.

    Returns:
        One row for each step; a run that diverges ends there.

    Raises:
        UnusableInputError: if an input cannot be used.
    """
    values = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    learning_rates = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    size = drawing.positive(perturbation, "the perturbation")
    drawing.whole(steps, "the number of steps", _LEAST_STEPS)
    drawing.whole(digits, "the number of digits", 20)
    if len(values) > perturbed_runs.WIDTH:
        raise UnusableInputError(f"there are {len(values)} singular values: give at most five")
    if len(learning_rates) > 1:
        raise UnusableInputError(f"there are {len(learning_rates)} learning rates: this figure has one")
    bits = bits_for(digits) + _LOST_BITS
    setting = perturbed_runs.Setting(values, learning_rates[0], 0, steps, bits, size)
    run = perturbed_runs.run(setting, perturbed_runs.GENERIC, size)
    start = [*(perturbed_runs.DEPTH - 1) * [perturbed_runs.ALPHA], Fraction(0)]
    alone = [rounded.of_mode(start, value, setting.rate, steps, bits).products() for value in values]
    with working_bits(bits):
        predicted = _predicted(run)
        return tuple(
            StepRow(
                step,
                ends,
                tuple(run.products[step][mode, mode] for mode in range(len(values))),
                perturbation_growth.off_diagonal(state),
                run.off_diagonals[step],
                predicted.get(step),
            )
            for step, (state, ends) in enumerate(zip(run.states, zip(*alone, strict=False), strict=False))
        )


def write(
    output: Path,
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    rates: Sequence[Exact] = RATES,
    perturbation: Exact = PERTURBATION,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        singular_values: as for `measure`, like the rest.
        rates: one learning rate.
        perturbation: the perturbation.
        steps: how many steps to make.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: as `measure`, or if a file cannot be written.
    """
    rows = measure(
        singular_values=singular_values, rates=rates, perturbation=perturbation, steps=steps, digits=digits
    )
    values = [drawing.spelled(drawing.exact(value)) for value in singular_values]
    zeros = (perturbed_runs.WIDTH - len(values)) * ["0"]
    subtitle = (
        f"L = {perturbed_runs.DEPTH}, σ = {', '.join([*values, *zeros])}, "
        f"η = {drawing.spelled(drawing.exact(rates[0]))}, off the diagonal at most {perturbation} at first"
    )
    table = files.table(_columns(values), map(_cells, rows))
    return drawing.save(output, NAME, lambda: _draw(rows, values, subtitle), table)


def _predicted(run: perturbed_runs.BasesRun) -> dict[int, flint.arb]:
    """Return the size by the balanced multiplier at steps of the linear part, from its end backwards."""
    last, pair, setting = run.linear_until, run.leading_pair, run.setting
    if max(pair) > len(setting.singular_values):
        return {}
    one, other = (setting.singular_values[mode - 1] for mode in pair)
    in_phase = perturbed_runs.in_phase(run, last)
    try:
        found = floquet.pair_multipliers(perturbed_runs.DEPTH, setting.rate, one, other, in_phase, _SHOWN)[1]
    except ValueError:  # A mode is exactly at the edge of stability.
        return {}
    growth = found[0].size().sqrt()
    # Where a pair turns, its largest entry swings; the line goes through the highest of the last steps.
    sizes = {
        step: perturbation_growth.off_diagonal(run.states[step])
        for step in range(max(0, last - 20), last + 1)
    }
    top = max(sizes, key=lambda step: float((sizes[step] / growth**step).mid()))
    line = {step: sizes[top] * growth ** (step - top) for step in range(last + 1)}
    least = flint.arb(run.setting.perturbation.numerator) / run.setting.perturbation.denominator
    return {step: size for step, size in line.items() if size > least}


def _columns(values: Sequence[str]) -> tuple[str, ...]:
    runs = ("diagonal run", "generic bases")
    modes = range(1, len(values) + 1)
    return (
        "step",
        *(f"diagonal entry {mode}, {run}" for run in runs for mode in modes),
        "largest entry off the diagonal of a layer",
        "largest entry off the diagonal of the end-to-end matrix",
        "predicted largest entry off the diagonal of a layer",
    )


def _cells(row: StepRow) -> tuple[str, ...]:
    balls = (*row.alone, *row.generic, row.off_diagonal, row.end_to_end, row.predicted)
    return (str(row.step), *(drawing.shown(value) for value in balls))


def _draw(rows: Sequence[StepRow], values: Sequence[str], subtitle: str) -> Figure:
    figure = Figure(figsize=(9, 9.5), layout="constrained")
    figure.suptitle(f"{FIGURES[NAME].title}\n{subtitle}", fontsize=13)
    alone, generic, off = figure.subplots(3, 1, sharex=True, height_ratios=(3, 3, 3))
    steps = [row.step for row in rows]
    panels = ((alone, "alone", "diagonal layers"), (generic, "generic", "generic bases, perturbed"))
    for axes, name, title in panels:
        for mode, sigma in enumerate(values):
            axes.plot(
                steps,
                [drawing.number(getattr(row, name)[mode]) for row in rows],
                linestyle="none",
                marker=".",
                markersize=2,
                color=drawing.COLOURS[mode],
                label=f"σ = {sigma}",
            )
        axes.set_title(title, loc="left")
        axes.set_ylabel("diagonal entry of the\nend-to-end matrix")
    alone.legend(loc="lower right", markerscale=5, ncols=3)
    off.plot(
        steps,
        [drawing.number(row.off_diagonal) for row in rows],
        color=drawing.COLOURS[0],
        linewidth=1.2,
        label="a layer",
    )
    off.plot(
        steps,
        [drawing.number(row.end_to_end) for row in rows],
        color=drawing.COLOURS[4],
        linewidth=0.8,
        label="end-to-end matrix",
        zorder=1,
    )
    line = [(row.step, drawing.number(row.predicted)) for row in rows if row.predicted is not None]
    if line:
        label = "predicted growth of a layer"
        off.plot(*zip(*line, strict=True), color="black", linestyle=(0, (5, 3)), label=label)
    off.set_yscale("log")
    off.set_title("off the diagonal, generic bases", loc="left")
    off.set_ylabel("largest entry\noff the diagonal")
    off.set_xlabel("step")
    off.legend(loc="lower right")
    return figure
