"""Means over seeds with confidence intervals, compared with stated bounds.

What depends on a start is known on average alone, and the interval is for the mean over all starts, not for
what one start gives. It is that of Student's t, so it takes the values to be about normal. A bound holds or
fails only where the whole interval is on one side of it; else it stays undecided. However many bounds a claim
has, the chance that any of its intervals misses its mean is at most `RISK`: each has an equal part of that
(Bonferroni), which needs no independence of values that come from the same seeds.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics import student
from numerics.balls import Truth, less_or_equal, working_bits
from paper_checks.checks.exactly import to_flint
from paper_checks.errors import CheckFailedError
from paper_checks.verdicts import Evidence, Method, Outcome
from paper_checks.witness import violation

RISK = Fraction(1, 100)
"""The chance that some interval of a claim misses the mean over all seeds."""
BITS = 128
"""Working precision; the values are float64 numbers and exact."""


@dataclass(frozen=True)
class SeedMean:
    """The mean of one number over seeds.

    Attributes:
        what: what the number is, with its cell of the experiment.
        values: one for each seed; a value that does not depend on the seed may stand alone.
    """

    what: str
    values: Sequence[float]

    @property
    def mean(self) -> float:
        """The mean, rounded."""
        return math.fsum(self.values) / len(self.values)

    @property
    def spread(self) -> bool:
        """Whether there is more than one value, so that the mean has an error."""
        return len(self.values) > 1

    @property
    def standard_error(self) -> float:
        """The standard error of the mean, rounded; zero where there is one value alone."""
        if not self.spread:
            return 0.0
        count, mean = len(self.values), self.mean
        return math.sqrt(math.fsum((value - mean) ** 2 for value in self.values) / (count - 1) / count)

    def interval(self, risk: Fraction) -> arb:
        """Return the mean over all seeds as far as the values tell; not finite if a value is not.

        Args:
            risk: the chance that the interval misses it. One value alone has no error.
        """
        count = len(self.values)
        if not all(map(math.isfinite, self.values)):
            return arb("nan")
        exact = [Fraction(value) for value in self.values]
        mean = sum(exact, Fraction(0)) / count
        if not self.spread:
            return arb(to_flint(mean))
        square = sum(((value - mean) ** 2 for value in exact), Fraction(0)) / (count - 1) / count
        margin = arb(to_flint(student.margin(risk, count)))
        return arb(to_flint(mean)) + margin * arb(to_flint(square)).sqrt() * arb(0, 1)


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

    def truth(self, risk: Fraction) -> tuple[Truth, str, Fraction]:
        """Decide it in three values; returns the bound that decides it, the first one if it holds.

        Args:
            risk: the chance that the interval misses the mean.

        Raises:
            CheckFailedError: if there is no bound.
        """
        interval = self.mean.interval(risk)
        decided = [(_holds(interval, *bound), *bound) for bound in self.bounds]
        for wanted in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE):
            for one in decided:
                if one[0] is wanted:
                    return one
        raise CheckFailedError(f"there is no bound for the {self.mean.what}")

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
    read = list(findings)
    # An interval has two ends; the risk is that of both, however many bounds are compared with it.
    risk = RISK / max(1, sum(finding.mean.spread for finding in read))
    with working_bits(BITS):
        decided = [(finding, *finding.truth(risk)) for finding in read]
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
            left = failed.mean.interval(risk)
            witness = violation(relation, left, right, asserts=asserts, at={**at, **measured})
    worst = next(value for value in (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE) if value in found)
    parts = [finding.shown for finding, truth, _, _ in decided if truth is worst]
    margins = {student.margin(risk, len(finding.mean.values)) for finding in read if finding.mean.spread}
    parts += [f"intervals of {float(margin):.1f} standard errors" for margin in sorted(margins)]
    return Evidence(
        outcome=outcome,
        method=Method.SAMPLE,
        domain=domain,
        cases=runs,
        witness=witness,
        detail="; ".join([*parts, *([note] if note else [])]),
    )


def _holds(interval: arb, relation: str, bound: Fraction) -> Truth:
    pair = (interval, arb(to_flint(bound)))
    return less_or_equal(*pair) if relation == "<=" else less_or_equal(*reversed(pair))
