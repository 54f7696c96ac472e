"""Where the period-2 orbit attracts or repels in the entries that mix two modes, over both parameters.

The parts are the boxes that `numerics.phase_diagram` decides, drawn over kappa_1 and sigma_2/sigma_1 as
`paper_checks.drawings.phase_parts` maps them. The lines are kappa_1 + kappa_2 = 4, where attraction ends
for two layers, and kappa_2 = 2, where the second mode begins to oscillate.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as File

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from numerics.phase_diagram import DEPTHS, LEAST_KAPPA, LEAST_TARGET
from paper_checks import files
from paper_checks.drawings import drawing
from paper_checks.drawings.phase_parts import (
    HALVINGS,
    LARGEST_TARGET,
    Kind,
    Panel,
    Strip,
    at_second_kappa,
    labelled,
    panel,
)
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES

NAME = "phase-diagram"
DIGITS = 50
COLUMNS = (
    "depth",
    "second mode",
    "label",
    "first ratio from",
    "first ratio to",
    "second ratio from",
    "second ratio to",
    "share of the panel in percent",
)
_COLOURS: Mapping[Kind, str] = {
    Kind.ATTRACTING: drawing.COLOURS[5],
    Kind.ONE_REPELS: drawing.COLOURS[4],
    Kind.BOTH_REPEL: drawing.COLOURS[3],
    Kind.UNDECIDED: "black",
    Kind.LEFT_OUT: "white",
}
_HATCHES: Mapping[Kind, str] = {Kind.ONE_REPELS: "////", Kind.BOTH_REPEL: "...."}


def measure(
    *, depths: Sequence[int] = DEPTHS, halvings: int = HALVINGS, digits: int = DIGITS
) -> tuple[Panel, ...]:
    """Cover the parameters of two modes at every depth.

    Args:
        depths: numbers of layers, each from 2 to 4.
        halvings: how often a part is halved where the second mode rests, at least 1; the rest of the
            parameters is halved as in the standard profile.
        digits: at least 20; the boxes are exact in any event.

    Returns:
        One panel for each depth.

    Raises:
        UnusableInputError: if an input cannot be used.
    """
    if isinstance(depths, str) or not depths:
        raise UnusableInputError(f"the depths are {depths!r}: give a list of at least one whole number")
    for depth in depths:
        if drawing.whole(depth, "a depth", 2) > max(DEPTHS):
            raise UnusableInputError(f"the depth is {depth}; it needs to be at most {max(DEPTHS)}")
    drawing.whole(halvings, "the number of halvings", 1)
    drawing.whole(digits, "the number of digits", 20)
    return tuple(panel(depth, halvings) for depth in depths)


def write(
    output: File, *, depths: Sequence[int] = DEPTHS, halvings: int = HALVINGS, digits: int = DIGITS
) -> tuple[File, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        depths: as for `measure`, like the rest.
        halvings: how often a part is halved.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: if an input cannot be used or a file not written.
    """
    panels = measure(depths=depths, halvings=halvings, digits=digits)
    data = files.table(COLUMNS, (row for found in panels for row in _cells(found)))
    return drawing.save(output, NAME, lambda: _draw(panels), data)


def _cells(found: Panel) -> Iterator[tuple[str, ...]]:
    depth = str(found.depth)
    for kind, share in found.shares.items():
        yield depth, "", kind.value, *4 * [""], f"{share:.2f}"
    for second, boxes in found.covers.items():
        for label, box in labelled(boxes):
            ends = (str(end) for axis in box.ends for end in axis)
            yield depth, second, "undecided" if label is None else label.value, *ends, ""


def _draw(panels: Sequence[Panel]) -> Figure:
    figure = Figure(figsize=(5.4 * len(panels) + 0.6, 8.2), layout="constrained")
    shares = "boxes decided in ball arithmetic; in brackets, shares of the area of the panel"
    figure.suptitle(f"{FIGURES[NAME].title}\n{shares}")
    places = figure.subplots(1, len(panels), squeeze=False, sharey=True).flatten()
    for found, axes in zip(panels, places, strict=True):
        _draw_panel(axes, found)
    places[0].set_ylabel("σ₂/σ₁ (dimensionless)")
    return figure


def _draw_panel(axes: Axes, found: Panel) -> None:
    shares = found.shares
    entries: list[Patch | Line2D] = []
    for kind, parts in found.parts.items():
        colour, hatch = _COLOURS[kind], _HATCHES.get(kind)
        if parts:
            axes.add_patch(PathPatch(_outline(parts), facecolor=colour, hatch=hatch, linewidth=0, zorder=2))
        label = f"{kind.value} ({shares[kind]:.1f} %)"
        entries.append(Patch(facecolor=colour, hatch=hatch, edgecolor="black", linewidth=0.6, label=label))
    kappas = np.linspace(float(LEAST_KAPPA), float(found.last), 400)
    ends = ", where attraction ends exactly" if found.depth == 2 else ""
    outlined = [patheffects.withStroke(linewidth=3, foreground="white")]
    entries += axes.plot(
        kappas,
        at_second_kappa(found.depth, kappas, 4 - kappas),
        color="black",
        linestyle="--",
        linewidth=1.3,
        path_effects=outlined,
        label=f"κ₁ + κ₂ = 4{ends}",
        zorder=3,
    )
    entries += axes.plot(
        kappas,
        at_second_kappa(found.depth, kappas, 2),
        color="black",
        linewidth=0.8,
        label="κ₂ = 2: second mode at the edge of stability",
        zorder=3,
    )
    axes.set_xlim(float(LEAST_KAPPA), float(found.last))
    axes.set_ylim(float(LEAST_TARGET), float(LARGEST_TARGET))
    axes.set_title(f"L = {found.depth}")
    axes.set_xlabel("κ₁ = ηS₁ (dimensionless), up to κ_d − 0.01")
    axes.legend(handles=entries, loc="upper center", bbox_to_anchor=(0.5, -0.12), frameon=False)


def _outline(parts: Sequence[Strip]) -> Path:
    """Return one path of all parts, so that no seams show between them."""
    return Path.make_compound_path(
        *(
            Path(
                np.column_stack(
                    [
                        np.concatenate([part.kappas, part.kappas[::-1], part.kappas[:1]]),
                        np.concatenate([part.lower, part.upper[::-1], part.lower[:1]]),
                    ]
                ),
                closed=True,
            )
            for part in parts
        )
    )
