"""Run the checks of claims, in one process or several, and turn evidence into records.

Nothing here depends on time or on the order in which processes finish: verdicts follow from the
evidence, seeds from the names of the claims, and records come in the order of the paper.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from paper_checks import components, lock, registry, results, workers
from paper_checks.errors import MissingExtraError
from paper_checks.request import Request
from paper_checks.statements import Claim, Route, Statement
from paper_checks.verdicts import Evidence, RoutesDisagreeError, Verdict, combine
from paper_checks.witness import Witness

if TYPE_CHECKING:
    from paper_checks.certificates.certificate import Certificate
    from theory.argument import Argument

Progress = Callable[[results.ClaimRecord], None]


@dataclass(frozen=True)
class Checked:
    """What a claim came to.

    Attributes:
        record: the record, with a problem named where there is one.
        certificates: what its certified routes left behind.
    """

    record: results.ClaimRecord
    certificates: tuple[Certificate, ...]


def check_claim(statement: Statement, claim: Claim, request: Request) -> results.ClaimRecord:
    """Run every route of a claim and return its record."""
    return check_with_certificates(statement, claim, request).record


def check_with_certificates(statement: Statement, claim: Claim, request: Request) -> Checked:
    """Run every route of a claim and return its record and its certificates."""
    ran = [_run(statement, route, request) for route in claim.routes]
    certificates = tuple(certificate for _, found in ran for certificate in found)
    return Checked(_claim_record(statement, claim, request, [record for record, _ in ran]), certificates)


def _claim_record(
    statement: Statement, claim: Claim, request: Request, routes: list[results.RouteRecord]
) -> results.ClaimRecord:
    problem = ""
    try:
        verdict = combine([Verdict(route.verdict) for route in routes])
        if any(route.verdict == Verdict.NOT_RUN for route in routes):
            verdict = Verdict.NOT_RUN
    except RoutesDisagreeError as error:
        verdict, problem = Verdict.UNDECIDED, f"routes disagree: {error}"
    problem = problem or _problem(claim, routes, verdict)
    deciding = next((route for route in routes if route.verdict == verdict), None)
    return results.ClaimRecord(
        statement=statement.slug,
        claim=claim.name,
        digest=lock.digest(statement, claim),
        reading=claim.reading.value,
        says=claim.says.plain(statement.formulas),
        latex=claim.says.latex(statement.formulas),
        verdict=verdict.value,
        expected=claim.expected.value,
        problem=problem,
        method=deciding.method if deciding is not None else "",
        routes=routes,
        domain=claim.domain.plain(statement.formulas),
        cases=sum(route.cases for route in routes),
        min_cases=sum(route.min_cases for route in routes),
        seed=request.seed,
        seconds=round(sum(route.seconds for route in routes), 3),
        witness=deciding.witness if deciding is not None else None,
        source=results.SourceRecord(statement.known.value, statement.provenance, statement.place),
        rests_on=sorted({name for route in routes for name in route.rests_on}),
        open_question=None
        if claim.open_question is None
        else results.OpenQuestionRecord(claim.open_question.reason, claim.open_question.data),
    )


def _problem(claim: Claim, routes: Sequence[results.RouteRecord], verdict: Verdict) -> str:
    """Return why a claim keeps a run from being a success, or nothing."""
    if not routes:
        return "no route checks this claim"
    for route in routes:
        if route.detail.startswith(FAILED) or route.verdict == Verdict.NOT_RUN:
            return f"{route.name}: {route.detail}"
        if route.verdict != Verdict.REFUTED and route.cases < route.min_cases:
            return f"{route.name} saw {route.cases} cases, fewer than {route.min_cases}"
        if route.verdict == Verdict.UNDECIDED and claim.open_question is None:
            return f"{route.name} is undecided: {route.detail}"
    if verdict is not claim.expected:
        return f"found {verdict}, expected {claim.expected}"
    return ""


FAILED = "the check failed: "
"""How the detail of a route starts that ended in an error instead of evidence."""


def _run(
    statement: Statement, route: Route, request: Request
) -> tuple[results.RouteRecord, tuple[Certificate, ...]]:
    start = time.perf_counter()
    least = route.least_cases(request)
    try:
        evidence = route.check(statement, request)
    except MissingExtraError as error:
        return _without_evidence(route, Verdict.NOT_RUN, str(error), least, time.perf_counter() - start), ()
    except Exception as error:  # a check that breaks is a finding about the check, not a crash of the run
        detail = f"{FAILED}{type(error).__name__}: {error}"
        return _without_evidence(route, Verdict.UNDECIDED, detail, least, time.perf_counter() - start), ()
    return _record(route, evidence, least, time.perf_counter() - start), evidence.certificates


def _without_evidence(
    route: Route, verdict: Verdict, detail: str, least: int, seconds: float
) -> results.RouteRecord:
    return results.RouteRecord(
        name=route.name,
        verdict=verdict.value,
        method="",
        domain="",
        cases=0,
        min_cases=least,
        rests_on=[],
        detail=detail,
        distribution={},
        certificates=[],
        witness=None,
        seconds=round(seconds, 3),
    )


def _record(route: Route, evidence: Evidence, least: int, seconds: float) -> results.RouteRecord:
    return results.RouteRecord(
        name=route.name,
        verdict=evidence.verdict.value,
        method=evidence.method.value,
        domain=evidence.domain,
        cases=evidence.cases,
        min_cases=least,
        rests_on=[*evidence.rests_on, *components.of(route.check)],
        detail=evidence.detail,
        distribution={label: round(share, 4) for label, share in evidence.distribution.items()},
        certificates=[certificate.file_name for certificate in evidence.certificates],
        witness=_witness(evidence.witness),
        seconds=round(seconds, 3),
    )


def _witness(witness: Witness | None) -> results.WitnessRecord | None:
    if witness is None:
        return None
    return results.WitnessRecord(
        dict(witness.at), witness.relation, witness.left, witness.right, witness.arithmetic
    )


def derivations(statement: Statement, claim: Claim, request: Request) -> list[tuple[str, Argument]]:
    """Return the arguments by which a claim is decided, each with the name of its route."""
    found = [(route.name, route.check(statement, request).argument) for route in claim.routes]
    return [(name, argument) for name, argument in found if argument is not None]


def run(
    names: Sequence[str],
    request: Request,
    *,
    exclude: Sequence[str] = (),
    jobs: int = 1,
    recorded: lock.Lock | None = None,
    progress: Progress = lambda _record: None,
    keep: Callable[[Certificate], None] = lambda _certificate: None,
) -> results.Results:
    """Check the named claims, or all, and return the results.

    Args:
        names: claims to check, by ``slug`` or ``slug/claim``; all of them if empty.
        request: digits, depths, seed and amount of work.
        exclude: claims that are left out, by ``slug`` or ``slug/claim``.
        jobs: how many processes to use.
        recorded: what the claims have to agree with in wording and verdict; without it nothing is compared.
        progress: called with each record as it is finished.
        keep: called with each certificate, in the order of the paper, when all claims are finished.

    Raises:
        UnusableInputError: for a slug or claim that does not exist.
    """
    chosen, left_out = registry.without(registry.claims(names), exclude)
    checked: dict[tuple[str, str], Checked] = {}
    # The claims that draw most cases come last in the paper.
    calls = [(statement.slug, claim.name, request) for statement, claim in chosen]
    for one in workers.answers(check_named, calls, jobs):
        checked[one.record.statement, one.record.claim] = one
        progress(one.record)
    in_order = [checked[statement.slug, claim.name] for statement, claim in chosen]
    for one in in_order:
        for certificate in one.certificates:
            keep(certificate)
    drifted = {} if recorded is None else lock.drift(recorded, chosen)
    return results.Results(
        schema_version=results.VERSION,
        environment=results.environment(request),
        claims=[_with_drift(one.record, drifted) for one in in_order],
        excluded=[f"{statement.slug}/{claim.name}" for statement, claim in left_out],
    )


def _with_drift(record: results.ClaimRecord, drifted: Mapping[str, str]) -> results.ClaimRecord:
    found = drifted.get(f"{record.statement}/{record.claim}", "")
    if record.problem or not found:
        return record
    return msgspec.structs.replace(record, problem=f"{found}: read the claim, then run verify --record")


def check_named(slug: str, claim: str, request: Request) -> Checked:
    """Check one claim given by name, so that the call can be sent to another process."""
    statement = registry.statement(slug)
    return check_with_certificates(statement, statement.claim(claim), request)


def problems(found: results.Results) -> list[results.ClaimRecord]:
    """Return the records that keep a run from being a success."""
    return [claim for claim in found.claims if claim.problem]
