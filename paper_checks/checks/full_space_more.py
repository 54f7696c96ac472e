"""Checks of period-2 orbits on which several modes oscillate, among all entries of the layers.

The exact routes use two layers, or L = 3, ..., 6; the others linearise gradient descent on the whole network.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, less
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, onset, orbit_cases
from paper_checks.checks import full_space_cases as cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import S, eta

CLOSE = Fraction(1, 10**18)
"""How close to the curve of double multipliers they are looked at; they are then off by its square root."""
NARROW = Fraction(1, 10**6)
"""How far off 1 multipliers may be there."""
CLOSE_GRID = 10**7
"""Denominator of the layer value of a mode next to a stated rate."""


def more_modes_by_evaluation(
    conditions: tuple[str, ...], statement: Statement, _request: Request
) -> Evidence:
    """Evaluate the multipliers of a pair of oscillating modes at rational ratios that satisfy conditions."""
    relations = [statement.formulas[name].expression for name in conditions]

    def refute() -> Witness:
        for z, other in _RATIOS:
            rate = theory.orbits.kappa(2, z)
            values: dict[str, Fraction | int | flint.arb] = {"kappa": exactly.of_sympy(rate)}
            if all(enclosures.holds(relation, values) is Truth.TRUE for relation in relations):
                multipliers = theory.floquet.two_modes.multipliers(z, other)
                at = {"L": 2, "z of one mode": z, "z of another": other, "kappa of one mode": rate}
                return violation("<", cases.largest_of(multipliers), 1, asserts=cases.INSIDE, at=at)
        raise NotAWitnessError("none of the ratios tried satisfies the conditions")

    return decisions.by_witness(
        refute,
        domain="L = 2, two oscillating modes in phase",
    )


def more_modes_attract_by_orbits(
    conditions: tuple[str, ...], beyond: str, statement: Statement, request: Request
) -> Evidence:
    """Look for an orbit with two oscillating modes under conditions that does not attract."""
    relations = [statement.formulas[name].expression for name in conditions]

    def decide(case: cases.PairCase) -> sampling.Answer:
        values: dict[str, Fraction | int | flint.arb] = {"kappa": case.kappa}
        if not all(enclosures.holds(relation, values) is Truth.TRUE for relation in relations):
            return sampling.Answer(Truth.TRUE, labels=("outside the conditions",))
        return cases.settle(cases.orbit_of(case), True, case.at, ())

    return cases.sample(
        f"{statement.slug}/attracting",
        _pairs(2, _beyond(beyond, statement)),
        decide,
        request,
        domain="two layers, two oscillating modes in both phases",
    )


_RATIOS = tuple(
    (sympy.Rational(one), sympy.Rational(other))
    for one, other in (("3/2", "5/4"), ("5/4", "9/8"), ("9/8", "17/16"), ("2", "3/2"))
)


def never_by_argument(beyond: str, marginal: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that the orbit of two layers never attracts where two modes are beyond the stated rate."""
    if _admits_the_edge(beyond, statement):
        without = onset.refuted_exactly(beyond, statement)
        if without is not None:
            return without
    above, ratio = _beyond(beyond, statement), statement.formulas[marginal].expression
    return decisions.by_argument(
        theory.floquet.two_modes.never_attracting(ratio, sympy.Rational(above.numerator, above.denominator)),
        domain="L = 2, every width, every eta, two modes that oscillate in phase or out of phase",
        refute=partial(_attracting_or_off_the_curve, above, ratio),
    )


