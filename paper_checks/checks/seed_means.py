"""Means over seeds with their standard errors, compared with stated bounds.

What depends on a start is known on average alone. A mean is enclosed in a ball of `MARGIN` standard errors,
and a bound holds or fails only where the whole ball is on one side of it; else it stays undecided.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics.balls import Truth, less_or_equal, working_bits
from paper_checks.checks.exactly import to_flint
from paper_checks.errors import CheckFailedError
from paper_checks.verdicts import Evidence, Method, Outcome
from paper_checks.witness import violation

MARGIN = 4
"""A mean is taken to be within so many standard errors of the one over all seeds."""
BITS = 128
"""Working precision; the values are float64 numbers and exact."""


@dataclass(frozen=True)
class SeedMean:
    """The mean of one number over seeds.

    Attributes:
        what: what the number is, with its cell of the experiment.
        values: one for each seed; a value that does not depend on the seed may stand alone.
        absolute: whether the size of the mean counts, whatever its sign.
    """

    what: str
    values: Sequence[float]
    absolute: bool = False

    @property
    def mean(self) -> float:
        """The mean, rounded, or its size."""
        mean = math.fsum(self.values) / len(self.values)
        return abs(mean) if self.absolute else mean

    @property
    def standard_error(self) -> float:
        """The standard error of the mean, rounded; zero where there is one value alone."""
        count = len(self.values)
        if count == 1:
            return 0.0
        mean = math.fsum(self.values) / count
        return math.sqrt(math.fsum((value - mean) ** 2 for value in self.values) / (count - 1) / count)

    @property
    def ball(self) -> arb:
        """The exact mean with `MARGIN` standard errors to both sides; not finite if a value is not."""
        count = len(self.values)
        if not all(map(math.isfinite, self.values)):
            return arb("nan")
        exact = [Fraction(value) for value in self.values]
        mean = sum(exact, Fraction(0)) / count
        square = sum(((value - mean) ** 2 for value in exact), Fraction(0)) / max(1, count - 1) / count
        enclosed = arb(to_flint(mean)) + MARGIN * arb(to_flint(square)).sqrt() * arb(0, 1)
        return abs(enclosed) if self.absolute else enclosed


@dataclass(frozen=True)
class Finding:
    """A mean that has to be within bounds.

    Attributes:
        mean: what was measured.
        low: what it has to be at least, exact, from a formula; or nothing.
        high: what it has to be at most.
    """

    mean: SeedMean
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def bounds(self) -> Iterator[tuple[str, Fraction]]:
        """Each bound with the relation that the mean has to have to it."""
        pairs = ((">=", self.low), ("<=", self.high))
        return ((relation, bound) for relation, bound in pairs if bound is not None)

    def truth(self) -> tuple[Truth, str, Fraction]:
        """Decide it in three values; returns the bound that decides it, the first one if it holds."""
        decided = [(self._holds(*bound), *bound) for bound in self.bounds]
        for wanted in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE):
            for one in decided:
                if one[0] is wanted:
                    return one
        raise CheckFailedError(f"there is no bound for the {self.mean.what}")

    def _holds(self, relation: str, bound: Fraction) -> Truth:
        pair = (self.mean.ball, arb(to_flint(bound)))
        return less_or_equal(*pair) if relation == "<=" else less_or_equal(*reversed(pair))

    @property
    def shown(self) -> str:
        """The mean, its standard error, and how many of these the next bound is away."""
        error, mean = self.mean.standard_error, self.mean.mean
        relations = " and ".join(f"{relation} {bound}" for relation, bound in self.bounds)
        if not error or not math.isfinite(error):
            return f"{self.mean.what} {mean:.4g} {relations}"
        away = min(abs(mean - float(bound)) / error for _, bound in self.bounds)
        return f"{self.mean.what} {mean:.4g} +- {error:.1g}, {relations} ({away:.0f} standard errors)"


def evidence(
    findings: Iterable[Finding], *, domain: str, runs: int, at: Mapping[str, object], note: str = ""
) -> Evidence:
    """Return the evidence of findings that a claim asserts together.

    Args:
        findings: all that has to hold.
        domain: the runs in words.
        runs: how many there were.
        at: what names the runs in a witness.
        note: said after the findings.
    """
    with working_bits(BITS):
        decided = [(finding, *finding.truth()) for finding in findings]
        found = [truth for _, truth, _, _ in decided]
        outcome, witness = (Outcome.OPEN if Truth.UNKNOWN in found else Outcome.HOLDS), None
        if Truth.FALSE in found:
            outcome = Outcome.FAILS
            failed, _, relation, bound = decided[found.index(Truth.FALSE)]
            asserts = f"mean over seeds of the {failed.mean.what} {relation} {bound}"
            right = arb(to_flint(bound))
            measured = {
                "mean": f"{failed.mean.mean:.6g}",
                "standard error": f"{failed.mean.standard_error:.2g}",
            }
            witness = violation(relation, failed.mean.ball, right, asserts=asserts, at={**at, **measured})
    worst = next(value for value in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE) if value in found)
    parts = [finding.shown for finding, truth, _, _ in decided if truth is worst]
    return Evidence(
        outcome=outcome,
        method=Method.SAMPLE,
        domain=domain,
        cases=runs,
        witness=witness,
        detail="; ".join([*parts, *([note] if note else [])]),
    )
