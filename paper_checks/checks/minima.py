"""Drawn global minima of networks so small that the Hessian of the loss is computed exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from flint import fmpq_mat
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from paper_checks import sampling
from paper_checks.request import Request
from paper_checks.verdicts import Evidence

ROOTS = (Fraction(2), Fraction(1), Fraction(3, 2), Fraction(1, 2), Fraction(5, 3), Fraction(0))
"""Values of sigma^(1/L) that are drawn, zero for the null space."""
TURNS = (Fraction(0), Fraction(1, 2), Fraction(1, 3), Fraction(2), Fraction(-3))
"""Values of tan(angle/2) for the rotations between layers."""
MOST_PER_DEPTH, LEAST_PER_DEPTH = 24, 10


def over_small_networks(
    cases: Callable[[int], SearchStrategy[sampling.Case]],
    decide: Callable[[sampling.Case], sampling.Answer],
    *,
    seed: str,
    request: Request,
    domain: str,
    widest: int = 3,
) -> Evidence:
    """Draw a sample at each depth whose exact Hessian is small enough, and return its evidence."""
    drawn = request.cases(MOST_PER_DEPTH)
    depths = small_depths(request)
    samples = [
        sampling.draw(cases(depth), decide, cases=drawn, seed=request.seed_of(f"{seed}/{depth}"))
        for depth in depths
    ]
    width = min(widest, most_width(depths[0]))
    return sampling.evidence(
        samples,
        domain=f"{domain}; depths {depths[0]} to {depths[-1]}, width up to {width}",
    )


def SMALL_SAMPLE(request: Request) -> int:  # noqa: N802 - a constant of the statement modules
    """The least number of cases of a sample of small networks."""
    return request.cases(LEAST_PER_DEPTH) * len(small_depths(request))


def small_depths(request: Request) -> list[int]:
    """Return the depths up to 5 that were asked for, or else the smallest one."""
    return [depth for depth in request.every_depth if depth <= 5] or [request.depths[0]]


def most_width(depth: int) -> int:
    """Return the largest width drawn at a depth."""
    return 3 if depth <= 4 else 2 if depth <= 8 else 1


def in_bases(
    diagonals: Iterable[tuple[Fraction, ...]], turns: tuple[tuple[Fraction, ...], ...]
) -> list[fmpq_mat]:
    """Return the layers Q_{l+1} diag(...) Q_l' for rotations Q by their turns: a member of the SVS set."""
    bases = [_rotation(turn) for turn in turns]
    layers = []
    for index, entries in enumerate(diagonals):
        layer = numerics.gd.matrix(
            [[e if i == j else 0 for j in range(len(entries))] for i, e in enumerate(entries)]
        )
        layers.append(bases[index + 1] * layer * bases[index].transpose())
    return layers


def _rotation(turns: tuple[Fraction, ...]) -> fmpq_mat:
    """Return the product of rotations in the planes of neighbouring axes, by tan(angle/2)."""
    width = len(turns) + 1
    unit = [[Fraction(int(i == j)) for j in range(width)] for i in range(width)]
    total = numerics.gd.matrix(unit)
    for axis, turn in enumerate(turns):
        cosine, sine = (1 - turn**2) / (1 + turn**2), 2 * turn / (1 + turn**2)
        plane = [row[:] for row in unit]
        plane[axis][axis] = plane[axis + 1][axis + 1] = cosine
        plane[axis][axis + 1], plane[axis + 1][axis] = -sine, sine
        total = total * numerics.gd.matrix(plane)
    return total


def rotations(depth: int, width: int) -> SearchStrategy[tuple[tuple[Fraction, ...], ...]]:
    """Draw the turns of the rotations before, between and after the layers."""
    turn = st.tuples(*[st.sampled_from(TURNS) for _ in range(width - 1)])
    return st.tuples(*[turn for _ in range(depth + 1)])


def roots(width: int) -> SearchStrategy[tuple[Fraction, ...]]:
    """Draw the roots of the singular values in decreasing order; the first is not zero."""
    rest = [st.sampled_from(ROOTS) for _ in range(width - 1)]
    drawn = st.tuples(st.sampled_from(ROOTS[:-1]), *rest)
    return drawn.map(lambda values: tuple(sorted(values, reverse=True)))
