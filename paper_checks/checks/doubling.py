"""Checks of where the period-2 orbit of one balanced mode attracts: multiplier, doubling, windows."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb, fmpq
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, less
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, orbit, orbit_cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa

MULTIPLIER = "the formula is the derivative of two balanced steps at the period-2 orbit"
ATTRACTS = "the multiplier of the period-2 orbit is above -1"
REPELS = "the multiplier of the period-2 orbit is below -1"
DOUBLING = "the polynomial in kappa vanishes where the multiplier is -1"
EDGE_DIGITS = 20
"""Digits to which the doubling is bracketed from the update rule before cases on either side are drawn."""

Case = orbit.RateCase


def multiplier_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the transcribed formula is the multiplier, for every depth."""
    source = statement.formulas["multiplier"].expression
    return decisions.by_argument(
        theory.stability.multiplier(source),
        domain="every depth L >= 2, every ratio z > 1",
        refute=lambda: another_multiplier(source),
    )


def another_multiplier(source: sympy.Expr) -> Witness:
    """Find parameters at which a formula is not the multiplier.

    Raises:
        NotAWitnessError: if none of those tried tells them apart.
    """
    exact = theory.multipliers.derivative_of_two_steps().subs(
        theory.polynomials.generator_of(theory.symbols.z), theory.symbols.z**theory.symbols.L
    )
    return exactly.different(source, exact, asserts=MULTIPLIER)


def multiplier_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Evaluate the transcribed multiplier at the ratio of enclosed orbits."""

    def decide(case: Case, found: numerics.orbits.PeriodTwoOrbit) -> sampling.Answer:
        return multiplier_agrees(case, found, statement, request)

    return orbit_cases.over_orbits(
        orbit.rate_cases,
        decide,
        request,
        name=f"{statement.slug}/multiplier",
        domain=f"rational kappa from 2 to {100 * orbit.LARGEST_RATE}",
    )


def multiplier_agrees(
    case: Case, found: numerics.orbits.PeriodTwoOrbit, statement: Statement, request: Request
) -> sampling.Answer:
    """Compare the transcribed multiplier, at the ratio of an enclosed orbit, with the multiplier enclosed."""
    values: dict[str, Fraction | int | arb] = {"L": case.depth, "z": found.ratio}
    said = enclosures.value(statement.formulas["multiplier"].expression, values)
    # The formula divides by powers of z^L - 1, which costs digits near the onset.
    return orbit.close(
        said, found.multiplier, request.digits - 30, asserts=MULTIPLIER, at=orbit_cases.at(case)
    )


def attracts_by_crossings(statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit attracts exactly below the doubling, counting ratios with multiplier 1 or -1."""
    source = statement.formulas["multiplier"].expression
    return decisions.by_argument(
        theory.stability.stable_until_doubling(source),
        domain=f"L = {_depths()}, every kappa > 2",
        refute=lambda: another_multiplier(source),
    )


