"""The command `predict`: what gradient descent does with a target at a learning rate, without running it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paper_checks.errors import UnusableInputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.table import Table

    from paper_checks.predict.records import Mode, Pair, Prediction, Silent

SHOWN = 9
"""How many digits of a number the table shows; JSON has all of them."""


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
    digits: Annotated[int, typer.Option(help="Decimal digits to aim for.")] = 30,
    json: Annotated[str | None, typer.Option(metavar="FILE|-", help="Write the prediction as JSON.")] = None,
) -> None:
    """Predict what gradient descent does with a target at a learning rate, without running it."""
    if depth is None:
        raise UnusableInputError("give the number of layers as --depth")
    if (singular_values is None) == (target is None):
        raise UnusableInputError("give the target either as --singular-values or as --target FILE")
    if (eta is None) == (kappa is None):
        raise UnusableInputError("give the learning rate either as --eta or as --kappa")
    from paper_checks import files, tables
    from paper_checks.predict import prediction, records, targets

    if json is not None and json != "-":
        files.must_be_writable(Path(json))
    found = prediction.predict(
        depth=depth,
        singular_values=None if singular_values is None else singular_values.split(","),
        target=None if target is None else targets.read(target),
        eta=eta,
        kappa=kappa,
        width=width,
        digits=digits,
    )
    content = records.encode(found)
    # With the prediction on standard output, the table goes to standard error.
    print_prediction(tables.console(stderr=json == "-"), found)
    if json == "-":
        sys.stdout.write(content.decode())
    elif json is not None:
        files.write_whole(Path(json), content)


def print_prediction(console: Console, found: Prediction) -> None:
    """Print the tables of a prediction: modes, pairs, what has no mode, learning rates."""
    shape = f"{found.rows} x {found.columns}, hidden width {found.hidden}, rank {found.rank}"
    known = "it is undecided how many" if found.oscillating is None else str(found.oscillating)
    console.print(f"{found.depth} layers, target {shape}, eta = {_short(found.eta)}", markup=False)
    console.print(f"{known} of {found.rank} singular values oscillate", markup=False)
    console.print(_table(_MODE_HEADINGS, (_mode_row(one) for one in found.modes)))
    _print_claims(console, ((f"mode {one.number}", one.claims) for one in found.modes))
    if found.pairs:
        console.print(_table(_PAIR_HEADINGS, (_pair_row(one) for one in found.pairs)))
        _print_claims(console, ((f"pair {one.modes[0]}, {one.modes[1]}", one.claims) for one in found.pairs))
    if found.silent:
        console.print(_table(_SILENT_HEADINGS, (_silent_row(one) for one in found.silent)))
        _print_claims(console, ((f"without partner of mode {one.mode}", one.claims) for one in found.silent))
    rates = ((one.kind, _short(one.eta), _short(one.kappa), one.how) for one in found.rates)
    console.print(_table(("largest learning rate for", "eta", "kappa of mode 1", "by"), rates))
    _print_claims(console, ((one.kind, one.claims) for one in found.rates))
    kind = "minimum" if found.oscillating == 0 else "orbit of period at most 2"
    console.print(f"among all entries of the layers the {kind} is {found.full_space}", markup=False)


_MODE_HEADINGS = (
    "mode", "sigma", "times", "kappa", "regime", "end-to-end values", "multiplier", "gap factor", "on mode",
)  # fmt: skip
_PAIR_HEADINGS = ("pair", "times", "phase", "largest other multiplier", "neutral", "across")
_SILENT_HEADINGS = ("mode", "without partner", "multiplier", "hidden places", "multiplier", "across")


def _mode_row(one: Mode) -> tuple[str, ...]:
    return (
        str(one.number),
        _short(one.singular_value),
        str(one.multiplicity),
        _short(one.kappa),
        f"{one.regime}, period {one.period}" if one.period is not None and one.period > 2 else one.regime,
        "\n".join(_short(point) for point in one.points),
        _short(one.multiplier),
        _short(one.gap_factor),
        one.on_mode,
    )


def _pair_row(one: Pair) -> tuple[str, ...]:
    name = f"{one.modes[0]}, {one.modes[1]}"
    return name, str(one.count), one.phase or "-", _short(one.largest), str(one.neutral), one.verdict


def _silent_row(one: Silent) -> tuple[str, ...]:
    ends = (str(one.mode), str(one.end_entries), _short(one.end_multiplier))
    return (*ends, str(one.hidden_places), _short(one.hidden_multiplier), one.verdict)


def _short(number: str | None) -> str:
    """Cut a decimal to `SHOWN` significant digits; what is cut off is less than a unit of the last one."""
    if number is None:
        return "-"
    mantissa, mark, exponent = number.partition("e")
    leading = len(mantissa) - len(mantissa.lstrip("-0."))
    kept = leading + SHOWN + ("." in mantissa[leading : leading + SHOWN])
    whole = mantissa.find(".")
    return mantissa[: max(kept, whole if whole >= 0 else len(mantissa))].rstrip(".") + mark + exponent


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*row)
    return table


def _print_claims(console: Console, named: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """Print what lines rest on, those with the same claims together."""
    together: dict[tuple[str, ...], dict[str, None]] = {}
    for name, claims in named:
        together.setdefault(claims, {})[name] = None
    for claims, names in together.items():
        by = ", ".join(claims) or "enclosed multipliers, no claim"
        console.print(f"  {'; '.join(names)}: {by}", style="dim", markup=False, soft_wrap=True)
