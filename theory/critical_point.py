r"""The critical point of a balanced step, and the sign of its Schwarzian derivative, at every depth.

For sigma = 1 a balanced step is f(x) = x + h x^(L-1) (1 - x^L), h = kappa/L. On x > 0 it rises up to one
critical point c and falls beyond it. With u = c^L,

    D = (2 L - 1) u - (L - 1),  h c^(L-2) = 1/D,  kappa = L u^(-(L-2)/L)/D,  V = f(c)^L = u (1 + (1 - u)/D)^L.

`ValueAtRate` bounds the drop from f(c) to f(f(c)) at critical points whose kappa is at least 13/5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy

from theory import modes
from theory.argument import Rule
from theory.propositions import Domain, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, eta, rho, sigma, u

q = sympy.Symbol("q", positive=True)
"""The power h x^(L-2), in units in which sigma = 1."""

_zero = sympy.Integer(0)
_one = sympy.Integer(1)
_two = sympy.Integer(2)
_R = sympy.Rational

LARGEST_RATE = _R(13, 5)
"""What kappa is at most, for the core to be bounded from below."""
NEGATIVE_FROM = _R(1, 8)
"""From this u = x^L on the Schwarzian derivative is negative, at every depth and kappa."""

LARGEST_DROP = _R(5, 4)
"""What L (f(c) - f(f(c)))/f(c) is at most."""


def balanced(value: sympy.Expr = rho) -> sympy.Expr:
    """Return one balanced step for sigma = 1."""
    return modes.balanced_step(value).subs(sigma, 1)


def slope() -> sympy.Expr:
    """Return f' as a polynomial in u = x^L and q = h x^(L-2)."""
    return 1 - q * critical()


def critical() -> sympy.Expr:
    """Return D, so that f' = 1 - q D."""
    return (2 * L - 1) * u - (L - 1)


def schwarzian() -> sympy.Expr:
    """Return x^2 (2 f' f''' - 3 f''^2), which has the sign of the Schwarzian derivative, in u and q.

    >>> sympy.factor(schwarzian().subs(L, 2))
    -12*q*u*(6*q*u + q + 1)
    """
    second = q * ((L - 1) * (L - 2) - (2 * L - 1) * (2 * L - 2) * u)
    third = q * ((L - 1) * (L - 2) * (L - 3) - (2 * L - 1) * (2 * L - 2) * (2 * L - 3) * u)
    return 2 * slope() * third - 3 * second**2


def written_out(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in u and q in the shared value rho and the learning rate eta."""
    return formula.subs({u: rho**L, q: eta * rho ** (L - 2)}, simultaneous=True)


@dataclass(frozen=True)
class ValueAtRate:
    """A critical point whose kappa is large enough, with a bound on L y, the relative drop after the top.

    Attributes:
        depth: a whole depth, or None for every depth from 7 on.
        share: the number c with D = c L at that critical point.
    """

    depth: int | None
    share: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        depths = "every depth L >= 7" if self.depth is None else f"L = {self.depth}"
        return (
            f"for {depths}: the critical point with D = {self.share} L belongs to a kappa >= {LARGEST_RATE}, "
            f"and there L (1 - f(f(c))/f(c)) <= {LARGEST_DROP}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        depths = r"\forall L \ge 7" if self.depth is None else f"L = {self.depth}"
        return (
            rf"{depths}:\quad D = {sympy.latex(self.share)} L \Rightarrow \kappa \ge "
            rf"{sympy.latex(LARGEST_RATE)},\ L (1 - f(f(c))/f(c)) \le {sympy.latex(LARGEST_DROP)}"
        )

    def decide(self) -> bool:
        """Evaluate at one depth in rational numbers; for every depth from 7 on a rule is needed."""
        if self.depth is None:
            return False
        n = Fraction(self.depth)
        share = Fraction(int(self.share.p), int(self.share.q))
        point = ((1 + share) * n - 1) / (2 * n - 1)
        largest = Fraction(int(LARGEST_RATE.p), int(LARGEST_RATE.q))
        drop_bound = Fraction(int(LARGEST_DROP.p), int(LARGEST_DROP.q))
        # kappa^L = share^(-L) u^(-(L-2)) is rational.
        fast = share**-self.depth * point ** (2 - self.depth) >= largest**self.depth
        growth = 1 + (1 - point) / (share * n)
        value = point * growth**self.depth
        return fast and point < 1 and growth ** (self.depth - 2) * (value - 1) / share <= drop_bound


SHARES = {2: _R(5, 13), 3: _R(11, 25), 4: _R(23, 50), 5: _R(47, 100), 6: _R(12, 25)}
"""D/L at a critical point of each small depth, as large as kappa >= 13/5 allows in two digits or so."""
DEEP_SHARE = _R(12, 25)
"""D/L at a critical point of every depth from 7 on."""

_DEEP = Domain((Range(L, sympy.Integer(7)),))


def deep_inequalities() -> tuple[Inequality, ...]:
    """Return the inequalities behind `ValueAtRate` for every depth from 7 on."""
    c = DEEP_SHARE
    point = ((1 + c) * L - 1) / (2 * L - 1)
    # Bernoulli with exponent (L-2)/L below 1: u^((L-2)/L) <= 1 - (L-2)(1-u)/L.
    rate = Inequality(1 / (c * LARGEST_RATE), 1 - (L - 2) * (1 - point) / L, _DEEP)
    # Bernoulli with exponent L/4 >= 1: r^(-L) >= (1 - (L/4)(1 - 1/r))^4, and that is at least b^4.
    growth = 1 + (1 - point) / (c * L)
    root = Inequality(1 - L * (1 - 1 / growth) / 4, _DEEP_ROOT, _DEEP)
    below = Inequality(_DEEP_POINT, point, _DEEP)
    drop = (_DEEP_POINT / _DEEP_ROOT**4 - 1) / _DEEP_ROOT**4 / c
    return rate, root, below, Inequality(LARGEST_DROP, drop, _DEEP)


_DEEP_ROOT = _R(83, 96)
_DEEP_POINT = (1 + DEEP_SHARE) / 2


def _deep_value(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return claim == ValueAtRate(None, DEEP_SHARE) and tuple(premises) == deep_inequalities()


DEEP_VALUE: Rule = NamedRule(
    "Bernoulli, at a critical point",
    "(1 + x)^e >= 1 + e x for e >= 1 and <= for 0 <= e <= 1. Where D = c L, u^((L-2)/L) <= 1 - "
    "(L-2)(1-u)/L bounds "
    "kappa = u^(-(L-2)/L)/c from below; r = 1 + (1-u)/D and r^(-L) >= (1 - (L/4)(1 - 1/r))^4 bound V = u "
    "r^L and "
    "L (1 - f(f(c))/f(c)) = r^(L-2) (V - 1)/c from above.",
    _deep_value,
)
