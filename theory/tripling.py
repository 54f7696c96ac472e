r"""Two balanced layers at kappa = 4: the end of bounded motion, where a step triples an angle.

For sigma = 1 the step is f(x) = 3 x - 2 x^3 there, and sqrt(2) sin(t) goes to sqrt(2) sin(3 t). The identity
f'(x)^2 w(x) = 9 w(f(x)) with w(x) = 2 - x^2 says so without an angle, and gives the derivative of any number
of steps exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory.argument import Argument, Rule, Step
from theory.critical_point import balanced
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L, eta, rho


@dataclass(frozen=True)
class ExpandsExactly:
    """The derivative of n balanced steps at two layers, squared, is factor^n w(x_n)/w(x_0).

    Attributes:
        rate: kappa.
        weight: w, a formula in rho.
        factor: a positive number; the Lyapunov exponent is half its logarithm.
    """

    rate: sympy.Expr
    weight: sympy.Expr
    factor: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = 2, sigma = 1 and kappa = {self.rate}: n balanced steps have the squared derivative "
            f"{self.factor}^n w(rho_n)/w(rho_0) with w = {self.weight}; where w(rho_0) > 0 the orbit keeps "
            f"w >= 0, every cycle with w > 0 has a multiplier of absolute value {self.factor}^(n/2), and "
            f"almost every such start has the Lyapunov exponent log({self.factor})/2"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        weight, factor = sympy.latex(self.weight), sympy.latex(self.factor)
        return rf"\left((f^n)'(\rho_0)\right)^2 = {factor}^n\, w(\rho_n)/w(\rho_0),\quad w = {weight}"


def one_step(rate: sympy.Expr) -> sympy.Expr:
    """Return a balanced step of two layers for sigma = 1.

    >>> sympy.expand(one_step(sympy.Integer(4)))
    -2*rho**3 + 3*rho
    """
    return sympy.expand(balanced().subs({L: 2, eta: rate / 2}, simultaneous=True))


def _identity(claim: ExpandsExactly) -> Identity:
    step = one_step(claim.rate)
    return Identity(sympy.diff(step, rho) ** 2 * claim.weight, claim.factor * claim.weight.subs(rho, step))


def _expands(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, ExpandsExactly) or not claim.factor.is_positive:
        return False
    angle = sympy.Symbol("s", positive=True)
    weight = sympy.Poly(claim.weight, rho)
    bounded = weight.degree() == 2 and weight.LC() < 0 < weight.TC() and weight.nth(1) == 0
    if not bounded:
        return False
    # rho = r s with r^2 the zero of the weight: the step has to be r (3 s - 4 s^3), the sine of three angles.
    radius_squared = -weight.TC() / weight.LC()
    step = sympy.Poly(one_step(claim.rate), rho)
    sine = sympy.Poly(3 * angle - 4 * angle**3, angle)
    triples = step.nth(1) == sine.nth(1) and step.nth(3) * radius_squared == sine.nth(3)
    return triples and claim.factor == 9 and list(premises) == [_identity(claim)]


TRIPLING: Rule = NamedRule(
    "tripling of an angle",
    "Multiplying f'(x)^2 w(x) = k w(f(x)) along an orbit gives the derivative of n steps; w >= 0 is kept "
    "as squares are not negative, and on a cycle w cancels, where it is not zero. With x = r sin t, w(r) = "
    "0, and f(x) = r (3 sin t - 4 sin^3 t) = r sin 3t, a step triples t, which preserves length on the "
    "circle: the sets where cos^2(3^n t) < n^-4 have summable lengths, so log w(x_n)/n tends to 0 for "
    "almost every start (Borel and Cantelli).",
    _expands,
)


def triples(rate: sympy.Expr, weight: sympy.Expr, factor: sympy.Expr) -> Argument:
    """Return the argument that two balanced layers expand alike from almost every start.

    Args:
        rate: kappa.
        weight: w in rho, positive between two zeros.
        factor: the square of what a step expands by.

    >>> triples(sympy.Integer(4), 2 - rho**2, sympy.Integer(9)).check().holds
    True
    >>> triples(sympy.Rational(39, 10), 2 - rho**2, sympy.Integer(9)).check().holds
    False
    """
    shows = ExpandsExactly(rate, weight, factor)
    return Argument(
        shows, (Step("one step", _identity(shows)), Step("every step", shows, TRIPLING, ("one step",)))
    )
