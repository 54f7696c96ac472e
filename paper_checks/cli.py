"""The command line: every command by its name, and how each of them ends.

Exit status: 0 if all verdicts are as expected, 1 if one is not or a check could not be carried
out, 2 for unusable input, 130 after an interrupt.
"""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures.process import BrokenProcessPool
from types import FrameType
from typing import Any

import typer

from paper_checks.commands import (
    constants,
    errata,
    figure,
    graph,
    list_statements,
    mutants,
    predict,
    recheck,
    report,
    show,
    summary,
    survey,
    verify,
)
from paper_checks.errors import CheckFailedError, UnusableInputError
from paper_checks.options import EXPECTED, INTERRUPTED, UNEXPECTED, UNUSABLE

app = typer.Typer(
    help="Check, statement by statement, the theory of deep linear networks beyond the edge of stability.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

# What Typer raises for a command line it cannot use: BadParameter and its base classes.
CommandLineError: Any = typer.BadParameter.__mro__[2]


@app.callback(invoke_without_command=True)
def without_command(context: typer.Context) -> None:
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        raise UnusableInputError(f"name a command\n\n{context.get_help()}")


app.command("list")(list_statements.list_statements)
app.command()(show.show)
app.command()(verify.verify)
app.command()(recheck.recheck)
app.command()(mutants.mutants)
app.command()(constants.constants)
app.command()(errata.errata)
app.command()(figure.figure)
app.command()(graph.graph)
app.command()(predict.predict)
app.command()(summary.summary)
app.command()(report.report)
app.add_typer(survey.app, name="survey")


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
