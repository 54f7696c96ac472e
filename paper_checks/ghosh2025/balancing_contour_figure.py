"""Gradient descent just below the edge of stability over the contour of the loss of two layers.

At kappa = 1.997 only minima with a gap up to 0.548 are linearly stable, so a run from a larger gap is
driven across the valley, and loses its gap, until it comes near a minimum that is. The gap does not go to
zero: it tends to about 0.3874 by the linear theory of that minimum.
The paper's script draws every 31st iterate. The stride is odd and the error changes its sign with every
step, so the iterates drawn lie on both sides of the valley in turn; an even stride would show one side alone.
The run is made in balls.
Source of the parameters: the paper's script for its balancing contour.
"""

from collections.abc import Sequence
from pathlib import Path

from numerics.exact import Exact
from paper_checks import files
from paper_checks.drawings import contour_drawing, drawing, loss_contour
from paper_checks.drawings.loss_contour import ContourRow, Setting
from paper_checks.figures import FIGURES

NAME = "balancing-contour"
SINGULAR_VALUES = ("5",)
START = ("1.5", "2.25")
RATES = ("0.1997",)
STEPS = 5000
EVERY = 31
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
    return drawing.save(output, NAME, lambda: contour_drawing.draw(chosen, rows, title, flow=False), table)


def _setting(
    singular_values: Sequence[Exact], start: Sequence[Exact], rates: Sequence[Exact], steps: int
) -> Setting:
    return loss_contour.setting(singular_values, start, rates, steps, EVERY)
