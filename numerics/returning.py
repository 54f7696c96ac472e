"""Learning rates at which a given state of a mode returns after some steps, all at once and exactly.

With a rational state the layer values after some steps are polynomials in the learning rate eta. The
state returns exactly at the common roots of their differences to the start.
"""

from collections.abc import Sequence
from typing import Any

from flint import fmpq_poly

from numerics import modes
from numerics.exact import Exact, rational, whole_number


def rests(layers: Sequence[Exact], target: Exact) -> bool:
    """Say whether a state is a fixed point: whether the gradient of its loss is zero.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are no layers.
    """
    slopes = modes.gradient([rational(layer) for layer in layers], rational(target))
    return all(slope == 0 for slope in slopes)


def return_polynomial(layers: Sequence[Exact], target: Exact, steps: int) -> fmpq_poly:
    """Return the polynomial in eta whose roots are the learning rates at which a state returns.

    It is the greatest common divisor of s_l(eta) - s_l after the steps, without its root eta = 0.

    >>> return_polynomial([1, -1], 1, 2)
    x^3 + (-3/2)*x^2 + x + (-1/2)

    Args:
        layers: the state s_1, ..., s_L, at least one value.
        target: sigma.
        steps: after how many steps it is to return, at least 1.

    Returns:
        A monic polynomial, constant where no learning rate makes the state return; zero for a fixed point.

    Raises:
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are no layers, or `steps` is less than 1.
    """
    whole_number(steps, "the number of steps", 1)
    start = [fmpq_poly([rational(layer)]) for layer in layers]
    moved: Sequence[fmpq_poly] = start
    for _ in range(steps):
        moved = modes.step(moved, fmpq_poly([rational(target)]), fmpq_poly([0, 1]))
    common = fmpq_poly([0])
    for before, after in zip(start, moved, strict=True):
        common = common.gcd(after - before)
    while common and common[0] == 0:
        common //= fmpq_poly([0, 1])
    return common


def has_positive_root(polynomial: fmpq_poly) -> bool:
    """Say whether a polynomial certainly has a positive root.

    FLINT gives real roots an exactly zero imaginary part; a root's ball decides its sign.

    Raises:
        ValueError: for the zero polynomial.
    """
    if not polynomial:
        raise ValueError("every number is a root of the zero polynomial.")
    roots: list[Any] = list(polynomial.complex_roots())
    return any(root.imag == 0 and root.real > 0 for root, _ in roots)
