from fractions import Fraction

import pytest
import sympy

from numerics.balls import Truth
from paper_checks import registry
from paper_checks.checks import alpha_bound, start_cases
from paper_checks.checks.start_cases import StartCase
from theory.symbols import L, alpha, kappa

STATEMENT = next(statement for statement in registry.statements() if statement.slug == "gap-decay")


def test_the_end_of_a_bound_is_bracketed_from_below() -> None:
    # alpha^3 < 2, and the relation that holds beyond the same end.
    for relation in (kappa * alpha ** (L - 1) < 6, kappa * alpha ** (L - 1) > 6):
        end = start_cases.bound_end(relation, 4, Fraction(3))
        assert end**3 < 2 < (end * (1 + Fraction(2, 10**30))) ** 3


def test_a_relation_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="does not bound alpha"):
        start_cases.bound_end(kappa * alpha ** (L - 2) < 8, 2, Fraction(1))


def test_two_layers_are_cut_at_their_own_end_of_the_window() -> None:
    assert alpha_bound.window(STATEMENT, 2)[1] == pytest.approx(2.55)
    low, high = alpha_bound.window(STATEMENT, 3)
    assert low == pytest.approx(2)
    assert high**2 < 8
    assert high == pytest.approx(float(sympy.sqrt(8)))


def test_growth_and_its_absence_are_told_apart() -> None:
    inside = StartCase(3, Fraction(5, 2), Fraction(129, 100), True)
    beyond = StartCase(3, Fraction(5, 2), Fraction(130, 100), False)
    assert start_cases.no_growth(inside, 50).truth is Truth.TRUE
    assert start_cases.growth(beyond, 50).truth is Truth.TRUE
    assert start_cases.no_growth(beyond, 50).truth is Truth.FALSE
    assert start_cases.growth(inside, 50).truth is Truth.FALSE


def test_a_first_step_that_balances_the_layers_is_set_apart() -> None:
    # eta alpha^(L-2) = 1: the gap is zero from then on, although the pull of the second step exceeds sqrt 2.
    answer = start_cases.growth(StartCase(3, Fraction(2), Fraction(3, 2), False), 50)
    assert answer.truth is Truth.TRUE
    assert answer.labels == ("the first step balances the layers",)
