"""Gradient descent on one mode, from the loss (s_1 ... s_L - 1)^2 / 2."""

import math
from fractions import Fraction

from .intervals import Number
from .jets import Jet


def step(layers: list[Jet], eta: Number) -> list[Jet]:
    """Return s_l - eta (s_1 ... s_L - 1) times the product of the other layers."""
    pull = eta * (1 - math.prod(layers))
    return [layer + pull * math.prod(layers[:i] + layers[i + 1 :]) for i, layer in enumerate(layers)]


def step_of_equal_layers(depth: int, mean: Jet, gap: Jet, eta: Jet) -> list[Jet]:
    """Make one step where all layers but the last are a = mean + gap, and the last is b = mean - (L - 1) gap.

    With p = eta a^(L-2) (1 - a^(L-1) b): a+ = a + p b and b+ = b + p a. Return mean, gap and the same eta.
    """
    a, b = mean + gap, mean - (depth - 1) * gap
    pull = eta * math.prod([a] * (depth - 2)) * (1 - b * math.prod([a] * (depth - 1)))
    return [mean + pull * ((depth - 1) * b + a) * Fraction(1, depth), gap - pull * gap, eta]
