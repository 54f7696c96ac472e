from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from numerics.duals import Dual, constant, variable

RATIONALS = st.fractions(max_denominator=100).map(lambda value: fmpq(value.numerator, value.denominator))


@given(RATIONALS)
def test_a_polynomial_is_differentiated(point: fmpq) -> None:
    # 3 x^3 - 2 x + 5, with derivative 9 x^2 - 2.
    x: Dual[fmpq] = variable(point)
    result = constant(fmpq(3)) * x * x * x - constant(fmpq(2)) * x + constant(fmpq(5))
    assert result.value == 3 * point**3 - 2 * point + 5
    assert result.derivative == 9 * point**2 - 2


def test_a_box_encloses_every_derivative_on_it() -> None:
    square = variable(arb(1, 1)) * variable(arb(1, 1))
    assert all(square.derivative.contains(2 * fmpq(k, 4)) for k in range(9))
    assert not square.derivative.contains(5)
