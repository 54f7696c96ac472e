"""Whether the period-2 orbit of one mode attracts in the entries that mix it with another, at any depth.

The points are those of a grid over kappa_1 of the first mode, with sigma = 1, and over sigma_2; at each of
them the multipliers of the pair are enclosed. The second mode rests below kappa_2 = 2 and oscillates beyond,
in phase or out of phase with the first one. All quantities are dimensionless.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from numerics import doubling, floquet
from numerics.errors import Inconclusive
from paper_checks.errors import UnusableInputError
from paper_checks.surveys.survey import Call, Survey

KIND = "phases"
DIGITS = 8
ATTRACTS, REPELS, UNDECIDED = "A", "R", "?"
MOST_DEPTH = 64


def plan(depths: Sequence[int], resolution: Fraction, in_phase: bool) -> Survey:
    """Cut the points of all depths into tasks.

    Args:
        depths: numbers of layers, 2 to 64.
        resolution: the distance of the points along both axes, from 1/10000 to 1/10.
        in_phase: whether the two modes are at their lower points at the same time, where both oscillate.

    Raises:
        UnusableInputError: if a number is out of range.
    """
    if not depths or min(depths) < 2 or max(depths) > MOST_DEPTH:
        raise UnusableInputError(f"the depths are out of range: give 2 to {MOST_DEPTH} layers")
    if not Fraction(1, 10_000) <= resolution <= Fraction(1, 10):
        raise UnusableInputError(f"the resolution is {resolution}: give 1/10000 to 1/10")
    calls = (call for depth in depths for call in _calls(depth, resolution, in_phase))
    return Survey(KIND, task, tuple(calls))


def points_in_task(depth: int) -> int:
    """Return how many points take about two seconds: the eigenvalues of 2 L x 2 L matrices."""
    return max(1, 2000 // (1 + depth**2 // 16))


def task(depth: int, in_phase: int, kappa: str, resolution: str, first: int, last: int) -> bytes:
    """Label some points of one row, by one letter each."""
    eta = Fraction(kappa) / depth
    return "".join(
        label(depth, eta, place * Fraction(resolution), bool(in_phase)) for place in range(first, last)
    ).encode()


def label(depth: int, eta: Fraction, sigma: Fraction, in_phase: bool) -> str:
    """Say what is certain at one point: `ATTRACTS`, `REPELS` or `UNDECIDED`."""
    if (eta * depth / 2) ** depth * sigma ** (2 * depth - 2) == 1:
        return UNDECIDED  # The second mode is exactly at the edge, kappa_2 = 2.
    try:
        _, others = floquet.pair_multipliers(depth, eta, 1, sigma, in_phase, DIGITS)
    except Inconclusive:
        return UNDECIDED
    sizes = [abs(one.ball) for one in others]
    if any(size > 1 for size in sizes):
        return REPELS
    return ATTRACTS if all(size < 1 for size in sizes) else UNDECIDED


COLUMNS = ("depth", "kappa_1", "sigma_2", "label")


def rows(survey: Survey, answers: Sequence[bytes]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the points with their labels, in the order of the calls."""
    for (depth, _, kappa, resolution, first, last), answer in zip(survey.calls, answers, strict=True):
        for place, letter in zip(range(int(str(first)), int(str(last))), answer.decode(), strict=True):
            yield str(depth), str(kappa), str(place * Fraction(str(resolution))), letter


def _calls(depth: int, resolution: Fraction, in_phase: bool) -> Iterator[Call]:
    end = doubling.enclose(depth, 20).low
    each, columns = points_in_task(depth), int(1 / resolution)
    kappa = 2 + resolution
    while kappa < Fraction(int(end.p), int(end.q)):
        for first in range(1, columns, each):
            yield depth, int(in_phase), str(kappa), str(resolution), first, min(first + each, columns)
        kappa += resolution
