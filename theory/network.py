"""The deep linear network on matrices: loss, gradient and conservation law, for every depth and width.

Fix two neighbouring layers. With A the product of all layers after them and B the product of
all before them, the network is A W_{l+1} W_l B and the loss f = tr(E' E) / 2, where
E = A W_{l+1} W_l B - M. A, B and M are arbitrary, so an identity in these letters holds for every
depth, every width, rectangular end layers, and every neighbouring pair.
"""

from fractions import Fraction

from theory.words import Words, gradient_of_trace, matrix

NEXT = "W_{l+1}"
LAYER = "W_l"
AFTER = "A"
BEFORE = "B"
TARGET = "M"


def error() -> Words:
    """Return the end-to-end error E = A W_{l+1} W_l B - M."""
    product = matrix(AFTER) @ matrix(NEXT) @ matrix(LAYER) @ matrix(BEFORE)
    return product - matrix(TARGET)


def gradient(layer: str) -> Words:
    """Return the gradient of the loss tr(E' E) / 2 with respect to `NEXT` or `LAYER`.

    >>> gradient(LAYER) == (matrix("A") @ matrix("W_{l+1}")).T @ error() @ matrix("B").T
    True
    """
    return Fraction(1, 2) * gradient_of_trace(error().T @ error(), layer)


def flow_derivative(quantity: Words) -> Words:
    """Return the time derivative of a polynomial in the two layers under gradient flow.

    Each occurrence of a layer is replaced in turn by minus its gradient (product rule).

    Raises:
        ValueError: for a letter other than the two layers and the target, which is constant.
    """
    total = Words()
    for word, coefficient in quantity.terms.items():
        for position, letter in enumerate(word):
            if letter.name == TARGET:
                continue
            if letter.name not in (NEXT, LAYER):
                # The layers in A and B follow their own gradients.
                raise ValueError(f"{letter.name} is not one of the two layers {NEXT} and {LAYER}")
            velocity = -gradient(letter.name)
            replaced = velocity.T if letter.transposed else velocity
            before = Words({word[:position]: Fraction(1)})
            after = Words({word[position + 1 :]: Fraction(1)})
            total = total + coefficient * (before @ replaced @ after)
    return total
