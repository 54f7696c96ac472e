"""Two layers, where the gap may change its sign."""

import sympy
from sympy import Rational

from theory.argument import Argument
from theory.propositions import Domain, Inequality, Range
from theory.symbols import alpha, kappa
from theory.symbols import pi as p
from theory.window.certificates import g, k, touching, x
from theory.window.lines import AFTER, BEFORE, BELOW_TWO, Lines, Use
from theory.window.propositions import GapNeverGrows, Relation
from theory.window.rules import EITHER_WAY, NUMBER, instance, weighted
from theory.window.state import a, s_next, shared_value, t, t_next

_zero = sympy.Integer(0)
_one = sympy.Integer(1)
_two = sympy.Integer(2)


class TwoLayers(Lines):
    """The argument at depth 2, where b may change its sign."""

    def __init__(self, claim: GapNeverGrows) -> None:
        s = shared_value(_two)
        self.product = Relation(s * t, _zero)
        self.product_below = Relation(Rational(8, 5), s * t)
        self.gap_below = Relation(alpha**2, s**2 - t**2)
        self.gap_above = Relation(alpha**2, t**2 - s**2)
        super().__init__(claim, (self.product, self.product_below, self.gap_below, self.gap_above))

    def argument(self) -> Argument:
        """Return the argument."""
        self._bounds()
        self._start()
        self._spread()
        self._before()
        self._after()
        self._join()
        return self.finish()

    def _bounds(self) -> None:
        """Bound kappa alpha^2 and kappa alpha^4 from the bound on alpha^4."""
        ratio, factor = self.logarithm()
        here, rate = self.parameters, self.largest_rate
        most = Rational(17, 24)
        self.fact("factor", here, Relation(most, factor), NUMBER)
        square = Relation(rate / ratio, kappa)
        self.fact("x kappa", here, square, weighted(kappa / (ratio * kappa)), "top")
        domain = Domain((Range(x, _one, end=rate / 2), Range(k, _zero, end=rate / x)))
        value = Rational(3, 2)
        self.general("squared rate", Inequality(value, k**2 * (x - 1 / x) / 2, domain))
        relation = Relation(value, kappa**2 * (ratio - 1 / ratio) / 2)
        uses: tuple[Use, ...] = ("squared rate", "x above 1", "x below", "x kappa")
        self.fact("log value", here, relation, instance({x: ratio, k: kappa}), *uses)
        scale = weighted(4 * kappa**2, value, factor, factor * kappa**2)
        relation = Relation(value * most, 4 * kappa**2 * alpha**4)
        uses = (self.alpha_relation, "factor", "log value", "logarithm")
        self.fact("scale", here, relation, scale, *uses)
        # 17/16 < (26/25)^2
        root = Rational(26, 25) + 2 * kappa * alpha**2
        rooted = weighted(1 / (2 * root), plus=(Rational(26, 25) ** 2 - value * most) / (2 * root))
        self.fact("alpha", here, Relation(Rational(13, 25), kappa * alpha**2), rooted, "scale")
        fourth = weighted(Rational(1, 8), kappa * alpha**4 / 2)
        relation = Relation(Rational(17, 128), kappa * alpha**4)
        self.fact("fourth power", here, relation, fourth, "scale", "rate above 2")
        self.fact("squared window", here, Relation(sympy.Integer(8), self.claim.window_to**2), NUMBER)
        squared = weighted(_one, self.claim.window_to + kappa)
        relation = Relation(sympy.Integer(8), kappa**2, strict=True)
        self.fact("squared", here, relation, squared, "squared window", self.to_relation)

    def _start(self) -> None:
        """Write that the start is in the region."""
        start = {self.s: alpha, t: _zero}
        remainders = (_zero, Rational(8, 5), _zero, 2 * alpha**2)
        for number, (relation, plus) in enumerate(zip(self.state.region, remainders, strict=True), 1):
            self.fact(f"start {number}", self.parameters, relation.substitute(start), weighted(plus=plus))

    def _spread(self) -> None:
        """Bound (s - t)^2."""
        # (s - t)^2 is what s^2 + t^2 exceeds 2 pi by; times (s + t)^2 it is b^2.
        s = self.s
        spread = alpha**2 + (s - t) ** 2
        self.fact(
            "spread",
            self.state,
            Relation(alpha**2, (s - t) ** 2),
            weighted((alpha**2 + s**2 - t**2) / spread, 4 * (s - t) ** 2 / spread),
            self.gap_below,
            self.product,
            self.gap_above,
        )

    def _before(self) -> None:
        """Bound pi^+ and a^2 before pi = 1."""
        here, s = self.before, self.s
        self.growing()
        d, most = x, Rational(13, 50)
        largest = (1 - d) * (1 + 17 * d / 12) ** 2 + most * d
        certificate = (
            *touching(Rational(8, 5) - largest, Rational(7, 15)),
            ((1 - d) * ((1 + 17 * d / 12) ** 2 - (1 + k * d) ** 2), _one),
            (d * (most - g), _one),
        )
        half_rate = self.largest_rate / 2
        ends = {d: _one, k: half_rate, g: most}
        domain = Domain(tuple(Range(symbol, _zero, end=end) for symbol, end in ends.items()))
        product = (1 - d) * (1 + k * d) ** 2 + d * g
        self.general("largest product", Inequality(Rational(8, 5), product, domain, certificate=certificate))
        values = {d: 1 - p, k: kappa / 2, g: kappa * alpha**2 / 2}
        half = weighted(_one / 2)
        self.fact("half rate", self.parameters, Relation(half_rate, kappa / 2), half, "rate below")
        self.fact("half alpha", self.parameters, Relation(most, kappa * alpha**2 / 2), half, "alpha")
        uses: tuple[Use, ...] = ("largest product", "half rate", "half alpha", BEFORE, self.product)
        self.fact("product", here, Relation(Rational(8, 5), product.subs(values)), instance(values), *uses)
        relation = Relation(Rational(8, 5), s_next * t_next)
        self.fact("before, next pi <= 8/5", here, relation, weighted(_one, -a), "product", "spread", "a <= 0")
        relation = Relation(s_next * t_next, _zero)
        rises = weighted((1 - a) ** 2, (s - t) ** 2)
        self.fact("before, next pi >= 0", here, relation, rises, self.product, "a <= 0")
        # 2 - k^2 (1 - pi)^2 = (2 - k^2) + k^2 (pi + pi (1 - pi)) with k = kappa/2.
        below = weighted(_one / 4, kappa**2 / 4, kappa**2 / 4 * (1 - p))
        squares: tuple[Use, ...] = ("squared", self.product, self.product, BEFORE)
        self.fact("before, below 2", here, BELOW_TWO, below, *squares)

    def _after(self) -> None:
        """Bound pi^+ and a^2 after pi = 1."""
        here, s = self.after, self.s
        self.shrinking()
        most = Rational(17, 20)
        relation = Relation(most, a)
        at_most = weighted(kappa / 2, Rational(3, 10))
        self.fact("a below", here, relation, at_most, self.product_below, "rate below")
        spread = (s - t) ** 2
        falls = weighted(_one, a * p, plus=(2 - most) * a * p + a * spread)
        relation = Relation(Rational(8, 5), s_next * t_next)
        self.fact(
            "after, next pi <= 8/5",
            here,
            relation,
            falls,
            self.product_below,
            "a below",
            "a >= 0",
            self.product,
        )
        positive = Relation(p, _zero, strict=True)
        self.fact("pi > 0", here, positive, weighted(_one, plus=_one), AFTER)
        small = Rational(51, 1280)
        relation = Relation(small, a * alpha**4)
        shrink = weighted(Rational(3, 10), kappa * alpha**4 / 2)
        self.fact("coupling", here, relation, shrink, "fourth power", self.product_below)
        domain = Domain((Range(x, _one), Range(k, _zero, end=most)))
        lowest = Rational(9, 100)
        self.general("square", Inequality(4 * x**2 * (1 - k) ** 2, lowest, domain))
        relation = Relation(4 * p**2 * (1 - a) ** 2, lowest)
        self.fact("large", here, relation, instance({x: p, k: a}), "square", "a below", "a >= 0", AFTER)
        # 4 pi (s - t)^2 = b^2 - (s - t)^4 turns pi^+ = pi (1 - a)^2 - a (s - t)^2 into a sum.
        stays = weighted(
            1 / (4 * p),
            1 / (4 * p),
            a * (alpha**2 + s**2 - t**2) / (4 * p),
            plus=(a * spread**2 + lowest - small) / (4 * p),
        )
        uses = ("large", "coupling", self.gap_below, "a >= 0", "pi > 0", self.gap_above)
        self.fact("after, next pi >= 0", here, Relation(s_next * t_next, _zero), stays, *uses)
        below = weighted(most + a, plus=2 - most**2)
        self.fact("after, below 2", here, BELOW_TWO, below, "a below", "a >= 0")

    def _join(self) -> None:
        """Join the cases, and follow the gap over one step."""
        s = self.s
        for label, relation in (
            ("below 2", BELOW_TWO),
            ("next pi >= 0", Relation(s_next * t_next, _zero)),
            ("next pi <= 8/5", Relation(Rational(8, 5), s_next * t_next)),
        ):
            uses = (f"before, {label}", f"after, {label}")
            self.fact(label, self.state, relation, EITHER_WAY, *uses)
        # alpha^2 -+ b (1 - a^2) averages alpha^2 - b and alpha^2 + b with weights 1 - a^2/2 and a^2/2.
        average = weighted((2 - a**2) / 2, a**2 / 2)
        gap, other = self.gap_below, self.gap_above
        after_step = {s: s_next, t: t_next}
        self.fact("next b", self.state, gap.substitute(after_step), average, gap, other, "below 2")
        self.fact("next -b", self.state, other.substitute(after_step), average, other, gap, "below 2")
