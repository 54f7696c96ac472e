r"""Below the edge of stability the balancing gap keeps a positive limit: two layers, the unbalanced start.

From (s, t) = (alpha, 0) with sigma = 1 and e = eta (pi - 1) one step multiplies the gap by 1 - e^2 and
pi - 1 by 1 - eta (s^2 + t^2) + eta e pi. Where that second factor is never negative, pi climbs to 1
without passing it, the sum of |e| is finite, and so the product of the factors 1 - e^2 is positive.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes
from theory.argument import Argument, Rule, Step
from theory.propositions import Domain, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import Q, eta, kappa, s_k, s_l, sigma
from theory.symbols import pi as p

norm = sympy.Symbol("n", positive=True)
"""The squared norm s^2 + t^2 of the state."""

_zero = sympy.Integer(0)
_one = sympy.Integer(1)


@dataclass(frozen=True)
class GapStaysPositive:
    """Two layers from (alpha, 0), sigma = 1: the gap decreases to a limit that is positive.

    Attributes:
        largest_rate: kappa is at most this.
        largest_square: alpha^2 is at most this.
    """

    largest_rate: sympy.Expr
    largest_square: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for two layers, 0 < kappa <= {self.largest_rate} and 0 < alpha^2 <= {self.largest_square}: "
            f"from "
            "(alpha, 0) the gap decreases to a positive limit, and gradient descent tends to a minimum"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        rate, square = sympy.latex(self.largest_rate), sympy.latex(self.largest_square)
        return rf"L = 2,\ 0 < \kappa \le {rate},\ 0 < \alpha^2 \le {square}:\quad \lim b_n > 0"


def _moved() -> tuple[sympy.Expr, sympy.Expr]:
    at = {Q: _one, sigma: _one}
    return modes.step(s_l, s_k * Q).subs(at), modes.step(s_k, s_l * Q).subs(at)


def _error_factor() -> Identity:
    """Return the identity that one step multiplies pi - 1 by 1 - eta (s^2 + t^2) + eta^2 (pi - 1) pi."""
    one, other = _moved()
    product = s_l * s_k
    factor = 1 - eta * (s_l**2 + s_k**2) + eta**2 * (product - 1) * product
    return Identity(one * other - 1, (product - 1) * factor)


def _gap_factor() -> Identity:
    one, other = _moved()
    return Identity(one**2 - other**2, (s_l**2 - s_k**2) * (1 - eta**2 * (s_l * s_k - 1) ** 2))


def _norm_from_gap() -> Identity:
    return Identity((s_l**2 + s_k**2) ** 2, (s_l**2 - s_k**2) ** 2 + 4 * (s_l * s_k) ** 2)


def _no_overshoot(claim: GapStaysPositive) -> Inequality:
    """Return that the factor of pi - 1 is not negative for pi in [0, 1] and s^2 + t^2 <= alpha^2 + 2."""
    domain = Domain(
        (
            Range(kappa, _zero, end=claim.largest_rate),
            Range(norm, _zero, end=claim.largest_square + 2),
            Range(p, _zero, end=_one),
        )
    )
    rate = kappa / 2
    certificate = ((1 - rate * norm - rate**2 / 4, _one), (rate**2, p - _one / 2))
    return Inequality(1 - rate * norm + rate**2 * (p - 1) * p, _zero, domain, certificate=certificate)


def _small_steps(claim: GapStaysPositive) -> Inequality:
    """Return that |e| <= kappa/2 stays below 1."""
    domain = Domain((Range(kappa, _zero, end=claim.largest_rate),))
    return Inequality(_one, claim.largest_rate / 2, domain, strict=True)


def _climbing(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, GapStaysPositive):
        return False
    wanted = (_error_factor(), _gap_factor(), _norm_from_gap(), _no_overshoot(claim), _small_steps(claim))
    return tuple(premises) == wanted


CLIMBING: Rule = NamedRule(
    "climbing to a minimum",
    "While 0 <= pi <= 1 we have -kappa/2 <= e <= 0, so s and t do not decrease and s >= alpha; |b| does not "
    "grow, so s^2 + t^2 <= |b| + 2 pi <= alpha^2 + 2, and a factor of pi - 1 that is not negative keeps pi "
    "<= 1. "
    "Each step adds |e| s >= |e| alpha to t <= 1/s <= 1/alpha, so the sum of |e| is at most 1/alpha^2, and a "
    "product of factors 1 - e^2 with |e| <= kappa/2 < 1 and a finite sum of e^2 is positive. Inequalities "
    "between continuous functions hold at the ends of their ranges too.",
    _climbing,
)


def stays_positive(largest_rate: sympy.Expr, largest_square: sympy.Expr) -> Argument:
    """Return the argument that the gap of two layers has a positive limit, from every unbalanced start.

    Args:
        largest_rate: kappa is at most this number.
        largest_square: alpha^2 is at most this number, for sigma = 1.

    >>> stays_positive(sympy.Rational(9, 10), sympy.Rational(1, 10)).check().holds
    True
    >>> stays_positive(sympy.Integer(1), sympy.Rational(1, 10)).check().holds
    False
    """
    shows = GapStaysPositive(largest_rate, largest_square)
    steps = (
        Step("error", _error_factor()),
        Step("gap", _gap_factor()),
        Step("norm", _norm_from_gap()),
        Step("no overshoot", _no_overshoot(shows)),
        Step("small steps", _small_steps(shows)),
    )
    conclusion = Step("limit", shows, CLIMBING, tuple(step.label for step in steps))
    return Argument(shows, (*steps, conclusion))
