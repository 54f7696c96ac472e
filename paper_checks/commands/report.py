"""The command `report`: a page of what a run found, or Markdown for a comment."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What the report is written as."""

    HTML = "html"
    MARKDOWN = "markdown"


def report(
    results: Annotated[
        Path, typer.Option(metavar="FILE", help="What verify --json wrote, of all claims.")
    ] = Path("build/results.json"),
    mutants: Annotated[Path | None, typer.Option(metavar="FILE", help="What mutants --json wrote.")] = None,
    certificates: Annotated[
        Path | None, typer.Option(metavar="DIRECTORY", help="What verify --certificates wrote.")
    ] = None,
    figures: Annotated[
        Path | None, typer.Option(metavar="DIRECTORY", help="What figure wrote; every SVG in it is shown.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="A page, or Markdown.")] = Format.HTML,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write; build/report.html, and Markdown is printed."),
    ] = None,
) -> None:
    """Write what a run found as one page that opens offline, or as Markdown for a comment."""
    from paper_checks import files
    from paper_checks.report import content, page

    found = content.gather(content.read(results), mutants, certificates, figures)
    if form is Format.MARKDOWN and output is None:
        typer.echo(page.markdown(found), nl=False)
        return
    to = output or Path("build/report.html")
    text = page.html(found) if form is Format.HTML else page.markdown(found)
    files.write_whole(to, text.encode())
    typer.echo(str(to))
