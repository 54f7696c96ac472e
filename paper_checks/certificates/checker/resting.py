"""When entries that mix an orbit with a mode at rest shrink, as polynomials in two ratios."""

import math
from functools import cache
from typing import Any

from .pair import Matrix, determinant, product, size_of, step, trace
from .polynomials import Polynomial, table, variables
from .reading import require


@cache
def conditions(depth: int) -> list[list[list[int]]]:
    """Return polynomials in z and w: all are positive if the orbit attracts; if one is negative it repels.

    v_k + s v_(L-k) with v_k = y e_k - x e_(k+1) are tangent to rotations between the layers, and two steps
    have them as eigenvectors for 1. Dividing these factors out of the characteristic polynomial leaves one to
    three roots. The conditions are the products of 1 - a, 1 + a, 1 - a b over roots a and pairs of roots, and
    for three roots a fourth one by Hurwitz, after (w + 1) / (w - 1); none is negative if no root is outside
    the closed disc.
    """
    size, z, w = variables(3)
    inverse = Polynomial({(0, -1, 0): 1})
    above, below = size_of(depth, variables(2)[0])

    def reduced(polynomial: Polynomial) -> Polynomial:
        """Put above / below in for the size, times a power of the denominator."""
        degree = max((i for i, _, _ in polynomial.terms), default=0)
        total = Polynomial({})
        for (i, j, k), c in polynomial.terms.items():
            total = total + math.prod([above] * i + [below] * (degree - i)) * Polynomial({(j, k): c})
        return total

    def rotation(s: int, k: int, x: Any) -> list[Any]:
        """Return v_k + s v_(L-k), in units of the lower point of the orbit."""
        vector: list[Any] = [0] * depth
        for place, factor in ((k, 1), (depth - k, s)):
            vector[place - 1] = vector[place - 1] + factor * w
            vector[place] = vector[place] - factor * x
        return vector

    def takes(matrix: Matrix, before: list[Any], after: list[Any]) -> bool:
        """Say whether a step takes one vector to another."""
        moved = [sum(a * b for a, b in zip(row, before, strict=True)) for row in matrix]
        return not any(reduced(a - b).terms for a, b in zip(moved, after, strict=True))

    found: list[list[list[int]]] = []
    for s in (1, -1):
        # The second mode is not pulled: where `step` asks for a negative power, it is multiplied by 0.
        lower = step(depth, s, size, lambda k: math.prod([w] * k), (1 - z, 0))
        grown = size * math.prod([z] * (2 * depth - 2))
        upper = step(depth, s, grown, lambda k: math.prod([w * inverse] * k), (1 - inverse, 0))
        neutral = range(1, (depth if s > 0 else depth - 1) // 2 + 1)
        for k in neutral:
            vectors = rotation(s, k, 1), rotation(s, k, z)
            require(takes(lower, *vectors) and takes(upper, *vectors[::-1]), "a rotation is not neutral")
        steps, last = product(upper, lower), determinant(upper) * determinant(lower)
        total = trace(steps) - len(neutral)
        if depth - len(neutral) == 1:
            tests = [1 - total, 1 + total]
        elif depth - len(neutral) == 2:
            tests = [1 - total + last, 1 + total + last, 1 - last]
        else:
            # Twice the sum of the products of two roots: 1 is one root of four, the others sum up to total.
            minors = (total + 1) * (total + 1) - trace(product(steps, steps)) - 2 * total
            tests = [2 - 2 * total + minors - 2 * last, 2 + 2 * total + minors + 2 * last]
            tests += [2 - minors + 2 * total * last - 2 * last * last, 6 - 2 * total - minors + 6 * last]
        found += [table(reduced(test)) for test in tests]
    return found
