"""Checks of the limit of the balancing gap: zero beyond the edge of stability, positive below it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, landing, window
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import alpha, eta, kappa, sigma

ZERO = "the balancing gap tends to zero"
POSITIVE = "the balancing gap keeps a positive limit"
STEPS = 400
BALANCING_RATE = Fraction(2)
"""At this kappa the first step of two layers balances them."""
CASES = 4
"""How many states are followed at each depth."""
ROOTS = (Fraction(1), Fraction(1000), Fraction(1, 1000))
RATES = (Fraction(21, 10), Fraction(5, 2))
SCALES = (Fraction(2), Fraction(3), Fraction(4), Fraction(6), Fraction(9))
"""Square roots of sigma, kappa and alpha in units of them, where starts that escape are looked for."""


def landing_by_roots(statement: Statement, _request: Request) -> Evidence:
    """Find a start inside the hypotheses that lands on a minimum with a gap: then the gap stays."""

    def refute() -> Witness:
        for rate in (Fraction(11, 10), Fraction(6, 5), Fraction(13, 10)):
            for steps in range(2, 5):
                for found in theory.landing.landings(rate, steps, Fraction(1)):
                    ends = [_ball(end).sqrt() for end in (found.low, found.high)]
                    if not all(landing.admitted(statement, 2, rate, end) for end in ends):
                        continue
                    # Once the product is sigma nothing moves, so the gap keeps its value.
                    ratio = 1 if found.next_gap_change.is_zero else 0
                    at = {
                        "L": 2,
                        "sigma": 1,
                        "eta": rate,
                        "alpha^2": f"the root A between {found.low} and {found.high} of "
                        f"{found.polynomial.as_expr()} = 0",
                        "t": steps,
                    }
                    asserts = f"{ZERO}; left: b(n)/b(t) for every n >= t, where b(t) is not zero"
                    return violation("=", ratio, 0, asserts=asserts, at=at)
        raise NotAWitnessError("no landing inside the hypotheses was found")

    return decisions.by_witness(
        refute,
        domain="L = 2, sigma = 1, eta in {11/10, 6/5, 13/10}, at most 4 steps",
    )


def _ball(number: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(number.numerator, number.denominator))


def landing_by_balls(statement: Statement, request: Request) -> Evidence:
    """Enclose a start inside the hypotheses that lands on a minimum with a gap that is certainly not zero."""

    def refute() -> Witness:
        for depth, rate, steps, bracket in landing.BRACKETS:
            landed = numerics.landing.land(depth, rate, steps, bracket, request.digits)
            if landing.admitted(statement, depth, rate, landed.alpha):
                at = {"L": depth, "sigma": 1, "eta": rate, "alpha": landed.alpha, "t": steps}
                asserts = f"{ZERO}; left: the gap from step t on"
                return violation("=", landed.gap, flint.arb(0), asserts=asserts, at=at)
        raise NotAWitnessError("no landing inside the hypotheses was found")

    return decisions.by_witness(refute, domain="sigma = 1, L = 2 and L = 3, one learning rate each")


def zero_by_argument(statement: Statement, request: Request) -> Evidence:
    """Decide that every gap tends to zero unless gradient descent lands, for every depth, in the window."""
    domain = "every depth L >= 2, every sigma, every learning rate and initial scale of the hypotheses"

    def refute() -> Witness:
        # Two layers, next to the lower end of the window, from alpha = 1/5; then starts that escape.
        end = enclosures.bound(statement.formulas["window_from"].expression, eta, {"S": 2})
        for rate in (end + Fraction(1, 100), end - Fraction(1, 100)):
            start = Fraction(1, 5)
            if not _admitted(statement, Fraction(1), 2 * rate, start):
                continue
            found = _limit([start, Fraction(0)], rate, request.digits)
            if found is not None:
                at = {"L": 2, "sigma": 1, "eta": rate, "alpha": start}
                asserts = f"{ZERO}; left: a lower bound of its limit"
                return violation("=", found, flint.arb(0), asserts=asserts, at=at)
        return _escape(statement, request.digits)

    try:
        low, high, fourth_power = window.in_units(statement, "alpha_bound")
    except window.DoesNotScaleError as error:
        return decisions.by_witness(refute, domain=domain, otherwise=str(error))
    return decisions.by_argument(
        theory.gap_limits.tends_to_zero(low, high, fourth_power),
        domain=domain,
        refute=refute,
    )


def _admitted(statement: Statement, root: Fraction, rate: Fraction, scale: Fraction) -> bool:
    """Say whether two layers with sigma = root^2, kappa and alpha/root are inside the hypotheses."""
    sharpness = 2 * root**2
    values: dict[str, Fraction | int | flint.arb] = {
        "L": 2,
        "sigma": root**2,
        "S": sharpness,
        "eta": rate / sharpness,
        "alpha": scale * root,
    }
    with numerics.balls.working_precision(60):
        return all(
            enclosures.holds(statement.formulas[name].expression, values) is Truth.TRUE
            for name in ("window_from", "window_to", "alpha_bound")
        )


def _escape(statement: Statement, digits: int) -> Witness:
    """Return a start of two layers inside the hypotheses from which the gap grows for ever.

    Raises:
        NotAWitnessError: if none of those tried does.
    """
    for root, rate, scale in product(ROOTS, RATES, SCALES):
        if _admitted(statement, root, rate, scale):
            gap = numerics.two_layer_escape.lasting_gap((scale, Fraction(0)), rate / 2, digits)
            if gap is not None:
                at = {"L": 2, "sigma": root**2, "kappa": rate, "alpha": scale * root}
                asserts = f"{ZERO}; left: its size, in units of sigma, at a step from which on it grows"
                return violation("=", gap, flint.arb(0), asserts=asserts, at=at)
    raise NotAWitnessError("no start tried escapes, nor keeps a positive limit")


def _limit(start: list[Fraction], rate: Fraction, digits: int) -> flint.arb | None:
    """Return a certain positive lower bound of the limit of the gap between layer 1 and the last, or None."""
    try:
        return numerics.gap_limit.enclose(start, 1, rate, (1, len(start)), digits=digits).lower
    except numerics.errors.Inconclusive:
        return None


@dataclass(frozen=True)
class LimitCase:
    """A state (s, ..., s, t) of one mode with sigma = 1 and a normalised learning rate."""

    depth: int
    kappa: Fraction
    first: Fraction
    last: Fraction


def zero_by_descent(statement: Statement, request: Request) -> Evidence:
    """Follow states of the family while the gap falls; below the edge of stability its limit is enclosed."""
    window_from, window_to = (statement.formulas[name].expression for name in ("window_from", "window_to"))

    def decide(case: LimitCase) -> sampling.Answer:
        rate = case.kappa / case.depth
        start = [case.first] * (case.depth - 1) + [case.last]
        if case.kappa < 2:
            lower = _limit(start, rate, request.digits)
            if lower is None:
                return sampling.Answer(Truth.UNKNOWN)
            at = {"L": case.depth, "sigma": 1, "kappa": case.kappa, "s": case.first, "t": case.last}
            asserts = f"{ZERO}; left: a lower bound of its limit"
            return sampling.Answer(Truth.FALSE, violation("=", lower, flint.arb(0), asserts=asserts, at=at))
        run = numerics.modes.run(start, 1, rate, STEPS, request.digits, record_every=STEPS // 2)
        with numerics.balls.working_bits(run.bits):
            before, after = (abs(numerics.modes.gap(run.states[i], 1, case.depth)) for i in (1, 2))
            falling = after < before * 99 / 100 or after < flint.arb(10) ** -20
        return sampling.Answer(Truth.TRUE if falling else Truth.UNKNOWN)

    def escapes(digits: int) -> sampling.Answer:
        try:
            return sampling.Answer(Truth.FALSE, _escape(statement, digits))
        except NotAWitnessError:
            return sampling.Answer(Truth.TRUE, labels=("no large start tried is admitted and escapes",))

    def cases(depth: int) -> SearchStrategy[LimitCase]:
        low, high = (enclosures.bound(end, eta, {"S": 1}) for end in (window_from, window_to))
        if window_from.lts == eta:
            low, high = Fraction(0), low
        last = draws.between(1 - Fraction(1, depth), Fraction(1))
        lead = draws.between(Fraction(1, 1000), Fraction(1, 100))
        rates = draws.between(low + Fraction(1, 20), high)
        return st.builds(lambda rate, end, by: LimitCase(depth, rate, end + by, end), rates, last, lead)

    samples: list[sampling.Sample[Any]] = [sampling.every([request.digits], escapes)]
    for depth in request.every_depth if samples[0].violation is None else ():
        seed = request.seed_of(f"{statement.slug}/zero/{depth}")
        samples.append(sampling.draw(cases(depth), decide, cases=CASES, seed=seed))
    return sampling.evidence(
        samples,
        domain="states with a gap of at most 1/40, kappa 1/20 or more beyond the edge: the gap still falls, "
        f"by a hundredth or more, from step {STEPS // 2} to step {STEPS}",
    )


def positive_by_argument(statement: Statement, request: Request) -> Evidence:
    """Decide for two layers that the gap keeps a positive limit at the stated kappa and initial scales."""
    slow = statement.formulas["slow"].expression
    rate = slow.rhs
    largest = sympy.cancel(statement.formulas["small_start"].expression.gts ** 2 / sigma)

    def refute() -> Witness:
        if slow.subs(kappa, BALANCING_RATE) == sympy.true:
            answer = _keeps(BALANCING_RATE, Fraction(1, 4), request.digits)
            if answer.witness is not None:
                return answer.witness
        raise NotAWitnessError("no gap that tends to zero was found")

    domain = f"L = 2, every sigma, every kappa > 0 with {slow}, alpha^2 <= {largest} sigma"
    if not isinstance(slow, sympy.LessThan):
        return decisions.by_witness(refute, domain=domain, otherwise=f"{slow} is not of the form kappa <= c")
    return decisions.by_argument(
        theory.gap_below_eos.stays_positive(rate, largest), domain=domain, refute=refute
    )


def _keeps(rate: Fraction, scale: Fraction, digits: int) -> sampling.Answer:
    """Enclose the limit of the gap of two layers from (alpha, 0), or find that one step makes it zero."""
    start = [scale, Fraction(0)]
    moved = numerics.modes.step(start, Fraction(1), rate / 2)
    gap = numerics.modes.gap(moved, 1, 2)
    if gap == 0:
        at = {"L": 2, "sigma": 1, "kappa": rate, "alpha": scale}
        return sampling.Answer(
            Truth.FALSE,
            violation(">", gap, Fraction(0), asserts=f"{POSITIVE}; left: the gap after one step", at=at),
        )
    lower = _limit(start, rate / 2, digits)
    return sampling.Answer(Truth.UNKNOWN if lower is None else Truth.TRUE)


def positive_by_descent(statement: Statement, request: Request) -> Evidence:
    """Enclose the limit of the gap of two layers from drawn starts, the largest stated kappa included."""
    slow = statement.formulas["slow"].expression
    rate = exactly.of_sympy(slow.rhs)
    limit = enclosures.bound(statement.formulas["small_start"].expression, alpha, {"sigma": 1})

    if slow.lts == kappa:
        rates = st.one_of(st.just(rate), draws.between(Fraction(3, 10), rate))
    else:
        rates = st.one_of(st.just(BALANCING_RATE), draws.between(rate, BALANCING_RATE))
    cases = st.tuples(rates, draws.between(limit / 10, limit))
    sample = sampling.draw(
        cases,
        lambda case: _keeps(case[0], case[1], request.digits),
        cases=request.cases(60),
        seed=request.seed_of(f"{statement.slug}/positive"),
    )
    return sampling.evidence(
        [sample],
        domain="L = 2, sigma = 1, rational kappa from 3/10 on and alpha in the stated range",
    )
