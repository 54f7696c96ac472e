r"""Diagonal layers: why the network of any depth and width splits into its modes.

Where all layers are diagonal so is their product, and the loss is a sum over the diagonal.
The gradient in a layer is A^T E B^T with A the product of the layers after it, B of those before
it and E the end-to-end error (`network.gradient`): again diagonal, so gradient descent keeps layers
diagonal and each diagonal position follows the update of one mode.
"""

from dataclasses import dataclass

import sympy

from theory import modes
from theory.argument import Argument, Step
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import Q, pi, s_k, s_l, sigma


@dataclass(frozen=True)
class SumOverModes:
    """The loss at diagonal layers is the sum of one term for each diagonal position, any depth and width."""

    term: Identity

    @property
    def text(self) -> str:
        return (
            "for every depth and width, at diagonal layers and target: f is the sum over the diagonal of "
            f"{self.term.text}"
        )

    @property
    def latex(self) -> str:
        return rf"f = \sum_i {sympy.latex(self.term.right)},\quad {self.term.latex}"


@dataclass(frozen=True)
class StaysDiagonal:
    """A step of gradient descent keeps layers diagonal and moves each diagonal entry as a mode."""

    entry: Identity

    @property
    def text(self) -> str:
        return f"for every depth and width, one step keeps diagonal layers diagonal, with {self.entry.text}"

    @property
    def latex(self) -> str:
        return rf"W_\ell\ \text{{diagonal}} \Rightarrow W_\ell^+\ \text{{diagonal}},\quad {self.entry.latex}"


def _frobenius(claim: Proposition, premises: object) -> bool:
    match claim, premises:
        case SumOverModes(term), [Identity() as premise]:
            # The left side has to be the squared error of one diagonal entry, halved.
            return term == premise and term.left == modes.loss(pi)
    return False


DIAGONAL_LOSS = NamedRule(
    "diagonal loss",
    "By induction on layers a product of diagonal matrices is diagonal, with the products of the entries; "
    "the squared Frobenius norm of a diagonal matrix is the sum of the squares of its entries.",
    _frobenius,
)


def _diagonal_gradient(claim: Proposition, premises: object) -> bool:
    match claim, premises:
        case StaysDiagonal(entry), [Identity() as premise]:
            # With A B = P the product of the other layers' entries and E = pi - sigma: A E B = E P.
            others = s_k * Q
            return entry == premise and entry.left == (s_l * others - sigma) * others
    return False


DIAGONAL_GRADIENT = NamedRule(
    "diagonal gradient",
    "The gradient A^T E B^T is a product of diagonal matrices where all layers and the target are diagonal.",
    _diagonal_gradient,
)


def loss_splits(term: sympy.Expr) -> Argument:
    """Return the argument that the loss at diagonal layers is the sum of `term` over the diagonal entries pi.

    >>> loss_splits((pi - sigma) ** 2 / 2).check().holds
    True
    """
    identity = Identity(modes.loss(pi), term)
    shows = SumOverModes(identity)
    return Argument(shows, (Step("term", identity), Step("sum", shows, DIAGONAL_LOSS, ("term",))))


def descent_splits(term: sympy.Expr) -> Argument:
    """Return the argument that gradient descent at diagonal layers descends on `term`, entry by entry.

    The term is a function of the entry pi of the product; its derivative in the entry s_l of layer l,
    pi = s_l s_k Q, has to be the entry of the gradient A^T E B^T.

    >>> descent_splits((pi - sigma) ** 2 / 2).check().holds
    True
    """
    others = s_k * Q
    derivative = sympy.diff(term.subs(pi, s_l * others), s_l)
    identity = Identity((s_l * others - sigma) * others, derivative)
    shows = StaysDiagonal(identity)
    return Argument(shows, (Step("entry", identity), Step("layers", shows, DIAGONAL_GRADIENT, ("entry",))))
