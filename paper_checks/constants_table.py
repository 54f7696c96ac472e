"""All constants of the paper in one table: its rows, and the table for the terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rich import box
from rich.table import Table

from paper_checks import constants_of_gap, constants_of_minima, constants_of_orbit, constants_of_points
from paper_checks.constants import ConstantRecord, Paper, ProvedRecord, record
from paper_checks.errors import CheckFailedError
from paper_checks.lock import Recorded

HEADINGS = ("constant", "depth", "printed", "value", "best", "best/printed", "best - printed", "proved by")
_PARTS = (constants_of_gap, constants_of_orbit, constants_of_points, constants_of_minima)


def rows(
    paper: Paper, recorded: Mapping[str, Recorded] | None = None, slugs: Collection[str] = ()
) -> list[ConstantRecord]:
    """Return the rows of the constants of some statements, or of all.

    Args:
        paper: every statement by slug; constants of one may be computed from formulas of another.
        recorded: recorded verdicts by claim; where one is missing or out of date the expected one is shown.
        slugs: the statements whose constants are wanted; all if empty.

    Raises:
        CheckFailedError: if a formula or claim that the table needs is not there, or gives no such constant.
    """
    found = []
    try:
        for part in _PARTS:
            if slugs and not set(slugs) & set(part.SLUGS):
                continue
            for constant in part.constants(paper):
                if not slugs or constant.statement in slugs:
                    found.append(record(constant, paper, recorded or {}))
    except KeyError as error:
        raise CheckFailedError(f"the table of constants needs {error}, which is not there") from None
    except ArithmeticError as error:
        raise CheckFailedError(f"a constant could not be computed: {error}") from None
    return found


def cells(row: ConstantRecord) -> tuple[str, ...]:
    """Return a row as text, one entry for each of `HEADINGS`."""
    exact = f" = {row.exact}" if row.exact else ""
    return (
        f"{row.statement}: {row.constant} ({row.says})",
        row.depth,
        row.formula or "-",
        row.printed or "-",
        f"{row.best}{exact}",
        row.ratio or row.relation or "-",
        row.difference or "-",
        ", ".join(_proof(one, row.statement) for one in row.proved),
    )


def _proof(one: ProvedRecord, slug: str) -> str:
    """Write a claim with its verdict, without the slug where it is the one of the row."""
    name = one.claim.removeprefix(f"{slug}/")
    return f"{name} ({one.verdict})" if one.recorded else f"{name} ({one.verdict}, expected)"


def table(found: Sequence[ConstantRecord]) -> Table:
    """Return the table for a terminal: one row a constant and depth."""
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in HEADINGS:
        shown.add_column(heading, overflow="fold")
    before = ""
    for row in found:
        first, *rest = cells(row)
        # What a constant is said to be is not repeated at every depth.
        shown.add_row("" if first == before else first, *rest)
        before = first
    return shown


def markdown(found: Sequence[ConstantRecord]) -> str:
    """Return the table as Markdown."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Sequence[ConstantRecord]) -> Iterator[str]:
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|{'---|' * len(HEADINGS)}"
    for row in found:
        # A bar would end the cell.
        escaped = (text.replace("|", "\\|") for text in cells(row))
        yield f"| {' | '.join(escaped)} |"
