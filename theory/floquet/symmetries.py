"""Two symmetries of gradient descent, for every depth and width, and what they say of the linearised step.

- Rotations: with orthogonal Q, replacing W_l by Q W_l and W_{l+1} by W_{l+1} Q' leaves the product, hence the
  gradient of every other layer, and turns the gradients of the two in the same way. So a step takes a rotated
  state to the rotated next state, and the tangents of rotations to tangents of rotations: on an orbit of
  period 2 each of them is a direction with the multiplier 1.
- Transposition: replacing (W_1, ..., W_L) and the target by (W_L', ..., W_1') and M' does the same. Balanced
  diagonal layers are fixed by it, so the linearised step commutes with it, and each pair block splits in two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import network
from theory.argument import Argument, Rule, Step
from theory.bases import BASIS, MatrixIdentity
from theory.floquet import blocks
from theory.hessian_rules import substituted
from theory.polynomials import vanishes
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.symbols import L
from theory.words import Words, matrix


@dataclass(frozen=True)
class CommutesWithRotations:
    """Steps commute with rotations between each two neighbouring layers, so many for each pair of modes."""

    count: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth and width a step takes a state with Q W_l, W_{l+1} Q' for W_l, W_{l+1} to "
            f"the next state with the same replacement; on an orbit of period 2 that gives {self.count} "
            "independent directions with the multiplier 1 for each pair of modes with non-zero layers"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return r"(Q W_\ell)^+ = Q W_\ell^+,\ (W_{\ell+1} Q^\top)^+ = W_{\ell+1}^+ Q^\top"


@dataclass(frozen=True)
class CommutesWithTransposition:
    """Steps commute with transposition of the whole network, for a symmetric target."""

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth and a target M = M' a step takes (W_L', ..., W_1') to the next state in the "
            "same way; at balanced diagonal layers the block of a pair splits into sums and differences "
            "of (D_l)_ij and (D_{L+1-l})_ji"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return r"(W_L^\top, \ldots, W_1^\top)^+ = ((W_L^+)^\top, \ldots, (W_1^+)^\top)"


def _rotated(words: Words) -> Words:
    turn = matrix(BASIS)
    first = substituted(words, network.LAYER, turn @ matrix(network.LAYER))
    return substituted(first, network.NEXT, matrix(network.NEXT) @ turn.T)


def _rotation_steps() -> tuple[Step, ...]:
    turn = matrix(BASIS)
    one, other = network.gradient(network.LAYER), network.gradient(network.NEXT)
    return (
        Step("product", MatrixIdentity(_rotated(network.error()), network.error())),
        Step("layer", MatrixIdentity(_rotated(one), turn @ one)),
        Step("next layer", MatrixIdentity(_rotated(other), other @ turn.T)),
    )


def _mirrored(words: Words) -> Words:
    """Put the transposed network into words: A' for C, W_l' for W_m, and so on, with the target M'."""
    mirror = {
        blocks.AFTER: blocks.BEFORE,
        blocks.LATER: blocks.EARLIER,
        blocks.BETWEEN: blocks.BETWEEN,
        blocks.EARLIER: blocks.LATER,
        blocks.BEFORE: blocks.AFTER,
        blocks.TARGET: blocks.TARGET,
    }
    for name in mirror:
        words = substituted(words, name, matrix(f"new {name}"))
    for name, image in mirror.items():
        words = substituted(words, f"new {name}", matrix(image).T)
    return words


def _transposition_steps() -> tuple[Step, ...]:
    later, earlier = (blocks.gradient(name) for name in (blocks.LATER, blocks.EARLIER))
    return (
        Step("later", MatrixIdentity(_mirrored(later), earlier.T)),
        Step("earlier", MatrixIdentity(_mirrored(earlier), later.T)),
    )


def _by_rotation(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case CommutesWithRotations(count):
            return vanishes(count - (L - 1)) and list(premises) == [s.claim for s in _rotation_steps()]
    return False


def _by_transposition(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return claim == CommutesWithTransposition() and list(premises) == [
        s.claim for s in _transposition_steps()
    ]


ROTATIONS: Rule = NamedRule(
    "symmetry of the loss under rotations",
    "The gradient of any other layer contains the two through their product alone. A differentiable "
    "family of maps that commute with a step has tangents that the derivative of a step takes to "
    "tangents. There are L - 1 places between layers; the tangent at one place moves the layer before it, "
    "which tangents at later places do not, so they are independent.",
    _by_rotation,
)

TRANSPOSITION: Rule = NamedRule(
    "symmetry of the loss under transposition",
    "Any two layers may be singled out. At a state that a linear map fixes and that a step commutes with, "
    "the derivative commutes with the map, and keeps the eigenspaces of the map, here for 1 and -1.",
    _by_transposition,
)


def rotations(count: sympy.Expr = L - 1) -> Argument:
    """Return the argument that steps commute with rotations between layers, for every depth.

    Args:
        count: how many neutral directions that gives for each pair of modes, a formula in L.

    >>> rotations().check().holds
    True
    """
    shows, steps = CommutesWithRotations(count), _rotation_steps()
    labels = tuple(step.label for step in steps)
    return Argument(shows, (*steps, Step("rotations", shows, ROTATIONS, labels)))


def transposition() -> Argument:
    """Return the argument that steps commute with transposition, for every depth.

    >>> transposition().check().holds
    True
    """
    shows, steps = CommutesWithTransposition(), _transposition_steps()
    labels = tuple(step.label for step in steps)
    return Argument(shows, (*steps, Step("transposition", shows, TRANSPOSITION, labels)))
