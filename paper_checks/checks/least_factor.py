"""Checks of the least ratio of the best bound on the initial scale to the printed one."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb
from hypothesis import strategies as st

import numerics
import theory
from numerics.balls import Truth
from numerics.errors import Inconclusive
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import admission, alpha_bound
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, S, eta, kappa, sigma

IS_LEAST = "the ratio of the best bound to the printed one at the stated kappa is the stated one"
AT_LEAST = "the best bound is at least the stated multiple of the printed one"
DOMAIN = ("window_from", "window_to", "two_layers_up_to")
"""The relations that the stated place has to satisfy."""
SLACK = Fraction(1, 2 * 10**40)
"""How far a ratio may be from the stated one: half a unit of its last decimal."""
AWAY = Fraction(1, 100)
"""How far from the edge learning rates are drawn: there covers take too many boxes."""
DEEPER = range(3, 7)
"""Depths at which the ratio is seen to rise."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the least ratio of two layers, and its growth beyond two layers, exactly."""
    formulas = statement.formulas
    bound = formulas["best_bound"].expression
    in_units = {sigma: 1, eta: kappa / L, S: L}
    fourth = formulas["alpha_bound"].expression.gts.subs(in_units) ** 4
    least = theory.least_factor.LeastRatio(
        formulas["least_factor"].expression,
        formulas["least_factor_at"].expression,
        admission.end_of(formulas["two_layers_up_to"].expression, kappa),
    )

    def refute() -> Witness:
        with numerics.balls.working_precision(60):
            ratio = _ratio(statement, 2, place)
            return violation("=", least.value, ratio, asserts=IS_LEAST, at={"L": 2, "kappa": place})

    domain = "every depth L >= 2, sigma = 1, every kappa in the window"
    place = enclosures.exact(least.at, {})
    if (outside := _outside(statement, place)) is not None:
        return decisions.by_witness(lambda: outside, domain=domain)
    if bound.gts != sympy.sqrt(2):
        return decisions.by_witness(refute, domain=domain, otherwise=f"{bound} does not end at sqrt(2)")
    return decisions.by_argument(
        theory.least_factor.ratio_bounds(bound.lts, fourth, least), domain=domain, refute=refute
    )


def by_cover(statement: Statement, request: Request) -> Evidence:
    """Compare best bounds that covers prove with printed ones, also at the stated learning rate."""
    formulas = statement.formulas
    value, place = (
        enclosures.exact(formulas[name].expression, {}) for name in ("least_factor", "least_factor_at")
    )
    if (outside := _outside(statement, place)) is not None:
        return decisions.by_witness(lambda: outside, domain="the stated place")
    low, high = alpha_bound.window(statement, 2)

    def decide(case: tuple[int, Fraction]) -> sampling.Answer:
        depth, rate = case
        at = {"L": depth, "sigma": 1, "kappa": rate}
        try:
            with numerics.balls.working_precision(60):
                ratio = _ratio(statement, depth, rate)
                best = numerics.start_bound.best_bound(depth, rate).alpha
                ends = alpha_bound.compare(formulas["best_bound"].expression, depth, rate, best)
                if ends.truth is not Truth.TRUE:
                    return ends
                if depth > 2:
                    slower = _ratio(statement, depth, rate - (rate - 2) / 2)
                    return sampling.Answer(numerics.balls.less(slower, ratio), labels=("it rises",))
                said, larger = numerics.balls.ball(value), numerics.balls.less(value - SLACK, ratio)
                if rate == place and numerics.balls.less(SLACK, abs(ratio - said)) is Truth.TRUE:
                    return sampling.Answer(Truth.FALSE, violation("=", said, ratio, asserts=IS_LEAST, at=at))
                if larger is Truth.FALSE:
                    return sampling.Answer(larger, violation("<=", said, ratio, asserts=AT_LEAST, at=at))
                return sampling.Answer(larger, labels=("two layers",))
        except (Inconclusive, NotAWitnessError):
            return sampling.Answer(Truth.UNKNOWN)

    drawn = sampling.draw(
        st.tuples(st.just(2), draws.between(low + AWAY, high)),
        decide,
        cases=request.cases(40),
        seed=request.seed_of(f"{statement.slug}/least factor"),
    )
    fixed = sampling.every([(2, place), *((depth, Fraction(5, 2)) for depth in DEEPER)], decide)
    return sampling.evidence(
        [fixed, drawn], domain="sigma = 1, rational kappa; beyond two layers at two kappa"
    )


def _outside(statement: Statement, place: Fraction) -> Witness | None:
    """Return the hypothesis that the stated place does not satisfy, or nothing."""
    values: dict[str, Fraction | int] = {"L": 2, "sigma": 1, "S": 2, "kappa": place, "eta": place / 2}
    return admission.excluded(statement, DOMAIN, values)


def _ratio(statement: Statement, depth: int, rate: Fraction) -> arb:
    """Return the best bound that a cover proves over the printed one."""
    printed = statement.formulas["alpha_bound"].expression.gts
    values: dict[str, Fraction | int] = {"L": depth, "sigma": 1, "S": depth, "eta": rate / depth}
    return numerics.start_bound.best_bound(depth, rate).alpha / enclosures.value(printed, values)
