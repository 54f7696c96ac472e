"""Gradient descent on two layer values over the contour of its loss, beside what the theory says of it.

The loss is (s_1 s_2 - sigma)^2/2. Gradient flow conserves the gap b = s_2^2 - s_1^2, so its path is a piece
of a hyperbola that ends at the minimum with the same gap. A step of gradient descent multiplies the gap by
1 - eta^2 (pi - sigma)^2 with pi = s_1 s_2. Near a minimum with gap b it multiplies the error pi - sigma by
1 - eta lambda, where lambda = sqrt(b^2 + 4 sigma^2) is the sharpness there, so that the gap still to be lost
is b eta^2 (pi - sigma)^2/(1 - (1 - eta lambda)^2) up to higher orders. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from numerics import modes
from numerics.balls import ball, bits_for, relative_digits, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact
from paper_checks.drawings import drawing
from paper_checks.errors import UnusableInputError

COLUMNS = (
    "step",
    "layer value 1",
    "layer value 2",
    "loss",
    "error of the end-to-end value",
    "gap",
    "sharpness of the minimum with this gap",
    "measured factor of the error since the row before",
    "predicted factor of the error",
    "predicted limit of the gap",
)
FACTOR_DIGITS = 8
"""A factor of the error is measured where both errors are known to so many digits."""


@dataclass(frozen=True, eq=False)
class ContourRow:
    """One iterate that is drawn.

    Attributes:
        step: the number of steps made.
        layers: s_1 and s_2.
        loss: (s_1 s_2 - sigma)^2/2.
        error: s_1 s_2 - sigma.
        gap: s_2^2 - s_1^2.
        sharpness: sqrt(gap^2 + 4 sigma^2), the sharpness at the minimum with this gap.
        factor: the error over that of the row before; absent at the first row and where an error is too small
            to be known.
        predicted_factor: (1 - eta sharpness) to the power of the steps since the row before; absent at the
            first row.
        predicted_limit: what the gap tends to if the error goes on to shrink by 1 - eta sharpness with each
            step, to first order in its square; absent where that does not shrink.
    """

    step: int
    layers: tuple[flint.arb, flint.arb]
    loss: flint.arb
    error: flint.arb
    gap: flint.arb
    sharpness: flint.arb
    factor: flint.arb | None
    predicted_factor: flint.arb | None
    predicted_limit: flint.arb | None


@dataclass(frozen=True)
class Setting:
    """What is run: singular value, two layer values to start from, learning rate, steps, and stride drawn."""

    target: Fraction
    start: tuple[Fraction, Fraction]
    rate: Fraction
    steps: int
    every: int

    @property
    def gap(self) -> Fraction:
        """The gap s_2^2 - s_1^2 of the start, which gradient flow conserves."""
        first, second = self.start
        return second**2 - first**2


def setting(
    singular_values: Sequence[Exact], start: Sequence[Exact], rates: Sequence[Exact], steps: int, every: int
) -> Setting:
    """Read the inputs of a figure.

    Args:
        singular_values: sigma of the one mode, positive.
        start: two positive layer values.
        rates: one learning rate, positive.
        steps: how many steps to make, at least 1.
        every: the stride of the iterates drawn, at least 1.

    Raises:
        UnusableInputError: if an input cannot be used.
    """
    targets = drawing.every(
        singular_values, "the singular values", lambda value: drawing.positive(value, "a singular value")
    )
    layers = drawing.every(start, "the layer values", lambda value: drawing.positive(value, "a layer value"))
    chosen = drawing.every(rates, "the learning rates", lambda rate: drawing.positive(rate, "a rate"))
    if (len(targets), len(layers), len(chosen)) != (1, 2, 1):
        raise UnusableInputError(
            "this figure is about one mode of two layers at one learning rate:"
            f" not {len(targets)} singular values, {len(layers)} layer values, {len(chosen)} rates"
        )
    if layers[0] * layers[1] == targets[0]:
        raise UnusableInputError("the start is a minimum, from which nothing moves: give other layer values")
    drawing.whole(steps, "the number of steps", 1)
    drawing.whole(every, "the stride", 1)
    return Setting(targets[0], (layers[0], layers[1]), chosen[0], steps, every)


def follow(chosen: Setting, digits: int) -> tuple[ContourRow, ...]:
    """Run gradient descent and return the iterates drawn, the start and every later one of the stride.

    Args:
        chosen: what is run.
        digits: decimal digits of the layer values, at least 20.

    Raises:
        UnusableInputError: if the digits are too few or the run diverges.
    """
    drawing.whole(digits, "the number of digits", 20)
    rate = drawing.spelled(chosen.rate)
    try:
        run = modes.run(
            chosen.start, chosen.target, chosen.rate, chosen.steps, digits, record_every=chosen.every
        )
    except Inconclusive as error:
        raise UnusableInputError(f"the run at learning rate {rate} is lost: {error}") from None
    if run.outcome is modes.Outcome.DIVERGED:
        raise UnusableInputError(
            f"the learning rate {rate} is too large: the run diverges within {run.steps_recorded[-1]} steps"
        )
    rows: list[ContourRow] = []
    with working_bits(bits_for(digits)):
        for step, state in zip(run.steps_recorded, run.states, strict=True):
            if step % chosen.every == 0:
                rows.append(_row(chosen, step, (state[0], state[1]), rows[-1:]))
    return tuple(rows)


def _row(
    chosen: Setting, step: int, layers: tuple[flint.arb, flint.arb], before: Sequence[ContourRow]
) -> ContourRow:
    rate, target = ball(chosen.rate), ball(chosen.target)
    error = modes.product(layers) - target
    gap = modes.gap(layers, 2, 1)
    sharpness = (gap**2 + 4 * target**2).sqrt()
    contraction = 1 - rate * sharpness
    factor = predicted = limit = None
    if before:
        predicted = contraction ** (step - before[0].step)
        if all(relative_digits(one) >= FACTOR_DIGITS for one in (error, before[0].error)):
            factor = error / before[0].error
    if abs(contraction) < 1:
        limit = gap * (1 - (rate * error) ** 2 / (1 - contraction**2))
    return ContourRow(step, layers, error**2 / 2, error, gap, sharpness, factor, predicted, limit)


def cells(row: ContourRow) -> tuple[str, ...]:
    """Return the row of the table."""
    known = (*row.layers, row.loss, row.error, row.gap, row.sharpness)
    derived = (row.factor, row.predicted_factor, row.predicted_limit)
    return (str(row.step), *(drawing.shown(value) for value in (*known, *derived)))


def subtitle(chosen: Setting) -> str:
    """Return the parameters in words."""
    start = ", ".join(drawing.spelled(layer) for layer in chosen.start)
    kappa = drawing.spelled(2 * chosen.rate * chosen.target)
    return (
        f"L = 2, σ = {drawing.spelled(chosen.target)}, start ({start}), "
        f"η = {drawing.spelled(chosen.rate)} (κ = {kappa}), {chosen.steps} steps"
    )
