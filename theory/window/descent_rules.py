"""Rules about gradient descent: from one step to every step, from every step to the claim."""

from collections.abc import Sequence
from dataclasses import replace

import sympy

from theory.argument import Rule
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.symbols import L, alpha, b, kappa
from theory.symbols import pi as p
from theory.window.comparison import same
from theory.window.propositions import Fact, GapNeverGrows, GapShrinks, Invariant, Relation
from theory.window.signs import sign
from theory.window.state import a, definitions, s_next, shared_value, t, t_next


def _induction(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, Invariant) or claim.setting.case:
        return False
    setting, s = claim.setting, shared_value(claim.setting.depth)
    if s.is_positive and Relation(s, sympy.Integer(0), strict=True) not in setting.region:
        return False
    named = set(definitions(setting.depth))
    # Parameters do not change from step to step, and named quantities would not be carried over
    # to the next state by replacing s and t.
    if any(relation.difference.free_symbols & {*named, s, t} for relation in setting.parameters):
        return False
    if any(relation.difference.free_symbols & named for relation in setting.region):
        return False
    start = {s: alpha, t: sympy.Integer(0)}
    step = {s: s_next, t: t_next}
    needed = [(setting.without_state, relation.substitute(start)) for relation in setting.region]
    needed += [(setting, relation.substitute(step)) for relation in setting.region]
    facts = [premise for premise in premises if isinstance(premise, Fact)]
    return len(facts) == len(premises) and all(
        any(where.contains(fact.setting) and _implies(fact.relation, relation) for fact in facts)
        for where, relation in needed
    )


def _implies(known: Relation, wanted: Relation) -> bool:
    return (known.left, known.right) == (wanted.left, wanted.right) and (known.strict or not wanted.strict)


INDUCTION: Rule = NamedRule(
    "induction over the steps",
    "A region that contains the start (alpha, ..., alpha, 0), and with a state the state after one step "
    "of gradient descent, contains every iterate; each relation of it is checked at the start and after "
    "a step.",
    _induction,
)


def _gap_factor(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case GapShrinks(setting), [Fact() as below_two]:
            depth = setting.depth
            factor = kappa / depth * shared_value(depth) ** (depth - 2)
            relation = below_two.relation
            return (
                setting.contains(below_two.setting)
                and not setting.case
                and relation.strict
                and same(relation.difference, 2 - a**2, depth)
                and sign(factor, depth, ()) == "positive"
                and same(a, factor * (p - 1), depth)
                and same(s_next**2 - t_next**2, b * (1 - a**2), depth)
            )
    return False


GAP_FACTOR: Rule = NamedRule(
    "the factor of the gap",
    "One step multiplies b = s^2 - t^2 by 1 - a^2, where a is a positive multiple of pi - 1; for a^2 < 2 "
    "that factor lies in (-1, 1], and it is 1 only for pi = 1.",
    _gap_factor,
)


def _trajectory(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case GapNeverGrows(depth=depth), [Invariant(setting), GapShrinks(other)]:
            return (
                depth in (sympy.Integer(2), sympy.Integer(3), L)
                and setting == other
                and setting.depth == depth
                and set(setting.parameters) == set(claim.parameters(depth))
            )
    return False


TRAJECTORY: Rule = NamedRule(
    "along the trajectory",
    "What one step does from every state of a region it does at every step of a trajectory that stays in "
    "the region. Layers 1 to L-1 share one value throughout, so the gaps between them stay 0.",
    _trajectory,
)


def _every_depth(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    if not isinstance(claim, GapNeverGrows) or claim.depth is not None:
        return False
    depths = (sympy.Integer(2), sympy.Integer(3), L)
    return list(premises) == [replace(claim, depth=depth) for depth in depths]


EVERY_DEPTH: Rule = NamedRule(
    "every depth", "What holds for L = 2, for L = 3 and for L >= 4 holds for every depth.", _every_depth
)
