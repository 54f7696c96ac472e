"""The identities by which docs/related.md compares formulas of earlier work with the update rule."""

from fractions import Fraction

import pytest
import sympy

from numerics import hessian, orbits
from numerics.balls import ball
from paper_checks import registry
from theory import modes
from theory import orbits as exact
from theory.polynomials import vanishes
from theory.symbols import L, eta, kappa, rho, s_k, s_l, sigma, z

NEAR = Fraction(1, 10**10)
"""How far beyond kappa = 2 first-order terms are compared."""

two_layers = modes.balanced_step().subs(L, 2)
error, curvature = s_l * s_k - sigma, s_l**2 + s_k**2
cosine = sympy.Symbol("c", real=True)
"""cos t on (s_1 + s_2)^2 = 4 (sigma + 2/eta) cos^2 t, (s_1 - s_2)^2 = 4 (2/eta - sigma) sin^2 t."""
half = sympy.Rational(1, 2)


def test_the_cubic_map_is_a_balanced_mode() -> None:
    a = eta * sigma

    def residual(value: sympy.Expr) -> sympy.Expr:
        return eta * (value**2 - sigma)

    now = residual(rho)
    assert vanishes(residual(two_layers) - (now**3 + (a - 2) * now**2 + (1 - 2 * a) * now))


def test_formula_for_the_points() -> None:
    lower, upper = exact.points(2, z)
    rate = exact.kappa(2, z) / 2
    assert vanishes(lower - 1 / (1 - z + z**2))
    assert vanishes(1 / lower - 3 * half**2 - (z - half) ** 2)
    assert vanishes(1 / upper - 3 * half**2 - (1 / z - half) ** 2)
    assert vanishes(rate * lower * ((z - half) + half) - 1)
    assert vanishes(rate * upper * ((1 / z - half) + half) - 1)  # 1/z - 1/2 is the root for z <= 2 alone
    assert exact.kappa(2, 2) == 3
    assert exact.points(2, 2)[1] == sympy.Rational(4, 3)


def test_condition_on_derivatives_holds_at_every_depth() -> None:
    slope = (rho - modes.balanced_step()) / eta
    second, third, fourth = (sympy.diff(slope, rho, n).subs({rho: 1, sigma: 1}) for n in (1, 2, 3))
    assert vanishes(second - L)
    assert vanishes(3 * third**2 - second * fourth - 4 * L**2 * (L - 1) * (5 * L - 4))


def test_normal_form_has_the_first_order_of_the_onset() -> None:
    # The orbit of x -> (1 - kappa) x + x^3 is +-x with x^2 = kappa - 2.
    slope = sympy.diff((1 - kappa) * rho + rho**3, rho).subs(rho, sympy.sqrt(kappa - 2))
    assert sympy.expand(slope**2 - (2 * kappa - 5) ** 2) == 0
    assert sympy.diff(slope**2, kappa).subs(kappa, 2) == -4


@pytest.mark.parametrize("depth", [2, 3, 4, 7])
def test_rates_near_the_onset(depth: int) -> None:
    orbit = orbits.enclose(depth, 2 + NEAR)
    along = (1 - orbit.multiplier) / ball(NEAR)
    across = (1 - orbits.two_step_gap_factor(orbit)) / ball(NEAR)
    assert abs(along - 4) < ball(Fraction(1, 10**8))
    assert abs(across - ball(Fraction(6, (depth - 1) * (5 * depth - 4)))) < ball(Fraction(1, 10**8))


def test_the_condition_on_two_modes_is_ours() -> None:
    # Theorem 4 of [ChenL23] at alpha = 1; the squares of the singular values of X_0 are those of the target.
    first, second = sympy.symbols("sigma_1 sigma_2", positive=True)
    theirs = eta * first * (1 + second / first) - 2
    kappas = sum(eta * hessian_top for hessian_top in (2 * first, 2 * second))
    assert vanishes(2 * theirs - (kappas - 4))


