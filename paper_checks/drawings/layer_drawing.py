"""The rows and the panels of the figure that shows every layer value of every mode."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from paper_checks.drawings import drawing

COLUMNS = (
    "learning rate",
    "normalised learning rate",
    "mode",
    "singular value",
    "step",
    "layer",
    "measured layer value",
    "significant digits of measured layer value",
    "predicted layer value",
    "predicted period",
    "predicted largest distance in the long run",
    "distance",
)


@dataclass(frozen=True, eq=False)
class LayerRow:
    """One layer of one mode after one of the steps drawn.

    Attributes:
        rate: the learning rate eta.
        normalised: kappa.
        mode: number of the mode, from 1 on.
        singular_value: sigma.
        step: the number of steps made.
        layer: number of the layer, from 1 on.
        measured: the layer value s_l.
        predicted: sigma^(1/L) where the mode comes to rest, or the point of the balanced orbit whose turn it
            is; absent where no attracting orbit is known.
        period: the period of the orbit, 1 at rest; absent with the prediction.
        allowed: the largest distance to `predicted` in the long run; absent with the prediction.
    """

    rate: Fraction
    normalised: flint.arb
    mode: int
    singular_value: Fraction
    step: int
    layer: int
    measured: flint.arb
    predicted: flint.arb | None
    period: int | None
    allowed: flint.arb | None

    @property
    def distance(self) -> flint.arb | None:
        """How far the measured value is from the predicted one; absent where nothing is predicted."""
        return None if self.predicted is None else abs(self.measured - self.predicted)


def cells(row: LayerRow) -> tuple[str, ...]:
    """Return the row of the table."""
    return (
        drawing.spelled(row.rate),
        drawing.shown(row.normalised),
        str(row.mode),
        drawing.spelled(row.singular_value),
        str(row.step),
        str(row.layer),
        drawing.shown(row.measured),
        drawing.significant(row.measured),
        drawing.shown(row.predicted),
        "none" if row.period is None else str(row.period),
        drawing.shown(row.allowed),
        drawing.shown(row.distance),
    )


def draw(rows: Sequence[LayerRow], title: str, titles: Sequence[str]) -> Figure:
    """Draw a column for each learning rate: one panel a layer, and one of the distances.

    Args:
        rows: all rows.
        title: of the figure.
        titles: one for each learning rate.
    """
    rates = list(dict.fromkeys(row.rate for row in rows))
    layers = list(dict.fromkeys(row.layer for row in rows))
    figure = Figure(figsize=(6.8 * len(rates) + 0.6, 3 * len(layers) + 4.6), layout="constrained")
    figure.suptitle(title, fontsize=13)
    panels = figure.subplots(len(layers) + 1, len(rates), squeeze=False, sharex=True, sharey="row")
    for column, (rate, name) in enumerate(zip(rates, titles, strict=True)):
        of_rate = [row for row in rows if row.rate == rate]
        for place, layer in zip(panels[:, column], layers, strict=False):
            _layer(place, [row for row in of_rate if row.layer == layer])
        _distances(panels[-1, column], [row for row in of_rate if row.layer == layers[-1]])
        panels[0, column].set_title(name)
        panels[-1, column].set_xlabel("step of gradient descent")
    for place, layer in zip(panels[:, 0], layers, strict=False):
        place.set_ylabel(f"layer {layer}: layer value\n(dimensionless)")
    panels[-1, 0].set_ylabel(f"layer {layers[-1]}: distance from\nthe prediction")
    figure.legend(handles=_handles(), loc="outside lower center", ncols=4)
    return figure


def _layer(axes: Axes, rows: Sequence[LayerRow]) -> None:
    for index, mode in enumerate(dict.fromkeys(row.mode for row in rows)):
        of_mode = [row for row in rows if row.mode == mode]
        first = of_mode[0]
        axes.plot(
            [row.step for row in of_mode],
            [drawing.number(row.measured) for row in of_mode],
            linestyle="none",
            marker=drawing.MARKERS[index % 6],
            markersize=3,
            color=drawing.COLOURS[index % 6],
            label=f"σ = {drawing.spelled(first.singular_value)}: {_said(first)}",
        )
        for height in sorted({drawing.number(row.predicted) for row in of_mode if row.predicted is not None}):
            axes.axhline(height, color="black", linewidth=0.9, zorder=3)
    axes.legend(loc="lower right", markerscale=2)


def _said(row: LayerRow) -> str:
    kappa = f"κ = {drawing.number(row.normalised):.3f}"
    if row.period is None:
        return f"{kappa}, nothing predicted"
    return f"{kappa}, rests" if row.period == 1 else f"{kappa}, period {row.period}"


def _distances(axes: Axes, rows: Sequence[LayerRow]) -> None:
    for index, mode in enumerate(dict.fromkeys(row.mode for row in rows)):
        colour = drawing.COLOURS[index % 6]
        of_mode = [row for row in rows if row.mode == mode and row.distance is not None]
        # A distance that may be zero is one of the digits of the run, not of the run itself.
        sizes = [
            (row.step, drawing.number(row.distance))
            for row in of_mode
            if row.distance is not None and row.distance > 0
        ]
        axes.plot(
            [step for step, _ in sizes],
            [size for _, size in sizes],
            linestyle="none",
            marker=drawing.MARKERS[index % 6],
            markersize=3,
            color=colour,
        )
        if of_mode and of_mode[0].allowed is not None and of_mode[0].allowed > 0:
            axes.axhline(drawing.number(of_mode[0].allowed), color=colour, linestyle="--", linewidth=1.1)
    axes.set_yscale("log")


def _handles() -> list[Line2D]:
    return [
        Line2D([], [], color="0.4", marker="o", linestyle="none", label="measured"),
        Line2D([], [], color="black", linewidth=0.9, label="predicted: minimum, or points of the orbit"),
        Line2D([], [], color="0.4", linestyle="--", label="largest distance that the surviving gap allows"),
    ]
