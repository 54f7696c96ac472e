"""Checks of the best bound on the initial scale of two layers where the third step decides."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from numerics.errors import Inconclusive
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import start_cases
from paper_checks.checks.start_cases import NEXT_TO_END, StartCase
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import alpha, kappa

GROWS = "|b(3)| > |b(2)|"
IS_BEST = "the least alpha at which the stated pull is reached is the best bound"
SCAN = 250
"""Multiples of 1/SCAN are tried to find where a relation between alpha and kappa first changes."""
LARGEST_ALPHA = Fraction(2)
"""Up to here changes are looked for; the best bounds are below."""
TRIED = tuple(Fraction(13, 5) + Fraction(index, 50) for index in range(8))
"""Values of kappa at which a violation is looked for."""
NEXT_BEYOND = Fraction(1, 10**4)
"""How far beyond a bound starts are drawn, relative to it; from larger ones the gap may shrink again."""
GRID = 10**6
"""Witnesses next to a bound have this denominator."""


@cache
def first_change(relation: sympy.Rel, rate: Fraction) -> Fraction:
    """Return the least alpha, to 30 digits, up to which a relation between alpha and kappa keeps its truth.

    It is `LARGEST_ALPHA` if no change is seen below; changes nearer to each other than 1/SCAN can be missed.

    >>> int(first_change(kappa * alpha**2 <= 2, Fraction(1)) * 10**9)
    1414213562
    """

    def holds(start: Fraction) -> Truth:
        return enclosures.holds(relation, {"kappa": rate, "alpha": start})

    with numerics.balls.working_precision(60):
        inside = holds(Fraction(1, SCAN))
        for low, high in pairwise(Fraction(index, SCAN) for index in range(1, int(LARGEST_ALPHA * SCAN) + 1)):
            if holds(high) is not inside:
                while high - low > Fraction(1, 10**32):
                    middle = (low + high) / 2
                    low, high = (middle, high) if holds(middle) is inside else (low, middle)
                return low
    return LARGEST_ALPHA


def end_of_bound(relation: sympy.Rel, rate: Fraction) -> Fraction:
    """Return the least alpha where a relation ends, to 30 digits; 0 if the least starts do not satisfy it."""
    with numerics.balls.working_precision(60):
        least = enclosures.holds(relation, {"kappa": rate, "alpha": Fraction(1, SCAN)})
    return first_change(relation, rate) if least is Truth.TRUE else Fraction(0)


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for every learning rate that beyond the stated pull the third step enlarges the gap."""
    relation = statement.formulas["third_step_grows"].expression
    domain = "L = 2, sigma = 1, every kappa > 0, every alpha whose first two steps do not balance the layers"
    strict = isinstance(relation, sympy.StrictGreaterThan)
    if not strict or not (relation.rhs**2).is_Rational or not relation.rhs.is_positive:
        return decisions.by_witness(None, domain=domain, otherwise=f"{relation} is not of the form p > c")

    def refute() -> Witness:
        before, after = theory.third_step.gaps()
        for rate in TRIED:
            start = Fraction(int(first_change(relation, rate) * GRID) + 1, GRID)
            at = {
                kappa: sympy.Rational(rate.numerator, rate.denominator),
                alpha: sympy.Rational(start.numerator, start.denominator),
            }
            sizes = [abs(gap.subs(at)) for gap in (after, before)]
            if relation.subs(at) == sympy.true and sizes[0] <= sizes[1]:
                return violation(">", *sizes, asserts=GROWS, at={"L": 2, "kappa": rate, "alpha": start})
        raise NotAWitnessError(f"every start tried beyond {relation} enlarges its gap in the third step")

    return decisions.by_argument(
        theory.third_step.enlarges(relation.lhs, relation.rhs), domain=domain, refute=refute
    )


