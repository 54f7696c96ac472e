"""Reading what a certificate says: whatever is not exactly of the form expected is rejected."""

import json
import re
from fractions import Fraction
from typing import Any

FORMAT = "beyond-eos certificates 1"
LONGEST_NUMBER, LARGEST_FILE = 600, 1 << 24
RATIONAL = re.compile(r"(-?(?:0|[1-9][0-9]*))(?:/([1-9][0-9]*))?")


class RejectedError(Exception):
    """Why a certificate proves nothing."""


def require(condition: object, reason: str) -> None:
    """Reject the certificate where a condition does not hold."""
    if not condition:
        raise RejectedError(reason)


def load(content: bytes) -> Any:
    """Read JSON without repeated fields, floats or huge numbers."""
    require(len(content) <= LARGEST_FILE, f"the file holds more than {LARGEST_FILE} bytes")
    numbers: Any = {"parse_int": short, "parse_float": short, "parse_constant": short}
    return json.loads(content, object_pairs_hook=without_repetition, **numbers)


def fields(record: Any, *names: str) -> list[Any]:
    """Return the values of these fields; reject what is not a record of exactly these."""
    require(isinstance(record, dict) and set(record) == set(names), f"expected the fields {', '.join(names)}")
    return [record[name] for name in names]


def rational(text: Any) -> Fraction:
    """Read a whole number or a ratio of whole numbers, in a string: a JSON number never stands for one."""
    match: Any = RATIONAL.fullmatch(text) if isinstance(text, str) and len(text) <= LONGEST_NUMBER else None
    require(match, f"{text!r:.40} is not a string of at most {LONGEST_NUMBER} digits for a rational number")
    return Fraction(int(match[1]), int(match[2] or 1))


def whole(value: Any, least: int, most: int) -> int:
    """Reject what is not a whole number in a range."""
    require(type(value) is int and least <= value <= most, f"expected a whole number from {least} to {most}")
    return value


def rows(table: Any, width: int, height: int | None = None) -> list[list[Fraction]]:
    """Read a table of rational numbers."""
    fits = isinstance(table, list) and len(table) >= 1 and height in (None, len(table))
    fits = fits and all(isinstance(row, list) and len(row) == width for row in table)
    require(fits, "a table has a wrong shape")
    return [[rational(entry) for entry in row] for row in table]


def decimal(value: Fraction, digits: int = 12) -> str:
    """Write a positive rational, cut after some digits."""
    shown = value.numerator * 10**digits // value.denominator
    return f"{shown // 10**digits}.{shown % 10**digits:0{digits}}"


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Reject a record in which a field occurs twice."""
    require(len(dict(pairs)) == len(pairs), "a field occurs twice")
    return dict(pairs)


def short(text: str) -> int:
    """Read a whole number in JSON; reject what is long, rounded or not finite."""
    require(re.fullmatch("-?[0-9]{1,18}", text), f"{text[:40]} is not a short whole number")
    return int(text)