def attracts_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Bracket the doubling from the update rule, and compare multipliers on either side of it."""
    edges = {depth: _bracket(depth) for depth in request.every_depth}

    def cases(depth: int) -> SearchStrategy[Case]:
        low, high = edges[depth]
        below = orbit_cases.cases(depth, Fraction(2), low)
        return st.one_of(below, below, orbit_cases.cases(depth, high, orbit.LARGEST_RATE))

    def decide(case: Case, found: numerics.orbits.PeriodTwoOrbit) -> sampling.Answer:
        said = multiplier_agrees(case, found, statement, request)
        if said.truth is not Truth.TRUE:
            return said
        if case.kappa < edges[case.depth][0]:
            return above_minus_one(case, found.multiplier, ("below the doubling",))
        return _below_minus_one(case, found.multiplier, ("beyond the doubling",))

    return orbit_cases.over_orbits(
        cases,
        decide,
        request,
        name=f"{statement.slug}/attracting",
        domain=f"rational kappa up to {orbit.LARGEST_RATE} on either side of the bracket, sigma = 1",
    )


def _bracket(depth: int) -> tuple[Fraction, Fraction]:
    edge = numerics.doubling.enclose(depth, EDGE_DIGITS)
    return exactly.from_flint(edge.low), exactly.from_flint(edge.high)


def polynomial_by_field(formula: str, depth: int, statement: Statement, _request: Request) -> Evidence:
    """Decide that a transcribed polynomial is the minimal polynomial of kappa at the doubling."""
    source = statement.formulas[formula].expression

    def refute() -> Witness:
        low, high = (fmpq(end.numerator, end.denominator) for end in theory.doubling.kappa_between(depth, 60))
        with numerics.balls.working_precision(60):
            rate = arb((low + high) / 2, (high - low) / 2)
            value = enclosures.value(source, {"kappa": rate})
            return violation("=", value, arb(0), asserts=DOUBLING, at={"L": depth, "kappa": rate})

    return decisions.by_argument(
        theory.stability.minimal_polynomial(depth, source),
        domain=f"L = {depth}",
        refute=refute,
    )


def polynomial_by_bracket(formula: str, depth: int, statement: Statement, request: Request) -> Evidence:
    """See whether a transcribed polynomial changes sign where the multiplier of the update rule passes -1."""
    source = statement.formulas[formula].expression

    def decide(digits: int) -> sampling.Answer:
        edge = numerics.doubling.enclose(depth, digits)
        ends = [exactly.from_flint(end) for end in (edge.low, edge.high)]
        values = [enclosures.exact(source, {"kappa": end}) for end in ends]
        product = values[0] * values[1]
        if product < 0:
            return sampling.Answer(Truth.TRUE)
        asserts = f"{DOUBLING}, so it changes sign between the two values of kappa"
        at = {"L": depth, "kappa": f"{ends[0]} and {ends[1]}"}
        return sampling.Answer(Truth.FALSE, violation("<", product, Fraction(0), asserts=asserts, at=at))

    sample = sampling.every((10, request.digits), decide)
    return sampling.evidence([sample], domain=f"L = {depth}, brackets of two widths")


def window_attracts_by_crossings(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit attracts for every kappa in a transcribed window."""
    relation = statement.formulas[formula].expression

    def refute() -> Witness:
        for ratio, rate, multiplier in theory.stability.two_layer_orbits():
            if relation.subs(kappa, rate) == sympy.true and multiplier <= -1:
                at = {"L": 2, "sigma": 1, "z": ratio, "kappa": rate}
                return violation(">", multiplier, sympy.Integer(-1), asserts=ATTRACTS, at=at)
        raise NotAWitnessError(f"no orbit of two layers tried repels for {relation}")

    domain = f"L = {_depths()}, every {statement.formulas[formula].plain} beyond the edge of stability"
    if not isinstance(relation, sympy.StrictLessThan):
        return decisions.by_witness(
            refute, domain=domain, otherwise=f"{relation} is not of the form kappa < c"
        )
    return decisions.by_argument(
        theory.stability.window(relation.gts, attracts=True), domain=domain, refute=refute
    )


