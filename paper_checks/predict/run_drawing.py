"""Draw a run beside its prediction: end-to-end values, loss, balancing gap, and sharpness against 2/eta."""

from collections.abc import Iterator
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from paper_checks import files
from paper_checks.drawings import drawing
from paper_checks.predict.prediction import Measured

NAME = "predict"
MARKED = 6
"""At most so many modes get a label and marked values."""


def write(measured: Measured, output: Path) -> tuple[Path, ...]:
    """Write ``predict.svg``, ``predict.png`` and ``predict.csv``.

    Args:
        measured: a prediction with its run.
        output: directory, made where it does not exist.

    Raises:
        UnusableInputError: if a file cannot be written.
    """
    return drawing.save(output, NAME, lambda: draw(measured), table(measured))


def table(measured: Measured) -> bytes:
    """Return what is drawn as CSV: a row a step, float64 with 17 digits; the sharpness where it was taken."""
    run = measured.run
    sharpness = dict(zip(run.looked, run.sharpness, strict=True))
    columns = ["step", *(f"value_{place + 1}" for place in range(run.values.shape[1]))]

    def rows() -> Iterator[list[str]]:
        for step, values in enumerate(run.values):
            numbers = [*values, run.elsewhere[step], run.losses[step], run.gaps[step]]
            taken = f"{sharpness[step]:.17g}" if step in sharpness else ""
            yield [str(step), *(f"{number:.17g}" for number in numbers), taken]

    return files.table([*columns, "off_the_modes", "loss", "largest_gap", "sharpness"], rows())


def draw(measured: Measured) -> Figure:
    """Draw the four panels."""
    figure = Figure(figsize=(11, 7.5), layout="constrained")
    values, loss, gaps, sharpness = figure.subplots(2, 2, sharex=True).ravel()
    run, prediction = measured.run, measured.prediction
    steps = range(len(run.losses))
    _draw_values(values, measured)
    loss.plot(steps, run.losses, color=drawing.COLOURS[0], linewidth=0.8)
    loss.set(ylabel="loss", yscale="log")
    gaps.plot(steps, run.gaps, color=drawing.COLOURS[0], linewidth=0.8, label="balancing gap")
    if run.elsewhere.any():
        label = "off the modes"
        gaps.plot(steps, run.elsewhere, color=drawing.COLOURS[1], linewidth=0.8, label=label)
    gaps.set(ylabel="Frobenius norm", yscale="log", xlabel="step of gradient descent")
    gaps.legend(loc="best")
    edge = 2 / float(prediction.eta)
    sharpness.plot(run.looked, run.sharpness, ".", color=drawing.COLOURS[0], markersize=4)
    sharpness.axhline(edge, color=drawing.COLOURS[1], linestyle="--", label=r"$2/\eta$")
    sharpness.set(ylabel="largest Hessian eigenvalue", xlabel="step of gradient descent", ylim=(0, None))
    sharpness.legend(loc="best")
    kappas = ", ".join(f"{float(mode.kappa):.4g}" for mode in prediction.modes[:MARKED])
    figure.suptitle(
        rf"{prediction.depth} layers, {prediction.start.init} start, $\eta$ = {float(prediction.eta):.6g}, "
        rf"$\kappa$ = {kappas}"
    )
    return figure


def _draw_values(axes: Axes, measured: Measured) -> None:
    run, prediction = measured.run, measured.prediction
    numbers = [mode.number for mode in prediction.modes for _ in range(mode.multiplicity)]
    labelled: set[int] = set()
    for place, number in enumerate(numbers):
        colour = drawing.COLOURS[(number - 1) % len(drawing.COLOURS)]
        new = number not in labelled and number <= MARKED
        labelled.add(number)
        label = (
            rf"$\sigma_{number}$ = {float(prediction.modes[number - 1].singular_value):.4g}" if new else None
        )
        axes.plot(run.values[:, place], color=colour, linewidth=0.6, label=label)
        if new:
            for value in prediction.ends[number - 1].values:
                axes.axhline(float(value), color=colour, linestyle=(0, (5, 4)), linewidth=0.9)
    axes.set(ylabel="end-to-end value, dashed as predicted")
    axes.legend(loc="best")
