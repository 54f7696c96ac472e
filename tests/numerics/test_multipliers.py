from itertools import permutations

import pytest
from flint import acb, acb_mat, arb, arb_mat, fmpz_mat
from hypothesis import given
from hypothesis import strategies as st

from numerics import multipliers
from numerics.balls import Truth, less, working_bits
from numerics.errors import Inconclusive
from numerics.multipliers import Multiplier, Stability, eigenvalues, stability

ENTRIES = st.integers(-3, 3)


@given(
    st.lists(ENTRIES, min_size=4, max_size=4), st.lists(ENTRIES, min_size=6, max_size=6), st.integers(0, 40)
)
def test_eigenvalues_of_any_multiplicity_are_found_and_counted(
    known: list[int], shears: list[int], digits: int
) -> None:
    # S D S^-1 with a unit triangular S has the eigenvalues of D, and as many eigenvectors.
    change, diagonal = fmpz_mat(4, 4), fmpz_mat(4, 4)
    remaining = iter(shears)
    for row in range(4):
        change[row, row], diagonal[row, row] = 1, known[row]
        for column in range(row):
            change[row, column] = next(remaining)
    matrix = change * diagonal * fmpz_mat(change.inv().numer_denom()[0])
    with working_bits(300):
        blurred = arb_mat(4, 4, [arb(arb(entry), arb(10) ** (-60 - digits)) for entry in matrix.entries()])
        found = eigenvalues(blurred)
        for one in found:
            assert sum(one.ball.contains(value) for value in known) == one.multiplicity
            assert less(abs(one.ball.real.rad()), "1e-40") is Truth.TRUE
        assert sum(one.multiplicity for one in found) == 4
        assert len(found) == len(set(known))
        sizes = [float(one.size().mid()) for one in found]
        assert sizes == sorted(sizes, reverse=True)


def test_complex_pairs_are_kept_apart() -> None:
    found = eigenvalues(arb_mat([[0, -2], [2, 0]]))
    assert [one.multiplicity for one in found] == [1, 1]
    assert {one.ball.contains(acb(0, 2)) for one in found} == {True, False}
    assert all(one.size().contains(2) for one in found)


def test_missing_eigenvectors_leave_the_ball_wide_but_right() -> None:
    (one,) = eigenvalues(arb_mat([[2, 1], [0, 2]]))
    assert one.multiplicity == 2
    assert one.ball.contains(2)


def test_boxes_are_joined_until_none_meet() -> None:
    # The first two meet only as parts of the hull of the third and fourth, in whose corner the second lies.
    boxes = [
        acb(arb(-4, 1), arb(-4, 1)),
        acb(arb(4, 1), arb(4, 1)),
        acb(arb(-4, 1), arb(4, 9)),
        acb(arb(0, 4), arb(12, 1)),
        acb(arb(20, 1), 0),
    ]
    for order in permutations(boxes):
        joined = multipliers._disjoint([Multiplier(box, 1) for box in order])
        assert sorted(one.multiplicity for one in joined) == [1, 4]
        whole = max(joined, key=lambda one: one.multiplicity).ball
        assert all(whole.contains(box) for box in boxes[:4])


def test_the_theorem_s_discs_hold_every_eigenvalue_of_a_wide_matrix() -> None:
    wide = arb_mat([[arb(1, "0.1"), arb(0, "0.1")], [arb(0, "0.1"), arb(3, "0.1")]])
    found = eigenvalues(wide)
    for values in (["0.9", "0.1", "-0.1", "2.9"], ["1.1", "0.1", "0.1", "3.1"]):
        for value in acb_mat(arb_mat(2, 2, [arb(text) for text in values])).eig():
            assert sum(one.ball.contains(value) for one in found) == 1


def test_what_is_not_finite_is_inconclusive() -> None:
    with pytest.raises(Inconclusive):
        eigenvalues(arb_mat([[arb("nan"), 1], [1, 2]]))
    with pytest.raises(Inconclusive, match="not bounded"):
        eigenvalues(arb_mat([[arb(1, "inf"), 0], [0, 2]]))


@pytest.mark.parametrize(
    ("balls", "proven"),
    [
        ([acb("0.5"), acb(0, "-0.9")], Stability.STABLE),
        ([acb("0.8", "0.7"), acb("0.5")], Stability.UNSTABLE),
        ([acb("0.5"), acb(1)], Stability.INCONCLUSIVE),
        ([acb(arb("0.99", "0.02"))], Stability.INCONCLUSIVE),
        ([acb(arb(1, "0.5")), acb(-2)], Stability.UNSTABLE),
        ([acb(arb("nan"))], Stability.INCONCLUSIVE),
    ],
)
def test_stability_needs_certainty(balls: list[acb], proven: Stability) -> None:
    assert stability([Multiplier(one, 1) for one in balls]) is proven
