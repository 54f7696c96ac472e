"""The siblings of every claim, each put to the same check as the claim itself.

A mutant of a claim that holds has to be refuted. One that is not is a defect of the check, or a discovery:
the claim was not sharp. A control, the sibling of a refuted claim, must not be refuted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from paper_checks import power, registry, results, runner, siblings, workers
from paper_checks.mutant_records import MutantRecord, Results
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Statement
from paper_checks.verdicts import RoutesDisagreeError, Verdict, combine

Name = tuple[str, str, str]
"""Slug, claim and mutant."""


def run(
    names: Sequence[str],
    request: Request,
    *,
    seeds: int = 1,
    jobs: int = 1,
    progress: Callable[[MutantRecord], None] = lambda _record: None,
) -> Results:
    """Put every mutant and control of the named claims, or of all, to the check of its claim.

    Args:
        names: claims whose mutants are checked, by ``slug`` or ``slug/claim``; all of them if empty.
        request: digits, depths, seed and amount of work.
        seeds: with how many seeds, counted up from that of the request, mutants of sampled claims are tried;
            with one, their recorded power has to be enough.
        jobs: how many processes to use.
        progress: called with each record as it is finished.

    Raises:
        UnusableInputError: for a statement or a claim that does not exist.
    """
    calls = listed(names)
    found: dict[Name, MutantRecord] = {}
    for record in workers.answers(check_named, [(name, request, seeds) for name in calls], jobs):
        found[record.statement, record.claim, record.mutant] = record
        progress(record)
    return Results(results.VERSION, results.environment(request), [found[name] for name in calls])


def listed(names: Sequence[str]) -> list[Name]:
    """Return the names of all mutants and controls, in the order of the paper.

    Raises:
        UnusableInputError: for a statement or a claim that does not exist.
    """
    return [
        (statement.slug, claim.name, mutant.name)
        for statement, claim in registry.claims(names)
        for mutant in (*claim.mutants, *claim.controls)
    ]


def check_named(name: Name, request: Request, seeds: int = 1) -> MutantRecord:
    """Check one mutant or control given by name, so that the call can be sent to another process."""
    slug, claim_name, mutant_name = name
    statement = registry.statement(slug)
    claim = statement.claim(claim_name)
    (mutant,) = (one for one in (*claim.mutants, *claim.controls) if one.name == mutant_name)
    return check(statement, claim, mutant, request, seeds)


def check(
    statement: Statement, claim: Claim, mutant: Mutant, request: Request, seeds: int = 1
) -> MutantRecord:
    """Check one mutant or control of a claim, for sampled claims with several seeds."""
    edited = statement.edited(mutant.edits)
    watched = _watched(request, request.seed)
    first = runner.check_claim(edited, claim, watched)
    control = mutant in claim.controls
    problem = _problem_of_control(first) if control else _problem(first)
    tried, refuting, seconds = 1, int(not _problem(first)), first.seconds
    if claim.expected is Verdict.SAMPLED and watched.asked and not control:
        if seeds == 1:
            problem = problem or power.complaint(power.recorded(), statement, claim, mutant)
            if not problem:
                known = power.recorded()[power.name(statement, claim, mutant)]
                tried, refuting = known.seeds, known.refuting
        for offset in range(1, seeds):
            again = runner.check_claim(edited, claim, _watched(request, request.seed + offset))
            tried, refuting = tried + 1, refuting + int(not _problem(again))
            seconds += again.seconds
        if not problem and refuting < power.LEAST_POWER * tried:
            problem = f"only {refuting} of {tried} seeds refute it"
    return MutantRecord(
        statement=statement.slug,
        claim=claim.name,
        mutant=mutant.name,
        control=control,
        kinds=sorted(kind.value for kind in kinds(statement, claim, mutant)),
        edits=dict(mutant.edits),
        says=first.says,
        problem=problem,
        seeds=tried,
        refuting_seeds=refuting,
        seeded=bool(watched.asked),
        routes=first.routes,
        witness=next((route.witness for route in first.routes if route.witness is not None), None),
        seconds=round(seconds, 3),
    )


def kinds(statement: Statement, claim: Claim, mutant: Mutant) -> frozenset[siblings.Kind]:
    """Return what is different in a mutant; what is said of the domain alone is a hypothesis."""
    found: set[siblings.Kind] = set()
    for name, source in mutant.edits.items():
        found |= siblings.kinds(statement.formulas[name].source, source)
        if name in claim.domain.formulas and name not in claim.says.formulas:
            found.add(siblings.Kind.HYPOTHESIS)
    return frozenset(found)


def missing(statement: Statement, claim: Claim) -> frozenset[siblings.Kind]:
    """Return the kinds of mutants that a claim which holds could have, has not, and says nothing about."""
    if claim.expected is Verdict.REFUTED:
        return frozenset()
    shown = {*claim.says.formulas, *claim.domain.formulas}
    needed = {kind for name in shown for kind in siblings.applicable(statement.formulas[name].source)}
    if set(claim.domain.formulas) - set(claim.says.formulas):
        needed.add(siblings.Kind.HYPOTHESIS)
    listed_kinds = {kind for mutant in claim.mutants for kind in kinds(statement, claim, mutant)}
    return frozenset(needed - {siblings.Kind.OTHER} - listed_kinds - set(claim.no_mutant))


def record_power(found: Results, to: Path) -> None:
    """Keep with how many seeds the mutants of sampled claims were refuted.

    Raises:
        UnusableInputError: if the file cannot be written.
    """
    measured: dict[str, power.Recorded] = {}
    names: set[str] = set()
    by_name = {(one.statement, one.claim, one.mutant): one for one in found.mutants}
    for statement, claim in registry.claims():
        for mutant in claim.mutants:
            name = power.name(statement, claim, mutant)
            names.add(name)
            one = by_name.get((statement.slug, claim.name, mutant.name))
            if one is not None and one.seeds > 1:
                said = power.digest(statement, claim, mutant)
                measured[name] = power.Recorded(said, one.seeds, one.refuting_seeds)
    power.record(measured, names, to)


@dataclass(frozen=True, eq=False)
class _WatchedRequest(Request):
    """A request that knows which seeds were asked of it; equal to itself alone, so that no cache answers."""

    asked: list[str] = field(default_factory=list)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def seed_of(self, claim: str) -> int:
        self.asked.append(claim)
        return super().seed_of(claim)


def _watched(request: Request, seed: int) -> _WatchedRequest:
    plain = replace(request, seed=seed)
    return _WatchedRequest(plain.digits, plain.depths, plain.seed, plain.profile)


def _problem(record: results.ClaimRecord) -> str:
    """Return why a mutant survives, or nothing; a route that breaks has refuted nothing."""
    for route in record.routes:
        if route.detail.startswith(runner.FAILED):
            return f"{route.name}: {route.detail}"
    try:
        verdict = combine([Verdict(route.verdict) for route in record.routes])
    except RoutesDisagreeError as error:
        return f"routes disagree: {error}"
    return "" if verdict is Verdict.REFUTED else f"found {verdict}"


def _problem_of_control(record: results.ClaimRecord) -> str:
    """Return why a control is not let pass, or nothing."""
    for route in record.routes:
        if route.detail.startswith(runner.FAILED):
            return f"{route.name}: {route.detail}"
        if route.verdict == Verdict.REFUTED:
            return f"{route.name} refutes it"
    return ""
