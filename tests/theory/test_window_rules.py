"""The rules of the argument about gaps refuse what does not follow."""

from dataclasses import replace

import sympy

from theory.propositions import Domain, Inequality, Range
from theory.rules import GEOMETRIC_SUM, RATIO_DOMAIN
from theory.symbols import L, Z, alpha, z
from theory.symbols import pi as p
from theory.window.analytic_rules import LOGARITHM, bernoulli, growth, monotone_power, powers
from theory.window.propositions import Fact, Relation, Setting
from theory.window.rules import EITHER_WAY, HYPOTHESIS, instance, weighted
from theory.window.state import s_next, shared_value, t, y

TWO, THREE, ONE, ZERO = (sympy.Integer(n) for n in (2, 3, 1, 0))
s_two = shared_value(TWO)
s_deep = shared_value(L)
PLAIN = Setting("plain", TWO, (), (Relation(s_two, ZERO), Relation(t, ONE)))
DEEP = Setting("deep", L, (Relation(L, sympy.Integer(4)),), (Relation(s_deep, ZERO, strict=True),))


def fact(left: sympy.Expr, right: sympy.Expr, strict: bool = False, setting: Setting = PLAIN) -> Fact:
    return Fact(setting, Relation(left, right, strict))


def test_hypotheses_are_taken_from_the_setting_alone() -> None:
    assert HYPOTHESIS.justifies(fact(t, ONE), [])
    assert not HYPOTHESIS.justifies(fact(t, TWO), [])
    assert not HYPOTHESIS.justifies(fact(t, ONE, strict=True), [])


def test_facts_do_not_leave_their_setting() -> None:
    special = PLAIN.assume("t >= 3", Relation(t, THREE))
    inside, outside = fact(t, THREE, setting=special), fact(t, THREE)
    assert not weighted(ONE).justifies(outside, [inside])
    assert weighted(ONE).justifies(inside, [outside])


def test_weights_must_not_be_negative() -> None:
    premise = fact(t, ONE)
    assert weighted(alpha).justifies(fact(alpha * t, alpha), [premise])
    assert not weighted(-ONE).justifies(fact(ONE, t), [premise])
    assert not weighted(s_two).justifies(fact(s_two * t, s_two), [premise])
    assert weighted(s_two).justifies(fact(s_two * t, s_two), [premise, fact(s_two, ZERO)])
    assert not weighted(ONE, plus=-ONE).justifies(fact(t, TWO), [premise])
    assert not weighted(ONE, ONE).justifies(fact(t, ONE), [premise])


def test_strict_sums_need_something_positive() -> None:
    premise = fact(t, ONE)
    assert weighted(ONE, plus=ONE).justifies(fact(t, ZERO, strict=True), [premise])
    assert not weighted(ONE, plus=ZERO).justifies(fact(t, ONE, strict=True), [premise])
    strict = fact(t, ONE, strict=True)
    assert weighted(alpha).justifies(fact(alpha * t, alpha, strict=True), [strict])
    zero_or_more = s_two**2
    claim = fact(zero_or_more * t, zero_or_more, strict=True)
    assert not weighted(zero_or_more).justifies(claim, [strict])


def test_substitution_checks_the_domain() -> None:
    x = sympy.Symbol("x", real=True)
    general = Inequality(x**2, ONE, Domain((Range(x, ONE, end=THREE),)))
    rule = instance({x: t})
    above, below = fact(t, ONE), fact(THREE, t)
    claim = fact(t**2, ONE)
    assert rule.justifies(claim, [general, above, below])
    assert not rule.justifies(claim, [general, above])
    assert not rule.justifies(claim, [general, below])
    assert not rule.justifies(claim, [above, below])
    assert not rule.justifies(fact(t**2, TWO), [general, above, below])
    assert not rule.justifies(fact(t**2, ONE, strict=True), [general, above, below])


def test_substitution_does_not_reach_ends_that_are_limits() -> None:
    x = sympy.Symbol("x", real=True)
    here = fact(ONE, t)
    unit = Domain((Range(x, ZERO, end=ONE),))
    strictly = Inequality(ONE, x, unit, strict=True)
    assert strictly.decide()
    premises = [fact(t, ZERO), here]
    assert not instance({x: t}).justifies(fact(ONE, t, strict=True), [strictly, *premises])
    pole = Inequality(1 / (1 - x), ONE, unit)
    assert pole.decide()
    assert not instance({x: t}).justifies(fact(1 / (1 - t), ONE), [pole, *premises])


