"""Checks of where the balancing gap shrinks near the period-2 orbit, in two steps and in each."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import sympy
from hypothesis import strategies as st

import numerics
import theory
from numerics.balls import Truth
from numerics.duals import constant, variable
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import z

CASES = 12
"""How many ratios are drawn at each depth."""
NEXT_TO_END = Fraction(1, 2000)
"""How far from a stated end orbits are always looked at, relative to it."""

Shrinks = Callable[["numerics.orbits.PeriodTwoOrbit"], list[flint.arb]]


def two_steps(orbit: numerics.orbits.PeriodTwoOrbit) -> list[flint.arb]:
    """Return the factor of a small gap in two steps."""
    return [numerics.orbits.two_step_gap_factor(orbit)]


def single_steps(orbit: numerics.orbits.PeriodTwoOrbit) -> list[flint.arb]:
    """Return the factors of a small gap in one step from each of the two states, by dual numbers."""
    rate = constant(numerics.balls.ball(orbit.kappa / orbit.depth))
    factors = []
    for layer in (orbit.lower_layer, orbit.upper_layer):
        state = (variable(layer), *[constant(layer)] * (orbit.depth - 1))
        moved = numerics.modes.step(state, constant(flint.arb(1)), rate)
        before, after = (numerics.modes.gap(layers, 1, 2).derivative for layers in (state, moved))
        factors.append(after / before)
    return factors


def shrinks_by_argument(name: str, statement: Statement, request: Request) -> Evidence:
    """Decide up to which ratio two steps (or each single step) on the orbit shrink a small gap, exactly."""
    relation = statement.formulas[name].expression
    end, single = relation.rhs, name == "monotone_below"
    domain = "every depth L >= 2, every sigma, every period-2 orbit with positive points"

    def refute() -> Witness:
        near = sympy.Rational(end.evalf(30)).limit_denominator(10**6)
        for ratio in (near * (1 - NEXT_TO_END), near * (1 + NEXT_TO_END), sympy.Integer(2)):
            if ratio > 1:
                answer = _compare(2, ratio, relation, single_steps if single else two_steps, request.digits)
                if answer.witness is not None:
                    return answer.witness
        raise NotAWitnessError("the end has not been seen to be wrong")

    if not isinstance(relation, sympy.StrictLessThan) or relation.lhs != z:
        return decisions.by_witness(refute, domain=domain, otherwise=f"{relation} is not of the form z < c")
    argument = (
        theory.gap_near_orbit.monotone_up_to(end) if single else theory.gap_near_orbit.shrinks_up_to(end)
    )
    return decisions.by_argument(argument, domain=domain, refute=refute)


SHRINKS = "a small gap shrinks near the orbit exactly where the ratio is as stated"


def _compare(
    depth: int, ratio: sympy.Rational, relation: sympy.Rel, factors: Shrinks, digits: int
) -> sampling.Answer:
    """Enclose the orbit whose ratio is about the given one, and compare its factors with what is stated."""
    orbit = numerics.orbits.enclose(depth, _rate_at(depth, ratio), digits)
    with numerics.balls.working_bits(orbit.bits):
        sizes = [abs(factor) for factor in factors(orbit)]
        stated = enclosures.holds(relation, {"z": orbit.ratio})
        truths = [numerics.balls.less(size, 1) for size in sizes]
        if stated is Truth.UNKNOWN or Truth.UNKNOWN in truths:
            return sampling.Answer(Truth.UNKNOWN)
        shrinking = all(truth is Truth.TRUE for truth in truths)
        labels = ("shrinks" if shrinking else "grows",)
        if shrinking is (stated is Truth.TRUE):
            return sampling.Answer(Truth.TRUE, labels=labels)
        at = {"L": depth, "kappa": orbit.kappa, "z": orbit.ratio}
        largest = max(sizes, key=float)
        sign = "<" if stated is Truth.TRUE else ">="
        asserts = f"{SHRINKS}; left: the larger modulus of its factors"
        return sampling.Answer(Truth.FALSE, violation(sign, largest, flint.arb(1), asserts=asserts, at=at))


def _rate_at(depth: int, ratio: sympy.Rational) -> Fraction:
    """Return a rational learning rate near the one whose orbit has a given ratio."""
    growth = Fraction(int(ratio.p), int(ratio.q))
    powers: dict[str, Fraction | int | flint.arb] = {
        "L": depth,
        "z": growth,
        "Z": growth**depth,
        "G": (growth**depth - 1) / (growth - 1),
    }
    with numerics.balls.working_precision(60):
        middle, _ = numerics.balls.to_rationals(enclosures.value(theory.orbits.KAPPA, powers))
    return middle.limit_denominator(10**12)


def shrinks_by_orbits(name: str, statement: Statement, request: Request) -> Evidence:
    """Enclose orbits on both sides of the stated ratio, and the factors of the gap from the update rule."""
    relation = statement.formulas[name].expression
    factors = single_steps if name == "monotone_below" else two_steps
    low = Fraction(11, 10)
    with numerics.balls.working_precision(20):
        near = numerics.balls.to_rationals(enclosures.value(relation.rhs, {}))[0].limit_denominator(1000)
    near = max(near, low + Fraction(1, 10))
    return _over_ratios(
        lambda depth, ratio: _compare(depth, ratio, relation, factors, request.digits),
        statement,
        request,
        name,
        (low, Fraction(4)),
        (near - Fraction(1, 10), near + Fraction(1, 10)),
        always=(near * (1 - NEXT_TO_END), near * (1 + NEXT_TO_END)),
    )


REPELS = "the multiplier of the orbit is below -1"
ATTRACTING_RATIO = sympy.Rational(3, 2)
"""A ratio with which the orbit of two layers attracts."""


def repels_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit repels balanced states from the stated ratio on, for every depth."""
    relation = statement.formulas["repelling_from"].expression
    start = relation.rhs
    domain = f"every depth L >= 2, every sigma, every orbit with ratio {relation}"

    def refute() -> Witness:
        for ratio in (start, ATTRACTING_RATIO):
            value = theory.orbits.multiplier(2, ratio)
            if relation.subs(z, ratio) == sympy.true and value >= -1:
                return violation("<", value, sympy.Integer(-1), asserts=REPELS, at={"L": 2, "z": ratio})
        raise NotAWitnessError(f"the orbits tried repel for {relation}")

    if not isinstance(relation, sympy.GreaterThan) or relation.lhs != z:
        return decisions.by_witness(refute, domain=domain, otherwise=f"{relation} is not of the form z >= c")
    return decisions.by_argument(theory.gap_near_orbit.repelling_from(start), domain=domain, refute=refute)


