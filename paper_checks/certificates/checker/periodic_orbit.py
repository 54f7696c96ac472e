"""An orbit is isolated among all layer values, at one learning rate."""

from fractions import Fraction
from typing import Any

from .descent import step
from .intervals import ONE, Box, Interval, dot, interval
from .jets import variables
from .reading import fields, rational, require, rows, whole

MOST_PERIOD = 64


def periodic_orbit(parameters: Any, data: Any) -> str:
    """A positive balanced orbit at one kappa, unique in a box of the L layer values, by Krawczyk's test.

    For F(s) = n steps of s, minus s, and any matrix C: if m - C F(m) + (I - C F'(X)) (X - m) lies in the
    interior of X, then X contains exactly one zero of F. As X has the same ends for all layers, it contains
    that zero with its layers permuted too: they are equal. The eigenvalues of n steps lie in Gershgorin's
    disks, in the coordinates mean, s_2 - s_1, ..., s_L - s_1.
    """
    depth, kappa, period, attracting = fields(parameters, "depth", "kappa", "period", "attracting")
    box, preconditioner = fields(data, "box", "preconditioner")
    kappa, ends = rational(kappa), rows(box, 2, depth)
    require(kappa > 0 and isinstance(attracting, bool), "kappa or attracting is out of range")
    require(all(row == ends[0] for row in ends), "the ends of the box are not the same for all layers")
    box = [interval(low, high) for low, high in ends]
    inverse = [[interval(entry) for entry in row] for row in rows(preconditioner, depth, depth)]

    middle = [x.middle() for x in box]
    around, centre = [variables(box)], variables(middle)
    for _ in range(whole(period, 2, MOST_PERIOD)):
        around.append(step(around[-1], kappa / depth))
        centre = step(centre, kappa / depth)
    returned, distances = around.pop(), [x - m for x, m in zip(box, middle, strict=True)]
    for i, row in enumerate(inverse):
        moved = dot(row, [jet.value - m for jet, m in zip(centre, middle, strict=True)])
        products = [dot(row, [jet.slopes[j] for jet in returned]) - row[j] for j in range(depth)]
        rest = dot([interval(int(i == j)) - entry for j, entry in enumerate(products)], distances)
        require((middle[i] - moved + rest).inside(box[i]), "Krawczyk's test fails")
    first, *later = [layers[0].value for layers in around]
    require(all(first.apart(other) for other in later), "the orbit may return before its period is over")
    require(all(x.lo > 0 for x in (first, *later)), "a state of the orbit may not be positive")
    (mean, radius), *disks = gershgorin([jet.slopes for jet in returned])
    others = max(disk.largest() + r for disk, r in disks)
    inside, alone = max(mean.largest() + radius, others) < ONE, mean.smallest() - radius > max(ONE, others)
    require(inside if attracting else alone, "the disks of the eigenvalues do not show what is claimed")
    stability = "attracting" if attracting else "unstable"
    return f"L = {depth}, kappa = {kappa}: {stability} balanced orbit of period {period}, isolated"


def gershgorin(jacobian: list[Box]) -> list[tuple[Interval, int]]:
    """Return centres and radii of the disks of S J S^-1, where S(s) = (mean, s_2 - s_1, ..., s_L - s_1)."""
    depth, size = len(jacobian), range(len(jacobian))
    columns = [[interval(1)] * depth]  # of S^-1
    columns += [[interval(Fraction(depth * (i == j) - 1, depth)) for i in size] for j in size[1:]]
    images = [[dot(row, column) for row in jacobian] for column in columns]
    table = [[dot(image, [interval(Fraction(1, depth))] * depth) for image in images]]
    table += [[image[i] - image[0] for image in images] for i in size[1:]]
    return [(row[i], sum(x.largest() for j, x in enumerate(row) if j != i)) for i, row in enumerate(table)]
