"""The two routes to the window of small starts see a moved end, each in its way."""

from fractions import Fraction

import pytest
import sympy
from flint import arb

from paper_checks import registry
from paper_checks.checks import small_starts
from paper_checks.request import Profile, Request
from paper_checks.verdicts import Verdict
from theory import small_starts as theorem

STATEMENT = registry.statement("gap-decay")
RELATION = STATEMENT.formulas["largest_pull"].expression
REQUEST = Request(depths=(2, 3), profile=Profile.STANDARD)


def _stated(source: str, request: Request = REQUEST) -> tuple[Verdict, Verdict]:
    edited = STATEMENT.edited({"largest_pull": source})
    return (
        small_starts.by_argument(edited, request).verdict,
        small_starts.by_descent(edited, request).verdict,
    )


def test_the_routes_hold_and_the_end_is_shown_to_thirty_digits() -> None:
    found = small_starts.by_argument(STATEMENT, REQUEST)
    assert found.verdict is Verdict.PROVED
    assert "4.04958068660798728526616612372 (L = 3)" in found.detail
    assert "5.18050428931676760206020062585 (L = 8)" in found.detail
    followed = small_starts.by_descent(STATEMENT, REQUEST)
    assert followed.verdict is Verdict.SAMPLED
    assert {"inside, aimed", "inside, drawn", "beyond, aimed"} <= set(followed.distribution)


@pytest.mark.parametrize("share", ["1001/1000", "999/1000"])
def test_an_end_moved_by_a_thousandth_is_seen_by_both(share: str) -> None:
    # No single start contradicts what is said of all small ones: following starts leaves it open.
    verdicts = _stated(f"kappa*u**(1 - 2/L)*(u - 1)/L < {share}*sqrt(2)")
    assert verdicts == (Verdict.REFUTED, Verdict.UNDECIDED)


def test_a_window_with_its_end_is_not_established() -> None:
    assert _stated("kappa*u**(1 - 2/L)*(u - 1)/L <= sqrt(2)")[0] is Verdict.UNDECIDED


def test_the_witness_lies_between_the_ends() -> None:
    edited = STATEMENT.edited({"largest_pull": "kappa*u**(1 - 2/L)*(u - 1)/L < 1001/1000*sqrt(2)"})
    witness = small_starts.by_argument(edited, REQUEST).witness
    assert witness is not None
    assert witness.relation == small_starts.ENDS_TOO_LATE
    rate = arb(witness.at["kappa"])
    assert rate > arb("4.0495806")
    assert rate < arb("4.0495806") * arb("1.001")


@pytest.mark.parametrize("depth", [3, 4, 5, 6, 7, 8])
def test_the_update_rule_gives_the_same_end_to_thirty_digits(depth: int) -> None:
    low, high = theorem.window_end_between(depth, 32)
    assert low - Fraction(1, 10**30) < small_starts.window_end(RELATION, depth) < high


def test_without_a_depth_beyond_two_three_layers_are_sampled() -> None:
    request = Request(depths=(2, 2), profile=Profile.STANDARD)
    found = small_starts.by_descent(STATEMENT, request)
    assert found.verdict is Verdict.SAMPLED
    assert found.cases >= 17


def test_a_formula_that_is_no_pull_is_refuted_or_left_open() -> None:
    assert _stated("kappa*(u - 1)/L < sqrt(2)")[0] is Verdict.REFUTED
    assert isinstance(RELATION, sympy.StrictLessThan)
