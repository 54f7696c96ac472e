from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb

from numerics import modes, start_bound
from numerics.balls import Truth, decimal, equal, relative_digits, to_rationals, working_precision
from numerics.errors import Inconclusive

KNOWN = [
    (2, "9/4", "1.4164364431313512", 1),
    (2, "5/2", "1.3057935058495202", 1),
    (2, "11/4", "1.0619267320138478", 2),
    (3, "9/4", "1.3386733081648939", 1),
    (3, "11/4", "1.2495416986918186", 1),
    (6, "5/2", "1.2021006604805888", 1),
]


@pytest.mark.parametrize(("depth", "kappa", "alpha", "time"), KNOWN)
def test_known_bounds(depth: int, kappa: str, alpha: str, time: int) -> None:
    best = start_bound.best_bound(depth, kappa)
    assert decimal(best.alpha, 17) == alpha
    assert best.time == time
    assert relative_digits(best.alpha) >= 50


@pytest.mark.parametrize(
    ("depth", "kappa", "time"), [(depth, kappa, time) for depth, kappa, _, time in KNOWN]
)
def test_exact_steps_on_either_side_of_the_bound(depth: int, kappa: str, time: int) -> None:
    low, high = to_rationals(start_bound.best_bound(depth, kappa, digits=8).alpha)
    ends = (Fraction(int(low * 10**7), 10**7), Fraction(int(high * 10**7) + 1, 10**7))
    for alpha, grows in zip(ends, (False, True), strict=True):
        layers: tuple[Fraction, ...] = (*[alpha] * (depth - 1), Fraction(0))
        gaps = []
        for _ in range(time + 2):
            gaps.append(abs(modes.gap(layers, 1, depth)))
            layers = modes.step(layers, Fraction(1), Fraction(kappa) / depth)
        assert [new > old for old, new in pairwise(gaps)] == [*[False] * time, grows]


def test_two_layers_have_a_closed_form_where_the_second_step_decides() -> None:
    # eta (eta alpha^2 - 1) = sqrt 2 with eta = kappa/2.
    with working_precision(60):
        eta = arb(5) / 4
        assert (
            equal(start_bound.best_bound(2, "5/2").alpha ** 2, (1 + arb(2).sqrt() / eta) / eta)
            is not Truth.FALSE
        )


@pytest.mark.parametrize(
    ("depth", "fastest"), [(2, "51/20"), (3, "2829/1000"), (6, "2829/1000"), (16, "2829/1000")]
)
def test_the_second_step_decides(depth: int, fastest: str) -> None:
    assert start_bound.second_step_decides(depth, 2, fastest) > 1000


def test_where_the_third_step_is_the_first_to_enlarge_nothing_is_proved() -> None:
    # That begins at kappa = 2.5500984...
    with pytest.raises(Inconclusive, match=r"nothing is shown near \(1.27"):
        start_bound.second_step_decides(2, 2, "2551/1000")


def test_what_is_not_shown_is_inconclusive() -> None:
    # At kappa = 2 the first step balances two layers exactly.
    with pytest.raises(Inconclusive, match="no growth is shown"):
        start_bound.best_bound(2, 2)
    with pytest.raises(Inconclusive, match="nothing is shown near"):
        start_bound.best_bound(2, "2828/1000")


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        start_bound.best_bound(3, 2.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the number of digits is 0"):
        start_bound.best_bound(3, "5/2", 0)
    with pytest.raises(ValueError, match="at least 2"):
        start_bound.second_step_decides(3, "19/10", "5/2")
