"""Checks of where the window ends in which small starts never see their gap grow, beyond two layers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import attraction, exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Outcome
from paper_checks.witness import NotAWitnessError, Witness, violation

ENDS_TOO_LATE = "inside the stated window the largest pull of a balanced state is at most sqrt 2"
ENDS_TOO_EARLY = "beyond the stated window the largest pull of a balanced state is at least sqrt 2"
LISTED_DEPTHS = range(3, 9)
"""The depths whose window is enclosed to `LISTED_DIGITS` digits in the evidence."""
LISTED_DIGITS = 30
NEXT_TO_END = Fraction(1, 10**4)
"""How close to the stated end learning rates are drawn, relative to it."""
SCALES = {3: (Fraction(1, 600), Fraction(1, 200)), 4: (Fraction(1, 35), Fraction(1, 20))}
"""The initial scales from which the paper's start leaves the plateau in a thousand steps or so."""
GAP = Fraction(1, 10**8)
"""How far the last layer of other drawn states is from the rest, at greater depths."""
WIDTH = Fraction(1, 10**5)
"""How close to the critical point aimed starts come."""
STEPS_FROM_SCALE, STEPS_FROM_STATE, STEPS_AFTER_AIM, MOST_STEPS = 1500, 60, 20, 20_000
CASES = 25
LARGEST_RATE = Fraction(16)
"""Below this the end of the window is looked for."""


def by_argument(statement: Statement, request: Request) -> Evidence:
    """Decide for every depth beyond two that the stated window is the one of small starts."""
    relation = statement.formulas["largest_pull"].expression
    domain = "every depth L >= 3, every sigma, every kappa > 0"
    if not isinstance(relation, sympy.StrictLessThan):
        # Where the end itself belongs to the window nothing is decided.
        turned = isinstance(relation, sympy.StrictGreaterThan)
        return decisions.by_witness(
            (lambda: _between(relation, request.digits)) if turned else None,
            domain=domain,
            otherwise=f"{relation} does not exclude the end itself",
        )
    found = decisions.by_argument(
        theory.small_starts.sharp_window(relation.lts, relation.gts),
        domain=domain,
        refute=lambda: _between(relation, request.digits),
    )
    return replace(found, detail=f"{found.detail}; {_listed()}") if found.outcome is Outcome.HOLDS else found


def _listed() -> str:
    """Say where the window ends at a few depths."""
    ends = []
    for depth in LISTED_DEPTHS:
        low, high = theory.small_starts.window_end_between(depth, LISTED_DIGITS + 2)
        with numerics.balls.working_precision(2 * LISTED_DIGITS):
            middle, radius = exactly.to_flint((low + high) / 2), exactly.to_flint((high - low) / 2)
            ends.append(f"{numerics.balls.decimal(flint.arb(middle, radius), LISTED_DIGITS)} (L = {depth})")
    return f"it ends at kappa = {', '.join(ends)}"


def _between(relation: sympy.Rel, digits: int) -> Witness:
    """Return a learning rate of three layers between the stated and the true end of the window.

    The place is given by p = T/c - 1, where T = f(c) is the largest balanced value: then kappa^3 and the
    largest pull are rational.
    """

    def stated(p: Fraction) -> Truth:
        return enclosures.holds(relation, values(p)[0])

    def values(p: Fraction) -> tuple[dict[str, Fraction | int | flint.arb], sympy.Rational]:
        power, value, pull = theory.small_starts.at_growth(3, sympy.Rational(p.numerator, p.denominator))
        rate = flint.arb(flint.fmpq(int(power.p), int(power.q))).root(3)
        return {"L": 3, "kappa": rate, "u": Fraction(int(value.p), int(value.q))}, pull

    with numerics.balls.working_precision(digits):
        low, high = Fraction(0), Fraction(4)
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if stated(middle) is Truth.TRUE else (low, middle)
        true_end = theory.small_starts.growth_at_end(3).between(Fraction(1, 10**20))[0]
        place = ((low + true_end) / 2).limit_denominator(10**6)
        inside, (at, pull) = stated(place), values(place)
        if inside is Truth.UNKNOWN:
            raise NotAWitnessError("the stated end is too close to the true one")
        relation_there, asserts = ("<=", ENDS_TOO_LATE) if inside is Truth.TRUE else (">=", ENDS_TOO_EARLY)
        return violation(
            relation_there,
            pull,
            sympy.sqrt(2),
            asserts=asserts,
            at={"L": 3, "sigma": 1, "kappa": at["kappa"]},
        )


@dataclass(frozen=True)
class SmallCase:
    """A start of one mode with sigma = 1 and a normalised learning rate.

    Attributes:
        depth: number of layers, at least 3.
        kappa: normalised learning rate.
        first: the value of layers 1 to L-1; an aimed start is a little smaller.
        lead: how far the last layer is below the others, or None where it is zero.
        aimed: whether the start is moved so that it comes to the critical point of the balanced step.
        inside: whether kappa is in the stated window.
    """

    depth: int
    kappa: Fraction
    first: Fraction
    lead: Fraction | None
    aimed: bool
    inside: bool

    def last(self, first: flint.fmpq) -> flint.fmpq:
        """Return the last layer of a start whose other layers have a given value."""
        return flint.fmpq(0) if self.lead is None else first - exactly.to_flint(self.lead)


