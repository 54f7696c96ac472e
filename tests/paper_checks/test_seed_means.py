"""Means over seeds: intervals of Student's t, decided only where the whole interval is on one side."""

from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from numerics import student
from numerics.balls import Truth
from paper_checks.checks.seed_means import RISK, Finding, SeedMean, evidence
from paper_checks.errors import CheckFailedError
from paper_checks.verdicts import Evidence, Verdict

MEAN = SeedMean("number", (1.0, 2.0, 3.0))


def decided(*findings: Finding) -> Evidence:
    return evidence(findings, domain="here", runs=3, at={"seeds": "1 to 3"}, note="by four")


def test_the_interval_is_the_mean_with_its_standard_errors() -> None:
    interval = MEAN.interval(Fraction(1, 20))
    assert MEAN.mean == 2
    assert MEAN.standard_error == pytest.approx(3**-0.5)
    assert float(interval.mid()) == pytest.approx(2)
    # Student's t at 95 % for two degrees of freedom, from any table.
    assert float(interval.rad()) == pytest.approx(4.302653 / 3**0.5)
    assert SeedMean("alone", (0.5,)).interval(RISK) == arb("0.5")


def test_the_risk_is_shared_by_all_means_of_a_claim() -> None:
    margin = float(student.margin(RISK, 3)) * 3**-0.5
    bound = Fraction(2 + 1.01 * margin)
    assert decided(Finding(MEAN, high=bound)).verdict is Verdict.SAMPLED
    assert decided(Finding(MEAN, high=bound), Finding(MEAN, high=bound)).verdict is Verdict.UNDECIDED


def test_intervals_miss_the_mean_as_often_as_they_may() -> None:
    draws = np.random.default_rng(5).standard_normal((2000, 5))
    missed = sum(not SeedMean("draw", row.tolist()).interval(Fraction(1, 10)).contains(0) for row in draws)
    # 200 are expected, with a standard deviation of 13.
    assert 140 < missed < 260


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (Fraction(-4), Fraction(8), Verdict.SAMPLED),
        (Fraction(-4), None, Verdict.SAMPLED),
        (Fraction(1), None, Verdict.UNDECIDED),
        (Fraction(-4), Fraction(3), Verdict.UNDECIDED),
        (Fraction(8), None, Verdict.REFUTED),
        (Fraction(1), Fraction(-4), Verdict.REFUTED),
    ],
)
def test_bounds_are_decided_by_the_whole_interval(
    low: Fraction | None, high: Fraction | None, verdict: Verdict
) -> None:
    assert decided(Finding(MEAN, low, high)).verdict is verdict


def test_a_witness_has_the_mean_and_its_error() -> None:
    found = decided(Finding(MEAN, low=Fraction(-9)), Finding(MEAN, low=Fraction(16)))
    assert found.witness is not None
    assert found.witness.at == {"seeds": "1 to 3", "mean": "2", "standard error": "0.58"}
    assert found.witness.relation == "mean over seeds of the number >= 16"
    assert found.detail.startswith("number 2 +- 0.6, >= 16 (24 standard errors); intervals of 14.1 ")
    assert found.detail.endswith("; by four")


def test_runs_that_diverge_decide_nothing() -> None:
    mean = SeedMean("number", (1.0, float("nan")))
    assert Finding(mean, high=Fraction(2)).truth(RISK)[0] is Truth.UNKNOWN
    assert decided(Finding(mean, high=Fraction(2))).verdict is Verdict.UNDECIDED


def test_a_mean_without_bounds_is_a_defect() -> None:
    with pytest.raises(CheckFailedError, match="no bound"):
        Finding(MEAN).truth(RISK)
