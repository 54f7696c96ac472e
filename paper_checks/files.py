"""Write a file whole or not at all."""

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from paper_checks.errors import UnusableInputError


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, then rename, so that a reader never sees half a file.

    Raises:
        UnusableInputError: if the file cannot be written there.
    """
    try:
        path = path.resolve()
        if _is_special(path):
            # A pipe or a device is written to, never replaced.
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=BESIDE)
    except OSError as error:
        raise UnusableInputError(f"cannot write {path}: {error.strerror or error}") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        raise UnusableInputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            Path(name).unlink()


def must_be_writable(path: Path) -> None:
    """Check, before long work begins, that a file can be written.

    Raises:
        UnusableInputError: if it cannot.
    """
    try:
        path = path.resolve()
        if path.is_dir():
            raise UnusableInputError(f"cannot write {path}: it is a directory")
        if _is_special(path):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=BESIDE)
    except OSError as error:
        raise UnusableInputError(f"cannot write {path}: {error.strerror or error}") from None
    os.close(handle)
    Path(name).unlink()


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


BESIDE = ".beyond-eos-"
"""How the names of files begin that are written beside their target."""


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
