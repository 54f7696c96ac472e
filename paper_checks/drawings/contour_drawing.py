"""The panels of the figures that draw two layer values over the contour of their loss."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from numerics.balls import decimal
from paper_checks import predictions
from paper_checks.drawings import drawing
from paper_checks.drawings.loss_contour import ContourRow, Setting

_LEVELS = 10.0 ** np.arange(-4, 2.1, 0.5)
_LEAST_LOSS = 1e-4
_GRID = 400
_ERROR_FLOOR = 1e-30
_OUTLINED = (withStroke(linewidth=3.5, foreground="white"),)


def draw(chosen: Setting, rows: Sequence[ContourRow], title: str, *, flow: bool) -> Figure:
    """Draw the iterates over the contour, and their gap and error against the step.

    Args:
        chosen: what was run.
        rows: the iterates.
        title: of the whole figure.
        flow: whether the path of gradient flow is drawn, too.
    """
    figure = Figure(figsize=(14, 7.4), layout="constrained")
    figure.suptitle(title, fontsize=13)
    grid = figure.add_gridspec(2, 2, width_ratios=(6, 5))
    ground = figure.add_subplot(grid[:, 0])
    _ground(figure, ground, chosen, rows, flow=flow)
    gaps, errors = figure.add_subplot(grid[0, 1]), figure.add_subplot(grid[1, 1])
    _gaps(gaps, chosen, rows)
    _errors(errors, chosen, rows)
    gaps.sharex(errors)
    gaps.tick_params(labelbottom=False)
    ground.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=2, frameon=False)
    return figure


def _ground(figure: Figure, axes: Axes, chosen: Setting, rows: Sequence[ContourRow], *, flow: bool) -> None:
    target = float(chosen.target)
    first, second = _points(rows)
    lows, highs = [], []
    balanced = target**0.5
    for values in (first, second):
        low, high = min(float(values.min()), balanced), max(float(values.max()), balanced)
        margin = 0.12 * (high - low) + 0.05
        lows.append(max(low - margin, 0.05))
        highs.append(high + margin)
    across, up = np.linspace(lows[0], highs[0], _GRID), np.linspace(lows[1], highs[1], _GRID)
    loss = np.maximum((across[None, :] * up[:, None] - target) ** 2 / 2, _LEAST_LOSS)
    filled = axes.contourf(across, up, loss, levels=_LEVELS, norm=LogNorm(), cmap="Blues", extend="both")
    figure.colorbar(filled, ax=axes, label="loss ½(s₁s₂ − σ)² (dimensionless)", location="top", shrink=0.8)
    axes.plot(across, target / across, color="black", linewidth=1.1, label="minima s₁s₂ = σ")
    _stable_minima(axes, chosen, lows[0], highs[0])
    if flow:
        _flow(axes, chosen)
    if chosen.every == 1:
        axes.plot(first, second, color="0.25", linewidth=0.8, zorder=3)
    stride = "" if chosen.every == 1 else f", steps divisible by {chosen.every}"
    axes.plot(
        first[1:],
        second[1:],
        linestyle="none",
        marker="o",
        markersize=5,
        markeredgecolor="white",
        markeredgewidth=0.6,
        color=drawing.COLOURS[1],
        label=f"iterates of gradient descent{stride}",
        zorder=5,
    )
    axes.plot(
        first[:1], second[:1], marker="*", markersize=15, color="black", linestyle="none", label="start"
    )
    axes.plot(
        [balanced],
        [balanced],
        marker="D",
        markersize=7,
        markerfacecolor="none",
        markeredgecolor="black",
        linestyle="none",
        label="balanced minimum",
        zorder=6,
    )
    axes.set_xlim(lows[0], highs[0])
    axes.set_ylim(lows[1], highs[1])
    axes.grid(visible=False)
    axes.set_xlabel("layer value s₁ (dimensionless)")
    axes.set_ylabel("layer value s₂ (dimensionless)")


def _stable_minima(axes: Axes, chosen: Setting, low: float, high: float) -> None:
    """Draw the minima at which gradient descent is linearly stable, those with small gaps."""
    largest = drawing.number(predictions.largest_stable_gap(chosen.target, chosen.rate))
    if largest <= 0:
        return
    target = float(chosen.target)
    ends = [(((gap**2 + 4 * target**2) ** 0.5 + gap) / 2) ** 0.5 for gap in (-largest, largest)]
    stable = np.linspace(max(ends[0], low), min(ends[1], high), 200)
    label = f"linearly stable ones, |gap| ≤ {largest:.4g}"
    axes.plot(stable, target / stable, color=drawing.COLOURS[2], linewidth=5, alpha=0.8, label=label)


def _flow(axes: Axes, chosen: Setting) -> None:
    """Draw the path of gradient flow: s_2^2 - s_1^2 stays, from the start to s_1 s_2 = sigma."""
    gap, target = float(chosen.gap), float(chosen.target)
    end = (((gap**2 + 4 * target**2) ** 0.5 - gap) / 2) ** 0.5
    path = np.linspace(float(chosen.start[0]), end, 200)
    axes.plot(
        path,
        (path**2 + gap) ** 0.5,
        color=drawing.COLOURS[3],
        linewidth=2.4,
        label=f"gradient flow: gap {drawing.spelled(chosen.gap)}",
        path_effects=_OUTLINED,
        zorder=4,
    )
    axes.plot(
        [end],
        [target / end],
        marker="X",
        markersize=10,
        color=drawing.COLOURS[3],
        markeredgecolor="white",
        linestyle="none",
        label="its end",
        zorder=6,
    )


def _gaps(axes: Axes, chosen: Setting, rows: Sequence[ContourRow]) -> None:
    axes.plot(
        [row.step for row in rows],
        [drawing.number(row.gap) for row in rows],
        linestyle="none",
        marker=".",
        color=drawing.COLOURS[1],
        label="measured",
    )
    axes.axhline(
        float(chosen.gap), color=drawing.COLOURS[3], linestyle=":", label="gradient flow conserves the gap"
    )
    bound = predictions.largest_stable_gap(chosen.target, chosen.rate)
    if bound < rows[0].gap:
        label = f"largest gap of a stable minimum: {decimal(bound, 4)}"
        axes.axhline(drawing.number(bound), color=drawing.COLOURS[2], linestyle="--", label=label)
    limit = rows[-1].predicted_limit
    if limit is not None:
        label = f"predicted limit: {decimal(limit, 6)}"
        axes.axhline(drawing.number(limit), color="black", linewidth=1, label=label)
    axes.set_ylabel("gap s₂² − s₁²\n(dimensionless)")
    axes.legend(loc="best")


def _errors(axes: Axes, chosen: Setting, rows: Sequence[ContourRow]) -> None:
    """Draw the error, with the predicted decay traced back from the last error that is known."""
    sizes = [(row.step, abs(drawing.number(row.error))) for row in rows]
    drawn = [(step, size) for step, size in sizes if size > _ERROR_FLOOR]
    axes.semilogy(*zip(*drawn, strict=True), linestyle="none", marker=".", color=drawing.COLOURS[1])
    last_step, last_size = drawn[-1]
    contraction = abs(1 - float(chosen.rate) * drawing.number(rows[-1].sharpness))
    if 0 < contraction < 1:
        steps = np.linspace(0, last_step, 200)
        line = np.exp(np.log(last_size) + (steps - last_step) * np.log(contraction))
        kept = line < 10 * sizes[0][1]
        label = f"predicted decay in the long run:\n× {contraction:.6g} each step"
        axes.semilogy(steps[kept], line[kept], color="black", linewidth=1, label=label)
        axes.legend(loc="upper right")
    axes.set_ylabel("|s₁s₂ − σ|\n(dimensionless)")
    axes.set_xlabel("step of gradient descent")


def _points(rows: Sequence[ContourRow]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first, second = (np.array([drawing.number(row.layers[index]) for row in rows]) for index in (0, 1))
    return first, second
