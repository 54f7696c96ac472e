"""Checks of the learning rates up to which a small gap near the period-2 orbit shrinks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import flint
import sympy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import admission, exactly, gap_near_orbit
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation
from theory.symbols import L, z

NEXT_TO_END = Fraction(1, 10**30)
"""How far from a stated learning rate an orbit is enclosed on either side."""
AGREES = "the stated learning rate is that of the orbit with the stated ratio"
HAS_AN_ORBIT = "the stated learning rate is beyond the edge of stability, where there is an orbit"
SHRINKS = "the gap shrinks exactly below the stated learning rate; left: the larger modulus of its factors"

FACTORS: Mapping[str, Callable[[numerics.orbits.PeriodTwoOrbit], list[flint.arb]]] = {
    "monotone_below": gap_near_orbit.single_steps,
    "shrinks_below": gap_near_orbit.two_steps,
}
"""What has to be less than 1 in modulus below each bound on the ratio."""
AT_TWO_LAYERS = {"monotone_below": "each_step_two", "shrinks_below": "two_steps_two"}
"""The learning rates of two layers that are stated as numbers."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the stated learning rates for every depth, exactly."""
    formulas = statement.formulas
    rate = formulas["orbit_rate"].expression
    ends = [admission.end_of(formulas[name].expression, z) for name in FACTORS]
    numbers = [formulas[name].expression for name in AT_TWO_LAYERS.values()]

    def refute() -> Witness:
        with numerics.balls.working_precision(60):
            for end, number in zip(ends, numbers, strict=True):
                exact = enclosures.value(theory.orbits.kappa(2, end), {})
                for said in (rate.subs({L: 2, z: end}), number):
                    value = enclosures.value(said, {})
                    if not value.overlaps(exact):
                        return violation("=", value, exact, asserts=AGREES, at={"L": 2, "z": end})
            at_two = sympy.nsimplify(rate.subs({L: 3, z: 2}) ** 3)
            return violation(
                "=", at_two, sympy.expand(theory.orbits.kappa(3, 2) ** 3), asserts=AGREES, at={"L": 3, "z": 2}
            )

    return decisions.by_argument(
        theory.orbit_rates.gap_windows(rate, (ends[0], ends[1]), (numbers[0], numbers[1])),
        domain="every depth L >= 2, every sigma, the period-2 orbit of every kappa > 2",
        refute=refute,
    )


def by_brackets(statement: Statement, request: Request) -> Evidence:
    """Enclose orbits next to each stated learning rate on either side, and what steps do to a gap there."""
    cases = [(depth, name, False) for depth in request.every_depth for name in FACTORS]
    cases += [(2, name, True) for name in FACTORS]
    sample = sampling.every(cases, lambda case: _decide(*case, statement, request))
    return sampling.evidence(
        [sample],
        domain=f"both learning rates of each depth, {request.depths[0]} to {request.depths[1]}, to 30 digits",
    )


def _decide(
    depth: int, name: str, as_number: bool, statement: Statement, request: Request
) -> sampling.Answer:
    end = stated(statement, depth, name, as_number)
    if end <= 2:
        at = {"L": depth, "bound": name}
        return sampling.Answer(Truth.FALSE, violation(">", end, Fraction(2), asserts=HAS_AN_ORBIT, at=at))
    for side in (-1, 1):
        orbit = numerics.orbits.enclose(depth, end * (1 + side * NEXT_TO_END), request.digits + 30)
        with numerics.balls.working_bits(orbit.bits):
            largest = max((abs(factor) for factor in FACTORS[name](orbit)), key=float)
            relation, truth = (
                ("<", numerics.balls.less(largest, 1))
                if side < 0
                else (">=", numerics.balls.less_or_equal(1, largest))
            )
            if truth is Truth.FALSE:
                at = {"L": depth, "kappa": orbit.kappa}
                return sampling.Answer(
                    truth, violation(relation, largest, flint.arb(1), asserts=SHRINKS, at=at)
                )
            if truth is Truth.UNKNOWN:
                return sampling.Answer(truth)
    return sampling.Answer(Truth.TRUE, labels=(name,))


def stated(statement: Statement, depth: int, name: str, as_number: bool) -> Fraction:
    """Return a rational next to a stated learning rate, nearer than `NEXT_TO_END`."""
    formulas = statement.formulas
    with numerics.balls.working_precision(60):
        if as_number:
            value = enclosures.value(formulas[AT_TWO_LAYERS[name]].expression, {})
        else:
            ratio = enclosures.value(admission.end_of(formulas[name].expression, z), {})
            value = enclosures.value(formulas["orbit_rate"].expression, {"L": depth, "z": ratio})
        return exactly.from_flint(value.mid().fmpq())
