"""The errata: what the paper prints and gradient descent refutes, what is true instead, and what rests on it.

Witnesses come from the checks, and whether something survives follows from verdicts; only what rests on
what is written down, beside the claim it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from paper_checks import lock, registry, runner, workers
from paper_checks.errors import UnusableInputError
from paper_checks.request import Request
from paper_checks.results import ClaimRecord, Results, WitnessRecord
from paper_checks.statements import Claim, Erratum, Known, Reading, Statement
from paper_checks.verdicts import ESTABLISHED, Verdict

Verdicts = Mapping[str, Verdict]
"""Verdicts by ``slug/claim``, of claims whose wording has not changed since."""


class Survival(StrEnum):
    """What becomes of something that rests on a refuted claim."""

    SURVIVES = "survives"
    """Every claim that decides it holds."""
    FALLS = "falls"
    """One of them is refuted."""
    OPEN = "open"
    """None is refuted, but not all are decided."""


class GroundRecord(msgspec.Struct, frozen=True):
    """A claim that decides something, with its verdict; "" where none is known."""

    claim: str
    verdict: str


class CorrectionRecord(msgspec.Struct, frozen=True):
    """A claim that stands in place of the refuted one."""

    claim: str
    reading: str
    says: str
    latex: str
    domain: str
    domain_latex: str
    verdict: str


class ConsequenceRecord(msgspec.Struct, frozen=True):
    """Something in the paper that rests on the refuted claim, and whether it survives."""

    what: str
    survival: str
    decided_by: list[GroundRecord]


class ErratumRecord(msgspec.Struct, frozen=True):
    """A printed claim that is refuted.

    Attributes:
        statement: its slug.
        title: of the statement.
        place: where it stands in the paper.
        known: how its wording is known.
        provenance: one sentence on that.
        wording: what the erratum presupposes of it.
        claim: its name.
        says: the claim as printed, in plain notation.
        latex: the same, with formulas in LaTeX.
        domain: the parameters it is about.
        domain_latex: the same, with formulas in LaTeX.
        verdict: what the check found.
        method: how it was found.
        witness: the violation.
        corrections: what is true instead.
        consequences: what rests on it.
        problem: why this is no erratum, or not a whole one; "" if there is nothing.
    """

    statement: str
    title: str
    place: str
    known: str
    provenance: str
    wording: str
    claim: str
    says: str
    latex: str
    domain: str
    domain_latex: str
    verdict: str
    method: str
    witness: WitnessRecord | None
    corrections: list[CorrectionRecord]
    consequences: list[ConsequenceRecord]
    problem: str


WORDING: Mapping[Known, str] = {
    Known.CONFIRMED: "The erratum is about this reading of a form that was read.",
    Known.RECONSTRUCTED: "Should the paper print another constant or condition, this erratum falls; "
    "the formula is corrected in one place, the module of the statement.",
    Known.CLAIM: "The erratum is about the precise form that this project gave to the prose.",
}
"""What an erratum presupposes of the wording."""


def listed(slugs: Sequence[str] = ()) -> list[tuple[Statement, Claim, Erratum]]:
    """Return the printed claims of some statements, or of all, that have an erratum.

    Raises:
        UnusableInputError: for a slug that does not exist.
    """
    return [
        (statement, claim, claim.erratum)
        for statement, claim in registry.claims(slugs)
        if claim.erratum is not None and claim.reading is Reading.PRINTED
    ]


def run(
    slugs: Sequence[str],
    request: Request,
    verdicts: Verdicts,
    *,
    jobs: int = 1,
    progress: Callable[[ClaimRecord], None] = lambda _record: None,
) -> list[ErratumRecord]:
    """Find the witnesses anew and return the errata.

    Args:
        slugs: statements; all of them if empty.
        request: digits, depths, seed and amount of work.
        verdicts: of the claims that correct or decide.
        jobs: how many processes to use.
        progress: called with the record of each refuted claim as it is checked.
    """
    wanted = listed(slugs)
    checked: dict[tuple[str, str], ClaimRecord] = {}
    calls = [(statement.slug, claim.name, request) for statement, claim, _ in wanted]
    for one in workers.answers(runner.check_named, calls, jobs):
        checked[one.record.statement, one.record.claim] = one.record
        progress(one.record)
    return [
        record(statement, claim, erratum, checked[statement.slug, claim.name], verdicts)
        for statement, claim, erratum in wanted
    ]


def from_results(slugs: Sequence[str], found: Results) -> list[ErratumRecord]:
    """Return the errata from the results of a run.

    Raises:
        UnusableInputError: if the run left out a claim that is refuted, or its wording has changed since.
    """
    records = {f"{one.statement}/{one.claim}": one for one in found.claims}
    wanted = listed(slugs)
    for statement, claim, _ in wanted:
        name = f"{statement.slug}/{claim.name}"
        if name not in records:
            raise UnusableInputError(f"the results do not have {name}: verify all claims with --json")
        if records[name].digest != lock.digest(statement, claim):
            raise UnusableInputError(f"{name} has changed since the results were written: verify it again")
    verdicts = recorded_verdicts(lock.of(found.claims))
    return [
        record(statement, claim, erratum, records[f"{statement.slug}/{claim.name}"], verdicts)
        for statement, claim, erratum in wanted
    ]


def recorded_verdicts(recorded: lock.Lock) -> Verdicts:
    """Return the recorded verdicts of the claims whose wording is the one recorded."""
    return {
        name: Verdict(recorded[name].verdict)
        for statement, claim in registry.claims()
        if (name := f"{statement.slug}/{claim.name}") in recorded
        and recorded[name].digest == lock.digest(statement, claim)
    }


def record(
    statement: Statement, claim: Claim, erratum: Erratum, checked: ClaimRecord, verdicts: Verdicts
) -> ErratumRecord:
    """Return the erratum of one claim.

    Args:
        statement: has the claim.
        claim: printed, and expected to be refuted.
        erratum: of the claim.
        checked: what the claim came to.
        verdicts: of the claims that correct or decide.
    """
    corrections = [_correction(full_name(statement, name), verdicts) for name in erratum.corrected_by]
    return ErratumRecord(
        statement=statement.slug,
        title=statement.title,
        place=statement.place,
        known=statement.known.value,
        provenance=statement.provenance,
        wording=WORDING[statement.known],
        claim=claim.name,
        says=checked.says,
        latex=checked.latex,
        domain=checked.domain,
        domain_latex=claim.domain.latex(statement.formulas),
        verdict=checked.verdict,
        method=checked.method,
        witness=checked.witness,
        corrections=corrections,
        consequences=[
            _consequence(one.what, [full_name(statement, name) for name in one.decided_by], verdicts)
            for one in erratum.consequences
        ],
        problem=_problem(checked, corrections),
    )


def full_name(statement: Statement, name: str) -> str:
    """Return ``slug/claim`` for a claim that is named within a statement."""
    return name if "/" in name else f"{statement.slug}/{name}"


def survival(verdicts: Iterable[Verdict | None]) -> Survival:
    """Return what becomes of something that needs claims with the given verdicts; None is not known.

    >>> survival([Verdict.PROVED, Verdict.SAMPLED]).value
    'survives'
    >>> survival([Verdict.PROVED, None]).value
    'open'
    >>> survival([None, Verdict.REFUTED]).value
    'falls'

    Raises:
        ValueError: if there are none.
    """
    found = list(verdicts)
    if not found:
        raise ValueError("nothing decides it: name a claim")
    if Verdict.REFUTED in found:
        return Survival.FALLS
    return Survival.SURVIVES if all(one in ESTABLISHED for one in found) else Survival.OPEN


def _consequence(what: str, names: Sequence[str], verdicts: Verdicts) -> ConsequenceRecord:
    found = [verdicts.get(name) for name in names]
    grounds = [
        GroundRecord(name, "" if one is None else one.value) for name, one in zip(names, found, strict=True)
    ]
    return ConsequenceRecord(what, survival(found).value, grounds)


def _correction(name: str, verdicts: Verdicts) -> CorrectionRecord:
    slug, _, claim_name = name.partition("/")
    statement = registry.statement(slug)
    claim = statement.claim(claim_name)
    return CorrectionRecord(
        claim=name,
        reading=claim.reading.value,
        says=claim.says.plain(statement.formulas),
        latex=claim.says.latex(statement.formulas),
        domain=claim.domain.plain(statement.formulas),
        domain_latex=claim.domain.latex(statement.formulas),
        verdict=verdicts[name].value if name in verdicts else "",
    )


def _problem(checked: ClaimRecord, corrections: Sequence[CorrectionRecord]) -> str:
    if checked.verdict != Verdict.REFUTED:
        return f"found {checked.verdict}: {checked.problem or 'the claim is not refuted'}"
    if checked.witness is None:
        return "refuted without a witness"
    for one in corrections:
        if one.verdict not in ESTABLISHED:
            return f"its correction {one.claim} is {one.verdict or 'not recorded in its present wording'}"
    return ""


def encode(found: Sequence[ErratumRecord]) -> bytes:
    """Return the errata as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(list(found)), indent=1) + b"\n"