def by_descent(statement: Statement, request: Request) -> Evidence:
    """Follow small starts in balls: inside the stated window no gap grows, beyond it an aimed one does."""
    relation = statement.formulas["largest_pull"].expression

    def decide(case: SmallCase) -> sampling.Answer:
        grows = _grows(case, request.digits + 30)
        # Neither growth nor its absence at one alpha contradicts a claim about all small alpha.
        as_stated = grows is (Truth.FALSE if case.inside else Truth.TRUE)
        side = "inside" if case.inside else "beyond"
        start = "the paper's start" if case.lead is None else "a later state"
        labels = (f"{side}, {'aimed' if case.aimed else 'drawn'}", start)
        return sampling.Answer(Truth.TRUE if as_stated else Truth.UNKNOWN, labels=labels)

    samples: list[sampling.Sample[SmallCase]] = []
    for depth in _depths(request):
        starts = _cases(depth, window_end(relation, depth))
        seed = request.seed_of(f"{statement.slug}/small/{depth}")
        samples.append(sampling.draw(starts, decide, cases=request.cases(CASES), seed=seed))
        if samples[-1].unknown:
            break
    return sampling.evidence(
        samples,
        domain="rational kappa from 7/10 to 11/10 of the stated end; the paper's start for three and "
        f"four layers, (s, ..., s, s - {GAP}) for more; starts aimed at the critical point on either side of "
        "the end",
    )


def _depths(request: Request) -> list[int]:
    """Return the depths of the request beyond two, or three layers where there are none."""
    return [depth for depth in request.every_depth if depth > 2] or [3]


def _cases(depth: int, end: Fraction) -> SearchStrategy[SmallCase]:
    inside = draws.between(end * 7 / 10, end * (1 - NEXT_TO_END))
    next_to_end = draws.between(end * (1 - 2 * NEXT_TO_END), end * (1 - NEXT_TO_END))
    beyond = draws.between(end * (1 + NEXT_TO_END), end * 11 / 10)
    # Where u is below 1/e a balanced step still rises; from there it takes few steps to the top.
    low, high = SCALES.get(depth, (1 - Fraction(2, depth), 1 - Fraction(1, depth)))
    lead = st.just(None if depth in SCALES else GAP)
    first = draws.between(low, high)

    def starts(rates: SearchStrategy[Fraction], aimed: bool, is_inside: bool) -> SearchStrategy[SmallCase]:
        return st.builds(SmallCase, st.just(depth), rates, first, lead, st.just(aimed), st.just(is_inside))

    return st.one_of(
        starts(inside, False, True), starts(next_to_end, True, True), starts(beyond, True, False)
    )


def _grows(case: SmallCase, digits: int) -> Truth:
    """Say whether some step certainly enlarges the gap, or certainly none does that was made."""
    rate = case.kappa / case.depth
    first = exactly.to_flint(case.first)
    layers: tuple[flint.fmpq, ...] = (*[first] * (case.depth - 1), case.last(first))
    steps = STEPS_FROM_SCALE if case.lead is None else STEPS_FROM_STATE
    if case.aimed:
        goal, _ = attraction.critical_point(attraction.balanced_step(case.depth, case.kappa).derivative())
        aimed = numerics.aiming.aim(
            case.depth, rate, goal, case.first, case.last, width=WIDTH, most_steps=MOST_STEPS
        )
        layers, steps = aimed.layers, aimed.steps + STEPS_AFTER_AIM
    run = numerics.modes.run(layers, 1, rate, steps, digits)
    negligible = flint.arb(10) ** (-digits // 2)
    with numerics.balls.working_bits(run.bits):
        gaps = [abs(numerics.modes.gap(state, 1, case.depth)) for state in run.states]
        for before, after in pairwise(gaps):
            if not before > negligible:
                break
            if after > before:
                return Truth.TRUE
            if not after <= before:
                return Truth.UNKNOWN
    return Truth.FALSE


@cache
def window_end(relation: sympy.Rel, depth: int) -> Fraction:
    """Return a kappa within 10^-30 below the end up to which a relation between kappa, u and L holds.

    In the relation u is the largest end-to-end value f(c)^L of a balanced mode, which grows with kappa.

    >>> from theory.symbols import L, kappa, u
    >>> int(window_end(kappa * u ** (1 - 2 / L) * (u - 1) / L < sympy.sqrt(2), 3) * 10**12)
    4049580686607
    """
    low, high = Fraction(2), LARGEST_RATE
    with numerics.balls.working_precision(60):
        while high - low > Fraction(1, 10**31):
            middle = (low + high) / 2
            step = attraction.balanced_step(depth, middle)
            near, far = attraction.critical_point(step.derivative())
            top = attraction.value(step, flint.arb((near + far) / 2, (far - near) / 2))
            values: dict[str, Fraction | int | flint.arb] = {
                "L": depth,
                "kappa": middle,
                "u": numerics.modes.product([top] * depth),
            }
            holds = enclosures.holds(relation, values) is Truth.TRUE
            low, high = (middle, high) if holds else (low, middle)
    return low
