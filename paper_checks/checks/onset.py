"""Whether a stated range of learning rates has some at which there is no orbit: the edge of stability moved.

What is claimed of an orbit is false where there is none. A rate is stated as a relation for kappa, or for the
sharpness S and eta of one mode, where kappa = eta S.
"""

from fractions import Fraction

import sympy

import numerics
from numerics.balls import Truth
from paper_checks import decisions, enclosures
from paper_checks.checks import existence
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Method
from paper_checks.witness import violation
from theory.symbols import S, eta, kappa

EXISTS = "the number of period-2 orbits with both points positive is at least 1"
RATES = (Fraction(1), Fraction(1999, 1000), Fraction(2))
"""Learning rates without an orbit, far from the edge of stability, next to it and at it."""


def refuted_exactly(name: str, statement: Statement) -> Evidence | None:
    """Return the evidence that two layers have no orbit at a stated rate, from the points of the orbit.

    Args:
        name: of the relation for the rate.
        statement: has that relation.

    Returns:
        Nothing if every rate stated is beyond the edge of stability.
    """
    relation = _for_kappa(name, statement)
    if existence.only_beyond_the_edge(relation):
        return None
    return decisions.by_witness(lambda: existence.without_orbit(relation), domain=f"L = 2, {relation}")


def refuted_by_count(name: str, statement: Statement, depth: int = 2) -> Evidence | None:
    """Return the evidence that there is no orbit at a stated rate, by a count of those of the update rule.

    Args:
        name: of the relation for the rate.
        statement: has that relation.
        depth: the number of layers.

    Returns:
        Nothing if none of `RATES` is stated.
    """
    relation = _for_kappa(name, statement)
    rate = next(
        (rate for rate in RATES if enclosures.holds(relation, {kappa.name: rate}) is Truth.TRUE), None
    )
    if rate is None:
        return None
    at = {"L": depth, "sigma": 1, "kappa": rate}
    return decisions.by_witness(
        lambda: violation(">=", numerics.orbits.count(depth, rate), 1, asserts=EXISTS, at=at),
        domain=f"L = {depth}",
        method=Method.ROOT_COUNT,
    )


def _for_kappa(name: str, statement: Statement) -> sympy.Rel:
    relation = statement.formulas[name].expression
    sides = (side.subs({S: kappa, eta: 1}) for side in relation.args)
    return relation.func(*sides, evaluate=False)
