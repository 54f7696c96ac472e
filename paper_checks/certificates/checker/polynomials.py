"""Polynomials in several variables with whole coefficients, and their signs on a box of two variables."""

import math
from collections import defaultdict
from fractions import Fraction
from typing import Any

from .reading import require

Ends = tuple[Fraction, Fraction]


class Polynomial:
    """A sum of whole multiples of products of powers; negative powers may occur."""

    def __init__(self, terms: dict[tuple[int, ...], int]) -> None:
        self.terms = {powers: c for powers, c in terms.items() if c}

    def of(self, other: "Polynomial | int") -> "Polynomial":
        """Return a whole number as a polynomial in the variables of this one."""
        count = len(next(iter(self.terms), ()))
        return other if isinstance(other, Polynomial) else Polynomial({(0,) * count: other})

    def __add__(self, other: "Polynomial | int") -> "Polynomial":
        total = defaultdict(int, self.terms)
        for powers, c in self.of(other).terms.items():
            total[powers] += c
        return Polynomial(total)

    def __mul__(self, other: "Polynomial | int") -> "Polynomial":
        if isinstance(other, int):
            return Polynomial({powers: c * other for powers, c in self.terms.items()})
        total: dict[tuple[int, ...], int] = defaultdict(int)
        for p, c in self.terms.items():
            for q, d in other.terms.items():
                total[tuple(map(sum, zip(p, q, strict=True)))] += c * d
        return Polynomial(total)

    def __sub__(self, other: "Polynomial | int") -> "Polynomial":
        return self + self.of(other) * -1

    def __rsub__(self, other: int) -> "Polynomial":
        return self * -1 + other

    __radd__, __rmul__ = __add__, __mul__


def table(polynomial: Polynomial) -> list[list[int]]:
    """Return the coefficients in two variables without the factors that are positive beyond (1, 0).

    Powers of both variables are such factors, and powers of the first minus 1. Rows are powers of the first
    one.
    """
    require(polynomial.terms, "a condition is zero everywhere")
    lows, highs = ([bound(powers) for powers in zip(*polynomial.terms, strict=True)] for bound in (min, max))
    rows = [
        [polynomial.terms.get((i, j), 0) for j in range(lows[1], highs[1] + 1)]
        for i in range(lows[0], highs[0] + 1)
    ]
    while not any(map(sum, zip(*rows, strict=True))):
        # Sums of the first k rows, with the sign turned, are the coefficients of the quotient.
        rows = [[-sum(column[: i + 1]) for column in zip(*rows, strict=True)] for i in range(len(rows) - 1)]
    return rows


def sign(rows: list[list[int]], first: Ends, second: Ends) -> int:
    """Return 1 or -1 if all values on a box certainly have this sign, else 0.

    (low + high t) / (1 + t) runs through the interior of an interval as t > 0 does. Put in for both
    variables, it leaves coefficients of one sign, those of the corners among them, only if all
    values have this sign.
    """
    columns = [substituted(list(column), first) for column in zip(*rows, strict=True)]
    found = [c for row in zip(*columns, strict=True) for c in substituted(list(row), second)]
    return (min(found) > 0) - (max(found) < 0)


def substituted(coefficients: list[int], ends: Ends) -> list[int]:
    """Return the coefficients in t, times a positive number."""
    scale = math.lcm(*(end.denominator for end in ends))
    low, high = (int(end * scale) for end in ends)
    result, power = [coefficients[-1]], [1]
    for c in reversed(coefficients[:-1]):
        power = [scale * (a + b) for a, b in zip([*power, 0], [0, *power], strict=True)]
        moved = [low * a + high * b for a, b in zip([*result, 0], [0, *result], strict=True)]
        result = [a + c * b for a, b in zip(moved, power, strict=True)]
    return result


def variables(count: int) -> list[Any]:
    """Return the variables."""
    return [Polynomial({tuple(int(i == j) for j in range(count)): 1}) for i in range(count)]
