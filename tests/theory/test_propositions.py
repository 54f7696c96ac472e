"""Identities and inequalities settle themselves, and none that is false is said to be true."""

import random
from fractions import Fraction

import pytest
import sympy

from theory.polynomials import NotDecidableError, generator_of
from theory.propositions import Both, Domain, Identity, Inequality, NonZero, Range
from theory.symbols import L, Z, z

x, y, w = sympy.symbols("x y w", real=True)
ZERO, ONE, TWO = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)
FROM_ZERO = Domain((Range(x, ZERO),))
ABOVE_ZERO = Domain((Range(x, ZERO, strict=True),))
UNIT = Domain((Range(x, ZERO, end=ONE),))
OPEN_UNIT = Domain((Range(x, ZERO, strict=True, end=ONE),))
QUADRANT = Domain((Range(x, ZERO), Range(y, ZERO)))


def test_an_identity_is_one_of_rational_functions() -> None:
    assert Identity((x**2 - 1) / (x - 1), x + 1).decide()
    assert not Identity((x**2 - 1) / (x - 1), x + 2).decide()
    assert not Identity(x**2, x).decide()


@pytest.mark.parametrize(
    "left", [sympy.Float("0.1"), sympy.Float("0.1") * 1, sympy.Float("0.05") + sympy.Float("0.05")]
)
def test_rounded_numbers_are_in_no_identity(left: sympy.Expr) -> None:
    # SymPy rounds the difference of the sides to zero.
    assert not Identity(left, sympy.Rational(1, 10)).decide()
    assert not Identity(sympy.Rational(1, 10), left).decide()
    assert not NonZero(left).decide()


def test_a_formula_that_is_zero_is_not_non_zero() -> None:
    assert NonZero(x - y).decide()
    assert not NonZero((x - y) ** 2 - x**2 + 2 * x * y - y**2).decide()
    with pytest.raises(NotDecidableError):
        NonZero(sympy.nan).decide()


@pytest.mark.parametrize(
    "claim",
    [
        Inequality(x, ZERO, FROM_ZERO),
        Inequality(x + 1, ZERO, FROM_ZERO, strict=True),
        Inequality(x, ZERO, ABOVE_ZERO, strict=True),
        Inequality(1 / x, ZERO, ABOVE_ZERO, strict=True),
        Inequality(ZERO, ZERO, FROM_ZERO),
        Inequality(ONE, x, UNIT),
        Inequality(ONE, x, UNIT, strict=True),
        Inequality(1 / (1 - x), ONE, UNIT),
        Inequality(1 / (1 - x), ONE, OPEN_UNIT, strict=True),
        Inequality(x + y, x, QUADRANT),
        Inequality(y, x, Domain((Range(x, ZERO), Range(y, x)))),
        Inequality(y, x, Domain((Range(x, ZERO), Range(y, x, strict=True))), strict=True),
        Inequality(ONE, x + y, Domain((Range(x, ZERO, end=ONE), Range(y, ZERO, end=1 - x)))),
        Inequality(x**2, 2 * x - 1, FROM_ZERO, certificate=((ONE, x - 1),)),
        Inequality(x**2 + 1, 2 * x - 1, FROM_ZERO, True, certificate=((ONE, x - 1), (ONE, ONE))),
        Inequality(-x / (-1 - x), ZERO, FROM_ZERO),
    ],
    ids=lambda claim: claim.text,
)
def test_a_true_inequality_is_established(claim: Inequality) -> None:
    assert claim.decide()


