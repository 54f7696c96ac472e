"""Checks of the period-2 orbits of one balanced mode that change sign or have two negative points."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import sympy
from flint import arb
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, working_bits
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import orbit, orbit_cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, eta, kappa, rho, sigma, z

SYMMETRIC = "the formula vanishes where one step takes rho to -rho"
NEGATIVE = "the formula is minus the end-to-end value of the negative point"
MIRRORED = "the number of orbits with two negative points is 1 beyond the stated onset, else 0"
COUNTED = 8
"""Points of period 2 are counted up to this depth; the degree of the polynomial grows like 4 L^2."""
CASES_AT_EACH_DEPTH = 10
PARITIES = ("even", "odd")
NEXT_TO_ONSET = (Fraction(2), Fraction(3999, 2000), Fraction(4001, 2000))
"""The onset of the positive orbit and its mirror image, and rates next to it."""
Case = orbit.RateCase


def symmetric_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the transcribed condition for the orbit {-rho, rho} of even depths."""
    source = statement.formulas["symmetric_orbit"].expression

    def refute() -> Witness:
        # Two layers, sigma = 1: eta = 2/3 takes rho = 2 to -2.
        place = {L: 2, sigma: 1, rho: 2, eta: sympy.Rational(2, 3)}
        at = {"L": 2, "sigma": 1, "rho": 2, "eta": "2/3"}
        return violation("=", source.subs(place), sympy.Integer(0), asserts=SYMMETRIC, at=at)

    return decisions.by_argument(
        theory.sign_changing.symmetric(source),
        domain="every even depth, every sigma, every kappa > 0",
        refute=refute,
    )


def negative_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the transcribed size of the negative point of odd depths."""
    source = statement.formulas["negative_size"].expression

    def refute() -> Witness:
        # Three layers with ratio 2: the return needs sigma (1 + 4) = (32 - 1) times the size.
        value = source.subs({L: 3, sigma: 1, z: 2})
        return violation("=", value, sympy.Rational(5, 31), asserts=NEGATIVE, at={"L": 3, "sigma": 1, "z": 2})

    return decisions.by_argument(
        theory.sign_changing.odd_depths(source),
        domain="every odd depth, every sigma, every kappa > 0",
        refute=refute,
    )


def _cases(depth: int) -> SearchStrategy[Case]:
    below = orbit_cases.cases(depth, Fraction(0), Fraction(2))
    return st.one_of(below, orbit_cases.cases(depth, Fraction(2), orbit.LARGEST_RATE))


def one_by_count(formula: str, parity: int, statement: Statement, request: Request) -> Evidence:
    """Count the orbits that change sign exactly, enclose one, and evaluate the transcribed formula at it."""
    source = statement.formulas[formula].expression

    def decide(case: Case) -> sampling.Answer:
        at = orbit_cases.at(case)
        changing, both_negative = _counts(case)
        if changing != 1:
            asserts = "the number of period-2 orbits that change sign is 1"
            return sampling.Answer(Truth.FALSE, violation("=", changing, 1, asserts=asserts, at=at))
        if parity and both_negative != 0:
            asserts = "the number of period-2 orbits with two negative points is 0"
            return sampling.Answer(Truth.FALSE, violation("=", both_negative, 0, asserts=asserts, at=at))
        found = numerics.sign_changing.enclose(case.depth, case.kappa, request.digits + 10)
        with working_bits(found.bits):
            values: dict[str, Fraction | int | arb] = {"L": case.depth, "sigma": 1}
            if parity:
                values["z"] = -found.positive / found.negative
                said, exact = enclosures.value(source, values), -(found.negative**case.depth)
                return orbit.close(said, exact, request.digits - 20, asserts=NEGATIVE, at=at)
            values |= {"rho": found.positive, "eta": case.kappa / case.depth}
            said = enclosures.value(source, values)
            return orbit.close(said, arb(0), request.digits - 20, asserts=SYMMETRIC, at=at)

    return _over_depths(decide, parity, statement, request, formula)


def both_negative_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide how many orbits have two negative points at even depths, from the transcribed onset."""
    relation = statement.formulas["mirror_onset"].expression
    argument = theory.sign_changing.both_negative(0)
    domain = "every even depth, every sigma, every kappa > 0"
    strict = isinstance(relation, sympy.StrictGreaterThan)
    if strict and (relation.lhs, relation.rhs) == (kappa, theory.sign_changing.ONSET):
        return decisions.by_argument(argument, domain=domain)

    def refute() -> Witness:
        # Two layers: a rate between the stated onset and 2, or next to 2; kappa = 2 (z + 1/z - 1).
        for rate in (
            (relation.rhs + 2) / 2,
            *(sympy.Rational(near.numerator, near.denominator) for near in NEXT_TO_ONSET),
        ):
            condition = sympy.Poly(sympy.numer(sympy.together(theory.orbits.kappa(2, z) - rate)), z)
            roots = condition.count_roots(1) - condition.count_roots(1, 1)
            stated = int(relation.subs(kappa, rate) == sympy.true)
            if roots != stated:
                at = {"L": 2, "sigma": 1, "kappa": rate}
                return violation("=", roots, stated, asserts=MIRRORED, at=at)
        raise NotAWitnessError(f"{relation} tells where there is an orbit at every rate tried")

    return decisions.by_witness(refute, domain=domain)


def both_negative_by_count(statement: Statement, request: Request) -> Evidence:
    """Count orbits with two negative points exactly at even depths; compare with the transcribed onset."""
    relation = statement.formulas["mirror_onset"].expression

    def decide(case: Case) -> sampling.Answer:
        expected = int(enclosures.holds(relation, {"kappa": case.kappa}) is Truth.TRUE)
        found = _counts(case)[1]
        if found == expected:
            label = "beyond the edge of stability" if case.kappa > 2 else "below the edge of stability"
            return sampling.Answer(Truth.TRUE, labels=(label,))
        return sampling.Answer(
            Truth.FALSE, violation("=", found, expected, asserts=MIRRORED, at=orbit_cases.at(case))
        )

    return _over_depths(decide, 0, statement, request, "mirror_onset", always=NEXT_TO_ONSET)


def _counts(case: Case) -> tuple[int, int]:
    """Return how many orbits change sign and how many have two negative points.

    An orbit that changes sign has one point on either side of zero, any other has two on one side.
    """
    negative, positive = numerics.sign_changing.count_points(case.depth, case.kappa)
    changing = positive - 2 * numerics.orbits.count(case.depth, case.kappa)
    return changing, (negative - changing) // 2


def _over_depths(
    decide: Callable[[Case], sampling.Answer],
    parity: int,
    statement: Statement,
    request: Request,
    name: str,
    always: tuple[Fraction, ...] = (),
) -> Evidence:
    """Decide drawn cases at the depths of one parity, up to `COUNTED`, and given rates at the least depth."""
    first = [Case(2 + parity, Fraction(1), rate) for rate in always]
    samples = [sampling.every(first, decide)]
    for depth in range(2 + parity, COUNTED + 1, 2) if samples[0].violation is None else ():
        seed = request.seed_of(f"{statement.slug}/{name}/{depth}")
        cases = request.cases(CASES_AT_EACH_DEPTH)
        samples.append(sampling.draw(_cases(depth), decide, cases=cases, seed=seed))
        if samples[-1].violation is not None:
            break
    domain = f"rational kappa below and beyond 2, sigma = 1; {PARITIES[parity]} depths up to {COUNTED}"
    return sampling.evidence(samples, domain=domain)
