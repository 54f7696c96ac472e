"""What depth 3 and every depth from 4 on share: there |a| < 1, and so the gap stays positive."""

from abc import abstractmethod
from typing import ClassVar

import sympy
from sympy import Rational

from theory.argument import Argument
from theory.propositions import Domain, Inequality, Range
from theory.symbols import alpha, b
from theory.symbols import pi as p
from theory.window.certificates import x
from theory.window.lines import Lines
from theory.window.propositions import GapNeverGrows, Relation
from theory.window.rules import EITHER_WAY, instance, weighted
from theory.window.state import a, q, s_next, shared_value, t, t_next

_zero = sympy.Integer(0)
_one = sympy.Integer(1)
_two = sympy.Integer(2)


class BeyondTwoLayers(Lines):
    """The argument beyond depth 2, up to how the size of s is kept.

    Attributes:
        log_value: what the logarithm in the bound on alpha^4 is at most.
        scaled_gap: what L b is at most.
        largest_alpha: what alpha is at most.
        shallowest: the smallest depth.
        cap: what the size of s, a power of it, is at most.
        largest_a: what a is at most.
        largest_gap: what b is at most.
    """

    log_value: ClassVar[sympy.Expr] = Rational(729, 2048)
    scaled_gap: ClassVar[sympy.Expr] = Rational(27, 64)
    largest_alpha: ClassVar[sympy.Expr] = Rational(3, 8)
    shallowest: ClassVar[sympy.Expr]
    cap: ClassVar[sympy.Expr]
    largest_a: ClassVar[sympy.Expr]

    def __init__(self, claim: GapNeverGrows) -> None:
        assert claim.depth is not None
        s = shared_value(claim.depth)
        self.positive = Relation(s, _zero, strict=True)
        self.last = Relation(t, _zero)
        self.gap = Relation(s**2, t**2)
        self.gap_below = Relation(alpha**2, s**2 - t**2)
        self.size = Relation(self.cap, self.size_of(s))
        super().__init__(claim, (self.positive, self.last, self.gap, self.gap_below, self.size))
        self.after_step = {s: s_next, t: t_next}
        self.largest_gap = self.scaled_gap / self.shallowest

    @staticmethod
    @abstractmethod
    def size_of(s: sympy.Expr) -> sympy.Expr:
        """Return the power of s that is kept below a cap."""

    @abstractmethod
    def _bound_factor(self, factor: sympy.Expr) -> None:
        """Write that L^2 alpha_bound / logarithm is at most 1/2."""

    @abstractmethod
    def _bound_gap(self, relation: Relation) -> None:
        """Write the bound on alpha^2 that is the largest gap, from 'alpha'."""

    @abstractmethod
    def _start_size(self, relation: Relation) -> None:
        """Write that the size of the start is below its cap, from 'alpha below'."""

    @abstractmethod
    def _grow(self) -> None:
        """Bound s^+ from above and a from below before pi = 1."""

    @abstractmethod
    def _shrink(self) -> None:
        """Bound s from below and a from above after pi = 1."""

    @abstractmethod
    def _shrunk_size(self, relation: Relation) -> None:
        """Write that the size after a step is below its cap after pi = 1, from 'shrinks'."""

    def argument(self) -> Argument:
        """Return the argument."""
        self._bounds()
        self._start()
        self._state()
        self.growing()
        self._grow()
        self._before()
        self.shrinking()
        self._shrink()
        self._after()
        self._join()
        return self.finish()

    def _bounds(self) -> None:
        """Bound alpha^2, and with it the gap, from the bound on alpha^4."""
        ratio, factor = self.logarithm()
        here, depth = self.parameters, self.depth
        self._bound_factor(factor)
        domain = Domain((Range(x, _one, end=self.largest_rate / 2),))
        self.general("log value", Inequality(self.log_value, (x - 1 / x) / 2, domain))
        relation = Relation(self.log_value, (ratio - 1 / ratio) / 2)
        self.fact("value", here, relation, instance({x: ratio}), "log value", "x above 1", "x below")
        relation = Relation(self.scaled_gap**2, depth**2 * alpha**4)
        scale = weighted(depth**2, self.log_value, factor, factor)
        uses = (self.alpha_relation, "factor", "value", "logarithm")
        self.fact("scale", here, relation, scale, *uses)
        rooted = weighted(1 / (self.scaled_gap + depth * alpha**2))
        self.fact("alpha", here, Relation(self.scaled_gap, depth * alpha**2), rooted, "scale")
        self._bound_gap(Relation(self.largest_gap, alpha**2))

    def _start(self) -> None:
        """Write that the start is in the region."""
        here = self.parameters
        start = {self.s: alpha, t: _zero}
        remainders = (alpha, _zero, alpha**2, _zero)
        for number, (relation, plus) in enumerate(zip(self.state.region, remainders, strict=False), 1):
            self.fact(f"start {number}", here, relation.substitute(start), weighted(plus=plus))
        root = self.largest_alpha
        rooted = weighted(1 / (root + alpha), plus=(root**2 - self.largest_gap) / (root + alpha))
        self.fact("alpha below", here, Relation(root, alpha), rooted, "largest gap")
        self._start_size(self.size.substitute(start))

    def _state(self) -> None:
        """Compare s, t, pi and b anywhere in the region."""
        here, s, depth = self.state, self.s, self.depth
        self.fact("s >= t", here, Relation(s, t), weighted(1 / (s + t)), self.gap, self.last)
        lower = weighted(q * t)
        self.fact("pi above", here, Relation(p, s**depth - b * q), lower, "s >= t", self.last)
        self.fact("pi below", here, Relation(s**depth, p), weighted(q * s), "s >= t")
        both = weighted(_one, _one)
        self.fact("b below", here, Relation(self.largest_gap, b), both, self.gap_below, "largest gap")

    def slower(self) -> None:
        """Write that before pi = 1 the shared value grows at most by the factor 1 - a, and stays positive."""
        here, s = self.before, self.s
        relation = self.positive.substitute(self.after_step)
        self.fact("before, next s", here, relation, weighted(t, plus=s), "a <= 0", self.last)
        self.fact("slower", here, Relation(s * (1 - a), s_next), weighted(-a), "s >= t", "a <= 0")

    def _before(self) -> None:
        """Bound t^+ and a before pi = 1."""
        relation = self.last.substitute(self.after_step)
        self.fact("before, next t", self.before, relation, weighted(self.s, plus=t), "a <= 0", self.last)
        relation = Relation(_one, a, strict=True)
        self.fact("before, a < 1", self.before, relation, weighted(_one, plus=_one), "a <= 0")

    def _after(self) -> None:
        """Bound s^+, t^+ and a after pi = 1."""
        here, s, most = self.after, self.s, self.largest_a
        gap = self.largest_gap
        self.fact("a below", here, Relation(most, a), weighted(_one, _one), "a at s", "a by s")
        relation = Relation(_one, a, strict=True)
        self.fact("after, a < 1", here, relation, weighted(_one, plus=1 - most), "a below")
        relation = Relation(a, -_one, strict=True)
        self.fact("after, a > -1", here, relation, weighted(_one, plus=_one), "a >= 0")
        # t = s - b/s + t (s - t)/s is close to s, so that t^+ = t - a s is not negative.
        close = weighted(t / s, 1 / s, gap * (s + 1) / s)
        uses = ("s >= t", "b below", "s >= 1", self.last)
        self.fact("t close", here, Relation(t, s * (1 - gap)), close, *uses)
        relation = self.last.substitute(self.after_step)
        stays = weighted(_one, s, plus=s * (1 - gap - most))
        self.fact("after, next t", here, relation, stays, "t close", "a below")
        relation = self.positive.substitute(self.after_step)
        stays = weighted(s, a, plus=s * (1 - most))
        self.fact("after, next s", here, relation, stays, "a below", "s >= t", "a >= 0")
        self.fact("shrinks", here, Relation(s, s_next), weighted(t), "a >= 0", self.last)
        self._shrunk_size(self.size.substitute(self.after_step))

    def _join(self) -> None:
        """Join the cases, and follow the gap over one step."""
        here = self.state
        for label, relation in (
            ("next s", self.positive.substitute(self.after_step)),
            ("next t", self.last.substitute(self.after_step)),
            ("next size", self.size.substitute(self.after_step)),
            ("a > -1", Relation(a, -_one, strict=True)),
            ("a < 1", Relation(_one, a, strict=True)),
        ):
            self.fact(label, here, relation, EITHER_WAY, f"before, {label}", f"after, {label}")
        squared = weighted(1 + a)
        self.fact("a^2 < 1", here, Relation(_one, a**2, strict=True), squared, "a < 1", "a > -1")
        self.fact("below 2", here, Relation(_two, a**2, strict=True), weighted(_one, plus=_one), "a^2 < 1")
        s = self.s
        relation = self.gap.substitute(self.after_step)
        self.fact("next gap", here, relation, weighted(s**2 - t**2), "a^2 < 1", self.gap)
        relation = self.gap_below.substitute(self.after_step)
        self.fact("next gap below", here, relation, weighted(_one, a**2), self.gap_below, self.gap)
