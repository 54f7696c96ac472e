"""The exact Hessian of the loss: against the gradient, by symmetry, and what is counted from it."""

from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mat

from numerics import balls, gd, hessian, modes

LAYERS = [gd.matrix([[1, 2], [0, "1/3"], [-1, 1]]), gd.matrix([[2, 1, "1/2"], [1, -1, 3]])]
TARGET = gd.matrix([[1, 0], [2, 5]])


def test_central_differences_agree_with_differences_of_the_gradient() -> None:
    found = hessian.of_network(LAYERS, TARGET)
    places = [(k, i, j) for k, w in enumerate(LAYERS) for i in range(w.nrows()) for j in range(w.ncols())]

    def gradient(place: tuple[int, int, int], by: int) -> list[fmpq]:
        layer, i, j = place
        moved = [fmpq_mat(w) for w in LAYERS]
        moved[layer][i, j] += by
        return [entry for part in gd.gradient(moved, TARGET) for entry in part.entries()]

    for index, place in enumerate(places):
        pairs = zip(gradient(place, 1), gradient(place, -1), strict=True)
        assert [found[index, k] for k in range(len(places))] == [(up - down) / 2 for up, down in pairs]
    assert found == found.transpose()


def test_a_mode_is_a_network_of_width_one() -> None:
    layers = [Fraction(2), Fraction(-1, 3), Fraction(0), Fraction(5)]
    matrices = [gd.matrix([[value]]) for value in layers]
    assert hessian.of_mode(layers, "1/7") == hessian.of_network(matrices, gd.matrix([["1/7"]]))


@pytest.mark.parametrize(("value", "target"), [("3/2", 2), (1, 1), ("1/2", 5), (-2, 1)])
def test_equal_layers_have_two_eigenvalues(value: int | str, target: int) -> None:
    sharpness = hessian.sharpness_where_layers_agree(value, target, 3)
    around = hessian.eigenvalues_around(hessian.of_mode([value] * 3, target).charpoly(), sharpness)
    assert around[1] >= 1
    assert around[2] == 0


def test_the_enclosed_eigenvalue_contains_the_exact_one() -> None:
    with balls.working_precision(30):
        enclosed = hessian.enclosed_sharpness_where_layers_agree(balls.ball("3/2"), balls.ball("27/8"), 3)
        assert enclosed.contains(hessian.sharpness_where_layers_agree("3/2", "27/8", 3))
        assert enclosed.rad() < 1e-20
    with pytest.raises(ValueError, match="the depth is 1"):
        hessian.enclosed_sharpness_where_layers_agree(balls.ball(1), balls.ball(1), 1)


def test_the_only_eigenvalue_at_a_minimum_of_one_mode() -> None:
    layers = [Fraction(2), Fraction(3), Fraction(1, 4)]
    at_minimum = hessian.of_mode(layers, modes.product(layers))
    value = hessian.only_eigenvalue(at_minimum)
    assert hessian.eigenvalues_around(at_minimum.charpoly(), value) == (2, 1, 0)
    with pytest.raises(ValueError, match="more than one non-zero eigenvalue"):
        hessian.only_eigenvalue(hessian.of_mode(layers, 1))


def test_the_only_eigenvalue_with_a_zero_corner() -> None:
    assert hessian.only_eigenvalue(fmpq_mat([[0, 0], [0, 3]])) == 3
    with pytest.raises(ValueError, match="more than one non-zero eigenvalue"):
        hessian.only_eigenvalue(fmpq_mat([[0, 1], [1, 0]]))


@pytest.mark.parametrize(
    ("bound", "counts"), [(-2, (0, 0, 4)), (-1, (0, 1, 3)), (0, (1, 0, 3)), (2, (1, 2, 1)), (7, (4, 0, 0))]
)
def test_eigenvalues_are_counted_with_multiplicity(bound: int, counts: tuple[int, int, int]) -> None:
    diagonal = [-1, 2, 2, 5]
    matrix = fmpq_mat([[value if i == j else 0 for j in range(4)] for i, value in enumerate(diagonal)])
    assert hessian.eigenvalues_around(matrix.charpoly(), bound) == counts


def test_floats_and_empty_input_are_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        hessian.of_mode([0.5, 1], 1)  # type: ignore[list-item]
    with pytest.raises(ValueError, match="no layers"):
        hessian.of_mode([], 1)
    with pytest.raises(ValueError, match="the depth is 1"):
        hessian.sharpness_where_layers_agree(1, 1, 1)
