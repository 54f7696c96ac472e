"""Student's t: how many standard errors the mean of a few values may be off at a stated risk.

Student (W. S. Gosset), The probable error of a mean, Biometrika 6 (1908). It is exact for values that are
normally distributed and independent; for others it is an approximation.
"""

from fractions import Fraction
from functools import cache

from flint import arb

from numerics.balls import ball, working_bits

BITS = 128
HALVINGS = 60
"""Fixes the margin to about 18 digits."""


def risk(margin: arb, count: int) -> arb:
    """Return the chance that the mean of so many values is off by more than so many standard errors.

    Args:
        margin: standard errors to either side, not negative.
        count: how many values, at least 2.

    >>> risk(arb("2.776445105"), 5).str(6, radius=False)
    '0.0500000'
    """
    freedom = arb(count - 1)
    inverse = freedom / (freedom + margin * margin)
    return inverse.beta_lower(freedom / 2, arb(1) / 2, True)


@cache
def margin(chance: Fraction, count: int) -> Fraction:
    """Return a number of standard errors by which the mean is off with no more than a given chance.

    Args:
        chance: between 0 and 1, to both sides together.
        count: how many values, at least 2.

    Returns:
        The least such number, rounded up.

    Raises:
        ValueError: if there are fewer than two values or the chance is none.

    >>> float(margin(Fraction(1, 20), 5))
    2.7764451051977943
    """
    if count < 2 or not 0 < chance < 1:
        raise ValueError(f"there is no margin for {count} values and a chance of {chance}.")
    with working_bits(BITS):
        allowed = ball(chance)
        low, high = Fraction(0), Fraction(1)
        while not risk(ball(high), count) <= allowed:
            low, high = high, 2 * high
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if risk(ball(middle), count) <= allowed else (middle, high)
    return high
