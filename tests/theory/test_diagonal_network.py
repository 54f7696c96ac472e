"""What carries over to the diagonal network; every line of the arguments is needed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sympy

from theory import balancing, diagonal_network, modes, orbits
from theory.argument import Argument
from theory.symbols import L, pi, s_k, s_l, sigma

ARGUMENTS = {
    "loss": diagonal_network.loss((pi - sigma) ** 2 / 2),
    "conservation": diagonal_network.carried_over(balancing.conserved(s_l**2 - s_k**2)),
    "period 2": diagonal_network.carried_over(orbits.uniqueness()),
    "spectrum": diagonal_network.spectrum(L * sigma ** (2 - 2 / L)),
}


@pytest.mark.parametrize("name", ["loss", "conservation", "spectrum"])
def test_nothing_wrong_goes_unnoticed(name: str, survivors: Callable[[Argument], list[str]]) -> None:
    assert survivors(ARGUMENTS[name]) == []


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_line_is_needed(name: str) -> None:
    argument = ARGUMENTS[name]
    assert argument.check().holds
    for index in range(len(argument.steps)):
        shorter = replace(argument, steps=argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds, argument.steps[index].label
    assert all(step.claim.text and step.claim.latex for step in argument.steps)


@pytest.mark.parametrize(
    "eigenvalue",
    [L * sigma ** (2 - 1 / L), (L - 1) * sigma ** (2 - 2 / L), sigma ** (2 - 2 / L), L * sigma**2],
)
def test_another_eigenvalue_fails(eigenvalue: sympy.Expr) -> None:
    assert not diagonal_network.spectrum(eigenvalue).check().holds


def test_what_is_false_of_modes_does_not_carry_over() -> None:
    assert not diagonal_network.carried_over(balancing.conserved(s_l**2 + s_k**2)).check().holds
    assert not diagonal_network.loss((pi + sigma) ** 2 / 2).check().holds


def test_a_coordinate_needs_the_loss_of_a_mode() -> None:
    argument = diagonal_network.carried_over(balancing.conserved(s_l**2 - s_k**2))
    other = diagonal_network.loss((pi - sigma) ** 2)
    of_modes = balancing.conserved(s_l**2 - s_k**2)
    steps = (*other.steps, *of_modes.steps, argument.steps[-1])
    assert not Argument(argument.shows, steps).check().holds


def test_another_loss_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modes, "loss", lambda end_to_end: (end_to_end - sigma) ** 4 / 2)
    assert not diagonal_network.loss((pi - sigma) ** 2 / 2).check().holds
    assert not diagonal_network.spectrum(L * sigma ** (2 - 2 / L)).check().holds
