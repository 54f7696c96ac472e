"""Orthogonal bases: a network in the singular vector stationary set is a network of its inner layers.

A member of the set has layers W_l = Q_{l+1} D_l Q_l' with orthogonal Q_l, and the target is M = U S V' with
U = Q_{L+1} and V = Q_1. Neighbouring bases cancel in products, so the network is U (D_L ... D_1) V', the
loss is that of the inner layers D_l with target S, and a step of gradient descent moves the D_l by a step
of their own while the bases stay. Where all D_l are diagonal, `theory.diagonal` takes over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from theory.argument import Argument, Step
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.words import Letter, Word, Words, matrix

NEXT_BASIS = "Q_{l+1}"
BASIS = "Q_l"
INNER = "D_l"
LEFT_BASIS = "U"
RIGHT_BASIS = "V"
INNER_AFTER = "C"
"""The product of the inner layers after layer l."""
INNER_BEFORE = "B"
"""The product of the inner layers before layer l."""
INNER_TARGET = "S"
SIGNS = "F"
"""A diagonal matrix of signs."""

ORTHOGONAL = frozenset({NEXT_BASIS, BASIS, LEFT_BASIS, RIGHT_BASIS, SIGNS})

MEMBER = matrix(NEXT_BASIS) @ matrix(INNER) @ matrix(BASIS).T
"""A layer of a member of the set."""


def reduced(polynomial: Words) -> Words:
    """Cancel neighbouring letters Q' Q and Q Q' of orthogonal matrices.

    Cancelling in any order gives the same word, so equality of the reduced forms decides an identity.

    >>> Q = matrix("Q_l")
    >>> reduced(Q @ Q.T @ matrix("A")) == matrix("A")
    True
    """
    return Words((_cancelled(word), coefficient) for word, coefficient in polynomial.terms.items())


def _cancelled(word: Word) -> Word:
    kept: list[Letter] = []
    for letter in word:
        if kept and letter.name in ORTHOGONAL and kept[-1] == letter.T:
            kept.pop()
        else:
            kept.append(letter)
    return tuple(kept)


@dataclass(frozen=True)
class MatrixIdentity:
    """Two polynomials in matrices are equal, given that the bases are orthogonal."""

    left: Words
    right: Words

    @property
    def text(self) -> str:
        """The identity in plain text."""
        return f"{self.left} = {self.right}, for orthogonal {', '.join(sorted(ORTHOGONAL))}"

    @property
    def latex(self) -> str:
        """The identity in LaTeX."""
        return f"{self.left.latex} = {self.right.latex}"

    def decide(self) -> bool:
        """Compare the reduced forms."""
        return reduced(self.left) == reduced(self.right)


@dataclass(frozen=True)
class SameInEveryBasis:
    """Loss and gradient descent of layers in the set are those of the inner layers, and the bases stay."""

    layer: Words

    @property
    def text(self) -> str:
        """The claim in plain text."""
        return (
            f"for every depth and width: with layers {self.layer} and target U S V' the loss is that of the "
            "layers D_l with target S; a step moves each D_l as a step of theirs does and leaves the bases"
        )

    @property
    def latex(self) -> str:
        """The claim in LaTeX."""
        form = self.layer.latex
        return rf"W_\ell = {form}:\quad f(W) = f(D),\ W_\ell^+ = {form}|_{{D_\ell \to D_\ell^+}}"


def _after() -> Words:
    return matrix(LEFT_BASIS) @ matrix(INNER_AFTER) @ matrix(NEXT_BASIS).T


def _before() -> Words:
    return matrix(BASIS) @ matrix(INNER_BEFORE) @ matrix(RIGHT_BASIS).T


def _inner_error() -> Words:
    product = matrix(INNER_AFTER) @ matrix(INNER) @ matrix(INNER_BEFORE)
    return product - matrix(INNER_TARGET)


def _identities(layer: Words) -> dict[str, MatrixIdentity]:
    """Return what has to hold, with the products after and before layer l already telescoped."""
    U, V = matrix(LEFT_BASIS), matrix(RIGHT_BASIS)
    after, before = _after(), _before()
    target = U @ matrix(INNER_TARGET) @ V.T
    error = after @ layer @ before - target
    inner_gradient = matrix(INNER_AFTER).T @ _inner_error() @ matrix(INNER_BEFORE).T
    return {
        "one more layer after": MatrixIdentity(
            after @ layer, U @ matrix(INNER_AFTER) @ matrix(INNER) @ matrix(BASIS).T
        ),
        "one more layer before": MatrixIdentity(
            layer @ before, matrix(NEXT_BASIS) @ matrix(INNER) @ matrix(INNER_BEFORE) @ V.T
        ),
        # The trace of V X V' is that of X.
        "loss": MatrixIdentity(error.T @ error, V @ _inner_error().T @ _inner_error() @ V.T),
        "gradient": MatrixIdentity(after.T @ error @ before.T, _with_inner(layer, inner_gradient)),
    }


def _with_inner(layer: Words, inner: Words) -> Words:
    """Put another matrix in the place of D_l."""
    total = Words()
    for word, coefficient in layer.terms.items():
        product: Words | None = None
        for letter in word:
            factor = inner if letter.name == INNER else matrix(letter.name)
            factor = factor.T if letter.transposed else factor
            product = factor if product is None else product @ factor
        if product is not None:
            total = total + coefficient * product
    return total


def _by_induction(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case SameInEveryBasis(layer):
            return list(premises) == list(_identities(layer).values())
    return False


BASES_CANCEL = NamedRule(
    "induction on layers",
    "Empty products are U U' and V V', and each further layer leaves the form U C Q' or Q B V' of the "
    "products after and before layer l; the loss is half the trace of E'E, which is cyclic, and its gradient "
    "is A' E B'.",
    _by_induction,
)


def in_every_basis(layer: Words) -> Argument:
    """Return the argument that layers of a given form behave as their inner layers do.

    Args:
        layer: a polynomial in `NEXT_BASIS`, `INNER` and `BASIS`.

    >>> in_every_basis(MEMBER).check().holds
    True
    >>> in_every_basis(MEMBER.T).check().holds
    False
    """
    shows = SameInEveryBasis(layer)
    identities = _identities(layer)
    steps = tuple(Step(label, identity) for label, identity in identities.items())
    return Argument(shows, (*steps, Step("layers", shows, BASES_CANCEL, tuple(identities))))
