r"""Strict balancing is no hypothesis for period 2: every period-2 orbit of a mode has zero gaps.

One step of gradient descent multiplies the sum of two layers by 1 - a and their difference by 1 + a,
where a = eta (pi - sigma) Q. A state that returns after two steps with a gap that is not zero needs
(1 - a)(1 - a') = 1 and (1 + a)(1 + a') = 1, hence a = 0: the pair rests, and then the whole mode does.
After four steps a state of two layers can return with a gap (`period_four`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes, rules
from theory.argument import Argument, Rule, Step
from theory.polynomials import vanishes
from theory.propositions import ForEveryPairOfLayers, Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import Q, eta, s_k, s_l

pull = sympy.Symbol("a", real=True)
"""The number a = eta (pi - sigma) Q of one pair of layers at a state."""
pull_next = sympy.Symbol("a'", real=True)
"""The same number one step later."""

_one = sympy.Integer(1)
_zero = sympy.Integer(0)


def pull_of_pair() -> sympy.Expr:
    """Return a = eta (pi - sigma) Q, by which one step couples two layers: s_l -> s_l - a s_k.

    >>> pull_of_pair()
    Q*eta*(Q*s_k*s_l - sigma)
    """
    return eta * modes.gradient(s_l, s_k * Q) / s_k


@dataclass(frozen=True)
class PairRests:
    """Where a state returns after two steps and the gap of a pair is not zero, a = 0 for that pair, twice."""

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth L >= 2: if a state returns after two steps and s_l^2 is not s_k^2, then "
            "eta (pi - sigma) Q = 0 at both states"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return r"s'' = s,\ s_\ell^2 \ne s_k^2 \Rightarrow \eta (\pi - \sigma) Q = \eta (\pi' - \sigma) Q' = 0"


@dataclass(frozen=True)
class ReturningIsBalanced:
    """At every period-2 orbit of a mode that is not a fixed point, a function of each two layers vanishes."""

    quantity: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth L >= 2, eta and sigma: a state of one mode that returns after two steps and "
            "does "
            f"not rest has {self.quantity} = 0 for every two layers"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"s'' = s \ne s' \Rightarrow {sympy.latex(self.quantity)} = 0 \quad \forall \ell \ne k"


def _two_returns(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            PairRests(),
            [
                ForEveryPairOfLayers(Identity() as total),
                ForEveryPairOfLayers(Identity() as apart),
                Identity(),
            ],
        ):
            certificate = premises[2]
            assert isinstance(certificate, Identity)
            moved, other = modes.step(s_l, s_k * Q), modes.step(s_k, s_l * Q)
            sides = (
                total.left - (moved + other),
                total.right - (s_l + s_k) * (1 - pull_of_pair()),
                apart.left - (moved - other),
                apart.right - (s_l - s_k) * (1 + pull_of_pair()),
                certificate.left - pull**2,
            )
            # What is left of a^2 has to vanish with the two return conditions, whatever multiplies them.
            conditions = ((1 - pull) * (1 - pull_next) - 1, (1 + pull) * (1 + pull_next) - 1)
            return all(vanishes(side) for side in sides) and _in_ideal(certificate.right, conditions)
    return False


def _in_ideal(expression: sympy.Expr, conditions: Sequence[sympy.Expr]) -> bool:
    """Say whether a polynomial reduces to zero modulo others, by a Groebner basis."""
    basis = sympy.groebner(conditions, pull, pull_next, domain=sympy.QQ)
    return bool(basis.contains(sympy.expand(expression)))


TWO_RETURNS: Rule = NamedRule(
    "two returns",
    "If sum and difference of two layers are multiplied by 1 - a and 1 + a, and neither is zero, a return "
    "after two steps needs (1 - a)(1 - a') = (1 + a)(1 + a') = 1; if a^2 is in the ideal of these, a = 0. "
    "The state one step later returns too, with the same gap, so a' = 0 as well.",
    _two_returns,
)


def _zero_layers(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case ReturningIsBalanced(quantity), [
            PairRests(),
            ForEveryPairOfLayers(facing),
            Identity() as multiple,
        ]:
            others_zero = facing.left == modes.step(s_l, _zero) and facing.right == s_l
            # The quantity has to be a polynomial multiple of the gap.
            cofactor = sympy.cancel(quantity / modes.gap())
            return (
                others_zero
                and multiple == Identity(quantity, cofactor * modes.gap())
                and cofactor.is_polynomial(s_l, s_k)
                and cofactor.free_symbols <= {s_l, s_k}
            )
    return False


ZERO_LAYERS: Rule = NamedRule(
    "zero layers",
    "Let a = a' = 0 for a pair with a gap. If pi = sigma at either state, it rests. Otherwise Q = Q' = 0, so "
    "each state has a zero layer. A layer that has a zero among the others does not move. So a zero layer of "
    "the second state, if it was another one, was zero before: two zero layers, and no layer moves. If it is "
    "the same one, it did not move either, and the others face it: the state rests.",
    _zero_layers,
)


def balanced(quantity: sympy.Expr | None = None) -> Argument:
    """Return the argument that a quantity of two layers vanishes on every period-2 orbit of a mode.

    Args:
        quantity: in s_l and s_k; the balancing gap if not given. It has to be a multiple of the gap.

    >>> balanced().check().holds
    True
    >>> balanced(s_l - s_k).check().holds
    False
    """
    target = modes.gap() if quantity is None else quantity
    moved, other = modes.step(s_l, s_k * Q), modes.step(s_k, s_l * Q)
    total = Identity(moved + other, (s_l + s_k) * (1 - pull_of_pair()))
    apart = Identity(moved - other, (s_l - s_k) * (1 + pull_of_pair()))
    first = (1 - pull) * (1 - pull_next) - 1
    second = (1 + pull) * (1 + pull_next) - 1
    certificate = Identity(pull**2, pull * (second - first) / 2 - (first + second) / 2)
    facing = Identity(modes.step(s_l, _zero), s_l)
    shows = ReturningIsBalanced(target)
    return Argument(
        shows,
        (
            Step("sum", total),
            Step("sum, every pair", ForEveryPairOfLayers(total), rules.PAIR_SPLITTING, ("sum",)),
            Step("difference", apart),
            Step(
                "difference, every pair", ForEveryPairOfLayers(apart), rules.PAIR_SPLITTING, ("difference",)
            ),
            Step("certificate", certificate),
            Step(
                "pair rests",
                PairRests(),
                TWO_RETURNS,
                ("sum, every pair", "difference, every pair", "certificate"),
            ),
            Step("facing a zero", facing),
            Step(
                "facing a zero, every pair",
                ForEveryPairOfLayers(facing),
                rules.PAIR_SPLITTING,
                ("facing a zero",),
            ),
            Step("multiple of the gap", Identity(target, sympy.cancel(target / modes.gap()) * modes.gap())),
            Step(
                "balanced",
                shows,
                ZERO_LAYERS,
                ("pair rests", "facing a zero, every pair", "multiple of the gap"),
            ),
        ),
    )
