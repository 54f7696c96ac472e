"""The command `figure`: draw a figure of the paper and save its numbers."""

from pathlib import Path
from typing import Annotated

import typer

from paper_checks import figures
from paper_checks.errors import UnusableInputError

ALL = "all"
"""Stands for every figure."""


def figure(
    name: Annotated[
        str,
        typer.Argument(help=f"{', '.join(figures.FIGURES)}; or all for every one."),
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
    digits: Annotated[
        int | None, typer.Option(help="Decimal digits of high-precision runs; the script's own by default.")
    ] = None,
) -> None:
    """Draw a figure of the paper with the prediction over the measurement, and save its numbers."""
    from rich.console import Console

    asked = {
        "rates": _numbers(eta),
        "singular_values": _numbers(singular_values),
        "steps": steps,
        "digits": digits,
    }
    given = {parameter: value for parameter, value in asked.items() if value is not None}
    if name == ALL and given:
        raise UnusableInputError(f"all figures are drawn as they are: leave out {', '.join(given)}")
    for one in figures.FIGURES if name == ALL else (name,):
        for path in figures.write(one, output, **given):
            Console().print(str(path), markup=False, highlight=False, soft_wrap=True)


def _numbers(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(","))
