"""Checks of the strict decay of the gap: initial scales that land on a minimum refute it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import flint

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Method
from paper_checks.witness import NotAWitnessError, Witness, violation

SHRINKS = "|b(t+1)| < c |b(t)| for some c in (0, 1]"

Values = Mapping[str, Fraction | int | flint.arb]


def by_roots(statement: Statement, _request: Request) -> Evidence:
    """Find an initial scale inside the hypotheses that lands on a minimum exactly, as an isolated root."""
    domain = (
        "L = 2, sigma = 1, eta in {11/10, 6/5, 13/10}, at most 4 steps, every alpha that the hypotheses admit"
    )

    def refute() -> Witness:
        for rate in (Fraction(11, 10), Fraction(6, 5), Fraction(13, 10)):
            for steps in range(2, 5):
                for landing in theory.landing.landings(rate, steps, Fraction(1)):
                    ends = [_square_root(end) for end in (landing.low, landing.high)]
                    if not all(admitted(statement, 2, rate, end) for end in ends):
                        continue
                    # At the root b(t+1) - b(t) is the remainder; where it is zero, b(t+1)/b(t) is 1.
                    ratio = (1 + landing.next_gap_change).as_expr()
                    at = {
                        "L": 2,
                        "sigma": 1,
                        "eta": rate,
                        "alpha^2": (
                            f"the root A between {_decimal(landing.low)} and {_decimal(landing.high)} of "
                            f"{landing.polynomial.as_expr()} = 0"
                        ),
                        "t": steps,
                    }
                    return violation(
                        "<", ratio, 1, asserts=f"{SHRINKS}; left: |b(t+1)|/|b(t)|, right: c", at=at
                    )
        raise NotAWitnessError("no landing inside the hypotheses was found")

    return decisions.by_witness(refute, domain=domain)


BRACKETS = (
    (2, Fraction(11, 10), 3, (Fraction(27, 100), Fraction(28, 100))),
    (3, Fraction(7, 10), 7, (Fraction(351, 1000), Fraction(352, 1000))),
)
"""Depth, learning rate, steps and range of alpha in which a landing is to be enclosed."""


def by_balls(statement: Statement, request: Request) -> Evidence:
    """Enclose initial scales inside the hypotheses from which gradient descent lands on a minimum exactly."""
    domain = "sigma = 1, L = 2 and L = 3, one learning rate each"

    def refute() -> Witness:
        for depth, rate, steps, bracket in BRACKETS:
            landing = numerics.landing.land(depth, rate, steps, bracket, request.digits)
            if not admitted(statement, depth, rate, landing.alpha):
                continue
            at = {
                "L": depth,
                "sigma": 1,
                "eta": rate,
                "alpha": landing.alpha,
                "t": steps,
                "b(t)": landing.gap,
            }
            ratio = _gap_ratio(depth, rate, steps, landing.alpha, request.digits)
            return violation("<", ratio, 1, asserts=f"{SHRINKS}; left: |b(t+1)|/|b(t)|, right: c", at=at)
        raise NotAWitnessError("no landing inside the hypotheses was found")

    return decisions.by_witness(refute, domain=domain, method=Method.BALLS)


def _gap_ratio(depth: int, rate: Fraction, steps: int, scale: flint.arb, digits: int) -> Fraction:
    """Return |b(t+1)|/|b(t)| at a landing, after running gradient descent there again in balls.

    The landing proves that the product is 1 exactly, so the step that follows changes nothing; the run
    has to agree: a product that may be 1, a gap that is not 0, and the same gap one step later.

    Raises:
        NotAWitnessError: if the run does not agree.
    """
    with numerics.balls.working_precision(2 * digits):
        one, rate_ball = flint.arb(1), numerics.balls.ball(rate)
        state: tuple[flint.arb, ...] = (*[scale] * (depth - 1), flint.arb(0))
        for _ in range(steps):
            state = numerics.modes.step(state, one, rate_ball)
        gap = numerics.modes.gap(state, 1, depth)
        after = numerics.modes.gap(numerics.modes.step(state, one, rate_ball), 1, depth)
        small = abs(gap) * flint.arb(10) ** (-digits // 2)
        if not (numerics.modes.product(state).contains(1) and abs(after - gap) < small):
            raise NotAWitnessError(f"gradient descent from {scale} does not stay where it landed")
    return Fraction(1)


def _decimal(number: Fraction) -> str:
    """Write a fraction whose denominator is the power of ten of the landings, exactly."""
    return f"0.{number.numerator * 10**theory.landing.DIGITS // number.denominator:0{theory.landing.DIGITS}d}"


def _square_root(number: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(number.numerator, number.denominator)).sqrt()


def admitted(statement: Statement, depth: int, rate: Fraction, scale: Fraction | flint.arb) -> bool:
    """Say whether sigma = 1, a learning rate and an initial scale certainly satisfy every hypothesis."""
    values: Values = {
        "L": depth,
        "sigma": 1,
        "sigma_1": 1,
        "S": depth,
        "S_1": depth,
        "eta": rate,
        "alpha": scale,
    }
    with numerics.balls.working_precision(60):
        return all(
            enclosures.holds(statement.formulas[name].expression, values) is Truth.TRUE
            for name in statement.hypotheses
        )
