"""A directory of certificates with an index that lists them all."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from paper_checks.certificates import checker
from paper_checks.certificates.certificate import Certificate
from paper_checks.errors import UnusableInputError
from paper_checks.files import BESIDE, must_be_writable, write_whole
from paper_checks.statements import Claim, Statement

INDEX = "index.json"
NAME = re.compile(r".+\.[0-9a-f]{16}\.json(\.gz)?")
"""How the names of certificates look; see `Certificate.file_name`."""


def write(certificates: Sequence[Certificate], directory: Path) -> None:
    """Make a directory hold exactly these certificates and their index.

    The index is written after the files that it lists, and files of an earlier run are removed last. A
    directory interrupted in between is rejected by the checker, and no file in it is half-written.

    Raises:
        UnusableInputError: if the directory holds other files, or cannot be written.
    """
    wanted = {certificate.file_name: certificate for certificate in certificates}
    earlier = _earlier(directory)
    for name, certificate in wanted.items():
        write_whole(directory / name, certificate.packed)
    entries = [certificate.entry for certificate in wanted.values()]
    index = {"format": checker.FORMAT, "certificates": entries}
    write_whole(directory / INDEX, json.dumps(index, indent=1, sort_keys=True).encode() + b"\n")
    for path in earlier:
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def complaints(directory: Path, claims: Iterable[tuple[Statement, Claim]]) -> list[str]:
    """Compare an accepted directory with the claims that leave certificates, one sentence a difference.

    Each such claim needs a certificate, and each certificate has to be what the claim asks for at its depth.
    Which depths there are is for the reader to see; it depends on the run.
    """
    entries = json.loads((directory / INDEX).read_bytes())["certificates"]
    chosen = {f"{statement.slug}/{claim.name}": (statement, claim) for statement, claim in claims}
    strangers = sorted({entry["claim"] for entry in entries} - set(chosen))
    found = [f"there is no claim {name}" for name in strangers]
    for name, (statement, claim) in chosen.items():
        makers = [route.certifies for route in claim.routes if route.certifies is not None]
        of_claim = [entry["parameters"] for entry in entries if entry["claim"] == name]
        if makers and not of_claim:
            found.append(f"{name} leaves certificates, and there is none of it")
        for parameters in of_claim:
            depth = parameters["depth"]
            if not any(dict(parameters) == wanted for make in makers for wanted in make(statement, depth)):
                found.append(f"{name} is not certified by what is listed at depth {depth}")
    return found


def must_be_ours(directory: Path) -> None:
    """Check, before long work begins, that a directory is new, empty or one of certificates.

    Raises:
        UnusableInputError: if it holds anything else, is not a directory, or cannot be written.
    """
    _earlier(directory)
    must_be_writable(directory / INDEX)


def _earlier(directory: Path) -> list[Path]:
    """Return the certificates of an earlier run; refuse a directory with anything else in it."""
    if not directory.exists():
        return []
    if not directory.is_dir():
        raise UnusableInputError(f"cannot write certificates to {directory}: it is not a directory")
    for path in directory.iterdir():
        # Files are removed here, so what another program may have written is never taken for a certificate.
        if path.is_dir() or not _ours(path):
            raise UnusableInputError(
                f"{directory} holds {path.name}, which is no certificate: give a directory of their own"
            )
    return [path for path in directory.iterdir() if path.name != INDEX]


def _ours(path: Path) -> bool:
    if path.name != INDEX:
        return path.name.startswith(BESIDE) or NAME.fullmatch(path.name) is not None
    try:
        index = json.loads(path.read_bytes())
    except ValueError:
        return False
    return isinstance(index, dict) and index.get("format") == checker.FORMAT
