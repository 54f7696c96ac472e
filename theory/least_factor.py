r"""How far the printed bound on alpha is from the best one, at the least, for sigma = 1.

The best bound is where the pull P(alpha, kappa) of the second step is sqrt(2); the printed one is a fourth
root of log(2 sqrt(2)/kappa) up to a factor. For two layers, with t = 2 sqrt(2)/kappa, the fourth power of
their ratio is 2 sqrt(2) t^2 (1 + t)^2/log(t), least where (4 t + 2) log t = 1 + t. Beyond two layers the
ratio rises with kappa: the best bound falls more slowly than the printed one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy
from flint import arb, ctx, fmpq

from theory.argument import Argument, Rule, Step
from theory.orbit_rates import SameNumber
from theory.polynomials import in_generators, vanishes
from theory.propositions import Both, Domain, Identity, Inequality, Proposition, Range
from theory.rules import CONJUNCTION, NamedRule
from theory.symbols import L, alpha, kappa

DECIMALS = 40
"""To how many decimals the least ratio and its kappa are stated."""
t = sympy.Symbol("t", positive=True)
"""2 sqrt(2)/kappa, between 1 and sqrt(2) in the window."""
_B = sympy.Symbol("B", positive=True)
_one = sympy.Integer(1)
_root = sympy.sqrt(2)
_SLOWER = sympy.Rational(18, 25)


@dataclass(frozen=True)
class LeastRatio:
    """For two layers the ratio of the best bound on alpha to the printed one has its least value at a kappa.

    Attributes:
        value: the least ratio, up to half a unit of the last of `DECIMALS`.
        at: the kappa, up to half a unit as well.
        largest: kappa runs from 2 to here.
    """

    value: sympy.Rational
    at: sympy.Rational
    largest: sympy.Rational

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for two layers and 2 <= kappa <= {self.largest} the best bound on alpha is at least "
            f"{self.value} times the printed one, as at kappa = {self.at}, both to {DECIMALS} decimals"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\min_{{2 \le \kappa \le {sympy.latex(self.largest)}}} \frac{{\alpha_*}}{{\alpha}} = "
            rf"{sympy.latex(self.value)}\ \text{{at}}\ \kappa = {sympy.latex(self.at)}"
        )

    def decide(self) -> bool:
        """Enclose h(t) = (4 t + 2) log t - (1 + t), which rises, on both sides of the place, and the ratio.

        The logarithmic derivative of the ratio's fourth power has the sign of h, which is -2 at t = 1 and
        rises as h' = 4 log t + 3 + 2/t > 0: so it has one zero, where the ratio is least.
        """
        half = fmpq(1, 2 * 10**DECIMALS)
        with ctx.workprec(8 * DECIMALS):
            edge, place = 2 * arb(2).sqrt(), fmpq(int(self.at.p), int(self.at.q))
            first, last = edge / arb(place + half), edge / arb(place - half)
            inside = bool(arb(place) > 2) and bool(
                arb(place + half) < fmpq(int(self.largest.p), int(self.largest.q))
            )
            if not (inside and _h(first) < 0 and _h(last) > 0):
                return False
            low, high = first.mid().fmpq(), last.mid().fmpq()
            for _ in range(4 * DECIMALS):
                middle = (low + high) / 2
                low, high = (middle, high) if _h(arb(middle)) < 0 else (low, middle)
            ratio = fourth_power(arb(low).union(arb(high))).root(4)
            near = abs(ratio - fmpq(int(self.value.p), int(self.value.q))) < half
            return bool(near) and bool(_h(arb(low)) < 0) and bool(_h(arb(high)) > 0) and _has_sign_of_h()


def _h(place: arb) -> arb:
    return (4 * place + 2) * place.log() - (1 + place)


def _has_sign_of_h() -> bool:
    """Say whether the logarithmic derivative of t^2 (1 + t)^2/log(t) is h over something positive."""
    logarithm = sympy.Symbol("log_t", positive=True)
    derivative = 2 / t + 2 / (1 + t) - 1 / (t * logarithm)
    return vanishes(derivative * t * (1 + t) * logarithm - ((4 * t + 2) * logarithm - (1 + t)))


def fourth_power(place: arb) -> arb:
    """Return the fourth power of the ratio of two layers at t."""
    return 2 * arb(2).sqrt() * place**2 * (1 + place) ** 2 / place.log()


@dataclass(frozen=True)
class RatioBounds:
    """What is shown of the ratio of two bounds on alpha: its least value for two layers, its growth beyond.

    Attributes:
        pull: the best bound is where this, in alpha, kappa and L, is sqrt(2).
        fourth: fourth power of the printed bound, in kappa and L.
        least: the least value for two layers.
    """

    pull: sympy.Expr
    fourth: sympy.Expr
    least: LeastRatio

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"{self.least.text}; beyond two layers the ratio rises with kappa from 2 on"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"{self.least.latex};\quad L \ge 3:\ \alpha_*/\alpha\ \text{{rises with}}\ \kappa \ge 2"


def _elasticities(pull: sympy.Expr) -> Identity:
    """Return how fast the best bound falls: -d log alpha/d log kappa where the pull is constant."""
    falls = kappa * sympy.diff(pull, kappa) / (alpha * sympy.diff(pull, alpha))
    B = kappa * alpha ** (2 * L - 2) / L
    # Powers of alpha with the depth in the exponent are rewritten before they are compared.
    return Identity(in_generators(sympy.expand(falls)), in_generators(_slowness().subs(_B, B)))


def _slowness() -> sympy.Expr:
    return (2 * _B - 1) / ((3 * L - 4) * _B - (L - 2))


_BEYOND_TWO = Domain((Range(L, sympy.Integer(3)), Range(_B, _one, strict=True)))


def _two_layers(pull: sympy.Expr, fourth: sympy.Expr) -> tuple[SameNumber, SameNumber]:
    """Return what puts the two bounds of two layers in terms of t."""
    in_t = {kappa: 2 * _root / t}
    best_square = t * (1 + t) / _root
    at_best = pull.subs(L, 2).subs(in_t).subs(alpha, sympy.sqrt(best_square))
    ratio = best_square**2 / fourth.subs(L, 2).subs(in_t)
    return (
        SameNumber(at_best, _root),
        SameNumber(ratio * sympy.log(t), 2 * _root * t**2 * (1 + t) ** 2),
    )


def _falls_like_logarithm(fourth: sympy.Expr) -> bool:
    """Say whether a formula is log(2 sqrt(2)/kappa) times something without kappa."""
    rest = sympy.expand_log(fourth, force=True) / (sympy.log(2 * _root) - sympy.log(kappa))
    return not sympy.cancel(sympy.expand_log(rest, force=True)).has(kappa)


def _bounds(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case RatioBounds(pull, fourth, least), [
            LeastRatio() as shown,
            Both() as two,
            Identity() as falls,
            slow,
        ]:
            with ctx.workprec(64):
                # Towards the edge, kappa = 2, the printed bound falls least: 1/(4 log sqrt(2)).
                steeper = bool(4 * arb(2).sqrt().log() * fmpq(18, 25) < 1)
            return (
                shown == least
                and (two.first, two.second) == _two_layers(pull, fourth)
                and falls == _elasticities(pull)
                and slow == Inequality(_SLOWER, _slowness(), _BEYOND_TWO, strict=True)
                and _falls_like_logarithm(fourth)
                and steeper
            )
    return False


BOUNDS: Rule = NamedRule(
    "slower than the logarithm",
    "For two layers the ratio is a function of t = 2 sqrt(2)/kappa. Else log(2 sqrt(2)/kappa)^(1/4) falls "
    "by more than 18/25 times the relative growth of kappa >= 2, and a bound that falls more slowly gains "
    "on it.",
    _bounds,
)


def ratio_bounds(pull: sympy.Expr, fourth: sympy.Expr, least: LeastRatio) -> Argument:
    """Return the argument for the least ratio of the best bound on alpha to the printed one.

    Args:
        pull: of the second step, in alpha, kappa and L.
        fourth: fourth power of the printed bound for sigma = 1, in kappa and L.
        least: what is stated of two layers.
    """
    two = Both(*_two_layers(pull, fourth))
    slow = Inequality(_SLOWER, _slowness(), _BEYOND_TWO, strict=True)
    shows = RatioBounds(pull, fourth, least)
    return Argument(
        shows,
        (
            Step("least", least),
            Step("best bound of two layers", two.first),
            Step("ratio of two layers", two.second),
            Step("two layers", two, CONJUNCTION, ("best bound of two layers", "ratio of two layers")),
            Step("best bound falls", _elasticities(pull)),
            Step("slowly", slow),
            Step("bounds", shows, BOUNDS, ("least", "two layers", "best bound falls", "slowly")),
        ),
    )
