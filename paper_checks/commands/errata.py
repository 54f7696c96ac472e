"""The command `errata`: what the paper prints and is not so, what is true instead, and what rests on it."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from paper_checks.errors import UnusableInputError
from paper_checks.options import (
    EXPECTED,
    UNEXPECTED,
    Depths,
    Digits,
    Jobs,
    ProfileOption,
    Seed,
    Slugs,
    processes,
    request_of,
)
from paper_checks.request import Profile, Request


class Format(StrEnum):
    """How the errata are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def errata(
    slugs: Slugs = None,
    form: Annotated[Format, typer.Option("--format", help="How to write the errata.")] = Format.TEXT,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write Markdown or JSON to a file instead of printing it."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take verdicts and witnesses from the results of verify --json."),
    ] = None,
    digits: Digits = Request.digits,
    depths: Depths = None,
    jobs: Jobs = 0,
    seed: Seed = Request.seed,
    profile: ProfileOption = Profile.QUICK,
) -> None:
    """Print each printed reading that is refuted: witness, correction, and what rests on it."""
    from paper_checks import errata as found_errata
    from paper_checks import errata_text, files, lock, tables
    from paper_checks import results as results_file
    from paper_checks.progress import bar

    if output is not None:
        if form is Format.TEXT:
            raise UnusableInputError("name the format of the file: --format markdown or --format json")
        files.must_be_writable(output)
    wanted = found_errata.listed(slugs or ())
    # Markdown and JSON have standard output for themselves.
    console = tables.console(stderr=form is not Format.TEXT)
    if results is not None:
        found = found_errata.from_results(slugs or (), results_file.read(results))
    else:
        request = request_of(digits, depths, seed, profile)
        verdicts = found_errata.recorded_verdicts(lock.read())
        with bar(len(wanted), console) as advance:
            found = found_errata.run(slugs or (), request, verdicts, jobs=processes(jobs), progress=advance)
    if form is Format.TEXT:
        errata_text.print_errata(console, found)
    else:
        text = found_errata.encode(found) if form is Format.JSON else errata_text.markdown(found).encode()
        if output is None:
            sys.stdout.write(text.decode())
        else:
            files.write_whole(output, text)
    troubled = [one for one in found if one.problem]
    for one in troubled:
        tables.console(stderr=True).print(
            f"{one.statement}/{one.claim}: {one.problem}", style="red", markup=False
        )
    raise typer.Exit(UNEXPECTED if troubled else EXPECTED)
