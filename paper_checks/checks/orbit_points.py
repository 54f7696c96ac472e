"""Checks of where the points of the period-2 orbit lie: best constants, two layers in radicals, the onset."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import sympy
from flint import arb, fmpz_poly
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, ball, less, working_bits, working_precision
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, orbit, orbit_cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa, sigma, z

EVERY_ORBIT = "every depth L >= 2, every sigma, every kappa > 2"
LARGEST = "the L-th power of the upper point is at most the stated value, and reaches it"
Case = orbit.RateCase


def largest_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the upper point is largest at the transcribed ratio, with the transcribed value."""
    condition = statement.formulas["best_ratio"].expression
    value = statement.formulas["best_at_depth"].expression

    def refute() -> Witness:
        # Two layers: the orbit with ratio 2 has the largest upper point, 4/3, and 2 is the root.
        at = {"L": 2, "sigma": 1, "z": 2, "kappa": theory.orbits.kappa(2, 2)}
        place = {theory.symbols.L: 2, sigma: 1, z: 2}
        said, root = value.subs(place), condition.subs(place)
        upper = theory.orbits.points(2, 2)[1]
        if root != 0:
            asserts = "the ratio with the largest upper point is a root of the polynomial"
            return violation("=", root, sympy.Integer(0), asserts=asserts, at=at)
        return violation("=", said, upper, asserts=LARGEST, at=at)

    return decisions.by_argument(
        theory.upper_points.largest(condition, sympy.cancel(value / sigma)),
        domain=EVERY_ORBIT,
        refute=refute,
    )


@dataclass(frozen=True)
class Best:
    """The best constant of one depth as transcribed: ratio, value for sigma = 1, and a rate close to it."""

    ratio: arb
    value: arb
    rate: Fraction


def _best(depth: int, statement: Statement, digits: int) -> Best:
    """Evaluate the transcribed value at the largest root of the transcribed polynomial, in balls.

    The learning rate follows from the update rule: one step takes the upper point to the lower one.
    """
    polynomial = sympy.Poly(enclosures.at_depth(statement.formulas["best_ratio"].expression, {"L": depth}), z)
    with working_precision(digits):
        roots: list[Any] = list(
            fmpz_poly([int(c) for c in reversed(polynomial.all_coeffs())]).complex_roots()
        )
        # FLINT gives real roots an exactly zero imaginary part.
        ratio = max((root.real for root, _ in roots if root.imag == 0), key=float)
        values: dict[str, Fraction | int | arb] = {"L": depth, "sigma": 1, "z": ratio}
        value = enclosures.value(statement.formulas["best_at_depth"].expression, values)
        rate = depth * (1 - 1 / ratio) / ((value - 1) * (value ** (depth - 2)).root(depth))
        return Best(ratio, value, exactly.from_flint(rate.mid().fmpq()))


def largest_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Compare enclosed upper points with the best constant, and enclose the orbit that reaches it."""
    best = {depth: _best(depth, statement, request.digits + 20) for depth in request.every_depth}

    def reached(depth: int) -> sampling.Answer:
        at: dict[str, object] = {"L": depth, "sigma": 1, "z": best[depth].ratio}
        if best[depth].rate <= 2:
            asserts = "kappa > 2 where one step takes the stated upper point to the lower one"
            witness = violation(">", best[depth].rate, Fraction(2), asserts=asserts, at=at)
            return sampling.Answer(Truth.FALSE, witness)
        found = numerics.orbits.enclose(depth, best[depth].rate, request.digits + 10)
        with working_bits(found.bits):
            at["kappa"] = ball(best[depth].rate)
            ratio = orbit.close(found.ratio, best[depth].ratio, request.digits // 2, asserts=LARGEST, at=at)
            if ratio.truth is not Truth.TRUE:
                return ratio
            return orbit.close(found.upper, best[depth].value, request.digits, asserts=LARGEST, at=at)

    def below(case: Case) -> sampling.Answer:
        found = numerics.orbits.enclose(case.depth, case.kappa, request.digits + 10)
        with working_bits(found.bits):
            truth = less(found.upper, best[case.depth].value)
            if truth is Truth.FALSE:
                most = best[case.depth].value
                witness = violation("<", found.upper, most, asserts=LARGEST, at=orbit_cases.at(case))
                return sampling.Answer(truth, witness)
            # The best rate of two layers, 3, is rational and may be drawn: there the values are equal.
            if truth is Truth.UNKNOWN and abs(case.kappa - best[case.depth].rate) < Fraction(1, 10**40):
                return reached(case.depth)
            return sampling.Answer(truth)

    samples: list[sampling.Sample[Any]] = [sampling.every(request.every_depth, reached)]
    if samples[0].violation is None:
        for depth in request.every_depth:
            seed = request.seed_of(f"{statement.slug}/best_at_depth/{depth}")
            rates = orbit_cases.cases(depth, Fraction(2), orbit.LARGEST_RATE)
            cases = request.cases(orbit_cases.DRAWN)
            samples.append(sampling.draw(rates, below, cases=cases, seed=seed))
    domain = f"rational kappa up to {orbit.LARGEST_RATE}, and the best, sigma = 1; depths {_range(request)}"
    return sampling.evidence(samples, domain=domain)


RADICALS = ("two_layer_lower", "two_layer_upper", "two_layer_multiplier")
IN_RADICALS = "the formula in kappa is what the orbit of two layers has"


def radicals_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the transcribed formulas for two layers, for every kappa > 2."""
    sources = [statement.formulas[name].expression for name in RADICALS]

    def refute() -> Witness:
        for ratio, rate, multiplier in theory.stability.two_layer_orbits():
            exact = (*theory.orbits.points(2, ratio), multiplier)
            for source, value in zip(sources, exact, strict=True):
                said = source.subs({kappa: rate, sigma: 1})
                if said.is_Rational and said != value:
                    at = {"L": 2, "sigma": 1, "z": ratio, "kappa": rate}
                    return violation("=", said, value, asserts=IN_RADICALS, at=at)
        raise NotAWitnessError("the formulas agree at every orbit tried")

    domain = "L = 2, every sigma, every kappa > 2"
    try:
        argument = theory.two_layers.in_radicals(*sources)
    except theory.polynomials.NotDecidableError as error:
        return decisions.by_witness(refute, domain=domain, otherwise=str(error))
    return decisions.by_argument(argument, domain=domain, refute=refute)


