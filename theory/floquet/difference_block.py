r"""The determinant of two steps on the differences (D_l)_ij - (D_(L+1-l))_ji of two oscillating modes.

With w = y/x, X = eta x^(2L-2), Y = eta y^(2L-2) and a step that takes x to (1 - c) x and y to (1 - d) y, the
block of one step is a Hankel matrix,

    (l, m) -> [l = m] - X w^(k-2) + d w^(k-L) [k <= L] + c w^(k-L-2) [k >= L+2],    k = l + m.

Its determinant becomes a rational function of the coordinates of `pair_ratios`. All quantities are
dimensionless.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod

import flint
import sympy

from theory.floquet import pair_ratios
from theory.floquet.blocks import half_block
from theory.floquet.box_signs import smallest_coefficient
from theory.floquet.pair_ratios import Quotient
from theory.polynomials import LibrariesDisagreeError, vanishes
from theory.symbols import L, z

_one, _two = sympy.Integer(1), sympy.Integer(2)
_x, _w, _X, _c, _d = sympy.symbols("x w X c d", positive=True)
_CONTEXT = flint.fmpz_mpoly_ctx.get(("w", "X", "c", "d"), flint.Ordering.lex)

RATE = (z - 1) * (1 + z ** (L - 1)) / (z ** (L - 1) * (z**L - 1))
"""f, the value of eta x^(2L-2) at the point of an orbit from which a step leads to z x."""


@dataclass(frozen=True)
class HankelBlock:
    """At one depth the block of one step on the differences of a pair depends on w, X and two steps alone."""

    depth: int

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depth}, layers x and y = w x, eta x^(2L-2) = X and a step that takes x to "
            "(1 - c) x and y to (1 - d) y, the block on the differences has the entry -X w^(k-2) + "
            "d w^(k-L) [k <= L] + c w^(k-L-2) [k >= L+2] at l + m = k, and 1 more at l = m"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"L = {self.depth}:\ (J_-)_{{\ell m}} = \delta_{{\ell m}} - X w^{{k-2}} + d\,w^{{k-L}}[k \le L]"
            r" + c\,w^{k-L-2}[k \ge L+2],\ k = \ell + m"
        )

    def decide(self) -> bool:
        """Compare the entries with those of the linearised update as rational functions."""
        n = self.depth
        # A step x - eta (x^L - sigma) x^(L-1) = (1 - c) x has the target x^L (1 - c/X).
        targets = (_x**n * (1 - _c / _X), _x**n * (_w**n - _d * _w ** (2 - n) / _X))
        block = half_block(n, (_x, _w * _x), targets, -1, _X / _x ** (2 * n - 2))
        return all(
            vanishes(block[row, column] - _entry(n, row, column)) for row in range(n) for column in range(n)
        )


@dataclass(frozen=True)
class ProductAboveOne:
    """At one depth and one phase the multipliers on the differences multiply to more than 1."""

    depth: int
    in_phase: bool
    largest: Fraction

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        phase = "in phase" if self.in_phase else "out of phase"
        return (
            f"for L = {self.depth}, {phase}, with 1 < z <= {self.largest} and the second ratio no further "
            "from 1, the block of two steps on the differences of the pair has a determinant above 1"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        largest = sympy.latex(sympy.Rational(self.largest.numerator, self.largest.denominator))
        return rf"L = {self.depth},\ 1 < z_j \le z_i \le {largest}:\ \det M_- > 1"

    def decide(self) -> bool:
        """Find positive Bernstein coefficients in all parts of (det - 1)/s^2, for every m in its range."""
        if not _rates_agree(self.depth):
            return False
        steps = determinants(self.depth, self.in_phase)
        numerator, denominator = (prod(parts, start=pair_ratios.ONE) for parts in zip(*steps, strict=True))
        excess = numerator - denominator
        if any(int(powers[0]) < 2 for powers in excess.monoms()):
            return False
        edges = pair_ratios.box(self.largest)
        # The denominator of both steps is positive as those of each step are, which have far fewer terms.
        parts = (excess / pair_ratios.s**2, *(below for _, below in steps))
        return all(smallest_coefficient(part, edges) > 0 for part in parts)


@cache
def _rates_agree(depth: int) -> bool:
    """Compare the polynomials of `pair_ratios.rate` with f at z = 1 + s and at its inverse."""
    now, later = pair_ratios.ratios(in_phase=True, after=False), pair_ratios.ratios(in_phase=True, after=True)
    for ratio in (now[0], later[0]):
        top, bottom = (sympy.sympify(str(part)) for part in pair_ratios.rate(depth, ratio))
        above, below = (sympy.sympify(str(part)) for part in ratio)
        if not vanishes(RATE.subs(L, depth).subs(z, above / below) - top / bottom):
            return False
    return True


def _entry(depth: int, row: int, column: int) -> sympy.Expr:
    """Return an entry of the block of one step on the differences, numbered from 0."""
    k = row + column + 2
    entry = (_one if row == column else sympy.Integer(0)) - _X * _w ** (k - 2)
    if k <= depth:
        entry += _d * _w ** (k - depth)
    return entry + (_c * _w ** (k - depth - 2) if k >= depth + 2 else 0)


@cache
def _determinant(depth: int) -> tuple[tuple[int, ...], ...]:
    """Return the determinant of one step as terms: powers of w, X, c and d, and the coefficient.

    Rows are cleared of negative powers of w before FLINT expands; SymPy evaluates it at a point.

    Raises:
        LibrariesDisagreeError: if SymPy finds another entry, or another value.
    """
    w, rate, one, other = _CONTEXT.gens()
    entries = {}
    for row, column in ((row, column) for row in range(depth) for column in range(depth)):
        k = row + column + 2
        entry = -rate * w ** (k - 4 + depth) + (w ** (depth - 2) if row == column else 0)
        entry += other * w ** (k - 2) if k <= depth else 0
        entries[row, column] = entry + (one * w ** (k - 4) if k >= depth + 2 else 0)
        named = sympy.sympify(str(entries[row, column]), {"w": _w, "X": _X, "c": _c, "d": _d})
        if not vanishes(named - _w ** (depth - 2) * _entry(depth, row, column)):
            raise LibrariesDisagreeError(f"an entry of the block at depth {depth} is another one")
    minors = {0: _CONTEXT.constant(1)}
    for row in range(depth):
        following: dict[int, flint.fmpz_mpoly] = {}
        for chosen, minor in minors.items():
            for column in range(depth):
                if chosen >> column & 1:
                    continue
                sign = -1 if (chosen >> (column + 1)).bit_count() % 2 else 1
                with_column = chosen | 1 << column
                term = sign * entries[row, column] * minor
                following[with_column] = following.get(with_column, 0 * w) + term
        minors = following
    (expanded,) = minors.values()
    cleared = depth * (depth - 2)
    terms = tuple(
        (int(powers[0]) - cleared, *map(int, powers[1:]), int(coefficient))
        for powers, coefficient in zip(expanded.monoms(), expanded.coeffs(), strict=True)
    )
    point = {_w: sympy.Rational(7, 5), _X: sympy.Rational(2, 3), _c: sympy.Rational(3, 7), _d: -_two / 11}
    matrix = sympy.Matrix(depth, depth, lambda row, column: _entry(depth, row, column).subs(point))
    total = sum(
        (n * point[_w] ** a * point[_X] ** b * point[_c] ** e * point[_d] ** f for a, b, e, f, n in terms),
        sympy.Integer(0),
    )
    if matrix.det() != total:
        raise LibrariesDisagreeError(f"SymPy and FLINT find different determinants at depth {depth}")
    return terms


def determinants(depth: int, in_phase: bool) -> list[Quotient]:
    """Return those of both steps on the differences of a pair, in the coordinates of `pair_ratios`.

    Powers X w^a with a >= L are written Y w^(a-2L+2), which is the same for the true w.
    """
    return [_one_step(depth, in_phase, after) for after in (False, True)]


def _one_step(depth: int, in_phase: bool, after: bool) -> Quotient:
    first, second = pair_ratios.ratios(in_phase, after)
    rates = [pair_ratios.rate(depth, ratio) for ratio in (first, second)]
    top, bottom = pair_ratios.layers(depth, in_phase, after)
    # (numerator, denominator) of c = 1 - z and of d = 1 - q.
    falls = [(below - above, below) for above, below in (first, second)]
    plain, by_rate = rates[0][1] * rates[1][1], (rates[0][0] * rates[1][1], rates[1][0] * rates[0][1])
    terms = []
    for power, of_rate, *of_falls, number in _determinant(depth):
        if of_rate > 1:
            raise ValueError("the determinant is not linear in X, which enters by a matrix of rank one")
        far = of_rate == 1 and power >= depth
        factor = by_rate[far] if of_rate else plain
        terms.append((power - (2 * depth - 2 if far else 0), of_falls, number * factor))
    least, most = min(term[0] for term in terms), max(term[0] for term in terms)
    highest = [max(term[1][k] for term in terms) for k in range(2)]
    grouped: dict[int, flint.fmpz_mpoly] = {}
    for power, of_falls, factor in terms:
        for (above, below), exponent, limit in zip(falls, of_falls, highest, strict=True):
            factor = factor * above**exponent * below ** (limit - exponent)
        grouped[power] = grouped.get(power, 0 * pair_ratios.ONE) + factor
    total = 0 * pair_ratios.ONE
    for power, factor in grouped.items():
        total += factor * top ** (power - least) * bottom ** (most - power)
    cleared = plain * top ** (-least) * bottom**most
    cleared *= falls[0][1] ** highest[0] * falls[1][1] ** highest[1]
    common = total.gcd(cleared)
    return total / common, cleared / common
