"""The cascade of period doublings of balanced orbits."""

import itertools
from fractions import Fraction
from typing import Any

from .cycles import MOST_LEVELS, of_cascade
from .reading import decimal, fields, require, whole

MOST_DIGITS = 60


def cascade(parameters: Any, data: Any) -> str:
    """Superstable and doubling learning rates alternate: orbits of period 2^n with multiplier 0 and -1."""
    depth, levels, digits = fields(parameters, "depth", "levels", "digits")
    whole(levels, 1, MOST_LEVELS)
    superstable, doubling = fields(data, "superstable", "doubling")
    ends = [of_cascade(depth, value, table, levels) for value, table in ((0, superstable), (-1, doubling))]
    order = [pair for both in zip(*ends, strict=True) for pair in both]
    require(all(a[1] < b[0] for a, b in itertools.pairwise(order)), "the learning rates do not alternate")
    unit = Fraction(1, 10 ** whole(digits, 1, MOST_DIGITS))
    require(all(k1 - k0 <= unit for k0, k1 in order), f"a learning rate is not known to {digits} digits")
    shown = ", ".join(decimal(k0) for k0, _ in ends[1])
    return f"L = {depth}: the orbits of period 2, ..., {2**levels} of the cascade double at {shown}"
