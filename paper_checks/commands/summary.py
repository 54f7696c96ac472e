"""The command `summary`: short tables of what was found, and the copies of them that documents keep."""

from pathlib import Path
from typing import Annotated

import typer

from paper_checks.errors import UnusableInputError


def summary(
    update: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Make the tables that a document keeps anew.")
    ] = None,
) -> None:
    """Print short tables in Markdown of what was found: statements, refuted readings, constants."""
    from paper_checks import files
    from paper_checks import summary as tables

    recorded = tables.current()
    if update is None:
        typer.echo("\n\n".join(tables.markdown(name, recorded) for name in tables.TABLES))
        return
    try:
        document = update.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInputError(f"cannot read {update}: {error}") from None
    files.write_whole(update, tables.updated(document, recorded).encode())