def test_the_logarithm_is_bounded_from_one_on() -> None:
    claim = fact((t - 1 / t) / 2, sympy.log(t))
    assert LOGARITHM.justifies(claim, [fact(t, ONE)])
    assert not LOGARITHM.justifies(claim, [fact(t, ZERO)])
    assert not LOGARITHM.justifies(fact((t - 1 / t) / 3, sympy.log(t)), [fact(t, ONE)])


def test_powers_of_one_base_need_its_side_of_one() -> None:
    four = fact(L, sympy.Integer(4), setting=DEEP)
    large, small = fact(s_deep, ONE, setting=DEEP), fact(ONE, s_deep, setting=DEEP)
    rule = powers(s_deep, L - 2, L / 2)
    claim = fact(s_deep ** (L - 2), s_deep ** (L / 2), setting=DEEP)
    assert rule.justifies(claim, [four, large])
    assert not rule.justifies(claim, [four, small])
    assert not rule.justifies(claim, [large])
    assert not powers(t, TWO, ONE).justifies(fact(t**2, t), [fact(ONE, t)])


def test_monotone_powers_need_non_negative_sides_and_exponent() -> None:
    deep = fact(s_deep, s_next, setting=DEEP)
    claim = fact(s_deep ** (L / 2), s_next ** (L / 2), setting=DEEP)
    assert monotone_power(L / 2).justifies(claim, [deep, fact(s_next, ZERO, setting=DEEP)])
    assert not monotone_power(L / 2).justifies(claim, [deep])
    inverse = fact(1 / s_deep, 1 / s_next, setting=DEEP)
    assert not monotone_power(-ONE).justifies(inverse, [deep, fact(s_next, ZERO, True, DEEP)])


def test_concave_powers_need_an_exponent_between_zero_and_one() -> None:
    base = s_deep ** (L / 2)
    between = fact(1 - 4 / L, ZERO, setting=DEEP)
    claim = fact(1 + (1 - 4 / L) * (y - 1), s_deep ** (L / 2 - 2), setting=DEEP)
    assert bernoulli(base, 1 - 4 / L).justifies(claim, [between])
    assert not bernoulli(base, 1 - 4 / L).justifies(claim, [])
    steep = fact(1 + 2 * (y - 1), s_deep**L, setting=DEEP)
    assert not bernoulli(base, TWO).justifies(steep, [])


def test_growth_needs_a_rate_below_its_pole() -> None:
    x = L * t / 2
    claim = fact((2 + x) / (2 - x), (1 + t) ** (L / 2), setting=DEEP)
    rate, room = fact(t, ZERO, setting=DEEP), fact(TWO, x, strict=True, setting=DEEP)
    assert growth(t, L / 2).justifies(claim, [rate, room])
    assert not growth(t, L / 2).justifies(claim, [rate])
    assert not growth(t, L / 2).justifies(claim, [room])


def test_cases_leave_no_gap() -> None:
    low, high = Relation(TWO, t), Relation(t, TWO)
    claim = fact(p, ZERO)

    def within(relation: Relation) -> Fact:
        return Fact(PLAIN.assume("case", relation), claim.relation)

    assert EITHER_WAY.justifies(claim, [within(low), within(high)])
    assert not EITHER_WAY.justifies(claim, [within(low), within(Relation(t, THREE))])
    assert not EITHER_WAY.justifies(claim, [within(low), within(replace(high, strict=True))])
    assert not EITHER_WAY.justifies(claim, [within(low)])
    assert not EITHER_WAY.justifies(claim, [within(low), within(low)])
    assert not EITHER_WAY.justifies(fact(p, ONE), [within(low), within(high)])


def test_facts_about_certain_formulas_are_not_applied_to_other_numbers() -> None:
    largest_term = Inequality(L * Z / z, GEOMETRIC_SUM, RATIO_DOMAIN)
    values = {L: TWO, z: TWO, Z: TWO**2, GEOMETRIC_SUM: sympy.Integer(1000)}
    assert not instance(values).justifies(fact(TWO**2, sympy.Integer(1000)), [largest_term])


def test_symbols_without_a_range_take_no_values() -> None:
    x = sympy.Symbol("x", positive=True)
    positive = Inequality(x, ZERO, Domain(()))
    assert not instance({x: -THREE}).justifies(fact(-THREE, ZERO), [positive])
