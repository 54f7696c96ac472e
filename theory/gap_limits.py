r"""The balancing gap tends to zero in the window of the paper, unless gradient descent lands on a minimum.

That the gap never grows (`window`) does not say that it tends to zero. It does, because beyond the
edge of stability every minimum repels: a gap that stops shrinking needs end-to-end values that tend
to 1, but with s close to a minimum one step multiplies pi - 1 by nearly 1 - eta |P|^2, where P_l is the
product of the layers other than l, and |P|^2 >= L at every minimum of a mode with sigma = 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import rules, window
from theory.argument import Argument, Rule, Step
from theory.propositions import Domain, ForEveryDepth, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, alpha
from theory.window.comparison import same
from theory.window.propositions import GapNeverGrows, GapShrinks, Invariant, Relation, Setting
from theory.window.signs import number_sign
from theory.window.state import a, s_next, shared_value, t, t_next

_one = sympy.Integer(1)
_zero = sympy.Integer(0)
_two = sympy.Integer(2)

_s = sympy.Symbol("s", positive=True)
_t = sympy.Symbol("t", positive=True)
square = sympy.Symbol("v", positive=True)
"""The square of the value that layers 1 … L-1 share at a minimum."""

_EVERY_MINIMUM = Domain((Range(L, _two), Range(square, _zero, strict=True)))


@dataclass(frozen=True)
class StallsAtMinima:
    """In a setting: if the gap does not tend to zero, the end-to-end value tends to 1 in a bounded set."""

    setting: Setting

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"{self.setting.name}: the states are bounded, and b_n -> 0 or pi_n -> 1"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\text{{{self.setting.name}:}}\quad b_n \to 0 \ \text{{or}}\ \pi_n \to 1"


@dataclass(frozen=True)
class MinimaRepel:
    """For larger kappa a bounded trajectory tends to end-to-end value 1 only by reaching it exactly."""

    above: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 2 and kappa > {self.above}: if the states (s, ..., s, t) are bounded and "
            "pi_n -> 1, then pi_n = 1 for some n"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return (
            rf"\forall L \ge 2,\ \kappa > {sympy.latex(self.above)}:\quad "
            r"\pi_n \to 1 \Rightarrow \exists n:\ \pi_n = 1"
        )


@dataclass(frozen=True)
class GapTendsToZero:
    """From the unbalanced start every gap tends to zero, or the end-to-end value is exactly 1 at some step.

    Attributes:
        window_from: kappa is larger than this.
        window_to: kappa is smaller than this.
        alpha_bound: alpha^4 is smaller than this; in kappa and L, for sigma = 1.
    """

    window_from: sympy.Expr
    window_to: sympy.Expr
    alpha_bound: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth L >= 2, {self.window_from} < kappa < {self.window_to} and 0 < alpha^4 < "
            f"{self.alpha_bound}: from layers (alpha, ..., alpha, 0) every balancing gap tends to zero, or "
            "the end-to-end value is exactly 1 after finitely many steps"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        low, high, bound = (sympy.latex(e) for e in (self.window_from, self.window_to, self.alpha_bound))
        return (
            rf"\forall L \ge 2,\ {low} < \kappa < {high},\ 0 < \alpha^4 < {bound}:\quad "
            r"b_n \to 0 \ \text{or}\ \exists n:\ \pi_n = 1"
        )


def _limit_points(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case StallsAtMinima(setting), [Invariant(kept), GapShrinks(shrinking)]:
            return setting == kept == shrinking and not setting.case and _compact(setting)
    return False


def _compact(setting: Setting) -> bool:
    """Say whether the states of a region with |b| at least some positive number form a compact set."""
    s = next((x for r in setting.region for x in r.difference.free_symbols if x.name == "s"), None)
    if s is None:
        return False
    gap = s**2 - t**2
    caps = [r.right for r in setting.region if r.left.is_number]
    open_ends = [r for r in setting.region if r.strict]
    has = {r.difference for r in setting.region}
    if setting.depth == 2:
        # (s^2 + t^2)^2 = b^2 + 4 s^2 t^2 bounds the state.
        return not open_ends and {s * t, alpha**2 - gap, alpha**2 + gap} <= has and s * t in caps
    # The open end s > 0 is not reached, as s^2 >= b there.
    positive = Relation(s, _zero, strict=True)
    bounded = s in caps or s ** (setting.depth / 2) in caps
    return open_ends == [positive] and {gap, t} <= has and bounded


LIMIT_POINTS: Rule = NamedRule(
    "limit points",
    "If |b_n| does not grow and does not tend to zero, it tends to some c > 0, and |b_{n+1}|/|b_n| -> 1. The "
    "states of a closed, bounded region with |b| >= c form a compact set, on which that ratio is continuous; "
    "at every limit point it is 1, which on the region is only so for pi = 1. Hence pi_n -> 1.",
    _limit_points,
)


def _bernoulli(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Inequality(left, right, domain, False), []:
            return domain == _EVERY_MINIMUM and left == square**L and right == 1 + L * (square - 1)
    return False


BERNOULLI: Rule = NamedRule("Bernoulli", "For v > 0 and L >= 1, v^L >= 1 + L (v - 1).", _bernoulli)


def _repelling(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            MinimaRepel(above),
            [ForEveryDepth(along), ForEveryDepth(at_minimum), Inequality() as sharp],
        ):
            return (
                above == 2
                and all(_moves_along_a(depth) for depth in (_two, L))
                and along.left == _slope()
                and at_minimum.left == _sharpness(along.right)
                and sharp.domain == _EVERY_MINIMUM
                and sharp.left == _in_square(at_minimum.right)
                and sharp.right == L
            )
    return False


REPELLING: Rule = NamedRule(
    "repelling minima",
    "One step takes (s, t) to (s - a t, t - a s) with a = (kappa/L)(pi - 1) s^(L-2). On a bounded set "
    "Taylor's "
    "theorem in a gives pi_{n+1} - 1 = (pi_n - 1)(1 - (kappa/L) Lambda + O(pi_n - 1)), where -Lambda/s^(L-2) "
    "is the derivative of the end-to-end value in a at a = 0. Where Lambda >= L at every minimum and pi_n "
    "-> 1, "
    "the factor is below -1 in the end for kappa > 2, and |pi_n - 1| grows unless it is zero.",
    _repelling,
)


def _slope() -> sympy.Expr:
    """Return the derivative of the end-to-end value after a step in a, at a = 0, from the step itself."""
    moved = (_s - a * _t) ** (L - 1) * (_t - a * _s)
    return sympy.diff(moved, a).subs(a, 0)


def _in_square(at_minimum: sympy.Expr) -> sympy.Expr:
    """Write a formula in s^2 and s^(2 L) in v = s^2."""
    return at_minimum.subs(_s, sympy.sqrt(square))


def _sharpness(slope: sympy.Expr) -> sympy.Expr:
    """Return Lambda at the minimum with shared value s, where t = s^(1-L)."""
    return sympy.powsimp(sympy.expand(-slope * _s ** (L - 2)).subs(_t, _s ** (1 - L)))


def _moves_along_a(depth: sympy.Expr) -> bool:
    """Say whether one step takes s to s - a t and t to t - a s."""
    s = shared_value(depth)
    return same(s_next, s - a * t, depth) and same(t_next, t - a * s, depth)


def _tends_to_zero(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, GapTendsToZero) or not premises:
        return False
    *stalls, repel = premises
    if not isinstance(repel, MinimaRepel) or number_sign(claim.window_from - repel.above) not in (0, 1):
        return False
    never_grows = GapNeverGrows(claim.window_from, claim.window_to, claim.alpha_bound)
    depths = (_two, sympy.Integer(3), L)
    return len(stalls) == len(depths) and all(
        isinstance(stall, StallsAtMinima)
        and stall.setting.depth == depth
        and set(stall.setting.parameters) == set(never_grows.parameters(depth))
        for stall, depth in zip(stalls, depths, strict=True)
    )


TENDS_TO_ZERO: Rule = NamedRule(
    "gap limit",
    "In a bounded region where the gap tends to zero or pi_n -> 1, and where pi_n -> 1 only if pi_n = 1 for "
    "some n, the gap tends to zero or a minimum is reached exactly; layers 1 to L-1 keep sharing one value.",
    _tends_to_zero,
)


def minima_repel() -> Argument:
    """Return the argument that beyond the edge of stability a minimum is only reached exactly, any depth.

    >>> minima_repel().check().holds
    True
    """
    along = Identity(_slope(), -((L - 1) * _s ** (L - 2) * _t**2 + _s**L))
    at_minimum = Identity(_sharpness(along.right), (_s ** (2 * L) + L - 1) / _s**2)
    sharp = Inequality(_in_square(at_minimum.right), L, _EVERY_MINIMUM)
    bernoulli = Inequality(square**L, 1 + L * (square - 1), _EVERY_MINIMUM)
    shows = MinimaRepel(_two)
    return Argument(
        shows,
        (
            Step("slope", along),
            Step("slope, every depth", ForEveryDepth(along), rules.GENERIC_POWER, ("slope",)),
            Step("sharpness", at_minimum),
            Step("sharpness, every depth", ForEveryDepth(at_minimum), rules.GENERIC_POWER, ("sharpness",)),
            Step("power", bernoulli, BERNOULLI),
            Step("flattest", sharp, rules.combination(1 / square), ("power",)),
            Step(
                "repelling",
                shows,
                REPELLING,
                ("slope, every depth", "sharpness, every depth", "flattest"),
            ),
        ),
    )


def tends_to_zero(
    window_from: sympy.Expr = window.WINDOW_FROM,
    window_to: sympy.Expr = window.WINDOW_TO,
    alpha_bound: sympy.Expr = window.ALPHA_BOUND,
) -> Argument:
    """Return the argument that every gap tends to zero unless gradient descent lands, for every depth L >= 2.

    Args:
        window_from: kappa is larger than this number.
        window_to: kappa is smaller than this number.
        alpha_bound: alpha^4 is smaller than this; in `kappa` and `L` of `theory.symbols`, for sigma = 1.

    >>> tends_to_zero().check().holds
    True
    """
    shows = GapTendsToZero(window_from, window_to, alpha_bound)
    steps: list[Step] = []
    ends: list[str] = []
    for depth in (_two, sympy.Integer(3), L):
        # The last line says that the gap never grows; the two before it say why.
        *lines, region, one_step, _ = window.at_depth(depth, window_from, window_to, alpha_bound).steps
        kept = region.claim
        assert isinstance(kept, Invariant)
        label = f"{kept.setting.name}: limit"
        stalls = Step(label, StallsAtMinima(kept.setting), LIMIT_POINTS, (region.label, one_step.label))
        steps += [*lines, region, one_step, stalls]
        ends.append(label)
    repel = minima_repel().steps
    conclusion = Step("limit zero", shows, TENDS_TO_ZERO, (*ends, repel[-1].label))
    return Argument(shows, (*steps, *repel, conclusion))
