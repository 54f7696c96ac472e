"""Means over seeds: enclosed by four standard errors, decided only where the whole ball is on one side."""

from fractions import Fraction

import pytest
from flint import arb

from numerics.balls import Truth
from paper_checks.checks.seed_means import MARGIN, Finding, SeedMean, evidence
from paper_checks.errors import CheckFailedError
from paper_checks.verdicts import Evidence, Verdict

MEAN = SeedMean("number", (1.0, 2.0, 3.0))


def decided(*findings: Finding) -> Evidence:
    return evidence(findings, domain="here", runs=3, at={"seeds": "1 to 3"}, note="by four")


def test_the_ball_is_the_mean_with_its_standard_errors() -> None:
    assert MEAN.mean == 2
    assert MEAN.standard_error == pytest.approx(3**-0.5)
    assert float(MEAN.ball.mid()) == pytest.approx(2)
    assert float(MEAN.ball.rad()) == pytest.approx(MARGIN / 3**0.5)
    assert SeedMean("alone", (0.5,)).ball == arb("0.5")


def test_the_size_of_a_mean_has_no_sign() -> None:
    mean = SeedMean("off", (-1.0, -2.0, -3.0), absolute=True)
    assert mean.mean == 2
    assert mean.standard_error == pytest.approx(3**-0.5)
    assert mean.ball.overlaps(MEAN.ball)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (Fraction(-1), Fraction(5), Verdict.SAMPLED),
        (Fraction(-1), None, Verdict.SAMPLED),
        (Fraction(1), None, Verdict.UNDECIDED),
        (Fraction(-1), Fraction(3), Verdict.UNDECIDED),
        (Fraction(5), None, Verdict.REFUTED),
        (Fraction(1), Fraction(-1), Verdict.REFUTED),
    ],
)
def test_bounds_are_decided_by_the_whole_ball(
    low: Fraction | None, high: Fraction | None, verdict: Verdict
) -> None:
    assert decided(Finding(MEAN, low, high)).verdict is verdict


def test_a_witness_has_the_mean_and_its_error() -> None:
    found = decided(Finding(MEAN, low=Fraction(0)), Finding(MEAN, low=Fraction(9)))
    assert found.witness is not None
    assert found.witness.at == {"seeds": "1 to 3", "mean": "2", "standard error": "0.58"}
    assert found.witness.relation == "mean over seeds of the number >= 9"
    assert found.detail == "number 2 +- 0.6, >= 9 (12 standard errors); by four"


def test_runs_that_diverge_decide_nothing() -> None:
    mean = SeedMean("number", (1.0, float("nan")))
    assert Finding(mean, high=Fraction(2)).truth()[0] is Truth.UNKNOWN
    assert decided(Finding(mean, high=Fraction(2))).verdict is Verdict.UNDECIDED


def test_a_mean_without_bounds_is_a_defect() -> None:
    with pytest.raises(CheckFailedError, match="no bound"):
        Finding(MEAN).truth()
