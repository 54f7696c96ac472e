"""Diagonal layers split into modes: against exact steps on diagonal matrices."""

from collections.abc import Callable
from dataclasses import replace
from math import prod

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import diagonal, modes
from theory.argument import Argument
from theory.diagonal import DIAGONAL_GRADIENT, DIAGONAL_LOSS, StaysDiagonal, SumOverModes
from theory.propositions import Identity
from theory.symbols import Q, pi, s_k, s_l, sigma

TERM = (pi - sigma) ** 2 / 2
WRONG_TERMS = [
    (pi - sigma) ** 2,
    (pi + sigma) ** 2 / 2,
    (pi - sigma) ** 3 / 2,
    1001 * (pi - sigma) ** 2 / 2000,
    (pi - sigma) / 2,
    pi**2 / 2 - pi * sigma,
]

numbers = st.integers(-4, 4)


def test_the_loss_is_the_sum_over_the_modes() -> None:
    argument = diagonal.loss_splits(TERM)
    assert argument.check().holds
    assert argument.rests_on == ("diagonal loss",)
    assert diagonal.loss_splits(sympy.expand(TERM)).check().holds


def test_descent_splits_into_the_modes() -> None:
    argument = diagonal.descent_splits(TERM)
    assert argument.check().holds
    assert argument.rests_on == ("diagonal gradient",)
    # A constant does not change the descent, but it changes the loss.
    assert diagonal.descent_splits(TERM + sigma**2).check().holds
    assert not diagonal.loss_splits(TERM + sigma**2).check().holds


@pytest.mark.parametrize("term", WRONG_TERMS, ids=str)
def test_other_terms_are_refused(term: sympy.Expr) -> None:
    assert not diagonal.loss_splits(term).check().holds
    without_constant = sympy.expand(term - term.subs(pi, 0) - TERM + TERM.subs(pi, 0)) == 0
    assert diagonal.descent_splits(term).check().holds is without_constant


@pytest.mark.parametrize("argument", [diagonal.loss_splits(TERM), diagonal.descent_splits(TERM)])
def test_nothing_in_the_arguments_can_be_missing_or_changed(
    argument: Argument, survivors: Callable[[Argument], list[str]]
) -> None:
    assert survivors(argument) == []


def test_the_rules_refuse_what_is_not_the_loss_or_its_gradient() -> None:
    loss = Identity(modes.loss(pi), TERM)
    assert DIAGONAL_LOSS.justifies(SumOverModes(loss), [loss])
    assert not DIAGONAL_LOSS.justifies(SumOverModes(loss), [])
    assert not DIAGONAL_LOSS.justifies(SumOverModes(Identity(pi, pi)), [Identity(pi, pi)])
    assert not DIAGONAL_LOSS.justifies(SumOverModes(loss), [replace(loss, right=pi)])
    assert not DIAGONAL_LOSS.justifies(StaysDiagonal(loss), [loss])

    slope = (s_l * s_k * Q - sigma) * s_k * Q
    entry = Identity(slope, slope)
    assert DIAGONAL_GRADIENT.justifies(StaysDiagonal(entry), [entry])
    assert not DIAGONAL_GRADIENT.justifies(StaysDiagonal(entry), [])
    assert not DIAGONAL_GRADIENT.justifies(SumOverModes(entry), [entry])
    assert not DIAGONAL_GRADIENT.justifies(StaysDiagonal(entry), [Identity(slope, sympy.expand(slope))])
    halved = Identity(slope / 2, slope / 2)
    assert not DIAGONAL_GRADIENT.justifies(StaysDiagonal(halved), [halved])


@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=4), st.tuples(numbers, numbers))
@settings(max_examples=30, deadline=None)
def test_matrices_do_what_the_arguments_say(layers: list[tuple[int, int]], target: tuple[int, int]) -> None:
    matrices = [sympy.diag(*layer) for layer in layers]
    goal = sympy.diag(*target)

    def loss(at: list[sympy.Matrix]) -> sympy.Rational:
        error = prod(reversed(at[:-1]), start=at[-1]) - goal
        return sum(entry**2 for entry in error) / sympy.Integer(2)

    ends = [prod(layer[i] for layer in layers) for i in range(2)]
    assert loss(matrices) == sum(TERM.subs({pi: end, sigma: s}) for end, s in zip(ends, target, strict=True))
    # Every entry of the first layer: off the diagonal the derivative is zero, on it that of the mode.
    for row in range(2):
        for column in range(2):
            change = sympy.zeros(2, 2)
            change[row, column] = 1
            moved = [loss([matrices[0] + sign * change, *matrices[1:]]) for sign in (1, -1)]
            derivative = (moved[0] - moved[1]) / 2
            expected = sympy.Integer(0)
            if row == column:
                others = prod(layer[row] for layer in layers[1:])
                expected = modes.gradient(sympy.Integer(layers[0][row]), sympy.Integer(others)).subs(
                    sigma, target[row]
                )
            assert derivative == expected


def test_propositions_are_printed_from_their_formulas() -> None:
    for argument in (diagonal.loss_splits(TERM), diagonal.descent_splits(TERM)):
        assert "for every depth and width" in argument.shows.text
        assert r"\sigma" in argument.shows.latex
