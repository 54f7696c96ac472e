"""Checks of null modes with all layers equal: an argument for every depth, and exact gradient descent."""

from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

Names = tuple[str, str, str]
"""The formulas for the power of the layer value in v, and the least and most growth of 1/v."""
ASSERTS = "one step adds to 1/v as much as stated"
_Case = tuple[int, Fraction, Fraction]
"""Depth, layer value, and eta x^(2L-2)."""


def decay_by_argument(names: Names, statement: Statement, _request: Request) -> Evidence:
    """Decide the decay of a balanced null mode for every depth."""
    power, least, most = (statement.formulas[name].expression for name in names)

    def refute() -> Witness:
        for case in _TRIED:
            answer = _decide(case, power, least, most)
            if answer.witness is not None:
                return answer.witness
        raise NotAWitnessError("the states tried grow as stated")

    return decisions.by_argument(
        theory.null_mode_decay.reciprocal_grows(power, least, most),
        domain="every depth L >= 2",
        refute=refute,
    )


def decay_by_descent(names: Names, statement: Statement, request: Request) -> Evidence:
    """Make one exact step of gradient descent from drawn layer values, and compare."""
    power, least, most = (statement.formulas[name].expression for name in names)
    return sampling.over_depths(
        _cases,
        lambda case: _decide(case, power, least, most),
        statement=f"{statement.slug}/null-mode-decay",
        request=request,
        domain="balanced null modes with 0 < eta x^(2L-2) <= 1/(4(L - 1)), in exact arithmetic",
        always=lambda depth: tuple(case for case in _TRIED if case[0] == depth),
    )


def _cases(depth: int) -> SearchStrategy[_Case]:
    layers = st.fractions(Fraction(1, 10), 3, max_denominator=100)
    sizes = st.fractions(Fraction(1, 10**6), Fraction(1, 4 * (depth - 1)), max_denominator=10**6)
    return st.tuples(st.just(depth), layers, sizes)


# Small ones show the least growth, large ones the most.
_TRIED: tuple[_Case, ...] = (
    *((depth, Fraction(2), Fraction(1, 10**9)) for depth in (2, 3)),
    *((depth, Fraction(2), Fraction(1, 4 * (depth - 1))) for depth in (2, 3)),
)


def _decide(case: _Case, power: sympy.Expr, least: sympy.Expr, most: sympy.Expr) -> sampling.Answer:
    depth, layer, size = case
    eta = size / layer ** (2 * depth - 2)
    (after,) = set(numerics.modes.step([layer] * depth, Fraction(0), eta))
    exponent = enclosures.exact(power, {"L": Fraction(depth)})
    if exponent.denominator != 1:
        raise ValueError(f"the power {exponent} of a layer value is not a whole number")
    before, now = (eta * value ** int(exponent) for value in (layer, after))
    grown = 1 / now - 1 / before
    low, high = (enclosures.exact(formula, {"L": Fraction(depth), "v": before}) for formula in (least, most))
    at = {"L": depth, "x": layer, "eta": eta}
    if grown < low:
        return sampling.Answer(Truth.FALSE, violation(">=", grown, low, asserts=ASSERTS, at=at))
    if grown > high:
        return sampling.Answer(Truth.FALSE, violation("<=", grown, high, asserts=ASSERTS, at=at))
    return sampling.Answer(Truth.TRUE)
