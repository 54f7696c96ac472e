"""What the orbit of one mode does to the entries that mix it with a second mode that rests."""

from fractions import Fraction
from typing import Any

from .polynomials import sign
from .ratios import REACH, Leaf, covering, kappa, second, target
from .reading import decimal, fields, rational, require
from .resting import conditions

MOST_TARGET = Fraction(49, 50)
"""Shares are of the area up to this rho, at most that of rho < 1 without a strip of less than 1/50."""


def one_oscillating(parameters: Any, data: Any) -> str:
    """Whether multipliers of two steps on the mixing entries are inside the unit circle, but neutral ones.

    The first mode has sigma = 1 and the points x and z x, the second one rests at y = w x: so rho = (w x)^L,
    and kappa_2 = L eta y^(2L-2). kappa_1 depends on z alone and rises with it; x falls. A tree of boxes of z
    and w covers kappa_1 from one value to another, rho from one value on, and kappa_2 up to a value.
    """
    names = ("from", "to", "target_from", "second_to", "attracting_to", "repelling_from", "undecided_below")
    depth, *numbers = fields(parameters, "depth", *names)
    first, last, least, most, attracts, repels, little = map(rational, numbers)
    table, tree = fields(data, "ratios", "tree")
    (z0, z1, w0, w1), leaves = covering(depth, first, last, table, tree, "arou")
    require(target(depth, z0, w0) <= least < MOST_TARGET, "rho is not covered")
    require(second(depth, z1, w1) >= most, "kappa_2 is not covered")

    open_area, points = Fraction(0), {label: corners(depth, leaves, label) for label in "ar"}
    for label, a, b, c, d in leaves:
        where = f"near z = {decimal(a, 6)}, w = {decimal(c, 6)}"
        if label == "o":
            require(second(depth, b, c) > most, f"a box {where} is not outside")
            continue
        found = [sign(test, (a, b), (c, d)) for test in conditions(depth)] if label in "ar" else []
        require(label != "a" or min(found) > 0, f"the orbit may not attract {where}")
        require(label != "r" or min(found) < 0, f"the orbit may not repel {where}")
        (low, _), (_, high) = kappa(depth, a), kappa(depth, b)
        require(label == "a" or low + second(depth, b, c) > attracts, f"it is not shown to attract {where}")
        require(label == "r" or high + second(depth, a, d) < repels, f"it is not shown to repel {where}")
        if label == "u":
            bottom, top = target(depth, b, c), target(depth, a, d)
            open_area += (high - low) * (top - target(depth, a, c))
            for near in points.values():
                close = any(
                    high - k0 <= REACH >= k1 - low and top - rho <= REACH >= rho - bottom
                    for k0, k1, rho in near
                )
                require(close, f"a box {where} is not within {REACH} of the boundary")
    share = open_area / ((last - first) * (MOST_TARGET - least))
    require(share < little, f"the share of undecided parameters is not below {little}")
    shown = decimal(share + Fraction(1, 10**6), 6)
    return (
        f"L = {depth}, {first} <= kappa_1 <= {decimal(last, 9)}, rho >= {least}, kappa_2 <= {most}: all "
        f"entries that mix the modes shrink, but for rotations, if kappa_1 + kappa_2 <= {attracts}, and some "
        f"grow if it is >= {repels}; undecided is less than {shown} of the area of rho <= {MOST_TARGET}, and "
        f"all within {REACH} of the boundary in kappa_1 and rho ({len(leaves)} boxes)"
    )


def corners(depth: int, leaves: list[Leaf], label: str) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Return bounds of kappa_1, and rho, at the corners of all leaves with a label."""
    ends = {(z, w) for kind, a, b, c, d in leaves if kind == label for z in (a, b) for w in (c, d)}
    return [(*kappa(depth, z), target(depth, z, w)) for z, w in sorted(ends)]
