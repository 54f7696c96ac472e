"""The progress bar of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from rich.console import Console

    from paper_checks.results import ClaimRecord


@contextmanager
def bar(total: int, console: Console) -> Iterator[Callable[[ClaimRecord], None]]:
    """Show a bar over a number of claims; yields the function to call with each finished record."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=console.is_terminal) as progress:
        task = progress.add_task("starting", total=total)

        def advance(record: ClaimRecord) -> None:
            progress.update(
                task, advance=1, description=f"{record.statement}/{record.claim}: {record.verdict}"
            )

        yield advance
