"""Tables for the terminal."""

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from paper_checks import components
from paper_checks.mutant_records import MutantRecord
from paper_checks.results import ClaimRecord, RouteRecord, WitnessRecord
from paper_checks.statements import Claim, Statement

COLOURS = {
    "proved": "green",
    "certified": "green",
    "sampled": "cyan",
    "undecided": "yellow",
    "refuted": "magenta",
    "not run": "yellow",
}


def statements(listed: Sequence[Statement]) -> Table:
    """Return the table of statements."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("statement", no_wrap=True)
    table.add_column("title")
    table.add_column("wording", no_wrap=True)
    table.add_column("claims", justify="right")
    for statement in listed:
        table.add_row(statement.slug, statement.title, statement.known.value, str(len(statement.claims)))
    return table


ROOMY = 125
"""Columns that the whole table of verdicts takes; a narrower terminal gets it without the methods."""


def console(*, stderr: bool = False) -> Console:
    """Return the console to print to; output to a file or pipe is wide enough for every table."""
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=ROOMY)


def verdicts(records: Sequence[ClaimRecord], width: int) -> Table:
    """Return the table of verdicts, one row a claim, for a terminal of a given width."""
    roomy = width >= ROOMY
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("statement", "reading", "claim", "verdict", "expected"):
        table.add_column(heading, no_wrap=roomy or heading != "claim")
    if roomy:
        table.add_column("method", no_wrap=True)
    table.add_column("cases", justify="right", no_wrap=True)
    table.add_column("seconds", justify="right", no_wrap=True)
    for record in records:
        verdict = Text(record.verdict, style=COLOURS[record.verdict])
        if record.problem:
            verdict.append(" !", style="bold red")
        cells = (record.statement, record.reading, record.claim, verdict, record.expected)
        method = (record.method,) if roomy else ()
        table.add_row(*cells, *method, str(record.cases), f"{record.seconds:.1f}")
    return table


def mutants(records: Sequence[MutantRecord]) -> Table:
    """Return the table of mutants and controls, each with its witness or its power."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("statement", "claim", "mutant", "came out", "with"):
        table.add_column(heading, overflow="fold")
    table.add_column("seeds", justify="right", no_wrap=True)
    for record in records:
        verdict = Text(record.verdict, style="bold red" if record.problem else "")
        edits = "; ".join(f"{name}: {source}" for name, source in record.edits.items())
        seeds = f"{record.refuting_seeds}/{record.seeds}" if record.seeded else "any"
        table.add_row(record.statement, record.claim, record.mutant, verdict, edits, seeds)
    return table


def print_claim(console: Console, record: ClaimRecord) -> None:
    """Print all that a verdict says: domain, routes with methods and cases, witness, what it rests on."""
    console.print(f"\n[bold]{record.statement}/{record.claim}[/bold] ({record.reading})", highlight=False)
    _field(console, "claim", record.says)
    _field(console, "domain", record.domain)
    _field(console, "verdict", f"{record.verdict} (expected: {record.expected}) by {record.method}")
    for route in record.routes:
        _route(console, route)
    if record.problem:
        _field(console, "problem", record.problem)


def print_siblings(console: Console, claim: Claim) -> None:
    """Print the mutants that a claim lists, why it has none of some kinds, and its controls."""
    if claim.mutants:
        _field(console, "mutants", ", ".join(mutant.name for mutant in claim.mutants))
    for kind, reason in claim.no_mutant.items():
        _field(console, f"no mutant of kind '{kind}'", reason)
    if claim.controls:
        _field(console, "controls", ", ".join(control.name for control in claim.controls))


def _route(console: Console, route: RouteRecord) -> None:
    _field(
        console,
        f"route {route.name}",
        f"{route.verdict} by {route.method}, cases {route.cases} (at least {route.min_cases})",
    )
    _field(console, "  over", route.domain)
    if route.distribution:
        shares = ", ".join(f"{label} {share:.0%}" for label, share in route.distribution.items())
        _field(console, "  drawn", shares)
    if route.detail:
        _field(console, "  found", route.detail)
    if route.certificates:
        _field(console, "  certificates", ", ".join(route.certificates))
    if route.rests_on:
        _field(console, "  rests on", ", ".join(_grouped(route.rests_on)))
    if route.witness is not None:
        _witness(console, route.witness)


def _grouped(rests_on: Sequence[str]) -> list[str]:
    """Return rules and citations as they are, and for components the modules that they are in."""
    modules = {name: name.rpartition(".")[0] for name in rests_on if name.startswith(components.SHOWN)}
    counts = Counter(modules.values())
    return [name for name in rests_on if name not in modules] + [
        f"{module} ({count})" for module, count in sorted(counts.items())
    ]


def _witness(console: Console, witness: WitnessRecord) -> None:
    at = ", ".join(f"{name} = {value}" for name, value in witness.at.items())
    _field(console, "  witness", at)
    _field(console, "  violates", witness.relation)
    _field(console, "  sides", f"{witness.left} against {witness.right}, in {witness.arithmetic}")


def _field(console: Console, name: str, value: str) -> None:
    console.print(Text(f"  {name}: ", style="dim").append(value, style="default"), soft_wrap=True)
