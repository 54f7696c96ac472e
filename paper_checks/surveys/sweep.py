"""Where gradient descent on the whole network ends up, over learning rates: a survey on float64.

The start is the paper's, W_L = 0 and all other layers alpha I, and the target has the given singular values
in generic bases. All quantities are dimensionless.
"""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numerics import orthogonal, plain_sweeps
from paper_checks.errors import UnusableInputError
from paper_checks.surveys.ranges import Grid
from paper_checks.surveys.survey import Survey

KIND = "sweep"
STEPS_IN_TASK = 5_000_000
"""About a second for 5 x 5 matrices: a task makes so many steps, over the square of the width in 25s."""
KEPT = 64
"""The range of an oscillation is taken over so many last steps."""
MOST_WIDTH = 200
MOST_STEPS = 10_000_000


def plan(
    depth: int,
    singular_values: Sequence[Fraction],
    width: int,
    alpha: Fraction,
    rates: Grid,
    steps: int,
    seed: int,
) -> Survey:
    """Cut the learning rates into tasks.

    Args:
        depth: the number of layers L, at least 2.
        singular_values: of the target, positive; the others are zero.
        width: the number of rows of all layers, at least as many as there are singular values.
        alpha: the scale of the start, positive.
        rates: the learning rates.
        steps: how many steps each run makes, at least `KEPT`.
        seed: of the bases, from 0 on.

    Raises:
        UnusableInputError: if a number is out of range.
    """
    if not 2 <= depth <= 64:
        raise UnusableInputError(f"the depth is {depth}: give 2 to 64 layers")
    if not singular_values or min(singular_values) <= 0:
        raise UnusableInputError("give at least one singular value, all of them positive")
    if not len(singular_values) <= width <= MOST_WIDTH:
        raise UnusableInputError(
            f"the width is {width}: give {len(singular_values)} to {MOST_WIDTH},"
            " one row for each singular value"
        )
    if alpha <= 0:
        raise UnusableInputError(f"alpha is {alpha}: give a positive number")
    if not KEPT <= steps <= MOST_STEPS:
        raise UnusableInputError(f"{steps} steps are out of range: ask for {KEPT} to {MOST_STEPS}")
    if seed < 0:
        raise UnusableInputError(f"the seed is {seed}: give a whole number from 0 on")
    each = max(1, STEPS_IN_TASK * 75 // (steps * depth * width**2))
    known = (depth, tuple(map(str, singular_values)), width, str(alpha), steps, seed)
    ends = (str(rates.low), str(rates.high), rates.count)
    return Survey(KIND, task, tuple((*known, *ends, *piece) for piece in rates.pieces(each)))


def task(
    depth: int,
    singular_values: Sequence[str],
    width: int,
    alpha: str,
    steps: int,
    seed: int,
    low: str,
    high: str,
    count: int,
    first: int,
    last: int,
) -> bytes:
    """Run some of the learning rates; see `rows` for the answer."""
    rates = Grid(Fraction(low), Fraction(high), count).points(first, last)
    left, right = (_bases(width, 2 * seed + side) for side in (0, 1))
    spread = np.zeros(width)
    spread[: len(singular_values)] = [float(Fraction(value)) for value in singular_values]
    target = left * spread @ right.T
    start = [float(Fraction(alpha)) * np.eye(width) for _ in range(depth - 1)]
    found = plain_sweeps.of_network([*start, np.zeros((width, width))], target, rates, steps, KEPT)
    in_bases = left.T @ found.products @ right
    values = np.diagonal(in_bases, axis1=2, axis2=3)[:, :, : len(singular_values)]
    ranges = values.max(1) - values.min(1)
    residual = found.products[:, -1] - target
    losses = (residual**2).sum((1, 2)) / 2
    outside = in_bases[:, -1].copy()
    outside[:, range(len(singular_values)), range(len(singular_values))] = 0.0
    aside = np.sqrt((outside**2).sum((1, 2)))
    answer = np.column_stack([found.diverged, losses, aside, ranges])
    answer[found.diverged, 1:] = np.nan
    return answer.astype("<f8").tobytes()


def rows(answers: Sequence[bytes], modes: int) -> np.ndarray:
    """Return what the tasks found, a row for each learning rate.

    Returns:
        An array with the columns: 1 where the run diverged, the last loss, the Frobenius norm of the last
        product outside the entries of the modes, and the range of the end-to-end value of each mode over the
        last steps. Where a run diverged all but the first are not a number.
    """
    return np.frombuffer(b"".join(answers), dtype="<f8").reshape(-1, 3 + modes)


def columns(modes: int) -> tuple[str, ...]:
    """Return the names of the columns of the file."""
    ranges = (f"range of mode {mode}" for mode in range(1, modes + 1))
    return "learning rate", "diverged", "last loss", "last product outside the modes", *ranges


def _bases(width: int, seed: int) -> np.ndarray:
    exact = orthogonal.drawn(width, seed)
    return np.array([[int(entry.p) / int(entry.q) for entry in row] for row in exact.tolist()])
