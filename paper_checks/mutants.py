"""The siblings of every claim, each put to the same check as the claim itself.

A mutant of a claim that holds has to be refuted. One that is not is a defect of the check, or a discovery:
the claim was not sharp. A control, the sibling of a refuted claim, must not be refuted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from paper_checks import registry, results, runner, siblings, workers
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Statement
from paper_checks.verdicts import RoutesDisagreeError, Verdict, combine

LEAST_POWER = 0.99
"""The least share of seeds that have to refute a mutant of a sampled claim."""


class MutantRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of one mutant or control.

    Attributes:
        statement: the slug of the statement.
        claim: the name of the claim.
        mutant: its name.
        control: whether it is a control, which must not be refuted.
        kinds: what is different in it.
        edits: the formulas that were replaced, with their new sources.
        says: the claim with these formulas.
        problem: why it counts as a survivor, or nothing.
        seeds: how many seeds it was tried with; where no seed is used, one stands for all.
        refuting_seeds: how many of them refuted it.
        seeded: whether what refutes it is drawn.
        routes: what each route of the claim found.
        witness: a violation of the mutant.
        seconds: how long that took.
    """

    statement: str
    claim: str
    mutant: str
    control: bool
    kinds: list[str]
    edits: dict[str, str]
    says: str
    problem: str
    seeds: int
    refuting_seeds: int
    seeded: bool
    routes: list[results.RouteRecord]
    witness: results.WitnessRecord | None
    seconds: float

    @property
    def verdict(self) -> str:
        """What a person is shown."""
        if self.problem:
            return "refuted, but true" if self.control else "survived"
        return "not refuted" if self.control else "refuted"


class Results(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The results of a run over mutants."""

    schema_version: int
    environment: results.Environment
    mutants: list[MutantRecord]


Name = tuple[str, str, str]
"""Slug, claim and mutant."""


def run(
    slugs: Sequence[str],
    request: Request,
    *,
    seeds: int = 1,
    jobs: int = 1,
    progress: Callable[[MutantRecord], None] = lambda _record: None,
) -> Results:
    """Put every mutant and control of the named statements, or of all, to the check of its claim.

    Args:
        slugs: statements whose mutants are checked; all of them if empty.
        request: digits, depths, seed and amount of work.
        seeds: with how many seeds, counted up from that of the request, mutants of sampled claims are tried.
        jobs: how many processes to use.
        progress: called with each record as it is finished.

    Raises:
        UnusableInputError: for a slug that does not exist.
    """
    names = listed(slugs)
    found: dict[Name, MutantRecord] = {}
    for record in workers.answers(check_named, [(name, request, seeds) for name in names], jobs):
        found[record.statement, record.claim, record.mutant] = record
        progress(record)
    return Results(results.VERSION, results.environment(request), [found[name] for name in names])


def listed(slugs: Sequence[str]) -> list[Name]:
    """Return the names of all mutants and controls, in the order of the paper.

    Raises:
        UnusableInputError: for a slug that does not exist.
    """
    return [
        (statement.slug, claim.name, mutant.name)
        for statement, claim in registry.claims(slugs)
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
    problem, control = _problem(first), mutant in claim.controls
    if control:
        problem = _problem_of_control(first)
    tried, refuting = [first], int(not _problem(first))
    if claim.expected is Verdict.SAMPLED and watched.asked and not control:
        for offset in range(1, seeds):
            tried.append(runner.check_claim(edited, claim, _watched(request, request.seed + offset)))
            refuting += not _problem(tried[-1])
        if not problem and refuting < LEAST_POWER * len(tried):
            problem = f"only {refuting} of {len(tried)} seeds refute it"
    return MutantRecord(
        statement=statement.slug,
        claim=claim.name,
        mutant=mutant.name,
        control=control,
        kinds=sorted(kind.value for kind in kinds(statement, claim, mutant)),
        edits=dict(mutant.edits),
        says=first.says,
        problem=problem,
        seeds=len(tried),
        refuting_seeds=refuting,
        seeded=bool(watched.asked),
        routes=first.routes,
        witness=next((route.witness for route in first.routes if route.witness is not None), None),
        seconds=round(sum(record.seconds for record in tried), 3),
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


def survivors(found: Results) -> Iterator[MutantRecord]:
    """Yield the mutants and controls that came out otherwise than they have to."""
    return (record for record in found.mutants if record.problem)


def summary(found: Results) -> list[str]:
    """Return the kill rate, how many mutants there are of each kind, and the power of sampled claims."""
    killed, controls = (
        [record for record in found.mutants if record.control is control] for control in (False, True)
    )
    refuted = sum(1 for record in killed if not record.problem)
    lines = [f"{refuted} of {len(killed)} mutants refuted ({_percent(refuted, len(killed))})"]
    counts = Counter(kind for record in killed for kind in record.kinds)
    lines.append("kinds: " + ", ".join(f"{kind} {counts[kind]}" for kind in siblings.Kind if counts[kind]))
    if controls:
        passed = sum(1 for record in controls if not record.problem)
        lines.append(f"{passed} of {len(controls)} controls let pass")
    drawn = [record for record in killed if record.seeds > 1]
    if drawn:
        least = min(drawn, key=lambda record: record.refuting_seeds)
        lines.append(
            f"{len(drawn)} mutants of sampled claims need a draw: refuted by at least "
            f"{least.refuting_seeds} of {least.seeds} seeds"
        )
    return lines


def encode(found: Results) -> bytes:
    """Return the results as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _percent(part: int, whole: int) -> str:
    """Return a share in per cent, rounded down, so that 100 % means all."""
    return f"{math.floor(1000 * part / whole) / 10:g} %" if whole else "none"


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
