"""The layer values of each mode along gradient descent, at the two learning rates that one script names.

The paper's script for the oscillation of each layer sets eta = 0.010, but its output files are named for
0.040. Both are drawn, as they show different things. At 0.010 every mode is far below the edge of stability
(kappa = 0.65 at most) and nothing oscillates. At 0.040 the first mode has kappa = 2.585, beyond the doubling
at 2.489, and settles on an orbit of period 4, not 2; the other two come to rest.

A mode that rests ends at a minimum whose layers differ: the gap s_1^2 - s_3^2 = alpha^2 of the start only
shrinks, so the layers are within what a gap of alpha^2 allows of sigma^(1/3), and do not tend to it. On an
attracting orbit the gap decays to zero. The two modes with singular value 0 stay where they start, at
(alpha, alpha, 0), and are left out.

Every 9th iterate is drawn, as in the script. As 9 leaves the remainder 1 when divided by 2, 4 or 8, orbits of
these periods show all their points, and in their true order. The runs are made in balls.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import flint

from numerics import modes
from numerics.balls import ball, bits_for, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact
from paper_checks import files, predictions
from paper_checks.drawings import drawing, layer_drawing
from paper_checks.drawings.layer_drawing import LayerRow
from paper_checks.errors import UnusableInputError
from paper_checks.figures import FIGURES
from paper_checks.predict import mode_states

NAME = "layer-oscillation"
SINGULAR_VALUES = ("10", "8", "6")
DEPTH = 3
ALPHA = Fraction("0.03")
RATES = ("0.010", "0.040")
SOURCES = ("set in the script", "in the names of its output files")
STEPS = 2500
EVERY = 9
DIGITS = 70


@dataclass(frozen=True, eq=False)
class _Prediction:
    """The layer values of one period in order of time, for sigma = 1 at rest one, and the distance left."""

    values: tuple[flint.arb, ...]
    allowed: flint.arb


def measure(
    *,
    singular_values: Sequence[Exact] = SINGULAR_VALUES,
    rates: Sequence[Exact] = RATES,
    steps: int = STEPS,
    digits: int = DIGITS,
) -> tuple[LayerRow, ...]:
    """Run gradient descent on every mode at every learning rate, from layers alpha, alpha and 0.

    Args:
        singular_values: sigma of each mode, positive (dimensionless, as everything here).
        rates: the learning rates, each positive.
        steps: how many steps to make, at least 1.
        digits: decimal digits of the layer values, at least 20.

    Returns:
        One row for each rate, mode, iterate drawn and layer.

    Raises:
        UnusableInputError: if an input cannot be used or a run diverges.
    """
    targets = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    learning_rates = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    drawing.whole(steps, "the number of steps", 1)
    drawing.whole(digits, "the number of digits", 20)
    return tuple(
        row
        for rate in learning_rates
        for mode, target in enumerate(targets, start=1)
        for row in _rows(mode, target, rate, steps, digits)
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
        UnusableInputError: as `measure`, or if a file cannot be written.
    """
    rows = measure(singular_values=singular_values, rates=rates, steps=steps, digits=digits)
    alpha = drawing.spelled(ALPHA)
    title = (
        f"{FIGURES[NAME].title}\nL = {DEPTH}, every mode from ({alpha}, {alpha}, 0), every {EVERY}th iterate:"
        f" {EVERY} = 1 modulo 2, 4 and 8, so no point of such an orbit is missed"
    )
    titles = [f"η = {rate}" for rate in rates]
    if tuple(rates) == RATES:
        titles = [f"{rate}, {source}" for rate, source in zip(titles, SOURCES, strict=True)]
    table = files.table(layer_drawing.COLUMNS, map(layer_drawing.cells, rows))
    return drawing.save(output, NAME, lambda: layer_drawing.draw(rows, title, titles), table)


def _rows(mode: int, target: Fraction, rate: Fraction, steps: int, digits: int) -> Iterator[LayerRow]:
    what = f"the run of singular value {drawing.spelled(target)} at learning rate {drawing.spelled(rate)}"
    start = [*(DEPTH - 1) * [ALPHA], Fraction(0)]
    try:
        run = modes.run(start, target, rate, steps, digits, record_every=EVERY)
    except Inconclusive as error:
        raise UnusableInputError(f"{what} is lost: {error}") from None
    if run.outcome is modes.Outcome.DIVERGED:
        raise UnusableInputError(
            f"{what} diverges within {run.steps_recorded[-1]} steps: choose a lower rate"
        )
    drawn = [
        (step, state) for step, state in zip(run.steps_recorded, run.states, strict=True) if step % EVERY == 0
    ]
    with working_bits(2 * bits_for(digits)):
        kappa = predictions.normalised_rate(DEPTH, target, rate)
        found = _prediction(target, kappa, digits)
        last_step, last_state = drawn[-1]
        phase = _phase(found.values, last_state) if found else 0
        for step, state in drawn:
            expected = found.values[(phase + step - last_step) % len(found.values)] if found else None
            for layer, value in enumerate(state, start=1):
                yield LayerRow(
                    rate,
                    kappa,
                    mode,
                    target,
                    step,
                    layer,
                    value,
                    expected,
                    len(found.values) if found else None,
                    found.allowed if found else None,
                )


def _prediction(target: Fraction, kappa: flint.arb, digits: int) -> _Prediction | None:
    """Return the attractor of the balanced mode, where it is a minimum or an orbit of period 2 to 16."""
    sigma = ball(target)
    scale = sigma ** (flint.arb(1) / DEPTH)
    lost = mode_states.doubling_rate(DEPTH, digits)
    state = mode_states.mode_state(DEPTH, sigma, kappa, 1, lost)
    if state.regime is mode_states.Regime.RESTS:
        return _Prediction((scale,), _farthest(target, scale))
    if state.regime is mode_states.Regime.PERIOD_TWO and state.orbit is not None:
        ends = (state.orbit.lower, state.orbit.upper)
        return _Prediction(tuple((sigma * end) ** (flint.arb(1) / DEPTH) for end in ends), flint.arb(0))
    if state.cycle is not None:
        return _Prediction(tuple(scale * layer for layer in state.cycle.layers), flint.arb(0))
    return None


def _farthest(target: Fraction, scale: flint.arb) -> flint.arb:
    """Return how far a layer is from sigma^(1/3) at the minimum with the gap alpha^2 of the start.

    There the last layer c has (c^2 + alpha^2) c = sigma, the others a have a^2 = c^2 + alpha^2, and both
    distances grow with the gap.
    """
    sigma, gap = (flint.fmpq(x.numerator, x.denominator) for x in (target, ALPHA**2))
    roots: list[Any] = list(flint.fmpq_poly([-sigma, gap, 0, 1]).numer().complex_roots())
    last: flint.arb = max((root.real for root, _ in roots if root.imag.contains(0)), key=float)
    others = (last**2 + ball(ALPHA**2)).sqrt()
    return (scale - last).max(others - scale)


def _phase(values: Sequence[flint.arb], state: Sequence[flint.arb]) -> int:
    """Return which point of the orbit a state is nearest to."""
    distances = [float(abs(state[0] - value).mid()) for value in values]
    return distances.index(min(distances))
