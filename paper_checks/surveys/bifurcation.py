"""The values that balanced gradient descent visits in the long run, over learning rates, on float64."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numerics import attractor
from paper_checks.errors import UnusableInputError
from paper_checks.surveys.ranges import Grid
from paper_checks.surveys.survey import Survey

KIND = "bifurcation"
STEPS_IN_TASK = 2_000_000_000
"""About a second or two; runs that repeat take less."""
MOST_STEPS = 100_000_000
MOST_IN_TASK = 50_000
"""So many learning rates at most, so that memory stays small."""


def plan(depth: int, kappas: Grid, steps: int, kept: int) -> Survey:
    """Cut the learning rates into tasks.

    Args:
        depth: the number of layers L, at least 2.
        kappas: the normalised learning rates.
        steps: how many steps each run makes.
        kept: how many of the last end-to-end values are kept, at least 1.

    Raises:
        UnusableInputError: if a number is out of range.
    """
    if not 2 <= depth <= 1000:
        raise UnusableInputError(f"the depth is {depth}: give 2 to 1000 layers")
    if not 1 <= kept <= min(steps, 10_000):
        raise UnusableInputError(f"{kept} values are out of range: keep 1 to 10000, at most one a step")
    if steps > MOST_STEPS:
        raise UnusableInputError(f"{steps} steps are out of range: ask for at most {MOST_STEPS}")
    each = max(1, min(MOST_IN_TASK, STEPS_IN_TASK // steps))
    known = (depth, steps, kept, str(kappas.low), str(kappas.high), kappas.count)
    return Survey(KIND, task, tuple((*known, *piece) for piece in kappas.pieces(each)))


def task(depth: int, steps: int, kept: int, low: str, high: str, count: int, first: int, last: int) -> bytes:
    """Run some of the learning rates; see `rows` for the answer."""
    kappas = Grid(Fraction(low), Fraction(high), count).points(first, last)
    return attractor.end_to_end_values(depth, kappas, steps - kept, kept).astype("<f8").tobytes()


def rows(answers: Sequence[bytes], kept: int) -> np.ndarray:
    """Return the last end-to-end values, a row for each learning rate; not finite where a run diverged."""
    return np.frombuffer(b"".join(answers), dtype="<f8").reshape(-1, kept)