def repels_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Enclose orbits beyond the stated ratio and their multipliers."""
    relation = statement.formulas["repelling_from"].expression

    def decide(depth: int, ratio: sympy.Rational) -> sampling.Answer:
        orbit = numerics.orbits.enclose(depth, _rate_at(depth, ratio), request.digits)
        if orbit.multiplier < -1:
            return sampling.Answer(Truth.TRUE)
        with numerics.balls.working_bits(orbit.bits):
            stated = enclosures.holds(relation, {"z": orbit.ratio}) is Truth.TRUE
            if orbit.multiplier >= -1 and stated:
                at = {"L": depth, "kappa": orbit.kappa, "z": orbit.ratio}
                witness = violation("<", orbit.multiplier, flint.arb(-1), asserts=REPELS, at=at)
                return sampling.Answer(Truth.FALSE, witness)
        return sampling.Answer(Truth.UNKNOWN)

    end = Fraction(int(relation.rhs.p), int(relation.rhs.q))
    if relation.gts == z:
        low = end + Fraction(1, 1000)
        near, ends = (low, low + Fraction(1, 50)), (low, Fraction(4))
    else:
        near, ends = (end - Fraction(1, 50), end), (Fraction(11, 10), end)
    return _over_ratios(decide, statement, request, "repelling", ends, near)


def _over_ratios(
    decide: Callable[[int, sympy.Rational], sampling.Answer],
    statement: Statement,
    request: Request,
    name: str,
    ends: tuple[Fraction, Fraction],
    near: tuple[Fraction, Fraction],
    always: tuple[Fraction, ...] = (),
) -> Evidence:
    """Draw ratios at every depth of the request, half of them anywhere, half near the stated end."""
    samples: list[sampling.Sample[Fraction]] = []
    for depth in request.every_depth:

        def decide_here(ratio: Fraction, depth: int = depth) -> sampling.Answer:
            return decide(depth, sympy.Rational(ratio.numerator, ratio.denominator))

        samples.append(sampling.every(always, decide_here))
        if samples[-1].violation is not None:
            break
        ratios = st.one_of(draws.between(*ends, edges=False), draws.between(*near, edges=False))
        seed = request.seed_of(f"{statement.slug}/{name}/{depth}")
        samples.append(sampling.draw(ratios, decide_here, cases=CASES, seed=seed))
        if samples[-1].violation is not None:
            break
    return sampling.evidence(samples, domain=f"orbits with ratios from {ends[0]} to {ends[1]}")
