"""Checks of the doubling as the depth grows: it rises, towards the doubling of the limit map."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import sympy
from flint import arb, fmpq

import numerics
import theory
from numerics.balls import Truth, equal, less
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, orbit, orbit_cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation

RATE = "the formula is the kappa at which the limit map has a period-2 orbit with ratio Z"
MULTIPLIER = "the formula is the multiplier of the period-2 orbit of the limit map"
VALUE = (
    f"the doubling of the limit map differs from the number by at most 10^-{theory.limit_doubling.DECIMALS}/2"
)
BELOW = "the doubling is below the number"
LARGEST_RATE = Fraction(3)
"""Up to this kappa orbits of the limit map are drawn."""
BISECTIONS = 300
"""How often an interval of ratios is halved."""
TOLD_APART = 9
"""Decimals at which the doublings of successive depths are told apart."""


def limit_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the doubling tends to that of the limit map, with its transcribed formulas and value."""
    rate, multiplier = (
        theory.limit_map.in_logarithm(statement.formulas[name].expression)
        for name in ("limit_rate", "limit_multiplier")
    )
    value = statement.formulas["limit_doubling"].expression

    def refute() -> Witness:
        with numerics.balls.working_precision(2 * theory.limit_doubling.DECIMALS):
            for said, exact, asserts in (
                (rate, theory.limit_map.RATE, RATE),
                (multiplier, theory.limit_map.MULTIPLIER, MULTIPLIER),
            ):
                left, right = (theory.limit_map.at_ratio(formula, Fraction(2)) for formula in (said, exact))
                if equal(left, right) is Truth.FALSE:
                    return violation("=", left, right, asserts=asserts, at={"Z": 2})
            low, high = theory.limit_doubling.ratios_of_doubling()
            ends = [theory.limit_map.at_ratio(theory.limit_map.RATE, ratio) for ratio in (low, high)]
            return _far(ends[0].union(ends[1]), value)

    return decisions.by_argument(
        theory.deep_doubling.tends_to_limit(rate, multiplier, value),
        domain="every depth from some depth on, every ratio Z > 1",
        refute=refute,
    )


def _far(doubling: arb, value: sympy.Expr) -> Witness:
    distance = abs(doubling - enclosures.value(value, {}))
    return violation("<=", distance, exactly.to_flint(_half_a_unit()), asserts=VALUE, at={"kappa": doubling})


def _half_a_unit() -> Fraction:
    return Fraction(1, 2 * 10**theory.limit_doubling.DECIMALS)


def limit_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Enclose orbits of the limit map and its doubling, and compare with what is transcribed."""
    formulas = statement.formulas

    def at_the_doubling(digits: int) -> sampling.Answer:
        edge = numerics.doubling.enclose_limit(digits)
        with numerics.balls.working_precision(2 * digits):
            doubling = arb((edge.low + edge.high) / 2, (edge.high - edge.low) / 2)
            distance = abs(doubling - enclosures.value(formulas["limit_doubling"].expression, {}))
            truth = numerics.balls.less_or_equal(distance, _half_a_unit())
            if truth is Truth.FALSE:
                witness = _far(doubling, formulas["limit_doubling"].expression)
                return sampling.Answer(truth, witness)
            return sampling.Answer(truth, labels=("the doubling",))

    def at_a_rate(case: orbit.RateCase) -> sampling.Answer:
        found = numerics.doubling.limit_multiplier(case.kappa, request.digits + 10)
        with numerics.balls.working_precision(request.digits + 30):
            ratio = _ratio(formulas["limit_rate"].expression, case.kappa)
            if ratio is None:
                return sampling.Answer(Truth.UNKNOWN)
            said = enclosures.value(formulas["limit_multiplier"].expression, {"Z": ratio})
            at = {"kappa": case.kappa, "Z": ratio}
            return orbit.close(said, found, request.digits - 10, asserts=MULTIPLIER, at=at)

    samples: list[sampling.Sample[Any]] = [sampling.every((request.digits + 10,), at_the_doubling)]
    rates = sampling.draw(
        orbit_cases.cases(2, Fraction(2), LARGEST_RATE),
        at_a_rate,
        cases=request.cases(orbit_cases.DRAWN),
        seed=request.seed_of(f"{statement.slug}/limit"),
    )
    samples.append(rates)
    return sampling.evidence(
        samples,
        domain=f"the doubling of the limit map, and its orbits at rational kappa from 2 to {LARGEST_RATE}",
    )


def _ratio(rate: sympy.Expr, wanted: Fraction) -> arb | None:
    """Bisect the ratio Z at which a transcribed rate that rises with Z has a value; None if out of range."""
    low, high = fmpq(1), fmpq(8)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = less(enclosures.value(rate, {"Z": arb(middle)}), wanted)
        if below is Truth.UNKNOWN:
            break
        low, high = (middle, high) if below is Truth.TRUE else (low, middle)
    found = arb((low + high) / 2, (high - low) / 2)
    return found if 1 < found < 8 else None


def rises_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the doubling rises with the depth and stays below the transcribed number, exactly."""
    bound = statement.formulas["limit_doubling"].expression

    def refute() -> Witness:
        # The deepest comes nearest to the bound.
        depth = theory.stability.DEPTHS[-1]
        low, _ = theory.doubling.kappa_between(depth, theory.limit_doubling.DECIMALS)
        exact = sympy.Rational(low.numerator, low.denominator)
        asserts = f"{BELOW}; on the left a rational that is certainly below the doubling"
        return violation("<", exact, bound, asserts=asserts, at={"L": depth})

    return decisions.by_argument(
        theory.deep_doubling.rises(bound),
        domain=f"L = {_depths()}",
        refute=refute,
    )


def rises_by_brackets(statement: Statement, request: Request) -> Evidence:
    """Bracket doublings from the update rule, at the depths of the request and the deepest, and compare."""
    bound = exactly.of_sympy(statement.formulas["limit_doubling"].expression)
    depths = sorted({*request.every_depth, theory.stability.DEPTHS[-1]})
    edges = {depth: numerics.doubling.enclose(depth, TOLD_APART) for depth in depths}
    deeper = dict(itertools.pairwise(depths))

    def decide(depth: int) -> sampling.Answer:
        edge = edges[depth]
        low, high = exactly.from_flint(edge.low), exactly.from_flint(edge.high)
        if low >= bound:
            asserts = f"{BELOW}; on the left a rational that is certainly below the doubling"
            return sampling.Answer(Truth.FALSE, violation("<", low, bound, asserts=asserts, at={"L": depth}))
        known = high < bound and (depth not in deeper or edge.high < edges[deeper[depth]].low)
        return sampling.Answer(Truth.TRUE if known else Truth.UNKNOWN)

    return sampling.evidence(
        [sampling.every(depths, decide)],
        domain=f"L = {exactly.spell(tuple(map(Fraction, depths)))}, brackets of {TOLD_APART} decimals",
    )


def _depths() -> str:
    return f"{theory.stability.DEPTHS[0]} to {theory.stability.DEPTHS[-1]}"
