"""What two orbits do to the entries that mix their modes."""

import math
from fractions import Fraction
from typing import Any

from .centred import Centred
from .intervals import interval
from .pair import determinant, product, size_of, step, trace
from .ratios import REACH, covering
from .reading import decimal, fields, rational, require


def two_oscillating(parameters: Any, data: Any) -> str:
    """A multiplier of two steps on the mixing entries is outside the unit circle, box by box.

    The modes have the points x, z x and y, v y, with v <= z: kappa rises with the ratio, so these are kappa_2
    <= kappa_1. In phase the lower points come together. A tree of boxes of z and v covers all kappa_1 and
    kappa_2 between two values. On the differences (s = -1) two steps have a determinant above 1; or, for two
    layers, their characteristic polynomial is negative at 1.
    """
    depth, in_phase, *numbers = fields(parameters, "depth", "in_phase", "from", "to")
    require(isinstance(in_phase, bool), "in phase is neither true nor false")
    first, last = map(rational, numbers)
    table, tree = fields(data, "orbits", "tree")
    whole, leaves = covering(depth, first, last, table, tree, "rou")
    require(whole[:2] == whole[2:], "kappa_2 is not covered")
    for label, a, b, c, d in leaves:
        where = f"near the ratios {decimal(a, 6)} and {decimal(c, 6)}"
        if label == "o":
            # At most its corner has equal ratios, and then it is a corner of boxes that are not outside.
            require(c >= b, f"a box {where} is not outside")
        elif label == "r":
            require(repels(depth, in_phase, (a, b), (c, d)), f"the orbit may not repel {where}")
        else:
            require(depth == 2 and in_phase, f"a box {where} is undecided")
            require(near_the_curve(a, b, c, d), f"an undecided box {where} is not close to the curve")
    undecided = any(leaf[0] == "u" for leaf in leaves)
    rest = f", unless within {REACH} of v = 2 - 1/z in kappa_1 and rho" if undecided else ""
    return (
        f"L = {depth}, two modes {'in' if in_phase else 'out of'} phase: some entries that mix them grow for "
        f"{first} <= kappa_2 <= kappa_1 <= {decimal(last, 9)}{rest} ({len(leaves)} boxes)"
    )


def near_the_curve(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> bool:
    """Say whether a box of two layers is close, in kappa_1 and rho, to the curve v = 2 - 1/z.

    There kappa is 2 (z - 1 + 1/z) and rho = kappa_2 / kappa_1, and v - 2 + 1/z falls in z and rises in v.
    Together with some of its widths around it the box meets the curve, and is that small.
    """
    for widths in range(1, 17):
        across, along = widths * (b - a), widths * (d - c)
        z0, z1, v0, v1 = max(a - across, Fraction(1)), b + across, max(c - along, Fraction(1)), d + along
        k0, k1, s0, s1 = (2 * (z - 1 + 1 / z) for z in (z0, z1, v0, v1))
        if v0 <= 2 - 1 / z1 and v1 >= 2 - 1 / z0 and k1 - k0 <= REACH >= s1 / k0 - s0 / k1:
            return True
    return False


def repels(depth: int, in_phase: bool, *ends: tuple[Fraction, Fraction]) -> bool:
    """Verify one box. The modes share the learning rate: (y / x)^(2L-2) is the quotient of their sizes."""
    box = [interval(low, high) for low, high in ends]
    reach = [x - x.middle() for x in box]
    z, v = (Centred(x.middle(), [interval(int(i == j)) for j in range(2)], reach) for i, x in enumerate(box))
    (above, below), (over, under) = size_of(depth, z), size_of(depth, v)
    size = above * below.inverse()
    ratio = (over * under.inverse() * size.inverse()).root(2 * depth - 2)
    change = v if in_phase else v.inverse()
    if not in_phase:
        ratio = ratio * v
    lower = step(depth, -1, size, powers(depth, ratio), (1 - z, 1 - change))
    later = ratio * change * z.inverse()
    grown = math.prod([z] * (2 * depth - 2)) * size
    upper = step(depth, -1, grown, powers(depth, later), (1 - z.inverse(), 1 - change.inverse()))
    both = determinant(upper) * determinant(lower)
    tests = [both - 1] + ([trace(product(upper, lower)) - 1 - both] if depth == 2 else [])
    return any(test.value.lo > 0 for test in tests)


def powers(depth: int, base: Centred) -> Any:
    """Return the powers that occur, as a function of the exponent."""
    known = {0: base.of(1), -1: base.inverse()}
    for k in range(1, 2 * depth - 1):
        known[k] = known[k - 1] * base
        known[-k - 1] = known[-k] * known[-1]
    return known.__getitem__
