"""The panels of the figure of runs with momentum."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paper_checks import predictions
from paper_checks.drawings import drawing, momentum_orbits, momentum_runs
from paper_checks.drawings.momentum_runs import RaisedRow, StartRun, Target

_SHARES = (1, 0.45)
"""The opacities of the runs from the start."""


def draw(wanted: Target, runs: Sequence[StartRun], rows: Sequence[RaisedRow], title: str) -> Figure:
    """Draw the runs from the start, their singular vectors, the oscillation and what moves away from it.

    Args:
        wanted: the target.
        runs: those from the start, at most two.
        rows: one for each raised learning rate.
        title: of the figure.
    """
    figure = Figure(figsize=(14.5, 11.5), layout="constrained")
    figure.suptitle(title, fontsize=13)
    (entries, angles), (ranges, growth) = figure.subplots(2, 2)
    _entries(entries, wanted, runs)
    _angles(angles, wanted, runs)
    _ranges(ranges, wanted, rows)
    _growth(growth, wanted, rows)
    return figure


def _named(wanted: Target, mode: int) -> str:
    return f"σ = {drawing.spelled(wanted.values[mode])}"


def _entries(axes: Axes, wanted: Target, runs: Sequence[StartRun]) -> None:
    axes.set_title("runs from αI, all layers alike", loc="left")
    for run, share in zip(runs, _SHARES, strict=False):
        for mode in range(len(wanted.values)):
            axes.plot(
                run.entries[:, mode],
                color=drawing.COLOURS[mode % 6],
                linewidth=1.5,
                linestyle="-" if share == 1 else ":",
                label=f"η = {drawing.spelled(run.rate)}, {_named(wanted, mode)}",
            )
        if run.diverged is not None:
            plain = drawing.number(predictions.threshold(momentum_orbits.DEPTH, wanted.values[0]))
            name = f"η = {drawing.spelled(run.rate)} diverges at step {run.diverged}\n(2/S₁ = {plain:.4f})"
            axes.axvline(run.diverged, color="black", linestyle="--", linewidth=1, label=name)
    for value in wanted.values:
        axes.axhline(float(value), color="black", linewidth=0.7, zorder=1)
    top = float(wanted.values[0])
    axes.set_ylim(-0.5 * top, 2 * top)
    axes.set_ylabel("uᵢ'Wvᵢ of the end-to-end matrix\n(dimensionless)")
    axes.set_xlabel("step")
    axes.legend(loc="upper right")


def _angles(axes: Axes, wanted: Target, runs: Sequence[StartRun]) -> None:
    run = runs[0]
    axes.set_title("singular vectors of the first layer move", loc="left")
    steps = np.arange(1, len(run.angles) + 1)
    for mode in range(len(wanted.values)):
        axes.semilogy(
            steps,
            run.angles[:, mode],
            color=drawing.COLOURS[mode % 6],
            linewidth=1.5,
            linestyle=("-", "--")[mode % 2],
            label=f"measured, {_named(wanted, mode)}, η = {drawing.spelled(run.rate)}",
        )
    first = momentum_runs.first_angles(wanted, run.rate)
    axes.semilogy(
        [1] * len(first),
        first,
        linestyle="none",
        marker="o",
        markerfacecolor="none",
        color="black",
        label="predicted after the first step: (α − ηα⁵)I + ηα²M",
    )
    axes.set_ylim(1e-5, 200)
    axes.set_ylabel("angle between right singular vectors\nof W₁ and of the target (degrees)")
    axes.set_xlabel("step")
    axes.legend(loc="lower left")


def _ranges(axes: Axes, wanted: Target, rows: Sequence[RaisedRow]) -> None:
    axes.set_title("learning rate raised step by step", loc="left", pad=20)
    rates = np.array([float(row.rate) for row in rows])
    for mode in range(len(wanted.values)):
        axes.plot(
            rates,
            [row.alone[mode] for row in rows],
            linestyle="none",
            marker=drawing.MARKERS[mode % 6],
            markersize=5,
            color=drawing.COLOURS[mode % 6],
            label=f"measured, mode alone, {_named(wanted, mode)}",
        )
        predicted = [row.predicted[mode] for row in rows]
        line = [np.nan if size is None else drawing.number(size) for size in predicted]
        axes.plot(rates, line, color="black", linewidth=1, zorder=3, label="predicted" if mode == 0 else None)
    network = [(rate, row.network) for rate, row in zip(rates, rows, strict=True) if row.network is not None]
    if network:
        axes.plot(
            [rate for rate, _ in network],
            [ranges.max() for _, ranges in network],
            linestyle="none",
            marker="x",
            markersize=8,
            color=drawing.COLOURS[3],
            label="measured, whole network",
        )
    for row in rows:
        if row.diverged is not None:
            name = f"whole network diverges at η = {drawing.spelled(row.rate)}, step {row.diverged}"
            axes.axvline(float(row.rate), color=drawing.COLOURS[3], linewidth=1.6, label=name)
    _thresholds(axes, wanted, rows)
    axes.set_ylim(-0.03 * float(wanted.values[0]), 0.95 * float(wanted.values[0]))
    axes.set_ylabel("|difference of last two end-to-end values|\n(dimensionless)")
    axes.set_xlabel("learning rate η (dimensionless)")
    axes.legend(loc="upper left")


def _thresholds(axes: Axes, wanted: Target, rows: Sequence[RaisedRow]) -> None:
    low, high = (float(rows[index].rate) for index in (0, -1))
    marks = [
        *((drawing.number(momentum_orbits.edge(value)), f"3.8/S{'₁₂₃'[index]}", index)
          for index, value in enumerate(wanted.values[:3])),
        (momentum_orbits.doubling(wanted.values[0]), "doubling", 4),
    ]  # fmt: skip
    for rate, name, colour in marks:
        if low < rate < high:
            drawing.mark(axes, rate, name, drawing.COLOURS[colour])


def _growth(axes: Axes, wanted: Target, rows: Sequence[RaisedRow]) -> None:
    """Draw the multipliers up to where a second mode oscillates."""
    axes.set_title("predicted: entries that mix the first mode with another", loc="left", pad=20)
    last = float("inf")
    if len(wanted.values) > 1:
        last = drawing.number(momentum_orbits.edge(wanted.values[1]))
    shown = [row for row in rows if float(row.rate) < last] or list(rows[:1])
    rates = [float(row.rate) for row in shown]
    names = [*(_named(wanted, mode) for mode in range(1, len(wanted.values))), "σ = 0"]
    for index, name in enumerate(names, start=1):
        axes.plot(
            rates,
            [row.growth[index - 1] for row in shown],
            color=drawing.COLOURS[index % 6],
            marker=drawing.MARKERS[index % 6],
            markersize=4,
            linewidth=1,
            label=f"with {name}",
        )
    axes.axhline(1, color="black", linewidth=0.8)
    _thresholds(axes, wanted, shown if len(shown) > 1 else rows)
    axes.set_ylabel("largest modulus of a multiplier of two steps\n(dimensionless; above 1 the orbit repels)")
    axes.set_xlabel("learning rate η (dimensionless)")
    axes.legend(loc="upper left")
