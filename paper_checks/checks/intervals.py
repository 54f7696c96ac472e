"""Checks of where the two points of the period-2 orbit lie, and of the best constant."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import orbit
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.argument import Argument, Step
from theory.propositions import Both, Identity

POINTS = {
    "lower": ("lower_point_above", "lower_point_below"),
    "upper": ("upper_point_above", "upper_point_below"),
}
"""The relations that each point has to satisfy: one from below, one from above."""


def points_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the transcribed open intervals of both points, for every depth and kappa > 2."""
    relations = {name: statement.formulas[name].expression for names in POINTS.values() for name in names}
    domain = "every depth L >= 2, every sigma, every kappa > 2"
    intervals = [
        (_end(relations[above], sympy.Gt), _end(relations[below], sympy.Lt))
        for above, below in POINTS.values()
    ]
    ends = [end for interval in intervals for end in interval]
    if any(end is None for end in ends):
        return decisions.by_witness(lambda: _violated(relations, statement), domain=domain)
    return decisions.by_argument(
        theory.orbits.points_between((ends[0], ends[1]), (ends[2], ends[3])),
        domain=domain,
        refute=lambda: _violated(relations, statement),
    )


def bound_by_argument(name: str, statement: Statement, _request: Request) -> Evidence:
    """Decide a transcribed bound on the upper point, u <= c sigma, for every depth and kappa > 2."""
    relation = statement.formulas[name].expression
    bound = _end(relation, sympy.Le)
    domain = "every depth L >= 2, every sigma, every kappa > 2"
    relations = {f"upper: {name}": relation}
    if bound is None:
        return decisions.by_witness(lambda: _violated(relations, statement), domain=domain)
    return decisions.by_argument(
        theory.orbits.upper_point_at_most(bound),
        domain=domain,
        refute=lambda: _violated(relations, statement),
    )


ATTAINED = "at L = 2 and the stated kappa the upper point is the best constant times sigma"


def attained_by_evaluation(statement: Statement, _request: Request) -> Evidence:
    """Decide that the best constant is attained by the orbit of two layers with ratio 2."""
    best = statement.formulas["best_upper_point"].expression / theory.symbols.sigma
    stated = statement.formulas["attaining_rate"].expression
    upper = Identity(theory.orbits.points(2, 2)[1], best)
    rate = Identity(theory.orbits.kappa(2, 2), stated)
    shows = Both(upper, rate)
    steps = (Step("upper point", upper), Step("rate", rate))
    both = Step("both", shows, theory.rules.CONJUNCTION, ("upper point", "rate"))

    def refute() -> Witness:
        at = {"L": 2, "sigma": 1, "z": 2}
        wrong = upper if not upper.decide() else rate
        return violation("=", wrong.left, wrong.right, asserts=ATTAINED, at=at)

    return decisions.by_argument(
        Argument(shows, (*steps, both)),
        domain=f"L = 2, kappa = {stated}, every sigma",
        refute=refute,
    )


def attained_by_orbit(statement: Statement, request: Request) -> Evidence:
    """Compare the best constant with the upper point of the enclosed orbit at the stated kappa."""
    best = statement.formulas["best_upper_point"].expression
    rate = enclosures.exact(statement.formulas["attaining_rate"].expression, {})

    def decide(root: Fraction) -> sampling.Answer:
        enclosed = numerics.orbits.enclose(2, rate, request.digits + 10)
        sigma = root**2
        with numerics.balls.working_bits(enclosed.bits):
            upper = enclosed.upper * enclosures.value(theory.symbols.sigma, {"sigma": sigma})
            constant = enclosures.value(best, {"sigma": sigma})
            at = {"L": 2, "sigma": sigma, "kappa": rate}
            return orbit.close(upper, constant, request.digits, asserts=ATTAINED, at=at)

    sample = sampling.every(draws.ROOTS, decide)
    domain = f"L = 2, kappa = {rate}, several sigma"
    return sampling.evidence([sample], domain=domain)


def _violated(relations: Mapping[str, sympy.Rel], statement: Statement) -> Witness:
    """Search ratios near 1, at 2 and far out, at two layers, for a point that violates a relation."""
    for ratio in (2, sympy.Rational(1000001, 1000000), sympy.Rational(1001, 1000), 10, 10**6):
        lower, upper = theory.orbits.points(2, ratio)
        if not orbit.admitted(statement, theory.orbits.kappa(2, ratio)):
            continue
        for name, relation in relations.items():
            at_point = {
                theory.symbols.u: lower if name.startswith("lower") else upper,
                theory.symbols.sigma: 1,
            }
            left, right = relation.lhs.subs(at_point), relation.rhs.subs(at_point)
            if not relation.func(left, right):
                at = {"L": 2, "sigma": 1, "z": ratio, "kappa": theory.orbits.kappa(2, ratio)}
                return violation(relation.rel_op, left, right, asserts=f"{name}: {relation}", at=at)
    raise NotAWitnessError("no ratio tried violates the interval")


def points_by_orbits(names: tuple[str, ...], statement: Statement, request: Request) -> Evidence:
    """Evaluate transcribed relations at enclosed orbits; a name starts with the point it is about."""

    def decide(
        case: orbit.RateCase, enclosed: numerics.orbits.PeriodTwoOrbit
    ) -> tuple[Truth, Witness | None]:
        sigma = case.root**case.depth
        scale = enclosures.value(theory.symbols.sigma, {"sigma": sigma})
        for name in names:
            relation = statement.formulas[name].expression
            point = (enclosed.lower if name.startswith("lower") else enclosed.upper) * scale
            values: dict[str, Fraction | int | arb] = {"u": point, "sigma": sigma}
            truth = enclosures.holds(relation, values)
            if truth is Truth.FALSE:
                sides = [enclosures.value(side, values) for side in (relation.lhs, relation.rhs)]
                asserts = f"{name}: {statement.formulas[name].plain}"
                return truth, violation(relation.rel_op, *sides, asserts=asserts, at=orbit.at(case))
            if truth is Truth.UNKNOWN:
                return truth, None
        return Truth.TRUE, None

    return orbit.over_orbits(decide, statement, request, name="/".join(names))


def _end(relation: sympy.Rel, kind: type[sympy.Rel]) -> sympy.Expr | None:
    """Return c of a relation of the given kind between the end-to-end value u and c sigma."""
    if not isinstance(relation, kind) or relation.lhs != theory.symbols.u:
        return None
    return sympy.cancel(relation.rhs / theory.symbols.sigma)
