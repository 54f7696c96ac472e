"""Certificates along the cascade: what is moved, swapped or of another orbit is rejected."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numerics
from paper_checks.checks import cascade

Record = dict[str, Any]
Edit = Callable[..., Record]
WhyNot = Callable[[Any], str]


def moved(row: list[str], *by: int) -> list[str]:
    unit = Fraction(1, 10**38)
    return [str(Fraction(entry) + unit * shift) for entry, shift in zip(row, by, strict=True)]


def test_a_moved_learning_rate_is_rejected(records: dict[str, Record], edited: Edit, why_not: WhyNot) -> None:
    record = records["cascade"]
    for table in ("superstable", "doubling"):
        row = record["data"][table][1]
        for shift in (1, -1):
            other = edited(record, (("data", table, 1), moved(row, shift, shift, 0, 0)))
            assert "may not pass" in why_not(other)


def test_a_state_that_is_elsewhere_is_rejected(
    records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    record = records["cascade"]
    x0, x1 = (Fraction(entry) for entry in record["data"]["doubling"][1][2:])
    beside = [str(x1), str(2 * x1 - x0)]
    row = record["data"]["doubling"][1][:2] + beside
    assert "Newton" in why_not(edited(record, (("data", "doubling", 1), row)))


def test_superstable_and_doubling_rates_are_not_exchanged(
    records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    data = records["cascade"]["data"]
    swapped = {"superstable": data["doubling"], "doubling": data["superstable"]}
    assert "may not pass" in why_not(edited(records["cascade"], (("data",), swapped)))


def test_the_digits_are_known(records: dict[str, Record], edited: Edit, why_not: WhyNot) -> None:
    assert "digits" in why_not(edited(records["cascade"], (("parameters", "digits"), 41)))


def test_an_orbit_of_another_order_is_rejected(
    records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    stranger = cascade.rows([numerics.cascade.enclose(2, 4, 0, Fraction(31, 10))])[0]
    other = edited(records["cascade"], (("data", "superstable", 1), stranger))
    assert "not the one of the cascade" in why_not(other)


def test_another_depth_is_rejected(records: dict[str, Record], edited: Edit, why_not: WhyNot) -> None:
    for kind in ("cascade", "feigenbaum", "onset"):
        why_not(edited(records[kind], (("parameters", "depth"), 3)))


def test_the_ratios_have_to_be_near(records: dict[str, Record], edited: Edit, why_not: WhyNot) -> None:
    record = records["feigenbaum"]
    assert "ratio 2" in why_not(edited(record, (("parameters", "limit"), "5")))
    assert "ratio 2" in why_not(edited(record, (("parameters", "factor"), "1/2")))


def test_the_bracket_has_to_be_narrow_and_in_order(
    records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    record = records["onset"]
    assert "not that near" in why_not(edited(record, (("parameters", "width"), "1/100")))
    assert "Newton" in why_not(edited(record, (("data", "beyond"), record["data"]["below"])))
    why_not(edited(record, (("parameters", "tripled"), 0)))
