"""Starts of two layers that escape: the certificate against further steps of gradient descent."""

from fractions import Fraction

import pytest

import numerics
from numerics import two_layer_escape


@pytest.mark.parametrize(("start", "eta"), [(Fraction(2), Fraction(21, 20)), (Fraction(9), Fraction(5, 4))])
def test_gap_grows_at_later_steps(start: Fraction, eta: Fraction) -> None:
    gap = two_layer_escape.lasting_gap((start, Fraction(0)), eta, 30)
    assert gap is not None
    state: tuple[Fraction, ...] = (start, Fraction(0))
    sizes = []
    for _ in range(8):
        state = numerics.modes.step(state, Fraction(1), eta)
        sizes.append(abs(numerics.modes.gap(state, 1, 2)))
    most = gap.upper().fmpq()
    last = [size for size in sizes if size > Fraction(int(most.p), int(most.q))]
    assert len(last) >= 3
    assert last == sorted(last)


def test_starts_that_stay_have_no_certificate() -> None:
    for scale in (Fraction(1, 5), Fraction(1, 2), Fraction(1)):
        assert two_layer_escape.lasting_gap((scale, Fraction(0)), Fraction(11, 10), 30) is None


def test_balanced_layers_have_no_gap_to_keep() -> None:
    assert two_layer_escape.lasting_gap((Fraction(9), Fraction(9)), Fraction(11, 10), 30) is None
