"""Formulas about a state are compared, and their signs seen, only where that is certain."""

import pytest
import sympy

from theory.symbols import L, alpha, kappa
from theory.symbols import pi as p
from theory.window.comparison import same
from theory.window.propositions import Fact, Relation, Setting
from theory.window.rules import NUMBER
from theory.window.signs import number_sign, sign
from theory.window.state import a, s_next, shared_value, t, y

TWO, ONE, ZERO = (sympy.Integer(n) for n in (2, 1, 0))
PLAIN = Setting("plain", TWO, ())
s_two = shared_value(TWO)
s_deep = shared_value(L)


def test_formulas_are_compared_after_definitions() -> None:
    s = s_deep
    assert same(p, s ** (L - 1) * t, L)
    assert same(y**2, s**L, L)
    assert same(s_next, s - a * t, L)
    assert not same(s_next, s + a * t, L)
    assert not same(s_next ** (L / 2), s ** (L / 2), L)
    assert not same(sympy.sin(t), t, L)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (2 * sympy.sqrt(2) - sympy.Rational(17, 6), -1),
        (sympy.Rational(3, 2) - sympy.sqrt(2), 1),
        (sympy.sqrt(2) / 2 - sympy.Rational(2, 3), 1),
        (1 - sympy.sqrt(3), -1),
        (sympy.sqrt(8) - 2 * sympy.sqrt(2), 0),
        (-sympy.sqrt(5), -1),
        (sympy.sqrt(7) - 2 * sympy.sqrt(2), -1),
        (1 + sympy.sqrt(2) - sympy.sqrt(3), None),
        (sympy.pi - 3, None),
        (sympy.log(2), None),
        (sympy.I, None),
        (sympy.oo, None),
    ],
)
def test_numbers_are_compared_exactly_or_not_at_all(number: sympy.Expr, expected: int | None) -> None:
    assert number_sign(number) == expected
    weak, strict = (Fact(PLAIN, Relation(number, ZERO, strict)) for strict in (False, True))
    assert NUMBER.justifies(weak, []) is (expected in (0, 1))
    assert NUMBER.justifies(strict, []) is (expected == 1)


def test_signs_are_seen_only_where_they_are_certain() -> None:
    known = [Relation(t, ONE), Relation(ONE, s_two, strict=True)]
    cases = {
        alpha + 1: "positive",
        t - 1: "non-negative",
        1 - s_two: "positive",
        (1 - s_two) / 2: "positive",
        sympy.Rational(3, 2) - sympy.Rational(3, 2) * s_two: "positive",
        (t - 1) * (1 - s_two): "non-negative",
        1 / (1 - s_two): "positive",
        1 / (t - 1): None,
        s_two**2: "non-negative",
        s_two**-2: None,
        s_two**3: None,
        s_two: None,
        t - 2: None,
        kappa - alpha: None,
        (t - 1) ** 2 + 1: "positive",
    }
    for expression, expected in cases.items():
        assert sign(expression, TWO, known) == expected, expression
