r"""The Hessian of a deep linear network at its global minima: spectrum and multiplicities, for every depth.

Where the error is zero the Hessian is J'J with J(D) the sum over layers of A_l D_l B_l, so its
non-zero eigenvalues are those of JJ', which takes X to the sum of A_l A_l' X B_l' B_l. At diagonal
layers the matrix units are its eigenvectors:

    lambda_ij = sum over l of (product of s_{k,i}, k > l)^2 (product of s_{k,j}, k < l)^2.

`spectrum` evaluates this at any minimum with diagonal layers, `balanced_spectrum` at the balanced
one; `nonzero_list`, `balanced` and `largest` are the arguments, for every depth, width and rank.
Source of the statement: Lemma 1 of the paper.
"""

from collections.abc import Sequence
from functools import cmp_to_key
from math import prod
from typing import TypeAlias

import sympy

from theory import hessian_rules as rules
from theory import network
from theory.argument import Argument, Step
from theory.hessian_rules import (
    JACOBIAN,
    BalancedEigenvalue,
    BalancedSpectrum,
    LargestEigenvalue,
    NonzeroList,
    NonzeroSpectrum,
    Pair,
    SameWords,
    SquaredJacobian,
    UnitEigenvalues,
)
from theory.layer_powers import (
    UNIT_TERM,
    d,
    first_layer,
    in_layers,
    l,
    last_layer,
    m,
    r,
    reversed_term,
    same_mode,
    sigma_i,
    sigma_j,
    swapped,
    unit_term,
)
from theory.propositions import Identity
from theory.symbols import L
from theory.words import matrix

Exact: TypeAlias = "int | sympy.Expr"
Spectrum: TypeAlias = "list[tuple[sympy.Expr, int | sympy.Expr]]"

MODE = L * sigma_i ** (2 - 2 / L)
"""The eigenvalue of a mode with itself, S_i."""
PAIR_TERM = (sigma_i ** (1 - (1 + l) / L) * sigma_j ** (l / L)) ** 2
"""What is summed over l = 0, ..., L - 1 for two modes."""
NULL = sigma_i ** (2 - 2 / L)
"""The eigenvalue of a mode with the null space."""
PAIR_MULTIPLICITY = sympy.Integer(2)
"""How often the eigenvalue of two modes occurs."""
NULL_MULTIPLICITY = 2 * (d - r)
"""How often the eigenvalue of a mode with the null space occurs, for width d and rank r."""
ZERO_MULTIPLICITY = L * d**2 - r**2 - 2 * r * (d - r)
"""How often the eigenvalue zero occurs, for width d and rank r."""


def spectrum(layers: Sequence[Sequence[Exact]]) -> Spectrum:
    """Return the Hessian spectrum at the minimum whose layers are diagonal, balanced or not.

    The target is the product of the layers, so these are a global minimum.

    Args:
        layers: the diagonals of W_1, ..., W_L, at least one layer, all of one width d: rational numbers of
            either sign, or symbols.

    Returns:
        Pairs (eigenvalue, multiplicity), equal eigenvalues merged (symbols count as generic), zero included;
        the multiplicities add up to L d^2. Numbers come in decreasing order, zero last.

    Raises:
        TypeError: for binary floating-point numbers.
        ValueError: if there are no layers, or diagonals of different lengths.

    >>> spectrum([[2, 3], [2, 1]])
    [(13, 1), (10, 1), (8, 1), (5, 1), (0, 4)]
    """
    rows = [[_exact(value) for value in layer] for layer in layers]
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise ValueError("there has to be at least one layer, and all diagonals need the same length")
    depth, width = len(rows), len(rows[0])

    def eigenvalue(i: int, j: int) -> sympy.Expr:
        terms = (
            prod((rows[k][i] ** 2 for k in range(layer + 1, depth)), start=sympy.Integer(1))
            * prod((rows[k][j] ** 2 for k in range(layer)), start=sympy.Integer(1))
            for layer in range(depth)
        )
        return sympy.expand(sympy.Add(*terms))

    values = [eigenvalue(i, j) for i in range(width) for j in range(width)]
    return _merged([(value, 1) for value in values], depth * width**2)


