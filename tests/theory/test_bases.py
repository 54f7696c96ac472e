"""The reduction of layers in orthogonal bases to their inner layers."""

import pytest

from theory.argument import Argument
from theory.bases import BASIS, INNER, MEMBER, NEXT_BASIS, MatrixIdentity, in_every_basis, reduced
from theory.words import Words, matrix

Q, P, D, A = (matrix(name) for name in (BASIS, NEXT_BASIS, INNER, "A"))


def test_orthogonal_neighbours_cancel_and_nothing_else_does() -> None:
    assert reduced(A @ Q @ Q.T @ Q @ A) == A @ Q @ A
    assert reduced(P @ Q.T @ Q @ P.T @ A) == A
    assert reduced(Q @ Q) == Q @ Q
    assert reduced(A @ A.T) == A @ A.T
    assert reduced(Q @ P.T) == Q @ P.T


def test_identities_are_decided_both_ways() -> None:
    assert MatrixIdentity(P.T @ P @ D, D).decide()
    assert not MatrixIdentity(P.T @ Q @ D, D).decide()


def test_members_of_the_set_reduce() -> None:
    argument = in_every_basis(MEMBER)
    assert argument.check().holds
    assert argument.rests_on == ("induction on layers",)
    for index in range(len(argument.steps)):
        shorter = Argument(argument.shows, argument.steps[:index] + argument.steps[index + 1 :])
        assert not shorter.check().holds


@pytest.mark.parametrize(
    "layer", [Q @ D @ P.T, P @ D @ Q, P.T @ D @ Q, P @ D.T @ Q.T, D, 2 * MEMBER, MEMBER + MEMBER, Words()]
)
def test_other_layers_do_not(layer: Words) -> None:
    assert not in_every_basis(layer).check().holds
