"""Orbits that change sign and orbits with two negative points."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

from theory import sign_changing
from theory.argument import Argument
from theory.polynomials import NotDecidableError, vanishes
from theory.sign_changing import NEGATIVE_SIZE, ODD_KAPPA, SYMMETRIC, BothNegative, OneOrbitChangesSign
from theory.symbols import L, Z, eta, rho, sigma, z

ARGUMENTS = {
    "symmetric": sign_changing.symmetric(),
    "odd": sign_changing.odd(),
    "odd depths": sign_changing.odd_depths(),
    "both negative, even": sign_changing.both_negative(0),
    "both negative, odd": sign_changing.both_negative(1),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_the_arguments_hold_and_every_step_is_needed(name: str) -> None:
    argument = ARGUMENTS[name]
    assert argument.check().holds
    for index, step in enumerate(argument.steps):
        rest = (*argument.steps[:index], *argument.steps[index + 1 :])
        assert not Argument(argument.shows, rest).check().holds
        for label in step.uses:
            weaker = replace(step, uses=tuple(u for u in step.uses if u != label))
            steps = (*argument.steps[:index], weaker, *argument.steps[index + 1 :])
            assert not Argument(argument.shows, steps).check().holds
        assert step.claim.text
        assert step.claim.latex


def holds(argument: Argument) -> bool:
    try:
        return argument.check().holds
    except NotDecidableError:
        return False


@pytest.mark.parametrize(
    "formula",
    [SYMMETRIC + 4, 2 * SYMMETRIC, SYMMETRIC * rho, eta * rho ** (L - 2) * (rho**L - sigma), -SYMMETRIC],
)
def test_other_conditions_are_refused(formula: sympy.Expr) -> None:
    assert not holds(sign_changing.symmetric(formula))


@pytest.mark.parametrize(
    "formula",
    [
        NEGATIVE_SIZE * sympy.Rational(1001, 1000),
        -NEGATIVE_SIZE,
        sigma * (1 + z ** (L - 1)) / (z ** (2 * L - 1) + 1),
        sigma * (1 + z**L) / (z ** (2 * L - 1) - 1),
    ],
)
def test_other_sizes_are_refused(formula: sympy.Expr) -> None:
    assert not holds(sign_changing.odd(formula))


def test_conclusions_belong_to_one_parity() -> None:
    for name, other in (
        ("symmetric", OneOrbitChangesSign(1, SYMMETRIC)),
        ("odd", OneOrbitChangesSign(0, NEGATIVE_SIZE)),
        ("both negative, even", BothNegative(1, sympy.Integer(0))),
        ("both negative, even", BothNegative(0, sympy.Integer(1))),
        ("both negative, odd", BothNegative(0, sympy.Integer(2))),
        ("both negative, odd", BothNegative(1, sympy.Integer(2))),
    ):
        argument = ARGUMENTS[name]
        steps = (*argument.steps[:-1], replace(argument.steps[-1], claim=other))
        assert not Argument(other, steps).check().holds


def step(value: Fraction, depth: int, target: Fraction, rate: Fraction) -> Fraction:
    """Descend on all layers at once, from the gradient of (x^L - target)^2/2 in one of them."""
    return value - rate * (value**depth - target) * value ** (depth - 1)


@pytest.mark.parametrize("depth", [3, 5, 7])
@pytest.mark.parametrize("ratio", [Fraction(11, 10), Fraction(2), Fraction(5)])
def test_orbits_of_odd_depths_return(depth: int, ratio: Fraction) -> None:
    # With layers -1 and ratio, sigma and eta follow and are rational.
    exact = sympy.Rational(str(ratio))
    size = NEGATIVE_SIZE.subs({L: depth, z: exact, sigma: 1})
    target = Fraction(str(1 / size))
    rate = (ratio + 1) / (target + 1)
    assert step(Fraction(-1), depth, target, rate) == ratio
    assert step(ratio, depth, target, rate) == -1
    # kappa = eta L sigma^(2 - 2/L), compared through its power.
    said = ODD_KAPPA.subs({Z: z**depth, L: depth}).subs(z, exact) ** depth
    assert said.equals(sympy.Rational(str((rate * depth) ** depth * target ** (2 * depth - 2))))


@pytest.mark.parametrize("depth", [2, 4, 6])
def test_orbits_of_even_depths_are_symmetric(depth: int) -> None:
    value, target = Fraction(3, 2), Fraction(1)
    rate = 2 / (value ** (depth - 2) * (value**depth - target))
    assert step(value, depth, target, rate) == -value
    assert step(-value, depth, target, rate) == value
    at = {L: depth, rho: sympy.Rational(3, 2), sigma: 1, eta: sympy.Rational(str(rate))}
    assert SYMMETRIC.subs(at) == 0


@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_the_residual_is_that_of_each_depth(depth: int) -> None:
    from theory import modes

    parity = depth % 2
    explicit = modes.return_residual().subs(L, depth).subs(z, -z)
    assert vanishes(sign_changing.residual(parity).subs(Z, z**depth) - explicit)
