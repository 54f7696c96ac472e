r"""The period-2 orbit just beyond the edge of stability: power series in kappa - 2, for every depth.

With z = e^(2v) all about the orbit is a power series in v with coefficients in Q(L), and what does not
change when the two points change places is even in v. So is kappa - 2, which begins with v^2: even series
in v are power series in kappa - 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import sympy
from sympy.polys.fields import field

from theory import orbits, rules
from theory.argument import Argument, Step
from theory.polynomials import vanishes
from theory.propositions import Both
from theory.rules import GEOMETRIC_SUM
from theory.symbols import L, Z, kappa, z

TERMS = 12
"""How many coefficients of a series in v are kept."""
ORDER = 3
"""The power of kappa - 2 up to which formulas are compared."""
_FIELD, _DEPTH = field((L,), sympy.QQ)
Coefficient = Any
"""A rational function of L."""


@dataclass(frozen=True)
class Series:
    """A power series in v, known up to v^(TERMS - 1), with coefficients in Q(L)."""

    coefficients: tuple[Coefficient, ...]

    def __add__(self, other: "Series") -> "Series":
        """Add."""
        return Series(tuple(a + b for a, b in zip(self.coefficients, other.coefficients, strict=True)))

    def __mul__(self, other: "Series") -> "Series":
        """Multiply."""
        a, b = self.coefficients, other.coefficients
        return Series(tuple(_total(a[i] * b[k - i] for i in range(k + 1)) for k in range(TERMS)))

    def inverse(self) -> "Series":
        """Return one over the series.

        Raises:
            ZeroDivisionError: if it begins with zero.
        """
        a = self.coefficients
        result = [1 / a[0]]
        for k in range(1, TERMS):
            result.append(-_total(a[i] * result[k - i] for i in range(1, k + 1)) / a[0])
        return Series(tuple(result))

    def power(self, exponent: Coefficient) -> "Series":
        """Return a power of a series that begins with 1, by c f' g = f g' for g = f^c.

        Raises:
            ValueError: if it does not begin with 1.
        """
        a = self.coefficients
        if a[0] != 1:
            raise ValueError("only a series that begins with 1 has a power series as its power")
        result = [_FIELD(1)]
        for k in range(1, TERMS):
            result.append(
                _total((exponent * i - (k - i)) * a[i] * result[k - i] for i in range(1, k + 1)) / k
            )
        return Series(tuple(result))

    def reflected(self) -> "Series":
        """Return the series in -v."""
        return Series(tuple(-c if k % 2 else c for k, c in enumerate(self.coefficients)))


def _total(terms: Any) -> Coefficient:
    return sum(terms, _FIELD(0))


def constant(value: Coefficient) -> Series:
    """Return a constant series."""
    return Series((_FIELD(value), *[_FIELD(0)] * (TERMS - 1)))


def exponential(rate: Coefficient) -> Series:
    """Return e^(rate v)."""
    coefficients = [_FIELD(1)]
    for k in range(1, TERMS):
        coefficients.append(coefficients[-1] * rate / k)
    return Series(tuple(coefficients))


def _over_rate(rate: Coefficient) -> Series:
    """Return (e^(rate v) - 1)/(rate v)."""
    coefficients = [_FIELD(1)]
    for k in range(1, TERMS):
        coefficients.append(coefficients[-1] * rate / (k + 1))
    return Series(tuple(coefficients))


@cache
def _generators() -> dict[sympy.Symbol, Series]:
    ratio = _over_rate(2 * _DEPTH) * _over_rate(_FIELD(2)).inverse()
    return {
        z: exponential(_FIELD(2)),
        Z: exponential(2 * _DEPTH),
        GEOMETRIC_SUM: constant(_DEPTH) * ratio,
        L: constant(_DEPTH),
    }


def series(expression: sympy.Expr, generators: dict[sympy.Symbol, Series] | None = None) -> Series:
    """Return the power series in v of a formula in L, z, Z = z^L and G = 1 + z + ... + z^(L-1).

    Args:
        expression: sums, products and powers; exponents may be rational functions of L.
        generators: other series for the symbols.

    Raises:
        ZeroDivisionError: if a denominator vanishes at v = 0.
        ValueError: if a power that is not whole does not begin with a power of L that is.
    """
    known = generators or _generators()
    if expression in known:
        return known[expression]
    if expression.is_Rational:
        return constant(_FIELD(Fraction(int(expression.p), int(expression.q))))
    if expression.is_Add or expression.is_Mul:
        total = constant(0 if expression.is_Add else 1)
        for part in expression.args:
            total = total + series(part, known) if expression.is_Add else total * series(part, known)
        return total
    base = series(expression.base, known)
    if expression.exp.is_Integer:
        result = constant(1)
        for _ in range(abs(int(expression.exp))):
            result = result * base
        return result if expression.exp > 0 else result.inverse()
    return base.power(_FIELD(expression.exp))


@cache
def rate() -> Series:
    """Return kappa as a series in v; it is even and begins with 2 + 4 (L - 1)(5 L - 4) v^2/3."""
    return series(orbits.KAPPA)


@cache
def quantities() -> dict[str, Series]:
    """Return multiplier, mean of the two points and square of half their distance, for sigma = 1."""
    lower, upper = series(orbits.LOWER), series(orbits.UPPER)
    half = constant(_FIELD(1) / 2)
    mean = half * (upper + lower)
    distance = half * (upper + constant(-1) * lower)
    common = (L - 1) * (1 + Z**2 / z) - (2 * L - 1) * (1 + Z / z)
    slope = series(1 + common * z / (Z * GEOMETRIC_SUM))
    return {"multiplier": slope * slope.reflected(), "mean": mean, "square": distance * distance}


@dataclass(frozen=True)
class AgreesAtOnset:
    """A formula in kappa and L has the power series of a quantity of the orbit, up to (kappa - 2)^3."""

    quantity: str
    formula: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 2 the {self.quantity} of the period-2 orbit is {self.formula} + "
            "O((kappa - 2)^4) as kappa tends to 2"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        rest = rf"O\left((\kappa - 2)^{{{ORDER + 1}}}\right)"
        return rf"\text{{{self.quantity}}} = {sympy.latex(self.formula)} + {rest}"

    def decide(self) -> bool:
        """Compare coefficients of the two series in v, up to v^(2 ORDER + 1)."""
        if not self.formula.free_symbols <= {kappa, L}:
            return False
        said = series(self.formula, {**_generators(), kappa: rate()})
        exact = quantities()[self.quantity]
        return all(
            vanishes(a.as_expr() - b.as_expr())
            for a, b in zip(said.coefficients[: 2 * ORDER + 2], exact.coefficients, strict=False)
        )


def expansions(formulas: Mapping[str, sympy.Expr]) -> Argument:
    """Return the argument that formulas in kappa and L are expansions at the onset, for every depth.

    Args:
        formulas: a polynomial in kappa - 2, with coefficients in L, for one or more quantities: "multiplier",
            "mean" (of the two points), "square" (of half their distance).

    >>> expansions({"multiplier": 1 - 4 * (kappa - 2)}).check().holds
    False
    """
    series_steps = [Step(name, AgreesAtOnset(name, formula)) for name, formula in formulas.items()]
    steps = series_steps[:1]
    for one in series_steps[1:]:
        both = Both(steps[-1].claim, one.claim)
        label = f"{steps[-1].label} and {one.label}"
        steps += [one, Step(label, both, rules.CONJUNCTION, (steps[-1].label, one.label))]
    return Argument(steps[-1].claim, tuple(steps))


def coefficients(quantity: str) -> tuple[sympy.Expr, ...]:
    """Return the coefficients of 1, kappa - 2, ..., (kappa - 2)^3 in a quantity, as rational functions of L.

    >>> coefficients("multiplier")[:2]
    (1, -4)
    """
    step = rate() + constant(-2)
    rest, power, found = quantities()[quantity], constant(1), []
    for k in range(ORDER + 1):
        # step^k begins with a multiple of v^(2k).
        coefficient = rest.coefficients[2 * k] / power.coefficients[2 * k]
        found.append(sympy.factor(coefficient.as_expr()))
        rest, power = rest + constant(-coefficient) * power, power * step
    return tuple(found)
