from decimal import Decimal
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics.exact import Exact, positive_rational, rational, whole_number


@pytest.mark.parametrize(
    ("value", "numerator", "denominator"),
    [
        (7, 7, 1),
        ("0.1", 1, 10),
        ("-0.25", -1, 4),
        ("+.5", 1, 2),
        ("2.", 2, 1),
        ("1e-20", 1, 10**20),
        ("2.5E+3", 2500, 1),
        ("3/7", 3, 7),
        ("-6 / 4", -3, 2),
        (" 12 ", 12, 1),
        (Fraction(3, 9), 1, 3),
        (fmpq(2, 6), 1, 3),
    ],
)
def test_a_number_is_read_exactly(value: Exact, numerator: int, denominator: int) -> None:
    assert rational(value) == fmpq(numerator, denominator)


def test_a_long_string_is_read_exactly() -> None:
    # Longer than what Python's int() accepts.
    assert rational("9" * 6000) == fmpq(10) ** 6000 - 1


@given(st.fractions())
def test_a_ratio_survives_being_written(value: Fraction) -> None:
    assert rational(str(value)) == rational(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_a_decimal_string_is_its_own_value(value: Decimal) -> None:
    assert rational(str(value)) == rational(Fraction(value))


@pytest.mark.parametrize("value", [0.1, 1.0, True, None, Decimal("0.1"), 1j])
def test_what_is_not_exact_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=r"\.$"):
        rational(value)  # type: ignore[arg-type]


def test_the_refusal_of_a_float_says_what_to_write() -> None:
    with pytest.raises(TypeError, match=r'write it as a string, such as "0\.1"'):
        rational(0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("nan", "not finite"),
        ("-inf", "not finite"),
        ("1/0", "divides by zero"),
        ("", "not a number"),
        (".", "not a number"),
        ("1_000", "not a number"),
        ("0x10", "not a number"),
        ("1/2/3", "not a number"),
        ("٣", "not a number"),
        ("1e999999999", "exponent beyond"),
        ("1e-100001", "exponent beyond"),
    ],
)
def test_a_string_that_is_no_usable_number_is_refused(value: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        rational(value)


def test_the_largest_exponent_is_still_read() -> None:
    assert rational("1e100000") == fmpq(10) ** 100_000


def test_a_positive_number_is_asked_for_by_name() -> None:
    assert positive_rational("1/3", "eta") == fmpq(1, 3)
    for value in (0, "-1e-9"):
        with pytest.raises(ValueError, match=r"eta is .* positive"):
            positive_rational(value, "eta")


def test_a_count_is_an_int_of_a_least_size() -> None:
    assert whole_number(2, "the depth", 2) == 2
    with pytest.raises(ValueError, match="the depth is 1"):
        whole_number(1, "the depth", 2)
    for value in (True, 2.0, "2"):
        with pytest.raises(TypeError, match="the depth"):
            whole_number(value, "the depth", 0)  # type: ignore[arg-type]
