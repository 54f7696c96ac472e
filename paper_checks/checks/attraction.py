"""Checks of where balanced starts go: the core of the map of one mode, and the orbit that attracts them."""

from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa, sigma

CORE = "the L-th power of the lower end f(f(c)) of the core satisfies the bound"
SCHWARZIAN = "2 f' f''' - 3 f''^2 < 0 on the core"
TENDS = "the balanced start tends to the period-2 orbit"
ATTRACTS = "the multiplier of the period-2 orbit is larger than -1"
DEPTHS = (2, 16)
"""The depths at which the multiplier is decided."""
STEPS = 400
CASES = 4
"""How many starts are followed at each depth."""


def core_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the core stays above the stated bound up to the stated kappa, for every depth."""
    rate = statement.formulas["core_rate"].expression.gts
    lowest = sympy.cancel(statement.formulas["core_above"].expression.lts / sigma)

    def refute() -> Witness:
        value = theory.core.lowest_of_two_layers(rate)
        at = {"L": 2, "sigma": 1, "kappa": rate}
        return violation(">=", value, lowest, asserts=CORE, at=at)

    return decisions.by_argument(
        theory.core.core(rate, lowest),
        domain=f"every depth L >= 2, every sigma, 1 < kappa <= {rate}",
        rests_on=("theory.core.core", "theory.modes.balanced_step"),
        refute=refute,
    )


@dataclass(frozen=True)
class CoreCase:
    """A depth, a normalised learning rate, and a place in the core from 0 (its lower end) to 1."""

    depth: int
    kappa: Fraction
    place: Fraction


def core_by_polynomials(statement: Statement, request: Request) -> Evidence:
    """Bracket the critical point of the update rule in rationals, and follow it for two steps in balls."""
    rate = enclosures.bound(statement.formulas["core_rate"].expression, kappa, {})
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
        return st.builds(CoreCase, st.just(depth), draws.between(Fraction(1), rate), places)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/core",
        request=request,
        domain="rational kappa in the stated range, points of the core",
        rests_on=("numerics.modes.step",),
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


def attracts_by_argument(statement: Statement, request: Request) -> Evidence:
    """Decide that the orbit attracts almost every balanced start, up to the stated kappa."""
    rate = statement.formulas["attracting_rate"].expression.gts
    low, high = DEPTHS

    def refute() -> Witness:
        exact = Fraction(int(rate.p), int(rate.q))
        for depth in range(low, high + 1):
            orbit = numerics.orbits.enclose(depth, exact, request.digits)
            if orbit.multiplier <= -1:
                at = {"L": depth, "kappa": exact}
                return violation(">", orbit.multiplier, -1, asserts=ATTRACTS, at=at)
        raise NotAWitnessError("the orbit attracts at every depth tried")

    return decisions.by_argument(
        theory.attraction.attracts(rate, DEPTHS),
        domain=f"L = {low}, ..., {high}, every sigma, 2 < kappa <= {rate}, almost every balanced start",
        rests_on=("theory.attraction.attracts", "theory.orbits.multiplier"),
        refute=refute,
    )


@dataclass(frozen=True)
class StartCase:
    """A depth, a normalised learning rate and a balanced start."""

    depth: int
    kappa: Fraction
    start: Fraction


def attracts_by_descent(statement: Statement, request: Request) -> Evidence:
    """Follow drawn balanced starts and compare where they end with the enclosed orbit."""
    end = enclosures.bound(statement.formulas["attracting_rate"].expression, kappa, {})

    def decide(case: StartCase) -> sampling.Answer:
        orbit = numerics.orbits.enclose(case.depth, case.kappa, request.digits)
        run = numerics.modes.run(
            [case.start] * case.depth, 1, case.kappa / case.depth, STEPS, request.digits, record_every=STEPS
        )
        with numerics.balls.working_bits(run.bits):
            last = run.states[-1][0]
            near = flint.arb(10) ** -12
            reached = abs(last - orbit.lower_layer) < near or abs(last - orbit.upper_layer) < near
        label = (
            "from below the orbit"
            if orbit.lower_layer > flint.arb(flint.fmpq(case.start.numerator, case.start.denominator))
            else "from between or above"
        )
        return sampling.Answer(Truth.TRUE if reached else Truth.UNKNOWN, labels=(label,))

    def cases(depth: int) -> SearchStrategy[StartCase]:
        # From 1 - 1/L on, where u is about 1/e, climbing takes few steps at every depth.
        starts = draws.between(1 - Fraction(1, depth), 1 + Fraction(1, 8 * depth)).filter(lambda x: x != 1)
        return st.builds(StartCase, st.just(depth), draws.between(Fraction(21, 10), end), starts)

    samples = [
        sampling.draw(
            cases(depth), decide, cases=CASES, seed=request.seed_of(f"{statement.slug}/tends/{depth}")
        )
        for depth in request.every_depth
    ]
    return sampling.evidence(
        samples,
        domain=f"rational balanced starts, kappa from 21/10 on, {STEPS} steps",
        rests_on=("numerics.modes.run", "numerics.orbits.enclose"),
    )
