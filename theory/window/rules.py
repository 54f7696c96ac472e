"""Rules that derive facts from facts: hypotheses, numbers, sums, substitutions and cases.

The check of a rule sees a claim and its premises, and says whether the claim follows from them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import sympy

from theory.argument import Rule
from theory.polynomials import numerator_and_denominator
from theory.propositions import Domain, Inequality, Proposition
from theory.rules import NamedRule
from theory.window.comparison import same
from theory.window.propositions import Fact, Relation
from theory.window.signs import number_sign, sign

_zero = sympy.Integer(0)

Check = Callable[[Fact, Sequence[Proposition]], bool]
"""Says whether a fact follows from premises."""


def about_facts(check: Check) -> Callable[[Proposition, Sequence[Proposition]], bool]:
    """Apply a check only to facts in settings at most as special as the setting of the claim."""

    def checked(claim: Proposition, premises: Sequence[Proposition]) -> bool:
        if not isinstance(claim, Fact):
            return False
        facts = [premise for premise in premises if isinstance(premise, Fact)]
        return all(claim.setting.contains(fact.setting) for fact in facts) and check(claim, premises)

    return checked


def relations_of(premises: Iterable[Proposition]) -> list[Relation]:
    """Return the relations of the facts among premises."""
    return [premise.relation for premise in premises if isinstance(premise, Fact)]


def _hypothesis(claim: Fact, premises: Sequence[Proposition]) -> bool:
    return not premises and claim.relation in claim.setting.hypotheses


HYPOTHESIS: Rule = NamedRule(
    "hypothesis", "Every hypothesis of a setting holds in it.", about_facts(_hypothesis)
)


def _number(claim: Fact, premises: Sequence[Proposition]) -> bool:
    value = number_sign(claim.relation.difference)
    return not premises and value is not None and value >= (1 if claim.relation.strict else 0)


NUMBER: Rule = NamedRule(
    "comparison of numbers",
    "Numbers that are multiples of square roots of whole numbers are compared by squaring.",
    about_facts(_number),
)


def weighted(*weights: sympy.Expr, plus: sympy.Expr = _zero) -> Rule:
    """Return the rule that adds multiples of facts and a remainder, all factors non-negative.

    The weights belong to the first premises; further premises only serve to see signs.
    """

    def check(claim: Fact, premises: Sequence[Proposition]) -> bool:
        facts = [premise for premise in premises if isinstance(premise, Fact)]
        if len(facts) != len(premises) or len(facts) < len(weights):
            return False
        depth, relations = claim.setting.depth, relations_of(premises)
        signs = [sign(weight, depth, relations) for weight in (*weights, plus)]
        if not all(signs):
            return False
        summed = list(zip(weights, facts, strict=False))
        strict = signs[-1] == "positive" or any(
            seen == "positive" and fact.relation.strict
            for seen, (_, fact) in zip(signs, summed, strict=False)
        )
        total = plus + sum((w * fact.relation.difference for w, fact in summed), sympy.Integer(0))
        return (strict or not claim.relation.strict) and same(claim.relation.difference, total, depth)

    return NamedRule(
        "weighted sum",
        "Inequalities may be multiplied by non-negative factors and added, with a non-negative remainder.",
        about_facts(check),
    )


def instance(values: Mapping[sympy.Symbol, sympy.Expr]) -> Rule:
    """Return the rule that applies an inequality of real numbers to values in its domain."""

    def check(claim: Fact, premises: Sequence[Proposition]) -> bool:
        match premises:
            case [Inequality() as general, *facts] if all(isinstance(fact, Fact) for fact in facts):
                return _is_instance(claim, general, facts)
        return False

    def _is_instance(claim: Fact, general: Inequality, facts: Sequence[Proposition]) -> bool:
        depth, relations = claim.setting.depth, relations_of(facts)
        # What holds for real numbers in ranges may be applied; what holds for certain formulas may not.
        ranged = {r.symbol for r in general.domain.ranges}
        mentioned = general.left.free_symbols | general.right.free_symbols
        if general.domain.where or not mentioned | set(values) <= ranged:
            return False

        def at(expression: sympy.Expr) -> sympy.Expr:
            return expression.subs(dict(values), simultaneous=True)

        for r in general.domain.ranges:
            above = sign(at(r.symbol - r.start), depth, relations)
            below = "positive" if r.end is None else sign(at(r.end - r.symbol), depth, relations)
            # Up to its ends an inequality is decided; at the ends it holds by continuity, if weak.
            if not above or not below or (r.strict and above != "positive"):
                return False
            if general.strict and below != "positive":
                return False
        return (
            _defined_at_ends(general)
            and (general.strict or not claim.relation.strict)
            and same(claim.relation.difference, at(general.left - general.right), depth)
        )

    return NamedRule(
        "substitution",
        "An inequality of real numbers holds for every values in its domain.",
        about_facts(check),
    )


def _defined_at_ends(general: Inequality) -> bool:
    """Say whether the difference of the sides has no pole where ranges are at their ends."""
    denominator = numerator_and_denominator(general.left - general.right)[1].as_expr()
    ended = [r for r in general.domain.ranges if r.end is not None and r.symbol in denominator.free_symbols]
    for size in range(1, len(ended) + 1):
        for chosen in combinations(ended, size):
            at_ends = denominator
            for r in reversed(chosen):
                at_ends = at_ends.subs(r.symbol, r.end)
            rest = Domain(tuple(r for r in general.domain.ranges if r not in chosen))
            if not Inequality(at_ends, sympy.Integer(0), rest, strict=True).decide():
                return False
    return True


def _two_cases(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case Fact(), [Fact() as one, Fact() as other]:
            here = set(claim.setting.hypotheses)
            extra = [set(fact.setting.hypotheses) - here for fact in (one, other)]
            if not one.relation == other.relation == claim.relation or any(len(e) != 1 for e in extra):
                return False
            first, second = (next(iter(e)) for e in extra)
            return (
                one.setting.depth == other.setting.depth == claim.setting.depth
                # Weak relations l >= r and r >= l leave no gap.
                and (first.left, first.right) == (second.right, second.left)
                and not (first.strict or second.strict)
            )
    return False


EITHER_WAY: Rule = NamedRule(
    "either way", "What holds where x >= c and where c >= x holds without either.", _two_cases
)
