"""What the report shows, gathered from the results of a run and what it left beside them."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from paper_checks import (
    constants_table,
    errata,
    graph,
    graph_drawing,
    lock,
    mutant_records,
    registry,
    results,
)
from paper_checks.constants import ConstantRecord
from paper_checks.errata import ErratumRecord
from paper_checks.errors import UnusableInputError
from paper_checks.mutant_records import MutantRecord
from paper_checks.results import ClaimRecord, Results
from paper_checks.statements import Statement
from paper_checks.verdicts import Verdict

_DESCRIPTION = re.compile(r"<desc>(.*?)</desc>", re.DOTALL)


@dataclass(frozen=True)
class ClaimPart:
    """A claim with what was found of it.

    Attributes:
        record: from the results.
        mutants: what became of its false siblings and controls.
        certificates: entries of the index of certificates.
    """

    record: ClaimRecord
    mutants: tuple[MutantRecord, ...]
    certificates: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """Its full name, slug/claim."""
        return f"{self.record.statement}/{self.record.claim}"


@dataclass(frozen=True)
class StatementPart:
    """A statement of the paper with its claims."""

    statement: Statement
    words: str
    claims: tuple[ClaimPart, ...]


@dataclass(frozen=True)
class FigurePart:
    """A figure as an SVG image.

    Attributes:
        name: as the command `figure` knows it.
        image: a data URI.
        axes: JSON of the axes in it, see `paper_checks.drawings.drawing.save`.
    """

    name: str
    image: str
    axes: str


@dataclass(frozen=True)
class Content:
    """Everything that the report shows.

    Attributes:
        found: the results of the run.
        counts: claims by verdict.
        problems: claims that did not come out as expected.
        statements: in the order of the paper.
        errata: printed readings that are refuted.
        constants: printed constants beside the best ones.
        mutants: the summary of the run over mutants, line by line; empty if there was none.
        certificates: how many there are.
        figures: drawn ones.
        graph: what rests on what, as an image.
    """

    found: Results
    counts: Mapping[str, int]
    problems: tuple[ClaimRecord, ...]
    statements: tuple[StatementPart, ...]
    errata: tuple[ErratumRecord, ...]
    constants: tuple[ConstantRecord, ...]
    mutants: tuple[str, ...]
    certificates: int
    figures: tuple[FigurePart, ...]
    graph: FigurePart


def gather(
    found: Results, mutants: Path | None = None, certificates: Path | None = None, figures: Path | None = None
) -> Content:
    """Gather what the report of a run shows.

    Args:
        found: the results of the run, of all claims.
        mutants: the results of a run over mutants.
        certificates: the directory of the certificates.
        figures: a directory with figures in SVG.

    Raises:
        UnusableInputError: if a file is not what it should be, or the results leave claims out.
    """
    tried = _mutants(mutants)
    entries = _certificates(certificates)
    records = {f"{one.statement}/{one.claim}": one for one in found.claims}
    parts = tuple(_statement(one, records, tried, entries) for one in registry.statements())
    paper = {one.slug: one for one in registry.statements()}
    recorded = lock.of(found.claims)
    verdicts = errata.recorded_verdicts(recorded)
    drawn = graph_drawing.svg(graph.of_paper(verdicts), shared_only=True)
    order = [verdict.value for verdict in Verdict]
    counts = Counter(one.verdict for one in found.claims)
    return Content(
        found=found,
        counts={verdict: counts[verdict] for verdict in order if counts[verdict]},
        problems=tuple(one for one in found.claims if one.problem),
        statements=parts,
        errata=tuple(errata.from_results((), found)),
        constants=tuple(constants_table.rows(paper, recorded)),
        mutants=tuple(mutant_records.summary(tried)) if tried is not None else (),
        certificates=len(entries),
        figures=_figures(figures),
        graph=_figure("graph", drawn),
    )


def _statement(
    one: Statement,
    records: Mapping[str, ClaimRecord],
    tried: mutant_records.Results | None,
    entries: Sequence[Mapping[str, Any]],
) -> StatementPart:
    claims = []
    for claim in one.claims:
        name = f"{one.slug}/{claim.name}"
        if name not in records:
            raise UnusableInputError(f"the results do not have {name}: verify all claims with --json")
        siblings = () if tried is None else tried.mutants
        of_claim = tuple(m for m in siblings if (m.statement, m.claim) == (one.slug, claim.name))
        kept = tuple(entry for entry in entries if entry["claim"] == name)
        claims.append(ClaimPart(records[name], of_claim, kept))
    return StatementPart(one, one.words.latex(one.formulas), tuple(claims))


def _mutants(path: Path | None) -> mutant_records.Results | None:
    if path is None:
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=mutant_records.Results)
    except (OSError, msgspec.MsgspecError) as error:
        raise UnusableInputError(f"cannot read the results over mutants in {path}: {error}") from None


def _certificates(directory: Path | None) -> list[Mapping[str, Any]]:
    if directory is None:
        return []
    try:
        return list(json.loads((directory / "index.json").read_bytes())["certificates"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableInputError(f"cannot read the index of certificates in {directory}: {error}") from None


def _figures(directory: Path | None) -> tuple[FigurePart, ...]:
    if directory is None:
        return ()
    try:
        found = [_figure(path.stem, path.read_bytes()) for path in sorted(directory.glob("*.svg"))]
    except OSError as error:
        raise UnusableInputError(f"cannot read the figures in {directory}: {error}") from None
    if not found:
        raise UnusableInputError(f"there is no figure in {directory}: draw them with figure --all")
    return tuple(found)


def _figure(name: str, svg: bytes) -> FigurePart:
    described = _DESCRIPTION.search(svg.decode())
    image = "data:image/svg+xml;base64," + base64.b64encode(svg).decode()
    return FigurePart(name, image, described[1] if described else "[]")


def read(path: Path) -> Results:
    """Read the results of a run."""
    return results.read(path)
