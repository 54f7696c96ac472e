"""The commands of `survey`: many independent tasks, on this machine or on a Dask cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paper_checks.options import EXPECTED, UNEXPECTED, Jobs, processes
from paper_checks.request import parse_depths

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from paper_checks.surveys.survey import Survey

app = typer.Typer(
    help="Survey a range of parameters: tasks that are kept as they finish, so that a run can go on later.",
    rich_markup_mode=None,
)

Scheduler = Annotated[
    str | None,
    typer.Option(metavar="tcp://HOST:PORT", help="A running Dask scheduler to send the tasks to."),
]
Kept = Annotated[Path, typer.Option("--checkpoints", metavar="DIRECTORY", help="Where answers are kept.")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="The file to write.")]
CHECKPOINTS = Path("build/checkpoints")


@app.command()
def sweep(
    singular_values: Annotated[str, typer.Option(metavar="VALUES", help="Of the target, such as 10,9.5,9.")],
    depth: Annotated[int, typer.Option(help="The number of layers.")],
    eta: Annotated[str, typer.Option(metavar="FROM..TO", help="The learning rates.")],
    rates: Annotated[int, typer.Option(help="How many learning rates.")] = 1000,
    steps: Annotated[int, typer.Option(help="Steps of gradient descent at each of them.")] = 5000,
    width: Annotated[
        int | None, typer.Option(help="Rows of all layers; two more than singular values by default.")
    ] = None,
    alpha: Annotated[str, typer.Option(metavar="SCALE", help="Scale of the start.")] = "0.01",
    seed: Annotated[int, typer.Option(help="Of the bases that the target stands in.")] = 0,
    jobs: Jobs = 0,
    scheduler: Scheduler = None,
    checkpoints: Kept = CHECKPOINTS,
    output: Output = None,
) -> None:
    """Run the whole network on float64 at many learning rates, and write where each run ends as CSV."""
    from paper_checks import files
    from paper_checks.surveys import ranges
    from paper_checks.surveys import sweep as kind

    values = [ranges.positive(value, "a singular value") for value in singular_values.split(",")]
    grid = ranges.grid(eta, rates, "eta")
    scale = ranges.positive(alpha, "alpha")
    survey = kind.plan(depth, values, width or len(values) + 2, scale, grid, steps, seed)

    def written(answers: tuple[bytes, ...]) -> bytes:
        found = zip(grid.points(0, grid.count), kind.rows(answers, len(values)).tolist(), strict=True)
        cells = ((repr(float(rate)), str(int(row[0])), *map(repr, row[1:])) for rate, row in found)
        return files.table(kind.columns(len(values)), cells)

    _carry_out(survey, jobs, scheduler, checkpoints, output or Path("build/sweep.csv"), written)


@app.command()
def bifurcation(
    depth: Annotated[int, typer.Option(help="The number of layers.")],
    kappa: Annotated[str, typer.Option(metavar="FROM..TO", help="The learning rates times the sharpness.")],
    rates: Annotated[int, typer.Option(help="How many learning rates.")] = 20_000,
    steps: Annotated[int, typer.Option(help="Steps of gradient descent at each of them.")] = 20_000,
    kept: Annotated[int, typer.Option(help="How many of the last values are kept.")] = 32,
    jobs: Jobs = 0,
    scheduler: Scheduler = None,
    checkpoints: Kept = CHECKPOINTS,
    output: Output = None,
) -> None:
    """Run a balanced mode on float64 at many learning rates, and write the values it visits as .npy."""
    import io

    import numpy as np

    from paper_checks.surveys import bifurcation as kind
    from paper_checks.surveys import ranges

    survey = kind.plan(depth, ranges.grid(kappa, rates, "kappa"), steps, kept)

    def written(answers: tuple[bytes, ...]) -> bytes:
        stream = io.BytesIO()
        np.save(stream, kind.rows(answers, kept))
        return stream.getvalue()

    _carry_out(survey, jobs, scheduler, checkpoints, output or Path("build/bifurcation.npy"), written)


@app.command()
def cover(
    depth: Annotated[int, typer.Option(help="The number of layers.")],
    kappa: Annotated[str, typer.Option(metavar="FROM..TO", help="The learning rates times the sharpness.")],
    pieces: Annotated[int, typer.Option(help="How many tasks.")] = 16,
    jobs: Jobs = 0,
    scheduler: Scheduler = None,
    checkpoints: Kept = CHECKPOINTS,
    output: Output = None,
) -> None:
    """Prove that the period-2 orbit attracts for every learning rate, and write the boxes as JSON."""
    import json

    from paper_checks import tables
    from paper_checks.surveys import cover as kind
    from paper_checks.surveys import ranges

    survey = kind.plan(depth, *ranges.interval(kappa, "kappa"), pieces)
    answers = _carry_out(
        survey,
        jobs,
        scheduler,
        checkpoints,
        output or Path("build/cover.json"),
        lambda answers: json.dumps(kind.together(answers), indent=1).encode() + b"\n",
    )
    found = kind.together(answers)
    left = f"{len(found['undecided'])} undecided"
    tables.console().print(
        f"{len(found['proven'])} boxes proven, {left}, {found['tried']} tried", markup=False
    )
    raise typer.Exit(UNEXPECTED if found["undecided"] else EXPECTED)


@app.command()
def phases(
    depths: Annotated[str, typer.Option(metavar="FROM..TO", help="Numbers of layers.")] = "2..4",
    resolution: Annotated[str, typer.Option(help="The distance of the points along both axes.")] = "0.02",
    in_phase: Annotated[
        bool, typer.Option("--in-phase/--out-of-phase", help="How two modes that oscillate stand.")
    ] = True,
    jobs: Jobs = 0,
    scheduler: Scheduler = None,
    checkpoints: Kept = CHECKPOINTS,
    output: Output = None,
) -> None:
    """Label where the orbit of one mode attracts (A) or repels (R) next to a second one; ? is neither."""
    from paper_checks import files
    from paper_checks.surveys import phases as kind
    from paper_checks.surveys import ranges

    low, high = parse_depths(depths)
    step = ranges.positive(resolution, "the resolution")
    survey = kind.plan(range(low, high + 1), step, in_phase)
    _carry_out(
        survey,
        jobs,
        scheduler,
        checkpoints,
        output or Path("build/phases.csv"),
        lambda answers: files.table(kind.COLUMNS, kind.rows(survey, answers)),
    )


def _carry_out(
    survey: Survey,
    jobs: int,
    scheduler: str | None,
    root: Path,
    output: Path,
    written: Callable[[tuple[bytes, ...]], bytes],
) -> tuple[bytes, ...]:
    """Carry a survey out with a progress bar, write its file, and return the answers."""
    from paper_checks import files, tables
    from paper_checks.progress import counter
    from paper_checks.surveys.checkpoints import Checkpoints
    from paper_checks.surveys.executors import place
    from paper_checks.surveys.survey import carry_out

    console: Console = tables.console(stderr=True)
    files.must_be_writable(output)
    checkpoints = Checkpoints(root, survey.kind, survey.calls)
    files.must_be_writable(root / survey.kind)
    with place(processes(jobs), scheduler) as where, counter(len(survey.calls), console) as advance:
        answers = carry_out(survey, where, checkpoints, advance)
    files.write_whole(output, written(answers))
    tables.console().print(str(output), markup=False, highlight=False, soft_wrap=True)
    return answers
