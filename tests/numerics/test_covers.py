"""Covers: no part of a box is claimed without its test, and none is lost."""

from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.balls import to_rationals, working_bits
from numerics.covers import Box, Cover, Halved, Proven, Tree, Undecided, cover

UNIT = Box(((Fraction(0), Fraction(1)),))
SQUARE = Box(((Fraction(-1), Fraction(2)), (Fraction(1, 3), Fraction(5))))

ENDS = st.tuples(st.fractions(max_denominator=10**6), st.fractions(max_denominator=10**6)).map(
    lambda ends: (min(ends), max(ends))
)


def longest(box: Box) -> int:
    return max(range(len(box.ends)), key=lambda axis: box.ends[axis][1] - box.ends[axis][0])


def volume(box: Box) -> Fraction:
    result = Fraction(1)
    for low, high in box.ends:
        result *= high - low
    return result


def parts(found: Cover[int]) -> list[Box]:
    return [*(leaf.box for leaf in found.proven()), *found.undecided()]


@given(ENDS, st.sampled_from([4, 53, 200]))
def test_a_ball_contains_its_interval_at_every_precision(ends: tuple[Fraction, Fraction], bits: int) -> None:
    with working_bits(bits):
        ball = Box((ends,)).ball(0)
        low, high = to_rationals(ball)
    assert low <= ends[0] <= ends[1] <= high


def test_halves_meet_in_the_middle_and_keep_the_other_parameters() -> None:
    low, high = SQUARE.halves(0)
    assert low.ends == ((-1, Fraction(1, 2)), SQUARE.ends[1])
    assert high.ends == ((Fraction(1, 2), 2), SQUARE.ends[1])
    low, high = SQUARE.halves(1)
    assert low.ends == (SQUARE.ends[0], (Fraction(1, 3), Fraction(8, 3)))
    assert high.ends == (SQUARE.ends[0], (Fraction(8, 3), 5))


@given(st.integers(1, 60), st.integers(0, 6), st.integers(0, 2**32))
def test_the_parts_fill_the_box_and_only_tested_ones_are_proven(budget: int, most: int, pattern: int) -> None:
    passed: dict[Box, int] = {}
    numbers = count()

    def prove(box: Box) -> int | None:
        number = next(numbers)
        if pattern >> (number % 32) & 1:
            passed[box] = number
            return number
        return None

    found = cover(SQUARE, prove, longest, most_boxes=budget, most_halvings=most)
    assert sum(map(volume, parts(found))) == volume(SQUARE)
    assert len(set(parts(found))) == len(parts(found))
    assert {leaf.box: leaf.proof for leaf in found.proven()} == passed
    assert found.tried == next(numbers) <= budget


@given(st.integers(1, 40), st.integers(0, 2**32))
def test_the_tree_says_how_each_part_was_cut_out(budget: int, pattern: int) -> None:
    numbers = count()
    found = cover(
        SQUARE, lambda _box: 0 if pattern >> (next(numbers) % 32) & 1 else None, longest, most_boxes=budget
    )

    def check(tree: Tree[int], box: Box) -> None:
        if isinstance(tree, Halved):
            low, high = box.halves(tree.axis)
            check(tree.low, low)
            check(tree.high, high)
        else:
            assert isinstance(tree, Proven | Undecided)
            assert tree.box == box

    check(found.tree, SQUARE)


def test_a_budget_of_one_box_leaves_both_halves_undecided() -> None:
    found = cover(UNIT, lambda _box: None, longest, most_boxes=1)
    assert (found.tried, found.proven()) == (1, ())
    assert found.undecided() == UNIT.halves(0)


def test_no_part_is_halved_more_often_than_allowed() -> None:
    found = cover(UNIT, lambda _box: None, longest, most_boxes=100, most_halvings=2)
    assert found.tried == 7
    assert {volume(box) for box in found.undecided()} == {Fraction(1, 4)}
    assert cover(UNIT, lambda _box: None, longest, most_boxes=9, most_halvings=0).undecided() == (UNIT,)


def test_a_proof_that_counts_as_false_is_a_proof() -> None:
    assert cover(UNIT, lambda _box: 0, longest, most_boxes=1).proven() == (Proven(UNIT, 0),)


def test_progress_counts_the_boxes_tried() -> None:
    seen: list[int] = []
    found = cover(UNIT, lambda _box: None, longest, most_boxes=5, progress=seen.append)
    assert seen == [1, 2, 3, 4, 5]
    assert found.tried == 5


@pytest.mark.parametrize(
    ("counts", "error"),
    [
        ({"most_boxes": 0}, ValueError),
        ({"most_boxes": 1, "most_halvings": -1}, ValueError),
        ({"most_boxes": 1.0}, TypeError),
        ({"most_boxes": True}, TypeError),
        ({"most_boxes": 1, "most_halvings": "2"}, TypeError),
    ],
)
def test_counts_have_to_be_whole_numbers(counts: dict[str, int], error: type[Exception]) -> None:
    with pytest.raises(error):
        cover(UNIT, lambda _box: 0, longest, **counts)
