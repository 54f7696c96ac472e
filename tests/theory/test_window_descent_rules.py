"""The rules about gradient descent refuse what does not follow from one step."""

from dataclasses import replace

import sympy

from theory import window
from theory.symbols import L
from theory.symbols import pi as p
from theory.window.descent_rules import EVERY_DEPTH, GAP_FACTOR, INDUCTION, TRAJECTORY
from theory.window.propositions import Fact, GapShrinks, Invariant, Relation, Setting
from theory.window.state import a, shared_value

TWO, THREE, ONE = (sympy.Integer(n) for n in (2, 3, 1))
DEPTHS = (TWO, THREE, L)
WHOLE = window.non_increasing()
STEPS = {step.label: step for step in WHOLE.steps}
s_deep = shared_value(L)


def deep_facts() -> tuple[Setting, list[Fact]]:
    step = STEPS["L >= 4: region"]
    return step.claim.setting, [STEPS[label].claim for label in step.uses]


def test_induction_needs_the_start_and_every_relation_after_a_step() -> None:
    setting, facts = deep_facts()
    assert INDUCTION.justifies(Invariant(setting), facts)
    smaller = replace(setting, region=(*setting.region[:-1], Relation(ONE, s_deep ** (L / 2))))
    assert not INDUCTION.justifies(Invariant(smaller), facts)
    without_sign = replace(setting, region=setting.region[1:])
    assert not INDUCTION.justifies(Invariant(without_sign), facts)
    case = setting.assume("pi <= 1", Relation(ONE, p))
    assert not INDUCTION.justifies(Invariant(case), facts)
    named = replace(setting, region=(*setting.region, Relation(sympy.Rational(7, 8), a)))
    named_fact = Fact(setting, Relation(sympy.Rational(7, 8), a))
    assert not INDUCTION.justifies(Invariant(named), [*facts, named_fact])


def test_the_gap_shrinks_only_for_factors_above_minus_one() -> None:
    setting = STEPS["L = 2: region"].claim.setting
    claim = GapShrinks(setting)
    assert GAP_FACTOR.justifies(claim, [Fact(setting, Relation(TWO, a**2, strict=True))])
    assert not GAP_FACTOR.justifies(claim, [Fact(setting, Relation(TWO, a**2, strict=False))])
    assert not GAP_FACTOR.justifies(claim, [Fact(setting, Relation(THREE, a**2, strict=True))])
    assert not GAP_FACTOR.justifies(claim, [Fact(setting, Relation(TWO, a, strict=True))])
    case = setting.assume("pi <= 1", Relation(ONE, p))
    assert not GAP_FACTOR.justifies(claim, [Fact(case, Relation(TWO, a**2, strict=True))])


def test_a_trajectory_is_about_the_parameters_of_the_claim() -> None:
    setting, _ = deep_facts()
    claim = replace(WHOLE.shows, depth=L)
    premises = [Invariant(setting), GapShrinks(setting)]
    assert TRAJECTORY.justifies(claim, premises)
    assert not TRAJECTORY.justifies(replace(claim, window_to=THREE), premises)
    assert not TRAJECTORY.justifies(replace(claim, alpha_bound=ONE), premises)
    assert not TRAJECTORY.justifies(replace(claim, depth=THREE), premises)
    assert not TRAJECTORY.justifies(WHOLE.shows, premises)
    special = replace(setting, parameters=(*setting.parameters, Relation(L, sympy.Integer(9))))
    assert not TRAJECTORY.justifies(claim, [Invariant(special), GapShrinks(special)])


def test_every_depth_needs_every_depth() -> None:
    single = [replace(WHOLE.shows, depth=depth) for depth in DEPTHS]
    assert EVERY_DEPTH.justifies(WHOLE.shows, single)
    assert not EVERY_DEPTH.justifies(WHOLE.shows, single[:2])
    assert not EVERY_DEPTH.justifies(replace(WHOLE.shows, window_to=THREE), single)
