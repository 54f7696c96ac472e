"""Landings: roots that are isolated, where exact steps from both sides pass the minimum."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

from theory import landing
from theory.landing import DIGITS, ExactLanding, landings
from theory.polynomials import LibrariesDisagreeError

RATE = Fraction(11, 10)
ALL = (
    landings(RATE, 3, Fraction(1)) + landings(Fraction(6, 5), 3, Fraction(2)) + landings(RATE, 2, Fraction(2))
)


def after(square: Fraction, eta: Fraction, steps: int) -> tuple[Fraction, Fraction]:
    """Return product and gap after some steps of two layers from (alpha, 0), sigma = 1.

    The layers are kept as multiples of alpha, so that alpha^2 is all that enters.
    """
    s, t = Fraction(1), Fraction(0)
    for _ in range(steps):
        slope = eta * (square * s * t - 1)
        s, t = s - slope * t, t - slope * s
    return square * s * t, square * (s**2 - t**2)


def test_landings_are_found() -> None:
    assert len(landings(RATE, 3, Fraction(1, 5))) == 1
    assert len(ALL) >= 3


@pytest.mark.parametrize("found", ALL, ids=lambda found: f"{found.steps} steps, {float(found.low):.4f}")
def test_gradient_descent_passes_the_minimum_between_the_ends(found: ExactLanding) -> None:
    assert found.low < found.high
    assert found.high - found.low <= Fraction(3, 10**DIGITS)
    ends = [after(end, found.eta, found.steps) for end in (found.low, found.high)]
    assert (ends[0][0] - 1) * (ends[1][0] - 1) < 0
    # The gap keeps its sign between the ends: it is not zero at the landing.
    assert ends[0][1] * ends[1][1] > 0
    assert abs(ends[0][1]) > 10**10 * abs(ends[0][1] - ends[1][1])


@pytest.mark.parametrize("found", ALL, ids=lambda found: f"{found.steps} steps, {float(found.low):.4f}")
def test_the_polynomial_is_what_exact_steps_give(found: ExactLanding) -> None:
    assert found.polynomial.gen == landing.square
    assert found.polynomial.count_roots(*(sympy.Rational(str(e)) for e in (found.low, found.high))) == 1
    # It divides product - 1, with the layers themselves followed as multiples of alpha.
    x = sympy.Poly(landing.square, landing.square, domain=sympy.QQ)
    s, t = x.one, x.zero
    for _ in range(found.steps):
        slope = sympy.Rational(str(found.eta)) * (x * s * t - 1)
        s, t = s - slope * t, t - slope * s
    assert (x * s * t - 1).rem(found.polynomial).is_zero
    # Nothing but landings without a gap was divided out.
    assert found.polynomial.gcd(x * (s**2 - t**2)).degree() == 0


@pytest.mark.parametrize("found", ALL, ids=lambda found: f"{found.steps} steps, {float(found.low):.4f}")
def test_the_gap_stays_from_the_landing_on(found: ExactLanding) -> None:
    assert found.next_gap_change.is_zero
    # Off the root, one step earlier, or with another learning rate the gap changes.
    assert not replace(found, steps=found.steps - 1).next_gap_change.is_zero
    assert not replace(found, eta=found.eta + Fraction(1, 1000)).next_gap_change.is_zero
    elsewhere = found.polynomial + sympy.Poly(sympy.Rational(1, 10**6), landing.square, domain=sympy.QQ)
    assert not replace(found, polynomial=elsewhere).next_gap_change.is_zero


@pytest.mark.parametrize(("eta", "steps"), [(RATE, 2), (RATE, 3), (Fraction(6, 5), 3), (Fraction(6, 5), 4)])
def test_no_landing_is_missed(eta: Fraction, steps: int) -> None:
    grid = [Fraction(k, 997) for k in range(1, 998)]
    products = [after(square, eta, steps)[0] - 1 for square in grid]
    crossings = [
        (low, high)
        for low, high, before, behind in zip(grid, grid[1:], products, products[1:], strict=False)
        if before * behind < 0
    ]
    found = landings(eta, steps, Fraction(1))
    assert len(crossings) <= len(found)
    for low, high in crossings:
        assert sum(low <= one.low and one.high <= high for one in found) == 1


def test_only_landings_below_the_end_are_returned() -> None:
    found = landings(RATE, 3, Fraction(1))
    first = min(found, key=lambda one: one.low)
    assert len(landings(RATE, 3, first.low)) == 0
    assert len(landings(RATE, 3, first.high)) == 1
    # After one step the product is eta A: the only landing is A = 10/11.
    (only,) = landings(RATE, 1, Fraction(1))
    assert only.low <= Fraction(10, 11) <= only.high
    assert landings(RATE, 1, Fraction(9, 10)) == ()


def test_a_landing_without_a_gap_is_not_returned() -> None:
    # At eta = 1 the first step from (alpha, 0) is balanced: (alpha, alpha), so A = 1 has no gap to keep.
    assert after(Fraction(1), Fraction(1), 1) == (Fraction(1), Fraction(0))
    assert landings(Fraction(1), 1, Fraction(2)) == ()


def test_a_disagreement_of_the_root_counts_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "_count_by_flint", lambda _polynomial, _high: 0)
    with pytest.raises(LibrariesDisagreeError):
        landings(RATE, 3, Fraction(1, 5))


@pytest.mark.parametrize(
    ("roots", "high", "count"),
    [([1, 2, 3], 3, 2), ([1, 2, 3], 4, 3), ([-1, 0, 1], 2, 1), ([sympy.Rational(1, 7)], 1, 1), ([5], 1, 0)],
)
def test_roots_are_counted_in_the_open_interval(roots: list[int], high: int, count: int) -> None:
    x = landing.square
    polynomial = sympy.Poly(sympy.prod(x - root for root in roots) * (x**2 + 1), x, domain=sympy.QQ)
    assert landing._count_by_flint(polynomial, sympy.Rational(high)) == count


def test_roots_that_decimals_do_not_isolate_are_refused() -> None:
    x = landing.square
    close = sympy.Poly((3 * x - 1) * (3 * x - 1 - sympy.Rational(1, 10**40)), x, domain=sympy.QQ)
    with pytest.raises(ArithmeticError, match="closer than the decimals"):
        landing._widened(close, sympy.Rational(1, 3), sympy.Rational(1, 3))
