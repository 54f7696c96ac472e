"""The command `predict`: what gradient descent does with a target at a learning rate, and a run beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paper_checks.errors import UnusableInputError

if TYPE_CHECKING:
    from paper_checks.predict.prediction import Input

KINDS = ("unbalanced", "balanced", "random")
"""What `--init` takes; everything else is the name of a file."""


def predict(
    singular_values: Annotated[
        str | None, typer.Option(metavar="VALUES", help="Singular values of a square target, such as 10,6,3.")
    ] = None,
    target: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A matrix in a .npy or .csv file, of any shape.")
    ] = None,
    depth: Annotated[int | None, typer.Option(help="The number of layers, 2 to 64.")] = None,
    eta: Annotated[str | None, typer.Option(metavar="RATE", help="The learning rate.")] = None,
    kappa: Annotated[
        str | None, typer.Option(metavar="RATE", help="Or the learning rate times the sharpness S_1.")
    ] = None,
    width: Annotated[
        int | None, typer.Option(help="Width of the hidden layers; the larger side of the target by default.")
    ] = None,
    init: Annotated[
        str,
        typer.Option(
            metavar="unbalanced|balanced|random|FILE",
            help="W_L = 0 and the others alpha I; all alpha I; normal entries; or layers from .npz or .npy.",
        ),
    ] = "unbalanced",
    alpha: Annotated[
        str | None,
        typer.Option(
            metavar="SCALE",
            help="The scale of the start; from sigma_1^(1/L)/10 to 0.8 sigma_1^(1/L) by default.",
        ),
    ] = None,
    basis: Annotated[
        str | None,
        typer.Option(
            metavar="diagonal|generic",
            help="Put the singular values on the diagonal, or into random bases; a target stays as it is.",
        ),
    ] = None,
    steps: Annotated[
        int | None, typer.Option(help="Steps of the run; by default about what it takes to settle.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of random layers and random bases.")] = 0,
    run: Annotated[bool, typer.Option("--run/--no-run", help="Run gradient descent and compare.")] = True,
    figures: Annotated[Path, typer.Option(metavar="DIRECTORY", help="Where the run is drawn.")] = Path(
        "build/figures"
    ),
    digits: Annotated[int, typer.Option(help="Decimal digits to aim for.")] = 30,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the prediction as JSON.")] = None,
) -> None:
    """Predict what gradient descent does with a target at a learning rate, and run it beside that."""
    if depth is None:
        raise UnusableInputError("give the number of layers as --depth")
    if (singular_values is None) == (target is None):
        raise UnusableInputError("give the target either as --singular-values or as --target FILE")
    if (eta is None) == (kappa is None):
        raise UnusableInputError("give the learning rate either as --eta or as --kappa")
    from paper_checks import files, tables
    from paper_checks.predict import prediction, printing, records, starts, targets

    if json is not None and json != "-":
        files.must_be_writable(Path(json))
    given = init not in KINDS
    asked: Input = {
        "depth": depth,
        "singular_values": None if singular_values is None else singular_values.split(","),
        "target": None if target is None else targets.read(target),
        "eta": eta,
        "kappa": kappa,
        "width": width,
        "digits": digits,
        "init": starts.Init.GIVEN if given else init,
        "alpha": alpha,
        "basis": basis,
        "layers": starts.read_layers(Path(init)) if given else (),
        "seed": seed,
    }
    measured = prediction.predict_and_run(steps, **asked) if run else None
    found = prediction.predict(**asked) if measured is None else measured.prediction
    # With the prediction on standard output, the tables go to standard error.
    console = tables.console(stderr=json == "-")
    printing.print_prediction(console, found)
    if measured is not None:
        from paper_checks.predict import run_drawing

        for path in run_drawing.write(measured, figures):
            console.print(str(path), markup=False, highlight=False, soft_wrap=True)
    content = records.encode(found)
    if json == "-":
        sys.stdout.write(content.decode())
    elif json is not None:
        files.write_whole(Path(json), content)
