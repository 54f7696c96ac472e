r"""Period 4 without strict balancing: an orbit of two layers whose gap is never zero, if kappa < 4.

With a = eta (pi - sigma) one step multiplies s_1 + s_2 by 1 - a and s_1 - s_2 by 1 + a. Where the products
of two such factors are 1 and -1, two steps exchange the layers: a + a' = a a' = -1, so a is 1/phi or -phi
with the golden ratio phi. That fixes s_1 s_2 at two successive states, and with it (s_1 + s_2)^2 and (s_1 -
s_2)^2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes
from theory.argument import Argument, Rule, Step
from theory.polynomials import is_rational
from theory.propositions import Domain, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.strict_balancing import pull_of_pair
from theory.symbols import Q, eta, kappa, s_k, s_l, sigma

_one = sympy.Integer(1)
_zero = sympy.Integer(0)

golden = sympy.Symbol("phi", positive=True)
"""The golden ratio, (1 + sqrt(5))/2: the positive root of phi^2 - phi - 1."""


@dataclass(frozen=True)
class PeriodFour:
    """Two layers, sigma = 1: (s_1 + s_2)^2 and (s_1 - s_2)^2 of an orbit of period 4 with a gap.

    Attributes:
        sum_squared: in kappa alone, with sqrt(5) allowed.
        difference_squared: likewise.
        below: the orbit is real, with a gap, for 0 < kappa < below.
    """

    sum_squared: sympy.Expr
    difference_squared: sympy.Expr
    below: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for two layers and 0 < kappa < {self.below}: from (s_1 + s_2)^2 = {self.sum_squared} and "
            f"(s_1 - s_2)^2 = {self.difference_squared}, both positive, two steps exchange the layers, "
            "so four steps return, and the gap is never zero"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        squares = (sympy.latex(e) for e in (self.sum_squared, self.difference_squared))
        return rf"L = 2,\ 0 < \kappa < {sympy.latex(self.below)}:\quad (s_1 \pm s_2)^2 = " + r",\ ".join(
            squares
        )


_FIRST, _SECOND = golden - 1, -golden
"""The numbers a at the two states; (1 - a)(1 - a') = 1 and (1 + a)(1 + a') = -1."""


def _modulo_golden(expression: sympy.Expr) -> Identity:
    """Return the identity that an expression in phi and kappa is a multiple of phi^2 - phi - 1."""
    if not is_rational(expression):
        return Identity(_one, _zero)  # not in Q(phi, kappa): nothing is established
    numerator, denominator = sympy.fraction(sympy.together(expression))
    field = sympy.QQ.frac_field(kappa)
    condition = sympy.Poly(golden**2 - golden - 1, golden, domain=field)
    quotient, _ = sympy.div(sympy.Poly(numerator, golden, domain=field), condition)
    return Identity(expression, sympy.cancel(quotient.as_expr() / denominator) * (golden**2 - golden - 1))


def _in_golden(expression: sympy.Expr) -> sympy.Expr:
    return expression.subs(sympy.sqrt(5), 2 * golden - 1)


def _exchange_conditions(sum_squared: sympy.Expr, difference_squared: sympy.Expr) -> tuple[Identity, ...]:
    """Return what makes two steps from the state exchange its layers: a, a' and the two return factors."""
    total, apart = _in_golden(sum_squared), _in_golden(difference_squared)

    def pull_at(total: sympy.Expr, apart: sympy.Expr) -> sympy.Expr:
        # pi = s_l s_k = ((s_l + s_k)^2 - (s_l - s_k)^2)/4, and eta = kappa/2 for sigma = 1.
        one, other = sympy.symbols("one other")
        at = {s_l: one, s_k: other, Q: _one, sigma: _one, eta: kappa / 2}
        product = sympy.cancel(pull_of_pair()).subs(at, simultaneous=True)
        return sympy.expand(product).subs(one * other, (total - apart) / 4)

    return (
        _modulo_golden(pull_at(total, apart) - _FIRST),
        _modulo_golden(pull_at((1 - _FIRST) ** 2 * total, (1 + _FIRST) ** 2 * apart) - _SECOND),
        _modulo_golden((1 - _FIRST) * (1 - _SECOND) - 1),
        _modulo_golden((1 + _FIRST) * (1 + _SECOND) + 1),
    )


def _exchange(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, PeriodFour) or len(premises) != 8:
        return False
    moved, other = modes.step(s_l, s_k * Q), modes.step(s_k, s_l * Q)
    splits = (
        Identity(moved + other, (s_l + s_k) * (1 - pull_of_pair())),
        Identity(moved - other, (s_l - s_k) * (1 + pull_of_pair())),
    )
    conditions = _exchange_conditions(claim.sum_squared, claim.difference_squared)
    squares = _positive_squares(claim)
    return tuple(premises) == (*splits, *conditions, *squares)


EXCHANGE: Rule = NamedRule(
    "exchange of layers",
    "Where a and a' have (1 - a)(1 - a') = 1 and (1 + a)(1 + a') = -1, two steps keep the sum of the layers "
    "and turn their difference: they exchange the layers. phi is the golden ratio, sqrt(5) = 2 phi - 1.",
    _exchange,
)


def _positive_squares(claim: PeriodFour) -> tuple[Inequality, Inequality]:
    # phi lies between 8/5 and 17/10, as phi^2 - phi - 1 changes its sign there.
    domain = Domain(
        (
            Range(kappa, _zero, strict=True, end=claim.below),
            Range(golden, sympy.Rational(8, 5), end=sympy.Rational(17, 10)),
        )
    )
    total, apart = (sympy.cancel(_in_golden(e)) for e in (claim.sum_squared, claim.difference_squared))
    return (
        Inequality(total, _zero, domain, strict=True),
        Inequality(apart, _zero, domain, strict=True),
    )


def unbalanced(sum_squared: sympy.Expr, difference_squared: sympy.Expr, below: sympy.Expr) -> Argument:
    """Return the argument that two layers have an orbit of period 4 whose gap is never zero.

    Args:
        sum_squared: (s_1 + s_2)^2 at a state of the orbit, in kappa, for sigma = 1.
        difference_squared: (s_1 - s_2)^2 there.
        below: for every kappa between 0 and this number.

    >>> root = sympy.sqrt(5)
    >>> apart = (5 - root) * (4 - kappa) / (2 * kappa)
    >>> unbalanced(apart + 4 + 4 * (root - 1) / kappa, apart, sympy.Integer(4)).check().holds
    True
    """
    shows = PeriodFour(sum_squared, difference_squared, below)
    moved, other = modes.step(s_l, s_k * Q), modes.step(s_k, s_l * Q)
    labels = ("a", "a'", "factor of the sum", "factor of the difference")
    steps = (
        Step("sum", Identity(moved + other, (s_l + s_k) * (1 - pull_of_pair()))),
        Step("difference", Identity(moved - other, (s_l - s_k) * (1 + pull_of_pair()))),
        *(
            Step(label, identity)
            for label, identity in zip(
                labels, _exchange_conditions(sum_squared, difference_squared), strict=True
            )
        ),
        *(
            Step(label, inequality)
            for label, inequality in zip(("real sum", "real gap"), _positive_squares(shows), strict=True)
        ),
    )
    conclusion = Step("exchange", shows, EXCHANGE, tuple(step.label for step in steps))
    return Argument(shows, (*steps, conclusion))
