"""The largest upper point of each depth, and how it depends on the depth."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import orbits, upper_points
from theory.argument import Argument
from theory.propositions import Inequality
from theory.rules import GEOMETRIC_SUM, RATIO_DOMAIN
from theory.symbols import L, Z, z
from theory.upper_points import (
    CONDITION,
    DEEP_LIMIT,
    LARGEST,
    GreatestShallow,
    LargestDecreases,
    OneChangeOfSign,
)

DEPTHS = (2, 3, 4, 6, 9)


def best(depth: int) -> tuple[sympy.Expr, sympy.Expr]:
    """Return the ratio and the largest upper point by calculus at one depth, to 40 digits."""
    upper = orbits.points(depth, z)[1]
    critical = sympy.Poly(sympy.numer(sympy.together(sympy.diff(upper, z))), z)
    (root,) = (root for root in sympy.real_roots(critical, radicals=False) if root > 1)
    return root.evalf(40), upper.subs(z, root).evalf(40)


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_largest_upper_point_is_that_of_calculus(depth: int) -> None:
    ratio, value = best(depth)
    assert abs(CONDITION.subs({L: depth}).subs(z, ratio)) < sympy.Rational(1, 10**30)
    assert abs(LARGEST.subs({L: depth}).subs(z, ratio) - value) < sympy.Rational(1, 10**30)
    assert DEEP_LIMIT < value <= DEEP_LIMIT + sympy.Rational(1, depth)


def test_it_decreases_from_four_thirds() -> None:
    values = [best(depth)[1] for depth in DEPTHS]
    assert values == sorted(values, reverse=True)
    assert LARGEST.subs({L: 2, z: 2}) == orbits.BEST_UPPER_CONSTANT
    assert CONDITION.subs({L: 2, z: 2}) == 0


@pytest.mark.parametrize(
    "argument", [upper_points.largest(), upper_points.deep_limit()], ids=["largest", "limit"]
)
def test_the_arguments_hold_and_every_step_is_needed(argument: Argument) -> None:
    assert argument.check().holds
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not Argument(argument.shows, rest).check().holds
        for label in step.uses:
            weaker = replace(step, uses=tuple(u for u in step.uses if u != label))
            steps = (*argument.steps[:index], weaker, *argument.steps[index + 1 :])
            assert not Argument(argument.shows, steps).check().holds
    for step in argument.steps:
        assert step.claim.text
        assert step.claim.latex


def test_nothing_can_change(survivors: Callable[[Argument], list[str]]) -> None:
    # A multiple of the condition has the same root, and the sign of a root may be read off a larger bound.
    assert [what for what in survivors(upper_points.largest()) if not what.startswith("root above 1")] == []


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (CONDITION - 1, LARGEST),
        (CONDITION, LARGEST * sympy.Rational(1001, 1000)),
        (CONDITION, LARGEST / z),
        (-CONDITION, LARGEST),
        (CONDITION * (z - 3), LARGEST),
        (CONDITION.subs(L, L + 1), LARGEST),
    ],
)
def test_other_conditions_and_values_are_refused(condition: sympy.Expr, value: sympy.Expr) -> None:
    assert not upper_points.largest(condition, value).check().holds


@pytest.mark.parametrize(
    ("polynomial", "expected"),
    [
        (z**L - 1, True),
        (z ** (2 * L) - L * z**L - z, True),
        (1 - z**L, False),
        (z ** (2 * L) - z**L + 1, False),
        # The coefficient changes sign at depth 3, or the order of the powers does.
        (z**L - (L - 3), False),
        (z**L - z**3, False),
        (z**L + 1, False),
        (Z - 1, False),
    ],
)
def test_one_change_of_sign_for_every_depth(polynomial: sympy.Expr, expected: bool) -> None:
    assert OneChangeOfSign(polynomial).decide() is expected


@pytest.mark.parametrize(
    "limit", [sympy.Rational(1207, 1000), sympy.sqrt(2), (1 - sympy.sqrt(2)) / 2, sympy.Rational(6, 5)]
)
def test_another_limit_is_refused(limit: sympy.Expr) -> None:
    assert not GreatestShallow(limit).decide()
    assert not upper_points.deep_limit(limit).check().holds


def test_the_rules_look_at_their_premises() -> None:
    argument = upper_points.deep_limit()
    last = argument.steps[-1]
    premises = {step.label: step.claim for step in argument.steps}
    given = [premises[label] for label in last.uses]
    assert not upper_points.DECREASES.justifies(LargestDecreases(sympy.Integer(1)), given)
    for index, other in (
        (1, premises["close"]),
        (2, GreatestShallow(sympy.Integer(2))),
        (3, premises["rise"]),
    ):
        changed = [*given[:index], other, *given[index + 1 :]]
        assert not upper_points.DECREASES.justifies(last.claim, changed)
    wrong = Inequality(GEOMETRIC_SUM, L + 1, RATIO_DOMAIN)
    assert not upper_points.SMALLEST_TERM.justifies(wrong, [])
