from fractions import Fraction

import flint
import pytest
import sympy

from numerics.balls import Truth, working_precision
from paper_checks.enclosures import bound, exact, holds, value
from paper_checks.formulas import Formula
from theory.symbols import L, alpha, eta, rho, sigma


def test_exact_values_are_rational() -> None:
    assert exact(
        rho ** (2 * L - 1) / sigma, {"rho": Fraction(1, 2), "L": Fraction(3), "sigma": Fraction(5)}
    ) == (Fraction(1, 160))


def test_exact_values_refuse_roots() -> None:
    with pytest.raises(TypeError, match="roots"):
        exact(sympy.sqrt(eta), {"eta": Fraction(4)})


def test_division_by_zero_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        exact(1 / eta, {"eta": Fraction(0)})


def test_balls_contain_the_value_and_are_tight() -> None:
    with working_precision(50):
        enclosure = value(sympy.log(2 * sympy.sqrt(2)) * sigma ** (4 / L), {"sigma": 16, "L": 2})
        assert enclosure.overlaps(flint.arb(8).log() / 2 * 256)
        assert enclosure.rel_accuracy_bits() > 140


def test_relations_answer_in_three_values() -> None:
    below = Formula("eta < 2*sqrt(2)").expression
    assert holds(below, {"eta": Fraction(28284271, 10**7)}) is Truth.TRUE
    assert holds(below, {"eta": Fraction(28284272, 10**7)}) is Truth.FALSE
    assert holds(below, {"eta": flint.arb(8).sqrt()}) is Truth.UNKNOWN


@pytest.mark.parametrize("source", ["alpha < sqrt(2)", "alpha > sqrt(2)"])
def test_bounds_lie_on_the_allowed_side_and_close(source: str) -> None:
    relation = Formula(source).expression
    rational = bound(relation, alpha, {})
    assert holds(relation, {"alpha": rational}) is Truth.TRUE or abs(rational**2 - 2) < Fraction(1, 10**14)
    with working_precision(60):
        assert holds(relation, {"alpha": rational}) is Truth.TRUE
    assert abs(rational**2 - 2) < Fraction(1, 10**29)


def test_a_relation_that_gives_no_bound_is_refused() -> None:
    with pytest.raises(ValueError, match="does not bound"):
        bound(Formula("eta < 2").expression, alpha, {})
    with pytest.raises(ValueError, match="no finite bound"):
        bound(Formula("alpha < log(eta)**(1/4)").expression, alpha, {"eta": Fraction(1, 2)})