def window_repels_by_crossings(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit repels for every kappa beyond a transcribed rate."""
    relation = statement.formulas[formula].expression

    def refute() -> Witness:
        for ratio, rate, multiplier in theory.stability.two_layer_orbits():
            if relation.subs(kappa, rate) == sympy.true and multiplier >= -1:
                at = {"L": 2, "sigma": 1, "z": ratio, "kappa": rate}
                return violation("<", multiplier, sympy.Integer(-1), asserts=REPELS, at=at)
        raise NotAWitnessError(f"no orbit of two layers tried attracts for {relation}")

    domain = f"L = {_depths()}, every {statement.formulas[formula].plain}"
    if not isinstance(relation, sympy.StrictGreaterThan):
        return decisions.by_witness(
            refute, domain=domain, otherwise=f"{relation} is not of the form kappa > c"
        )
    return decisions.by_argument(
        theory.stability.window(relation.lts, attracts=False), domain=domain, refute=refute
    )


def window_by_orbits(formula: str, attracts: bool, statement: Statement, request: Request) -> Evidence:
    """Evaluate multipliers of enclosed orbits inside a transcribed window."""
    relation = statement.formulas[formula].expression
    end = enclosures.bound(relation, kappa, {})
    below = relation.lts == kappa
    low, high = (Fraction(2), end) if below else (end, orbit.LARGEST_RATE)

    def cases(depth: int) -> SearchStrategy[Case]:
        return orbit_cases.cases(depth, low, high)

    def at_the_end(depth: int) -> tuple[Case, ...]:
        # Stability is lost towards large kappa and won towards small: the end of the window tells most.
        margin = (high - low) / 1000
        return (Case(depth, Fraction(1), high - margin if below else low + margin),)

    def decide(case: Case, found: numerics.orbits.PeriodTwoOrbit) -> sampling.Answer:
        return (above_minus_one if attracts else _below_minus_one)(case, found.multiplier, ())

    return orbit_cases.over_orbits(
        cases,
        decide,
        request,
        name=f"{statement.slug}/{formula}",
        domain=f"rational {statement.formulas[formula].plain}, sigma = 1",
        always=at_the_end,
    )


def exists_in_window_by_count(formula: str, statement: Statement, request: Request) -> Evidence:
    """Count the positive period-2 orbits of the update rule at rational kappa in a transcribed window."""
    low = enclosures.bound(statement.formulas["beyond_eos"].expression, kappa, {})
    high = enclosures.bound(statement.formulas[formula].expression, kappa, {})
    asserts = "the number of positive period-2 orbits is at least 1"

    def decide(case: Case) -> sampling.Answer:
        found = numerics.orbits.count(case.depth, case.kappa)
        if found >= 1:
            return sampling.Answer(Truth.TRUE)
        return sampling.Answer(
            Truth.FALSE, violation(">=", found, 1, asserts=asserts, at=orbit_cases.at(case))
        )

    return orbit_cases.over_depths(
        lambda depth: orbit_cases.cases(depth, low, high),
        decide,
        request,
        name=f"{statement.slug}/exists/{formula}",
        domain=f"rational kappa beyond the onset with {statement.formulas[formula].plain}",
    )


def above_minus_one(case: Case, multiplier: arb, labels: tuple[str, ...]) -> sampling.Answer:
    """Say whether the orbit attracts: a multiplier in (-1, 1)."""
    above, below = less(-1, multiplier), less(multiplier, 1)
    if above is Truth.FALSE:
        witness = violation(">", multiplier, arb(-1), asserts=ATTRACTS, at=orbit_cases.at(case))
        return sampling.Answer(Truth.FALSE, witness, labels)
    if below is Truth.FALSE:
        asserts = "the multiplier of the period-2 orbit is below 1"
        return sampling.Answer(
            Truth.FALSE, violation("<", multiplier, arb(1), asserts=asserts, at=orbit_cases.at(case)), labels
        )
    certain = above is Truth.TRUE and below is Truth.TRUE
    return sampling.Answer(Truth.TRUE if certain else Truth.UNKNOWN, labels=labels)


def _below_minus_one(case: Case, multiplier: arb, labels: tuple[str, ...]) -> sampling.Answer:
    truth = less(multiplier, -1)
    witness = None
    if truth is Truth.FALSE:
        witness = violation("<", multiplier, arb(-1), asserts=REPELS, at=orbit_cases.at(case))
    return sampling.Answer(truth, witness, labels)


def _depths() -> str:
    return f"{theory.stability.DEPTHS[0]} to {theory.stability.DEPTHS[-1]}"
