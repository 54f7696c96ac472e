"""Attracting period-2 orbits proved for every learning rate of an interval, piece by piece."""

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypedDict

from numerics import doubling, orbit_cover
from paper_checks.errors import UnusableInputError
from paper_checks.surveys.survey import Survey

KIND = "cover"
MOST_DEPTH = 64
MOST_PIECES = 100_000


class Found(TypedDict):
    """What a task found on its piece; all numbers are exact, as text.

    Attributes:
        proven: for each box the ends of kappa, and of the layer values with exactly one point of the orbit
            between them.
        undecided: the ends of kappa of each box that is left over.
        tried: how many boxes were put to the test.
    """

    proven: list[list[str]]
    undecided: list[list[str]]
    tried: int


def plan(depth: int, low: Fraction, high: Fraction, pieces: int) -> Survey:
    """Cut an interval of normalised learning rates into tasks.

    Args:
        depth: the number of layers L, 2 to 64.
        low: the least kappa, greater than 2.
        high: the largest one, below the doubling, where the orbit stops attracting.
        pieces: how many tasks.

    Raises:
        UnusableInputError: if a number is out of range.
    """
    if not 2 <= depth <= MOST_DEPTH:
        raise UnusableInputError(f"the depth is {depth}: give 2 to {MOST_DEPTH} layers")
    if not 1 <= pieces <= MOST_PIECES:
        raise UnusableInputError(f"{pieces} pieces are out of range: ask for 1 to {MOST_PIECES}")
    end = doubling.enclose(depth, 20).low
    last = Fraction(int(end.p), int(end.q))
    if not 2 < low < high < last:
        raise UnusableInputError(
            f"kappa from {float(low)} to {float(high)} is out of range: at depth {depth} the orbit attracts"
            f" between 2 and {float(last):.10f}"
        )
    ends = [low + (high - low) * place / pieces for place in range(pieces + 1)]
    calls = ((depth, str(one), str(other)) for one, other in pairwise(ends))
    return Survey(KIND, task, tuple(calls))


def task(depth: int, low: str, high: str) -> bytes:
    """Cover one piece."""
    found = orbit_cover.attracting(depth, Fraction(low), Fraction(high))
    proven = [
        [str(end) for end in (*leaf.box.ends[0], leaf.proof.lower, leaf.proof.upper)]
        for leaf in found.proven()
    ]
    undecided = [[str(end) for end in box.ends[0]] for box in found.undecided()]
    return json.dumps(Found(proven=proven, undecided=undecided, tried=found.tried)).encode()


def together(answers: Sequence[bytes]) -> Found:
    """Return what all tasks found, from the least kappa on."""
    parts: list[Found] = [json.loads(answer) for answer in answers]
    return Found(
        proven=[box for part in parts for box in part["proven"]],
        undecided=[box for part in parts for box in part["undecided"]],
        tried=sum(part["tried"] for part in parts),
    )
