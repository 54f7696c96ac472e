r"""The core of the map of a balanced mode: where balanced starts go, for kappa up to 13/5, at every depth.

On x > 0 the balanced step f has one critical point c (`critical_point`). As u = c^L rises, kappa and the
largest value f(c) fall; so f(c) grows with kappa, and its bound at kappa = 13/5 bounds the core [f(f(c)),
f(c)] from below. There the Schwarzian derivative is negative, which is what the theorem of Singer asks for
(`attraction`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import rules
from theory.argument import Argument, Rule, Step
from theory.critical_point import (
    DEEP_SHARE,
    DEEP_VALUE,
    LARGEST_DROP,
    LARGEST_RATE,
    NEGATIVE_FROM,
    SHARES,
    ValueAtRate,
    balanced,
    critical,
    deep_inequalities,
    q,
    schwarzian,
    slope,
    written_out,
)
from theory.propositions import Domain, ForEveryDepth, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, rho, u

_zero = sympy.Integer(0)
_one = sympy.Integer(1)
_two = sympy.Integer(2)

LOWEST = sympy.Rational(9, 64)
"""What the L-th powers of the values in the core are at least."""


@dataclass(frozen=True)
class CoreIsPositive:
    """The orbit of the critical point, and the Schwarzian derivative on the core.

    Attributes:
        up_to: for every 1 < kappa <= this.
        lowest: the L-th power of f(f(c)) is at least this.
        depth: a whole depth, or None for every depth.
    """

    up_to: sympy.Expr
    lowest: sympy.Expr
    depth: int | None = None

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        depths = "every depth L >= 2" if self.depth is None else f"L = {self.depth}"
        return (
            f"for {depths}, sigma = 1 and 1 < kappa <= {self.up_to}: f(f(c))^L >= {self.lowest}; the core "
            "[f(f(c)), f(c)] is mapped into itself, every balanced start rho > 0 with f(rho) > 0 enters it, "
            "and the Schwarzian derivative is negative on it"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        depths = r"\forall L \ge 2" if self.depth is None else f"L = {self.depth}"
        rate, lowest = sympy.latex(self.up_to), sympy.latex(self.lowest)
        return rf"{depths},\ 1 < \kappa \le {rate}:\quad f(f(c))^L \ge {lowest}"


def _monotone_steps() -> tuple[Step, ...]:
    domain = Domain((Range(L, _two), Range(u, (L - 1) / (2 * L - 1), strict=True, end=_one)))
    D = critical()
    N = D + 1 - u
    fall = L**2 * u - N * D
    factored = (1 - u) * ((2 * L - 2) * (2 * L - 1) * u - (L - 1) * (L - 2))
    return (
        Step("slope", Identity(sympy.diff(balanced(), rho), written_out(slope()))),
        Step(
            "slope, every depth",
            ForEveryDepth(Identity(sympy.diff(balanced(), rho), written_out(slope()))),
            rules.GENERIC_POWER,
            ("slope",),
        ),
        Step("growth to the top", Identity(_one + (1 - u) / D, N / D)),
        Step(
            "derivative of the top",
            Identity(
                _one / u + L * sympy.diff(sympy.log(N) - sympy.log(D), u), (N * D - L**2 * u) / (u * N * D)
            ),
        ),
        Step("fall", Inequality(fall, _zero, domain, strict=True, certificate=((factored, _one),))),
    )


def _schwarzian_steps() -> tuple[Step, ...]:
    derivative = [balanced()]
    for _ in range(3):
        derivative.append(sympy.diff(derivative[-1], rho))
    sign = rho**2 * (2 * derivative[1] * derivative[3] - 3 * derivative[2] ** 2)
    identity = Identity(sympy.expand(sign), written_out(schwarzian()))
    w = (2 * L - 1) * u
    outer = 2 * q * (L - 1) * (2 * (2 * L - 1) * (2 * L - 3) * u - (L - 2) * (L - 3))
    inner = q**2 * (L - 1) * L
    certificate = (
        (outer, _one),
        (inner, 2 * w - (L - 2) / 2),
        (inner * (2 * w + (L - 2) * (3 * L - 2) / 4), _one),
    )
    domain = Domain((Range(L, _two), Range(u, NEGATIVE_FROM), Range(q, _zero, strict=True)))
    return (
        Step("Schwarzian", identity),
        Step("Schwarzian, every depth", ForEveryDepth(identity), rules.GENERIC_POWER, ("Schwarzian",)),
        Step("negative", Inequality(_zero, schwarzian(), domain, strict=True, certificate=certificate)),
    )


def _core(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, CoreIsPositive) or claim.depth is not None:
        return False
    monotone, negative = _monotone_steps(), _schwarzian_steps()
    fixed = [step.claim for step in (*monotone[1:], *negative[1:])]
    count = len(fixed)
    values = list(premises[count:])
    wanted = [ValueAtRate(depth, share) for depth, share in SHARES.items()] + [ValueAtRate(None, DEEP_SHARE)]
    return (
        list(premises[:count]) == fixed
        and values == wanted
        and claim.up_to <= LARGEST_RATE
        and bool(claim.lowest <= (1 - LARGEST_DROP / 2) ** 2)
        and bool((1 - LARGEST_DROP / 2) ** 2 >= NEGATIVE_FROM)
    )


CORE: Rule = NamedRule(
    "core of a unimodal map",
    "f' = 1 - q D has one zero c on x > 0, where q D rises from 0; f rises before c and falls after it. "
    "kappa = L "
    "u^(-(L-2)/L)/D and V fall in u, as log V has the derivative (N D - L^2 u)/(u N D) < 0, so for a "
    "smaller kappa V and "
    "L y = kappa V^(1-2/L) (V - 1) with y = 1 - f(f(c))/f(c) are smaller. kappa > 1 means u < 1 and f(c) > "
    "1 > f(f(c)). "
    "By Bernoulli f(f(c))^L = V (1 - y)^L >= (1 - L y/2)^2. With f(f(c)) > 0 the core [f(f(c)), f(c)] is "
    "mapped into "
    "itself, as f(x) > x below 1; a start with f(rho) > 0 is at most f(c) after one step and grows until "
    "it is in "
    "the core. The Schwarzian derivative has the sign of 2 f' f''' - 3 f''^2.",
    _core,
)


def core(up_to: sympy.Expr = LARGEST_RATE, lowest: sympy.Expr = LOWEST) -> Argument:
    """Return the argument that the core stays positive, with a negative Schwarzian derivative, at any depth.

    Args:
        up_to: for every 1 < kappa <= this number.
        lowest: the L-th power of the lower end of the core is at least this number.

    >>> core().check().holds
    True
    >>> core(up_to=sympy.Integer(3)).check().holds
    False
    """
    shows = CoreIsPositive(up_to, lowest)
    values = [Step(f"value at L = {n}", ValueAtRate(n, share)) for n, share in SHARES.items()]
    deep = [
        Step(f"L >= 7: {label}", inequality)
        for label, inequality in zip(("rate", "growth", "point", "drop"), deep_inequalities(), strict=True)
    ]
    deep.append(
        Step("value at L >= 7", ValueAtRate(None, DEEP_SHARE), DEEP_VALUE, tuple(step.label for step in deep))
    )
    monotone, negative = _monotone_steps(), _schwarzian_steps()
    uses = [step.label for step in (*monotone[1:], *negative[1:], *values, deep[-1])]
    conclusion = Step("core", shows, CORE, tuple(uses))
    return Argument(shows, (*monotone, *negative, *values, *deep, conclusion))


def lowest_of_two_layers(rate: sympy.Expr) -> sympy.Expr:
    """Return f(f(c))^2 at two layers for sigma = 1, where c^2 = (1 + h)/(3 h) and h = kappa/2.

    >>> lowest_of_two_layers(sympy.Integer(3))
    3125/59049
    """
    h = rate / 2
    top = 4 * (1 + h) ** 3 / (27 * h)
    return sympy.cancel(top * (1 + h * (1 - top)) ** 2)
