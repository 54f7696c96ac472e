"""Shares of a sample with their confidence intervals."""

from collections.abc import Callable
from fractions import Fraction
from math import comb

TAIL = Fraction(1, 40)
"""The probability left out on either side of an interval of 95 %."""
GRID = 1000
"""Ends of intervals are rounded outward to this part."""


def interval(successes: int, trials: int) -> str:
    """Write the Clopper-Pearson interval of a share, with ends rounded outward.

    C. J. Clopper and E. S. Pearson, Biometrika 26 (1934): all shares p for which neither as many successes as
    observed or more, nor as many or fewer, has a probability below 2.5 %.

    >>> interval(20, 20), interval(0, 20)
    ('at least 0.831', 'at most 0.169')

    Raises:
        ValueError: if there are no trials, or more successes than trials.
    """
    if not 0 <= successes <= trials or not trials:
        raise ValueError(f"{successes} successes in {trials} trials are not possible.")
    low = 0 if successes == 0 else _last(lambda share: at_least(successes, trials, share) < TAIL)
    failures = trials - successes
    high = GRID - (0 if failures == 0 else _last(lambda share: at_least(failures, trials, share) < TAIL))
    if failures == 0:
        return f"at least {low / GRID:.3f}"
    return f"at most {high / GRID:.3f}" if successes == 0 else f"{low / GRID:.3f} to {high / GRID:.3f}"


def at_least(successes: int, trials: int, share: Fraction) -> Fraction:
    """Return the probability of so many successes or more in independent trials, exactly."""
    hit, of = share.numerator, share.denominator
    counts = (comb(trials, k) * hit**k * (of - hit) ** (trials - k) for k in range(successes, trials + 1))
    return Fraction(sum(counts), of**trials)


def _last(small: Callable[[Fraction], bool]) -> int:
    """Return the last point of the grid up to which an increasing probability is small."""
    low, high = 0, GRID
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if small(Fraction(middle, GRID)) else (low, middle)
    return low