def balanced_spectrum(singular_values: Sequence[Exact], depth: Exact) -> Spectrum:
    """Return the Hessian spectrum at the balanced minimum of a target with given singular values.

    Args:
        singular_values: all d of them, zeros included: rational numbers >= 0, or symbols declared positive.
            Different symbols count as generic values.
        depth: whole number from 2 on, or the symbol L.

    Returns:
        Pairs (eigenvalue, multiplicity), equal eigenvalues merged, zero included; the multiplicities add
        up to depth d^2. Numbers come in decreasing order, zero last.

    Raises:
        TypeError: for binary floating-point numbers.
        ValueError: for a depth below 2, no singular values, or one that is an irrational number or not
            known to be >= 0.

    >>> balanced_spectrum([4, 1, 0], 2)
    [(8, 1), (5, 2), (4, 2), (2, 1), (1, 2), (0, 10)]
    >>> sum(multiplicity for _, multiplicity in balanced_spectrum([3, 2, 2, 0], 5)) == 5 * 4**2
    True
    """
    n, values = _exact(depth), [_exact(value) for value in singular_values]
    if n.is_number and not (n.is_Integer and n >= 2):
        raise ValueError(f"the depth has to be a whole number from 2 on, not {n}")
    if not values:
        raise ValueError("there are no singular values")
    for value in values:
        if not value.is_nonnegative or (value.is_number and not value.is_Rational):
            raise ValueError(
                f"a singular value has to be a rational number >= 0 or a positive symbol: {value}"
            )
    pairs = [(one, other) for one in values for other in values]
    return _merged([(_pair_value(one, other, n), 1) for one, other in pairs], n * len(values) ** 2)


def _pair_value(one: sympy.Expr, other: sympy.Expr, n: sympy.Expr) -> sympy.Expr:
    """Return lambda_ij at the balanced minimum."""
    if one == other:
        return n * _power(one, 2 - 2 / n) if one != 0 else sympy.Integer(0)
    if one == 0 or other == 0:
        return _power(one + other, 2 - 2 / n)
    if not n.is_Integer:
        # The geometric sum of L terms; the order of the modes does not matter.
        one, other = sorted((one, other), key=sympy.default_sort_key)
        return (one**2 - other**2) / (one ** (2 / n) - other ** (2 / n))
    terms = (_product_of_powers(one, other, sympy.Rational(2 * k, int(n)), n) for k in range(int(n)))
    return sympy.Add(*terms)


def _product_of_powers(one: sympy.Expr, other: sympy.Expr, share: sympy.Expr, n: sympy.Expr) -> sympy.Expr:
    rest = 2 - 2 / n - share
    if one.is_Rational and other.is_Rational:
        # As a single root, so that equal numbers are written in one way.
        return _root(one ** (rest * n) * other ** (share * n), int(n))
    return _power(one, rest) * _power(other, share)


