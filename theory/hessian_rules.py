"""What is said of the Hessian at a global minimum, and the rules that derive it from the loss.

A layer D stands between A, the product of all layers after it, and B, the product of all before it.
Nothing here fixes a depth: formulas are per layer, in the letters of `theory.layer_powers`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import sympy

from theory import network
from theory.argument import Rule
from theory.layer_powers import (
    UNIT_TERM,
    a_i,
    all_after,
    all_top,
    b_j,
    d,
    first_layer,
    in_layers,
    l,
    last_layer,
    m,
    r,
    reversed_term,
    same_mode,
    swapped,
    unit_term,
)
from theory.polynomials import NotDecidableError, vanishes
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L
from theory.words import Letter, Words, gradient_of_trace, matrix

AFTER, LAYER, BEFORE = matrix(network.AFTER), matrix("D"), matrix(network.BEFORE)
DIRECTION = "D"
JACOBIAN = AFTER @ LAYER @ BEFORE
"""The change of the end-to-end product when one layer is changed by D."""


@dataclass(frozen=True)
class SameWords:
    """Two polynomials in non-commuting matrices are equal."""

    left: Words
    right: Words

    @property
    def text(self) -> str:
        """The equation in plain text."""
        return f"{self.left} = {self.right}"

    @property
    def latex(self) -> str:
        """The equation in LaTeX."""
        return f"{self.left.latex} = {self.right.latex}"

    def decide(self) -> bool:
        """Compare coefficients."""
        return self.left == self.right


@dataclass(frozen=True)
class SquaredJacobian:
    """At a global minimum the second derivative of the loss is the squared norm of a linear map."""

    jacobian: Words

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "where E = 0, for every depth and width: the second derivative of f in direction D is "
            f"|sum over the layers of {self.jacobian}|^2"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"E = 0 \Rightarrow \nabla^2 f[D, D] = \| \textstyle\sum_\ell {self.jacobian.latex} \|_F^2"


@dataclass(frozen=True)
class NonzeroSpectrum:
    """The non-zero eigenvalues of the Hessian are those of a map on d x d matrices; all others are zero."""

    operator: Words

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "where E = 0, for every depth and width: the non-zero eigenvalues of the Hessian, with "
            f"multiplicities, are those of X -> sum over the layers of {self.operator}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return (
            r"\operatorname{spec}(\nabla^2 f) \setminus 0 = \operatorname{spec}"
            rf"(X \mapsto \textstyle\sum_\ell {self.operator.latex}) \setminus 0"
        )


@dataclass(frozen=True)
class UnitEigenvalues:
    """At diagonal layers each matrix unit E_ij is an eigenvector, with a sum over layers as eigenvalue."""

    term: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "at diagonal layers with E = 0 (in any orthonormal bases) the d^2 matrix units have the "
            f"eigenvalues lambda_ij = sum over the layers of {self.term}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\lambda_{{ij}} = \textstyle\sum_\ell {sympy.latex(self.term)}"


class Pair(Enum):
    """Which matrix units an eigenvalue belongs to."""

    SAME = "a mode with itself"
    TWO = "two modes"
    NULL = "a mode with the null space"


@dataclass(frozen=True)
class BalancedEigenvalue:
    """An eigenvalue at the balanced minimum; for two modes the formula is summed over l = 0, ..., L - 1."""

    pair: Pair
    formula: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        total = "the sum over l = 0 ... L-1 of " if self.pair is Pair.TWO else ""
        return f"for every depth L >= 2, balanced: {self.pair.value} has the eigenvalue {total}{self.formula}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        total = r"\sum_{l=0}^{L-1}" if self.pair is Pair.TWO else ""
        return rf"\lambda(\text{{{self.pair.value}}}) = {total} {sympy.latex(self.formula)}"


@dataclass(frozen=True)
class NonzeroList:
    """The non-zero eigenvalues at the balanced minimum are three kinds of values, and no others."""

    eigenvalues: tuple[BalancedEigenvalue, ...]

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        listed = "; ".join(f"{e.pair.value}: {e.formula}" for e in self.eigenvalues)
        return f"for every depth, width and rank the non-zero eigenvalues are exactly: {listed}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return r",\quad ".join(e.latex for e in self.eigenvalues)


@dataclass(frozen=True)
class BalancedSpectrum:
    """The non-zero eigenvalues, how often each occurs, and how often zero does."""

    values: NonzeroList
    pair_multiplicity: sympy.Expr
    null_multiplicity: sympy.Expr
    zero_multiplicity: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"{self.values.text}; multiplicities: 1 for a mode, {self.pair_multiplicity} for each two modes, "
            f"{self.null_multiplicity} for each mode with the null space, {self.zero_multiplicity} for zero"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        counts = (self.pair_multiplicity, self.null_multiplicity, self.zero_multiplicity)
        return rf"{self.values.latex};\ 1, {', '.join(sympy.latex(count) for count in counts)}"


@dataclass(frozen=True)
class LargestEigenvalue:
    """The largest Hessian eigenvalue at the balanced minimum."""

    formula: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth, width and rank the sharpness of the balanced minimum is {self.formula}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\lambda_{{\max}}(\text{{balanced}}) = {sympy.latex(self.formula)}"


def variation(words: Words, path: Mapping[str, Sequence[Words]]) -> tuple[Words, Words, Words]:
    """Return the coefficients of 1, t and t^2 of a polynomial along a path of its matrices.

    Args:
        words: the polynomial.
        path: for a matrix name its coefficients of 1, t and t^2; matrices not named stay constant.
    """
    unit = Words([((), Fraction(1))])
    total = [Words(), Words(), Words()]
    for word, coefficient in words.terms.items():
        product = [coefficient * unit, Words(), Words()]
        for letter in word:
            orders = path.get(letter.name, (matrix(letter.name), Words(), Words()))
            factors = [order.T if letter.transposed else order for order in orders]
            product = [sum((product[k] @ factors[n - k] for k in range(n + 1)), Words()) for n in range(3)]
        total = [whole + part for whole, part in zip(total, product, strict=True)]
    return total[0], total[1], total[2]


def change_of_product(name: str) -> Words:
    """Return the derivative of the end-to-end error when one layer moves in the direction D."""
    return variation(network.error(), {name: (matrix(name), matrix(DIRECTION), Words())})[1]


def changes() -> tuple[Words, Words]:
    """Return (layers after) D (layers before) where a layer follows D, and where D follows a layer."""
    one, other = matrix(network.LAYER), matrix(network.NEXT)
    return AFTER @ other @ LAYER @ BEFORE, AFTER @ LAYER @ one @ BEFORE


def second_derivative_at_minimum() -> Words:
    """Return the second derivative of E'E/2 along E = 0 + t J + t^2 K; its trace is that of the loss."""
    E, J, K = (matrix(name) for name in "EJK")
    return 2 * variation(Fraction(1, 2) * (E.T @ E), {"E": (Words(), J, K)})[2]


