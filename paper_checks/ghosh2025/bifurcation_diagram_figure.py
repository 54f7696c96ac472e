"""The attractor of a balanced mode against the learning rate, with the enclosed rates of its cascade.

For each depth the end-to-end values x^L that balanced gradient descent visits in the long run are plotted
over kappa = eta L sigma^(2 - 2/L), for sigma = 1. Marked are the edge of stability, the doublings, the
bracket of the onset of chaos and the end up to which small starts stay positive, as enclosed by
`numerics.cascade` and `theory.small_balanced_starts`. The last panel shows the distances of successive
doublings.
Source of the idea: Figure 1 of the paper.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import flint
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from numerics import attractor, balls, cascade
from paper_checks import files
from paper_checks.checks import cascade as followed
from paper_checks.drawings import drawing
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES
from paper_checks.ghosh2025.period_doubling import STATEMENT
from paper_checks.predict.ends import POSITIVE, largest_rate

NAME = "bifurcation-diagram"
DEPTHS = (2, 3, 4, 5, 6)
FIRST = Fraction(19, 10)
"""Where the axis of kappa begins, below the edge of stability."""
RESOLUTION = 400
STEPS = 1600
KEPT = 40
DIGITS = 40
MARKED = 3
"""So many doublings are marked; further ones lie too near each other."""
COLUMNS = ("depth", "what", "number", "kappa", "end-to-end value")


@dataclass(frozen=True, eq=False)
class Panel:
    """What is shown of one depth.

    Attributes:
        depth: the number of layers L.
        kappas: the learning rates of the attractor.
        values: end-to-end values visited, of shape (rates, values); float64, no digit vouched for.
        doublings: lower and upper end of the learning rates at which the orbits of period 2, 4, ... double.
        onset: an interval of kappa in which chaos sets in.
        positive_end: the kappa up to which small balanced starts stay positive.
    """

    depth: int
    kappas: tuple[Fraction, ...]
    values: NDArray[np.float64]
    doublings: tuple[tuple[Fraction, Fraction], ...]
    onset: tuple[Fraction, Fraction]
    positive_end: flint.arb


def measure(
    *, depths: Sequence[int] = DEPTHS, resolution: int = RESOLUTION, steps: int = STEPS, digits: int = DIGITS
) -> tuple[Panel, ...]:
    """Follow the attractor over the learning rate at every depth, and enclose what is marked.

    Args:
        depths: numbers of layers, each from 2 to 16.
        resolution: how many learning rates are run at each depth, at least 2.
        steps: steps made at each, at least `KEPT`.
        digits: at least 20; the rates that are marked are enclosed to 40 decimal places in any event.

    Returns:
        One panel for each depth.

    Raises:
        UnusableInputError: if an input cannot be used.
    """
    if isinstance(depths, str) or not depths:
        raise UnusableInputError(f"the depths are {depths!r}: give a list of at least one whole number")
    for depth in depths:
        if drawing.whole(depth, "a depth", 2) > 16:
            raise UnusableInputError(f"the depth is {depth}; it needs to be at most 16")
    drawing.whole(resolution, "the number of learning rates", 2)
    drawing.whole(steps, "the number of steps", KEPT)
    drawing.whole(digits, "the number of digits", 20)
    return tuple(_panel(depth, resolution, steps) for depth in depths)


def write(
    output: Path,
    *,
    depths: Sequence[int] = DEPTHS,
    resolution: int = RESOLUTION,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        depths: as for `measure`, like the rest.
        resolution: how many learning rates.
        steps: steps at each.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: if an input cannot be used or a file not written.
    """
    panels = measure(depths=depths, resolution=resolution, steps=steps, digits=digits)
    data = files.table(COLUMNS, [row for panel in panels for row in _cells(panel)])
    return drawing.save(output, NAME, lambda: _draw(panels), data)


def _panel(depth: int, resolution: int, steps: int) -> Panel:
    end = largest_rate(STATEMENT, POSITIVE, depth, DIGITS)
    last = _fraction(end.lower())
    places = 10**6
    grid = tuple(
        Fraction(int((FIRST + (last - FIRST) * k / (resolution - 1)) * places), places)
        for k in range(resolution)
    )
    below, beyond = followed.bracket(depth)
    return Panel(
        depth=depth,
        kappas=grid,
        values=attractor.end_to_end_values(depth, grid, steps - KEPT, KEPT),
        doublings=tuple(crossing.kappa for crossing in followed.crossings(depth, 12, -1)),
        onset=(below.kappa[0], beyond.kappa[1]),
        positive_end=end,
    )


