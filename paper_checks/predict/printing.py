"""The tables of a prediction, and of a run beside it, as the command line prints them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.table import Table

    from paper_checks.predict.records import End, Mode, Pair, Prediction, Run, Seen, Silent

SHOWN = 9
"""How many digits of a number the table shows; JSON has all of them."""


def print_prediction(console: Console, found: Prediction) -> None:
    """Print the tables of a prediction: modes, pairs, what has no mode, learning rates."""
    shape = f"{found.rows} x {found.columns}, hidden width {found.hidden}, rank {found.rank}"
    known = "it is undecided how many" if found.oscillating is None else str(found.oscillating)
    console.print(f"{found.depth} layers, target {shape}, eta = {_short(found.eta)}", markup=False)
    console.print(f"{known} of {found.rank} singular values oscillate", markup=False)
    console.print(_table(_MODE_HEADINGS, (_mode_row(one) for one in found.modes)))
    _print_claims(console, ((f"mode {one.number}", one.claims) for one in found.modes), found.verdicts)
    if found.pairs:
        console.print(_table(_PAIR_HEADINGS, (_pair_row(one) for one in found.pairs)))
        _print_claims(
            console,
            ((f"pair {one.modes[0]}, {one.modes[1]}", one.claims) for one in found.pairs),
            found.verdicts,
        )
    if found.silent:
        console.print(_table(_SILENT_HEADINGS, (_silent_row(one) for one in found.silent)))
        _print_claims(
            console,
            ((f"without partner of mode {one.mode}", one.claims) for one in found.silent),
            found.verdicts,
        )
    rates = ((one.kind, _short(one.eta), _short(one.kappa), one.how) for one in found.rates)
    console.print(_table(("largest learning rate for", "eta", "kappa of mode 1", "by"), rates))
    _print_claims(console, ((one.kind, one.claims) for one in found.rates), found.verdicts)
    kind = "minimum" if found.oscillating == 0 else "orbit of these modes"
    console.print(f"among all entries of the layers the {kind} is {found.full_space}\n", markup=False)
    _print_start(console, found)
    ends = found.ends
    if found.run is None:
        console.print(_table(_END_HEADINGS, (_end_row(one) for one in ends)))
    else:
        console.print(_table(_SEEN_HEADINGS, (_seen_row(one, ends[one.mode - 1]) for one in found.run.modes)))
    named = [*((f"mode {one.mode}", one.claims) for one in ends), ("the start", found.start.claims)]
    _print_claims(console, named, found.verdicts)
    for one in ends:
        console.print(f"  mode {one.mode}: {one.why}", markup=False, soft_wrap=True)
    if found.run is not None:
        _print_run(console, found.run)


def _print_start(console: Console, found: Prediction) -> None:
    start = found.start
    scale = "" if start.alpha is None else f", alpha = {float(Fraction(start.alpha)):.6g}"
    bases = {"given": "the target as it is"}.get(start.basis, f"{start.basis} bases")
    drawn = f", seed {start.seed}" if "random" in start.init or start.basis == "generic" else ""
    on_set = {"no": "not on the SVS set"}.get(start.on_set, f"on the SVS set {start.on_set}")
    console.print(f"from the {start.init} start{scale}, {bases}{drawn}; {on_set}", markup=False)


def _print_run(console: Console, run: Run) -> None:
    for one in run.modes:
        if one.agrees == "no":
            console.print(f"  mode {one.mode} does not agree: {one.why}", markup=False, soft_wrap=True)
    sharpness = "" if run.sharpness is None else f", sharpness {run.sharpness:.6g}"
    console.print(
        f"gradient descent in float64, {run.steps} steps{' until it diverged' if run.diverged else ''}: loss "
        f"{run.loss:.3g}, largest balancing gap {run.gap:.3g}, off the modes {run.elsewhere:.3g}{sharpness} "
        f"(2/eta = {run.edge:.6g})",
        markup=False,
        soft_wrap=True,
    )


_MODE_HEADINGS = (
    "mode", "sigma", "times", "S", "kappa", "regime",
    "end-to-end values", "multiplier", "gap factor", "on mode",
)  # fmt: skip
_PAIR_HEADINGS = ("pair", "times", "phase", "largest other multiplier", "neutral", "across")
_END_HEADINGS = ("mode", "goes to", "end-to-end values", "amplitude")
_SEEN_HEADINGS = ("mode", "predicted", "values", "measured", "values", "may be off by", "agrees")
_SILENT_HEADINGS = ("mode", "without partner", "multiplier", "hidden places", "multiplier", "across")


def _mode_row(one: Mode) -> tuple[str, ...]:
    return (
        str(one.number),
        _short(one.singular_value),
        str(one.multiplicity),
        _short(one.sharpness),
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


def _end_row(one: End) -> tuple[str, ...]:
    return (
        str(one.mode),
        _kind(one.kind, one.period),
        "\n".join(map(_short, one.values)),
        _short(one.amplitude),
    )


def _seen_row(one: Seen, end: End) -> tuple[str, ...]:
    return (
        str(one.mode),
        _kind(end.kind, end.period),
        "\n".join(map(_short, end.values)),
        _kind(one.kind, one.period),
        "\n".join(f"{value:.{SHOWN}g}" for value in one.values),
        f"{one.still_moves:.1e}" if one.values else "-",
        one.agrees,
    )


def _kind(kind: str, period: int | None) -> str:
    return f"period {period}" if period is not None and period > 1 else kind


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


def _print_claims(
    console: Console, named: Iterable[tuple[str, tuple[str, ...]]], verdicts: Mapping[str, str]
) -> None:
    """Print what lines rest on, with verdicts, those with the same claims together."""
    together: dict[tuple[str, ...], dict[str, None]] = {}
    for name, claims in named:
        together.setdefault(claims, {})[name] = None
    for claims, names in together.items():
        by = ", ".join(f"{claim} ({verdicts[claim]})" for claim in claims) or "no claim"
        console.print(f"  {'; '.join(names)}: {by}", style="dim", markup=False, soft_wrap=True)
