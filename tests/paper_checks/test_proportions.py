"""Confidence intervals of shares."""

from fractions import Fraction

import pytest

from paper_checks.checks import proportions


def test_probabilities_are_exact() -> None:
    assert proportions.at_least(2, 2, Fraction(1, 2)) == Fraction(1, 4)
    assert proportions.at_least(1, 2, Fraction(1, 2)) == Fraction(3, 4)


def test_known_intervals() -> None:
    assert proportions.interval(5, 10) == "0.187 to 0.813"
    assert proportions.interval(24, 24) == "at least 0.857"


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="not possible"):
        proportions.interval(3, 2)
