"""The rows, the table and the panels of the sweep over the learning rate through the period doublings."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from paper_checks.drawings import drawing

MARKED = 3
"""So many doublings are marked; further ones lie too near each other."""
_LEAST_DISTANCE = 1e-17
"""Where float64 says that there is none."""
_UNIT = 2.0**-53


@dataclass(frozen=True, eq=False)
class Marks:
    """Learning rates that are predicted for the mode with the largest singular value.

    Attributes:
        target: this singular value.
        edge: 2/S, where the minimum loses stability.
        doublings: where the orbits of period 2, 4, ... do.
        onset: contains a learning rate at which chaos sets in.
        positive_end: up to which small balanced starts stay positive.
    """

    target: Fraction
    edge: flint.arb
    doublings: tuple[flint.arb, ...]
    onset: flint.arb
    positive_end: flint.arb


@dataclass(frozen=True, eq=False)
class RateRow:
    """One learning rate.

    Attributes:
        rate: the learning rate eta.
        normalised: kappa of the first mode.
        losses: 1/2 ||W - M||^2 at the last iterates, float64.
        ends: end-to-end values at the last iterates, of shape (iterates, modes), float64.
        orbit: the two predicted end-to-end values of the first mode on its orbit of period 2, whether or not
            that attracts; empty up to the edge of stability and where a second mode oscillates, too.
        distance_left: the estimated distance to the orbit after the steps, over sigma; absent where it
            does not attract.
        cycle: predicted values on an attracting orbit of period 4, 8 or 16; empty where none was looked for.
    """

    rate: Fraction
    normalised: flint.arb
    losses: NDArray[np.float64]
    ends: NDArray[np.float64]
    orbit: tuple[flint.arb, ...]
    distance_left: flint.arb | None
    cycle: tuple[flint.arb, ...]

    @property
    def distance(self) -> float | None:
        """How far the last two end-to-end values of the first mode are from the orbit, the larger one."""
        if not self.orbit:
            return None
        measured, predicted = sorted(self.ends[-2:, 0]), [drawing.number(point) for point in self.orbit]
        return max(abs(one - other) for one, other in zip(measured, predicted, strict=True))


def columns(modes: int) -> tuple[str, ...]:
    """Return the header of the table for a number of modes."""
    ends = (f"end-to-end value {mode}" for mode in range(1, modes + 1))
    return ("what", "learning rate", "normalised learning rate", "number", "loss", *ends)


def cells(rows: Sequence[RateRow], marks: Marks) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table: marks, predicted orbits, measured iterates."""
    others = (len(rows[0].ends[0]) - 1) * ("",)
    named = [
        ("edge of stability", marks.edge),
        *((f"doubling of period {2**level}", rate) for level, rate in enumerate(marks.doublings, start=1)),
        ("onset of chaos", marks.onset),
        ("end of positive motion", marks.positive_end),
    ]
    for name, rate in named:
        yield (name, drawing.shown(rate), "", "", "", "", *others)
    for row in rows:
        at = (drawing.spelled(row.rate), drawing.shown(row.normalised))
        for name, points in (("predicted orbit of period 2", row.orbit), ("predicted attractor", row.cycle)):
            for number, point in enumerate(points, start=1):
                loss = drawing.shown(_loss(point, marks))
                yield (name, *at, str(number), loss, drawing.shown(point), *others)
        for number, (loss, ends) in enumerate(zip(row.losses, row.ends, strict=True), start=1):
            if math.isfinite(loss):
                values = (f"{value:.13g}" for value in (loss, *ends))
                yield ("measured", *at, str(number), *values)


def draw(rows: Sequence[RateRow], marks: Marks, title: str) -> Figure:
    """Draw the losses, the end-to-end values, the cascade, and the distance from the predicted orbit.

    Args:
        rows: one for each learning rate.
        marks: what is marked.
        title: of the figure.
    """
    figure = Figure(figsize=(12.5, 13), layout="constrained")
    figure.suptitle(title, fontsize=13)
    grid = figure.add_gridspec(3, 2, height_ratios=(5, 5, 4))
    losses, ends = figure.add_subplot(grid[0, :]), figure.add_subplot(grid[1, :])
    cascade, distances = figure.add_subplot(grid[2, 0]), figure.add_subplot(grid[2, 1])
    rates = np.repeat([float(row.rate) for row in rows], len(rows[0].losses))
    values = np.concatenate([row.ends for row in rows])
    _cloud(losses, rates, np.concatenate([row.losses for row in rows]), "black", "measured", 1.6)
    for mode in range(values.shape[1]):
        _cloud(ends, rates, values[:, mode], drawing.COLOURS[mode % 6], f"measured, mode {mode + 1}", 1.6)
    _cloud(cascade, rates, values[:, 0], drawing.COLOURS[0], "measured, mode 1", 2.5)
    for axes in (losses, ends, cascade):
        _orbits(axes, rows, marks, of_loss=axes is losses)
    _distances(distances, rows, marks)
    low, high = (float(rows[index].rate) for index in (0, -1))
    margin = 0.01 * (high - low) or 0.01 * low
    top = float(marks.target)
    for axes in (losses, ends):
        axes.set_xlim(low - margin, high + margin)
        # Room above the attractor for the legend.
        axes.set_ylim(*((-0.03 * top**2, 0.66 * top**2) if axes is losses else (-0.06 * top, 2.2 * top)))
        axes.legend(loc="upper left", bbox_to_anchor=(0.01, 0.99), ncols=2, markerscale=3)
    doublings = [drawing.number(rate) for rate in (*marks.doublings[:MARKED], marks.onset)]
    room = 0.08 * (doublings[-1] - doublings[0])
    cascade.set_xlim(doublings[0] - room, doublings[-1] + room)
    cascade.set_ylim(0.4 * top, 1.4 * top)
    _marks(losses, ends, cascade, distances, marks)
    losses.set_ylabel("loss ½‖W − M‖² (dimensionless)")
    ends.set_ylabel("end-to-end values (dimensionless)")
    cascade.set_ylabel("end-to-end value of mode 1\n(dimensionless)")
    distances.set_ylabel("distance of mode 1 from\nthe period-2 orbit, over σ₁")
    for axes in (losses, ends, cascade, distances):
        axes.set_xlabel("learning rate η (dimensionless)")
    return figure


