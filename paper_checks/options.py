"""The options that several commands share, and the request that they make."""

import os
from typing import Annotated

import typer

from paper_checks.errors import UnusableInputError
from paper_checks.request import Profile, Request, default_depths, parse_depths

EXPECTED, UNEXPECTED, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""The statuses with which commands end."""

Slugs = Annotated[
    list[str] | None, typer.Argument(metavar="[SLUG]...", help="Statements to check; all by default.")
]
Claims = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SLUG[/CLAIM]]...", help="Statements or single claims to check; all by default."),
]
Digits = Annotated[int, typer.Option(help="Decimal digits that high-precision runs vouch for.")]
Depths = Annotated[
    str | None, typer.Option(metavar="FROM..TO", help="Depths that samples cover, such as 2..6.")
]
Seed = Annotated[int, typer.Option(help="Whole number that all samples derive from.")]
Jobs = Annotated[int, typer.Option(help="Processes to use; 0 for one a core.")]
ProfileOption = Annotated[Profile, typer.Option("--profile", help="How much work to spend on samples.")]


def request_of(digits: int, depths: str | None, seed: int, profile: Profile) -> Request:
    """Return the request that the options make.

    Raises:
        UnusableInputError: if one of them is out of range.
    """
    span = default_depths(profile) if depths is None else parse_depths(depths)
    return Request(digits=digits, depths=span, seed=seed, profile=profile)


def processes(jobs: int) -> int:
    """Return how many processes to use.

    Raises:
        UnusableInputError: if the number is negative.
    """
    if jobs < 0:
        raise UnusableInputError(f"{jobs} processes make no sense: give a whole number from 0 on")
    return jobs or os.cpu_count() or 1