def _squared_jacobian(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case SquaredJacobian(jacobian), [SameWords() as inner, SameWords() as outer, SameWords() as second]:
            J, (one, other) = matrix("J"), changes()
            return (
                jacobian == JACOBIAN
                # A layer followed by another, and a layer that follows another: together, every layer.
                and inner == SameWords(change_of_product(network.LAYER), one)
                and outer == SameWords(change_of_product(network.NEXT), other)
                and second == SameWords(second_derivative_at_minimum(), J.T @ J)
            )
    return False


SQUARED_JACOBIAN: Rule = NamedRule(
    "second variation at a minimum",
    "The product is linear in each layer, so its first variation is the sum over layers of (layers after) D "
    "(layers before); where the error is zero the second variation of tr E'E / 2 is tr J'J.",
    _squared_jacobian,
)


def _adjoint(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case NonzeroSpectrum(operator), [SquaredJacobian(jacobian), SameWords(left, right)]:
            return left == adjoint_of(jacobian) and operator == substituted(jacobian, DIRECTION, right)
    return False


ADJOINT: Rule = NamedRule(
    "spectra of J'J and JJ'",
    "J'J and JJ' have the same non-zero eigenvalues with the same multiplicities; the dimensions fix how "
    "often zero occurs. The adjoint takes X to the gradient of tr X'J(D) in each layer.",
    _adjoint,
)


def adjoint_of(jacobian: Words) -> Words:
    """Return what the adjoint of D -> jacobian takes X to."""
    return gradient_of_trace(matrix("X").T @ jacobian, DIRECTION)


def substituted(words: Words, name: str, value: Words) -> Words:
    """Replace a matrix by a polynomial."""
    return variation(words, {name: (value, Words(), Words())})[0]


def _matrix_units(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case UnitEigenvalues(term), [NonzeroSpectrum(operator)]:
            return vanishes(term - _on_unit(operator))
    return False


def _on_unit(operator: Words) -> sympy.Expr:
    """Return the factor by which a map X -> (letters A) X (letters B) multiplies E_ij at diagonal A and B."""
    total = sympy.Integer(0)
    for word, coefficient in operator.terms.items():
        place = word.index(Letter("X"))
        left, right = {a.name for a in word[:place]}, {b.name for b in word[place + 1 :]}
        if left != {network.AFTER} or right != {network.BEFORE}:
            raise NotDecidableError(f"{operator} is not of the form (layers after) X (layers before)")
        powers = a_i**place * b_j ** (len(word) - place - 1)
        total += sympy.Rational(coefficient.numerator, coefficient.denominator) * powers
    return total


MATRIX_UNITS: Rule = NamedRule(
    "diagonal layers",
    "diag(a) E_ij diag(b) = a_i b_j E_ij; orthogonal changes of basis between layers leave loss and spectrum "
    "as they are.",
    _matrix_units,
)


def _is_unit_term(premise: Proposition) -> bool:
    return isinstance(premise, UnitEigenvalues) and premise.term == UNIT_TERM


def _two_modes(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case BalancedEigenvalue(Pair.TWO, formula), [units, Identity(left, right)]:
            return _is_unit_term(units) and left == unit_term() and right == in_layers(formula)
    return False


TWO_MODES: Rule = NamedRule(
    "balanced layers",
    "Where all layers are diag(r_1, ..., r_d), a_i = r_i^m and b_j = r_j^l with m layers after and l before; "
    "sums with equal terms are equal.",
    _two_modes,
)


def _equal_terms(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case BalancedEigenvalue(Pair.SAME, formula), [units, Identity(left, right)]:
            return (
                _is_unit_term(units)
                and left == (m + l + 1) * same_mode(unit_term())
                and right == in_layers(formula)
                # Every layer adds the same: the term depends on m + l alone.
                and vanishes(same_mode(unit_term()) - all_after(same_mode(unit_term())))
            )
    return False


EQUAL_TERMS: Rule = NamedRule("equal terms", "A sum of L equal terms is L times one of them.", _equal_terms)


def _null_space(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case BalancedEigenvalue(Pair.NULL, formula), [units, Identity() as column, Identity() as row]:
            return (
                _is_unit_term(units)
                and column == Identity(first_layer(unit_term()), first_layer(in_layers(formula)))
                and row == Identity(last_layer(unit_term()), last_layer(in_layers(swapped(formula))))
            )
    return False


NULL_SPACE: Rule = NamedRule(
    "powers of zero",
    "A product of l >= 1 zeros is zero and an empty product is one, so with a null column only the first "
    "layer counts, with a null row only the last, and with both, for L >= 2, none.",
    _null_space,
)


def _list(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case NonzeroList(eigenvalues), [UnitEigenvalues(), *listed]:
            kinds = [e.pair for e in listed if isinstance(e, BalancedEigenvalue)]
            return (
                kinds == [Pair.SAME, Pair.TWO, Pair.NULL]
                and tuple(listed) == eigenvalues
                and all(bool(in_layers(e.formula).is_positive) for e in eigenvalues)
            )
    return False


LIST: Rule = NamedRule(
    "three kinds of matrix units",
    "Each E_ij pairs a mode with itself, two modes, a mode with the null space, or the null space with "
    "itself, where the eigenvalue is zero; the other values are positive.",
    _list,
)


def _counting(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case BalancedSpectrum(values, pair, null, zero), [
            listed,
            Identity() as symmetry,
            Identity() as count,
        ]:
            return (
                values == listed
                and symmetry == Identity(unit_term(), reversed_term(unit_term()))
                and pair == 2
                and vanishes(null - 2 * (d - r))
                and count == Identity(r + pair * r * (r - 1) / 2 + null * r + zero, L * d**2)
            )
    return False


COUNTING: Rule = NamedRule(
    "counting dimensions",
    "lambda_ij = lambda_ji on reversing the order of the layers, so two modes count twice and a mode with "
    "the null space 2 (d - r) times; zero makes up the dimension L d^2.",
    _counting,
)


def _largest(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case LargestEigenvalue(formula), [NonzeroList((same, two, null))]:
            bound = in_layers(formula)
            term, alone = in_layers(two.formula), first_layer(in_layers(null.formula))
            return (
                all(_is_power_product(part) for part in (term, alone))
                # L times the largest term, and this is the eigenvalue of the top mode itself.
                and vanishes((m + l + 1) * all_top(term) - bound)
                and vanishes(all_top(in_layers(same.formula)) - bound)
                and vanishes((m + 1) * all_top(alone) - first_layer(bound))
            )
    return False


def _is_power_product(term: sympy.Expr) -> bool:
    """Say whether a term is a product of non-negative powers, so that it grows with each root."""
    return all(
        factor.as_base_exp()[0].is_Symbol and factor.as_base_exp()[1].is_nonnegative
        for factor in sympy.Mul.make_args(term)
    )


LARGEST: Rule = NamedRule(
    "largest term",
    "A product of non-negative powers of r_i <= r_1 and r_j <= r_1 is largest at r_1, and a sum of L such "
    "terms is at most L times that.",
    _largest,
)
