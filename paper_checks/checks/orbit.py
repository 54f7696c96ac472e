"""Checks of the polynomial of the period-2 orbit of one balanced mode, and the cases all orbits share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb
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
from theory.symbols import kappa

VANISHES = "the polynomial vanishes at the lower point of the period-2 orbit"
LARGEST_RATE = Fraction(8)
"""Half of the normalised learning rates drawn lie between the onset and here, half up to 100 times as far."""


def polynomial_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the transcribed polynomial in rho and the ratio z vanishes exactly on period-2 orbits."""
    source = statement.formulas["polynomial"].expression
    return decisions.by_argument(
        theory.orbits.polynomial(source),
        domain="every depth L >= 2, every sigma, positive points rho and z rho with z other than 1",
        refute=lambda: _not_a_root(source, statement),
    )


def ratio_in_polynomial_by_argument(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that the polynomial with a transcribed ratio z(rho) put in has the orbit's points as roots."""
    ratio = statement.formulas[formula].expression
    source = statement.formulas["polynomial"].expression
    composed = source.subs(theory.symbols.z, ratio)
    return decisions.by_argument(
        theory.orbits.polynomial_with_ratio(source, ratio),
        domain="every depth L >= 2, every sigma and eta, the lower point rho of a period-2 orbit",
        refute=lambda: _not_a_root(composed, statement),
    )


def _not_a_root(expression: sympy.Expr, statement: Statement) -> Witness:
    """Evaluate at the orbit of two layers whose ratio is 2: rho^2 = 1/3, kappa = 3, everything rational."""
    value = theory.orbits.on_orbit(expression, 2, 2)
    if not admitted(statement, theory.orbits.kappa(2, 2)):
        raise NotAWitnessError(f"{VANISHES}: the orbit with ratio 2 is outside the hypotheses")
    if not value.is_Rational:
        raise NotAWitnessError(f"{VANISHES}: the value {value} is not rational")
    at = {
        "L": 2,
        "sigma": 1,
        "kappa": theory.orbits.kappa(2, 2),
        "rho^2": theory.orbits.points(2, 2)[0],
        "z": 2,
    }
    return violation("=", value, sympy.Integer(0), asserts=VANISHES, at=at)


def wrong_point(lower: sympy.Expr, upper: sympy.Expr) -> Witness:
    """Evaluate two formulas of the points at the orbit of two layers whose ratio is 2.

    Raises:
        NotAWitnessError: if both give the points of that orbit.
    """
    at = {"L": 2, "sigma": 1, "z": 2, "kappa": theory.orbits.kappa(2, 2)}
    values = {theory.symbols.L: 2, theory.symbols.sigma: 1, theory.symbols.z: 2}
    for said, point in zip((lower, upper), theory.orbits.points(2, 2), strict=True):
        if said.subs(values) != point:
            return violation(
                "=", said.subs(values), point, asserts="the formula is a point of the orbit", at=at
            )
    raise NotAWitnessError("both formulas give the points of the orbit of two layers with ratio 2")


@dataclass(frozen=True)
class RateCase:
    """A depth, a root r = sigma^(1/L) and a normalised learning rate."""

    depth: int
    root: Fraction
    kappa: Fraction


def rate_cases(depth: int, low: Fraction = Fraction(2)) -> SearchStrategy[RateCase]:
    """Draw normalised learning rates above a lower end, and several sigma."""
    rates = st.one_of(draws.between(low, LARGEST_RATE), draws.between(low, 100 * LARGEST_RATE))
    return st.builds(RateCase, st.just(depth), draws.roots(), rates)


def labels(case: RateCase) -> tuple[str, ...]:
    """Return what is counted of a case: how near the onset it is, and on which side of 2 sqrt 2."""
    near = "within 1/100 of the onset" if case.kappa - 2 < Fraction(1, 100) else "away from the onset"
    window = "kappa < 2 sqrt 2" if case.kappa**2 < 8 else "kappa > 2 sqrt 2"
    return (near, window)


def polynomial_by_orbits(formula: str | None, statement: Statement, request: Request) -> Evidence:
    """Evaluate the polynomial at enclosed orbits, with their ratio or with a transcribed z(rho)."""
    source = statement.formulas["polynomial"].expression
    if formula is not None:
        source = source.subs(theory.symbols.z, statement.formulas[formula].expression)

    def decide(case: RateCase, orbit: numerics.orbits.PeriodTwoOrbit) -> tuple[Truth, Witness | None]:
        sigma = case.root**case.depth
        values: dict[str, Fraction | int | arb] = {
            "L": case.depth,
            "rho": orbit.lower_layer * enclosures.value(theory.symbols.rho, {"rho": case.root}),
            "z": orbit.ratio,
            "sigma": sigma,
            "eta": case.kappa / (case.depth * case.root ** (2 * case.depth - 2)),
        }
        # The root is known to `digits + 10` digits; the polynomial loses some of them.
        at_root = close(
            enclosures.value(source, values), arb(0), request.digits - 10, asserts=VANISHES, at=at(case)
        )
        return at_root.truth, at_root.witness

    return over_orbits(decide, statement, request, name=f"polynomial/{formula}")


def close(left: arb, right: arb, digits: int, *, asserts: str, at: Mapping[str, object]) -> sampling.Answer:
    """Say that two balls agree to a number of digits, or that they certainly differ."""
    small = arb(10) ** -digits * abs(right).max(arb(1))
    if abs(left - right) < small:
        return sampling.Answer(Truth.TRUE)
    if abs(left - right) > small:
        return sampling.Answer(Truth.FALSE, violation("=", left, right, asserts=asserts, at=at))
    return sampling.Answer(Truth.UNKNOWN)


def admitted(statement: Statement, rate: sympy.Expr) -> bool:
    """Say whether a normalised learning rate satisfies the hypothesis of the orbit's existence."""
    relation = statement.formulas["beyond_eos"].expression
    return bool(relation.func(relation.lhs.subs(kappa, rate), relation.rhs.subs(kappa, rate)))


Decide = Callable[[RateCase, "numerics.orbits.PeriodTwoOrbit"], tuple[Truth, Witness | None]]


ONSET = Fraction(1, 10**8)
"""How far from the onset one learning rate of every sample is."""
SHARPEST = 3 + Fraction(1, 10**6)
"""Another learning rate of every sample, beside the one at which two layers attain the best constant."""


def over_orbits(decide: Decide, statement: Statement, request: Request, *, name: str) -> Evidence:
    """Enclose the orbit of each drawn case and decide something about it; below kappa = 2 there is none."""
    low = max(Fraction(2), enclosures.bound(statement.formulas["beyond_eos"].expression, kappa, {}))

    def each(case: RateCase) -> sampling.Answer:
        orbit = numerics.orbits.enclose(case.depth, case.kappa, request.digits + 10)
        with numerics.balls.working_bits(orbit.bits):
            truth, witness = decide(case, orbit)
        return sampling.Answer(truth, witness, labels(case))

    return sampling.over_depths(
        lambda depth: rate_cases(depth, low),
        each,
        statement=f"{statement.slug}/{name}",
        request=request,
        domain=f"rational kappa from 2 to {100 * LARGEST_RATE}, several sigma",
        # Next to the onset, and where two layers reach highest, constants are sharp.
        always=lambda depth: tuple(
            RateCase(depth, Fraction(1), rate) for rate in (low + ONSET, SHARPEST) if rate > low
        ),
    )


def at(case: RateCase) -> dict[str, object]:
    """Return the parameters of a case for a witness."""
    return {"L": case.depth, "sigma": case.root**case.depth, "kappa": case.kappa}
