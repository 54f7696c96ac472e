"""Checks of where balanced starts go: the core of the map of one mode, and the orbit that attracts them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import doubling, exactly, existence
from paper_checks.checks.orbit import RateCase
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa, sigma

CORE = "the L-th power of the lower end f(f(c)) of the core satisfies the bound"
SCHWARZIAN = "2 f' f''' - 3 f''^2 < 0 on the core"
EXISTS = "the number of positive period-2 orbits is at least 1"
RATES = (Fraction(1), Fraction(1999, 1000), Fraction(2), Fraction(2001, 1000))
"""Learning rates at which it is looked whether there is an orbit, where they are stated."""
ATTRACTS = "the multiplier of the period-2 orbit is larger than -1"
LARGE_RATE = Fraction(3)
"""Beyond the stated range of kappa the core is looked at up to here."""
BISECTIONS = 60
"""How often ratios are halved to find an orbit of two layers."""
STEPS = tuple(50 * 2**k for k in range(8))
"""For how many steps starts are followed, until they tend to the orbit."""
SLOWEST = Fraction(201, 100)
"""From this kappa on starts are followed; nearer the onset convergence is slow."""
UNFOLLOWED = Fraction(1, 200)
"""The share of the learning rates at the end at which starts are not followed."""
CASES = 4
"""How many drawn starts are followed at each depth."""


def core_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the core stays above the stated bound up to the stated kappa, for every depth."""
    rates, above = (statement.formulas[name].expression for name in ("core_rate", "core_above"))
    lowest = sympy.cancel(above.rhs / sigma)
    domain = f"every depth L >= 2, every sigma, kappa > 1 with {rates}"

    def refute() -> Witness:
        for rate in (rates.rhs, sympy.Rational(LARGE_RATE.numerator, LARGE_RATE.denominator)):
            value = theory.core.lowest_of_two_layers(rate)
            if rates.subs(kappa, rate) == sympy.true and value < lowest:
                at = {"L": 2, "sigma": 1, "kappa": rate}
                return violation(">=", value, lowest, asserts=CORE, at=at)
        raise NotAWitnessError(f"two layers satisfy the bound at every rate tried with {rates}")

    if not isinstance(rates, sympy.LessThan) or above.gts != theory.symbols.u:
        otherwise = f"{rates} and {above} are not of the forms kappa <= c and u >= c sigma"
        return decisions.by_witness(refute, domain=domain, otherwise=otherwise)
    return decisions.by_argument(theory.core.core(rates.rhs, lowest), domain=domain, refute=refute)


@dataclass(frozen=True)
class CoreCase:
    """A depth, a normalised learning rate, and a place in the core from 0 (its lower end) to 1."""

    depth: int
    kappa: Fraction
    place: Fraction


def core_by_polynomials(statement: Statement, request: Request) -> Evidence:
    """Bracket the critical point of the update rule in rationals, and follow it for two steps in balls."""
    rates = statement.formulas["core_rate"].expression
    end = enclosures.bound(rates, kappa, {})
    ends = (Fraction(1), end) if rates.lts == kappa else (end, LARGE_RATE)
    above = statement.formulas["core_above"].expression

    def decide(case: CoreCase) -> sampling.Answer:
        with numerics.balls.working_precision(request.digits):
            step = balanced_step(case.depth, case.kappa)
            low, high = critical_point(step.derivative())
            top = value(step, flint.arb((low + high) / 2, (high - low) / 2))
            bottom = value(step, top)
            power = numerics.modes.product([bottom] * case.depth)
            at = {"L": case.depth, "sigma": 1, "kappa": case.kappa}
            values: dict[str, Fraction | int | flint.arb] = {"u": power, "sigma": 1}
            truth = enclosures.holds(above, values)
            if truth is Truth.FALSE or bottom <= 0:
                right = enclosures.value(above.lts, values)
                return sampling.Answer(Truth.FALSE, violation(">=", power, right, asserts=CORE, at=at))
            # A point of the core, enclosed; the derivatives are those of the polynomial.
            point = bottom + (top - bottom) * flint.arb(
                flint.fmpq(case.place.numerator, case.place.denominator)
            )
            first, second, third = (
                value(p, point)
                for p in (
                    step.derivative(),
                    step.derivative().derivative(),
                    step.derivative().derivative().derivative(),
                )
            )
            schwarzian = 2 * first * third - 3 * second**2
            if schwarzian >= 0:
                witness = violation("<", schwarzian, 0, asserts=SCHWARZIAN, at={**at, "x": point})
                return sampling.Answer(Truth.FALSE, witness)
            known = truth is Truth.TRUE and schwarzian < 0
            return sampling.Answer(Truth.TRUE if known else Truth.UNKNOWN)

    def cases(depth: int) -> SearchStrategy[CoreCase]:
        places = draws.between(Fraction(0), Fraction(1))
        return st.builds(CoreCase, st.just(depth), draws.between(*ends), places)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/core",
        request=request,
        domain="rational kappa in the stated range, points of the core",
    )


