"""What a statement of a paper is: its wording, its claims, their checks and the verdicts expected.

A statement module builds one `Statement` from these values and contains no algorithm.
"""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.verdicts import Evidence, Verdict


class Known(StrEnum):
    """How the wording of a statement is known."""

    CONFIRMED = "confirmed"
    """The form was read in a summary, a review or the code of the paper."""
    RECONSTRUCTED = "reconstructed"
    """The form is known, but a constant or a condition is recalled, not read."""
    CLAIM = "claim"
    """Made in the abstract or in prose; the precise form is this project's."""


class Reading(StrEnum):
    """Whose claim it is."""

    PRINTED = "printed"
    """What the paper says, or one way to read it."""
    CORRECTED = "corrected"
    """What is true in place of a printed claim that is not."""
    SHARPENED = "sharpened"
    """The best constant, or a stronger conclusion."""
    EXTENDED = "extended"
    """Beyond the hypotheses of the paper."""


@dataclass(frozen=True)
class Text:
    """Words with formulas in them, written ``{name}``; rendered from the formulas that are checked."""

    template: str

    @property
    def formulas(self) -> tuple[str, ...]:
        """The names of the formulas in the text, in order of appearance."""
        return tuple(name for _, name, _, _ in string.Formatter().parse(self.template) if name)

    def plain(self, formulas: Mapping[str, Formula]) -> str:
        """Return the text with the formulas in plain notation."""
        return self.template.format_map({name: formulas[name].plain for name in self.formulas})

    def latex(self, formulas: Mapping[str, Formula]) -> str:
        """Return the text with the formulas in LaTeX, each within ``$ … $``."""
        return self.template.format_map({name: f"${formulas[name].latex}$" for name in self.formulas})


@dataclass(frozen=True)
class Route:
    """One independent way to decide a claim.

    Attributes:
        name: what kind of way it is, unique within the claim.
        check: called with the statement and the request, returns the evidence.
        least_cases: the least number of cases it has to see, from the request.
        certifies: for routes that leave certificates, the parameters that those of one depth have.
    """

    name: str
    check: Callable[[Statement, Request], Evidence]
    least_cases: Callable[[Request], int] = lambda _request: 1
    certifies: Callable[[Statement, int], Sequence[Mapping[str, object]]] | None = None


def SAMPLE(request: Request) -> int:  # noqa: N802 - a constant of the statement modules
    """The least number of cases of a sample over depths."""
    return request.least_sample


def LARGE_SAMPLE(request: Request) -> int:  # noqa: N802 - a constant of the statement modules
    """The least number of cases of a large sample over depths."""
    return request.least_large_sample


@dataclass(frozen=True)
class Mutant:
    """A sibling of a claim: the same claim with some formulas replaced. Of a claim that holds it is false."""

    name: str
    edits: Mapping[str, str]


@dataclass(frozen=True)
class Consequence:
    """Something in the paper that rests on a claim, and the claims that decide whether it survives without.

    Attributes:
        what: what rests on it, in words.
        decided_by: claims, as ``name`` in the same statement or ``slug/name``; it survives if all hold.
    """

    what: str
    decided_by: tuple[str, ...]


@dataclass(frozen=True)
class Erratum:
    """What a refuted printed claim has to be replaced by, and what that changes.

    Attributes:
        corrected_by: the claims that are true in its place, as ``name`` or ``slug/name``.
        consequences: what in the paper rests on it.
    """

    corrected_by: tuple[str, ...]
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True)
class OpenQuestion:
    """Why a claim is undecided, and the data of the attempt."""

    reason: str
    data: str


@dataclass(frozen=True)
class Claim:
    """One thing a statement says, in one reading, with the verdict expected of it.

    Attributes:
        name: short, unique within the statement.
        reading: whose claim it is.
        says: the claim in words and formulas.
        domain: the parameters it is about.
        routes: the independent ways it is decided.
        expected: the verdict that a run has to find.
        mutants: siblings that the same check has to refute.
        no_mutant: kinds of mutants that there are none of, each with the reason.
        controls: for claims that are refuted, siblings that the same check must not refute.
        erratum: for printed claims that are refuted, what is true instead.
        open_question: for claims that stay undecided.
    """

    name: str
    reading: Reading
    says: Text
    domain: Text
    routes: tuple[Route, ...]
    expected: Verdict
    mutants: tuple[Mutant, ...] = ()
    no_mutant: Mapping[Kind, str] = field(default_factory=dict)
    controls: tuple[Mutant, ...] = ()
    erratum: Erratum | None = None
    open_question: OpenQuestion | None = None


@dataclass(frozen=True)
class Statement:
    """A statement of the paper.

    Attributes:
        slug: its permanent name.
        title: what it is about, in a few words.
        place: where it stands in the paper.
        known: how its wording is known.
        provenance: one sentence on that.
        words: the statement as a reader should know it, with formulas.
        formulas: every transcribed or corrected formula, by name; the one place to correct.
        hypotheses: names of the formulas that are its hypotheses, each a relation.
        claims: what is checked.
    """

    slug: str
    title: str
    place: str
    known: Known
    provenance: str
    words: Text
    formulas: Mapping[str, Formula]
    claims: tuple[Claim, ...]
    hypotheses: tuple[str, ...] = ()

    def claim(self, name: str) -> Claim:
        """Return the claim with a given name.

        Raises:
            KeyError: if there is none.
        """
        for claim in self.claims:
            if claim.name == name:
                return claim
        raise KeyError(name)

    def edited(self, edits: Mapping[str, str]) -> Statement:
        """Return the statement with some formulas replaced by other sources.

        Raises:
            KeyError: if the statement has no formula of that name.
        """
        for name in edits:
            if name not in self.formulas:
                raise KeyError(f"{self.slug} has no formula {name!r}")
        replaced = {name: type(self.formulas[name])(source) for name, source in edits.items()}
        return dataclasses.replace(self, formulas={**self.formulas, **replaced})
