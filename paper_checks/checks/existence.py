"""Checks that the positive period-2 orbit of a balanced mode exists, and that it is the only one."""

from __future__ import annotations

import sympy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import orbit
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation
from theory.symbols import kappa


def by_argument(once: bool, statement: Statement, _request: Request) -> Evidence:
    """Decide that a positive period-2 orbit exists (one and no more, if `once`) for every admitted kappa."""
    formula = statement.formulas["beyond_eos"]
    onset = _lower_end(formula.expression)
    argument = theory.orbits.uniqueness() if once else theory.orbits.existence()
    evidence = decisions.by_argument(
        argument,
        domain=f"every depth L >= 2, every sigma, every {formula.plain}",
    )
    strict = isinstance(formula.expression, sympy.StrictGreaterThan)
    if onset > 2 or (onset == 2 and strict):
        return evidence

    def refute() -> Witness:
        # Two layers: kappa = 2 (z + 1/z - 1), so a ratio z > 1 is a root of 2 z^2 - (kappa + 2) z + 2.
        rate = (max(onset, sympy.Integer(0)) + 2) / 2 if strict else onset
        z = theory.symbols.z
        roots = sympy.Poly(sympy.numer(sympy.together(theory.orbits.kappa(2, z) - rate)), z).count_roots(1)
        asserts = "the number of ratios z > 1 with kappa(2, z) = kappa is at least 1"
        return violation(">=", roots, 1, asserts=asserts, at={"L": 2, "kappa": rate})

    return decisions.by_witness(refute, domain=evidence.domain)


def by_root_count(once: bool, statement: Statement, request: Request) -> Evidence:
    """Count the positive period-2 orbits of the update rule at drawn rational kappa, exactly."""
    low = enclosures.bound(statement.formulas["beyond_eos"].expression, kappa, {})
    asserts = f"the number of positive period-2 orbits is {'1' if once else 'at least 1'}"

    def decide(case: orbit.RateCase) -> sampling.Answer:
        found = numerics.orbits.count(case.depth, case.kappa)
        if found == 1 or (found > 1 and not once):
            return sampling.Answer(Truth.TRUE, labels=orbit.labels(case))
        witness = violation("=" if once else ">=", found, 1, asserts=asserts, at=orbit.at(case))
        return sampling.Answer(Truth.FALSE, witness, orbit.labels(case))

    return sampling.over_depths(
        lambda depth: orbit.rate_cases(depth, low),
        decide,
        statement=f"{statement.slug}/count/{once}",
        request=request,
        domain=f"rational kappa up to {100 * orbit.LARGEST_RATE}",
    )


Bound = tuple[str, str]
"""Which point, 'lower' or 'upper', and the name of the relation that its end-to-end value has to satisfy."""


def _lower_end(relation: sympy.Rel) -> sympy.Expr:
    """Return c of a relation kappa > c."""
    if relation.gts != kappa:
        raise ValueError(f"{relation} is not of the form kappa > c")
    return relation.lts
