"""Checks that the positive period-2 orbit of a balanced mode exists, and that it is the only one."""

from __future__ import annotations

from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, orbit
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa


def by_argument(once: bool, statement: Statement, _request: Request) -> Evidence:
    """Decide that a positive period-2 orbit exists (one and no more, if `once`) for every admitted kappa."""
    formula = statement.formulas["beyond_eos"]
    domain = f"every depth L >= 2, every sigma, every {formula.plain}"
    if only_beyond_the_edge(formula.expression):
        argument = theory.orbits.uniqueness() if once else theory.orbits.existence()
        return decisions.by_argument(argument, domain=domain)
    return decisions.by_witness(lambda: without_orbit(formula.expression), domain=domain)


def only_beyond_the_edge(relation: sympy.Rel) -> bool:
    """Return whether a relation admits no other kappa than those above 2."""
    strict = isinstance(relation, sympy.StrictGreaterThan | sympy.StrictLessThan)
    return relation.gts == kappa and bool(relation.lts > 2 or (relation.lts == 2 and strict))


def without_orbit(relation: sympy.Rel) -> Witness:
    """Find an admitted rate at which two layers have no period-2 orbit.

    Raises:
        NotAWitnessError: if there is none among those tried.
    """
    end = relation.lts if relation.gts == kappa else relation.gts
    # Two layers: kappa = 2 (z + 1/z - 1), so a ratio z > 1 is a root of 2 z^2 - (kappa + 2) z + 2.
    z = theory.symbols.z
    asserts = "the number of ratios z > 1 with kappa(2, z) = kappa is at least 1"
    for rate in (end, (sympy.Max(end, 0) + 2) / 2, sympy.Integer(1)):
        if relation.subs(kappa, rate) == sympy.true:
            equation = sympy.Poly(sympy.numer(sympy.together(theory.orbits.kappa(2, z) - rate)), z)
            above_one = equation.count_roots(1) - equation.count_roots(1, 1)
            if above_one == 0:
                return violation(">=", above_one, 1, asserts=asserts, at={"L": 2, "kappa": rate})
    raise NotAWitnessError(f"an orbit exists at every rate tried with {relation}")


def by_root_count(once: bool, statement: Statement, request: Request) -> Evidence:
    """Count the positive period-2 orbits of the update rule at drawn rational kappa, exactly."""
    relation = statement.formulas["beyond_eos"].expression
    end = enclosures.bound(relation, kappa, {})
    asserts = f"the number of positive period-2 orbits is {'1' if once else 'at least 1'}"

    def decide(case: orbit.RateCase) -> sampling.Answer:
        found = numerics.orbits.count(case.depth, case.kappa)
        if found == 1 or (found > 1 and not once):
            return sampling.Answer(Truth.TRUE, labels=orbit.labels(case))
        witness = violation("=" if once else ">=", found, 1, asserts=asserts, at=orbit.at(case))
        return sampling.Answer(Truth.FALSE, witness, orbit.labels(case))

    def cases(depth: int) -> SearchStrategy[orbit.RateCase]:
        if relation.gts == kappa:
            return orbit.rate_cases(depth, end)
        return st.builds(orbit.RateCase, st.just(depth), draws.roots(), draws.between(Fraction(0), end))

    def at_the_end(depth: int) -> tuple[orbit.RateCase, ...]:
        admitted = isinstance(relation, sympy.GreaterThan | sympy.LessThan)
        number = relation.lts if relation.gts == kappa else relation.gts
        return (orbit.RateCase(depth, Fraction(1), exactly.of_sympy(number)),) if admitted else ()

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/count/{once}",
        request=request,
        domain=f"rational kappa up to {100 * orbit.LARGEST_RATE}",
        always=at_the_end,
    )
