"""Where a run oscillates: shares of the change of the product in given bases."""

import pytest

from numerics import gd, oscillation, rounded

IDENTITY = gd.matrix([[1, 0], [0, 1]])
TURN = gd.matrix([["3/5", "-4/5"], ["4/5", "3/5"]])
START = [[["11/10", 0], [0, 1]], [["11/10", 0], [0, 1]]]
TARGET = [[1, 0], [0, 1]]


def test_a_change_in_one_entry_is_inside_its_bases_alone() -> None:
    run = rounded.of_network(START, TARGET, "1/3", 2)
    (first, second) = oscillation.shares(run, IDENTITY, IDENTITY, 1)
    for share in (first.block, first.diagonal, second.block):
        assert abs(float(share.mid())) < 1e-40
    turned = oscillation.shares(run, TURN, TURN, 1)[0]
    # In turned bases the change c e_1 e_1' has the entries (9, 12, 12, 16)/25 c up to signs.
    assert abs(float(turned.block.mid()) - 544 / 625) < 1e-12
    whole = oscillation.shares(run, TURN, TURN, 2)[0]
    assert abs(float(whole.block.mid())) < 1e-12
    assert abs(float(whole.diagonal.mid()) - 288 / 625) < 1e-12


def test_unusable_inputs_are_named() -> None:
    run = rounded.of_network(START, TARGET, "1/3", 0)
    with pytest.raises(ValueError, match="give at least 2 states and 1 mode"):
        oscillation.shares(run, IDENTITY, IDENTITY, 1)
