"""The upper point of the period-2 orbit of a balanced mode, at depths of any size, from the update rule.

All quantities are dimensionless, for sigma = 1.
"""

from flint import arb, fmpq

BISECTIONS = 100


def upper_point(depth: int, power: fmpq) -> arb:
    """Enclose the L-th power of the upper point, where those of both points are in a given proportion.

    Let u be the L-th power of the lower point rho and z = power^(1/L). The first step multiplies rho by z
    where eta rho^(L-2) (1 - u) = z - 1. The second, from z rho, multiplies by
    1 + eta (z rho)^(L-2) (1 - power u), which falls as u rises; it leads back where this is 1/z.

    Args:
        depth: number of layers, at least 2.
        power: the proportion of the L-th powers of the points, above 1.

    Raises:
        ValueError: if the proportion is at most 1.

    >>> upper_point(2, fmpq(4)).str(8, radius=False)
    '1.3333333'
    """
    if power <= 1:
        raise ValueError(f"the proportion {power} is not above 1")
    ratio = arb(power).root(depth)
    scale = (ratio - 1) * arb(power) / ratio**2
    low, high = fmpq(0), fmpq(1)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        factor = 1 + scale * arb((1 - power * middle) / (1 - middle))
        if factor > 1 / ratio:
            low = middle
        elif factor < 1 / ratio:
            high = middle
        else:
            break
    return arb(power) * arb((low + high) / 2, (high - low) / 2)
