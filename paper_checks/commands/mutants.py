"""The command `mutants`: put the false siblings of every claim to its check."""

from pathlib import Path
from typing import Annotated

import typer

from paper_checks.errors import UnusableInputError
from paper_checks.options import (
    EXPECTED,
    UNEXPECTED,
    Claims,
    Digits,
    Jobs,
    ProfileOption,
    Seed,
    processes,
    request_of,
)
from paper_checks.request import Profile, Request


def mutants(
    names: Claims = None,
    digits: Digits = Request.digits,
    depths: Annotated[
        str, typer.Option(metavar="FROM..TO", help="Depths that samples cover; two are enough to refute.")
    ] = "2..3",
    jobs: Jobs = 0,
    seed: Seed = Request.seed,
    seeds: Annotated[
        int, typer.Option(help="With how many seeds the mutants of sampled claims are tried.")
    ] = 1,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results as JSON.")] = None,
    profile: ProfileOption = Profile.STANDARD,
    record: Annotated[
        bool, typer.Option("--record", help="Record the power of sampled claims that --seeds found.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Print every mutant with its witness.")] = False,
) -> None:
    """Put the false siblings of every claim to its check; one that is not refuted fails the run."""
    from paper_checks import files, mutant_records, mutants, power, tables
    from paper_checks.progress import bar

    if seeds < 1:
        raise UnusableInputError(f"{seeds} seeds make no sense: give a whole number from 1 on")
    if record and seeds < power.LEAST_SEEDS:
        raise UnusableInputError(f"--record needs --seeds {power.LEAST_SEEDS} or more")
    if json is not None:
        files.must_be_writable(json)
    request = request_of(digits, depths, seed, profile)
    console = tables.console()
    with bar(len(mutants.listed(names or ())), console) as advance:
        found = mutants.run(names or (), request, seeds=seeds, jobs=processes(jobs), progress=advance)
    if json is not None:
        files.write_whole(json, mutant_records.encode(found))
    if all_:
        console.print(tables.mutants(found.mutants))
    survivors = list(mutant_records.survivors(found))
    for one in survivors:
        name = f"{one.statement}/{one.claim}, {one.mutant}"
        console.print(f"{name}: {one.verdict}: {one.problem}", style="red", markup=False)
    for line in mutant_records.summary(found):
        console.print(line, markup=False)
    if record and not survivors:
        mutants.record_power(found, power.path())
        console.print(f"recorded in {power.path()}", markup=False, soft_wrap=True)
    raise typer.Exit(UNEXPECTED if survivors else EXPECTED)
