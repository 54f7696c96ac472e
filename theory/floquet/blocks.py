r"""The linearisation of one step of gradient descent at diagonal layers, in blocks of one or two modes.

Single out two layers l < m of a network C W_m B W_l A, where A, B and C are the products of the layers around
them. The change of the gradient in one layer, when one layer moves in the direction D, is a sum of words with
one letter D or D'. At diagonal layers each other letter multiplies by one of its entries, and

    (diag D diag)_ij  is a multiple of  D_ij,    (diag D' diag)_ij  is one of  D_ji.

So the linearisation splits into one block for each mode, of size L, and one for each pair of modes, of size
2L: with D_ij and D_ji in every layer. That holds for every depth, width and state with diagonal layers.

At balanced layers a further splitting is due to transposition (W_1, ..., W_L) -> (W_L', ..., W_1'), which
changes no loss for a diagonal target: a pair block maps the combinations (D_l)_ij + (D_(L+1-l))_ji to
themselves, and the differences as well (`Splits`). All quantities are dimensionless.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod
from typing import TypeAlias

import sympy

from theory import modes
from theory.hessian_rules import variation
from theory.polynomials import vanishes
from theory.symbols import eta, sigma
from theory.words import Words, gradient_of_trace, matrix

AFTER, LATER, BETWEEN, EARLIER, BEFORE, TARGET = "C", "W_m", "B", "W_l", "A", "M"
DIRECTION = "D"

Values: TypeAlias = "Sequence[sympy.Expr]"
Pair: TypeAlias = "tuple[sympy.Expr, sympy.Expr]"


def error() -> Words:
    """Return the end-to-end error of a network with two layers singled out."""
    product = matrix(AFTER) @ matrix(LATER) @ matrix(BETWEEN) @ matrix(EARLIER) @ matrix(BEFORE)
    return product - matrix(TARGET)


def gradient(layer: str) -> Words:
    """Return the gradient of the loss tr(E'E)/2 in one of the two layers."""
    return Fraction(1, 2) * gradient_of_trace(error().T @ error(), layer)


@cache
def change_of_gradient(of: str, by: str) -> Words:
    """Return the derivative of the gradient in one of the two layers when one of them moves by D.

    >>> C, D, A = matrix(AFTER), matrix(DIRECTION), matrix(BEFORE)
    >>> step = C @ matrix(LATER) @ matrix(BETWEEN)
    >>> change_of_gradient(EARLIER, EARLIER) == step.T @ step @ D @ A @ A.T
    True
    """
    return variation(gradient(of), {by: (matrix(by), matrix(DIRECTION), Words())})[1]


def coupling(words: Words, values: Mapping[str, Pair]) -> Pair:
    """Return by what the entries D_ij and D_ji enter entry (i, j) of words with one letter D or D'.

    Args:
        words: each with the letter D once.
        values: entries i and j of the other letters, which are diagonal.
    """
    own = transposed = sympy.Integer(0)
    for word, coefficient in words.terms.items():
        (place,) = (k for k, letter in enumerate(word) if letter.name == DIRECTION)
        left = prod((values[letter.name][0] for letter in word[:place]), start=sympy.Integer(1))
        right = prod((values[letter.name][1] for letter in word[place + 1 :]), start=sympy.Integer(1))
        term = sympy.Rational(coefficient.numerator, coefficient.denominator) * left * right
        if word[place].transposed:
            transposed += term
        else:
            own += term
    return own, transposed


def couplings(first: Values, second: Values, targets: Pair) -> tuple[sympy.Matrix, sympy.Matrix]:
    """Return how the gradient in entry (i, j) of each layer changes with the entries (i, j), and with (j, i).

    Args:
        first: entry i of W_1, ..., W_L.
        second: entry j of the same layers.
        targets: sigma_i and sigma_j.
    """
    depth = len(first)

    def block(start: int, end: int) -> Pair:
        return tuple(prod(mode[start:end], start=sympy.Integer(1)) for mode in (first, second))

    def entry(row: int, column: int) -> Pair:
        # Where both are the same layer, the other layer singled out is any of the others.
        low, high = sorted((row, column)) if row != column else sorted((row, (row + 1) % depth))
        names = {low: EARLIER, high: LATER}
        values = {
            BEFORE: block(0, low),
            EARLIER: block(low, low + 1),
            BETWEEN: block(low + 1, high),
            LATER: block(high, high + 1),
            AFTER: block(high + 1, depth),
            TARGET: targets,
        }
        return coupling(change_of_gradient(names[row], names[column]), values)

    entries = [[entry(row, column) for column in range(depth)] for row in range(depth)]
    return tuple(sympy.Matrix([[one[k] for one in row] for row in entries]) for k in range(2))


def pair_block(first: Values, second: Values, targets: Pair, rate: sympy.Expr = eta) -> sympy.Matrix:
    """Return the linearised step on the entries (i, j) of all layers, followed by their entries (j, i).

    Args are those of `couplings`; the last one is the learning rate.

    >>> x, y = sympy.symbols("x y")
    >>> pair_block([x, x], [y, y], (x**2, y**2)) == sympy.eye(4) - eta * sympy.Matrix(
    ...     [[x**2, x * y, 0, 0], [x * y, y**2, 0, 0], [0, 0, y**2, x * y], [0, 0, x * y, x**2]]
    ... )
    True
    """
    own, crossed = couplings(first, second, targets)
    own_back, crossed_back = couplings(second, first, (targets[1], targets[0]))
    whole = sympy.Matrix(sympy.BlockMatrix([[own, crossed], [crossed_back, own_back]]))
    return sympy.eye(2 * len(first)) - rate * whole


def mode_block(values: Values, target: sympy.Expr, rate: sympy.Expr = eta) -> sympy.Matrix:
    """Return the linearised step on the entries (i, i) of all layers."""
    own, crossed = couplings(values, values, (target, target))
    return sympy.eye(len(values)) - rate * (own + crossed)


def half_block(depth: int, layers: Pair, targets: Pair, sign: int, rate: sympy.Expr = eta) -> sympy.Matrix:
    """Return the linearised step on (D_l)_ij + sign (D_(L+1-l))_ji, l = 1, ..., L, at balanced layers.

    Args:
        depth: the number of layers L.
        layers: the entries i and j, the same in every layer.
        targets: sigma_i and sigma_j.
        sign: 1 or -1.
        rate: the learning rate.
    """
    first, second = ([value] * depth for value in layers)
    own, crossed = couplings(first, second, targets)
    return sympy.eye(depth) - rate * (own + sign * crossed[:, ::-1])


def _vanish(matrix_of_formulas: sympy.Matrix) -> bool:
    return all(vanishes(entry) for entry in matrix_of_formulas)


def _exchange(depth: int) -> sympy.Matrix:
    """Return the permutation that exchanges (D_l)_ij and (D_(L+1-l))_ji."""
    return sympy.eye(2 * depth)[::-1, :]


@dataclass(frozen=True)
class SingleEntries:
    """The linearised step splits into blocks of one mode and of one pair, for every depth and width."""

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth, width and diagonal state, entry (i, j) of the linearised step in any layer "
            "contains the entries (i, j) and (j, i) of the deviation alone"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return r"(J D)_{\ell, ij} \in \operatorname{span}\{D_{m, ij}, D_{m, ji}\}_m"

    def decide(self) -> bool:
        """Find exactly one letter D in each word; what surrounds it is diagonal."""
        layers = (EARLIER, LATER)
        words = [word for of in layers for by in layers for word in change_of_gradient(of, by).terms]
        return bool(words) and all(sum(letter.name == DIRECTION for letter in word) == 1 for word in words)


@dataclass(frozen=True)
class Splits:
    """At one depth the pair block at balanced layers commutes with transposition."""

    depth: int

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depth} a step at balanced layers maps the (D_l)_ij + (D_(L+1-l))_ji of a pair "
            "to themselves, and the (D_l)_ij - (D_(L+1-l))_ji"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"L = {self.depth}:\ J P = P J,\ P: (D_\ell)_{{ij}} \leftrightarrow (D_{{L+1-\ell}})_{{ji}}"

    def decide(self) -> bool:
        """Compare the entries as polynomials, and the halves with what is left of the block."""
        x, y, one, other = sympy.symbols("x y sigma_i sigma_j", real=True)
        n = self.depth
        block = pair_block([x] * n, [y] * n, (one, other))
        exchange = _exchange(n)
        halves = all(
            _vanish(block[:n, :n] + sign * block[:n, n:][:, ::-1] - half_block(n, (x, y), (one, other), sign))
            for sign in (1, -1)
        )
        return halves and _vanish(block * exchange - exchange * block)


