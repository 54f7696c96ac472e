"""Directions beyond the edge: arguments hold, none of their steps can be left out, moved constants fail."""

import pytest
import sympy

from theory import beyond_edge
from theory.argument import Argument
from theory.beyond_edge_rules import p, q
from theory.layer_powers import sigma_i, sigma_j
from theory.symbols import L

PAIR = (sigma_i**2 - sigma_j**2) / (sigma_i ** (2 / L) - sigma_j ** (2 / L))


@pytest.mark.parametrize(
    "argument",
    [
        beyond_edge.directions(p**2 + 2 * q, PAIR),
        beyond_edge.one_for_each_mode(PAIR),
        beyond_edge.oscillating(),
    ],
)
def test_arguments_hold_and_need_every_step(argument: Argument) -> None:
    assert argument.check().holds
    for index in range(len(argument.steps)):
        shorter = Argument(argument.shows, argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds


@pytest.mark.parametrize("count", [p, p**2, p**2 + q, p * (p + 1) / 2 + 2 * q, p**2 + 2 * q + 1])
def test_other_counts_fail(count: sympy.Expr) -> None:
    assert not beyond_edge.directions(count, PAIR).check().holds


@pytest.mark.parametrize("pair", [2 * PAIR, PAIR.subs(L, 2 * L), sigma_i ** (2 - 2 / L)])
def test_other_pair_eigenvalues_fail(pair: sympy.Expr) -> None:
    assert not beyond_edge.directions(p**2 + 2 * q, pair).check().holds
    assert not beyond_edge.one_for_each_mode(pair).check().holds
