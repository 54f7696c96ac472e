"""Checks that beyond a bound on the initial scale the second step enlarges the gap."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import sympy
from hypothesis.strategies import SearchStrategy

import theory
from paper_checks import decisions, draws, sampling
from paper_checks.checks import start_cases
from paper_checks.checks.start_cases import GROWS, LEAST_ALPHA, NEXT_TO_END, StartCase
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import alpha, kappa

TRIED = ((2, Fraction(5, 2)), (3, Fraction(5, 2)), (4, Fraction(11, 4)))
"""Depths and values of kappa at which a violation is looked for."""
GRID = 10**6
"""Witnesses next to a bound have this denominator."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for every depth that beyond the stated pull the second step enlarges the gap."""
    relation = statement.formulas["second_step_grows"].expression
    domain = "every depth L >= 2, every kappa > 0, every alpha whose first step does not balance the layers"
    strict = isinstance(relation, sympy.StrictGreaterThan)
    if not strict or not (relation.rhs**2).is_Rational or not relation.rhs.is_positive:
        return decisions.by_witness(
            lambda: _no_growth(relation), domain=domain, otherwise=f"{relation} is not of the form p > c"
        )
    return decisions.by_argument(
        theory.second_step.enlarges(relation.lhs, relation.rhs),
        domain=domain,
        refute=lambda: _no_growth(relation),
    )


def _no_growth(relation: sympy.Rel) -> Witness:
    """Return an admitted start next to the stated bound whose second step does not enlarge the gap."""
    before, after = theory.second_step.gaps()
    for (depth, rate), side in product(TRIED, (1, 0)):
        start = Fraction(int(start_cases.bound_end(relation, depth, rate) * GRID) + side, GRID)
        at = {
            theory.symbols.L: depth,
            kappa: sympy.Rational(rate.numerator, rate.denominator),
            alpha: sympy.Rational(start.numerator, start.denominator),
        }
        sizes = [abs(gap.subs(at)) for gap in (after, before)]
        if relation.subs(at) == sympy.true and sizes[0] <= sizes[1]:
            values = {"L": depth, "sigma": 1, "kappa": rate, "alpha": start}
            return violation(">", *sizes, asserts=GROWS, at=values)
    raise NotAWitnessError(f"every start tried with {relation} enlarges its gap in the second step")


def by_steps(statement: Statement, request: Request) -> Evidence:
    """Take two steps from starts beyond the stated bound, at learning rates of any size."""
    relation = statement.formulas["second_step_grows"].expression

    def cases(depth: int) -> SearchStrategy[StartCase]:
        def with_rate(rate: Fraction) -> SearchStrategy[StartCase]:
            if start_cases.admitted(relation, depth, rate, LEAST_ALPHA):
                low, high = LEAST_ALPHA, Fraction(1)
            else:
                low = start_cases.bound_end(relation, depth, rate) * (1 + NEXT_TO_END)
                high = 2 * low
            return draws.between(low, high).map(lambda start: StartCase(depth, rate, start, False))

        return draws.between(Fraction(1, 10), Fraction(10)).flatmap(with_rate)

    return sampling.over_depths(
        cases,
        lambda case: start_cases.growth(case, request.digits),
        statement=f"{statement.slug}/second step",
        request=request,
        domain="sigma = 1, rational kappa from 1/10 to 10, rational alpha up to twice the bound",
    )
