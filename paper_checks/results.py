"""The records of a run, their schema, and reading and writing them.

A record is what one claim came to; the results are the records of all claims of a run and the
environment they were made in. Times aside, two runs with one seed write the same file.
"""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec

from paper_checks.errors import UnusableInputError
from paper_checks.files import write_whole
from paper_checks.request import Request

VERSION = 3
"""Version of the schema; raised with every change that a reader of the file has to know about."""

LIBRARIES = ("beyond-eos", "hypothesis", "mpmath", "msgspec", "python-flint", "sympy")


class WitnessRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A violation: where, of what, and the two sides as re-evaluated."""

    at: dict[str, str]
    relation: str
    left: str
    right: str
    arithmetic: str


class RouteRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one route found."""

    name: str
    verdict: str
    method: str
    domain: str
    cases: int
    min_cases: int
    rests_on: list[str]
    detail: str
    distribution: dict[str, float]
    certificates: list[str]
    witness: WitnessRecord | None
    seconds: float


class SourceRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the wording of the statement is known, and where it stands."""

    known: str
    provenance: str
    place: str


class OpenQuestionRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a claim may stay undecided, and the data of the attempt."""

    reason: str
    data: str


class ClaimRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one claim came to."""

    statement: str
    claim: str
    digest: str
    reading: str
    says: str
    latex: str
    verdict: str
    expected: str
    problem: str
    method: str
    routes: list[RouteRecord]
    domain: str
    cases: int
    min_cases: int
    seed: int
    seconds: float
    witness: WitnessRecord | None
    source: SourceRecord
    rests_on: list[str]
    open_question: OpenQuestionRecord | None


class Environment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the run was made with."""

    python: str
    libraries: dict[str, str]
    commit: str
    dirty: bool
    seed: int
    digits: int
    depths: list[int]
    profile: str


class Results(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The results of a run."""

    schema_version: int
    environment: Environment
    claims: list[ClaimRecord]
    excluded: list[str]


def environment(request: Request) -> Environment:
    """Return the environment of this run."""
    commit, dirty = _commit()
    return Environment(
        python=platform.python_version(),
        libraries={name: importlib.metadata.version(name) for name in LIBRARIES},
        commit=commit,
        dirty=dirty,
        seed=request.seed,
        digits=request.digits,
        depths=list(request.depths),
        profile=request.profile.value,
    )


def _commit() -> tuple[str, bool]:
    """Return the commit this code runs from and whether there are changes; unknown outside a checkout."""
    here = Path(__file__).resolve().parent.parent

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(here), *arguments], capture_output=True, text=True, check=True, timeout=10
        ).stdout.strip()

    try:
        if Path(git("rev-parse", "--show-toplevel")).resolve() != here:
            return "unknown", False
        return git("rev-parse", "HEAD"), bool(git("status", "--porcelain"))
    except (OSError, subprocess.SubprocessError):
        return "unknown", False


def encode(results: Results) -> bytes:
    """Return the results as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n"


def write(results: Results, path: Path) -> None:
    """Write the results to a file, whole or not at all.

    Raises:
        UnusableInputError: if the file cannot be written.
    """
    write_whole(path, encode(results))


def read(path: Path) -> Results:
    """Read the results of an earlier run.

    Raises:
        UnusableInputError: if the file cannot be read or does not follow the schema.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Results)
    except OSError as error:
        raise UnusableInputError(f"cannot read {path}: {error.strerror or error}") from None
    except msgspec.MsgspecError as error:
        raise UnusableInputError(f"{path} does not hold results of beyond-eos: {error}") from None


def schema() -> Mapping[str, object]:
    """Return the JSON schema of the results, as made from the records."""
    return msgspec.json.schema(Results)


def kept_schema() -> bytes:
    """Return the JSON schema as it is kept in the repository."""
    return importlib.resources.files("paper_checks").joinpath("results.schema.json").read_bytes()


def without_times(results: Results) -> Results:
    """Return the results with every duration set to zero, to compare two runs."""
    return msgspec.structs.replace(
        results,
        claims=[
            msgspec.structs.replace(
                claim,
                seconds=0.0,
                routes=[msgspec.structs.replace(route, seconds=0.0) for route in claim.routes],
            )
            for claim in results.claims
        ],
    )
