r"""The singular vector stationary set: closed under gradient descent, and which initialisations lie in it.

With target M = U S V', a member has layers W_L = U D_L Q_L', W_l = Q_{l+1} D_l Q_l' and W_1 = Q_2 D_1
V', all D
diagonal and all Q orthogonal. Nothing here needs square layers: a layer may have any shape and its D is then
diagonal in the sense that entries off the diagonal vanish.

- Closed: the bases cancel, so a step moves each D_l by C'(C D_l B - S)B' with C and B the products of
the inner
  layers after and before. Changes of sign are orthogonal, so they commute with steps; a matrix is
  diagonal exactly where no change of signs of the axes changes it, so steps keep the D diagonal.
- At a member M W' is symmetric, with W the product of all layers. So a multiple of the identity in all layers
  is a member only for a symmetric target, and then it is one, with signs on the diagonal of one D.

Source of the statement: the definition of the set and Proposition 1 of the paper.
"""

import sympy

from theory import stationary_set_rules as rules
from theory.argument import Argument, Step
from theory.layer_powers import l, m
from theory.propositions import Identity
from theory.stationary_set_identities import (
    MEMBER,
    TARGET,
    Member,
    start_blocks,
    symmetry,
    telescoping,
)
from theory.words import Words, matrix

ASYMMETRY = matrix(TARGET) - matrix(TARGET).T
"""Vanishes exactly where alpha I in all layers is a member."""


def closed(member: Member = MEMBER) -> Argument:
    """Return the argument that gradient descent keeps the bases of every member, and its D diagonal.

    Args:
        member: the form of the layers and of the target.

    >>> closed().check().holds
    True
    """
    identities = telescoping(member)
    stay, shows = rules.BasesStay(member), rules.ClosedUnderDescent(member)
    return Argument(
        shows,
        (
            *(Step(label, identity) for label, identity in identities.items()),
            Step("bases stay", stay, rules.INDUCTION, tuple(identities)),
            Step("signs", rules.sign_identity()),
            Step("closed", shows, rules.CHANGES_OF_SIGN, ("bases stay", "signs")),
        ),
    )


def unbalanced_start(last_scale: sympy.Expr = sympy.S.Zero, member: Member = MEMBER) -> Argument:
    """Return the argument that W_L = (scale) I, all others alpha I, is a member for every target.

    All Q are V; where the hidden layers are wider than the input, V beside an identity. Then each identity
    has two blocks.

    Args:
        last_scale: what multiplies the identity in the last layer.
        member: the form of the layers.

    >>> from theory.symbols import alpha
    >>> unbalanced_start().check().holds, unbalanced_start(alpha).check().holds
    (True, False)
    """
    shows = rules.EveryTargetHasMember(last_scale, member)
    identities = start_blocks(member)
    return Argument(
        shows,
        (
            *(Step(label, identity) for label, identity in identities.items()),
            Step("last layer", Identity(last_scale, sympy.Integer(0))),
            Step("member", shows, rules.START_WITH_V, (*identities, "last layer")),
        ),
    )


def balanced_start(vanishing: Words = ASYMMETRY, member: Member = MEMBER) -> Argument:
    """Return the argument that alpha I in all layers is a member exactly where a polynomial in M vanishes.

    Args:
        vanishing: a polynomial in the letter M.
        member: the form of the layers and of the target.

    >>> balanced_start().check().holds, balanced_start(matrix(TARGET)).check().holds
    (True, False)
    """
    shows = rules.MemberExactlyWhere(vanishing, member)
    identities = symmetry(vanishing, member)
    labels = tuple(identities)
    return Argument(
        shows,
        (
            *(Step(label, identity) for label, identity in identities.items()),
            Step("exactly", shows, rules.SPECTRAL_THEOREM, labels),
        ),
    )


def first_step(identity: sympy.Expr, target: sympy.Expr) -> Argument:
    """Return the argument that one step from alpha I in all layers leads to (identity) I + (target) M.

    Args:
        identity: in alpha, eta and L.
        target: likewise.

    >>> from theory.symbols import L, alpha, eta
    >>> first_step(alpha - eta * alpha ** (2 * L - 1), eta * alpha ** (L - 1)).check().holds
    True
    """
    shows = rules.FirstStepFromIdentity(identity, target)
    of_identity, of_target = rules.step_from_identity()
    identities = {
        "part of the identity": Identity(of_identity, rules.in_powers(identity)),
        "part of the target": Identity(of_target, rules.in_powers(target)),
    }
    steps = tuple(Step(label, claim) for label, claim in identities.items())
    return Argument(shows, (*steps, Step("step", shows, rules.SCALARS_COMMUTE, tuple(identities))))


def normal_target(conjugate_power: sympy.Expr, product_power: sympy.Expr) -> Argument:
    """Return the argument for all later steps from alpha I where M commutes with its transpose.

    All layers stay one matrix w, which moves to w - eta (w')^p (w^q - M).

    Args:
        conjugate_power: p, in L.
        product_power: q, in L.

    >>> from theory.symbols import L
    >>> normal_target(L - 1, L).check().holds
    True
    """
    shows = rules.OneMatrixForAllLayers(conjugate_power, product_power)
    layers = m + l + 1
    return Argument(
        shows,
        (
            Step("transposed powers", Identity(m + l, rules.at_layer(conjugate_power))),
            Step("powers", Identity(layers, rules.at_layer(product_power))),
            Step("one matrix", shows, rules.COMMUTING_LAYERS, ("transposed powers", "powers")),
        ),
    )
