"""Evidence, and the verdict that is computed from it.

A route hands over `Evidence`: what came out, by which method, over which domain, resting on what.
`Evidence.verdict` follows from these; `combine` makes one verdict out of the routes of a claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from paper_checks.witness import Witness

if TYPE_CHECKING:
    from paper_checks.certificates.certificate import Certificate
    from theory.argument import Argument


class Verdict(StrEnum):
    """What is known of a claim."""

    PROVED = "proved"
    """Decided in exact arithmetic for the whole stated parameter set."""
    CERTIFIED = "certified"
    """Proved by ball arithmetic over every point of a stated parameter box."""
    SAMPLED = "sampled"
    """Held in every one of a stated number of high-precision cases."""
    UNDECIDED = "undecided"
    """The method ended without an answer."""
    REFUTED = "refuted"
    """Violated by a witness, re-evaluated in exact or ball arithmetic."""
    NOT_RUN = "not run"
    """Nothing was tried, since a library that the check needs is not installed."""


ESTABLISHED = (Verdict.SAMPLED, Verdict.CERTIFIED, Verdict.PROVED)
"""The verdicts that say a claim holds, weakest first."""


class Method(StrEnum):
    """How a route comes to its answer."""

    IDENTITY = "identity"
    """Rational functions compared in canonical form."""
    ARGUMENT = "argument"
    """Decided steps joined by named rules."""
    ROOT_COUNT = "root count"
    """Real roots of a polynomial counted or isolated in exact arithmetic."""
    EXACT_EVALUATION = "exact evaluation"
    """One case evaluated in rational or algebraic numbers."""
    BALLS = "ball arithmetic"
    """One case evaluated in balls that contain the true value."""
    CERTIFICATE = "certificate"
    """Enclosures in ball arithmetic over whole boxes, which the checker has verified."""
    SAMPLE = "sample"
    """Cases drawn at random inside the hypotheses, each run at high precision."""


GRADE: Mapping[Method, Verdict] = {
    Method.IDENTITY: Verdict.PROVED,
    Method.ARGUMENT: Verdict.PROVED,
    Method.ROOT_COUNT: Verdict.PROVED,
    Method.CERTIFICATE: Verdict.CERTIFIED,
    Method.SAMPLE: Verdict.SAMPLED,
}
"""The verdict that a method can give to a claim that holds. One evaluated case can only refute."""


class Outcome(StrEnum):
    """What a route found."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True)
class Evidence:
    """What one route found, and everything needed to judge it.

    Attributes:
        outcome: whether the claim held on the domain.
        method: how that was found.
        domain: the parameters that were covered, in words.
        cases: how many cases were decided; one for a proof.
        rests_on: named rules and cited theorems that the answer depends on; what code it depends on is
            inferred from the route, see `components`.
        witness: the violation, where the claim fails.
        detail: one sentence on what was done, or why it stayed open.
        distribution: for samples, the share of cases with each property.
        argument: for proofs in steps, the argument that was checked.
        certificates: for proofs by enclosure, what the checker accepted; without any nothing is certified.
    """

    outcome: Outcome
    method: Method
    domain: str
    cases: int
    rests_on: tuple[str, ...] = ()
    witness: Witness | None = None
    detail: str = ""
    distribution: Mapping[str, float] = field(default_factory=dict)
    argument: Argument | None = field(default=None, repr=False)
    certificates: tuple[Certificate, ...] = field(default=(), repr=False)

    @property
    def verdict(self) -> Verdict:
        """The verdict this evidence supports."""
        if self.outcome is Outcome.FAILS:
            return Verdict.REFUTED if self.witness is not None else Verdict.UNDECIDED
        bare = self.method is Method.CERTIFICATE and not self.certificates
        if self.outcome is Outcome.HOLDS and self.cases > 0 and not bare:
            return GRADE.get(self.method, Verdict.UNDECIDED)
        return Verdict.UNDECIDED


class RoutesDisagreeError(Exception):
    """One route refutes what another establishes."""


def combine(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on a claim from those of its independent routes.

    Raises:
        RoutesDisagreeError: if one route refutes what another establishes.

    >>> combine([Verdict.SAMPLED, Verdict.PROVED])
    <Verdict.PROVED: 'proved'>
    >>> combine([Verdict.UNDECIDED, Verdict.REFUTED])
    <Verdict.REFUTED: 'refuted'>
    """
    established = [verdict for verdict in verdicts if verdict in ESTABLISHED]
    refuted = Verdict.REFUTED in verdicts
    if refuted and established:
        raise RoutesDisagreeError(f"one route refutes what another route finds {established[0]}")
    if refuted:
        return Verdict.REFUTED
    return max(established, key=ESTABLISHED.index, default=Verdict.UNDECIDED)
