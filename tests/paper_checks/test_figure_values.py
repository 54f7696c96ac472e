"""The numbers of every figure against stored ones, to a stated number of digits.

Stored are some rows of the table that each figure writes, made with the parameters below. Where a run is
chaotic, or the last digits depend on how a library rounds, the rows are left out by a rule that is stated
with the figure. After a change that is meant to change numbers,
``python tests/paper_checks/test_figure_values.py`` stores them anew.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from paper_checks import figures, files
from paper_checks.checks import cascade
from paper_checks.drawings import drawing

STORED = Path(__file__).with_name("figures")
ROWS = 40
"""About so many rows of each kind are stored."""
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")

Row = dict[str, str]


def every_row(_row: Row) -> bool:
    return True


def no_kind(_row: Row) -> str:
    return ""


@dataclass(frozen=True)
class Case:
    """How the numbers of a figure are compared.

    Attributes:
        digits: two numbers agree where they differ by less than 10^-digits times the larger one.
        parameters: those of the figure, where its own would take too long.
        floor: numbers are also taken to agree where they differ by less than this: the size of rounding
            errors of float64, or of what the digits of a run do not hold any more.
        kept: the rule by which rows are left out.
        kind: kinds of rows, of each of which some are stored.
        ignored: columns that say how many digits are known, which depends on the library.
    """

    digits: int
    parameters: Mapping[str, Any] = field(default_factory=dict)
    floor: Fraction = Fraction(0)
    kept: Callable[[Row], bool] = every_row
    kind: Callable[[Row], str] = no_kind
    ignored: tuple[str, ...] = ()


def periodic_mode(row: Row) -> bool:
    """Leave out iterates beyond the fourth doubling, as `periodic_loss` does."""
    if row["what"] != "attractor":
        return True
    return Fraction(row["kappa"]) < cascade.crossings(int(row["depth"]), 12, -1)[3].kappa[0]


def periodic_loss(row: Row) -> bool:
    """Leave out iterates beyond the fourth doubling: further on they attract slowly, or are chaotic."""
    if row["what"] != "measured":
        return True
    return Fraction(row["normalised learning rate"]) < cascade.crossings(3, 12, -1)[3].kappa[0]


def not_by_rounding(row: Row) -> bool:
    """Leave out where runs diverge, the run from the start that does, and ranges beyond the doubling.

    A multiplier of 1 is multiple, so rounding errors enter by their roots: it is left out, too.
    """
    if "diverges" in row["what"] or row["learning rate"] == "0.03":
        return False
    if "multiplier" in row["what"]:
        return abs(float(row["predicted"]) - 1) > 0.01
    return not (row["what"] == "range, mode alone" and float(row["learning rate"]) > 0.066)


def within_digits(row: Row) -> bool:
    """Leave out steps at which the digits of the run hold no error any more."""
    return row["error of the end-to-end value"][:2] != "0e" and int(row["step"]) <= 25


def what(row: Row) -> str:
    return row["what"]


CASES: Mapping[str, Case] = {
    "balancing-gap": Case(12, kind=lambda row: row["learning rate"]),
    "oscillation-range": Case(
        12,
        floor=Fraction("1e-48"),
        ignored=("expected digits of agreement", "measured digits of agreement"),
    ),
    "layer-oscillation": Case(
        12, floor=Fraction("1e-68"), kind=lambda row: row["learning rate"] + row["mode"]
    ),
    "period-doubling": Case(
        9,
        {"rates": [Fraction("0.0309439") + k * Fraction("0.0005") for k in range(55)]},
        Fraction("1e-9"),
        periodic_loss,
        what,
    ),
    "bifurcation-diagram": Case(
        5, {"depths": [2, 3], "resolution": 60}, Fraction("1e-5"), periodic_mode, what
    ),
    "generic-basis-run": Case(12, {"steps": 1600}),
    "flow-contour": Case(12, kept=within_digits),
    "balancing-contour": Case(12),
    "momentum-run": Case(6, {}, Fraction("1e-6"), not_by_rounding, what),
    "phase-diagram": Case(
        12, {"depths": [2], "halvings": 8}, Fraction("0.011"), kind=lambda row: row["label"]
    ),
    # So short that rounding has not grown yet: it does so beyond the edge of stability.
    "nonlinear-sharpness": Case(
        5,
        {"steps": 78, "starts": 3},
        Fraction("1e-7"),
        kind=lambda row: row["data"] + row["network"] + row["learning rate"],
    ),
}


def made(name: str) -> list[Row]:
    """Return the table of a figure without drawing it, each row with its number."""
    tables: list[bytes] = []

    def keep(_output: Path, _name: str, _draw: object, data: bytes) -> tuple[Path, ...]:
        tables.append(data)
        return ()

    with patch.object(drawing, "save", keep):
        figures.write(name, STORED, **CASES[name].parameters)
    rows = csv.DictReader(io.StringIO(tables[0].decode()))
    return [{"row": str(number), **row} for number, row in enumerate(rows)]


def thinned(case: Case, rows: list[Row]) -> list[Row]:
    """Return the rows that are stored: the last one of each kind, and an even share of the others."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        if case.kept(row):
            kinds.setdefault(case.kind(row), []).append(row)
    stored = []
    for of_kind in kinds.values():
        stride = -(-len(of_kind) // ROWS)
        stored += of_kind[::-1][::stride]
    left_out = {f"significant digits of {name}" for name in rows[0]} | set(case.ignored)
    ordered = sorted(stored, key=lambda row: int(row["row"]))
    return [{name: cell for name, cell in row.items() if name not in left_out} for row in ordered]


def agree(case: Case, one: str, other: str) -> bool:
    """Return whether two cells are the same text or agree as numbers."""
    if one == other:
        return True
    if not (NUMBER.fullmatch(one) and NUMBER.fullmatch(other)):
        return False
    first, second = Fraction(one), Fraction(other)
    largest = max(abs(first), abs(second))
    return abs(first - second) <= max(case.floor, largest / 10**case.digits)


def read(name: str) -> list[Row]:
    with (STORED / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_figure_has_stored_numbers() -> None:
    assert set(CASES) == set(figures.FIGURES)
    assert {path.stem for path in STORED.iterdir()} == set(figures.FIGURES)


@pytest.mark.parametrize("name", CASES)
def test_numbers_are_the_stored_ones(name: str) -> None:
    case, stored, rows = CASES[name], read(name), made(name)
    assert len(stored) >= 20
    assert all(case.kept(row) for row in stored)
    assert [row["row"] for row in stored] == [row["row"] for row in thinned(case, rows)]
    differing = [
        (name, row["row"], column, cell, rows[int(row["row"])][column])
        for row in stored
        for column, cell in row.items()
        if not agree(case, cell, rows[int(row["row"])][column])
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.00000000000000", "1.00000000000050", True),
        ("1.00000000000000", "1.00000000000200", False),
        ("1.5e-30", "1.500001e-30", False),
        ("-2", "2", False),
        ("none", "0", False),
        ("0e-50", "0", True),
        ("attractor", "attractor", True),
        ("attractor", "measured", False),
    ],
)
def test_numbers_agree_to_the_digits_stated(one: str, other: str, same: bool) -> None:
    assert agree(Case(12), one, other) is same


def test_numbers_may_differ_by_the_floor_and_no_more() -> None:
    case = Case(12, floor=Fraction("1e-9"))
    assert agree(case, "1e-10", "-2e-10")
    assert not agree(case, "1e-8", "3e-9")


def store() -> None:
    """Write the stored numbers anew."""
    STORED.mkdir(exist_ok=True)
    for name, case in CASES.items():
        rows = thinned(case, made(name))
        (STORED / f"{name}.csv").write_bytes(files.table(list(rows[0]), (row.values() for row in rows)))


if __name__ == "__main__":
    store()