def _power(value: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    if value.is_Rational and exponent.is_Rational:
        return _root(value**exponent.p, int(exponent.q))
    return value**exponent


def _root(number: sympy.Rational, degree: int) -> sympy.Expr:
    """Return the positive root as a rational times the root of a whole number without degree-th powers.

    Roots of different such numbers are linearly independent over the rationals (Besicovitch 1940), so
    sums of them are equal only where they are the same sums.
    """
    # p/q = p q^(n-1) / q^n.
    factors = sympy.factorint(number.p * number.q ** (degree - 1))
    outside = prod(prime ** (power // degree) for prime, power in factors.items())
    inside = prod(prime ** (power % degree) for prime, power in factors.items())
    return sympy.Rational(outside, number.q) * sympy.Integer(inside) ** sympy.Rational(1, degree)


def _merged(eigenvalues: Sequence[tuple[sympy.Expr, int]], dimension: sympy.Expr | int) -> Spectrum:
    """Merge equal eigenvalues, put numbers in decreasing order, and fill up with zero."""
    counts: dict[sympy.Expr, int] = {}
    for value, count in eigenvalues:
        if value != 0:
            counts[value] = counts.get(value, 0) + count
    listed: Spectrum = list(counts.items())
    if all(value.is_number for value in counts):
        listed = [(value, counts[value]) for value in sorted(counts, key=cmp_to_key(_larger_first))]
    zero = dimension - sum(counts.values())
    zero = int(zero) if sympy.sympify(zero).is_Integer else zero
    return [*listed, (sympy.Integer(0), zero)] if zero != 0 else listed


def _larger_first(one: sympy.Expr, other: sympy.Expr) -> int:
    return 1 if one < other else -1


def _exact(value: Exact) -> sympy.Expr:
    number = sympy.sympify(value)
    if isinstance(value, float) or number.has(sympy.Float):
        raise TypeError("values have to be exact: use integers, sympy.Rational or symbols, not floats")
    return number


def operator_steps() -> tuple[Step, ...]:
    """Return the steps from the loss to the map JJ'; the last is labelled `operator`."""
    squared = SquaredJacobian(JACOBIAN)
    adjoint = rules.adjoint_of(JACOBIAN)
    spectrum_of = NonzeroSpectrum(rules.substituted(JACOBIAN, rules.DIRECTION, adjoint))
    J = matrix("J")
    inner, outer = rules.changes()
    return (
        Step("layer before another", SameWords(rules.change_of_product(network.LAYER), inner)),
        Step("layer after another", SameWords(rules.change_of_product(network.NEXT), outer)),
        Step("second variation", SameWords(rules.second_derivative_at_minimum(), J.T @ J)),
        Step(
            "squared",
            squared,
            rules.SQUARED_JACOBIAN,
            ("layer before another", "layer after another", "second variation"),
        ),
        Step("adjoint", SameWords(adjoint, matrix("A").T @ matrix("X") @ matrix("B").T)),
        Step("operator", spectrum_of, rules.ADJOINT, ("squared", "adjoint")),
    )


def unit_steps() -> tuple[Step, ...]:
    """Return the steps from the loss to the eigenvalues at diagonal layers; the last is labelled `units`."""
    units = Step("units", UnitEigenvalues(UNIT_TERM), rules.MATRIX_UNITS, ("operator",))
    return (*operator_steps(), units)


def unit_eigenvalues() -> Argument:
    """Return the argument for the eigenvalues at every minimum with diagonal layers.

    >>> unit_eigenvalues().check().holds
    True
    """
    return Argument(UnitEigenvalues(UNIT_TERM), unit_steps())


def _listed(mode: sympy.Expr, pair_term: sympy.Expr, null: sympy.Expr) -> tuple[Step, ...]:
    same, two, none = (
        BalancedEigenvalue(pair, formula)
        for pair, formula in ((Pair.SAME, mode), (Pair.TWO, pair_term), (Pair.NULL, null))
    )
    term = unit_term()
    column = Identity(first_layer(term), first_layer(in_layers(null)))
    row = Identity(last_layer(term), last_layer(in_layers(swapped(null))))
    return (
        *unit_steps(),
        Step("term", Identity(term, in_layers(pair_term))),
        Step("two modes", two, rules.TWO_MODES, ("units", "term")),
        Step("equal terms", Identity((m + l + 1) * same_mode(term), in_layers(mode))),
        Step("one mode", same, rules.EQUAL_TERMS, ("units", "equal terms")),
        Step("null column", column),
        Step("null row", row),
        Step("null space", none, rules.NULL_SPACE, ("units", "null column", "null row")),
        Step(
            "list",
            NonzeroList((same, two, none)),
            rules.LIST,
            ("units", "one mode", "two modes", "null space"),
        ),
    )


def nonzero_list(
    mode: sympy.Expr = MODE, pair_term: sympy.Expr = PAIR_TERM, null: sympy.Expr = NULL
) -> Argument:
    """Return the argument that three formulas are the non-zero eigenvalues at the balanced minimum.

    Args:
        mode: in sigma_i and L, for each mode.
        pair_term: in sigma_i, sigma_j, L and l, summed over l = 0, ..., L - 1 for each two modes.
        null: in sigma_i and L, for each mode with the null space.

    Raises:
        NotDecidableError: if a formula is no sum of products of powers.

    >>> nonzero_list().check().holds, nonzero_list(null=MODE).check().holds
    (True, False)
    """
    steps = _listed(mode, pair_term, null)
    return Argument(steps[-1].claim, steps)


def balanced(
    mode: sympy.Expr = MODE,
    pair_term: sympy.Expr = PAIR_TERM,
    null: sympy.Expr = NULL,
    pair_multiplicity: sympy.Expr = PAIR_MULTIPLICITY,
    null_multiplicity: sympy.Expr = NULL_MULTIPLICITY,
    zero_multiplicity: sympy.Expr = ZERO_MULTIPLICITY,
) -> Argument:
    """Return the argument that the formulas and multiplicities are the spectrum at the balanced minimum.

    Args and Raises are those of `nonzero_list`; multiplicities are for each two modes, for each mode
    with the null space, and for zero, in the width d and the rank r.

    >>> balanced().check().holds
    True
    """
    steps = _listed(mode, pair_term, null)
    values = steps[-1].claim
    assert isinstance(values, NonzeroList)
    counted = r + pair_multiplicity * r * (r - 1) / 2 + null_multiplicity * r + zero_multiplicity
    shows = BalancedSpectrum(values, pair_multiplicity, null_multiplicity, zero_multiplicity)
    return Argument(
        shows,
        (
            *steps,
            Step("symmetry", Identity(unit_term(), reversed_term(unit_term()))),
            Step("dimension", Identity(counted, L * d**2)),
            Step("spectrum", shows, rules.COUNTING, ("list", "symmetry", "dimension")),
        ),
    )


def largest(formula: sympy.Expr) -> Argument:
    """Return the argument that a formula in sigma_1 and L is the sharpness of the balanced minimum.

    >>> from theory.symbols import sigma_top
    >>> largest(L * sigma_top ** (2 - 2 / L)).check().holds
    True
    """
    shows = LargestEigenvalue(formula)
    last = Step("largest", shows, rules.LARGEST, ("list",))
    return Argument(shows, (*_listed(MODE, PAIR_TERM, NULL), last))
