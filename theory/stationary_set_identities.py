"""Members of the singular vector stationary set in letters, and the identities in them.

Letters of layer l are those of `theory.bases`; the first and the last layer are written in them where an
identity is about every layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from theory.bases import (
    BASIS,
    INNER,
    INNER_AFTER,
    INNER_BEFORE,
    INNER_TARGET,
    LEFT_BASIS,
    NEXT_BASIS,
    RIGHT_BASIS,
    SIGNS,
    MatrixIdentity,
)
from theory.hessian_rules import variation
from theory.words import Letter, Words, matrix

TARGET = "M"
UNIT = Words([((), Fraction(1))])
"""The identity matrix."""

_U, _V, _Q, _NEXT = (matrix(name) for name in (LEFT_BASIS, RIGHT_BASIS, BASIS, NEXT_BASIS))
_D, _C, _B, _S = (matrix(name) for name in (INNER, INNER_AFTER, INNER_BEFORE, INNER_TARGET))
_F = matrix(SIGNS)

LAST_BASIS, SECOND_BASIS = "Q_L", "Q_2"
LAST_INNER, FIRST_INNER = "D_L", "D_1"
_AS_LAYER = {LAST_BASIS: BASIS, SECOND_BASIS: NEXT_BASIS, LAST_INNER: INNER, FIRST_INNER: INNER}
"""Layer L is layer l with l = L, and layer 1 is layer l with l + 1 = 2."""


@dataclass(frozen=True)
class Member:
    """The form of a member: of the last layer, of those between, of the first, and of the target."""

    last: Words
    inner: Words
    first: Words
    target: Words

    @property
    def text(self) -> str:
        """The form in plain text."""
        return f"W_L = {self.last}, W_l = {self.inner} between, W_1 = {self.first}, M = {self.target}"

    @property
    def latex(self) -> str:
        """The form in LaTeX."""
        parts = (self.last, self.inner, self.first, self.target)
        names = ("W_L", r"W_\ell", "W_1", "M")
        return r",\ ".join(f"{name} = {part.latex}" for name, part in zip(names, parts, strict=True))


MEMBER = Member(
    _U @ matrix(LAST_INNER) @ matrix(LAST_BASIS).T,
    _NEXT @ _D @ _Q.T,
    matrix(SECOND_BASIS) @ matrix(FIRST_INNER) @ _V.T,
    _U @ _S @ _V.T,
)
"""The set as printed."""


def put(words: Words, values: Mapping[str, Words]) -> Words:
    """Replace matrices by polynomials."""
    return variation(words, {name: (value, Words(), Words()) for name, value in values.items()})[0]


def telescoping(member: Member) -> dict[str, MatrixIdentity]:
    """Return why a step leaves the bases, by induction on layers, C and B the inner layers on either side.

    The products after and before layer l have the forms U C Q' and Q B V'.
    """
    last, inner, first = _in_letters_of_a_layer(member)
    after, before = _U @ _C @ _NEXT.T, _Q @ _B @ _V.T
    return {
        "last layer alone": MatrixIdentity(last, _U @ _D @ _Q.T),
        "one more layer after": MatrixIdentity(after @ inner, _U @ _C @ _D @ _Q.T),
        "first layer alone": MatrixIdentity(first, _NEXT @ _D @ _V.T),
        "one more layer before": MatrixIdentity(inner @ before, _NEXT @ _D @ _B @ _V.T),
        "gradient of layer l": MatrixIdentity(
            after.T @ (after @ inner @ before - member.target) @ before.T,
            put(inner, {INNER: _C.T @ (_C @ _D @ _B - _S) @ _B.T}),
        ),
        "gradient of layer L": MatrixIdentity(
            (last @ before - member.target) @ before.T, put(last, {INNER: (_D @ _B - _S) @ _B.T})
        ),
        "gradient of layer 1": MatrixIdentity(
            after.T @ (after @ first - member.target), put(first, {INNER: _C.T @ (_C @ _D - _S)})
        ),
    }


def start_blocks(member: Member) -> dict[str, MatrixIdentity]:
    """Return that layers are the identity with D = 1 and all bases V, block by block.

    Where the hidden layers are wider than the input, V stands beside an identity, and D_1 above zeros.
    """
    _, inner, first = _in_letters_of_a_layer(member)
    in_v, beside = {BASIS: _V, NEXT_BASIS: _V, INNER: UNIT}, {BASIS: UNIT, NEXT_BASIS: UNIT}
    return {
        "inner layers": MatrixIdentity(put(inner, in_v), UNIT),
        "inner layers beside V": MatrixIdentity(put(inner, {**beside, INNER: UNIT}), UNIT),
        "first layer": MatrixIdentity(put(first, in_v), UNIT),
        "first layer below V": MatrixIdentity(put(first, {**beside, INNER: Words()}), Words()),
    }


def symmetry(vanishing: Words, member: Member) -> dict[str, MatrixIdentity]:
    """Return why multiples of the identity are a member exactly where a polynomial in M vanishes."""
    last, inner, first = _in_letters_of_a_layer(member)
    telescoped = telescoping(member)
    target, product, diagonal = matrix(TARGET), matrix("W"), matrix("G")
    # Eigenvectors V of M = V G V', signs F with G = F S and S >= 0, and U = V F.
    bases = {LEFT_BASIS: _V @ _F, BASIS: _V, NEXT_BASIS: _V}
    return {
        **{label: telescoped[label] for label in ("last layer alone", "one more layer after")},
        "product": MatrixIdentity(_U @ _C @ _NEXT.T @ first, _U @ _C @ _D @ _V.T),
        # The product W of all layers is U D V', with D the product of the inner ones.
        "target times product": MatrixIdentity(member.target @ (_U @ _D @ _V.T).T, _U @ _S @ _D.T @ _U.T),
        "at the start": MatrixIdentity(put(target @ product.T - product @ target.T, {"W": UNIT}), vanishing),
        "target": MatrixIdentity(
            put(member.target, {**bases, INNER_TARGET: _F.T @ diagonal}), _V @ diagonal @ _V.T
        ),
        "last layer": MatrixIdentity(put(last, {**bases, INNER: _F.T}), UNIT),
        "inner layers": MatrixIdentity(put(inner, {**bases, INNER: UNIT}), UNIT),
        "first layer": MatrixIdentity(put(first, {**bases, INNER: UNIT}), UNIT),
    }


def _in_letters_of_a_layer(member: Member) -> tuple[Words, Words, Words]:
    last, inner, first = (_renamed(words) for words in (member.last, member.inner, member.first))
    return last, inner, first


def _renamed(words: Words) -> Words:
    return Words(
        (tuple(Letter(_AS_LAYER.get(a.name, a.name), a.transposed) for a in word), coefficient)
        for word, coefficient in words.terms.items()
    )
