"""Student's t against tables, by a second library, and at what makes no sense."""

from fractions import Fraction

import mpmath
import pytest

from numerics import student


@pytest.mark.parametrize(
    ("chance", "count", "printed"),
    [("0.05", 3, 4.303), ("0.05", 11, 2.228), ("0.01", 6, 4.032), ("0.001", 31, 3.646), ("0.5", 2, 1.0)],
)
def test_margins_are_those_of_the_tables(chance: str, count: int, printed: float) -> None:
    assert float(student.margin(Fraction(chance), count)) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize("count", [2, 8, 24, 64])
def test_the_density_integrates_to_the_risk(count: int) -> None:
    freedom, margin = count - 1, student.margin(Fraction(1, 1300), count)
    factor = mpmath.gamma((freedom + 1) / mpmath.mpf(2)) / mpmath.gamma(freedom / mpmath.mpf(2))
    factor /= mpmath.sqrt(freedom * mpmath.pi)
    start = mpmath.mpf(margin.numerator) / margin.denominator
    power = mpmath.mpf(freedom + 1) / 2
    # In 1/t, since the tail is long.
    tail = mpmath.quad(lambda u: (1 + 1 / (u * u * freedom)) ** -power / u**2, [0, 1 / start])
    assert float(2 * factor * tail) == pytest.approx(1 / 1300, rel=1e-10)


@pytest.mark.parametrize(("chance", "count"), [(Fraction(1, 20), 1), (Fraction(0), 5), (Fraction(1), 5)])
def test_no_margin_where_there_is_none(chance: Fraction, count: int) -> None:
    with pytest.raises(ValueError, match="no margin"):
        student.margin(chance, count)
