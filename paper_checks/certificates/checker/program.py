"""Verifying one certificate, and a whole directory of them."""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .doubling import doubling
from .orbit_cover import orbit_cover
from .periodic_orbit import periodic_orbit
from .reading import FORMAT, LARGEST_FILE, RejectedError, fields, load, require, whole
from .unbalanced_start import unbalanced_start

MOST_LAYERS = 64
CLAIM = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
BROKEN = (RejectedError, OSError, ValueError, TypeError, RecursionError, MemoryError, EOFError, zlib.error)

KINDS: dict[str, Callable[[Any, Any], str]] = {
    kind.__name__: kind for kind in (orbit_cover, periodic_orbit, unbalanced_start, doubling)
}
"""What can be certified: each returns in words what it has verified, of parameters and data."""


def verify(certificate: Any) -> str:
    """Verify one certificate and return in words what it proves; raise RejectedError otherwise."""
    form, claim, name, parameters, data = fields(certificate, "format", "claim", "kind", "parameters", "data")
    require(form == FORMAT, "the format is unknown")
    require(isinstance(claim, str) and CLAIM.fullmatch(claim), "the claim is not named as statement/claim")
    require(isinstance(parameters, dict), "the parameters are not a record")
    whole(parameters.get("depth"), 2, MOST_LAYERS)
    require(name in list(KINDS), "the kind of certificate is unknown")
    return KINDS[name](parameters, data)


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
