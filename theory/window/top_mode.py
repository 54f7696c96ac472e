"""The bound on alpha of the top mode serves every mode below it: it is the smaller of the two bounds.

A mode with singular value sigma and normalised learning rate kappa lies below the top one, with sigma_1 and
kappa_1 = kappa (sigma_1/sigma)^(2-2/L). For a bound alpha^4 < F ln(c/kappa), sigma = 1, the bound of the top
mode is alpha^4 < sigma_1^(4/L) F ln(c/kappa_1). With X = ln(c/kappa), t = 4 ln(sigma_1)/L and E = e^t that is
F E (X - (L-1) t/2), and (1 - t) E <= 1 makes it at most F X as long as X <= 1/2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import rules
from theory.argument import Argument, Rule, Step
from theory.propositions import Domain, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, kappa
from theory.window.propositions import GapNeverGrows
from theory.window.signs import number_sign
from theory.window.theorem import ALPHA_BOUND, WINDOW_FROM, WINDOW_TO, non_increasing

_zero = sympy.Integer(0)
_one = sympy.Integer(1)

X = sympy.Symbol("X", positive=True)
"""The logarithm in the bound of the mode, ln(c/kappa)."""
T = sympy.Symbol("t", real=True)
"""The distance 4 ln(sigma_1/sigma)/L of the mode to the top one."""
E = sympy.Symbol("E", positive=True)
"""The power e^t = (sigma_1/sigma)^(4/L)."""

LARGEST_LOGARITHM = sympy.Rational(1, 2)
"""What X is less than."""
BELOW_TOP = Domain(
    (
        Range(L, sympy.Integer(2)),
        Range(T, _zero),
        Range(X, _zero, strict=True, end=LARGEST_LOGARITHM),
        Range(E, _zero, strict=True),
    ),
    where=((E, sympy.exp(T)),),
)
OF_TOP = (X - (L - 1) * T / 2) * E
"""The bound of the top mode over that factor F, in terms of the mode below it."""


@dataclass(frozen=True)
class GapNeverGrowsBelowTop:
    """No gap of a mode below the top one grows, for alpha below the bound of the top mode.

    Attributes:
        window_from: kappa of the mode is larger than this.
        window_to: kappa of the mode is smaller than this.
        alpha_bound: (alpha/sigma_1^(1/L))^4 is smaller than this at the kappa of the top mode; in kappa, L.
    """

    window_from: sympy.Expr
    window_to: sympy.Expr
    alpha_bound: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        bound = self.alpha_bound.subs(kappa, sympy.Symbol("kappa_1"))
        return (
            f"for every depth L >= 2, every mode sigma <= sigma_1, {self.window_from} < kappa < "
            f"{self.window_to} and 0 < alpha^4 < sigma_1^(4/L) times {bound}: from layers (alpha, ..., "
            "alpha, 0) no balancing gap b of two layers of the mode ever grows, |b_{n+1}| <= |b_n|"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        bound = sympy.latex(self.alpha_bound.subs(kappa, sympy.Symbol("kappa_1")))
        low, high = sympy.latex(self.window_from), sympy.latex(self.window_to)
        return (
            rf"\forall L \ge 2,\ \sigma \le \sigma_1,\ {low} < \kappa < {high},\ "
            rf"0 < \alpha^4 < \sigma_1^{{4/L}} {bound}:\quad |b_{{n+1}}| \le |b_n|"
        )


def _tangent(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    return not premises and claim == Inequality(_one, (1 - T) * E, BELOW_TOP)


TANGENT: Rule = NamedRule(
    "tangent of the exponential function",
    "e^(-t) >= 1 - t for every real t; multiplied by E = e^t it says 1 >= (1 - t) E.",
    _tangent,
)


def _below_top(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case GapNeverGrowsBelowTop(low, high, bound), [GapNeverGrows() as own, Inequality() as smaller]:
            scale = _scale_in_logarithm(bound)
            return (
                own == GapNeverGrows(low, high, bound)
                and smaller == Inequality(X, OF_TOP, BELOW_TOP)
                and scale is not None
                # 1 < c/kappa < c/low, and ln(c/kappa) <= c/kappa - 1 < 1/2.
                and number_sign(low) == 1
                and number_sign(scale - high) in (0, 1)
                and number_sign((1 + LARGEST_LOGARITHM) * low - scale) in (0, 1)
            )
    return False


def _scale_in_logarithm(bound: sympy.Expr) -> sympy.Expr | None:
    """Return the number c of a bound F ln(c/kappa) with F > 0 free of kappa, else None."""
    found = list(bound.atoms(sympy.log))
    if len(found) != 1:
        return None
    factor, scale = sympy.cancel(bound / found[0]), sympy.cancel(found[0].args[0] * kappa)
    free = factor.free_symbols <= {L} and not factor.has(sympy.log)
    return scale if free and factor.is_positive and scale.is_number else None


BELOW_THE_TOP: Rule = NamedRule(
    "the smaller bound",
    "With kappa_1 = kappa e^((L-1)t/2) the bound of the top mode is F E (X - (L-1)t/2) where the bound of "
    "the mode itself is F X: F > 0, t = 4 ln(sigma_1/sigma)/L >= 0, E = e^t and X = ln(c/kappa), which is "
    "positive and, as ln x <= x - 1, less than 1/2. What holds below the larger bound holds below the "
    "smaller.",
    _below_top,
)


def non_increasing_below_top(
    window_from: sympy.Expr = WINDOW_FROM,
    window_to: sympy.Expr = WINDOW_TO,
    alpha_bound: sympy.Expr = ALPHA_BOUND,
) -> Argument:
    """Return the argument that no gap of a mode below the top one grows, with the bound of the top mode.

    Args:
        window_from: kappa of the mode is larger than this number.
        window_to: kappa of the mode is smaller than this number.
        alpha_bound: for the top mode as in `non_increasing`, so in units in which sigma_1 = 1.

    >>> non_increasing_below_top().check().holds
    True
    """
    shows = GapNeverGrowsBelowTop(window_from, window_to, alpha_bound)
    own = non_increasing(window_from, window_to, alpha_bound).steps
    smaller = Inequality(X, OF_TOP, BELOW_TOP)
    return Argument(
        shows,
        (
            *own,
            Step("tangent", Inequality(_one, (1 - T) * E, BELOW_TOP), TANGENT),
            Step("room", Inequality((L - 1) * T / 2, X * T, BELOW_TOP)),
            Step("smaller bound", smaller, rules.combination(X, E), ("tangent", "room")),
            Step("below the top", shows, BELOW_THE_TOP, (own[-1].label, "smaller bound")),
        ),
    )
