"""Balanced orbits whose multiplier passes a value within an interval of learning rates."""

import itertools
from fractions import Fraction
from typing import Any

from .intervals import BITS, ONE, Interval, interval
from .reading import decimal, require, rows

MOST_LEVELS = 14


def power(x: Interval, exponent: int) -> Interval:
    """Return the power of a positive interval."""
    down = BITS * max(exponent - 1, 0)
    return Interval(x.lo**exponent >> down, -(-(x.hi**exponent) >> down)) if exponent else interval(1)


def quotient(x: Interval, y: Interval) -> Interval:
    """Divide by a positive interval."""
    ends = [(end << BITS, by) for end in (x.lo, x.hi) for by in (y.lo, y.hi)]
    return Interval(min(a // b for a, b in ends), max(-(-a // b) for a, b in ends))


def walk(
    depth: int, eta: Interval, x: Interval, steps: int
) -> tuple[list[Interval], list[Interval], Interval]:
    """Make balanced steps f(x) = x + eta x^(L-1) (1 - x^L); return states, slopes f' and their product.

    A state is moved by its middle and its slope (mean value theorem), as states and rates vary in intervals.
    """
    states, slopes, product, one = [x], [], interval(1), interval(1)
    low, high = interval(depth - 1), interval(2 * depth - 1)
    for _ in range(steps):
        require(x.lo > 0 and x.hi < 2 * ONE, "a state of the orbit may not be positive, or runs away")
        m = x.middle()
        slope = one + eta * power(x, depth - 2) * (low - high * power(x, depth))
        x = m + eta * power(m, depth - 1) * (one - power(m, depth)) + slope * (x - m)
        product = product * slope
        states.append(x)
        slopes.append(slope)
    return states, slopes, product


def crossing(
    depth: int, period: int, value: int, row: list[Fraction]
) -> tuple[Fraction, Fraction, list[bool]]:
    """The multiplier of an orbit falls through a value as kappa rises from one end to the other.

    For F = n steps of x, minus x, the slope F' on X is negative and m - F(m)/F'(X) lies inside X, with its
    middle m: so F has one zero in X, and there, for every kappa (Newton's test), and it moves continuously
    with kappa. Return the ends of kappa, and for each later state whether f falls there.
    """
    k0, k1, x0, x1 = row
    require(0 < k0 < k1 and 0 < x0 < x1, "an interval of the orbit is empty or not positive")
    box = interval(x0, x1)
    m = box.middle()
    states, slopes, product = walk(depth, interval(k0 / depth, k1 / depth), box, period)
    slope = product - interval(1)
    require(slope.hi < 0, f"Newton's test fails near kappa = {decimal(k0)}")
    for prime in (p for p in (2, 3) if period % p == 0):
        require(states[0].apart(states[period // prime]), f"the period may divide {period // prime}")
    require(all(s.smallest() > 0 for s in slopes[1:]), "a later state may be the critical point")

    def around(eta: Interval) -> Interval:
        missing = walk(depth, eta, m, period)[0][-1] - m
        found = m + quotient(missing, interval(0) - slope)
        require(found.inside(box), f"Newton's test fails near kappa = {decimal(k0)}")
        return found

    around(interval(k0 / depth, k1 / depth))
    for end, above in ((k0, True), (k1, False)):
        eta = interval(end / depth)
        change = walk(depth, eta, around(eta), period)[2] - interval(value)
        require(
            change.lo > 0 if above else change.hi < 0, f"the multiplier may not pass {value} at {decimal(k0)}"
        )
    return k0, k1, [s.hi < 0 for s in slopes[1:]]


def one_of_cascade(depth: int, level: int, value: int, row: list[Fraction]) -> tuple[Fraction, Fraction]:
    """Verify an orbit of period 2^level that goes around the critical point as the cascade does.

    After i steps the state is above the critical point exactly if i is an odd multiple of a power of four.
    """
    k0, k1, above = crossing(depth, 2**level, value, row)
    wanted = [(i & -i).bit_length() % 2 == 1 for i in range(1, 2**level)]
    require(above == wanted, f"the orbit of period {2**level} is not the one of the cascade")
    return k0, k1


def of_cascade(depth: int, value: int, table: Any, levels: int) -> list[tuple[Fraction, Fraction]]:
    """Verify orbits of period 2, 4, ..., 2^levels of the cascade at rising learning rates."""
    ends = [one_of_cascade(depth, level, value, row) for level, row in enumerate(rows(table, 4, levels), 1)]
    require(all(a[1] < b[0] for a, b in itertools.pairwise(ends)), "the learning rates do not rise")
    return ends
