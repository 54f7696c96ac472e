"""The singular vector stationary set: arguments hold, and none of their steps can be left out."""

import dataclasses

import pytest
import sympy

from theory import stationary_set
from theory.argument import Argument
from theory.stationary_set_identities import MEMBER, Member
from theory.symbols import L, alpha, eta
from theory.words import matrix

U, V, Q, P, D, S, M = (matrix(name) for name in ("U", "V", "Q_l", "Q_{l+1}", "D_l", "S", "M"))
ARGUMENTS = {
    "closed": stationary_set.closed(),
    "unbalanced": stationary_set.unbalanced_start(),
    "balanced": stationary_set.balanced_start(),
    "first step": stationary_set.first_step(alpha - eta * alpha ** (2 * L - 1), eta * alpha ** (L - 1)),
    "normal": stationary_set.normal_target(L - 1, L),
}


@pytest.mark.parametrize("argument", ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments_hold_and_need_every_step(argument: Argument) -> None:
    assert argument.check().holds
    for index in range(len(argument.steps)):
        shorter = Argument(argument.shows, argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds


@pytest.mark.parametrize(
    "changed",
    [
        dataclasses.replace(MEMBER, inner=Q @ D @ P.T),
        dataclasses.replace(MEMBER, inner=P @ D @ Q),
        dataclasses.replace(MEMBER, inner=2 * MEMBER.inner),
        dataclasses.replace(MEMBER, last=U @ matrix("D_L") @ matrix("Q_L")),
        dataclasses.replace(MEMBER, first=matrix("Q_2").T @ matrix("D_1") @ V.T),
        dataclasses.replace(MEMBER, target=V @ S @ U.T),
        dataclasses.replace(MEMBER, target=U @ S @ V),
    ],
)
def test_other_forms_are_not_closed(changed: Member) -> None:
    assert not stationary_set.closed(changed).check().holds


def test_other_starts_are_not_members() -> None:
    assert not stationary_set.unbalanced_start(alpha).check().holds
    assert not stationary_set.unbalanced_start(sympy.Rational(1, 1000)).check().holds
    assert (
        not stationary_set.unbalanced_start(member=dataclasses.replace(MEMBER, inner=P @ D @ Q)).check().holds
    )


@pytest.mark.parametrize("vanishing", [M + M.T, M, M @ M.T - M.T @ M, M.T])
def test_other_conditions_do_not_decide_the_balanced_start(vanishing: object) -> None:
    assert not stationary_set.balanced_start(vanishing).check().holds  # type: ignore[arg-type]


def test_moved_exponents_fail() -> None:
    assert not stationary_set.first_step(alpha - eta * alpha ** (2 * L), eta * alpha ** (L - 1)).check().holds
    assert not stationary_set.first_step(alpha - eta * alpha ** (2 * L - 1), eta * alpha**L).check().holds
    assert not stationary_set.normal_target(L, L).check().holds
    assert not stationary_set.normal_target(L - 1, L - 1).check().holds