@pytest.mark.parametrize(
    "claim",
    [
        Inequality(x, ONE, FROM_ZERO),
        Inequality(-x, ZERO, FROM_ZERO),
        Inequality(x**2 - 3 * x + 1, ZERO, FROM_ZERO),
        # Equality at a closed start, or identically.
        Inequality(x, ZERO, FROM_ZERO, strict=True),
        Inequality(ZERO, ZERO, ABOVE_ZERO, strict=True),
        Inequality((x + 1) ** 2, x**2 + 2 * x + 1, ABOVE_ZERO, strict=True),
        Inequality(y, x, Domain((Range(x, ZERO), Range(y, x))), strict=True),
        # A pole, or a sign that changes there.
        Inequality(1 / x, ZERO, FROM_ZERO),
        Inequality(1 / (x - 1), ZERO, FROM_ZERO),
        Inequality(1 / (1 - x), ZERO, FROM_ZERO),
        # Beyond an end, or with a symbol that has no range.
        Inequality(sympy.Rational(1, 2), x, UNIT),
        Inequality(x, ZERO, Domain(())),
        Inequality(x + y, ZERO, FROM_ZERO),
        Inequality(z**L, ZERO, Domain((Range(z, ONE),))),
        # Ends that depend on each other the wrong way round.
        Inequality(x, y, Domain((Range(x, ZERO), Range(y, x)))),
        Inequality(x, y, Domain((Range(y, x), Range(x, ZERO)))),
        Inequality(y, x, QUADRANT),
        Inequality(2 * x, ONE, Domain((Range(x, x),))),
        # Certificates that do not add up, or whose factors may be negative.
        Inequality(x**2, 2 * x - 1, FROM_ZERO, certificate=((ONE, x - 2),)),
        Inequality(x**2, 2 * x - 1, FROM_ZERO, certificate=((TWO, x - 1),)),
        Inequality(-(x**2), ZERO, FROM_ZERO, certificate=((-ONE, x),)),
        Inequality(x - 1, ZERO, FROM_ZERO, certificate=((x - 1, ONE),)),
        Inequality(x**2, 2 * x - 1, FROM_ZERO, True, certificate=((ONE, x - 1),)),
        Inequality(x**2, 2 * x - 1, FROM_ZERO, True, certificate=((ONE, x - 1), (ZERO, ONE))),
    ],
    ids=lambda claim: claim.text,
)
def test_what_is_false_or_not_certified_is_not_established(claim: Inequality) -> None:
    assert not claim.decide()


def test_the_square_of_an_imaginary_number_is_not_a_certificate() -> None:
    assert not Inequality(-(x**2), ZERO, FROM_ZERO, certificate=((ONE, sympy.I * x),)).decide()


def test_the_square_of_a_root_of_a_negative_number_is_not_a_certificate() -> None:
    assert not Inequality(x - 1, ZERO, FROM_ZERO, certificate=((ONE, sympy.sqrt(x - 1)),)).decide()


def test_what_is_squared_is_real() -> None:
    complex_number = sympy.Symbol("c")
    assert Inequality(w**2, ZERO, FROM_ZERO, certificate=((ONE, w),)).decide()
    assert not Inequality(complex_number**2, ZERO, FROM_ZERO, certificate=((ONE, complex_number),)).decide()


def test_the_end_of_a_range_is_not_in_it() -> None:
    # 1 - x > 0 is decided on [0, 1): printed with the end included it would be false.
    assert Inequality(1 - x, ZERO, UNIT, strict=True).decide()
    assert UNIT.text == "0 <= x < 1"
    assert UNIT.latex == r"0 \le x < 1"
    assert OPEN_UNIT.text == "0 < x < 1"


@pytest.mark.parametrize("end", [sympy.oo, sympy.zoo, sympy.nan, sympy.I, sympy.sqrt(2), sympy.Float(1)])
def test_ends_are_rational(end: sympy.Expr) -> None:
    for domain in (Domain((Range(x, ONE, end=end),)), Domain((Range(x, -end),))):
        assert not Inequality(-1 / x, ZERO, domain).decide()
        assert not Inequality(1 / x, ZERO, domain).decide()


def test_no_symbol_is_mistaken_for_an_auxiliary_one() -> None:
    for index in range(2):
        clash = sympy.Symbol(f"slack_{index}", positive=True)
        assert not Inequality(
            x, sympy.Integer(3), Domain((Range(clash, sympy.Integer(5)), Range(x, ZERO)))
        ).decide()
        assert not Inequality(clash, ZERO, FROM_ZERO).decide()


@pytest.mark.parametrize("function", [sympy.sign, sympy.Abs, sympy.floor, sympy.Heaviside, sympy.exp])
def test_functions_are_not_decided(function: type[sympy.Function]) -> None:
    # The sign of a positive auxiliary symbol would simplify to one, the sign of x >= 0 does not.
    assert not Inequality(function(x), sympy.Rational(1, 2), FROM_ZERO, strict=True).decide()
    assert not Inequality(function(x) + 1, function(x), FROM_ZERO).decide()


