"""Period 2 forces balancing, period 4 does not; every line of the arguments is needed."""

import random
from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy

from theory import modes, period_four, strict_balancing
from theory.argument import Argument
from theory.symbols import Q, eta, kappa, s_k, s_l, sigma

ROOT = sympy.sqrt(5)
APART = (5 - ROOT) * (4 - kappa) / (2 * kappa)
TOTAL = APART + 4 + 4 * (ROOT - 1) / kappa
FOUR = period_four.unbalanced(TOTAL, APART, sympy.Integer(4))
ARGUMENTS = (strict_balancing.balanced(), FOUR)


@pytest.mark.parametrize("argument", ARGUMENTS, ids=("period 2", "period 4"))
def test_nothing_wrong_goes_unnoticed(argument: Argument, survivors: Callable[[Argument], list[str]]) -> None:
    assert survivors(argument) == []


@pytest.mark.parametrize("argument", ARGUMENTS, ids=("period 2", "period 4"))
def test_arguments_are_printed(argument: Argument) -> None:
    assert all(step.claim.text and step.claim.latex for step in argument.steps)


def test_only_multiples_of_the_gap_vanish() -> None:
    gap = modes.gap()
    assert strict_balancing.balanced(s_l * gap).check().holds
    for quantity in (s_l - s_k, s_l**2 - 2 * s_k**2, gap / (s_l - s_k), gap + 1, gap * eta):
        assert not strict_balancing.balanced(quantity).check().holds, quantity


def test_another_update_rule_breaks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modes, "step", lambda layer, others: layer + eta * others)
    assert not strict_balancing.balanced().check().holds


def test_the_pair_couples_as_said() -> None:
    moved = modes.step(s_l, s_k * Q)
    assert sympy.expand(moved - (s_l - strict_balancing.pull_of_pair() * s_k)) == 0


def test_the_certificate_has_to_be_in_the_ideal() -> None:
    a, after = strict_balancing.pull, strict_balancing.pull_next
    conditions = ((1 - a) * (1 - after) - 1, (1 + a) * (1 + after) - 1)
    assert strict_balancing._in_ideal(a**2, conditions)
    assert not strict_balancing._in_ideal(a, conditions)
    # After four steps, with -1 in place of one 1, the ideal contains no power of a.
    exchanged = ((1 - a) * (1 - after) - 1, (1 + a) * (1 + after) + 1)
    assert not strict_balancing._in_ideal(a**2, exchanged)


def test_signs_may_differ_on_a_period_two_orbit() -> None:
    layers = (Fraction(1), Fraction(-1))
    at = {s_l: 1, s_k: -1, Q: 1, sigma: 1, eta: 1}
    moved = (modes.step(s_l, s_k * Q).subs(at), modes.step(s_k, s_l * Q).subs(at))
    assert moved == (-1, 1)
    assert layers[0] ** 2 == layers[1] ** 2


@pytest.mark.parametrize(
    ("total", "apart", "below"),
    [
        (TOTAL, APART, 5),
        (TOTAL * sympy.Rational(1001, 1000), APART, 4),
        (TOTAL, APART * sympy.Rational(999, 1000), 4),
        (APART, TOTAL, 4),
    ],
)
def test_a_moved_constant_breaks_the_orbit(total: sympy.Expr, apart: sympy.Expr, below: int) -> None:
    assert not period_four.unbalanced(total, apart, sympy.Integer(below)).check().holds


def test_the_orbit_in_floating_point() -> None:
    source = random.Random(4)
    for _ in range(20):
        rate = source.uniform(0.1, 3.9)
        total, apart = (float(e.subs(kappa, rate)) ** 0.5 for e in (TOTAL, APART))
        s, t = (total + apart) / 2, (total - apart) / 2
        states = [(s, t)]
        for _ in range(4):
            e = rate / 2 * (s * t - 1)
            s, t = s - e * t, t - e * s
            states.append((s, t))
        assert states[2] == pytest.approx(states[0][::-1], rel=1e-6)
        assert states[4] == pytest.approx(states[0], rel=1e-5)
        assert min(abs(s * s - t * t) for s, t in states) > 1e-3
