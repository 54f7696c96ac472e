"""Four layers or more, at once: y = s^(L/2) stays below 11/8, and L |a| / 2 is bounded in y alone."""

import sympy
from sympy import Rational

from theory.propositions import Domain, Inequality, Range
from theory.symbols import L, alpha
from theory.symbols import pi as p
from theory.window.analytic_rules import bernoulli, growth, monotone_power, powers
from theory.window.beyond_two_layers import BeyondTwoLayers
from theory.window.certificates import touching, x
from theory.window.lines import AFTER, BEFORE
from theory.window.propositions import GapNeverGrows, Relation, Setting
from theory.window.rules import EITHER_WAY, instance, weighted
from theory.window.state import a, q, s_next, y

_zero = sympy.Integer(0)
_one = sympy.Integer(1)
_two = sympy.Integer(2)


class MoreLayers(BeyondTwoLayers):
    """The argument at every depth from 4 on, where the depth is a symbol."""

    shallowest = sympy.Integer(4)
    cap = Rational(11, 8)
    largest_a = Rational(7, 8)

    def __init__(self, claim: GapNeverGrows) -> None:
        super().__init__(claim)
        self.deep_enough = self.parameters.parameters[0]  # L >= 4

    @staticmethod
    def size_of(s: sympy.Expr) -> sympy.Expr:
        """Return s^(L/2)."""
        return s ** (L / 2)

    def _bound_factor(self, factor: sympy.Expr) -> None:
        """Bound L^2 alpha_bound / logarithm where it is a number over a power of 2 with exponent in L."""
        here, deep = self.parameters, self.deep_enough
        found = sorted((e for e in factor.atoms(sympy.Pow) if e.exp.has(L) and e.base == 2), key=str)
        # Without such a power, 2 stands in; then a line below may not be justified.
        power = (1 / found[0] if found[0].exp.could_extract_minus_sign() else found[0]) if found else _two
        exponent = power.exp if found else _one
        relation = Relation(exponent, _one)
        self.fact("exponent", here, relation, weighted(1 / L, plus=1 / L), deep)
        self.fact("power", here, Relation(power, _two), powers(_two, exponent, _one), "exponent")
        number = factor * power if (factor * power).is_Rational else _one
        domain = Domain((Range(x, _two),))
        self.general("quotient", Inequality(_one / 2, number / x, domain))
        self.fact("factor", here, Relation(_one / 2, factor), instance({x: power}), "quotient", "power")

    def _bound_gap(self, relation: Relation) -> None:
        rule = weighted(_one / 4, alpha**2 / 4)
        self.fact("largest gap", self.parameters, relation, rule, "alpha", self.deep_enough)

    def _start_size(self, relation: Relation) -> None:
        here = self.parameters
        below = weighted(_one, plus=1 - self.largest_alpha)
        self.fact("alpha below 1", here, Relation(_one, alpha), below, "alpha below")
        power = powers(alpha, _zero, L / 2)
        self.fact("small power", here, Relation(_one, alpha ** (L / 2)), power, "alpha below 1")
        self.fact("start 5", here, relation, weighted(_one, plus=self.cap - 1), "small power")

    def _grow(self) -> None:
        """Bound s^+ and a before pi = 1 at depth 4 and beyond."""
        here, s = self.before, self.s
        rate = -L * a / 2
        reached = Relation(self.cap * (2 - rate), y * (2 + rate))
        slow = Relation(Rational(3, 4), rate)
        small = self.before.assume("s <= 1", Relation(_one, s))
        large = self.before.assume("s >= 1", Relation(s, _one))
        deep = self.deep_enough
        # s^(L-2) is at most y = s^(L/2) up to 1, and at most y^2 beyond.
        at_most = powers(s, L / 2, L - 2)
        self.fact("small q", small, Relation(y, q), at_most, deep, small.case[-1])
        self.fact("small y", small, Relation(_one, y), powers(s, _zero, L / 2), small.case[-1])
        self.fact("large q", large, Relation(y**2, q), powers(s, L, L - 2), large.case[-1])
        self.fact("large y", large, Relation(y, _one), powers(s, L / 2, _zero), large.case[-1])
        for name, setting, power in (("small", small, 1), ("large", large, 2)):
            self._grow_where(name, setting, power, reached, slow)
        self.fact("reached", here, reached, EITHER_WAY, "small reached", "large reached")
        self.fact("slow", here, slow, EITHER_WAY, "small slow", "large slow")
        relation = Relation(a, -_one, strict=True)
        bounded = weighted(2 / L, 3 / (8 * L), plus=Rational(5, 8))
        self.fact("before, a > -1", here, relation, bounded, "slow", deep)
        self.slower()
        half = L / 2
        relation = Relation((2 + rate) / (2 - rate), (1 - a) ** half)
        slower = Relation(_two, rate, strict=True)
        self.fact("below 2 rate", here, slower, weighted(_one, plus=Rational(5, 4)), "slow")
        self.fact("rate power", here, relation, growth(-a, half), "a <= 0", "below 2 rate")
        relation = Relation(s**half * (1 - a) ** half, s_next**half)
        self.fact("grown power", here, relation, monotone_power(half), "slower", "before, next s", "a <= 0")
        relation = self.size.substitute(self.after_step)
        capped = weighted(1 / (2 - rate), s**half, _one)
        uses = ("reached", "rate power", "grown power", "below 2 rate")
        self.fact("before, next size", here, relation, capped, *uses)

    def _grow_where(self, name: str, setting: Setting, power: int, reached: Relation, slow: Relation) -> None:
        """Bound L |a|/2 by a polynomial in y, for s <= 1 with power 1 and for s >= 1 with power 2."""
        gap, rate = self.largest_gap, self.largest_rate / 2
        near = 1 - y**2 + gap * y**power
        close = weighted(_one, q, gap)
        uses = ("pi above", "b below", f"{name} q")
        self.fact(f"{name} 1 - pi", setting, Relation(near, 1 - p), close, *uses)
        bound = rate * y**power * near
        at_most = weighted(rate * y**power, rate * (1 - p), q * (1 - p) / 2)
        relation = Relation(bound, -L * a / 2)
        where = (f"{name} 1 - pi", f"{name} q", "rate below")
        self.fact(f"{name} rate", setting, relation, at_most, *where, BEFORE)
        polynomial = bound.subs(y, x)
        remaining = self.cap * (2 - polynomial) - x * (2 + polynomial)
        domain = Domain((Range(x, _zero, end=_one) if power == 1 else Range(x, _one),))
        # Beyond 1 both are plain; below, each nearly touches 0 somewhere.
        room = touching(remaining, Rational(4, 5)) if power == 1 else ()
        speed = touching(Rational(3, 4) - polynomial, Rational(3, 5)) if power == 1 else ()
        self.general(f"{name} room", Inequality(remaining, _zero, domain, certificate=room))
        self.general(f"{name} speed", Inequality(Rational(3, 4), polynomial, domain, certificate=speed))
        at = instance({x: y})
        relation = Relation(self.cap * (2 - bound), y * (2 + bound))
        self.fact(f"{name} room at y", setting, relation, at, f"{name} room", f"{name} y")
        relation = Relation(Rational(3, 4), bound)
        self.fact(f"{name} speed at y", setting, relation, at, f"{name} speed", f"{name} y")
        both = weighted(_one, self.cap + y)
        self.fact(f"{name} reached", setting, reached, both, f"{name} room at y", f"{name} rate")
        both = weighted(_one, _one)
        self.fact(f"{name} slow", setting, slow, both, f"{name} speed at y", f"{name} rate")

    def _shrink(self) -> None:
        """Bound s from below and a from above after pi = 1 at depth 4 and beyond."""
        here, s = self.after, self.s
        deep = self.deep_enough
        self.fact("y^2 >= 1", here, Relation(y**2, _one), weighted(_one, _one), "pi below", AFTER)
        relation = Relation(s ** (L / 2), _one)
        self.fact("y >= 1", here, relation, weighted(1 / (y + 1)), "y^2 >= 1")
        self.fact("s >= 1", here, Relation(s, _one), monotone_power(2 / L), "y >= 1")
        exponent = 1 - 4 / L
        rest = s ** (L / 2 - 2)
        tangent = 1 + exponent * (y - 1)
        self.fact("exponent >= 0", self.parameters, Relation(exponent, _zero), weighted(1 / L), deep)
        concave = bernoulli(s ** (L / 2), exponent)
        self.fact("tangent", here, Relation(tangent, rest), concave, "exponent >= 0")
        rate = self.largest_rate / L
        bound = rate * (y**2 - 1) * y * tangent
        at_most = weighted(rate * (y**2 - 1) * y, rate * y * rest, (p - 1) * y * rest / L)
        uses = ("tangent", "pi below", "rate below", "y^2 >= 1", AFTER)
        self.fact("a by s", here, Relation(bound, a), at_most, *uses)
        domain = Domain((Range(L, sympy.Integer(4)), Range(x, _one, end=self.cap)))
        self.general("a range", Inequality(self.largest_a, bound.subs(y, x), domain))
        ranges = ("a range", deep, "y >= 1", self.size)
        self.fact("a at s", here, Relation(self.largest_a, bound), instance({x: y}), *ranges)

    def _shrunk_size(self, relation: Relation) -> None:
        here, s, half = self.after, self.s, L / 2
        power = Relation(s**half, s_next**half)
        self.fact("shrinking power", here, power, monotone_power(half), "shrinks", "after, next s")
        self.fact("after, next size", here, relation, weighted(_one, _one), self.size, "shrinking power")
