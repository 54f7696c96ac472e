"""Samples: cases drawn inside the hypotheses, decided one by one, a violation shrunk to its smallest case.

Hypothesis draws and shrinks. A conclusion answers in three values: only a certain violation counts
as one, and a case that stays unknown leaves the sample open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import hypothesis
from hypothesis.strategies import SearchStrategy

from numerics.balls import Truth
from paper_checks.reproducible_draws import BACKEND
from paper_checks.request import Request
from paper_checks.verdicts import Evidence, Method, Outcome
from paper_checks.witness import Witness

Case = TypeVar("Case")


@dataclass(frozen=True)
class Answer:
    """What one case gave.

    Attributes:
        truth: whether the conclusion held, in three values.
        witness: the violation, where it certainly did not hold.
        labels: properties of the case, counted over the sample.
    """

    truth: Truth
    witness: Witness | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample(Generic[Case]):
    """What a sample gave, before it becomes evidence."""

    cases: int
    labels: Mapping[str, int]
    violation: Answer | None = None
    unknown: str = ""


ROUNDS = 6
"""How often a sample is drawn from again at the most, where draws repeat one another."""


class _Violated(Exception):  # noqa: N818 - never reaches a user
    """Raised inside a sample to make Hypothesis shrink the case."""


def draw(
    strategy: SearchStrategy[Case], decide: Callable[[Case], Answer], *, cases: int, seed: int
) -> Sample[Case]:
    """Decide `cases` distinct cases, or shrink the first violation and stop.

    Draws repeat one another, so more rounds of them follow for what is missing, until one adds nothing.

    Args:
        strategy: draws only cases that satisfy the hypotheses.
        decide: settles one case.
        cases: how many cases to draw.
        seed: makes the sample the same on every run.
    """
    seen: dict[str, Answer] = {}
    labels: Counter[str] = Counter()
    before = -1
    for number in range(ROUNDS):
        if not before < len(seen) < cases:
            break
        before = len(seen)
        violation = _round(strategy, decide, seen, cases, seed + number)
        if violation is not None:
            break
    for answer in seen.values():
        labels.update(answer.labels)
    if violation is not None:
        return Sample(len(seen) + 1, labels, violation=violation)
    unknown = [case for case, answer in seen.items() if answer.truth is Truth.UNKNOWN]
    return Sample(len(seen), labels, unknown=unknown[0] if unknown else "")


def _round(
    strategy: SearchStrategy[Case],
    decide: Callable[[Case], Answer],
    seen: dict[str, Answer],
    cases: int,
    seed: int,
) -> Answer | None:
    """Decide up to `cases` cases and add them to those `seen`; return the violation found, if any."""
    violations: list[Answer] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=cases,
        backend=BACKEND,
        database=None,
        deadline=None,
        derandomize=False,
        print_blob=False,
        report_multiple_bugs=False,
        verbosity=hypothesis.Verbosity.quiet,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.shrink),
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def each(case: Case) -> None:
        name = repr(case)
        if name in seen or len(seen) == cases:
            return
        answer = decide(case)
        if answer.truth is Truth.FALSE:
            violations.append(answer)
            raise _Violated
        if not violations:
            seen[name] = answer

    try:
        each()
    except _Violated:
        # Hypothesis replays the smallest failing case last.
        return violations[-1]
    return None


def every(cases: Iterable[Case], decide: Callable[[Case], Answer]) -> Sample[Case]:
    """Decide every case of a finite list; the first violation is kept as it is."""
    labels: Counter[str] = Counter()
    unknown = ""
    count = 0
    for case in cases:
        answer = decide(case)
        count += 1
        labels.update(answer.labels)
        if answer.truth is Truth.FALSE:
            return Sample(count, labels, violation=answer)
        if answer.truth is Truth.UNKNOWN:
            unknown = unknown or repr(case)
    return Sample(count, labels, unknown=unknown)


def over_depths(
    cases: Callable[[int], SearchStrategy[Case]],
    decide: Callable[[Case], Answer],
    *,
    statement: str,
    request: Request,
    domain: str,
    drawn: int | None = None,
    always: Callable[[int], tuple[Case, ...]] = lambda _depth: (),
) -> Evidence:
    """Draw a sample at every depth of the request and return its evidence.

    Args:
        cases: returns the strategy of one depth.
        decide: settles one case.
        statement: names the sample; its seed is derived from this name and the depth.
        request: depths, seed and amount of work.
        domain: what the cases are, in words; the depths are added.
        drawn: how many cases are drawn at each depth, where not as many as the request says.
        always: returns cases of one depth that are decided before any is drawn.
    """
    drawn = request.drawn_at_each_depth if drawn is None else drawn
    samples: list[Sample[Case]] = []
    for depth in request.every_depth:
        samples.append(every(always(depth), decide))
        if samples[-1].violation is not None:
            break
        seed = request.seed_of(f"{statement}/{depth}")
        samples.append(draw(cases(depth), decide, cases=drawn, seed=seed))
        if samples[-1].violation is not None:
            break
    covered = f"{domain}; depths {request.depths[0]} to {request.depths[1]}"
    return evidence(samples, domain=covered)


def evidence(samples: Iterable[Sample[Case]], *, domain: str) -> Evidence:
    """Return the evidence of one or more samples over parts of one domain."""
    parts = list(samples)
    cases = sum(part.cases for part in parts)
    labels: Counter[str] = Counter()
    for part in parts:
        labels.update(part.labels)
    shares = {label: count / cases for label, count in sorted(labels.items())} if cases else {}
    violation = next((part.violation for part in parts if part.violation is not None), None)
    unknown = next((part.unknown for part in parts if part.unknown), "")
    if violation is not None:
        outcome, detail = Outcome.FAILS, "a drawn case violates the claim; this is the smallest one found"
    elif unknown:
        outcome, detail = Outcome.OPEN, f"not decided at this precision: {unknown}"
    else:
        outcome, detail = Outcome.HOLDS, "every drawn case satisfies the claim"
    return Evidence(
        outcome=outcome,
        method=Method.SAMPLE,
        domain=domain,
        cases=cases,
        witness=violation.witness if violation is not None else None,
        detail=detail,
        distribution=shares,
    )