def radicals_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Evaluate the transcribed formulas for two layers at enclosed orbits."""

    def decide(case: Case) -> sampling.Answer:
        found = numerics.orbits.enclose(2, case.kappa, request.digits + 20)
        with working_bits(found.bits):
            scale = ball(case.root**2)
            exact = (found.lower * scale, found.upper * scale, found.multiplier)
            for name, value in zip(RADICALS, exact, strict=True):
                values: dict[str, Fraction | int | arb] = {"kappa": case.kappa, "sigma": case.root**2}
                said = enclosures.value(statement.formulas[name].expression, values)
                at = {"L": 2, "sigma": case.root**2, "kappa": case.kappa}
                answer = orbit.close(said, value, request.digits - 10, asserts=IN_RADICALS, at=at)
                if answer.truth is not Truth.TRUE:
                    return answer
        return sampling.Answer(Truth.TRUE)

    seed = request.seed_of(f"{statement.slug}/radicals")
    sample = sampling.draw(orbit.rate_cases(2), decide, cases=request.cases(100), seed=seed)
    return sampling.evidence([sample], domain="L = 2, rational kappa, several sigma")


ONSET = "|quantity - formula| < 100 (kappa - 2)^4"
QUANTITIES = {"onset_multiplier": "multiplier", "onset_mean": "mean", "onset_square": "square"}
"""Which quantity of the orbit each expansion at the onset is about, for sigma = 1."""


def onset_by_series(statement: Statement, _request: Request) -> Evidence:
    """Decide that the transcribed expansions at the onset have the right coefficients, for every depth."""
    sources = {QUANTITIES[name]: statement.formulas[name].expression for name in QUANTITIES}

    def refute() -> Witness:
        for quantity, source in sources.items():
            exact = theory.onset.coefficients(quantity)
            said = sympy.Poly(sympy.expand(source.subs(kappa, kappa + 2)), kappa)
            for power, depth in product(range(len(exact)), (2, 3)):
                place = {theory.symbols.L: depth}
                left, right = said.coeff_monomial(kappa**power).subs(place), exact[power].subs(place)
                if left != right:
                    asserts = f"the coefficient of (kappa - 2)^{power} in the {quantity}"
                    return violation("=", left, right, asserts=asserts, at={"L": depth, "sigma": 1})
        raise NotAWitnessError("the coefficients agree at two depths")

    return decisions.by_argument(
        theory.onset.expansions(sources),
        domain="every depth L >= 2, as kappa tends to 2",
        refute=refute,
    )


def onset_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Compare the transcribed expansions with enclosed orbits just beyond the edge of stability."""

    def decide(case: Case, found: numerics.orbits.PeriodTwoOrbit) -> sampling.Answer:
        exact = {
            "multiplier": found.multiplier,
            "mean": (found.upper + found.lower) / 2,
            "square": ((found.upper - found.lower) / 2) ** 2,
        }
        bound = 100 * ball((case.kappa - 2) ** 4)
        for name, quantity in QUANTITIES.items():
            said = enclosures.value(
                statement.formulas[name].expression, {"kappa": case.kappa, "L": case.depth}
            )
            difference = abs(said - exact[quantity])
            truth = less(difference, bound)
            if truth is Truth.FALSE:
                asserts = f"{ONSET} for the {quantity}"
                witness = violation("<", difference, bound, asserts=asserts, at=orbit_cases.at(case))
                return sampling.Answer(truth, witness)
            if truth is Truth.UNKNOWN:
                return sampling.Answer(truth)
        return sampling.Answer(Truth.TRUE)

    def cases(depth: int) -> SearchStrategy[Case]:
        rates = st.integers(1, 10**4).map(lambda n: 2 + Fraction(n, 10**10))
        return st.builds(Case, st.just(depth), st.just(Fraction(1)), rates)

    return orbit_cases.over_orbits(
        cases,
        decide,
        request,
        name=f"{statement.slug}/onset",
        domain="rational kappa at most 10^-6 beyond the onset, sigma = 1",
    )


def _range(request: Request) -> str:
    return f"{request.depths[0]} to {request.depths[1]}"
