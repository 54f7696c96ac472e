from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics import balls
from numerics.balls import Truth
from numerics.exact import rational

WIDE = arb(1, 1)
NOT_FINITE = [arb.nan(), arb.pos_inf(), arb(0, arb.pos_inf())]


@pytest.mark.parametrize(
    ("a", "b", "less", "less_or_equal", "equal"),
    [
        (arb(1), arb(2), Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (arb(2), arb(1), Truth.FALSE, Truth.FALSE, Truth.FALSE),
        (arb(1), arb(1), Truth.FALSE, Truth.TRUE, Truth.TRUE),
        (WIDE, arb(1), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (WIDE, WIDE, Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (WIDE, arb(3), Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (arb(3), WIDE, Truth.FALSE, Truth.FALSE, Truth.FALSE),
        (0, "1/3", Truth.TRUE, Truth.TRUE, Truth.FALSE),
        ("1/3", fmpq(1, 3), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_comparisons_have_three_answers(
    a: arb | str, b: arb | fmpq, less: Truth, less_or_equal: Truth, equal: Truth
) -> None:
    assert balls.less(a, b) is less
    assert balls.less_or_equal(a, b) is less_or_equal
    assert balls.equal(a, b) is equal


@pytest.mark.parametrize("value", NOT_FINITE)
def test_what_is_not_finite_is_unknown(value: arb) -> None:
    for compare in (balls.less, balls.less_or_equal, balls.equal, balls.overlaps, balls.inside):
        assert compare(arb(0), value) is Truth.UNKNOWN
        assert compare(value, arb(0)) is Truth.UNKNOWN
        assert compare(value, value) is Truth.UNKNOWN


def test_balls_overlap_when_they_share_a_point() -> None:
    assert balls.overlaps(arb(0, 1), arb(2, 1)) is Truth.TRUE
    assert balls.overlaps(arb(0, 1), arb(3, 1)) is Truth.FALSE


def test_inside_means_the_interior() -> None:
    assert balls.inside(arb(1, fmpq(1, 2)), WIDE) is Truth.TRUE
    assert balls.inside(WIDE, WIDE) is Truth.FALSE
    assert balls.inside(arb(3), WIDE) is Truth.FALSE
    assert balls.inside(arb(2, 1), WIDE) is Truth.FALSE
    assert balls.inside(arb(1), arb(1)) is Truth.FALSE


@pytest.mark.parametrize("truth", list(Truth))
def test_a_truth_is_not_a_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(truth)


def test_the_working_precision_is_restored() -> None:
    before = ctx.prec
    with balls.working_precision(100):
        assert balls.relative_digits(balls.ball("1/3")) >= 100
    assert ctx.prec == before
    assert balls.relative_digits(balls.ball("1/3")) < 20


def test_a_float_makes_no_ball() -> None:
    with pytest.raises(TypeError, match="not exact"):
        balls.ball(0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not exact"):
        balls.less(0.1, arb(1))  # type: ignore[arg-type]


@given(st.fractions())
def test_a_ball_contains_its_number(value: Fraction) -> None:
    lower, upper = balls.to_rationals(balls.ball(value))
    assert lower <= value <= upper
    assert upper - lower <= abs(value) / 2**50


def test_endpoints_are_exact() -> None:
    assert balls.to_rationals(arb(fmpq(-3, 8))) == (Fraction(-3, 8), Fraction(-3, 8))
    lower, upper = balls.to_rationals(WIDE)
    assert lower + upper == 2
    # Arb rounds a radius up to 30 bits.
    assert 2 <= upper - lower <= 2 + Fraction(1, 2**20)
    with pytest.raises(ValueError, match="not finite"):
        balls.to_rationals(arb.nan())


def test_relative_digits_count_what_the_radius_leaves() -> None:
    with balls.working_bits(400):
        for digits in (1, 10, 77):
            assert balls.relative_digits(arb(3, fmpq(1, 10**digits))) in (digits - 1, digits)
    assert balls.relative_digits(arb(0, 1)) == 0
    assert balls.relative_digits(arb.nan()) == 0
    assert balls.relative_digits(arb(1)) > 10**18


def test_within_compares_the_radius_with_the_scale() -> None:
    value = arb(0, fmpq(1, 10**5))
    assert balls.within(value, 4)
    assert not balls.within(value, 6)
    assert balls.within(value, 6, 100)
    # A scale below 1 demands no more than a scale of 1 does.
    assert balls.within(value, 4, arb(fmpq(1, 100)))
    assert not balls.within(arb.nan(), 1)


@pytest.mark.parametrize(
    ("middle", "radius", "digits", "written"),
    [
        ("1/3", 0, 5, "0.33333"),
        ("-2/3", 0, 3, "-0.667"),
        ("1", 0, 4, "1.000"),
        ("0", 0, 4, "0"),
        ("1/3", "1e-4", 10, "0.333"),
        ("9.996", "1e-9", 3, "10.0"),
        ("123456", 0, 3, "1.23e5"),
        ("123456", 0, 6, "123456"),
        ("1.25e-30", 0, 3, "1.25e-30"),
        ("0.00012", 0, 2, "0.00012"),
        ("0", "5e-51", 20, "0e-50"),
        ("1", "3", 5, "0e1"),
        ("1e-9", "1", 5, "0e1"),
    ],
)
def test_a_decimal_shows_the_digits_that_are_known(
    middle: str, radius: str | int, digits: int, written: str
) -> None:
    with balls.working_bits(200):
        value = arb(rational(middle), rational(radius))
        assert balls.decimal(value, digits) == written


@given(st.fractions(), st.fractions(min_value=0, max_value=1), st.integers(1, 30))
def test_a_decimal_is_within_one_unit_of_the_whole_ball(
    middle: Fraction, radius: Fraction, digits: int
) -> None:
    with balls.working_bits(200):
        value = arb(rational(middle), rational(radius))
    written = balls.decimal(value, digits)
    lower, upper = balls.to_rationals(value)
    mantissa, _, exponent = written.partition("e")
    unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    assert len(mantissa.replace("-", "").replace(".", "").lstrip("0")) <= digits
    if written == "0":
        assert lower == upper == 0
    else:
        assert max(abs(upper - Fraction(written)), abs(lower - Fraction(written))) < unit


def test_a_decimal_of_what_is_not_finite_is_unknown() -> None:
    assert balls.decimal(arb.nan(), 5) == "unknown"
    with pytest.raises(ValueError, match="at least 1"):
        balls.decimal(arb(1), 0)
