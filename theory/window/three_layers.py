"""Three layers: s stays below 241/200, which a polynomial in s nearly reaches after one step."""

import sympy
from sympy import Rational

from theory.propositions import Domain, Inequality, Range
from theory.symbols import pi as p
from theory.window.beyond_two_layers import BeyondTwoLayers
from theory.window.certificates import touching, x
from theory.window.lines import AFTER, BEFORE
from theory.window.propositions import Relation
from theory.window.rules import NUMBER, instance, weighted
from theory.window.state import a, q

_zero = sympy.Integer(0)
_one = sympy.Integer(1)


class ThreeLayers(BeyondTwoLayers):
    """The argument at depth 3."""

    shallowest = sympy.Integer(3)
    cap = Rational(241, 200)
    largest_a = Rational(6, 7)

    @staticmethod
    def size_of(s: sympy.Expr) -> sympy.Expr:
        """Return s itself."""
        return s

    def _bound_factor(self, factor: sympy.Expr) -> None:
        self.fact("factor", self.parameters, Relation(_one / 2, factor), NUMBER)

    def _bound_gap(self, relation: Relation) -> None:
        self.fact("largest gap", self.parameters, relation, weighted(_one / 3), "alpha")

    def _start_size(self, relation: Relation) -> None:
        rule = weighted(_one, plus=self.cap - self.largest_alpha)
        self.fact("start 5", self.parameters, relation, rule, "alpha below")

    def _grow(self) -> None:
        """Bound s^+ and a before pi = 1 at depth 3."""
        here, s = self.before, self.s
        gap, rate = self.largest_gap, self.largest_rate / 3
        near = 1 - s**3 + gap * s
        self.fact("1 - pi", here, Relation(near, 1 - p), weighted(_one, q), "pi above", "b below")
        bound = rate * s * near
        at_most = weighted(rate * s, s * (1 - p) / 3)
        self.fact("a above", here, Relation(bound, -a), at_most, "1 - pi", "rate below", BEFORE)
        polynomial = bound.subs(s, x)
        domain = Domain((Range(x, _zero, end=self.cap),))
        grown = x * (1 + polynomial)
        certificate = touching(self.cap - grown, Rational(893, 1000))
        self.general("largest next", Inequality(self.cap, grown, domain, certificate=certificate))
        certificate = touching(Rational(3, 4) - polynomial, Rational(2, 3))
        self.general("largest a", Inequality(Rational(3, 4), polynomial, domain, certificate=certificate))
        at = instance({x: s})
        self.fact("grown", here, Relation(self.cap, s * (1 + bound)), at, "largest next", self.size)
        self.fact("a cap", here, Relation(Rational(3, 4), bound), at, "largest a", self.size)
        relation = Relation(a, -_one, strict=True)
        self.fact("before, a > -1", here, relation, weighted(_one, _one, plus=_one / 4), "a cap", "a above")
        self.slower()
        relation = self.size.substitute(self.after_step)
        capped = weighted(_one, s, _one)
        self.fact("before, next size", here, relation, capped, "grown", "a above", "slower")

    def _shrink(self) -> None:
        """Bound s from below and a from above after pi = 1 at depth 3."""
        here, s = self.after, self.s
        self.fact("s^3 >= 1", here, Relation(s**3, _one), weighted(_one, _one), "pi below", AFTER)
        self.fact("s >= 1", here, Relation(s, _one), weighted(1 / (s**2 + s + 1)), "s^3 >= 1")
        rate = self.largest_rate / 3
        bound = rate * (s**3 - 1) * s
        at_most = weighted(rate * s, s * (p - 1) / 3)
        self.fact("a by s", here, Relation(bound, a), at_most, "pi below", "rate below", AFTER)
        domain = Domain((Range(x, _one, end=self.cap),))
        self.general("a range", Inequality(self.largest_a, bound.subs(s, x), domain))
        uses = ("a range", "s >= 1", self.size)
        self.fact("a at s", here, Relation(self.largest_a, bound), instance({x: s}), *uses)

    def _shrunk_size(self, relation: Relation) -> None:
        both = weighted(_one, _one)
        self.fact("after, next size", self.after, relation, both, self.size, "shrinks")
