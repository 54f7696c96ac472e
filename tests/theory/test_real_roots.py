"""Roots of integer polynomials, isolated exactly and written to any number of digits."""

from fractions import Fraction

import pytest
import sympy
from flint import arb, ctx, fmpz_poly

from theory import real_roots
from theory.polynomials import LibrariesDisagreeError, NotDecidableError
from theory.real_roots import NotIsolatedError, RealRoot, count_above, enclosure, only_root_above

SQRT_2 = fmpz_poly([-2, 0, 1])


def test_a_root_is_an_exact_number_in_formulas() -> None:
    root = RealRoot(SQRT_2, Fraction(1), Fraction(2))
    assert abs((root**2 - 2).evalf(80, maxn=200)) < sympy.Rational(1, 10**75)
    assert abs((root - sympy.sqrt(2)).evalf(60)) < sympy.Rational(1, 10**55)
    assert root.is_positive
    assert not root.free_symbols
    assert root == RealRoot(SQRT_2, Fraction(1), Fraction(2)) != RealRoot(SQRT_2, Fraction(0), Fraction(2))
    assert "x^2 + (-2)" in str(root)
    assert "x^{2}" in sympy.latex(root)


@pytest.mark.parametrize("bits", [1, 10, 100, 1000])
def test_a_root_is_narrowed_between_rationals(bits: int) -> None:
    width = Fraction(1, 2**bits)
    low, high = RealRoot(SQRT_2, Fraction(1), Fraction(2)).between(width)
    assert 0 < high - low <= width
    assert low**2 < 2 < high**2


def test_a_rational_root_is_found_or_enclosed() -> None:
    low, high = RealRoot(fmpz_poly([-3, 2]), Fraction(1), Fraction(2)).between(Fraction(1, 10**9))
    assert low <= Fraction(3, 2) <= high
    assert high - low <= Fraction(1, 10**9)
    # Close to a third, which no halving reaches.
    low, high = RealRoot(fmpz_poly([-1, 3]), Fraction(0), Fraction(1)).between(Fraction(1, 10**9))
    assert low <= Fraction(1, 3) <= high


def test_a_decreasing_polynomial_has_roots_too() -> None:
    low, high = RealRoot(-SQRT_2, Fraction(1), Fraction(2)).between(Fraction(1, 10**30))
    assert low**2 < 2 < high**2


def test_without_a_change_of_sign_there_is_no_root() -> None:
    with pytest.raises(NotIsolatedError, match="does not change sign"):
        RealRoot(SQRT_2, Fraction(2), Fraction(3))
    with pytest.raises(NotIsolatedError, match="has no root above 2"):
        only_root_above(SQRT_2, 2)


def test_roots_are_counted_with_multiplicity_where_descartes_decides() -> None:
    assert [count_above(SQRT_2, start) for start in (0, 1, 2)] == [1, 1, 0]
    assert count_above(fmpz_poly([1, 0, 1]), 0) == 0
    with pytest.raises(NotIsolatedError, match="up to 2 roots"):
        count_above(fmpz_poly([4, -4, 1]), 0)
    with pytest.raises(NotIsolatedError, match="up to 2 roots"):
        count_above(fmpz_poly([1, -1, 1]), 0)


def test_the_only_root_is_a_root_of_an_irreducible_factor() -> None:
    root = only_root_above(SQRT_2 * fmpz_poly([5, 1]) * fmpz_poly([7, 0, 1]), 0)
    assert root.polynomial == SQRT_2
    # Roots far out, at a whole number, and next to one.
    for value in (1000, 4, Fraction(1, 3)):
        factor = fmpz_poly([-Fraction(value).numerator, Fraction(value).denominator])
        low, high = only_root_above(factor, 0).between(Fraction(1, 1000))
        assert low <= value <= high


def test_a_disagreement_between_the_libraries_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sympy.Poly, "shift", lambda polynomial, _start: polynomial)
    with pytest.raises(LibrariesDisagreeError):
        count_above(SQRT_2, 1)


def test_numbers_made_of_roots_are_enclosed() -> None:
    with ctx.workprec(200):
        golden = enclosure((1 + sympy.sqrt(5)) / 2)
        assert (golden**2 - golden).contains(1)
        assert golden.rad() < arb(10) ** -50
        assert not golden.contains(arb("1.618034"))
    with pytest.raises(NotDecidableError):
        enclosure(sympy.pi)
    assert real_roots.enclosure(sympy.Rational(1, 3)).contains(arb(1) / 3)
