"""The flattest minimum: the arguments hold, all of them is needed, and no other constant will do."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import flattest
from theory import flattest_rules as rules
from theory.argument import Argument
from theory.symbols import L, s_l, sigma, sigma_top

ARGUMENTS = {
    "one mode": flattest.one_mode(),
    "every minimum": flattest.every_minimum(),
    "least": flattest.least_sharpness(),
    "top mode": flattest.top_mode(),
}


@pytest.mark.parametrize("argument", ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments_hold_and_need_every_step_and_premise(argument: Argument) -> None:
    assert argument.check().holds, argument.check().failure
    claims = {step.label: step.claim for step in argument.steps}
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not replace(argument, steps=rest).check().holds, step.label
        if step.rule is not None:
            premises = [claims[label] for label in step.uses]
            for left_out in range(len(premises)):
                fewer = premises[:left_out] + premises[left_out + 1 :]
                assert not step.rule.justifies(step.claim, fewer), (step.label, left_out)


BUILDERS: dict[str, Callable[[sympy.Expr], Argument]] = {
    "every minimum": flattest.every_minimum,
    "least": flattest.least_sharpness,
    "top mode": flattest.top_mode,
    "one mode": lambda bound: flattest.one_mode(bound=bound.subs(sigma_top, sigma)),
}


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
@pytest.mark.parametrize(
    "bound",
    [
        (L + 1) * sigma_top ** (2 - 2 / L),
        2 * L * sigma_top ** (2 - 2 / L),
        L * sigma_top ** (2 - 1 / L),
        L * sigma_top ** (2 - 2 / (L + 1)),
    ],
    ids=str,
)
def test_another_bound_is_not_established(build: Callable[[sympy.Expr], Argument], bound: sympy.Expr) -> None:
    assert not build(bound).check().holds


def test_another_term_is_not_established() -> None:
    assert not flattest.one_mode(term=2 * sigma**2 / s_l**2).check().holds
    assert not flattest.one_mode(term=sigma**2 / s_l).check().holds


@pytest.mark.parametrize("formula", [sympy.Integer(3), sigma_top + 1, sigma_top**sigma_top])
def test_only_powers_are_bounds(formula: sympy.Expr) -> None:
    with pytest.raises(ValueError, match="not a constant times a power"):
        rules.power_form(formula, sigma_top)
