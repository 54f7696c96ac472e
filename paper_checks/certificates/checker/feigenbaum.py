"""The ratios of successive distances in the cascade of period doublings."""

from typing import Any

from .cycles import MOST_LEVELS, of_cascade
from .reading import decimal, fields, rational, require, whole


def feigenbaum(parameters: Any, data: Any) -> str:
    """The ratios of successive distances of doublings approach a number geometrically."""
    depth, levels, limit, factor = fields(parameters, "depth", "levels", "limit", "factor")
    limit, factor = rational(limit), rational(factor)
    require(limit > 1, "the limit has to be above 1")
    (table,) = fields(data, "doubling")
    ends = of_cascade(depth, -1, table, whole(levels, 3, MOST_LEVELS))
    for n, ((a0, a1), (b0, b1), (c0, c1)) in enumerate(zip(ends, ends[1:], ends[2:], strict=False), 2):
        low, high = (b0 - a1) / (c1 - b0), (b1 - a0) / (c0 - b1)
        far = max(abs(low - limit), abs(high - limit))
        require(far < factor / limit**n, f"ratio {n} is too far from {decimal(limit)}")
    bound = factor / limit ** (levels - 1)
    return f"L = {depth}: ratio {levels - 1} is within {decimal(bound)} of {decimal(limit)}"
