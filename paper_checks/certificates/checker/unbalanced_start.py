"""Gradient descent from an unbalanced start reaches the orbit, for a box of starts and learning rates."""

from fractions import Fraction
from typing import Any

from .descent import step_of_equal_layers
from .intervals import ONE, interval
from .jets import Jet, mean_value
from .reading import fields, rational, require, rows, whole

MOST_STEPS, DEEPEST_TREE = 100_000, 40


def unbalanced_start(parameters: Any, data: Any) -> str:
    """Gradient descent from (alpha, ..., alpha, 0) reaches the period-2 orbit, for a box of (alpha, kappa).

    The box is halved along a tree. At a leaf the states are enclosed step by step until they lie in a trap, a
    box that two steps map into its interior and contract. It contains balanced states, which stay balanced,
    so what attracts all of the trap is a balanced point; it has period 2, for one step leaves the trap.
    """
    depth, *box = fields(parameters, "depth", "alpha_from", "alpha_to", "kappa_from", "kappa_to")
    (tree,), (a0, a1, k0, k1) = fields(data, "tree"), map(rational, box)
    require(0 < a0 < a1 and 2 < k0 < k1, "the box of alpha and kappa is out of range")
    leaves = reaches(depth, [a0, a1, k0, k1], tree, DEEPEST_TREE)
    where = f"{a0} <= alpha <= {a1} and {k0} <= kappa <= {k1}"
    return f"L = {depth}: (alpha, ..., alpha, 0) tends to a period-2 orbit for {where} ({leaves} boxes)"


def reaches(depth: int, box: list[Fraction], node: Any, levels: int) -> int:
    """Verify a tree of boxes and return how many leaves it has."""
    require(isinstance(node, dict) and levels > 0, "the tree is too deep or not a tree")
    if "halve" in node:
        axis, lower, upper = fields(node, "halve", "low", "high")
        require(axis in ("alpha", "kappa"), "a box is halved along alpha or kappa only")
        first, low, high = 2 * (axis == "kappa"), list(box), list(box)
        low[first + 1] = high[first] = (box[first] + box[first + 1]) / 2
        return reaches(depth, low, lower, levels - 1) + reaches(depth, high, upper, levels - 1)
    steps, trap = fields(node, "steps", "trap")
    (a0, a1), eta = (end / depth for end in box[:2]), interval(box[2] / depth, box[3] / depth)
    state = [interval(a0 * (depth - 1), a1 * (depth - 1)), interval(a0, a1)]

    def advance(point: list[Jet]) -> list[Jet]:
        return step_of_equal_layers(depth, *point)

    for _ in range(whole(steps, 0, MOST_STEPS)):
        state = mean_value(advance, [*state, eta])[0][:2]
        require(all(x.largest() < 16 * ONE for x in state), "the states from a leaf spread too far")
    trap = [interval(low, high) for low, high in rows(trap, 2, 2)]
    require(all(x.inside(y) for x, y in zip(state, trap, strict=True)), "a leaf does not end in its trap")
    require(trap[0].lo > 0 and trap[1].lo < 0 < trap[1].hi, "the trap contains no positive balanced states")
    between = mean_value(advance, [*trap, eta])[0][0]
    require(between.lo > 0 and between.apart(trap[0]), "the trap may contain a point of period 1")
    twice, jets = mean_value(lambda point: advance(advance(point)), [*trap, eta])
    require(all(x.inside(y) for x, y in zip(twice[:2], trap, strict=True)), "two steps may leave the trap")
    slopes = [jet.slopes[0].largest() + jet.slopes[1].largest() for jet in jets[:2]]
    require(max(slopes) < ONE, "two steps may not contract the trap")
    return 1
