"""The power of sampled claims: with how many of many seeds each mutant was refuted, as it was recorded.

Trying a mutant with a hundred seeds takes long, so it is done when the mutant is written, and the outcome is
kept in the repository, together with a hash of what it was that was tried.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from paper_checks import files, lock
from paper_checks.errors import CheckFailedError

if TYPE_CHECKING:
    from paper_checks.statements import Claim, Mutant, Statement

FILE_NAME = "power.lock.json"

LEAST_SEEDS = 100
"""With how many seeds a mutant has to be tried."""

LEAST_POWER = 0.99
"""The least share of them that has to refute it."""


class Recorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is recorded of a mutant.

    Attributes:
        digest: SHA-256 of what the claim and the mutant say.
        seeds: with how many seeds it was tried.
        refuting: how many of them refuted it.
    """

    digest: str
    seeds: int
    refuting: int


Power = Mapping[str, Recorded]
"""What is recorded, by ``slug/claim/mutant``."""


def name(statement: Statement, claim: Claim, mutant: Mutant) -> str:
    """Return the name under which the power of a mutant is kept."""
    return f"{statement.slug}/{claim.name}/{mutant.name}"


def digest(statement: Statement, claim: Claim, mutant: Mutant) -> str:
    """Return the SHA-256 of what a claim and its mutant say."""
    said = [lock.digest(statement, claim), mutant.name, dict(mutant.edits)]
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def path() -> Path:
    """Return where the recorded power of this code is."""
    return Path(str(importlib.resources.files("paper_checks").joinpath("ghosh2025", FILE_NAME)))


def read(file: Path) -> Power:
    """Read what is recorded.

    Raises:
        CheckFailedError: if there is no such file or it is damaged.
    """
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Recorded])
    except (OSError, msgspec.MsgspecError) as error:
        raise CheckFailedError(f"cannot read the recorded power in {file}: {error}") from None


@cache
def recorded() -> Power:
    """Return what is recorded for this code; it is read once."""
    return read(path())


def complaint(known: Power, statement: Statement, claim: Claim, mutant: Mutant) -> str:
    """Return why the recorded power of a mutant is not enough, or nothing."""
    found = known.get(name(statement, claim, mutant))
    if found is None or found.digest != digest(statement, claim, mutant):
        return "its power is not recorded: run mutants --seeds 100 --record"
    if found.seeds < LEAST_SEEDS or found.refuting < LEAST_POWER * found.seeds:
        return f"only {found.refuting} of {found.seeds} seeds refuted it"
    return ""


def record(found: Power, kept: set[str], to: Path) -> None:
    """Write the power of mutants beside what is recorded of others.

    Args:
        found: what was measured.
        kept: the names of all mutants there are; what is recorded of others is dropped.
        to: the file.

    Raises:
        UnusableInputError: if the file cannot be written.
    """
    old = read(to) if to.exists() else {}
    merged = {one: power for one, power in sorted({**old, **found}.items()) if one in kept}
    files.write_whole(to, msgspec.json.format(msgspec.json.encode(merged), indent=1) + b"\n")
