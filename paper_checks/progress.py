"""The progress bar of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from rich.console import Console


class Finished(Protocol):
    """What a finished record tells: which claim, and what came out."""

    @property
    def statement(self) -> str:
        """The slug of the statement."""

    @property
    def claim(self) -> str:
        """The name of the claim."""

    @property
    def verdict(self) -> str:
        """What came out."""


@contextmanager
def bar(total: int, console: Console) -> Iterator[Callable[[Finished], None]]:
    """Show a bar over a number of claims or mutants; yields what to call with each finished record."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=console.is_terminal) as progress:
        task = progress.add_task("starting", total=total)

        def advance(record: Finished) -> None:
            progress.update(
                task, advance=1, description=f"{record.statement}/{record.claim}: {record.verdict}"
            )

        yield advance


@contextmanager
def counter(total: int, console: Console) -> Iterator[Callable[[int], None]]:
    """Show a bar over a number of tasks; yields what to call with how many of them are finished."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda finished: progress.update(task, completed=finished)
