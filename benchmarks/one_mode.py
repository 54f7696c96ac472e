"""One balanced mode: its bifurcation diagram, roots of the doubling condition, and the proof of a cover."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import sympy
from flint import arb

from benchmarks.comparison import Comparison
from numerics import attractor, orbit_cover
from numerics.covers import Box, Halved, Tree
from theory import multipliers, real_roots

KEPT = 32
ROOT_WIDTH = Fraction(1, 10**20)
DEPTH = 3


def bifurcation_diagram(rates: int, steps: int, pool: ProcessPoolExecutor) -> Comparison:
    """Compare the last values of runs at many learning rates."""
    kappas = [Fraction(19, 10) + Fraction(11 * place, 10 * rates) for place in range(rates)]

    def ours() -> Any:
        # Neighbouring rates take about as long, so both processes get every second one.
        found = np.empty((rates, KEPT))
        found[::2], found[1::2] = pool.map(_last_values, (kappas[::2], kappas[1::2]), [steps] * 2)
        return found

    def theirs() -> Any:
        eta = np.array([float(kappa / DEPTH) for kappa in kappas])
        x = np.full(rates, attractor.START)
        kept = []
        for step in range(steps):
            x = x - eta * (x**DEPTH - 1) * x ** (DEPTH - 1)
            if step >= steps - KEPT:
                kept.append(x**DEPTH)
        return np.array(kept).T

    def same(one: Any, other: Any) -> None:
        # Round-off decides where chaotic runs are; runs on a short orbit agree.
        settled = np.array([float(kappa) < 2.48 for kappa in kappas])
        assert settled.sum() > rates / 3
        np.testing.assert_allclose(one[settled], other[settled], rtol=0, atol=1e-6)
        assert np.isfinite(one).all()
        assert np.isfinite(other).all()

    return Comparison(
        f"bifurcation diagram of one mode, L = {DEPTH}, {rates} rates x {steps} steps, float64, two cores",
        "NumPy vectorised over the rates",
        6,
        ours,
        theirs,
        same,
    )


def root_isolation(depths: Sequence[int]) -> Comparison:
    """Compare the root above 2 of the condition multiplier = -1, isolated to 20 digits at several depths."""
    polynomials = {depth: multipliers.condition(depth, -1) for depth in depths}

    def ours() -> list[tuple[Fraction, Fraction]]:
        return [real_roots.only_root_above(polynomials[depth], 2).between(ROOT_WIDTH) for depth in depths]

    def theirs() -> list[tuple[Fraction, Fraction]]:
        w = sympy.Symbol("w")
        found = []
        for depth in depths:
            coefficients = [int(c) for c in reversed(polynomials[depth].coeffs())]
            width = sympy.Rational(ROOT_WIDTH.numerator, ROOT_WIDTH.denominator)
            [*_, ((low, high), _)] = sympy.Poly(coefficients, w).intervals(eps=width, inf=2)
            found.append((Fraction(int(low.p), int(low.q)), Fraction(int(high.p), int(high.q))))
        return found

    def same(one: list[tuple[Fraction, Fraction]], other: list[tuple[Fraction, Fraction]]) -> None:
        for (low, high), (left, right) in zip(one, other, strict=True):
            assert low <= high <= low + ROOT_WIDTH
            assert max(low, left) <= min(high, right)

    return Comparison(
        f"root of the doubling condition to 20 digits, L = {depths[0]} ... {depths[-1]}",
        "SymPy alone",
        30,
        ours,
        theirs,
        same,
    )


def cover_proof(start: str, end: str) -> Comparison:
    """Compare the proof that the orbit attracts, box by box of the same subdivision."""
    whole = orbit_cover.attracting(DEPTH, start, end)
    boxes = list(_boxes(whole.tree, Box(((Fraction(start), Fraction(end)),))))

    def ours() -> list[tuple[float, float] | None]:
        found = [orbit_cover.enclose(DEPTH, box, orbit_cover.guess(DEPTH, *box.ends[0])) for box in boxes]
        return [None if one is None or not one.attracts else _ends(one.multiplier) for one in found]

    def theirs() -> list[tuple[float, float] | None]:
        mpmath.iv.dps = 58
        ends = [orbit_cover.guess(DEPTH, *box.ends[0]) for box in boxes]
        return [_interval_test(*box.ends[0], at.lower, at.upper) for box, at in zip(boxes, ends, strict=True)]

    def same(one: list[tuple[float, float] | None], other: list[tuple[float, float] | None]) -> None:
        # The two evaluate one function in different orders, so a box at the limit may go either way.
        both = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
        assert len(both) >= 0.8 * max(len(one) - one.count(None), len(other) - other.count(None))
        assert all(a[0] <= b[1] + 1e-12 and b[0] <= a[1] + 1e-12 for a, b in both)

    return Comparison(
        f"proof that the orbit attracts, L = {DEPTH}, kappa {start} ... {end}, {len(boxes)} boxes, one core",
        "the same subdivision with mpmath.iv",
        50,
        ours,
        theirs,
        same,
    )


def _last_values(kappas: Sequence[Fraction], steps: int) -> Any:
    return attractor.end_to_end_values(DEPTH, kappas, steps - KEPT, KEPT)


def _boxes(tree: Tree[orbit_cover.OrbitBox], box: Box) -> Iterator[Box]:
    """Yield every box that was put to the test."""
    yield box
    if isinstance(tree, Halved):
        low, high = box.halves(tree.axis)
        yield from _boxes(tree.low, low)
        yield from _boxes(tree.high, high)


def _ends(ball: arb) -> tuple[float, float]:
    return float(ball.lower()), float(ball.upper())


def _interval_test(
    low: Fraction, high: Fraction, least: Fraction, most: Fraction
) -> tuple[float, float] | None:
    """Do Newton's test for three layers as one writes it down with intervals.

    With f(x) = x + eta x^2 (1 - x^3) and y = f(x), G(x) = 1 + (f(x) - f(y)) / (x - y); dy is the derivative
    of y with respect to x.
    """
    iv = mpmath.iv

    def exact(number: Fraction) -> Any:
        return iv.mpf(number.numerator) / number.denominator

    eta = iv.mpf([exact(low).a, exact(high).b]) / 3
    box = iv.mpf([exact(least).a, exact(most).b])

    def equation(x: Any) -> tuple[Any, Any, Any]:
        y = x + eta * x**2 * (1 - x**3)
        dy = 1 + eta * (2 * x - 5 * x**4)
        g = 2 + eta * ((x + y) - (x**4 + x**3 * y + x**2 * y**2 + x * y**3 + y**4))
        by_x = 1 - (4 * x**3 + 3 * x**2 * y + 2 * x * y**2 + y**3)
        by_y = 1 - (x**3 + 2 * x**2 * y + 3 * x * y**2 + 4 * y**3)
        return g, eta * (by_x + by_y * dy), y

    _, slope, y = equation(box)
    middle = exact((least + most) / 2)
    centre = equation(middle)[0]
    left, right = (centre + slope * (exact(end) - middle) for end in (least, most))
    if not (slope.b < 0 and left.a > 0 and right.b < 0):
        return None
    multiplier = 1 + (y - box) * slope
    # What one step multiplies a small gap by.
    gaps = [1 - (eta * (layer - layer**4)) ** 2 for layer in (box, y)]
    # As in the cover, a factor may be some times as wide and still prove the same.
    wide = (factor.mid - orbit_cover.ROOM * factor.delta / 2 for factor in (multiplier, *gaps))
    attracts = all(gap.b < 1 for gap in gaps) and all(factor.a > -1 for factor in wide)
    return (float(multiplier.a), float(multiplier.b)) if attracts else None
