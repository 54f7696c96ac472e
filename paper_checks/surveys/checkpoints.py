"""Answers of a survey kept in a directory, one file a task, so that a run goes on where the last one stopped.

The name of the directory holds a digest of all that the answers depend on: the calls, the code and the
versions of the libraries. Each file begins with the digest of what follows; a damaged one counts as absent.
"""

import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numerics
from paper_checks.errors import UnusableInputError
from paper_checks.files import write_whole

LIBRARIES = ("numpy", "python-flint")
"""What answers depend on besides the code of this project."""


class Checkpoints:
    """The answers of one survey."""

    def __init__(self, root: Path, kind: str, calls: Sequence[object]) -> None:
        """Choose the directory; it is made with the first answer.

        Args:
            root: the directory of all checkpoints.
            kind: the name of the survey.
            calls: the arguments of its tasks.
        """
        known = json.dumps([kind, calls, _code(), [importlib.metadata.version(name) for name in LIBRARIES]])
        digest = hashlib.sha256(f"{known} {sys.version_info[:2]}".encode()).hexdigest()
        self.directory = root / f"{kind}.{digest[:16]}"

    def read(self, count: int) -> dict[int, bytes]:
        """Return the answers there are, by the number of their task.

        Raises:
            UnusableInputError: if the directory is there but cannot be read.
        """
        found = {}
        for place in range(count):
            try:
                content = self._file(place).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise UnusableInputError(f"cannot read {self._file(place)}: {error.strerror}") from None
            digest, answer = content[:32], content[32:]
            if hashlib.sha256(answer).digest() == digest:
                found[place] = answer
        return found

    def write(self, place: int, answer: bytes) -> None:
        """Keep an answer.

        Raises:
            UnusableInputError: if it cannot be written.
        """
        write_whole(self._file(place), hashlib.sha256(answer).digest() + answer)

    def _file(self, place: int) -> Path:
        return self.directory / f"{place:06d}.answer"


def _code() -> str:
    """Return a digest of the code that answers depend on."""
    digest = hashlib.sha256()
    for folder in (Path(numerics.__path__[0]), Path(__file__).parent):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
