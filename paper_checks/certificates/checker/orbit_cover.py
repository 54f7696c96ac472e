"""The orbit attracts on a whole interval of learning rates."""

import math
from fractions import Fraction
from typing import Any

from .intervals import ONE, Box, Interval, interval
from .jets import Jet, variables
from .reading import decimal, fields, rational, require, rows

MARGIN = Fraction(1, 10**6)


def orbit_cover(parameters: Any, data: Any) -> str:
    """Attracting balanced period-2 orbits for every kappa of an interval, box by box.

    With the balanced step f(x) = x (1 + pull(x)) and y = f(x): f(y) - x = (y - x) G(x), where G is 2 + eta
    (the sum of x^i y^j over i + j = L - 2, minus that over i + j = 2L - 2). Newton's test for G on X proves
    one zero x in X for each kappa of the box: a point of period 2, since y > x. Its multiplier is
    1 + (y - x) G'(x). A change of the layers with mean zero is multiplied by (1 - pull(x)) (1 - pull(y)) in
    two steps, and a small gap s_l^2 - s_k^2 by 1 - pull^2 in each: the same, as their (1 + pull) cancel.
    """
    depth, *span = fields(parameters, "depth", "from", "to")
    boxes, beyond = fields(data, "boxes", "beyond")
    (start, end), reached, ((after, *around),) = map(rational, span), 2 + MARGIN, rows(beyond, 3, 1)
    require(start == reached < end, f"the interval of kappa has to start at 2 + {MARGIN}")
    for k0, k1, *ends in rows(boxes, 4):
        require(k0 == reached and k0 < k1, f"the boxes leave a gap after kappa = {reached}")
        change, squares = orbit_in(depth, k0, k1, ends)
        require(change.lo > -2 * ONE, f"the multiplier may be -1 or less near kappa = {k0}")
        require(all(x.lo > 0 and x.hi < 2 * ONE for x in squares), f"a small gap may grow near kappa = {k0}")
        reached = k1
    require(reached == end, f"the boxes end at kappa = {reached} and not at {end}")
    require(after == end + MARGIN, f"the repelling orbit has to be at {end} + {MARGIN}")
    require(orbit_in(depth, after, after, around)[0].hi < -2 * ONE, "the orbit beyond the end may not repel")
    return f"L = {depth}: a period-2 orbit attracts for 2 + 10^-6 <= kappa <= {decimal(end)}, then repels"


def orbit_in(depth: int, k0: Fraction, k1: Fraction, ends: list[Fraction]) -> tuple[Interval, Box]:
    """Prove a point of period 2 between the ends for kappa in [k0, k1]; return multiplier - 1 and pull^2."""
    require(0 < ends[0] < ends[1] < 1, f"the layer value near kappa = {k0} has to lie between 0 and 1")
    box, eta = interval(*ends), Jet(interval(k0 / depth, k1 / depth), [interval(0)])

    def pull(x: Jet) -> Jet:
        return eta * math.prod([x] * (depth - 2)) * (1 - math.prod([x] * depth))

    def monomials(degree: int, x: Jet, y: Jet) -> Any:
        return sum(math.prod([x] * i + [y] * (degree - i)) for i in range(degree + 1))

    def equation(x: Jet) -> tuple[Jet, Jet]:
        y = x + x * pull(x)
        return 2 + eta * (monomials(depth - 2, x, y) - monomials(2 * depth - 2, x, y)), y

    (x,), middle = variables([box]), box.middle()
    over, y = equation(x)
    at_middle, slope = equation(Jet(middle, [interval(0)]))[0].value, over.slopes[0]
    require(slope.hi < 0, f"the slope has no certain sign near kappa = {k0}")
    # Newton's test without a division: G falls from a positive value to a negative one.
    left, right = (at_middle + slope * (interval(end) - middle) for end in ends)
    require(left.lo > 0 and right.hi < 0, f"Newton's test fails near kappa = {k0}")
    return (y.value - box) * slope, [(pull(point) * pull(point)).value for point in (x, y)]
