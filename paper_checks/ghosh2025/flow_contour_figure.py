"""Gradient descent on two layers over the contour of the loss, beside the path of gradient flow.

Gradient flow keeps the gap of the start, 2.8125, and its path is the hyperbola s_2^2 - s_1^2 = 2.8125 up to
the minimum with that gap. Gradient descent loses a little of the gap in its first steps and comes to rest at
a minimum beside it. The run is made in balls; the hyperbola is known exactly.
Source of the parameters: the paper's script for its contour with gradient flow.
"""

from collections.abc import Sequence
from pathlib import Path

from numerics.exact import Exact
from paper_checks import files
from paper_checks.drawings import contour_drawing, drawing, loss_contour
from paper_checks.drawings.loss_contour import ContourRow, Setting
from paper_checks.figures import FIGURES

NAME = "flow-contour"
SINGULAR_VALUES = ("5",)
START = ("1.5", "2.25")
RATES = ("0.1",)
STEPS = 200
EVERY = 1
DIGITS = 50


def measure(
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    start: Sequence[Exact] = START,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[ContourRow, ...]:
    """Run gradient descent on two layers.

    Args:
        singular_values: sigma of the one mode, positive (dimensionless, as everything here).
        start: the two layer values, positive.
        rates: one learning rate.
        steps: how many steps to make, at least 1.
        digits: decimal digits of the layer values, at least 20.

    Returns:
        One row for the start and for every iterate drawn.

    Raises:
        UnusableInputError: if an input cannot be used or the run diverges.
    """
    return loss_contour.follow(_setting(singular_values, start, rates, steps), digits)


def write(
    output: Path,
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    start: Sequence[Exact] = START,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        singular_values: as for `measure`, like the rest.
        start: the two layer values.
        rates: the learning rate.
        steps: how many steps to make.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: as `measure`, or if a file cannot be written.
    """
    chosen = _setting(singular_values, start, rates, steps)
    rows = loss_contour.follow(chosen, digits)
    title = f"{FIGURES[NAME].title}\n{loss_contour.subtitle(chosen)}"
    table = files.table(loss_contour.COLUMNS, map(loss_contour.cells, rows))
    return drawing.save(output, NAME, lambda: contour_drawing.draw(chosen, rows, title, flow=True), table)


def _setting(
    singular_values: Sequence[Exact], start: Sequence[Exact], rates: Sequence[Exact], steps: int
) -> Setting:
    return loss_contour.setting(singular_values, start, rates, steps, EVERY)
