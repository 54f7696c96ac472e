"""The command `show`: one statement, with its evidence or its proofs."""

from typing import Annotated

import typer

from paper_checks.options import (
    EXPECTED,
    UNEXPECTED,
    Depths,
    Digits,
    ProfileOption,
    Seed,
    request_of,
)
from paper_checks.request import Profile, Request


def show(
    slug: Annotated[str, typer.Argument(help="The statement to show.")],
    digits: Digits = Request.digits,
    depths: Depths = None,
    seed: Seed = Request.seed,
    profile: ProfileOption = Profile.QUICK,
    derivation: Annotated[bool, typer.Option("--derivation", help="Print the proofs step by step.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="Print the proofs in LaTeX.")] = False,
) -> None:
    """Show a statement: wording, provenance, and its claims checked with their evidence, or their proofs."""
    from rich.console import Console

    from paper_checks import registry, runner, tables

    request = request_of(digits, depths, seed, profile)
    statement = registry.statement(slug)
    if derivation or latex:
        for claim in statement.claims:
            for route, argument in runner.derivations(statement, claim, request):
                says = claim.says.latex(statement.formulas) if latex else claim.says.plain(statement.formulas)
                heading = f"{statement.slug}/{claim.name}, {route}"
                steps = argument.latex if latex else argument.text
                typer.echo(f"\\paragraph{{{heading}}} {says}" if latex else f"{heading}: {says}")
                typer.echo(f"{steps}\n")
        return
    console = Console(highlight=False)
    console.print(f"[bold]{statement.title}[/bold]  ({statement.place})")
    console.print(f"Wording {statement.known}: {statement.provenance}", markup=False)
    console.print(statement.words.plain(statement.formulas), markup=False)
    records = [runner.check_claim(statement, claim, request) for claim in statement.claims]
    for claim, record in zip(statement.claims, records, strict=True):
        tables.print_claim(console, record)
        tables.print_siblings(console, claim)
    raise typer.Exit(UNEXPECTED if any(record.problem for record in records) else EXPECTED)
