"""Small balanced starts: no step can be left out, and a moved constant is not proved."""

import dataclasses

import pytest
import sympy

from theory.critical_point import critical
from theory.small_balanced_starts import (
    ChangesSignOnce,
    end_of,
    image,
    kept,
    of_two_layers,
    second_image,
)
from theory.symbols import L, kappa, u

D = critical()
N = D + 1 - u
RATE = kappa * u ** (1 - 2 / L) * D / L
NEGATIVE = D ** (2 * L - 1) + N ** (L - 2) * D**L - u * N ** (2 * L - 2)
UNBOUNDED = NEGATIVE + D ** (2 * L - 1)


@pytest.mark.parametrize(
    ("polynomial", "bounded", "depths"), [(NEGATIVE, False, (2, 3)), (UNBOUNDED, True, (2, 4))]
)
def test_every_step_is_needed(polynomial: sympy.Expr, bounded: bool, depths: tuple[int, ...]) -> None:
    argument = kept(RATE, polynomial, bounded=bounded, depths=depths)
    assert argument.check().holds
    for left_out in range(len(argument.steps)):
        steps = argument.steps[:left_out] + argument.steps[left_out + 1 :]
        assert not dataclasses.replace(argument, steps=steps).check().holds


@pytest.mark.parametrize(
    ("rate", "polynomial", "bounded"),
    [
        (2 * RATE, NEGATIVE, False),
        (RATE, NEGATIVE + 1, False),
        (RATE, -NEGATIVE, False),
        (RATE, UNBOUNDED, False),
        (RATE, NEGATIVE, True),
    ],
)
def test_a_moved_constant_is_not_proved(rate: sympy.Expr, polynomial: sympy.Expr, bounded: bool) -> None:
    assert not kept(rate, polynomial, bounded=bounded, depths=(2,)).check().holds


def test_odd_depths_have_no_mirror_image() -> None:
    assert not kept(RATE, UNBOUNDED, bounded=True, depths=(3,)).check().holds
    assert not kept(RATE, NEGATIVE, bounded=False, depths=()).check().holds


def test_sign_changes_are_counted() -> None:
    assert ChangesSignOnce(u - sympy.Rational(1, 2), 2).decide()
    assert not ChangesSignOnce(sympy.Rational(1, 2) - u, 2).decide()
    assert not ChangesSignOnce(u, 2).decide()
    assert not ChangesSignOnce((u - sympy.Rational(1, 2)) * (u - 1) * (u - 2), 2).decide()


def test_images_are_those_of_two_layers_at_three() -> None:
    # kappa = 3: u = 5/9, c^2 = 5/9, f(c) = c (1 + 3/2 (4/9)) = 5 c/3.
    assert image().subs({L: 2, u: sympy.Rational(5, 9)}) == sympy.Rational(5, 3)
    x = sympy.Rational(5, 3)
    after = x + sympy.Rational(3, 2) * x * (1 - sympy.Rational(5, 9) * x**2)
    assert second_image(2).subs(u, sympy.Rational(5, 9)) == after


def test_two_layers_end_in_radicals() -> None:
    assert of_two_layers(NEGATIVE, kappa**2 + 4 * kappa - 23).decide()
    assert not of_two_layers(NEGATIVE, kappa**2 + 4 * kappa - 24).decide()
    assert not of_two_layers(NEGATIVE, sympy.Integer(1)).decide()
    assert of_two_layers(UNBOUNDED, kappa - 4).decide()
    point = (end_of(NEGATIVE.subs(L, 2), 2) + 1) / 3
    assert sympy.Abs((2 / (3 * point - 1)).evalf(30) - (3 * sympy.sqrt(3) - 2).evalf(30)) < 1e-25
