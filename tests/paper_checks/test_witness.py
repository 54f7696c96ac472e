from fractions import Fraction

import pytest
import sympy
from flint import arb

from paper_checks.witness import NotAWitnessError, undefined, violation


@pytest.mark.parametrize(
    ("relation", "left", "right"),
    [("=", 1, 2), ("<", 2, 2), ("<", 3, 2), ("<=", 3, 2), (">", 2, 2), (">=", 1, 2)],
)
def test_violated_relations_have_witnesses(relation: str, left: int, right: int) -> None:
    witness = violation(relation, Fraction(left), Fraction(right), asserts="claim", at={"x": Fraction(1, 3)})
    assert (witness.left, witness.right, witness.at["x"]) == (str(left), str(right), "1/3")
    assert witness.arithmetic == "exact arithmetic"


@pytest.mark.parametrize(
    ("relation", "left", "right"),
    [("=", 2, 2), ("<", 1, 2), ("<=", 2, 2), (">", 3, 2), (">=", 2, 2)],
)
def test_true_relations_have_none(relation: str, left: int, right: int) -> None:
    with pytest.raises(NotAWitnessError):
        violation(relation, sympy.Integer(left), sympy.Integer(right), asserts="claim", at={})


@pytest.mark.parametrize("relation", ["=", "<", "<=", ">", ">="])
def test_overlapping_balls_are_no_witness(relation: str) -> None:
    with pytest.raises(NotAWitnessError):
        violation(relation, arb(1, 0.5), arb(1, 0.25), asserts="claim", at={})


def test_separated_balls_are_a_witness() -> None:
    witness = violation("<=", arb(2, 0.5), arb(1, 0.25), asserts="claim", at={})
    assert witness.arithmetic == "ball arithmetic"


def test_only_a_zero_denominator_is_undefined() -> None:
    assert undefined(Fraction(0), Fraction(0), asserts="quotient", at={}).left == "0/0"
    with pytest.raises(NotAWitnessError):
        undefined(Fraction(0), Fraction(1), asserts="quotient", at={})
