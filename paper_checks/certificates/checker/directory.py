"""Going through a directory: the certificates listed are the ones that are there and verified."""

import gzip
import hashlib
import json
import re
import zlib
from pathlib import Path
from typing import Any

from .program import verify
from .reading import FORMAT, LARGEST_FILE, RejectedError, fields, load, require

BROKEN = (RejectedError, OSError, ValueError, TypeError, RecursionError, MemoryError, EOFError, zlib.error)


def read(path: Path) -> bytes:
    """Return what a file holds, decompressed; no more than the largest size allowed and one byte."""
    require(path.is_file(), f"{path.name} is not a file")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def verify_listed(directory: Path, entry: Any) -> str:
    """Verify the certificate of one entry of the index: the very one that is listed there."""
    content = read(directory / entry["file"])
    require(hashlib.sha256(content).hexdigest() == entry["sha256"], "the file is not the one listed")
    certificate = load(content)
    *subject, _, _ = fields(certificate, "claim", "kind", "parameters", "format", "data")
    listed = [entry["claim"], entry["kind"], entry["parameters"]]
    # Compared as text, since True == 1 in Python.
    same = json.dumps(subject, sort_keys=True) == json.dumps(listed, sort_keys=True)
    require(same, "the certificate is one of something else than the index lists")
    return verify(certificate)


def say(text: str) -> None:
    """Print one line, whatever characters the files brought along."""
    print(re.sub("[^ -~]", "?", text))


def main(directory: Path) -> int:
    """Verify every certificate of a directory; return 0 if all are accepted and none is missing, else 1."""
    try:
        form, entries = fields(load(read(directory / "index.json")), "format", "certificates")
        require(form == FORMAT, "the format of the index is unknown")
        require(isinstance(entries, list) and entries, "the index lists no certificates")
        listed = [str(fields(entry, "file", "claim", "kind", "parameters", "sha256")[0]) for entry in entries]
        present = sorted(path.name for path in directory.iterdir() if path.name != "index.json")
        for name in sorted({*present} ^ {*listed}):
            raise RejectedError(f"{name} is {'not listed' if name in present else 'missing'}")
        require(len(present) == len(listed), "the index lists a file twice")
    except BROKEN as error:
        say(f"rejected: {directory}: {error}")
        return 1
    rejected = 0
    for entry in entries:
        try:
            verdict = f"accepted: {entry['claim']}: {verify_listed(directory, entry)}"
        except BROKEN as error:
            verdict, rejected = f"rejected: {entry['file']}: {error}", rejected + 1
        say(verdict)
    say(f"{len(entries) - rejected} of {len(entries)} certificates accepted")
    return 1 if rejected else 0
