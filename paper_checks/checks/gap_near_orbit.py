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

CASES = 12
"""How many ratios are drawn at each depth."""

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
    end = statement.formulas[name].expression.gts
    single = name == "monotone_below"
    argument = (
        theory.gap_near_orbit.monotone_up_to(end) if single else theory.gap_near_orbit.shrinks_up_to(end)
    )

    def refute() -> Witness:
        sides = (sympy.Rational(99, 100), sympy.Rational(101, 100))
        for side in sides:
            ratio = sympy.Rational(end.evalf(30)).limit_denominator(1000) * side
            answer = _compare(2, ratio, end, single_steps if single else two_steps, request.digits)
            if answer.witness is not None:
                return answer.witness
        raise NotAWitnessError("the end has not been seen to be wrong")

    return decisions.by_argument(
        argument,
        domain="every depth L >= 2, every sigma, every period-2 orbit with positive points",
        refute=refute,
    )


SHRINKS = "a small gap shrinks near the orbit exactly where the ratio is below the stated end"


def _compare(
    depth: int, ratio: sympy.Rational, end: sympy.Expr, factors: Shrinks, digits: int
) -> sampling.Answer:
    """Enclose the orbit whose ratio is about the given one, and compare its factors with the stated end."""
    orbit = numerics.orbits.enclose(depth, _rate_at(depth, ratio), digits)
    with numerics.balls.working_bits(orbit.bits):
        bound = enclosures.value(end, {})
        sizes = [abs(factor) for factor in factors(orbit)]
        below = numerics.balls.less(orbit.ratio, bound)
        truths = [numerics.balls.less(size, 1) for size in sizes]
        if below is Truth.UNKNOWN or Truth.UNKNOWN in truths:
            return sampling.Answer(Truth.UNKNOWN)
        shrinking = all(truth is Truth.TRUE for truth in truths)
        labels = ("shrinks" if shrinking else "grows",)
        if shrinking is (below is Truth.TRUE):
            return sampling.Answer(Truth.TRUE, labels=labels)
        at = {"L": depth, "kappa": orbit.kappa, "z": orbit.ratio}
        largest = max(sizes, key=float)
        relation = "<" if below is Truth.TRUE else ">="
        asserts = f"{SHRINKS}; left: the larger modulus of its factors"
        return sampling.Answer(
            Truth.FALSE, violation(relation, largest, flint.arb(1), asserts=asserts, at=at)
        )


def _rate_at(depth: int, ratio: sympy.Rational) -> Fraction:
    """Return a rational learning rate near the one whose orbit has a given ratio."""
    z = Fraction(int(ratio.p), int(ratio.q))
    powers: dict[str, Fraction | int | flint.arb] = {
        "L": depth,
        "z": z,
        "Z": z**depth,
        "G": (z**depth - 1) / (z - 1),
    }
    with numerics.balls.working_precision(60):
        middle, _ = numerics.balls.to_rationals(enclosures.value(theory.orbits.KAPPA, powers))
    return middle.limit_denominator(10**12)


def shrinks_by_orbits(name: str, statement: Statement, request: Request) -> Evidence:
    """Enclose orbits on both sides of the stated ratio, and the factors of the gap from the update rule."""
    end = statement.formulas[name].expression.gts
    factors = single_steps if name == "monotone_below" else two_steps
    with numerics.balls.working_precision(20):
        near = numerics.balls.to_rationals(enclosures.value(end, {}))[0].limit_denominator(1000)
    return _over_ratios(
        lambda depth, ratio: _compare(depth, ratio, end, factors, request.digits),
        statement,
        request,
        name,
        (Fraction(11, 10), Fraction(4)),
        (near - Fraction(1, 10), near + Fraction(1, 10)),
    )


REPELS = "the multiplier of the orbit is below -1"


def repels_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit repels balanced states from the stated ratio on, for every depth."""
    start = statement.formulas["repelling_from"].expression.lts

    def refute() -> Witness:
        value = theory.orbits.multiplier(2, start)
        return violation("<", value, sympy.Integer(-1), asserts=REPELS, at={"L": 2, "z": start})

    return decisions.by_argument(
        theory.gap_near_orbit.repelling_from(start),
        domain=f"every depth L >= 2, every sigma, every orbit with ratio z >= {start}",
        refute=refute,
    )


def repels_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Enclose orbits beyond the stated ratio and their multipliers."""
    start = statement.formulas["repelling_from"].expression.lts

    def decide(depth: int, ratio: sympy.Rational) -> sampling.Answer:
        orbit = numerics.orbits.enclose(depth, _rate_at(depth, ratio), request.digits)
        if orbit.multiplier < -1:
            return sampling.Answer(Truth.TRUE)
        with numerics.balls.working_bits(orbit.bits):
            if orbit.multiplier >= -1 and orbit.ratio >= enclosures.value(start, {}):
                at = {"L": depth, "kappa": orbit.kappa, "z": orbit.ratio}
                witness = violation("<", orbit.multiplier, flint.arb(-1), asserts=REPELS, at=at)
                return sampling.Answer(Truth.FALSE, witness)
        return sampling.Answer(Truth.UNKNOWN)

    low = Fraction(int(start.p), int(start.q)) + Fraction(1, 1000)
    return _over_ratios(
        decide, statement, request, "repelling", (low, Fraction(4)), (low, low + Fraction(1, 50))
    )


def _over_ratios(
    decide: Callable[[int, sympy.Rational], sampling.Answer],
    statement: Statement,
    request: Request,
    name: str,
    ends: tuple[Fraction, Fraction],
    near: tuple[Fraction, Fraction],
) -> Evidence:
    """Draw ratios at every depth of the request, half of them anywhere, half near the stated end."""
    samples = [
        sampling.draw(
            st.one_of(draws.between(*ends, edges=False), draws.between(*near, edges=False)),
            lambda ratio, depth=depth: decide(depth, sympy.Rational(ratio.numerator, ratio.denominator)),  # type: ignore[misc]
            cases=CASES,
            seed=request.seed_of(f"{statement.slug}/{name}/{depth}"),
        )
        for depth in request.every_depth
    ]
    return sampling.evidence(
        samples,
        domain=f"orbits with ratios from {ends[0]} to {ends[1]}",
    )
