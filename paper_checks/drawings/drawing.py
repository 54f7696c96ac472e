"""What the figures share: reading their inputs, writing their tables, and how they look."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import flint
import matplotlib
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from numerics.balls import decimal, relative_digits
from numerics.exact import Exact, positive_rational, rational, whole_number
from paper_checks.errors import UnusableInputError
from paper_checks.files import write_whole

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Colours that stay apart for colour-blind readers (Okabe and Ito, Color Universal Design, 2008)."""
MARKERS = ("o", "s", "^", "D", "v", "P")
SHOWN_DIGITS = 30
"""The most significant digits a table shows."""

_STYLE: Mapping[str, object] = {
    "font.size": 11,
    "axes.labelsize": 12,
    "axes.titlesize": 12,
    "legend.fontsize": 10,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_RESOLUTION = 160

Value = TypeVar("Value")


def positive(value: Exact, name: str) -> Fraction:
    """Read an exact positive number.

    Raises:
        UnusableInputError: if it is not one.

    >>> positive("0.18", "the learning rate")
    Fraction(9, 50)
    """
    return _fraction(_read(lambda: positive_rational(value, name)))


def exact(value: Exact) -> Fraction:
    """Read an exact number of either sign, or zero.

    Raises:
        UnusableInputError: if it is not one.
    """
    return _fraction(_read(lambda: rational(value)))


def every(values: Sequence[Exact], name: str, read: Callable[[Exact], Fraction]) -> tuple[Fraction, ...]:
    """Read a list of exact numbers.

    Args:
        values: the numbers, at least one.
        name: what a message calls the list.
        read: reads one of them.

    Raises:
        UnusableInputError: if there are none, or one cannot be read.
    """
    if isinstance(values, str) or not isinstance(values, Sequence) or not values:
        raise UnusableInputError(f"{name} are {values!r}: give a list of at least one exact number")
    return tuple(read(value) for value in values)


def whole(value: int, name: str, least: int) -> int:
    """Read a count.

    Raises:
        UnusableInputError: if it is not a whole number from `least` on.
    """
    return _read(lambda: whole_number(value, name, least))


def spelled(number: Fraction) -> str:
    """Write a rational number exactly, as a decimal where it has one and as a quotient where not.

    >>> spelled(Fraction(1, 8)), spelled(Fraction(-25, 2)), spelled(Fraction(2, 3)), spelled(Fraction(7))
    ('0.125', '-12.5', '2/3', '7')
    """
    for places in range(number.denominator.bit_length()):
        scaled = abs(number) * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).rjust(places + 1, "0")
            sign = "-" if number < 0 else ""
            return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
    return str(number)


def shown(value: flint.arb | None) -> str:
    """Write a ball with the digits it vouches for, and an absent one as ``none``."""
    return "none" if value is None else decimal(value, SHOWN_DIGITS)


def significant(value: flint.arb | None) -> str:
    """Write how many significant digits of a ball `shown` may show."""
    return "none" if value is None else str(min(SHOWN_DIGITS, relative_digits(value)))


def number(value: flint.arb) -> float:
    """Return the midpoint of a ball for drawing."""
    return float(value.mid())


def mark(axes: Axes, position: float, label: str, colour: str) -> None:
    """Draw a vertical line at a threshold, labelled above the axes where there is a label."""
    axes.axvline(position, color=colour, linestyle=(0, (5, 3)), linewidth=1.1, zorder=1)
    axes.annotate(
        label,
        (position, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        va="bottom",
        color=colour,
        fontsize=10,
    )


def save(output: Path, name: str, draw: Callable[[], Figure], data: bytes) -> tuple[Path, ...]:
    """Draw a figure, then write ``name.svg``, ``name.png`` and ``name.csv``.

    The same figure gives the same SVG, byte for byte. Its description is JSON: of each axes the box in parts
    of the figure (left, bottom, right, top), and the limits and scales across and up, to read values off.

    Args:
        output: directory, made where it does not exist.
        name: file name without ending.
        draw: makes the figure; called with the style set.
        data: the table.

    Raises:
        UnusableInputError: if a file cannot be written.
    """
    with style.context(["default", dict(_STYLE)]), matplotlib.rc_context({"svg.hashsalt": name}):
        figure = draw()
        contents = {
            "svg": _described(_rendered(figure, "svg", {"Date": None, "Creator": None}), figure),
            "png": _rendered(figure, "png", {"Software": None}),
            "csv": data,
        }
    paths = []
    for ending, content in contents.items():
        paths.append(output / f"{name}.{ending}")
        write_whole(paths[-1], content)
    return tuple(paths)


def _described(svg: bytes, figure: Figure) -> bytes:
    """Add a description of the axes, which have their places once they are drawn."""
    found = [
        {
            "box": [round(float(end), 6) for end in axes.get_position().extents],
            "across": [float(f"{end:.9g}") for end in axes.get_xlim()],
            "across_scale": axes.get_xscale(),
            "up": [float(f"{end:.9g}") for end in axes.get_ylim()],
            "up_scale": axes.get_yscale(),
        }
        for axes in figure.get_axes()
    ]
    head, start, rest = svg.partition(b"<metadata>")
    return head + f"<desc>{json.dumps(found)}</desc>\n ".encode() + start + rest


def _rendered(figure: Figure, kind: str, metadata: dict[str, None]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, metadata=metadata, dpi=_RESOLUTION)
    return buffer.getvalue()


def _read(read: Callable[[], Value]) -> Value:
    try:
        return read()
    except (TypeError, ValueError) as error:
        raise UnusableInputError(str(error)) from None


def _fraction(value: flint.fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
