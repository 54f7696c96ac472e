"""Checks of orbits on which two modes with one singular value oscillate, among all entries of the layers."""

from fractions import Fraction

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.multipliers import Multiplier
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import full_space_cases as cases
from paper_checks.checks import onset, orbit_cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, kappa, z

STATED = "a multiplier of two steps is as stated"


def equal_by_argument(inside: str, outside: str, statement: Statement, _request: Request) -> Evidence:
    """Decide the leading multipliers of two equal modes of two layers."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    formulas = [statement.formulas[name].expression for name in (inside, outside)]

    def refute() -> Witness:
        z = sympy.Rational(3, 2)
        rate = theory.orbits.kappa(2, z)
        for formula, other, phase in zip(formulas, (z, 1 / z), ("in phase", "out of phase"), strict=True):
            pair = theory.floquet.two_modes.multipliers(z, other)[-2:]
            size = max(abs(one) for one in pair)
            at = {"L": 2, "kappa of both modes": rate, "phase": phase}
            if formula.subs(kappa, rate) != size:
                stated = formula.subs(kappa, rate)
                return violation("=", size, stated, asserts="the modulus is as stated", at=at)
        raise NotAWitnessError("the formulas agree at the ratio tried")

    return decisions.by_argument(
        theory.floquet.two_modes.equal_modes(*formulas),
        domain="L = 2, every kappa > 2, two modes with one singular value",
        refute=refute,
    )


def equal_by_orbits(inside: str, outside: str, statement: Statement, request: Request) -> Evidence:
    """Look for the stated multipliers among those of the whole network."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    formulas = {False: statement.formulas[inside].expression, True: statement.formulas[outside].expression}

    def decide(case: cases.PairCase) -> sampling.Answer:
        orbit = cases.orbit_of(case)
        with numerics.balls.working_bits(orbit.bits):
            stated = enclosures.value(formulas[case.upper], {"kappa": case.kappa})
            return cases.found(orbit, stated, Multiplier.size, "the modulus is as stated", case.at)

    drawn = st.builds(
        cases.PairCase,
        st.just(2),
        orbit_cases.rates(Fraction(201, 100), Fraction(7, 2)),
        st.just(Fraction(1)),
        st.booleans(),
    )
    return cases.sample(
        f"{statement.slug}/equal",
        drawn,
        decide,
        request,
        domain="two layers, two equal modes, rational kappa, both phases",
    )


def deeper_by_argument(multiplier: str, statement: Statement, _request: Request) -> Evidence:
    """Decide a multiplier of two equal modes in phase, and that it is above 1, at several depths."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    formula = statement.formulas[multiplier].expression
    depths = theory.floquet.equal_modes.DEPTHS

    def refute() -> Witness:
        for depth in depths:
            at = {L: depth, z: 2}
            true, stated = (one.subs(at) for one in (theory.floquet.equal_modes.MULTIPLIER, formula))
            if true != stated:
                return violation("=", true, stated, asserts=STATED, at={"L": depth, "z": 2})
        raise NotAWitnessError("the formulas agree at the ratio tried")

    return decisions.by_argument(
        theory.floquet.equal_modes.equal_modes_repel(formula),
        domain=f"L = {depths[0]}, ..., {depths[-1]}, every ratio z > 1",
        refute=refute,
    )


def deeper_by_orbits(multiplier: str, statement: Statement, request: Request) -> Evidence:
    """Look for the stated multiplier among those of the whole network, at the ratio of the enclosed orbit."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    formula = statement.formulas[multiplier].expression

    def decide(case: cases.PairCase) -> sampling.Answer:
        orbit = cases.orbit_of(case)
        points = numerics.orbits.enclose(case.depth, case.kappa, cases.DIGITS)
        with numerics.balls.working_bits(orbit.bits):
            ratio = points.upper_layer / points.lower_layer
            stated = enclosures.value(formula, {"z": ratio, "L": case.depth})
            return cases.found(orbit, stated, _real_part, STATED, case.at)

    def equal(depth: int) -> SearchStrategy[cases.PairCase]:
        rates = orbit_cases.rates(Fraction(21, 10), Fraction(3))
        return st.builds(cases.PairCase, st.just(depth), rates, st.just(Fraction(1)))

    samples = []
    for depth in cases.DEPTHS:
        seed = request.seed_of(f"{statement.slug}/equal/{depth}")
        samples.append(sampling.draw(equal(depth), decide, cases=request.cases(8), seed=seed))
        if samples[-1].violation is not None:
            break
    return sampling.evidence(
        samples,
        domain=f"two equal modes in phase, rational kappa, L = {cases.DEPTHS[0]}, ..., {cases.DEPTHS[-1]}",
    )


def _real_part(multiplier: Multiplier) -> flint.arb:
    return multiplier.ball.real
