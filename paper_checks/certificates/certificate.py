"""The record of a certificate, and the evidence that follows from the checker's verdict on it."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from paper_checks.certificates import checker

COMPRESSED_FROM = 16_384
"""Certificates of this many bytes or more are compressed."""


@dataclass(frozen=True)
class Certificate:
    """What a proof leaves behind: numbers from which the checker repeats it.

    Attributes:
        claim: the claim it certifies a part of, as statement/claim.
        kind: which of the checker's statements it is about.
        parameters: of which instance; the checker builds everything else from these.
        data: enclosures; rational numbers are strings.
    """

    claim: str
    kind: str
    parameters: Mapping[str, Any]
    data: Mapping[str, Any]

    @property
    def content(self) -> bytes:
        """The certificate as JSON, the same bytes on every machine."""
        record = {
            "format": checker.FORMAT,
            "claim": self.claim,
            "kind": self.kind,
            "parameters": dict(self.parameters),
            "data": dict(self.data),
        }
        return json.dumps(record, sort_keys=True, separators=(",", ":")).encode("ascii")

    @property
    def sha256(self) -> str:
        """The hash of the content."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def file_name(self) -> str:
        """The name of its file: claim and hash."""
        ending = "json.gz" if len(self.content) >= COMPRESSED_FROM else "json"
        return f"{self.claim.replace('/', '.')}.{self.sha256[:16]}.{ending}"

    @property
    def packed(self) -> bytes:
        """What its file holds: the content, compressed if it is large."""
        compressed = self.file_name.endswith(".gz")
        return gzip.compress(self.content, mtime=0) if compressed else self.content

    @property
    def entry(self) -> dict[str, Any]:
        """Its entry in the index of a directory."""
        return {
            "claim": self.claim,
            "kind": self.kind,
            "parameters": dict(self.parameters),
            "file": self.file_name,
            "sha256": self.sha256,
        }

    def verify(self) -> str:
        """Return in words what the checker finds proved.

        Raises:
            RejectedError: if it does not accept the certificate.
        """
        try:
            return checker.verify(checker.load(self.content))
        except checker.BROKEN as error:
            # What the checker cannot even read it does not accept either.
            raise checker.RejectedError(str(error)) from error


def table(rows: Sequence[Sequence[Fraction]]) -> list[list[str]]:
    """Write rows of rational numbers as a certificate holds them."""
    return [[str(entry) for entry in row] for row in rows]
