from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import gd, hessian
from numerics._float_steps import FloatSteps, digits_left, nearest, rounding
from numerics._systems import Mode, Network

LANES = np.array([0, 1])
RATES = [fmpq(1, 7), fmpq(1, 3)]
NUMBERS = st.floats(min_value=-2, max_value=2, allow_subnormal=False)


def rational(value: float) -> fmpq:
    return fmpq(*value.as_integer_ratio())


def near(value: float, exact: fmpq, bound: float) -> bool:
    return bool(abs(rational(value) - exact) <= rational(bound))


@settings(deadline=None, max_examples=30)
@given(
    st.lists(NUMBERS, min_size=7, max_size=7),
    st.lists(st.sampled_from([-1, 0, 1]), min_size=7, max_size=7),
    st.sampled_from([0.0, 1e-9, 0.25]),
)
def test_step_and_derivative_enclose_the_exact_ones(
    entries: list[float], signs: list[int], width: float
) -> None:
    target: list[list[int | str]] = [["1/3", 1]]
    system = Network([[[0, 0]], [[0], [0]], [[0, 0]], [[0]]], target)
    steps, states = FloatSteps(system, RATES), np.array([entries, entries])
    moved, missed = steps.step(states, LANES)
    derivative = steps.derivative(states, np.full_like(states, width), LANES)

    def layers(values: list[fmpq]) -> list[fmpq_mat]:
        remaining = iter(values)
        return [fmpq_mat(r, c, [next(remaining) for _ in range(r * c)]) for r, c in system.shapes]

    here = layers([rational(entry) for entry in entries])
    # The derivative of the step is 1 - eta H, with H the exact Hessian, also at states nearby.
    there = layers([rational(x) + sign * rational(width) for x, sign in zip(entries, signs, strict=True)])
    bent = hessian.of_network(there, gd.matrix(target))
    for lane, rate in enumerate(RATES):
        exact = [entry for layer in gd.step(here, gd.matrix(target), rate) for entry in layer.entries()]
        for i in range(7):
            assert near(moved[lane, i], exact[i], missed[lane, i])
            for j in range(7):
                slope = (1 if i == j else 0) - rate * bent[i, j]
                assert near(derivative.values[lane, i, j], slope, derivative.error[lane, i, j])


def test_rounding_the_target_counts_as_an_error_of_the_step() -> None:
    # The float64 layer is the rounded target, so the computed slope is zero, and the exact one is not.
    layer = Fraction(1 / 3)
    steps = FloatSteps(Mode([layer], "1/3"), [fmpq(2**20)])
    moved, missed = steps.step(np.array([[1 / 3]]), LANES[:1])
    exact = layer - 2**20 * (layer - Fraction(1, 3))
    assert moved[0, 0] == 1 / 3
    assert 0 < abs(exact - layer) <= Fraction(float(missed[0, 0]))


@given(st.fractions())
def test_the_nearest_float_is_off_by_no_more_than_its_bound(value: Fraction) -> None:
    values = nearest([fmpq(value.numerator, value.denominator)])
    assert abs(Fraction(float(values[0])) - value) <= Fraction(float(rounding(values)[0]))


def test_digits_left_never_exceed_the_bound() -> None:
    errors = np.array([1e-3, 0.99e-3, 2e-5, 0.5, 2.0, np.inf, np.nan, 0.0, 1e-3, 1e-300])
    largest = np.array([1.0, 0.0, 2000.0, 1.0, 1.0, 1.0, 1.0, 1.0, np.inf, 1e300])
    assert digits_left(errors, largest).tolist() == [2, 3, 7, 0, 0, 0, 0, 299, 0, 299]


def test_numbers_beyond_float64_are_refused() -> None:
    with pytest.raises(ValueError, match="too large for float64"):
        nearest([fmpq(10) ** 400])
    assert nearest([fmpq(1) / fmpq(10) ** 400])[0] == 0
