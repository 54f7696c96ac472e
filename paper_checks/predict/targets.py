"""Read a target matrix from a file, exactly: `.npy` of float64, float32 or integers, and `.csv`.

A float in a `.npy` file is the dyadic rational that its bits stand for; "0.1" in a `.csv` file is 1/10.
Nothing in a file is run, and the header of a `.npy` file is judged before its entries are read.
"""

import ast
import stat
import struct
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

from paper_checks.errors import UnusableInputError

MOST_ENTRIES = 10_000
"""How many entries a target may have."""
MOST_HEADER = 10_000
"""How many bytes the header of a `.npy` file may have."""
MOST_CHARACTERS = 200
"""How many characters an entry of a `.csv` file may have."""
MOST_BITS = 4096
"""How many bits numerator and denominator of an entry may have."""

Rows = tuple[tuple[Fraction, ...], ...]

_MAGIC = b"\x93NUMPY"
_CODES = {"f8": "d", "f4": "f", "i8": "q", "i4": "i", "i2": "h", "i1": "b"} | {
    "u8": "Q",
    "u4": "I",
    "u2": "H",
    "u1": "B",
}
_REFUSED = {
    "O": "it holds Python objects, which are never loaded",
    "c": "its entries are complex",
    "b": "its entries are truth values",
}


def read(path: Path | str) -> Rows:
    """Read a target matrix, a sequence of rows of exact rationals (dimensionless).

    Args:
        path: a `.npy` file with a two-dimensional array, or a `.csv` file in UTF-8 with commas between the
            entries, each a decimal such as 0.1 or a ratio such as 3/7.

    Raises:
        UnusableInputError: if the file cannot be read, or holds anything but a matrix of at most
            `MOST_ENTRIES` finite numbers.
    """
    path = Path(path)
    readers = {".npy": _from_npy, ".csv": _from_csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnusableInputError(f"cannot read {path}: a target is a .npy or a .csv file")
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise UnusableInputError(f"cannot read {path}: it is a directory")
        return reader(path)
    except OSError as error:
        raise UnusableInputError(f"cannot read {path}: {error.strerror or error}") from None
    except ValueError as error:
        raise UnusableInputError(f"cannot use {path}: {error}") from None


def _from_npy(path: Path) -> Rows:
    with path.open("rb") as stream:
        start = stream.read(8)
        if len(start) < 8 or start[:6] != _MAGIC:
            raise ValueError("it is no .npy file, as its first bytes show")
        if start[6] not in (1, 2, 3):
            raise ValueError(f"version {start[6]}.{start[7]} of the .npy format is not known")
        size_of_length = 2 if start[6] == 1 else 4
        length_bytes = stream.read(size_of_length)
        length = int.from_bytes(length_bytes, "little")
        if length > MOST_HEADER:
            raise ValueError(f"its header of {length} bytes is longer than {MOST_HEADER}")
        header = stream.read(length)
        if len(length_bytes) < size_of_length or len(header) < length:
            raise ValueError("it ends within its header")
        code, columnwise, (rows, columns) = _header(header)
        size = rows * columns * struct.calcsize(code[:2])
        # One byte more than there should be shows that there are too many.
        content = stream.read(size + 1)
    if len(content) != size:
        found = "more" if len(content) > size else f"{len(content)}"
        raise ValueError(f"a {rows} x {columns} array takes {size} bytes, but the file holds {found}")
    numbers = struct.unpack(f"{code[0]}{rows * columns}{code[1]}", content)
    entries = [_finite(number, place, columns) for place, number in enumerate(numbers)]
    if columnwise:
        return tuple(tuple(entries[row::rows]) for row in range(rows))
    return tuple(tuple(entries[row * columns : (row + 1) * columns]) for row in range(rows))


def _header(content: bytes) -> tuple[str, bool, tuple[int, int]]:
    """Return the struct code of an entry, whether columns come first, and the shape."""
    try:
        header = ast.literal_eval(content.decode("utf-8").strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise ValueError("its header is not readable") from None
    if not isinstance(header, dict) or set(header) != {"descr", "fortran_order", "shape"}:
        raise ValueError("its header does not say descr, fortran_order and shape alone")
    return _code(header["descr"]), bool(header["fortran_order"]), _shape(header["shape"])


def _code(described: Any) -> str:
    if not isinstance(described, str):
        raise ValueError("its entries are records, not numbers")
    order, kind = described[:1], described[1:]
    if kind[:1] in _REFUSED:
        raise ValueError(f"{_REFUSED[kind[:1]]}; save it as float64, float32 or integers")
    if order not in ("<", ">", "|", "=") or kind not in _CODES:
        raise ValueError(
            f"entries of type {described!r} are not read; save it as float64, float32 or integers"
        )
    return (">" if order == ">" else "<") + _CODES[kind]


def _shape(shape: Any) -> tuple[int, int]:
    whole = isinstance(shape, tuple) and all(type(one) is int and one >= 0 for one in shape)
    if not whole or len(shape) != 2:
        raise ValueError(f"its shape is {shape!r}, but a target has rows and columns")
    rows, columns = shape
    _judge_size(rows, columns)
    return rows, columns


def _judge_size(rows: int, columns: int) -> None:
    if rows * columns == 0:
        raise ValueError("it has no entries")
    if rows * columns > MOST_ENTRIES:
        raise ValueError(f"its {rows} x {columns} entries are more than the {MOST_ENTRIES} that are read")


def _finite(number: float, place: int, columns: int) -> Fraction:
    if not isfinite(number):
        row, column = divmod(place, columns)
        raise ValueError(f"row {row + 1}, column {column + 1} is {number}, not a finite number")
    return Fraction(number)


def _from_csv(path: Path) -> Rows:
    most = MOST_ENTRIES * (MOST_CHARACTERS + 1)
    with path.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError(f"it is longer than {most} bytes, more than {MOST_ENTRIES} entries take")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not text in UTF-8") from None
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    cells = [(number, line.split(",")) for number, line in lines]
    for (_, before), (number, here) in pairwise(cells):
        if len(before) != len(here):
            raise ValueError(f"line {number} has {len(here)} entries, but the line before has {len(before)}")
    _judge_size(len(cells), len(cells[0][1]) if cells else 0)
    return tuple(
        tuple(_entry(cell.strip(), number, column) for column, cell in enumerate(row, start=1))
        for number, row in cells
    )


def _entry(text: str, line: int, column: int) -> Fraction:
    # FLINT loads on first use: the help of the command line does without.
    from numerics.exact import rational

    place = f"line {line}, entry {column}"
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"{place} has more than {MOST_CHARACTERS} characters")
    try:
        number = rational(text)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    if number.height_bits() > MOST_BITS:
        raise ValueError(f"{place}: {text!r} is too large or too small")
    return Fraction(int(number.p), int(number.q))


def from_numbers(values: Sequence[str]) -> Rows:
    """Return the diagonal matrix of some singular values, each a decimal or a ratio.

    >>> from_numbers(["2", "0.5"])
    ((Fraction(2, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 2)))

    Raises:
        UnusableInputError: if one is not a number, or negative, or there are none or too many.
    """
    try:
        numbers = [_entry(text.strip(), 1, place) for place, text in enumerate(values, start=1)]
        _judge_size(len(numbers), len(numbers))
    except ValueError as error:
        raise UnusableInputError(f"cannot use the singular values: {error}") from None
    negative = [number for number in numbers if number < 0]
    if negative:
        raise UnusableInputError(f"a singular value is {negative[0]}; singular values are not negative")
    width = range(len(numbers))
    return tuple(tuple(numbers[row] if row == column else Fraction(0) for column in width) for row in width)
