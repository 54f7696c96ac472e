"""Short tables in Markdown of what was found, from claims and recorded verdicts; the README keeps a copy.

A document keeps each table between two comments, ``<!-- table: NAME -->`` and ``<!-- end of table -->``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from paper_checks import constants_table, errata, lock, registry
from paper_checks.errors import UnusableInputError
from paper_checks.lock import Lock
from paper_checks.verdicts import Verdict

SHOWN = (Verdict.PROVED, Verdict.CERTIFIED, Verdict.SAMPLED, Verdict.REFUTED)
DIGITS = 10
"""How many characters of a constant are shown."""


def statements(recorded: Lock) -> Iterator[Sequence[str]]:
    """Give a row a statement: its name, title and place, and how many claims have each verdict."""
    yield "statement", "says", "place in the paper", *(verdict.value for verdict in SHOWN)
    for one in registry.statements():
        counts = Counter(recorded[f"{one.slug}/{claim.name}"].verdict for claim in one.claims)
        yield f"`{one.slug}`", one.title, one.place, *(str(counts[verdict.value] or "") for verdict in SHOWN)


def refuted(recorded: Lock) -> Iterator[Sequence[str]]:
    """Give a row an erratum: the printed reading that is refuted, and what is true instead."""
    yield "place", "refuted as printed", "decided instead"
    for statement, claim, erratum in errata.listed():
        names = [errata.full_name(statement, name) for name in erratum.corrected_by]
        instead = ", ".join(f"`{name}` ({recorded[name].verdict})" for name in names)
        yield statement.place, f"`{statement.slug}/{claim.name}`", instead or "nothing"


def constants(recorded: Lock) -> Iterator[Sequence[str]]:
    """Give a row a printed constant that is not the best one, at the least depth for which it is not."""
    yield "constant", "depth", "printed", "best", "by"
    paper = {one.slug: one for one in registry.statements()}
    seen: set[str] = set()
    for row in constants_table.rows(paper, recorded):
        if row.printed and row.ratio not in ("1", "") and row.constant not in seen:
            seen.add(row.constant)
            by = ", ".join(f"`{one.claim}` ({one.verdict})" for one in row.proved)
            yield row.constant, row.depth, row.printed[:DIGITS], row.best[:DIGITS], by


TABLES: Mapping[str, Callable[[Lock], Iterable[Sequence[str]]]] = {
    "statements": statements,
    "refuted": refuted,
    "constants": constants,
}


def markdown(name: str, recorded: Lock) -> str:
    """Return a table as Markdown."""
    lines = [f"| {' | '.join(cells)} |" for cells in TABLES[name](recorded)]
    dashes = "|" + "---|" * (lines[0].count("|") - 1)
    return "\n".join((lines[0], dashes, *lines[1:]))


def updated(document: str, recorded: Lock) -> str:
    """Return a document with every table that it keeps made anew.

    Raises:
        UnusableInputError: if a table is not known, or the document keeps none.
    """
    pattern = re.compile(r"(<!-- table: ([a-z]+) -->\n)(?:(?!<!--).)*(<!-- end of table -->)", re.DOTALL)
    unknown = {name for _, name, _ in pattern.findall(document)} - TABLES.keys()
    if unknown:
        known = ", ".join(TABLES)
        raise UnusableInputError(f"there is no table {', '.join(sorted(unknown))}: choose from {known}")
    text, count = pattern.subn(
        lambda found: f"{found[1]}{markdown(found[2], recorded)}\n{found[3]}", document
    )
    if not count:
        raise UnusableInputError(
            "no table is kept there: write <!-- table: NAME --> and <!-- end of table -->"
        )
    return text


def current() -> Lock:
    """Return the recorded verdicts."""
    return lock.read()
