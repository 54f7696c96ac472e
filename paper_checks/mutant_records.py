"""What became of mutants and controls: the records of a run, and what is said of them all together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import msgspec

from paper_checks import results, siblings


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
        seeds: how many seeds it was tried with, in this run or where its power was recorded; where no seed
            is used, one stands for all.
        refuting_seeds: how many of them refuted it.
        seeded: whether a seed is used.
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
            f"{len(drawn)} mutants of sampled claims use seeds: each is refuted by at least "
            f"{least.refuting_seeds} of {least.seeds}"
        )
    return lines


def encode(found: Results) -> bytes:
    """Return the results as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _percent(part: int, whole: int) -> str:
    """Return a share in per cent, rounded down, so that 100 % means all."""
    return f"{math.floor(1000 * part / whole) / 10:g} %" if whole else "none"
