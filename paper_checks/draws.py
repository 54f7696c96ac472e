"""Strategies that draw exact parameters inside given ranges; nothing is drawn and then filtered."""

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

RESOLUTIONS = (10, 100, 1000, 10**5, 10**8)
"""Denominators of drawn fractions, coarse to fine; Hypothesis shrinks towards the first."""


def between(low: Fraction, high: Fraction, *, edges: bool = True) -> SearchStrategy[Fraction]:
    """Draw a rational strictly between two others, on grids of several resolutions.

    Args:
        low: lower end, excluded.
        high: upper end, excluded.
        edges: give the grid points next to the ends a large share, so that thresholds are tested.

    Raises:
        ValueError: if there is no room between the ends.
    """
    if low >= high:
        raise ValueError(f"there is nothing between {low} and {high}")
    grids = [grid for grid in (_grid(low, high, n) for n in RESOLUTIONS) if grid is not None]
    if not grids:
        finest = 1
        while (grid := _grid(low, high, finest)) is None:
            finest *= 10
        grids = [grid]
    return st.sampled_from(grids).flatmap(lambda grid: _on_grid(*grid, edges=edges))


def _grid(low: Fraction, high: Fraction, denominator: int) -> tuple[int, int, int] | None:
    first = low * denominator // 1 + 1
    last = -(-high * denominator // 1) - 1
    return (int(first), int(last), denominator) if first <= last else None


def _on_grid(first: int, last: int, denominator: int, *, edges: bool) -> SearchStrategy[Fraction]:
    numerators: SearchStrategy[int] = st.integers(first, last)
    if edges:
        numerators = st.one_of(numerators, st.sampled_from((first, last)))
    return numerators.map(lambda numerator: Fraction(numerator, denominator))


def rationals(size: int = 4) -> SearchStrategy[Fraction]:
    """Draw a rational between -size and size with a small denominator; zero and both signs occur."""
    return st.builds(Fraction, st.integers(-12 * size, 12 * size), st.sampled_from((1, 2, 3, 12)))


def nonzero_rationals(size: int = 4) -> SearchStrategy[Fraction]:
    """Draw a rational between -size and size with a small denominator, of either sign, never zero."""
    numerators = st.integers(1, 12 * size).flatmap(lambda n: st.sampled_from((n, -n)))
    return st.builds(Fraction, numerators, st.sampled_from((1, 2, 3, 12)))


def positive_rationals() -> SearchStrategy[Fraction]:
    """Draw a positive rational with a small denominator."""
    return st.builds(Fraction, st.integers(1, 40), st.sampled_from((1, 2, 3, 10)))


def layers(depth: int) -> SearchStrategy[tuple[Fraction, ...]]:
    """Draw the layer values of one mode, zero and both signs included."""
    return st.tuples(*[rationals() for _ in range(depth)])


ROOTS = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(5, 3))
"""Values of r = sigma^(1/L), so that sigma = r^L and S = L r^(2L - 2) are exact."""


def roots() -> SearchStrategy[Fraction]:
    """Draw r = sigma^(1/L) from `ROOTS`."""
    return st.sampled_from(ROOTS)
