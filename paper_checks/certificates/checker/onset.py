"""The onset of chaos, between an orbit of the cascade and one whose period is no power of two."""

from typing import Any

from .cycles import MOST_LEVELS, crossing, one_of_cascade
from .reading import decimal, fields, rational, require, rows, whole


def onset(parameters: Any, data: Any) -> str:
    """Chaos sets in between the superstable orbit of period 2^n of the cascade and one of period 3 2^m."""
    depth, levels, tripled, width = fields(parameters, "depth", "levels", "tripled", "width")
    below, beyond = fields(data, "below", "beyond")
    (low,), (high,) = rows(below, 4, 1), rows(beyond, 4, 1)
    k0, a1 = one_of_cascade(depth, whole(levels, 1, MOST_LEVELS), 0, low)
    b0, k1, _ = crossing(depth, 3 * 2 ** whole(tripled, 0, MOST_LEVELS), 0, high)
    require(
        a1 < b0 and k1 - k0 <= rational(width), "the two learning rates are not that near, or not in order"
    )
    return f"L = {depth}: chaos sets in between kappa = {decimal(k0)} and {decimal(k1)}"
