"""The loss and the end-to-end values late in training, against the learning rate: the route to chaos.

Three layers, the singular values 10, 6 and 3 and two zeros, the unbalanced start, and learning rates from
2/S_1 = 0.0309439 on. The second and third mode come to rest at all of them, so the loss is that of the first
mode. Predicted are its orbit of period 2, the learning rates at which it doubles, the onset of chaos, orbits
of period 4 to 16 at some of the rates, and the end up to which small starts stay positive. Runs beyond it
turn negative, some after a long stay near zero, and creep back to zero: the loss is sigma_1^2/2 again. All
these are of a balanced mode, and this start becomes balanced, as the gap decays. In generic bases the network
follows the doublings, but not much of the chaos: see the claim on the full network, eta (S_1 + S_2) < 4 is
eta < 0.0411 here.

The paper does not say the size of the start nor the last learning rate; they are this project's: alpha = 0.01
as in the first script, and 0.058. Loss is with the factor 1/2; the paper's scripts print it without.
The runs are made on float64, which is enough: their periodic orbits attract, and of chaotic ones no digit
is claimed.
Source of the parameters: Figure 1 and Appendix B.1 of the paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import flint
import numpy as np
from numpy.typing import NDArray

from numerics import attracting_cycles, late_iterates
from numerics.balls import ball, bits_for, working_bits
from numerics.exact import Exact
from paper_checks import files, predictions
from paper_checks.checks import cascade as followed
from paper_checks.drawings import doubling_drawing, drawing
from paper_checks.drawings.doubling_drawing import Marks, RateRow
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES
from paper_checks.ghosh2025.period_doubling import STATEMENT
from paper_checks.predict.ends import POSITIVE, largest_rate

NAME = "period-doubling"
SINGULAR_VALUES = ("10", "6", "3")
START = tuple(Fraction(value) for value in ("0.01", "0.01", "0"))
RATES = tuple(Fraction("0.0309439") + k * Fraction("0.00005") for k in range(542))
STEPS = 4000
KEPT = 32
DIGITS = 40
LEVELS = 12
ARRIVAL = 4
"""One part in so many of the steps is allowed for leaving the saddle next to the start."""
ENCLOSED = 3
"""Orbits of periods 4, 8 and 16 are enclosed at so many learning rates each."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is measured and what is predicted.

    Attributes:
        rows: one for each learning rate.
        marks: the learning rates that are marked.
    """

    rows: tuple[RateRow, ...]
    marks: Marks


def measure(
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> Sweep:
    """Run gradient descent on every mode at every learning rate.

    Args:
        singular_values: sigma of each mode, positive (dimensionless, as everything here), the largest first.
        rates: the learning rates, each positive.
        steps: how many steps to make, at least `KEPT`.
        digits: decimal digits of what is predicted, at least 20.

    Returns:
        The rows and the marks.

    Raises:
        UnusableInputError: if an input cannot be used.
    """
    targets = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    if list(targets) != sorted(targets, reverse=True):
        raise UnusableInputError("the singular values are not in order: give the largest first")
    learning_rates = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    drawing.whole(steps, "the number of steps", KEPT)
    drawing.whole(digits, "the number of digits", 20)
    layers = np.stack(
        [late_iterates.layer_values(START, sigma, learning_rates, steps - KEPT, KEPT) for sigma in targets],
        axis=-2,
    )
    with working_bits(2 * bits_for(digits)):
        marks = _marks(targets[0], digits)
        chosen = _chosen(targets[0], learning_rates, marks)
        return Sweep(
            tuple(
                _row(targets, rate, values, steps, enclosed=rate in chosen)
                for rate, values in zip(learning_rates, layers, strict=True)
            ),
            marks,
        )


def write(
    output: Path,
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[Path, ...]:
    """Measure, draw and write the figure and its table.

    Args:
        output: directory, made where it does not exist.
        singular_values: as for `measure`, like the rest.
        rates: the learning rates.
        steps: how many steps to make.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: if an input cannot be used or a file not written.
    """
    sweep = measure(singular_values=singular_values, rates=rates, steps=steps, digits=digits)
    values = [drawing.spelled(drawing.exact(value)) for value in singular_values]
    start = ", ".join(drawing.spelled(layer) for layer in START)
    title = (
        f"{FIGURES[NAME].title}\nL = {len(START)}, σ = {', '.join(values)}, every mode from ({start}), "
        f"last {KEPT} of {steps} steps"
    )
    data = files.table(doubling_drawing.columns(len(values)), doubling_drawing.cells(sweep.rows, sweep.marks))
    return drawing.save(output, NAME, lambda: doubling_drawing.draw(sweep.rows, sweep.marks, title), data)


def _row(
    targets: Sequence[Fraction],
    rate: Fraction,
    layers: NDArray[np.float64],
    steps: int,
    *,
    enclosed: bool,
) -> RateRow:
    depth = len(START)
    ends = layers.prod(axis=-1)
    wanted = np.array([float(target) for target in targets])
    kappa = predictions.normalised_rate(depth, targets[0], rate)
    alone = len(targets) == 1 or not predictions.beyond_edge(depth, targets[1], rate)
    points: tuple[flint.arb, ...] = ()
    left = None
    if alone and predictions.beyond_edge(depth, targets[0], rate):
        orbit = predictions.orbit(depth, kappa)
        points = tuple(ball(targets[0]) * end for end in (orbit.lower, orbit.upper))
        if orbit.attracts:
            left = orbit.distance_left((steps - steps // ARRIVAL) // 2, ball(START[0] ** 2))
    cycle = attracting_cycles.find(depth, kappa) if enclosed else None
    return RateRow(
        rate=rate,
        normalised=kappa,
        losses=((ends - wanted) ** 2).sum(axis=-1) / 2,
        ends=ends,
        orbit=points,
        distance_left=left,
        cycle=() if cycle is None else tuple(ball(targets[0]) * layer**depth for layer in cycle.layers),
    )


def _marks(target: Fraction, digits: int) -> Marks:
    depth = len(START)
    edge = predictions.threshold(depth, target)
    doublings = tuple(
        ball(crossing.kappa[0]).union(ball(crossing.kappa[1])) / 2 * edge
        for crossing in followed.crossings(depth, LEVELS, -1)
    )
    below, beyond = followed.bracket(depth)
    onset = ball(below.kappa[0]).union(ball(beyond.kappa[1])) / 2 * edge
    positive = largest_rate(STATEMENT, POSITIVE, depth, digits)
    return Marks(target, edge, doublings, onset, positive / 2 * edge)


def _chosen(target: Fraction, rates: Sequence[Fraction], marks: Marks) -> set[Fraction]:
    """Return learning rates spread evenly over those with an attracting orbit of period 4, 8 and 16."""
    return {rate for period in (1, 2, 3) for rate in _spread(_between(rates, marks, period))}


def _between(rates: Sequence[Fraction], marks: Marks, level: int) -> list[Fraction]:
    low, high = (marks.doublings[index] for index in (level - 1, level))
    return [rate for rate in rates if low < ball(rate) < high]


def _spread(rates: Sequence[Fraction]) -> Iterator[Fraction]:
    count = min(ENCLOSED, len(rates))
    for index in range(count):
        yield rates[(2 * index + 1) * len(rates) // (2 * count)]
