"""Polynomials in non-commuting matrices and their transposes, with rational coefficients.

A *word* is a product of letters, each a matrix name with a mark for transposition. Two such
polynomials are equal as formulas in matrices of every size if and only if they have the same
coefficients, so equality of dictionaries decides an identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, order=True)
class Letter:
    """A matrix or its transpose."""

    name: str
    transposed: bool = False

    @property
    def T(self) -> Letter:  # noqa: N802 - the field's name for the transpose
        """The transpose."""
        return Letter(self.name, not self.transposed)


Word = tuple[Letter, ...]


class Words:
    """A polynomial in non-commuting matrices: words with rational coefficients.

    >>> A, B = matrix("A"), matrix("B")
    >>> (A @ B).T == B.T @ A.T
    True
    >>> A @ B == B @ A
    False
    """

    def __init__(self, terms: Mapping[Word, Fraction] | Iterable[tuple[Word, Fraction]] = ()) -> None:
        pairs = terms.items() if isinstance(terms, Mapping) else terms
        collected: dict[Word, Fraction] = {}
        for word, coefficient in pairs:
            collected[word] = collected.get(word, Fraction(0)) + coefficient
        self.terms: Mapping[Word, Fraction] = {word: c for word, c in collected.items() if c}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __add__(self, other: Words) -> Words:
        return Words([*self.terms.items(), *other.terms.items()])

    def __neg__(self) -> Words:
        return Words((word, -coefficient) for word, coefficient in self.terms.items())

    def __sub__(self, other: Words) -> Words:
        return self + (-other)

    def __matmul__(self, other: Words) -> Words:
        return Words(
            (left + right, a * b) for left, a in self.terms.items() for right, b in other.terms.items()
        )

    def __rmul__(self, scalar: int | Fraction) -> Words:
        return Words((word, Fraction(scalar) * c) for word, c in self.terms.items())

    @property
    def T(self) -> Words:  # noqa: N802 - the field's name for the transpose
        """The transpose: every word reversed and every letter transposed."""
        return Words((tuple(a.T for a in reversed(word)), c) for word, c in self.terms.items())

    def __str__(self) -> str:
        return self._joined(lambda a: a.name + ("'" if a.transposed else ""))

    __repr__ = __str__

    @property
    def latex(self) -> str:
        """The polynomial in LaTeX."""
        return self._joined(lambda a: a.name + (r"^\top" if a.transposed else ""))

    def _joined(self, spell: Callable[[Letter], str]) -> str:
        parts = []
        for word, coefficient in sorted(self.terms.items()):
            sign = "-" if coefficient < 0 else "+"
            size = "" if abs(coefficient) == 1 else f"{abs(coefficient)} "
            spelled = " ".join(spell(letter) for letter in word) or "1"
            parts.append(f"{sign} {size}{spelled}")
        return " ".join(parts).removeprefix("+ ") or "0"


def matrix(name: str) -> Words:
    """Return the polynomial that is one matrix."""
    word: Word = (Letter(name),)
    return Words({word: Fraction(1)})


def gradient_of_trace(polynomial: Words, name: str) -> Words:
    """Return the gradient of the trace of a polynomial with respect to one matrix.

    The entry (i, j) of the gradient is the derivative by entry (i, j) of the matrix. For a word
    X W Y the trace is tr(W Y X), with gradient (Y X)^T; for X W^T Y it is Y X.

    >>> W, M = matrix("W"), matrix("M")
    >>> gradient_of_trace((W - M).T @ (W - M), "W") == 2 * (W - M)
    True
    """
    total = Words()
    for word, coefficient in polynomial.terms.items():
        for position, letter in enumerate(word):
            if letter.name == name:
                rest = Words({word[position + 1 :] + word[:position]: coefficient})
                total = total + (rest if letter.transposed else rest.T)
    return total
