"""The command line: list, show, verify, recheck, figure and predict.

Exit status: 0 if all verdicts are as expected, 1 if one is not or a check could not be carried
out, 2 for unusable input, 130 after an interrupt.
"""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paper_checks import predict_command
from paper_checks.errors import CheckFailedError, UnusableInputError
from paper_checks.request import Profile, Request, default_depths, parse_depths

if TYPE_CHECKING:
    from paper_checks.certificates.certificate import Certificate

EXPECTED, UNEXPECTED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    help="Check, statement by statement, the theory of deep linear networks beyond the edge of stability.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# What Typer raises for a command line it cannot use: BadParameter and its base classes.
CommandLineError: Any = typer.BadParameter.__mro__[2]

Slugs = Annotated[
    list[str] | None, typer.Argument(metavar="[SLUG]...", help="Statements to check; all by default.")
]
Digits = Annotated[int, typer.Option(help="Decimal digits that high-precision runs vouch for.")]
Depths = Annotated[
    str | None, typer.Option(metavar="FROM..TO", help="Depths that samples cover, such as 2..6.")
]
Seed = Annotated[int, typer.Option(help="Whole number that all samples derive from.")]
ProfileOption = Annotated[Profile, typer.Option("--profile", help="How much work to spend on samples.")]


def _request(digits: int, depths: str | None, seed: int, profile: Profile) -> Request:
    span = default_depths(profile) if depths is None else parse_depths(depths)
    return Request(digits=digits, depths=span, seed=seed, profile=profile)


@app.callback(invoke_without_command=True)
def without_command(context: typer.Context) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        raise UnusableInputError(f"name a command\n\n{context.get_help()}")


@app.command("list")
def list_statements() -> None:
    """List the statements of the paper and their claims."""
    from rich.console import Console

    from paper_checks import registry, tables

    Console().print(tables.statements(registry.statements()))


@app.command()
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

    request = _request(digits, depths, seed, profile)
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
    for record in records:
        tables.print_claim(console, record)
    raise typer.Exit(UNEXPECTED if any(record.problem for record in records) else EXPECTED)


@app.command()
def verify(
    slugs: Slugs = None,
    digits: Digits = Request.digits,
    depths: Depths = None,
    jobs: Annotated[int, typer.Option(help="Processes to use; 0 for one a core.")] = 0,
    seed: Seed = Request.seed,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the results as JSON.")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a JUnit report.")] = None,
    profile: ProfileOption = Profile.STANDARD,
    certificates: Annotated[
        Path | None, typer.Option(metavar="DIRECTORY", help="Write the certificates of certified claims.")
    ] = None,
) -> None:
    """Check claims and compare each verdict with the one expected."""
    from paper_checks import files, registry, results, runner, tables
    from paper_checks import junit as junit_report
    from paper_checks.certificates import store
    from paper_checks.progress import bar

    if junit is not None and str(junit) in ("-", json):
        raise UnusableInputError(f"the JUnit report needs a file of its own, not {junit}")
    if jobs < 0:
        raise UnusableInputError(f"{jobs} processes make no sense: give a whole number from 0 on")
    request = _request(digits, depths, seed, profile)
    chosen = registry.claims(slugs or ())
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
            slugs or (), request, jobs=jobs or os.cpu_count() or 1, progress=advance, keep=kept.append
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
    for record in troubled:
        console.print(f"{record.statement}/{record.claim}: {record.problem}", style="red", markup=False)
    console.print(
        f"{len(found.claims) - len(troubled)} of {len(found.claims)} claims as expected", markup=False
    )
    raise typer.Exit(UNEXPECTED if troubled else EXPECTED)


@app.command()
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


@app.command()
def figure(
    name: Annotated[
        str,
        typer.Argument(
            help="balancing-gap, oscillation-range, bifurcation-diagram, generic-basis-run or phase-diagram."
        ),
    ],
    output: Annotated[Path, typer.Option(metavar="DIRECTORY", help="Where to write.")] = Path(
        "build/figures"
    ),
    eta: Annotated[
        str | None, typer.Option(metavar="RATES", help="Learning rates, separated by commas.")
    ] = None,
    singular_values: Annotated[
        str | None, typer.Option(metavar="VALUES", help="Singular values of the target, separated by commas.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Steps of gradient descent.")] = None,
    digits: Digits = Request.digits,
) -> None:
    """Draw a figure of the paper with the prediction over the measurement, and save its numbers."""
    from rich.console import Console

    from paper_checks import figures

    asked = {"rates": _numbers(eta), "singular_values": _numbers(singular_values), "steps": steps}
    given = {parameter: value for parameter, value in asked.items() if value is not None}
    for path in figures.write(name, output, digits=digits, **given):
        Console().print(str(path), markup=False, highlight=False, soft_wrap=True)


app.command()(predict_command.predict)


def _numbers(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(","))


def main() -> None:
    """Run the command line; every error is one sentence on standard error."""
    command = typer.main.get_command(app)
    # To be ended is to be interrupted: workers end too, and nothing is left half-written.
    sys.unraisablehook = _swallowed
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, _interrupt)
    try:
        status = command.main(prog_name="beyond-eos", standalone_mode=False)
        if status == INTERRUPTED:  # Typer has met the interrupt before this function could
            raise KeyboardInterrupt
        sys.stdout.flush()
    except CommandLineError as error:
        status = _fail(f"{error.format_message()} See beyond-eos --help.", UNUSABLE)
    except UnusableInputError as error:
        status = _fail(str(error), UNUSABLE)
    except CheckFailedError as error:
        status = _fail(str(error), UNEXPECTED)
    except (KeyboardInterrupt, typer.Abort):
        signal.setitimer(signal.ITIMER_REAL, 0)
        status = _fail("interrupted; no file is half-written", INTERRUPTED)
    except BrokenPipeError:
        # The reader of a pipe went away; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = UNEXPECTED
    except BrokenProcessPool:
        status = _fail("a worker process ended unexpectedly; run again, or with --jobs 1", UNEXPECTED)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = _fail(f"cannot write the output: {error.strerror or error}", UNUSABLE)
    sys.exit(status or EXPECTED)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, again and again until it is met: some callbacks swallow exceptions."""
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    raise KeyboardInterrupt


def _swallowed(found: sys.UnraisableHookArgs) -> None:
    """Pass over an interrupt that a callback swallowed, since it comes again, and report anything else."""
    if found.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(found)


def _fail(message: str, status: int) -> int:
    typer.echo(f"beyond-eos: {message}", err=True)
    return status


if __name__ == "__main__":
    main()
