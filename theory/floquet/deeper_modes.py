r"""Three layers and more, two oscillating modes: the orbit never attracts, whatever the rate and the phases.

A mode whose ratio is large repels by itself, by the multiplier of balanced steps. Where both ratios are
smaller, the block of two steps on the differences (D_l)_ij - (D_(L+1-l))_ji has a determinant above 1, so a
multiplier outside the unit circle. With w = y/x, X = eta x^(2L-2), Y = eta y^(2L-2) and a step that takes
x to (1 - c) x and y to (1 - d) y, the block of one step is a Hankel matrix,

    (l, m) -> [l = m] - X w^(k-2) + d w^(k-L) [k <= L] + c w^(k-L-2) [k >= L+2],    k = l + m.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import flint
import sympy

from theory import multipliers, orbits, stability
from theory.argument import Argument, Rule, Step
from theory.floquet import pair_ratios
from theory.floquet.blocks import SingleEntries, Splits, half_block
from theory.floquet.box_signs import smallest_coefficient
from theory.floquet.pair_ratios import LayersInRange, Quotient
from theory.polynomials import LibrariesDisagreeError, vanishes
from theory.propositions import (
    Domain,
    ForEveryDepth,
    Identity,
    Inequality,
    OrbitForEveryRate,
    Proposition,
    Range,
)
from theory.rules import GENERIC_POWER, NamedRule
from theory.symbols import L, z

DEPTHS = range(3, 7)
"""The depths that are decided."""

_one, _two = sympy.Integer(1), sympy.Integer(2)
_x, _w, _X, _c, _d = sympy.symbols("x w X c d", positive=True)
_CONTEXT = flint.fmpz_mpoly_ctx.get(("w", "X", "c", "d"), flint.Ordering.lex)

RATE = (z - 1) * (1 + z ** (L - 1)) / (z ** (L - 1) * (z**L - 1))
"""f, the value of eta x^(2L-2) at the point of an orbit from which a step leads to z x."""


def largest_ratio(depth: int) -> Fraction:
    """Return a ratio from which on a mode repels by itself."""
    return 1 + Fraction(2, 3 * (depth - 1))


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
        return (
            rf"L = {self.depth},\ 1 < z_j \le z_i \le {sympy.latex(_rational(self.largest))}:\ \det M_- > 1"
        )

    def decide(self) -> bool:
        """Find positive Bernstein coefficients of both parts of (det - 1)/s^2, for every m in its range."""
        if not _rates_agree(self.depth):
            return False
        numerator, denominator = product(self.depth, self.in_phase)
        excess = numerator - denominator
        if any(int(powers[0]) < 2 for powers in excess.monoms()):
            return False
        edges = pair_ratios.box(self.largest)
        parts = (excess / pair_ratios.s**2, denominator)
        return all(smallest_coefficient(part, edges) > 0 for part in parts)


@dataclass(frozen=True)
class DeeperModesRepel:
    """At some depths an orbit on which two modes oscillate has a multiplier outside the unit circle."""

    depths: tuple[int, ...]
    above: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depths[0]}, ..., {self.depths[-1]}, every width and every eta, a period-2 orbit "
            f"of the network on which two modes have kappa > {self.above}, in phase or out of phase, equal "
            "singular values included, has a multiplier outside the unit circle"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\kappa_i, \kappa_j > {sympy.latex(self.above)}:\ |\mu|_{{\max}} > 1"


def _rates_agree(depth: int) -> bool:
    """Compare the polynomials of `pair_ratios.rate` with f at z = 1 + s and at its inverse."""
    now, later = pair_ratios.ratios(in_phase=True, after=False), pair_ratios.ratios(in_phase=True, after=True)
    for ratio in (now[0], later[0]):
        top, bottom = (sympy.sympify(str(part)) for part in pair_ratios.rate(depth, ratio))
        above, below = (sympy.sympify(str(part)) for part in ratio)
        if not vanishes(RATE.subs(L, depth).subs(z, above / below) - top / bottom):
            return False
    return True


def _rational(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


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


def product(depth: int, in_phase: bool) -> Quotient:
    """Return the determinant of two steps on the differences of a pair, in the coordinates of `pair_ratios`.

    Powers X w^a with a >= L are written Y w^(a-2L+2), which is the same for the true w.
    """
    numerator = denominator = pair_ratios.ONE
    for after in (False, True):
        top, bottom = _one_step(depth, in_phase, after)
        numerator, denominator = numerator * top, denominator * bottom
    return numerator, denominator


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
    return total, cleared * falls[0][1] ** highest[0] * falls[1][1] ** highest[1]


@cache
def _structure() -> tuple[Step, ...]:
    ends = orbits.points(L, z)
    steps = [Step("blocks", SingleEntries())]
    for name, value, ratio in zip(("lower", "upper"), ends, (z, 1 / z), strict=True):
        # eta (sigma - x^L) x^(L-2) = z - 1, and with u = x^L/sigma, eta x^(2L-2) is u/(1 - u) times that.
        rate = Identity((ratio - 1) * value / (1 - value), _at(ratio))
        steps += [
            Step(f"rate at the {name} point", rate),
            Step(
                f"{name} rate at every depth",
                ForEveryDepth(rate),
                GENERIC_POWER,
                (f"rate at the {name} point",),
            ),
        ]
    return tuple(steps)


def _at(ratio: sympy.Expr) -> sympy.Expr:
    return RATE if ratio == z else z ** (L - 1) * (z - 1) * (1 + z ** (L - 1)) / (z**L - 1)


@cache
def _steps(depth: int) -> tuple[Step, ...]:
    largest = largest_ratio(depth)
    beyond = Domain((Range(z, _rational(largest)),))
    own = multipliers.MULTIPLIER.subs(L, depth)
    steps = [
        Step(f"halves at {depth}", Splits(depth)),
        Step(f"block at {depth}", HankelBlock(depth)),
        Step(f"one mode at {depth}", Inequality(-_one, own, beyond, strict=True)),
    ]
    for in_phase, phase in ((True, "in phase"), (False, "out of phase")):
        steps += [
            Step(f"layers {phase} at {depth}", LayersInRange(depth, in_phase, largest)),
            Step(f"product {phase} at {depth}", ProductAboveOne(depth, in_phase, largest)),
        ]
    return tuple(steps)


def _needed(depths: Sequence[int]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the steps before the last one, and the labels that the last one uses."""
    known = (*orbits.uniqueness().steps, *stability.multiplier(multipliers.MULTIPLIER).steps)
    own = tuple(step for depth in depths for step in _steps(depth))
    used = ("orbit", "multiplier", "blocks", "lower rate at every depth", "upper rate at every depth")
    return (*known, *_structure(), *own), (*used, *(step.label for step in own))


