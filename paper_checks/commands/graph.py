"""The command `graph`: draw what rests on what."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from paper_checks.options import Slugs


class Format(StrEnum):
    """What the graph is written as."""

    SVG = "svg"
    DOT = "dot"


def graph(
    slugs: Slugs = None,
    output: Annotated[Path, typer.Option(metavar="DIRECTORY", help="Where to write.")] = Path("build/graph"),
    form: Annotated[Format | None, typer.Option("--format", help="Write only this instead of both.")] = None,
    results: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take verdicts from the results of verify --json.")
    ] = None,
) -> None:
    """Draw which statements rest on which modules; with slugs, which of their claims do."""
    from paper_checks import errata, files, lock, registry, tables
    from paper_checks import graph as graphs
    from paper_checks import graph_drawing as drawing
    from paper_checks import results as results_file

    wanted = [registry.statement(slug).slug for slug in slugs or ()]
    verdicts = errata.recorded_verdicts(
        lock.read() if results is None else lock.of(results_file.read(results).claims)
    )
    made = {slug: graphs.of_statement(slug, verdicts) for slug in wanted}
    made = made or {"paper": graphs.of_paper(verdicts)}
    for name, found in made.items():
        contents = {
            Format.SVG: lambda found=found: drawing.svg(found, shared_only=not wanted),
            Format.DOT: lambda found=found: drawing.dot(found).encode(),
        }
        for kind in Format if form is None else (form,):
            path = output / f"{name}.{kind}"
            files.write_whole(path, contents[kind]())
            tables.console().print(str(path), markup=False, soft_wrap=True)