def by_steps(statement: Statement, request: Request) -> Evidence:
    """Take three steps in balls from starts next beyond the stated pull."""
    relation = statement.formulas["third_step_grows"].expression

    def beside(rate: Fraction) -> SearchStrategy[StartCase]:
        end = first_change(relation, rate)
        # On the side where the stated relation holds.
        side = 1 if start_cases.admitted(relation, 2, rate, end * (1 + NEXT_BEYOND)) else -1
        ends = sorted((end * (1 + side * NEXT_TO_END), end * (1 + side * NEXT_BEYOND)))
        return draws.between(*ends).map(lambda start: StartCase(2, rate, start, False))

    sample = sampling.draw(
        _rates(statement).flatmap(beside),
        lambda case: _growth(case, request.digits),
        cases=request.cases(40),
        seed=request.seed_of(f"{statement.slug}/third step"),
    )
    return sampling.evidence(
        [sample], domain="sigma = 1, rational kappa, alpha up to a ten-thousandth beyond the end"
    )


def _growth(case: StartCase, digits: int) -> sampling.Answer:
    """Compare the gaps before and after the third step, in balls."""
    run = numerics.modes.run([case.alpha, Fraction(0)], 1, case.kappa / 2, 3, 2 * digits)
    with numerics.balls.working_bits(run.bits):
        gaps = [abs(numerics.modes.gap(layers, 1, 2)) for layers in run.states]
        truth = numerics.balls.less(gaps[2], gaps[3])
        witness = None
        if truth is Truth.FALSE:
            witness = violation(">", gaps[3], gaps[2], asserts=GROWS, at=case.at)
    return sampling.Answer(truth, witness, ("beyond",))


def _ends(statement: Statement) -> tuple[Fraction, Fraction]:
    names = ("third_step_from", "third_step_to")
    low, high = (enclosures.bound(statement.formulas[name].expression, kappa, {}) for name in names)
    return low, high


def _rates(statement: Statement) -> SearchStrategy[Fraction]:
    return draws.between(*_ends(statement))


def best_by_cover(statement: Statement, request: Request) -> Evidence:
    """Cover all starts up to the stated bound, at drawn learning rates, and compare it with the best one."""
    relation = statement.formulas["third_step_bound"].expression

    def decide(rate: Fraction) -> sampling.Answer:
        try:
            best = numerics.start_bound.best_bound(2, rate)
        except Inconclusive:
            return sampling.Answer(Truth.UNKNOWN)
        stated = end_of_bound(relation, rate)
        with numerics.balls.working_precision(60):
            difference = abs(best.alpha - numerics.balls.ball(stated))
            truth = numerics.balls.less(difference, Fraction(1, 10**30))
            if truth is not Truth.FALSE:
                return sampling.Answer(truth, labels=(f"step {best.time + 1} decides",))
            said, at = numerics.balls.ball(stated), {"L": 2, "sigma": 1, "kappa": rate}
            return sampling.Answer(truth, violation("=", said, best.alpha, asserts=IS_BEST, at=at))

    drawn = sampling.draw(
        _rates(statement),
        decide,
        cases=request.cases(40),
        seed=request.seed_of(f"{statement.slug}/third step cover"),
    )
    ends = sampling.every(_ends(statement), decide)
    return sampling.evidence([ends, drawn], domain="sigma = 1, rational kappa, every alpha up to the bound")


def best_by_descent(statement: Statement, request: Request) -> Evidence:
    """Follow starts up to the stated bound, and take three steps from starts next beyond it, in balls."""
    relation = statement.formulas["third_step_bound"].expression

    def beside(rate: Fraction) -> SearchStrategy[StartCase]:
        # Where the bound admits no start, what is next above it is small.
        end = end_of_bound(relation, rate) or Fraction(1, SCAN)
        inside = draws.between(end / 2, end).map(lambda start: StartCase(2, rate, start, True))
        beyond = draws.between(end * (1 + NEXT_TO_END), end * (1 + NEXT_BEYOND))
        return st.one_of(inside, beyond.map(lambda start: StartCase(2, rate, start, False)))

    def decide(case: StartCase) -> sampling.Answer:
        return start_cases.no_growth(case, request.digits) if case.inside else _growth(case, request.digits)

    sample = sampling.draw(
        _rates(statement).flatmap(beside),
        decide,
        cases=request.cases(60),
        seed=request.seed_of(f"{statement.slug}/third step inside"),
    )
    return sampling.evidence(
        [sample],
        domain=f"sigma = 1, rational kappa, alpha from half of the bound on for {start_cases.STEPS} steps, "
        "and up to a ten-thousandth beyond it for three",
    )
