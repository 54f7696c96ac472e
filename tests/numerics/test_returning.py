"""Learning rates at which states return, bounds on limits of gaps, and the diagonal network."""

from fractions import Fraction

import pytest
from flint import arb, fmpq_mat, fmpq_poly

from numerics import diagonal_network, gap_limit, modes, returning
from numerics.errors import Inconclusive


def test_states_that_return_are_found_at_their_learning_rate() -> None:
    polynomial = returning.return_polynomial([1, -1], 1, 2)
    assert polynomial(1) == 0
    assert returning.has_positive_root(polynomial)
    layers = modes.step(
        modes.step([Fraction(1), Fraction(-1)], Fraction(1), Fraction(1)), Fraction(1), Fraction(1)
    )
    assert layers == (1, -1)


def test_unbalanced_states_do_not_return() -> None:
    for layers in (["1/2", "1/3"], [1, 2, 3], [0, 2, 3], ["1/2", "-3/4", 1, 1]):
        assert returning.return_polynomial(layers, "7/5", 2).degree() == 0


def test_fixed_points_rest_at_every_learning_rate() -> None:
    assert returning.rests([2, 3], 6)
    assert returning.return_polynomial([2, 3], 6, 2) == fmpq_poly([0])
    assert not returning.rests([2, 3], 5)
    with pytest.raises(ValueError, match="every number is a root"):
        returning.has_positive_root(fmpq_poly([0]))


def test_only_positive_roots_count() -> None:
    assert not returning.has_positive_root(fmpq_poly([1, 1]))
    assert not returning.has_positive_root(fmpq_poly([1, 0, 1]))
    assert returning.has_positive_root(fmpq_poly([-2, 0, 1]))


@pytest.mark.parametrize(
    ("start", "eta"), [(["1/5", 0], "19/20"), (["1/5", "1/5", 0], "1/2"), (["9/10"] * 7 + [0], "3/16")]
)
def test_limits_are_enclosed(start: list[str | int], eta: str) -> None:
    found = gap_limit.enclose(start, 1, eta, (1, len(start)))
    later = modes.run(start, 1, eta, 1500, record_every=1500).states[-1]
    gap = abs(modes.gap(later, 1, len(start)))
    assert found.lower > 0
    assert found.contraction < 1
    assert found.lower - arb(10) ** -30 <= gap.upper()
    assert gap.lower() <= found.upper + arb(10) ** -30


def test_no_limit_is_claimed_beyond_the_edge() -> None:
    with pytest.raises(Inconclusive):
        gap_limit.enclose(["1/5", 0], 1, "11/10", (1, 2))
    with pytest.raises(Inconclusive):
        gap_limit.enclose(["1/5", 0], 1, "1/1000", (1, 2))


def test_a_gap_that_vanishes_has_no_positive_limit() -> None:
    with pytest.raises(Inconclusive):
        gap_limit.enclose(["1/5", "1/5"], 1, "1/2", (1, 2))


def test_the_diagonal_network_moves_coordinate_by_coordinate() -> None:
    layers = [(Fraction(1), Fraction(2)), (Fraction(1, 2), Fraction(-1)), (Fraction(3), Fraction(0))]
    target, eta = (Fraction(1), Fraction(3)), Fraction(1, 4)
    moved = diagonal_network.step(layers, target, eta)
    for position, value in enumerate(target):
        own = tuple(layer[position] for layer in layers)
        assert modes.step(own, value, eta) == tuple(layer[position] for layer in moved)


def test_the_hessian_at_a_minimum_has_one_eigenvalue_for_each_coordinate() -> None:
    layers = [(Fraction(2), Fraction(1))] * 2
    expected = fmpq_mat([[4, 0, 4, 0], [0, 1, 0, 1], [4, 0, 4, 0], [0, 1, 0, 1]])
    assert diagonal_network.hessian(layers, (Fraction(4), Fraction(1))) == expected


def test_layers_have_to_fit() -> None:
    with pytest.raises(ValueError, match="as long as the target"):
        diagonal_network.loss([(Fraction(1),)], (Fraction(1), Fraction(2)))
    with pytest.raises(ValueError, match="as long as the target"):
        diagonal_network.loss([], (Fraction(1),))
