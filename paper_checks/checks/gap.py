"""Checks of the recursion of the balancing gap in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from paper_checks import decisions, draws, sampling
from paper_checks.checks import exactly
from paper_checks.enclosures import exact
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, undefined, violation

ASSERTS = "the formula gives the balancing gap after one step"


def by_argument(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that a transcribed recursion gives the gap after one step, wherever it is defined."""
    source = statement.formulas[formula].expression
    return decisions.by_argument(
        theory.balancing.recursion(source),
        domain="every depth L >= 2, every two layers, all values at which the formula is defined",
        refute=lambda: exactly.different(
            theory.balancing.in_layers(source), theory.modes.gap_after_step(), asserts=ASSERTS
        ),
    )


def at_start_by_evaluation(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide the recursion at the paper's start, where the last layer is zero, for every depth."""
    source = statement.formulas[formula].expression

    def refute() -> Witness:
        # s_k = 1 and Q = 1: every layer but the last is alpha = 1, at any depth.
        point = {
            "s_l": Fraction(0),
            "s_k": Fraction(1),
            "Q": Fraction(1),
            "sigma": Fraction(1),
            "eta": Fraction(1),
        }
        after, numerator, denominator = theory.balancing.recursion_at_start(source)
        if exact(denominator, point) == 0:
            return undefined(exact(numerator, point), exact(denominator, point), asserts=ASSERTS, at=point)
        return violation(
            "=", exact(numerator / denominator, point), exact(after, point), asserts=ASSERTS, at=point
        )

    return decisions.by_argument(
        theory.balancing.recursion_from_start(source),
        domain="every depth L >= 2, layer l zero as W_L(0) is, every other layer arbitrary",
        refute=refute,
    )


@dataclass(frozen=True)
class StepCase:
    """A state of one mode, its target, a learning rate, and two layers counted from 1."""

    layers: tuple[Fraction, ...]
    sigma: Fraction
    eta: Fraction
    pair: tuple[int, ...]


def _decide(formula: str, statement: Statement, case: StepCase) -> sampling.Answer:
    """Compare the formula with one exact rational step of gradient descent."""
    one, other = (case.layers[index - 1] for index in case.pair)
    others = [s for index, s in enumerate(case.layers, 1) if index not in case.pair]
    values = {
        "s_l": one,
        "s_k": other,
        "b": numerics.modes.gap(case.layers, *case.pair),
        "pi": numerics.modes.product(case.layers),
        "Q": numerics.modes.product([*others, Fraction(1)]),
        "sigma": case.sigma,
        "eta": case.eta,
    }
    moved = numerics.modes.step(case.layers, case.sigma, case.eta)
    after = numerics.modes.gap(moved, *case.pair)
    at = {"layers": exactly.spell(case.layers), "sigma": case.sigma, "eta": case.eta, "l, k": case.pair}
    label = ("a layer is zero",) if 0 in case.layers else ("no layer is zero",)
    quotient = sympy.fraction(sympy.together(statement.formulas[formula].expression))
    numerator, denominator = (exact(part, values) for part in quotient)
    if denominator == 0:
        witness = undefined(numerator, denominator, asserts=ASSERTS, at=at)
        return sampling.Answer(numerics.balls.Truth.FALSE, witness, label)
    return exactly.answer(numerator / denominator, after, asserts=ASSERTS, at=at, labels=label)


def by_steps(formula: str, statement: Statement, request: Request, *, nonzero: bool = False) -> Evidence:
    """Compare the recursion with exact rational steps from drawn states."""

    def cases(depth: int) -> SearchStrategy[StepCase]:
        state = (
            st.tuples(*[draws.nonzero_rationals() for _ in range(depth)]) if nonzero else draws.layers(depth)
        )
        return _step_cases(depth, state)

    return sampling.over_depths(
        cases,
        lambda case: _decide(formula, statement, case),
        statement=f"{statement.slug}/{formula}",
        request=request,
        domain="rational states of one mode" + (" without a zero layer" if nonzero else ""),
    )


def at_start_by_steps(formula: str, statement: Statement, request: Request) -> Evidence:
    """Compare the recursion with the exact first step from the paper's start (alpha, ..., alpha, 0)."""

    def cases(depth: int) -> SearchStrategy[StepCase]:
        start = draws.positive_rationals().map(lambda alpha: (*[alpha] * (depth - 1), Fraction(0)))
        return _step_cases(depth, start, last=True)

    return sampling.over_depths(
        cases,
        lambda case: _decide(formula, statement, case),
        statement=f"{statement.slug}/{formula}/start",
        request=request,
        domain="the unbalanced initialisation W_L = 0, W_l = alpha I with rational alpha",
    )


def _step_cases(
    depth: int, state: SearchStrategy[tuple[Fraction, ...]], *, last: bool = False
) -> SearchStrategy[StepCase]:
    orders: SearchStrategy[Sequence[int]] = st.permutations(range(1, depth + 1))
    pairs = (
        st.integers(1, depth - 1).map(lambda k: (depth, k)) if last else orders.map(lambda o: tuple(o[:2]))
    )
    return st.builds(StepCase, state, draws.positive_rationals(), draws.positive_rationals(), pairs)
