import pytest
from flint import arb, fmpq, fmpz_poly

from numerics import modes, orbits, sign_changing
from numerics.balls import Truth, ball, less, relative_digits, working_bits
from numerics.errors import Inconclusive


@pytest.mark.parametrize("depth", range(2, 10))
@pytest.mark.parametrize("kappa", ["1/100", "1", "2", "2.001", "5/2", 8, 50])
def test_points_of_period_two_by_sign(depth: int, kappa: int | str) -> None:
    negative, positive = sign_changing.count_points(depth, kappa)
    pairs = orbits.count(depth, kappa)
    assert positive == 1 + 2 * pairs
    assert negative == (1 if depth % 2 else positive)


@pytest.mark.parametrize("depth", [2, 3, 4, 9, 16])
@pytest.mark.parametrize("kappa", ["1/10", "2", 8])
def test_the_orbit_alternates_under_gradient_descent(depth: int, kappa: int | str) -> None:
    orbit = sign_changing.enclose(depth, kappa)
    with working_bits(orbit.bits):
        eta = ball(kappa) / depth
        for start, end in ((orbit.negative, orbit.positive), (orbit.positive, orbit.negative)):
            moved = modes.step([start] * depth, arb(1), eta)
            assert all(layer.overlaps(end) for layer in moved)
            assert all(layer.rad() < arb(10) ** -40 for layer in moved)
    assert less(orbit.negative, 0) is less(1, orbit.positive) is Truth.TRUE
    assert relative_digits(orbit.negative) >= 50


def test_two_layers_by_hand() -> None:
    # x + 2 x (1 - x^2) = -x at x^2 = 2, for kappa = 4.
    orbit = sign_changing.enclose(2, 4)
    with working_bits(orbit.bits):
        assert (orbit.positive**2).contains(2)


def test_roots_are_counted_in_an_interval() -> None:
    x = fmpz_poly([0, 1])
    roots = [(1, 2), (1, 4), (3, 4), (1, 1), (7, 1)]
    product = fmpz_poly([1])
    for numerator, denominator in roots:
        product *= denominator * x - numerator
    assert sign_changing._count_in_unit(product, 50) == 3
    assert sign_changing._count_positive(product * (x + 5)) == 5
    assert sign_changing._count_positive(product * (x * x + 1)) == 5
    with pytest.raises(Inconclusive, match="too close"):
        sign_changing._count_in_unit((3 * x - 1) ** 2 * (2 * x - 1), 20)


def test_wrong_inputs_are_refused() -> None:
    for function in (sign_changing.count_points, sign_changing.enclose):
        with pytest.raises(ValueError, match="the depth is 1"):
            function(1, 3)
        with pytest.raises(ValueError, match="needs to be positive"):
            function(2, 0)
        with pytest.raises(TypeError, match="not exact"):
            function(2, 2.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="digits is 0"):
        sign_changing.enclose(2, 3, 0)


@pytest.mark.parametrize("depth", [2, 3])
def test_a_search_without_success_is_inconclusive(depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_changing, "isolate", lambda function, left, right: None)
    with pytest.raises(Inconclusive, match="no orbit that changes sign"):
        sign_changing.enclose(depth, fmpq(3))
