"""The command `verify`: check claims and compare their verdicts with those expected and recorded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paper_checks.errors import UnusableInputError
from paper_checks.options import (
    EXPECTED,
    UNEXPECTED,
    Claims,
    Depths,
    Digits,
    Jobs,
    ProfileOption,
    Seed,
    processes,
    request_of,
)
from paper_checks.request import Profile, Request

if TYPE_CHECKING:
    from paper_checks.certificates.certificate import Certificate


def verify(
    names: Claims = None,
    digits: Digits = Request.digits,
    depths: Depths = None,
    jobs: Jobs = 0,
    seed: Seed = Request.seed,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the results as JSON.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a JUnit report.")] = None,
    profile: ProfileOption = Profile.STANDARD,
    certificates: Annotated[
        Path | None, typer.Option(metavar="DIRECTORY", help="Write the certificates of certified claims.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="SLUG[/CLAIM]", help="Leave out a statement or a claim.")
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Record the verdicts found as those of the present wording.")
    ] = False,
) -> None:
    """Check claims and compare each verdict with the one expected, and the wording with the one recorded."""
    from paper_checks import files, lock, registry, results, runner, tables
    from paper_checks import junit as junit_report
    from paper_checks.certificates import store
    from paper_checks.progress import bar

    if junit is not None and str(junit) in ("-", json):
        raise UnusableInputError(f"the JUnit report needs a file of its own, not {junit}")
    request = request_of(digits, depths, seed, profile)
    chosen, _ = registry.without(registry.claims(names or ()), exclude or ())
    for target in (json, junit):
        if target is not None and str(target) != "-":
            files.must_be_writable(Path(target))
    if certificates is not None:
        store.must_be_ours(certificates)
        for target in (json, junit):
            beside = target is not None and Path(target).resolve().parent == certificates.resolve()
            if beside and str(target) != "-":
                raise UnusableInputError(f"the certificates need a directory of their own, without {target}")
    kept: list[Certificate] = []
    # With the results on standard output, everything for people goes to standard error.
    console = tables.console(stderr=json == "-")
    with bar(len(chosen), console) as advance:
        found = runner.run(
            names or (),
            request,
            exclude=exclude or (),
            jobs=processes(jobs),
            recorded=None if record else lock.read(),
            progress=advance,
            keep=kept.append,
        )
    console.print(tables.verdicts(found.claims, console.width))
    if json == "-":
        sys.stdout.write(results.encode(found).decode())
    elif json is not None:
        results.write(found, Path(json))
    if certificates is not None:
        store.write(kept, certificates)
    if junit is not None:
        files.write_whole(junit, junit_report.encode(found))
    troubled = runner.problems(found)
    for one in troubled:
        console.print(f"{one.statement}/{one.claim}: {one.problem}", style="red", markup=False)
    if found.excluded:
        console.print(f"left out by name: {', '.join(found.excluded)}", style="yellow", markup=False)
    console.print(
        f"{len(found.claims) - len(troubled)} of {len(found.claims)} claims as expected", markup=False
    )
    if record and not troubled:
        lock.record(found.claims, registry.claims(), lock.path())
        console.print(f"recorded in {lock.path()}", markup=False, soft_wrap=True)
    raise typer.Exit(UNEXPECTED if troubled else EXPECTED)
