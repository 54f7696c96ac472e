"""The command `recheck`: verify certificates again, with the standard library alone."""

from pathlib import Path
from typing import Annotated

import typer

from paper_checks.options import EXPECTED, UNEXPECTED


def recheck(
    directory: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="A directory that verify --certificates wrote.")
    ] = Path("build/certificates"),
) -> None:
    """Verify certificates again, with the standard library alone, and that no certified claim lacks one."""
    from paper_checks import registry
    from paper_checks.certificates import checker, store

    status = checker.main(directory)
    for complaint in store.complaints(directory, registry.claims(())) if status == EXPECTED else ():
        typer.echo(f"rejected: {complaint}")
        status = UNEXPECTED
    raise typer.Exit(status)