@dataclass(frozen=True)
class KeepsRotations:
    """At one depth a step takes the tangent of each rotation between two layers to that at the next state.

    The rotations W_l -> Q_(l+1) W_l Q_l' with Q_1 = Q_(L+1) = I change no loss, so steps commute with them;
    for a pair of modes there are L - 1, one between each two layers. At every state with diagonal layers,
    balanced or not.
    """

    depth: int

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depth} and diagonal layers a step takes the tangents of the {self.depth - 1} "
            "rotations of a pair between layers to those at the next state; on an orbit of period 2 two "
            "steps keep them, with the multiplier 1"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"L = {self.depth}:\ J(W)\,\xi_k(W) = \xi_k(W^+),\ k = 1, \ldots, {self.depth - 1}"

    def decide(self) -> bool:
        """Compare the entries as polynomials."""
        n = self.depth
        first, second = (list(sympy.symbols(f"{name}_1:{n + 1}", real=True)) for name in "xy")
        targets = sympy.symbols("sigma_i sigma_j", real=True)
        block = pair_block(first, second, targets)
        after, other_after = _step(first, targets[0]), _step(second, targets[1])
        return all(
            _vanish(block * rotation(first, second, k) - rotation(after, other_after, k)) for k in range(1, n)
        )


def rotation(first: Values, second: Values, place: int) -> sympy.Matrix:
    """Return the tangent of the rotation of two modes between the layers `place` and `place` + 1.

    With K_ij = 1 = -K_ji it moves W_place by K W_place and the next layer by -W K.
    """
    depth = len(first)
    tangent = sympy.zeros(2 * depth, 1)
    tangent[place - 1], tangent[depth + place - 1] = second[place - 1], -first[place - 1]
    tangent[place], tangent[depth + place] = -first[place], second[place]
    return tangent


def _step(values: Values, target: sympy.Expr) -> list[sympy.Expr]:
    others = [prod((*values[:k], *values[k + 1 :]), start=sympy.Integer(1)) for k in range(len(values))]
    return [modes.step(value, rest).subs(sigma, target) for value, rest in zip(values, others, strict=True)]
