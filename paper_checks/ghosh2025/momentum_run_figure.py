"""Runs with momentum 0.9 on a target that is not symmetric, from layers that are all alpha I.

The paper's older script has d = 10, three layers, the singular values 10, 9.5 and 2, and momentum 0.9.
Momentum is outside the paper's theory, so this measures what it does;
`paper_checks.drawings.momentum_orbits` derives what carries over. The learning rate, alpha and the bases of
the script are not known. Chosen are alpha = 0.01 as in the paper's first script, rational bases, and two
learning rates. - At 0.02 the run comes to rest. The start is not in the singular vector stationary set, as
the target is not symmetric: the singular vectors of the first layer move, by tens of degrees, and do not
all end up at the target's. - At 0.03, still below the edge 2/S_1 = 0.0309 without momentum and half the
edge 3.8/S_1 = 0.0588 with it, the run arrives at the minimum with so much speed that it diverges. The edge
says nothing of that. - From where the first run ends the learning rate is raised step by step. Modes by
themselves begin to oscillate at 3.8/S and follow the orbit of gradient descent at eta/1.9 up to its
doubling, which comes early. The whole network diverges right beyond the first edge: there the orbit repels
in the entries that mix the first mode with the second, and soon in those that mix it with the third. The
runs are made on float64, which is enough for what comes to rest or to an attracting orbit; the steps at
which runs diverge depend on how rounding errors grow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from numerics.balls import working_bits
from numerics.exact import Exact
from paper_checks import files
from paper_checks.drawings import drawing, momentum_drawing, momentum_orbits, momentum_runs
from paper_checks.drawings.momentum_runs import RaisedRow, StartRun, Target
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES

NAME = "momentum-run"
SINGULAR_VALUES = ("10", "9.5", "2")
RATES = ("0.02", "0.03")
"""Of the two runs from the start; the first one needs to come to rest."""
STEPS = 1000
DIGITS = 20
RAISED = tuple(Fraction("0.0561") + k * Fraction("0.0002") for k in range(55))
"""Learning rates that the run at rest is raised to, over 3.8/S_1 and 3.8/S_2."""
COLUMNS = ("what", "learning rate", "step", "singular value", "measured", "predicted")


@dataclass(frozen=True, eq=False)
class Measured:
    """All of the figure.

    Attributes:
        wanted: the target.
        runs: those from the start.
        rows: one for each raised learning rate.
    """

    wanted: Target
    runs: tuple[StartRun, ...]
    rows: tuple[RaisedRow, ...]


def measure(
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> Measured:
    """Run from the start at each learning rate, and on from the end of the first run at raised ones.

    Args:
        singular_values: those of the target, positive (dimensionless, as everything here), at most three, the
            largest first.
        rates: one or two learning rates, each positive; the first run has to come to rest.
        steps: how many steps to make from the start, and at each raised learning rate; at least 2.
        digits: at least 20; the runs are on float64 in any event.

    Returns:
        The runs.

    Raises:
        UnusableInputError: if an input cannot be used, or the first run diverges.
    """
    values = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    chosen = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    if len(values) > 3 or list(values) != sorted(values, reverse=True):
        raise UnusableInputError("give at most three singular values, the largest first")
    if len(chosen) > 2:
        raise UnusableInputError(f"there are {len(chosen)} learning rates: give one or two")
    drawing.whole(steps, "the number of steps", 2)
    drawing.whole(digits, "the number of digits", 20)
    wanted = momentum_runs.target(values)
    runs = tuple(momentum_runs.from_start(wanted, rate, steps) for rate in chosen)
    if runs[0].diverged is not None:
        raise UnusableInputError(
            f"the run at learning rate {drawing.spelled(chosen[0])} diverges at step {runs[0].diverged}:"
            " give a lower one first"
        )
    with working_bits(momentum_orbits.BITS):
        return Measured(wanted, runs, momentum_runs.raised(wanted, runs[0].end, RAISED, steps))


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
        rates: the learning rates of the runs from the start.
        steps: how many steps to make.
        digits: decimal digits.

    Returns:
        The files written.

    Raises:
        UnusableInputError: as `measure`, or if a file cannot be written.
    """
    found = measure(singular_values=singular_values, rates=rates, steps=steps, digits=digits)
    values = ", ".join(drawing.spelled(value) for value in found.wanted.values)
    alpha = drawing.spelled(momentum_runs.ALPHA)
    title = (
        f"{FIGURES[NAME].title}\nL = {momentum_orbits.DEPTH}, d = {momentum_runs.WIDTH}, σ = {values}, target"
        f" not symmetric, all layers from αI; the learning rates, α = {alpha} and the bases are chosen here"
    )
    with working_bits(momentum_orbits.BITS):
        data = files.table(COLUMNS, _cells(found))
        return drawing.save(
            output, NAME, lambda: momentum_drawing.draw(found.wanted, found.runs, found.rows, title), data
        )


def _cells(found: Measured) -> Iterator[tuple[str, ...]]:
    values = [drawing.spelled(value) for value in found.wanted.values]
    for value, sigma in zip(found.wanted.values, values, strict=True):
        yield "edge 2(1 + beta)/S", drawing.shown(momentum_orbits.edge(value)), "", sigma, "", ""
    first = found.wanted.values[0]
    yield "doubling of the period-2 orbit", _float(momentum_orbits.doubling(first)), "", values[0], "", ""
    for run in found.runs:
        yield from _start_cells(found.wanted, run, values)
    for row in found.rows:
        at = (drawing.spelled(row.rate), "")
        for mode, sigma in enumerate(values):
            yield "range, mode alone", *at, sigma, _float(row.alone[mode]), drawing.shown(row.predicted[mode])
            if row.network is not None:
                yield "range, whole network", *at, sigma, _float(row.network[mode]), ""
        if row.diverged is not None:
            yield "whole network diverges", drawing.spelled(row.rate), str(row.diverged), "", "", ""
        for sigma, size in zip([*values[1:], "0"], row.growth, strict=True):
            yield f"largest multiplier of the pair with {values[0]}", *at, sigma, "", _float(size)


def _start_cells(wanted: Target, run: StartRun, values: Sequence[str]) -> Iterator[tuple[str, ...]]:
    rate = drawing.spelled(run.rate)
    for step, entries in enumerate(run.entries):
        for sigma, entry in zip(values, entries, strict=True):
            yield "diagonal entry", rate, str(step), sigma, _float(entry), ""
    predicted = [_float(angle) for angle in momentum_runs.first_angles(wanted, run.rate)]
    for step, angles in enumerate(run.angles, start=1):
        expected = predicted if step == 1 else [""] * len(values)
        for sigma, angle, said in zip(values, angles, expected, strict=True):
            yield "angle of a right singular vector of layer 1", rate, str(step), sigma, _float(angle), said
    if run.diverged is not None:
        yield "run from the start diverges", rate, str(run.diverged), "", "", ""


def _float(value: float) -> str:
    return f"{value:.13g}"
