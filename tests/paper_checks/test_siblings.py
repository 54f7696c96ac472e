"""The kind of a sibling is inferred from the edit."""

import pytest

from paper_checks.siblings import Kind, applicable, kinds

CASES = [
    ("eta < 2*sqrt(2)/S", "eta < 2002/1000*sqrt(2)/S", {Kind.CONSTANT_UP}),
    ("eta < 2*sqrt(2)/S", "eta < 2825/1000/S", {Kind.CONSTANT_DOWN}),
    ("eta < 2*sqrt(2)/S", "eta > 2*sqrt(2)/S", {Kind.RELATION}),
    ("eta < 2*sqrt(2)/S", "eta <= 2*sqrt(2)/S", {Kind.RELATION}),
    ("b*(1 - eta**2*Q**2)", "b*(1 + eta**2*Q**2)", {Kind.SIGN}),
    ("b*(1 - eta**2*Q**2)", "b*(1 - eta**2*Q)", {Kind.EXPONENT}),
    ("b*(1 - eta**2*Q**2)", "b*(1 - 1001*eta**2*Q**2/1000)", {Kind.CONSTANT_UP}),
    ("L*sigma**(2 - 2/L)", "(L - 1)*sigma**(2 - 2/(L - 1))", {Kind.DEPTH, Kind.EXPONENT}),
    ("L*sigma**(2 - 2/L)", "(L + 1)*sigma**(2 - 2/L)", {Kind.DEPTH}),
    ("L*sigma**(2 - 2/L)", "L*sigma**(2 - 1/L)", {Kind.EXPONENT}),
    ("sigma_i**(2/L)", "sigma_i**(2/(L + 1))", {Kind.DEPTH, Kind.EXPONENT}),
    ("1/10**25", "1/10**24", {Kind.CONSTANT_UP}),
    ("z", "2*z", {Kind.CONSTANT_UP}),
    ("z", "-z", {Kind.SIGN}),
    ("z", "z*(2 - z)", {Kind.OTHER}),
    ("z > 0", "z > 1", {Kind.CONSTANT_UP}),
    ("Q_{l+1} D_l Q_l'", "Q_l D_l Q_l'", {Kind.OTHER}),
]


@pytest.mark.parametrize(("source", "sibling", "expected"), CASES)
def test_kinds(source: str, sibling: str, expected: set[Kind]) -> None:
    assert kinds(source, sibling) == expected
    assert kinds(source, source) == frozenset()


def test_what_kinds_a_formula_has() -> None:
    assert applicable("z") == frozenset()
    assert applicable("kappa > 0") == {Kind.RELATION}
    assert applicable("rho**L") == {Kind.EXPONENT, Kind.DEPTH}
    assert applicable("1 - z") == {Kind.SIGN, Kind.CONSTANT_UP, Kind.CONSTANT_DOWN}
    # What stands in an exponent alone is no constant of its own.
    assert applicable("rho**2") == {Kind.EXPONENT}
    # Nor has a number an exponent.
    assert applicable("1/10**25") == {Kind.CONSTANT_UP, Kind.CONSTANT_DOWN}
    assert applicable("U D_L Q_L'") == {Kind.OTHER}