def test_rounded_numbers_are_in_no_inequality() -> None:
    assert not Inequality(sympy.Float("0.1"), sympy.Rational(1, 10), FROM_ZERO).decide()
    assert not Inequality(x * sympy.Float("0.1") + sympy.Float("1e-20"), x / 10, FROM_ZERO).decide()


def test_sides_are_real_where_they_are_compared() -> None:
    assert not Inequality(sympy.sqrt(x - 5) + 1, sympy.sqrt(x - 5), FROM_ZERO).decide()
    assert not Inequality(sympy.I * x + 1, sympy.I * x, FROM_ZERO).decide()


def test_a_pole_that_is_hidden_is_refused() -> None:
    hidden_zero = (x + 1) ** 2 - x**2 - 2 * x - 1
    with pytest.raises(NotDecidableError):
        Inequality(1 / hidden_zero + 1, ZERO, FROM_ZERO).decide()


def test_a_power_with_the_depth_has_a_range_of_its_own() -> None:
    power = generator_of(z)
    domain = Domain((Range(z, ONE), Range(power, z**2)))
    assert Inequality(z**L, z, domain).decide()
    assert not Inequality(z, z**L, domain).decide()


def test_what_symbols_stand_for_is_part_of_a_domain() -> None:
    ranges = (Range(z, ONE), Range(Z, z**2))
    free, bound = Domain(ranges), Domain(ranges, where=((Z, z**L),))
    assert free != bound
    assert Inequality(Z, z, free) != Inequality(Z, z, bound)
    assert Inequality(Z, z, bound).decide()
    assert bound.text == "1 <= z, z**2 <= Z where Z = z**L"
    assert bound.latex == r"1 \le z,\ z^{2} \le Z,\ Z = z^{L}"


def test_the_certificate_is_no_part_of_the_claim() -> None:
    one = Inequality(x**2, 2 * x - 1, FROM_ZERO)
    other = Inequality(x**2, 2 * x - 1, FROM_ZERO, certificate=((ONE, x - 1),))
    assert one == other
    assert not one.decide()
    assert other.decide()
    assert one != Inequality(x**2, 2 * x - 1, FROM_ZERO, strict=True)


def test_no_established_inequality_has_a_counterexample() -> None:
    draw = random.Random(20250101)
    established = 0
    for _ in range(120):
        a, b, c, d, e = (draw.randint(-2, 3) for _ in range(5))
        start, strict, open_start = draw.randint(-1, 2), draw.random() < 0.5, draw.random() < 0.5
        length = draw.choice([None, 1, 3])
        if d == e == 0:
            continue
        end = None if length is None else sympy.Integer(start + length)
        domain = Domain((Range(x, sympy.Integer(start), open_start, end),))
        if not Inequality((a + b * x + c * x**2) / (d + e * x), ZERO, domain, strict).decide():
            continue
        established += 1
        steps = [Fraction(k, 12) for k in range(1 if open_start else 0, 120)]
        for at in (start + step for step in steps if length is None or step < length):
            top, bottom = a + b * at + c * at**2, d + e * at
            # A common factor of both may vanish; then the formula has the value of its limit.
            assert top * bottom > 0 or (top == 0 and (bottom == 0 or not strict))
    assert 25 < established < 90


def test_no_established_inequality_on_a_moving_strip_has_a_counterexample() -> None:
    draw = random.Random(20250102)
    established = 0
    for _ in range(30):
        a, b, c, d, e, f = (draw.randint(-1, 4) for _ in range(6))
        slope, offset, strict = draw.randint(-1, 2), draw.randint(-1, 2), draw.random() < 0.5
        form = a + b * x + c * y + d * x * y + e * x**2 + f * y**2
        strip = Range(y, slope * x + offset, end=slope * x + offset + 1)
        if not Inequality(form, ZERO, Domain((Range(x, ZERO, end=TWO), strip)), strict).decide():
            continue
        established += 1
        for at_x in (Fraction(k, 7) for k in range(14)):
            for at_y in (slope * at_x + offset + Fraction(k, 5) for k in range(5)):
                value = a + b * at_x + c * at_y + d * at_x * at_y + e * at_x**2 + f * at_y**2
                assert value > 0 if strict else value >= 0
    assert 5 < established < 25


def test_both_says_both() -> None:
    one, other = Identity(x, x), Inequality(x, ZERO, FROM_ZERO)
    assert Both(one, other).text == "x = x; and x >= 0 for 0 <= x"
    assert Both(one, other) != Both(other, one)