def _cloud(
    axes: Axes, rates: NDArray[np.float64], values: NDArray[np.float64], colour: str, name: str, size: float
) -> None:
    axes.plot(
        rates,
        values,
        linestyle="none",
        marker=".",
        markersize=size,
        color=colour,
        rasterized=True,
        label=name,
    )


def _orbits(axes: Axes, rows: Sequence[RateRow], marks: Marks, *, of_loss: bool) -> None:
    """Draw the predicted orbits: of period 2 as a line, of longer periods as circles."""

    def height(point: flint.arb) -> float:
        return drawing.number(_loss(point, marks) if of_loss else point)

    of_orbit = [row for row in rows if row.orbit]
    for side in (0, 1) if of_orbit else ():
        axes.plot(
            [float(row.rate) for row in of_orbit],
            [height(row.orbit[side]) for row in of_orbit],
            color=drawing.COLOURS[3],
            linewidth=1.2,
            label="predicted orbit of period 2 (repels beyond η₁)" if side == 0 else None,
            zorder=3,
        )
    found = [(float(row.rate), height(point)) for row in rows for point in row.cycle]
    if found:
        axes.plot(
            *zip(*found, strict=True),
            linestyle="none",
            marker="o",
            markersize=4.5,
            markerfacecolor="none",
            markeredgewidth=0.8,
            color=drawing.COLOURS[1],
            label="predicted orbits of period 4, 8 and 16",
            zorder=4,
        )


def _distances(axes: Axes, rows: Sequence[RateRow], marks: Marks) -> None:
    """Draw the measured and the expected distance where the orbit attracts."""
    compared = [row for row in rows if row.distance is not None and row.distance_left is not None]
    rates = [float(row.rate) for row in compared]
    sigma = float(marks.target)
    axes.semilogy(
        rates,
        [max((row.distance or 0) / sigma, _LEAST_DISTANCE) for row in compared],
        linestyle="none",
        marker=".",
        markersize=4,
        color="black",
        label="measured",
    )
    axes.semilogy(
        rates,
        [max(drawing.number(row.distance_left), _UNIT) for row in compared if row.distance_left is not None],
        color=drawing.COLOURS[3],
        label="expected of the steps, at least 2⁻⁵³",
    )
    axes.legend(loc="upper center")


def _marks(losses: Axes, ends: Axes, cascade: Axes, distances: Axes, marks: Marks) -> None:
    """Mark the learning rates, with labels where there is room for them."""
    doublings = [(rate, f"η{'₁₂₃'[index]}") for index, rate in enumerate(marks.doublings[:MARKED])]
    ends_of = ((marks.edge, "2/S₁", 2), (marks.onset, "chaos", 4), (marks.positive_end, "positive up to", 5))
    for axes in (losses, ends):
        for rate, name, colour in ends_of:
            _mark(axes, rate, name if axes is losses else "", colour)
        for index, (rate, name) in enumerate(doublings):
            _mark(axes, rate, name if axes is losses and index == 0 else "", 0)
    for rate, name in doublings:
        _mark(cascade, rate, name, 0)
    _mark(cascade, marks.onset, "          chaos", 4)
    _mark(distances, marks.edge, "2/S₁", 2)
    _mark(distances, marks.doublings[0], "η₁", 0)


def _mark(axes: Axes, rate: flint.arb, name: str, colour: int) -> None:
    """Mark a learning rate if it is within the axes."""
    low, high = axes.get_xlim()
    if low < drawing.number(rate) < high:
        drawing.mark(axes, drawing.number(rate), name, drawing.COLOURS[colour])


def _loss(point: flint.arb, marks: Marks) -> flint.arb:
    return (point - flint.arb(flint.fmpq(marks.target.numerator, marks.target.denominator))) ** 2 / 2
