"""The command `constants`: what the paper prints, the best possible constants, and where they are proved."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from paper_checks.errors import UnusableInputError
from paper_checks.options import Slugs


class Format(StrEnum):
    """How the table is written."""

    TABLE = "table"
    MARKDOWN = "markdown"
    JSON = "json"


def constants(
    slugs: Slugs = None,
    form: Annotated[Format, typer.Option("--format", help="How to write the table.")] = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write Markdown or JSON to a file instead of printing it."),
    ] = None,
) -> None:
    """Print every constant and window of the paper against the best possible one."""
    from rich.console import Console

    from paper_checks import constants as values
    from paper_checks import constants_table, files, lock, registry

    wanted = {registry.statement(slug).slug for slug in slugs or ()}
    if output is not None:
        if form is Format.TABLE:
            raise UnusableInputError("name the format of the file: --format markdown or --format json")
        files.must_be_writable(output)
    recorded = lock.read() if lock.path().exists() else {}
    paper = {statement.slug: statement for statement in registry.statements()}
    found = constants_table.rows(paper, recorded, wanted)
    if not found:
        raise UnusableInputError(f"there is no constant in {', '.join(sorted(wanted))}")
    if form is Format.TABLE:
        console = Console(highlight=False)
        wide = console if console.is_terminal else Console(highlight=False, width=WIDTH)
        wide.print(constants_table.table(found), markup=False)
        return
    text = values.encode(found) if form is Format.JSON else constants_table.markdown(found).encode()
    if output is None:
        sys.stdout.write(text.decode())
    else:
        files.write_whole(output, text)


WIDTH = 260
"""Columns of the table where it goes to a file or pipe."""
