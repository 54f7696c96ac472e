"""What is said of the singular vector stationary set, and the rules that derive it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory.argument import Rule
from theory.bases import ORTHOGONAL
from theory.layer_powers import l, layer_power, m
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.stationary_set_identities import Member, start_blocks, symmetry, telescoping
from theory.symbols import L, alpha, eta
from theory.words import Word, Words

_ENTRY = sympy.Symbol("x_ij", real=True)


@dataclass(frozen=True)
class BasesStay:
    """A step of gradient descent leaves the bases of a member, whatever its D are."""

    member: Member

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth, all shapes and any D: with {self.member.text}, a step moves the D by a "
            f"step of "
            "theirs with target S and leaves the orthogonal bases"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"{self.member.latex}:\quad W_\ell^+ = W_\ell|_{{D_\ell \to D_\ell^+}}"


@dataclass(frozen=True)
class ClosedUnderDescent:
    """A step of gradient descent leads from a member with diagonal D to one with the same bases."""

    member: Member

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth, all shapes and diagonal D and S: with {self.member.text}, every step "
            f"leaves the "
            "orthogonal bases and the D diagonal"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"{self.member.latex},\ D_\ell\ \text{{diagonal}} \Rightarrow D_\ell^+\ \text{{diagonal}}"


@dataclass(frozen=True)
class EveryTargetHasMember:
    """For every target, a multiple of I in the last layer and alpha I in all others is a member."""

    last_scale: sympy.Expr
    member: Member

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth and target, hidden layers of one width not below that of the input: W_L = "
            f"({self.last_scale}) I, W_l = alpha I for l < L is a member with D diagonal"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        scale = sympy.latex(self.last_scale)
        return rf"W_L = {scale} I,\ W_\ell = \alpha I\ (\ell < L)\ \text{{is a member}}"


@dataclass(frozen=True)
class MemberExactlyWhere:
    """A multiple of I in all layers is a member exactly for the targets at which a polynomial vanishes."""

    vanishing: Words
    member: Member

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth and alpha > 0, square layers: W_l = alpha I for all l is a member, entries "
            f"of D of "
            f"either sign, exactly where {self.vanishing} = 0"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"W_\ell = \alpha I\ \text{{is a member}} \iff {self.vanishing.latex} = 0"


@dataclass(frozen=True)
class FirstStepFromIdentity:
    """One step from alpha I in all layers makes every layer a combination of I and the target."""

    identity: sympy.Expr
    target: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth and target: from alpha I in all layers one step leads every layer to "
            f"({self.identity}) I + ({self.target}) M"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"W_\ell(1) = ({sympy.latex(self.identity)}) I + ({sympy.latex(self.target)}) M"


@dataclass(frozen=True)
class OneMatrixForAllLayers:
    """For normal targets all layers that start as alpha I stay one matrix w, with an update of its own."""

    conjugate_power: sympy.Expr
    product_power: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth, M M' = M' M, from alpha I in all layers: all layers stay one matrix w, and "
            "w moves "
            f"to w - eta (w')^({self.conjugate_power}) (w^({self.product_power}) - M)"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        powers = tuple(sympy.latex(power) for power in (self.conjugate_power, self.product_power))
        return rf"w^+ = w - \eta\, (w^\top)^{{{powers[0]}}} (w^{{{powers[1]}}} - M)"


def sign_identity() -> Identity:
    """Return that x - e x f = 2 x for signs e = 1 and f = -1: no change of signs leaves x but x = 0."""
    return Identity(_ENTRY - sympy.Integer(1) * _ENTRY * sympy.Integer(-1), 2 * _ENTRY)


def in_powers(formula: sympy.Expr) -> sympy.Expr:
    """Write powers of alpha with the depth in the exponent by those of the layers after and before one."""
    after, before = layer_power(alpha, m), layer_power(alpha, l)
    # alpha^(a L + b) with L = m + l + 1.
    return formula.replace(
        lambda part: part.is_Pow and part.base == alpha and part.exp.has(L),
        lambda part: (after * before * alpha) ** _coefficient(part.exp) * alpha ** part.exp.subs(L, 0),
    )


def _coefficient(exponent: sympy.Expr) -> sympy.Expr:
    return sympy.expand(exponent).coeff(L, 1)


def step_from_identity() -> tuple[sympy.Expr, sympy.Expr]:
    """Return the parts of alpha I - eta A'EB' of I and of M, with A = alpha^m I and B = alpha^l I."""
    after, before = layer_power(alpha, m), layer_power(alpha, l)
    product = after * alpha * before
    return alpha - eta * after * product * before, eta * after * before


def at_layer(power: sympy.Expr) -> sympy.Expr:
    """Write an exponent in L by the numbers of layers after and before one."""
    return power.subs(L, m + l + 1)


def _conjugates_a_diagonal(words: Words) -> bool:
    """Say whether words are (orthogonal) D (orthogonal), so that signs in place of the bases leave D."""
    terms = list(words.terms.items())
    if len(terms) != 1 or terms[0][1] != 1:
        return False
    word: Word = terms[0][0]
    return len(word) == 3 and _names_basis(word[0].name) and _names_basis(word[2].name)


def _names_basis(name: str) -> bool:
    return name in ORTHOGONAL or name.startswith("Q_")


def _induction(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case BasesStay(member):
            return list(premises) == list(telescoping(member).values())
    return False


INDUCTION: Rule = NamedRule(
    "induction on layers of the set",
    "The last layer has the form U C Q' and the first the form Q B V' of the products after and before "
    "layer l, "
    "and each further layer leaves these forms; the gradient is A' E B'.",
    _induction,
)


def _changes_of_sign(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ClosedUnderDescent(member), [BasesStay(form), Identity() as signs]:
            parts = (member.last, member.inner, member.first, member.target)
            return form == member and signs == sign_identity() and all(map(_conjugates_a_diagonal, parts))
    return False


CHANGES_OF_SIGN: Rule = NamedRule(
    "changes of sign",
    "A matrix of any shape is diagonal exactly where it stays the same when the signs of rows and columns "
    "i are "
    "changed together, for all i. Matrices of signs are orthogonal; at diagonal D and S they may be put "
    "in the "
    "place of all bases and change nothing, so they leave the D after the step too.",
    _changes_of_sign,
)


def _start_with_v(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case EveryTargetHasMember(scale, member), [*blocks, Identity(left, right)]:
            expected = list(start_blocks(member).values())
            parts = (member.last, member.inner, member.first)
            diagonal = all(map(_conjugates_a_diagonal, parts)) and all(
                any(letter.name.startswith("D_") for word in part.terms for letter in word) for part in parts
            )
            return list(blocks) == expected and left == scale and right == 0 and diagonal
    return False


START_WITH_V: Rule = NamedRule(
    "all bases V",
    "Put V, beside an identity where the hidden layers are wider, in the place of all Q and alpha I in "
    "the place "
    "of D: these layers are alpha I, block by block; the layer 0 is a member with D = 0 for all bases.",
    _start_with_v,
)


def _spectral_theorem(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case MemberExactlyWhere(vanishing, member):
            return list(premises) == list(symmetry(vanishing, member).values())
    return False


SPECTRAL_THEOREM: Rule = NamedRule(
    "spectral theorem",
    "Products of diagonal matrices S D' are symmetric, so at every member M W' = W M', with W the product "
    "of all "
    "layers; for W = alpha^L I that is a condition on M. A symmetric matrix is V G V' with real diagonal "
    "G and "
    "orthogonal V, and G = F S with signs F and S >= 0; then alpha F and alpha I serve as D.",
    _spectral_theorem,
)


def _scalars(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case FirstStepFromIdentity(identity, target), [Identity() as one, Identity() as other]:
            of_identity, of_target = step_from_identity()
            return one == Identity(of_identity, in_powers(identity)) and other == Identity(
                of_target, in_powers(target)
            )
    return False


SCALARS_COMMUTE: Rule = NamedRule(
    "multiples of the identity",
    "With A = alpha^m I, B = alpha^l I and the product alpha^L I the gradient A' E B' is a combination of I "
    "and M; powers with m or l in the exponent are independent generators.",
    _scalars,
)


def _commuting_layers(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OneMatrixForAllLayers(p, q), [Identity() as transposed, Identity() as powers]:
            return transposed == Identity(m + l, at_layer(p)) and powers == Identity(m + l + 1, at_layer(q))
    return False


COMMUTING_LAYERS: Rule = NamedRule(
    "commuting layers",
    "Where M and M' commute, so do all polynomials in them, and alpha I is one. With all layers one such "
    "w, m "
    "after and l before, the gradient (w^m)' (w^(m + l + 1) - M) (w^l)' is (w')^(m + l) (w^(m + l + 1) - M): "
    "the same in every layer and again such a polynomial.",
    _commuting_layers,
)