def deeper_by_argument(beyond: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that deeper orbits repel where two modes are beyond the stated rate; it finds no violation."""
    depths = theory.floquet.deeper_modes.DEPTHS
    domain = f"L = {depths[0]}, ..., {depths[-1]}, every width and eta, two oscillating modes, both phases"
    if _admits_the_edge(beyond, statement) or (above := _beyond(beyond, statement)) < 2:
        stays = "the argument is about modes beyond the edge of stability"
        return decisions.by_witness(None, domain=domain, otherwise=stays)
    return decisions.by_argument(
        theory.floquet.deeper_modes.deeper_modes_repel(cases.rational(above)), domain=domain
    )


def _attracting_or_off_the_curve(above: Fraction, ratio: sympy.Expr) -> Witness:
    """Return two modes beyond a rate where the orbit attracts, or a ratio at which a multiplier is outside.

    Raises:
        NotAWitnessError: if neither is found.
    """
    one, other = _beside(above)
    if other < 2 and (largest := cases.largest_of_one(one, other)) < 1:
        at = {"L": 2, "kappa of one mode": one, "kappa of another": other}
        return violation(">=", largest, 1, asserts=cases.OUTSIDE, at=at)
    z, second = _RATIOS[0][0], ratio.subs(theory.symbols.z, _RATIOS[0][0])
    largest = cases.largest_of(theory.floquet.two_modes.multipliers(z, second)[-2:])
    at = {"L": 2, "z of one mode": z, "z of another": second, "phase": "in phase"}
    return violation("=", largest, 1, asserts="both multipliers of the pair have the modulus 1", at=at)


def never_by_orbits(
    depths: Sequence[int], beyond: str, marginal: str | None, statement: Statement, request: Request
) -> Evidence:
    """Draw two modes beyond the stated rate, and look for a multiplier outside the unit circle."""
    first_depth, *_ = depths
    if _admits_the_edge(beyond, statement):
        without = onset.refuted_by_count(beyond, statement, first_depth)
        if without is not None:
            return without
    above = _beyond(beyond, statement)

    def decide(case: cases.PairCase) -> sampling.Answer:
        label = "out of phase" if case.upper else "in phase"
        return cases.settle(cases.orbit_of(case), False, case.at, (label,))

    samples: list[sampling.Sample[Any]] = []
    for depth in depths:
        first, second = _beside(above)
        edge = cases.PairCase(depth, first, _layer_above(depth, second / first, CLOSE_GRID))
        samples.append(sampling.every((edge,), decide))
        if samples[-1].violation is None:
            seed = request.seed_of(f"{statement.slug}/never/{depth}")
            drawn = request.cases(cases.DRAWN)
            samples.append(sampling.draw(_pairs(depth, above), decide, cases=drawn, seed=seed))
        if samples[-1].violation is not None:
            break
    if marginal is not None and samples[-1].violation is None:
        samples.append(_on_the_curve(statement.formulas[marginal].expression, statement, request))
    return sampling.evidence(
        samples,
        domain="rational kappa of two modes, in phase and out of phase, equal ones included",
    )


def _on_the_curve(ratio: sympy.Expr, statement: Statement, request: Request) -> sampling.Sample[Fraction]:
    """Close beside the stated ratio, multipliers are close to 1: real on one side, complex on the other.

    On the curve itself they are defective, and no ball around them is narrow.
    """
    most = 1 + NARROW

    def decide(z: Fraction) -> sampling.Answer:
        turning = []
        for other in (enclosures.exact(ratio, {"z": z}) + side for side in (-CLOSE, CLOSE)):
            one_rate, other_rate = (2 * (value + 1 / value - 1) for value in (z, other))
            values = [Fraction(1), other_rate / one_rate]
            orbit = numerics.lifted_orbits.enclose(2, one_rate / 2, values, digits=cases.DIGITS)
            with numerics.balls.working_bits(orbit.bits):
                leading = orbit.multipliers[0]
                if less(exactly.to_flint(most), leading.size()) is Truth.TRUE:
                    at = {"L": 2, "z of one mode": z, "z of another": other, "phase": "in phase"}
                    asserts = f"no multiplier has a modulus above {most}, at {CLOSE} from the curve"
                    return sampling.Answer(
                        Truth.FALSE,
                        violation("<=", leading.size(), exactly.to_flint(most), asserts=asserts, at=at),
                    )
                turning.append(not leading.ball.imag.contains(0))
        crossed = turning == [True, False] or turning == [False, True]
        return sampling.Answer(Truth.TRUE if crossed else Truth.UNKNOWN, labels=("beside the curve",))

    # With ratios below the golden one the modes themselves attract.
    ratios = draws.between(Fraction(11, 10), Fraction(8, 5))
    seed = request.seed_of(f"{statement.slug}/curve")
    return sampling.draw(ratios, decide, cases=request.cases(cases.DRAWN // 2), seed=seed)


def _beyond(name: str, statement: Statement) -> Fraction:
    """Return the kappa beyond which both modes are claimed to be."""
    relation = statement.formulas[name].expression
    return exactly.of_sympy(sympy.expand(relation.lts.subs(eta, 1)) if relation.gts == S else sympy.nan)


def _admits_the_edge(name: str, statement: Statement) -> bool:
    """Say whether a relation admits kappa = 2, or smaller ones alone; there no mode oscillates."""
    relation = statement.formulas[name].expression
    if relation.lts == S:
        return True
    return _beyond(name, statement) == 2 and isinstance(relation, sympy.GreaterThan)


def _beside(above: Fraction) -> tuple[Fraction, Fraction]:
    """Return kappa of two modes just above a value; if that is below 2, only the first one oscillates.

    Then they add up to less than 4, where the orbit of two layers attracts.
    """
    if above < 2:
        little = min((2 - above) / 3, Fraction(1, 10))
        return 2 + little, max(above, Fraction(0)) + little
    return cases.NEAR_THE_EDGE, above + cases.BESIDE


def _layer_above(depth: int, power: Fraction, grid: int = 10**4) -> Fraction:
    """Return a rational whose power 2 L - 2 is just above a number below 1."""
    value = int(grid * float(power) ** (1 / (2 * depth - 2)))
    while Fraction(value, grid) ** (2 * depth - 2) <= power:
        value += 1
    return Fraction(value, grid)


def _pairs(depth: int, above: Fraction) -> SearchStrategy[cases.PairCase]:
    """Draw two modes with kappa above a value, in both phases; equal ones get a share."""

    def second(one: Fraction) -> SearchStrategy[cases.PairCase]:
        least = _layer_above(depth, above / one)
        layers = st.one_of(orbit_cases.rates(least, Fraction(1)), st.just(Fraction(1)))
        return st.builds(cases.PairCase, st.just(depth), st.just(one), layers, st.booleans())

    return orbit_cases.rates(Fraction(21, 10), Fraction(3)).flatmap(second)