def _cells(panel: Panel) -> list[tuple[str, ...]]:
    depth, blank = str(panel.depth), ""
    cells: list[tuple[str, ...]] = [(depth, "edge of stability", blank, "2", blank)]
    with balls.working_precision(DIGITS + 10):
        for number, ends in enumerate(panel.doublings, start=1):
            shown = drawing.shown(balls.between(*ends))
            cells.append((depth, "doubling of the orbit of period 2^number", str(number), shown, blank))
        for name, end in zip(
            ("onset of chaos is above", "onset of chaos is below"), panel.onset, strict=True
        ):
            cells.append((depth, name, blank, drawing.shown(balls.ball(end)), blank))
        cells.append(
            (depth, "small starts stay positive below", blank, drawing.shown(panel.positive_end), blank)
        )
    for kappa, values in zip(panel.kappas, panel.values, strict=True):
        for number, value in enumerate(values, start=1):
            if np.isfinite(value):
                cells.append((depth, "attractor", str(number), drawing.spelled(kappa), f"{value:.6g}"))
    return cells


def _draw(panels: Sequence[Panel]) -> Figure:
    count = len(panels) + 1
    rows = (count + 1) // 2
    figure = Figure(figsize=(13, 4.1 * rows), layout="constrained")
    figure.suptitle(f"{FIGURES[NAME].title}\nbalanced mode, σ = 1", fontsize=14)
    axes = figure.subplots(rows, 2, squeeze=False).flatten()
    for panel, place in zip(panels, axes, strict=False):
        _draw_attractor(place, panel)
    _draw_distances(axes[len(panels)], panels)
    for place in axes[count:]:
        place.set_axis_off()
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=5, markerscale=8)
    return figure


def _draw_attractor(axes: Axes, panel: Panel) -> None:
    rates = np.repeat([float(kappa) for kappa in panel.kappas], panel.values.shape[1])
    axes.plot(
        rates,
        panel.values.ravel(),
        linestyle="none",
        marker=".",
        markersize=0.9,
        color="black",
        rasterized=True,
        label="end-to-end values visited",
    )
    axes.axvline(2, color=drawing.COLOURS[2], linewidth=1.2, linestyle="--", label="edge of stability κ = 2")
    for number, (low, _) in enumerate(panel.doublings[:MARKED], start=1):
        label = "doublings κ₁, κ₂, κ₃" if number == 1 else None
        axes.axvline(float(low), color=drawing.COLOURS[0], linewidth=1.1, label=label)
    onset, end = float(panel.onset[0]), drawing.number(panel.positive_end)
    axes.axvline(onset, color=drawing.COLOURS[1], linewidth=1.4, label="onset of chaos κ∞")
    axes.axvline(end, color=drawing.COLOURS[3], linewidth=1.4, label="end of positive motion κ₊")
    first = float(panel.doublings[0][0])
    axes.set_title(f"L = {panel.depth}: κ₁ = {first:.6f}, κ∞ = {onset:.6f}, κ₊ = {end:.6f}")
    axes.set_xlabel("normalised learning rate κ = ηS (dimensionless)")
    axes.set_ylabel("end-to-end value / σ")
    axes.set_ylim(-0.08, 1.95)


def _draw_distances(axes: Axes, panels: Sequence[Panel]) -> None:
    for index, panel in enumerate(panels):
        rates = [low for low, _ in panel.doublings]
        distances = [float(after - before) for before, after in itertools.pairwise(rates)]
        axes.semilogy(
            range(1, len(distances) + 1),
            distances,
            linestyle="none",
            marker=drawing.MARKERS[index % 6],
            color=drawing.COLOURS[index % 6],
            label=f"L = {panel.depth}",
        )
    first = float(panels[0].doublings[1][0] - panels[0].doublings[0][0])
    ratio = float(cascade.FEIGENBAUM)
    numbers = range(1, len(panels[0].doublings))
    axes.semilogy(
        numbers,
        [first / ratio ** (n - 1) for n in numbers],
        color="black",
        linewidth=1,
        label="slope 1/4.6692…",
    )
    axes.set_title("distances of successive doublings")
    axes.set_xlabel("n")
    axes.set_ylabel("κₙ₊₁ − κₙ (dimensionless)")
    axes.legend(fontsize=9)


def _fraction(value: flint.arb) -> Fraction:
    return balls.to_rationals(value)[0]
