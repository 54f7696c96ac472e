"""Show examples in docstrings as code: put fences around lines that start with ``>>>`` and what follows."""

from collections.abc import Iterator
from typing import Any

import griffe


class FenceDoctests(griffe.Extension):
    """Changes docstrings as they are read."""

    def on_object(self, *, obj: griffe.Object, **_kwargs: Any) -> None:
        """Fence the examples of one object."""
        if obj.docstring is not None and ">>>" in obj.docstring.value:
            obj.docstring.value = "\n".join(fenced(obj.docstring.value.splitlines()))


def fenced(lines: list[str]) -> Iterator[str]:
    """Yield the lines with fences around each example, which ends at an empty line."""
    inside = False
    for line in [*lines, ""]:
        if line.lstrip().startswith(">>>") and not inside:
            inside = True
            yield "```pycon"
        if inside and not line.strip():
            inside = False
            yield "```"
        yield line
