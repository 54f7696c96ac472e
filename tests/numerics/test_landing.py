from fractions import Fraction

import pytest
from flint import arb

from numerics import landing, modes
from numerics.balls import Truth, decimal, less, relative_digits, to_rationals
from numerics.errors import Inconclusive

SHALLOW = (2, "1.1", 3, ("0.27", "0.28"))
DEEP = (3, "0.7", 7, ("0.35", "0.352"))


@pytest.mark.parametrize(
    ("case", "alpha", "gap"),
    [(SHALLOW, "0.27325822", "0.00014013"), (DEEP, "0.35122188", "0.0684754")],
)
def test_known_landings(case: tuple[int, str, int, tuple[str, str]], alpha: str, gap: str) -> None:
    found = landing.land(*case)
    assert decimal(found.alpha, 8) == alpha
    assert decimal(found.gap, len(gap.lstrip("0."))) == gap
    assert relative_digits(found.alpha) >= 50
    assert (found.depth, found.steps) == (case[0], case[2])


@pytest.mark.parametrize("case", [SHALLOW, DEEP])
def test_exact_iteration_from_both_sides_of_alpha_passes_the_target(
    case: tuple[int, str, int, tuple[str, str]],
) -> None:
    depth, eta, steps, _ = case
    lower, upper = to_rationals(landing.land(*case, digits=12).alpha)
    # Rounded outward to few digits, to keep the exact iteration short.
    ends = (Fraction(int(lower * 10**9), 10**9), Fraction(int(upper * 10**9) + 1, 10**9))
    products = []
    for alpha in ends:
        state: tuple[Fraction, ...] = (alpha,) * (depth - 1) + (Fraction(0),)
        for _ in range(min(steps, 3)):
            state = modes.step(state, Fraction(1), Fraction(eta))
        # After a few exact steps the fractions are long; balls carry the rest.
        run = modes.run(state, 1, eta, max(0, steps - 3), digits=30)
        products.append(run.products()[-1])
    assert {bool(value > 1) for value in products} == {True, False}
    assert {bool(value < 1) for value in products} == {True, False}


def test_alpha_lies_in_the_bracket_and_the_gap_is_not_zero() -> None:
    found = landing.land(*DEEP, digits=200)
    assert less("0.35", found.alpha) is less(found.alpha, "0.352") is Truth.TRUE
    assert less(0, found.gap) is Truth.TRUE
    assert found.alpha.rad() < arb(10) ** -200


def test_no_certain_sign_change_is_inconclusive() -> None:
    with pytest.raises(Inconclusive, match="same sign at both ends"):
        landing.land(2, "1.1", 3, ("0.01", "0.02"))


def test_a_landing_at_an_end_is_inconclusive() -> None:
    # One step from (alpha, 0) gives (alpha, eta alpha): the product is 1 at alpha = 1 for eta = 1.
    with pytest.raises(Inconclusive, match="unknown at an end"):
        landing.land(2, 1, 1, (1, 2))


def test_a_balanced_landing_is_inconclusive() -> None:
    # For eta = 1 that landing at alpha = 1 is balanced: both layers are 1.
    with pytest.raises(Inconclusive, match="gap at the landing is not certainly different from zero"):
        landing.land(2, 1, 1, ("1/2", 2))


def test_an_earlier_landing_is_inconclusive() -> None:
    # Landed after one step at alpha^2 = 1/2 for eta = 2, the run stays there.
    assert less(0, landing.land(2, 2, 1, ("0.7", "0.71")).alpha) is Truth.TRUE
    with pytest.raises(Inconclusive, match="landing before the last step"):
        landing.land(2, 2, 2, ("0.7", "0.71"))


def test_wrong_inputs_are_refused() -> None:
    with pytest.raises(TypeError, match="not exact"):
        landing.land(2, 1.1, 3, ("0.27", "0.28"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the depth is 1"):
        landing.land(1, "1.1", 3, ("0.27", "0.28"))
    with pytest.raises(ValueError, match="the number of steps is 0"):
        landing.land(2, "1.1", 0, ("0.27", "0.28"))
    with pytest.raises(ValueError, match="need to increase"):
        landing.land(2, "1.1", 3, ("0.28", "0.27"))
    with pytest.raises(ValueError, match="an end of the bracket"):
        landing.land(2, "1.1", 3, (0, "0.27"))
