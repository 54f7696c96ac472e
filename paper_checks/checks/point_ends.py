"""Checks that the intervals of the two points of the period-2 orbit cannot be narrowed at three ends."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import admission, exactly, onset
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

NAMES = ("lower_point_above", "lower_point_below", "upper_point_above")
IS_BEST = "the stated end is the best one, over all learning rates"
NEAR = Fraction(1, 10**4)
"""How near to an end, relative to sigma, a point is to come."""
SLOW, FAST = 2 + Fraction(1, 10**10), Fraction(10**6)
"""Learning rates next to the onset, and far beyond it."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for every depth that the three ends are the best ones."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    low, high, upper = (
        sympy.cancel(
            admission.end_of(statement.formulas[name].expression, theory.symbols.u) / theory.symbols.sigma
        )
        for name in NAMES
    )
    domain = "every depth L >= 2, every sigma, the period-2 orbits of all kappa > 2"
    if (outside := _not_between(statement)) is not None:
        return decisions.by_witness(lambda: outside, domain=domain)

    def refute() -> Witness:
        for stated, best, name in zip((low, high, upper), (0, 1, 1), NAMES, strict=True):
            if stated != best:
                return violation("=", stated, sympy.Integer(best), asserts=IS_BEST, at={"end": name})
        raise NotAWitnessError("the ends are the best ones")

    return decisions.by_argument(
        theory.point_ends.best_ends(low, high, upper),
        domain=domain,
        refute=refute,
    )


def _not_between(statement: Statement) -> Witness | None:
    """Return that an end is on the wrong side of the orbit with ratio 2 of two layers, or nothing."""
    lower, upper = (exactly.of_sympy(point) for point in theory.orbits.points(2, 2))
    for name in NAMES:
        point = lower if name.startswith("lower") else upper
        if (outside := admission.excluded(statement, [name], {"u": point, "sigma": 1})) is not None:
            return outside
    return None


def by_orbits(statement: Statement, request: Request) -> Evidence:
    """Enclose orbits next to the onset and far beyond it: points come as near to the stated ends as asked."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without

    def decide(case: tuple[int, str]) -> sampling.Answer:
        depth, name = case
        relation = statement.formulas[name].expression
        rate = FAST if name == "lower_point_above" else SLOW
        orbit = numerics.orbits.enclose(depth, rate, request.digits)
        at = {"L": depth, "sigma": 1, "kappa": rate}
        with numerics.balls.working_bits(orbit.bits):
            point = orbit.lower if name.startswith("lower") else orbit.upper
            values: dict[str, Fraction | int | arb] = {"u": point, "sigma": 1}
            truth = enclosures.holds(relation, values)
            sides = [enclosures.value(side, values) for side in (relation.lhs, relation.rhs)]
            if truth is Truth.FALSE:
                asserts = f"{name}: {statement.formulas[name].plain}"
                return sampling.Answer(
                    truth, violation(relation.rel_op, *sides, asserts=asserts, at=at), (name,)
                )
            # A point that stays away from the end at this one learning rate contradicts nothing.
            near = numerics.balls.less(abs(sides[0] - sides[1]), NEAR)
            return sampling.Answer(Truth.TRUE if near is Truth.TRUE else Truth.UNKNOWN, labels=(name,))

    sample = sampling.every([(depth, name) for depth in request.every_depth for name in NAMES], decide)
    return sampling.evidence(
        [sample],
        domain=f"sigma = 1, kappa = 2 + 10^-10 and 10^6, points within 10^-4 of an end; depths "
        f"{request.depths[0]} to {request.depths[1]}",
    )