def _repel(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case DeeperModesRepel(depths, above) if depths and min(depths) >= 3:
            steps, used = _needed(depths)
            claims = {step.label: step.claim for step in steps}
            every = claims["orbit"] == OrbitForEveryRate(_two, once=True)
            return bool(above >= 2) and every and list(premises) == [claims[label] for label in used]
    return False


REPEL: Rule = NamedRule(
    "a mode or a pair repels",
    "Every mode with kappa > 2 oscillates, with one ratio above 1. Balanced states of a mode are kept by "
    "steps, so its multiplier is one of the network; beyond the largest ratio it is below -1. Else let "
    "the first mode be the one with the larger ratio and start at its lower point, which is a matter of "
    "names and of the first step. A step from x to z x has eta x^(2L-2) = f(z), and f(1/z) from the point "
    "after it; so the ratio of the layers is in its range. The determinant of two steps on the "
    "differences is above 1, so one of their multipliers is outside the unit circle. None that is due to "
    "a family of orbits is. One pair that repels makes the orbit repel.",
    _repel,
)


def deeper_modes_repel(above: sympy.Expr = _two, depths: Sequence[int] = DEPTHS) -> Argument:
    """Return the argument that orbits on which two modes oscillate repel, at some depths from 3 on.

    Args:
        above: a number; both modes have a larger kappa. From 2 on both oscillate.
        depths: the depths.

    >>> deeper_modes_repel(depths=[3]).check().holds
    True
    >>> deeper_modes_repel(sympy.Rational(19, 10), [3]).check().holds
    False
    """
    shows = DeeperModesRepel(tuple(depths), above)
    steps, used = _needed(depths)
    return Argument(shows, (*steps, Step("repel", shows, REPEL, used)))
