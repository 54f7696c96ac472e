"""Loss, gradient and conservation law on matrices, against exact differences of the loss."""

import random
from fractions import Fraction

import pytest
import sympy

from theory import network
from theory.network import LAYER, NEXT
from theory.words import Words, gradient_of_trace, matrix

SHAPES = [
    # Width of the input, of the three matrices between, and of the output.
    (2, 1, 2, 1, 2),
    (1, 2, 3, 2, 1),
    (3, 2, 2, 1, 2),
    (2, 2, 1, 3, 1),
]


def state(shape: tuple[int, ...], seed: int) -> dict[str, sympy.Matrix]:
    draw = random.Random(seed)
    widths = dict(zip(("B", LAYER, NEXT, "A"), zip(shape[1:], shape, strict=False), strict=True))
    widths["M"] = (shape[-1], shape[0])
    return {
        name: sympy.Matrix(
            rows, columns, lambda _i, _j: sympy.Rational(draw.randint(-6, 6), draw.randint(1, 3))
        )
        for name, (rows, columns) in widths.items()
    }


def evaluate(polynomial: Words, at: dict[str, sympy.Matrix]) -> sympy.Matrix:
    total = None
    for word, coefficient in polynomial.terms.items():
        product = None
        for letter in word:
            factor = at[letter.name].T if letter.transposed else at[letter.name]
            product = factor if product is None else product * factor
        scaled = sympy.Rational(coefficient.numerator, coefficient.denominator) * product
        total = scaled if total is None else total + scaled
    return total


def loss(at: dict[str, sympy.Matrix]) -> sympy.Rational:
    error = at["A"] * at[NEXT] * at[LAYER] * at["B"] - at["M"]
    return sum(entry**2 for entry in error) / 2


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("layer", [LAYER, NEXT])
def test_the_gradient_is_the_derivative_of_the_loss(layer: str, shape: tuple[int, ...], seed: int) -> None:
    at = state(shape, seed)
    said = evaluate(network.gradient(layer), at)
    assert said.shape == at[layer].shape
    step = sympy.Rational(2, 7)
    for row in range(said.rows):
        for column in range(said.cols):
            # Quadratic in one entry, so the central difference is the derivative.
            ends = []
            for change in (step, -step):
                moved = at[layer].copy()
                moved[row, column] += change
                ends.append(loss(at | {layer: moved}))
            assert said[row, column] == (ends[0] - ends[1]) / (2 * step)


def test_the_gradient_is_a_product_of_what_surrounds_the_layer() -> None:
    before, after, layer = matrix("B"), matrix("A"), matrix(LAYER)
    error = network.error()
    assert network.gradient(NEXT) == after.T @ error @ (layer @ before).T
    assert network.gradient(LAYER) != after.T @ error @ before.T
    # Twice the loss has twice the gradient.
    assert 2 * network.gradient(NEXT) == gradient_of_trace(error.T @ error, NEXT)


W, V = matrix(NEXT), matrix(LAYER)


def test_the_flow_keeps_the_difference_of_grams() -> None:
    assert network.flow_derivative(W.T @ W - V @ V.T) == Words()
    assert network.flow_derivative(3 * (W.T @ W) - 3 * (V @ V.T)) == Words()


@pytest.mark.parametrize(
    "quantity",
    [
        W.T @ W + V @ V.T,
        W.T @ W - V.T @ V,
        W @ W.T - V @ V.T,
        W.T @ W - 2 * (V @ V.T),
        W.T @ W - Fraction(1001, 1000) * (V @ V.T),
        W.T @ W,
        V,
        W @ V,
    ],
    ids=str,
)
def test_the_flow_changes_other_quantities(quantity: Words) -> None:
    assert network.flow_derivative(quantity) != Words()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("quantity", [W @ V, W.T @ W - V @ V.T, W.T @ W + V @ V.T], ids=str)
def test_the_derivative_along_the_flow_is_what_small_steps_make(
    quantity: Words, shape: tuple[int, ...], seed: int
) -> None:
    at = state(shape, seed)
    velocity = {layer: -evaluate(network.gradient(layer), at) for layer in (LAYER, NEXT)}
    step = sympy.Rational(1, 5)
    forward = evaluate(quantity, at | {name: at[name] + step * v for name, v in velocity.items()})
    backward = evaluate(quantity, at | {name: at[name] - step * v for name, v in velocity.items()})
    derivative = network.flow_derivative(quantity)
    said = evaluate(derivative, at) if derivative != Words() else sympy.zeros(*forward.shape)
    assert said == (forward - backward) / (2 * step)


def test_a_quantity_of_other_layers_is_refused() -> None:
    # A and B are products of layers that move as well: they are not conserved.
    for quantity in (matrix("A"), W @ V @ matrix("B"), matrix("W_{l+2}")):
        with pytest.raises(ValueError, match="is not one of the two layers"):
            network.flow_derivative(quantity)


def test_the_target_is_constant() -> None:
    assert network.flow_derivative(matrix("M")) == Words()
    assert network.flow_derivative(matrix("M") @ W) == -matrix("M") @ network.gradient(NEXT)
