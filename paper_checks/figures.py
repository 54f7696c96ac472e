"""Which figures there are, and how a name given by a person finds one."""

import difflib
import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from paper_checks.errors import UnusableInputError


@dataclass(frozen=True)
class Figure:
    """A figure: measurement and theory in one drawing, and their numbers in a table.

    Attributes:
        name: its permanent name, and that of its files.
        title: what it shows.
        module: where it is made; the module offers ``measure(...)`` and ``write(output, ...)``.
    """

    name: str
    title: str
    module: str


FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        figure.name: figure
        for figure in (
            Figure(
                "balancing-gap",
                "Balancing gap of two layers below, at and beyond the edge of stability",
                "paper_checks.ghosh2025.balancing_gap_figure",
            ),
            Figure(
                "oscillation-range",
                "Range of the end-to-end oscillation of each mode against the learning rate",
                "paper_checks.ghosh2025.oscillation_range_figure",
            ),
            Figure(
                "layer-oscillation",
                "Layer values of each mode along gradient descent",
                "paper_checks.ghosh2025.layer_oscillation_figure",
            ),
            Figure(
                "period-doubling",
                "Loss and end-to-end values late in training against the learning rate",
                "paper_checks.ghosh2025.period_doubling_figure",
            ),
            Figure(
                "bifurcation-diagram",
                "The attractor of a balanced mode against the learning rate",
                "paper_checks.ghosh2025.bifurcation_diagram_figure",
            ),
            Figure(
                "generic-basis-run",
                "Gradient descent on diagonal layers and in generic bases",
                "paper_checks.ghosh2025.generic_basis_run_figure",
            ),
            Figure(
                "flow-contour",
                "Gradient descent and gradient flow of two layers over the contour of their loss",
                "paper_checks.ghosh2025.flow_contour_figure",
            ),
            Figure(
                "balancing-contour",
                "Gradient descent just below the edge of stability over the contour of the loss",
                "paper_checks.ghosh2025.balancing_contour_figure",
            ),
            Figure(
                "momentum-run",
                "Runs with momentum 0.9, outside the paper's theory",
                "paper_checks.ghosh2025.momentum_run_figure",
            ),
            Figure(
                "phase-diagram",
                "Where the period-2 orbit attracts or repels in the entries that mix two modes",
                "paper_checks.ghosh2025.phase_diagram_figure",
            ),
            Figure(
                "nonlinear-sharpness",
                "Sharpness of tanh, ReLU and linear networks along gradient descent",
                "paper_checks.ghosh2025.nonlinear_sharpness_figure",
            ),
        )
    }
)
"""Every figure by its name, in the order of the paper."""


def figure(name: str) -> Figure:
    """Return the figure with a given name.

    Raises:
        UnusableInputError: if there is none; the message offers the nearest names.
    """
    if name in FIGURES:
        return FIGURES[name]
    near = difflib.get_close_matches(name, FIGURES, n=3, cutoff=0.4) or list(FIGURES)
    raise UnusableInputError(f"there is no figure {name!r}: did you mean {' or '.join(near)}?")


def write(name: str, output: Path, **parameters: Any) -> tuple[Path, ...]:
    """Measure and draw a figure and write it as SVG and PNG, with its numbers as CSV.

    The libraries for drawing and algebra load here, not where this module is imported.

    Args:
        name: which figure.
        output: directory, made where it does not exist.
        parameters: those of the figure's ``measure``; the defaults are the paper's.

    Returns:
        The files written.

    Raises:
        UnusableInputError: if there is no such figure, a parameter cannot be used, or a file not written.
    """
    module = importlib.import_module(figure(name).module)
    known = inspect.signature(module.write).parameters
    for parameter in parameters:
        if parameter not in known:
            asked = parameter.replace("_", " ")
            raise UnusableInputError(f"the figure {name} has no {asked} to choose: leave that option out")
    written: tuple[Path, ...] = module.write(output, **parameters)
    return written
