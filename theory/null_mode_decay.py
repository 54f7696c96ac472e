r"""A balanced null mode, sigma = 0: it decays, but slower than any exponential.

One step multiplies the common layer value x by 1 - v, where v = eta x^(2L-2), so it takes v to v (1 - v)^n
with n = 2L - 2. Bernoulli's inequality bounds the reciprocal from both sides,

    n <= 1/v+ - 1/v <= n + 2 n^2 v    for 0 < v <= 1/(2n),

hence v falls to zero and t v_t tends to 1/n. The multiplier of the mode at its limit is 1, so no
linearisation shows this decay. At the paper's start a null mode is not balanced: its layer values
(alpha, ..., alpha, 0) stay where they are. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes
from theory.argument import Argument, Rule, Step
from theory.polynomials import vanishes
from theory.propositions import Domain, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, eta, rho, sigma, v

POWER = 2 * L - 2
"""v is eta times this power of the layer value."""
LEAST_GROWTH = 2 * L - 2
"""How much 1/v grows in a step, at least."""
MOST_GROWTH = 2 * L - 2 + 2 * (2 * L - 2) ** 2 * v
"""How much it grows at most, for v <= 1/(4 (L - 1))."""

_others = sympy.Symbol("P", real=True)
_w = sympy.Symbol("w", positive=True)
_zero, _one = sympy.Integer(0), sympy.Integer(1)
_SMALL = Domain((Range(_w, _zero, strict=True, end=sympy.Rational(1, 2)),))


@dataclass(frozen=True)
class ReciprocalGrows:
    """By how much the reciprocal of v = eta x^power grows in one step of a balanced null mode."""

    power: sympy.Expr
    least: sympy.Expr
    most: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth, a balanced null mode with v = eta x^({self.power}) and 0 < v <= 1/(4(L - 1)): "
            f"a step adds at least {self.least} and at most {self.most} to 1/v; so v decreases to 0 and "
            "t v_t tends to 1/(2L - 2)"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        least, most = sympy.latex(self.least), sympy.latex(self.most)
        return (
            rf"v = \eta x^{{{sympy.latex(self.power)}}}:\ {least} \le \frac{{1}}{{v^+}} - \frac{{1}}{{v}} "
            rf"\le {most}"
        )


def _steps() -> tuple[Step, ...]:
    moved = modes.step(rho, _others).subs(sigma, _zero)
    return (
        Step("one step", Identity(moved, rho * (1 - eta * _others**2))),
        Step("from below", Inequality(_one, (1 - _w) * (1 + _w), _SMALL)),
        # With w = n v: 1/(v (1 - n v)) <= 1/v + n + 2 n^2 v.
        Step("from above", Inequality((1 + _w + 2 * _w**2) * (1 - _w), _one, _SMALL)),
    )


def _grows(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case ReciprocalGrows(power, least, most):
            size = 2 * L - 2
            stated = (power - size, least - size, most - size - 2 * size**2 * v)
            return all(map(vanishes, stated)) and list(premises) == [step.claim for step in _steps()]
    return False


BERNOULLI: Rule = NamedRule(
    "Bernoulli's inequality",
    "In a balanced mode the product P of the other layers is x^(L-1), so eta P^2 = v and v+ = v (1 - v)^n "
    "with n = 2L - 2 a whole number of at least 2. From (1 - v)(1 + v) <= 1 and (1 + v)^n >= 1 + n v follows "
    "1/v+ >= 1/v + n. From (1 - v)^n >= 1 - n v follows 1/v+ <= 1/(v (1 - n v)), for w = n v <= 1/2 at most "
    "1/v + n + 2 n^2 v. Since v stays positive and 1/v grows by at least n, v tends to 0, the growth tends "
    "to n, and so does its mean 1/(t v_t) (Cesaro).",
    _grows,
)


def reciprocal_grows(
    power: sympy.Expr = POWER, least: sympy.Expr = LEAST_GROWTH, most: sympy.Expr = MOST_GROWTH
) -> Argument:
    """Return the argument for the decay of a balanced null mode, for every depth.

    Args:
        power: a formula in L, of the layer value in v.
        least: how much 1/v grows at least, a formula in L.
        most: how much it grows at most, a formula in L and v.

    >>> reciprocal_grows().check().holds
    True
    >>> reciprocal_grows(least=2 * L).check().holds
    False
    """
    shows = ReciprocalGrows(power, least, most)
    steps = _steps()
    uses = tuple(step.label for step in steps)
    return Argument(shows, (*steps, Step("reciprocal", shows, BERNOULLI, uses)))
