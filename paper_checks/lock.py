"""The drift lock: what each claim said, word for word, when its verdict was recorded.

The lock is a file in the repository. A claim whose text, formulas or hypotheses have changed since
has no recorded verdict, until a run finds one anew and records it.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from paper_checks import files
from paper_checks.errors import CheckFailedError

if TYPE_CHECKING:
    from paper_checks.results import ClaimRecord
    from paper_checks.statements import Claim, Statement

FILE_NAME = "verdicts.lock.json"


class Recorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is recorded of a claim.

    Attributes:
        digest: SHA-256 of everything that the claim says.
        verdict: what a run found.
    """

    digest: str
    verdict: str


Lock = Mapping[str, Recorded]
"""What is recorded, by ``slug/claim``."""


def digest(statement: Statement, claim: Claim) -> str:
    """Return the SHA-256 of what a claim says: everything of it that can be read, but no code.

    The hypotheses and all formulas of the statement belong to it, since its checks may use any of them.
    """
    said = {
        "statement": [statement.slug, statement.words.template, statement.known.value],
        "formulas": {name: formula.source for name, formula in statement.formulas.items()},
        "hypotheses": list(statement.hypotheses),
        "claim": [claim.name, claim.reading.value, claim.says.template, claim.domain.template],
        "routes": [route.name for route in claim.routes],
        "expected": claim.expected.value,
    }
    return hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def path() -> Path:
    """Return where the lock of this code is."""
    return Path(str(importlib.resources.files("paper_checks").joinpath("ghosh2025", FILE_NAME)))


def read(file: Path | None = None) -> Lock:
    """Read the lock of this code, or another.

    Raises:
        CheckFailedError: if there is no such file or it is damaged.
    """
    file = file or path()
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Recorded])
    except (OSError, msgspec.MsgspecError) as error:
        raise CheckFailedError(f"cannot read the recorded verdicts in {file}: {error}") from None


def drift(lock: Lock, claims: Iterable[tuple[Statement, Claim]]) -> dict[str, str]:
    """Return, by ``slug/claim``, why the lock does not vouch for a claim; for most there is nothing.

    >>> drift({"old-slug/claim": Recorded("0", "proved")}, [])
    {'old-slug/claim': 'recorded, but there is no such claim'}
    """
    found: dict[str, str] = {}
    names: set[str] = set()
    for statement, claim in claims:
        name = f"{statement.slug}/{claim.name}"
        names.add(name)
        if name not in lock:
            found[name] = "no verdict is recorded"
        elif lock[name].digest != digest(statement, claim):
            found[name] = "its text changed after the verdict was recorded"
        elif lock[name].verdict != claim.expected.value:
            found[name] = f"{lock[name].verdict} is recorded, {claim.expected.value} expected"
    found.update((name, "recorded, but there is no such claim") for name in lock if name not in names)
    return found


def of(records: Iterable[ClaimRecord]) -> Lock:
    """Return what the records of a run say, as if it had been recorded."""
    return {f"{one.statement}/{one.claim}": Recorded(one.digest, one.verdict) for one in records}


def record(records: Sequence[ClaimRecord], claims: Iterable[tuple[Statement, Claim]], to: Path) -> None:
    """Write the verdicts that a run found, beside those recorded of the claims that it did not check.

    Args:
        records: of a run without a problem.
        claims: every claim there is; what is recorded of others is dropped.
        to: the file.

    Raises:
        UnusableInputError: if the file cannot be written.
    """
    found = {f"{one.statement}/{one.claim}": one.verdict for one in records}
    old = read(to) if to.exists() else {}
    kept: dict[str, Recorded] = {}
    for statement, claim in claims:
        name = f"{statement.slug}/{claim.name}"
        if name in found:
            kept[name] = Recorded(digest(statement, claim), found[name])
        elif name in old:
            kept[name] = old[name]
    files.write_whole(to, msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")