def test_the_boundary_triples_an_angle() -> None:
    one, other = modes.step(s_l, s_k), modes.step(s_k, s_l)
    assert vanishes(one + other - (s_l + s_k) * (1 - eta * error))
    assert vanishes(one - other - (s_l - s_k) * (1 + eta * error))
    sum_squared = 4 * (sigma + 2 / eta) * cosine**2
    difference_squared = 4 * (2 / eta - sigma) * (1 - cosine**2)
    change = eta * ((sum_squared - difference_squared) / 4 - sigma)
    tripled = 4 * cosine**3 - 3 * cosine
    assert vanishes(cosine * (1 - change) + tripled)  # cos(pi - 3t) = -cos 3t
    # sin(pi - 3t) = sin t (4 cos^2 t - 1)
    assert vanishes(1 + change - (4 * cosine**2 - 1))


def test_three_orbits_on_the_boundary() -> None:
    formulas = registry.statement("rank-p-orbit").formulas
    squares = [formulas[name].expression for name in ("period_four_sum", "period_four_difference")]
    rate = kappa / 2  # eta, for sigma = 1
    sizes = (4 * (1 + 2 / rate), 4 * (2 / rate - 1))
    angle = sympy.pi / 5
    for square, size, part in zip(squares, sizes, (sympy.cos(angle), sympy.sin(angle)), strict=True):
        assert sympy.radsimp(sympy.cancel(square - size * sympy.expand(part**2))) == 0
    # t = 0, a balanced vertex: eta (rho^2 - sigma) = 2, and rho moves to -rho.
    assert vanishes((two_layers + rho).subs(sigma, rho**2 - 2 / eta))
    # kappa = 4: the ellipse has no extent off the balanced line.
    assert sizes[1].subs(kappa, 4) == 0
    assert sizes[0].subs(kappa, 4) == 8  # 2 rho = sqrt(8) cos t


def test_where_the_boundary_meets_the_start() -> None:
    start = sympy.Symbol("A", positive=True)  # alpha^2
    ellipse = start / (4 * (1 + 4 / kappa)) + start / (4 * (4 / kappa - 1)) - 1
    end = (16 - kappa**2) / (2 * kappa)
    assert vanishes(ellipse.subs(start, end))
    second_step = 2 / kappa + 4 * sympy.sqrt(2) / kappa**2
    assert sympy.expand(kappa * (kappa * second_step / 2 - 1) / 2 - sympy.sqrt(2)) == 0
    # Positive on 2 < kappa < 2 sqrt(2), where the quadratic factor is positive.
    top = 2 * sympy.sqrt(2)
    assert (
        sympy.expand(-2 * kappa**2 * (end - second_step) - (kappa - top) * (kappa**2 + top * kappa - 4)) == 0
    )
    assert end.subs(kappa, top).equals(sympy.sqrt(2))


def test_without_a_target_the_boundary_is_a_circle() -> None:
    ellipse = (s_l + s_k) ** 2 / (4 * (sigma + 2 / eta)) + (s_l - s_k) ** 2 / (4 * (2 / eta - sigma))
    assert vanishes(ellipse.subs(sigma, 0) - eta * curvature / 4)


def test_error_and_sharpness_have_a_recursion_of_their_own() -> None:
    one, other = modes.step(s_l, s_k), modes.step(s_k, s_l)
    after = error * (1 - eta * curvature + eta**2 * error * (error + sigma))
    assert vanishes(one * other - sigma - after)
    pushed = eta * error * (eta * error * curvature - 4 * (error + sigma))
    assert vanishes(one**2 + other**2 - curvature - pushed)
    # At error 0 this is the sharpness of the flow's solution, sqrt(b^2 + 4 sigma^2).
    assert vanishes(curvature**2 - 4 * (error + sigma) ** 2 - modes.gap() ** 2)


def test_sharpness_of_the_minima_of_four_layers() -> None:
    low = Fraction(1, 2)
    found = hessian.only_eigenvalue(hessian.of_mode([2, 2, low, low], 1))
    assert Fraction(int(found.p), int(found.q)) == 2 * (2**2 + low**2)
