"""Exact inputs. A Python float is refused, because 0.1 as a float is not 1/10."""

import re
from fractions import Fraction

from flint import fmpq, fmpz

Exact = int | str | Fraction | fmpq
"""What stands for one rational number: 3, "0.1", "1e-20", "3/7", Fraction(3, 7) or fmpq(3, 7)."""

LARGEST_EXPONENT = 100_000
"""Decimal exponents beyond this are refused: the number would fill memory before it meant anything."""

_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?")
_RATIO = re.compile(r"([+-]?)([0-9]+)\s*/\s*([0-9]+)")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)


def rational(value: Exact) -> fmpq:
    """Convert an exact input to the rational number it stands for.

    >>> rational("0.1"), rational("3/7"), rational("1e-3")
    (1/10, 3/7, 1/1000)

    Args:
        value: an integer, a decimal or ratio in a string, a Fraction or an fmpq; dimensionless.

    Raises:
        TypeError: if the value is a float, a bool or of any other type.
        ValueError: if a string is not a finite decimal or ratio, or its exponent is absurdly large.
    """
    if isinstance(value, bool):
        raise TypeError(f"{value!r} is a truth value, not a number; write 0 or 1.")
    if isinstance(value, int):
        return fmpq(value)
    if isinstance(value, fmpq):
        return value
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    if isinstance(value, str):
        return _parse(value.strip())
    if isinstance(value, float):
        raise TypeError(f'the float {value!r} is not exact; write it as a string, such as "{value!r}".')
    raise TypeError(f"a {type(value).__name__} is not an exact number; give an int, a str or a Fraction.")


def positive_rational(value: Exact, name: str) -> fmpq:
    """Convert an exact input that has to be positive.

    Args:
        value: as for `rational`.
        name: what the message calls the input.

    Raises:
        TypeError: as `rational`.
        ValueError: as `rational`, or if the value is not positive.
    """
    number = rational(value)
    if number <= 0:
        raise ValueError(f"{name} is {value}; it needs to be positive.")
    return number


def whole_number(value: int, name: str, least: int) -> int:
    """Check a count, such as a depth or a number of steps.

    Args:
        value: the count.
        name: what the message calls it.
        least: the smallest count that makes sense.

    Raises:
        TypeError: if the value is not an int.
        ValueError: if it is less than `least`.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is {value!r}; it needs to be an int.")
    if value < least:
        raise ValueError(f"{name} is {value}; it needs to be at least {least}.")
    return value


def _parse(text: str) -> fmpq:
    ratio = _RATIO.fullmatch(text)
    if ratio:
        sign, numerator, denominator = ratio.groups()
        if fmpz(denominator) == 0:
            raise ValueError(f'"{text}" divides by zero; give a non-zero denominator.')
        return _signed(sign, fmpq(fmpz(numerator), fmpz(denominator)))
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f'"{text}" is not finite; give a finite decimal or ratio.')
    decimal = _DECIMAL.fullmatch(text)
    if not decimal or not (decimal[2] or decimal[3]):
        raise ValueError(f'"{text}" is not a number; write a decimal such as "0.1" or a ratio such as "3/7".')
    sign, whole, part, exponent = (group or "" for group in decimal.groups())
    # fmpz rather than int: Python limits how long a decimal string int() accepts.
    power = fmpz(exponent.lstrip("+") or "0")
    if abs(power) > LARGEST_EXPONENT:
        raise ValueError(f'"{text}" has an exponent beyond {LARGEST_EXPONENT}; give a number of usable size.')
    return _signed(sign, fmpq(fmpz(whole + part)) * fmpq(10) ** (int(power) - len(part)))


def _signed(sign: str, size: fmpq) -> fmpq:
    return -size if sign == "-" else size
