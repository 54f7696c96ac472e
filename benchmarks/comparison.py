"""A piece of work done in two ways, and how the two are measured against one another."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Comparison:
    """The same work done by this project and by a peer.

    Attributes:
        work: what is done.
        peer: what it is compared with.
        least: the ratio of times that is asked for.
        ours: does the work and returns what `same` compares.
        theirs: does the work, or a part of it, as users of the peer do.
        share: the part of the work that `theirs` does; the ratio is taken for the same work.
        same: raises `AssertionError` if the two did not compute the same.
    """

    work: str
    peer: str
    least: float
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    same: Callable[[Any, Any], None]
    share: float = 1.0


@dataclass(frozen=True)
class Measurement:
    """What was measured; seconds are for the whole work.

    Attributes:
        comparison: what was compared.
        ratios: time of the peer over ours, one for each repetition.
        ours: seconds of ours.
        theirs: seconds of the peer.
    """

    comparison: Comparison
    ratios: tuple[float, ...]
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.ratios)

    @property
    def met(self) -> bool:
        """Whether the median reaches what is asked for."""
        return self.ratio >= self.comparison.least


def measure(comparison: Comparison, repetitions: int) -> Measurement:
    """Do the work in both ways in turn, after one round that only compares the results.

    Raises:
        AssertionError: if the two did not compute the same.
    """
    comparison.same(comparison.ours(), comparison.theirs())
    pairs = [(_seconds(comparison.ours), _seconds(comparison.theirs)) for _ in range(repetitions)]
    ours = tuple(one for one, _ in pairs)
    theirs = tuple(other / comparison.share for _, other in pairs)
    ratios = tuple(other / one for one, other in zip(ours, theirs, strict=True))
    return Measurement(comparison, ratios, ours, theirs)


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