def balanced_step(depth: int, rate: Fraction) -> flint.fmpq_poly:
    """Return one step of a balanced mode with sigma = 1 as a polynomial in the shared value."""
    eta = flint.fmpq(rate.numerator, rate.denominator) / depth
    x, one = flint.fmpq_poly([0, 1]), flint.fmpq_poly([1])
    return numerics.modes.step([x] * depth, one, flint.fmpq_poly([eta]))[0]


def critical_point(slope: flint.fmpq_poly) -> tuple[flint.fmpq, flint.fmpq]:
    """Bracket the zero of f' in (0, 1), where f' falls from 1, within 2^-200."""
    low, high = flint.fmpq(0), flint.fmpq(1)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return low, high


def value(polynomial: flint.fmpq_poly, point: flint.arb) -> flint.arb:
    """Evaluate a polynomial in balls."""
    total = flint.arb(0)
    for coefficient in reversed(polynomial.coeffs()):
        total = total * point + flint.arb(coefficient)
    return total


def attracts_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit attracts almost every balanced start, up to where its multiplier is as stated."""
    source = statement.formulas["multiplier"].expression
    lost_at = statement.formulas["lost_multiplier"].expression
    beyond = statement.formulas["beyond_eos"].expression

    def refute() -> Witness:
        if not existence.only_beyond_the_edge(beyond):
            return existence.without_orbit(beyond)
        try:
            return doubling.another_multiplier(source)
        except NotAWitnessError:
            return _repelling_orbit(lost_at)

    depths = theory.stability.DEPTHS
    domain = f"L = {depths[0]}, ..., {depths[-1]}, every sigma and kappa in question, almost every start"
    if not existence.only_beyond_the_edge(beyond):
        return decisions.by_witness(refute, domain=domain)
    return decisions.by_argument(theory.attraction.attracts(source, lost_at), domain=domain, refute=refute)


def _repelling_orbit(lost_at: sympy.Expr) -> Witness:
    """Bisect ratios of orbits of two layers, all rational, for a multiplier between a value and -1.

    Raises:
        NotAWitnessError: if there is none, as for a value of -1.
    """
    low, high = sympy.Integer(1), sympy.Integer(2)
    for _ in range(BISECTIONS):
        ratio = (low + high) / 2
        multiplier = theory.orbits.multiplier(2, ratio)
        if lost_at < multiplier <= -1:
            at = {"L": 2, "sigma": 1, "z": ratio, "kappa": theory.orbits.kappa(2, ratio)}
            return violation(">", multiplier, sympy.Integer(-1), asserts=ATTRACTS, at=at)
        low, high = (ratio, high) if multiplier > -1 else (low, ratio)
    raise NotAWitnessError(f"no orbit of two layers was found with a multiplier between {lost_at} and -1")


@dataclass(frozen=True)
class StartCase:
    """A depth, a normalised learning rate and a balanced start."""

    depth: int
    kappa: Fraction
    start: Fraction


def attracts_by_descent(statement: Statement, request: Request) -> Evidence:
    """Follow drawn balanced starts until two steps certainly contract them towards the enclosed orbit.

    Before, at the end of the learning rates, the multiplier of the enclosed orbit alone is looked at: there
    convergence is too slow to be followed.
    """
    beyond = statement.formulas["beyond_eos"].expression
    sought = sampling.every([rate for rate in RATES if beyond.subs(kappa, rate) == sympy.true], _has_an_orbit)
    if sought.violation is not None:
        return sampling.evidence([sought], domain=f"kappa = {RATES}")
    lost_at = exactly.of_sympy(statement.formulas["lost_multiplier"].expression)
    ends: dict[int, Fraction] = {}

    def at_the_end(case: RateCase) -> sampling.Answer:
        orbit = numerics.orbits.enclose(case.depth, case.kappa, request.digits + 10)
        with numerics.balls.working_bits(orbit.bits):
            said = doubling.multiplier_agrees(case, orbit, statement, request)
            if said.truth is not Truth.TRUE:
                return said
            return doubling.above_minus_one(case, orbit.multiplier, ("multiplier at the end",))

    def cases(depth: int) -> SearchStrategy[StartCase]:
        # From 1 - 1/L on, where u is about 1/e, climbing takes few steps at every depth.
        starts = draws.between(1 - Fraction(1, depth), 1 + Fraction(1, 3 * depth)).filter(lambda x: x != 1)
        return st.builds(StartCase, st.just(depth), draws.between(SLOWEST, _followed(ends[depth])), starts)

    def decide(case: StartCase) -> sampling.Answer:
        return _follow(case, request.digits)

    samples: list[sampling.Sample[Any]] = [sought]
    for depth in request.every_depth:
        ends[depth] = _end(depth, lost_at)
        samples.append(sampling.every((RateCase(depth, Fraction(1), ends[depth]),), at_the_end))
        if samples[-1].violation is not None:
            break
        slow = StartCase(depth, _followed(ends[depth]), 1 - Fraction(1, 2 * depth))
        samples.append(sampling.every((slow,), decide))
        seed = request.seed_of(f"{statement.slug}/tends/{depth}")
        samples.append(sampling.draw(cases(depth), decide, cases=CASES, seed=seed))
    return sampling.evidence(
        samples,
        domain=(
            f"rational balanced starts, kappa from {SLOWEST} on up to {UNFOLLOWED} of the way to 2 below "
            f"the end, depths {request.depths[0]} to {request.depths[1]}"
        ),
    )


def _has_an_orbit(rate: Fraction) -> sampling.Answer:
    """Count the orbits that starts of two layers may tend to."""
    found = numerics.orbits.count(2, rate)
    if found >= 1:
        return sampling.Answer(Truth.TRUE, labels=("there is an orbit",))
    at = {"L": 2, "sigma": 1, "kappa": rate}
    return sampling.Answer(Truth.FALSE, violation(">=", found, 1, asserts=EXISTS, at=at))


def _end(depth: int, lost_at: Fraction) -> Fraction:
    """Return a rational just below the kappa at which the multiplier of the update rule has a value."""
    return exactly.from_flint(numerics.doubling.enclose(depth, doubling.EDGE_DIGITS, lost_at).low)


def _followed(end: Fraction) -> Fraction:
    """Return the largest learning rate at which starts are followed."""
    return end - UNFOLLOWED * (end - 2)


def _follow(case: StartCase, digits: int) -> sampling.Answer:
    """Follow one start for longer and longer, until it certainly tends to the orbit."""
    orbit = numerics.orbits.enclose(case.depth, case.kappa, digits)
    step = balanced_step(case.depth, case.kappa)
    below = orbit.lower_layer > exactly.to_flint(case.start)
    labels = ("from below the orbit" if below else "from between or above",)
    for steps in STEPS:
        run = numerics.modes.run(
            [case.start] * case.depth, 1, case.kappa / case.depth, steps, digits, record_every=steps
        )
        with numerics.balls.working_bits(orbit.bits):
            if any(
                _contracts(step, point, run.states[-1][0]) for point in (orbit.lower_layer, orbit.upper_layer)
            ):
                return sampling.Answer(Truth.TRUE, labels=labels)
    return sampling.Answer(Truth.UNKNOWN, labels=labels)


def _contracts(step: flint.fmpq_poly, point: flint.arb, state: flint.arb) -> bool:
    """Say whether two steps certainly contract towards a point of the orbit, as far away as a state is.

    With |(f o f)'| < 1 on a ball around the point, every start in it stays there and tends to the point.
    """
    ball = point + flint.arb(0, abs(state - point).upper())
    slope = step.derivative()
    return bool(abs(value(slope, ball) * value(slope, value(step, ball))) < 1)
