"""Checks of how the orbit of one oscillating mode of a deeper network loses stability, and what follows.

The end of stability is bracketed between two singular values of the mode that rests: at one all multipliers
of the pair provably lie inside the unit circle, at the other a complex pair provably lies outside.
"""

from fractions import Fraction
from functools import cache
from math import log2

import flint
import sympy
from hypothesis import strategies as st

import numerics
from numerics.balls import Truth, less, working_bits
from numerics.multipliers import Multiplier, Stability, stability
from numerics.plain_runs import Outcome
from paper_checks import enclosures, sampling
from paper_checks.checks import exactly, orbit_cases
from paper_checks.checks.exactly import to_flint
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation
from theory.symbols import S, S_top, eta

DEPTHS = range(3, 7)
DRAWN = 8
"""How many rates the standard profile draws at each depth."""
DIGITS = 20
"""To how many digits multipliers and orbits are enclosed."""
WIDTH = Fraction(1, 10**7)
"""How closely the layer value of the resting mode is bracketed."""
BESIDE = Fraction(1, 10**5)
"""How far on either side, in this layer value, the moduli are compared for the speed."""

DISTANCES = (Fraction(1, 5000), Fraction(1, 2500))
"""How far beyond the end of stability, in kappa_2, the amplitude is measured."""
RATES = (Fraction(11, 5), Fraction(23, 10), Fraction(12, 5))
LAYER_GRID = 10**9
"""Denominator of the layer value of the resting mode."""
START = Fraction(1, 20)
"""The first entry off the diagonal."""
SETTLING = 60_000
"""How many steps a run makes before its amplitude is measured."""
MEASURED = 4000
"""Over how many steps it is measured, twice."""
EXPONENT_OFF = Fraction(1, 40)
"""How far the exponent between two distances may be off the one in the limit."""
SETTLED = Fraction(1, 100)
"""How far, relatively, two measurements of an amplitude may differ."""


def deeper(relations: tuple[str, ...], speed: str, statement: Statement, request: Request) -> Evidence:
    """Bracket the end of stability at drawn rates, and compare it and the crossing with what is stated."""
    stated = [statement.formulas[name].expression for name in relations]
    least = exactly.of_sympy(statement.formulas[speed].expression)
    samples: list[sampling.Sample[tuple[int, Fraction]]] = []

    def decide(case: tuple[int, Fraction]) -> sampling.Answer:
        return _crossing(*case, stated, least)

    for depth in DEPTHS:
        rates = st.tuples(st.just(depth), orbit_cases.rates(Fraction(41, 20), Fraction(49, 20)))
        seed = request.seed_of(f"{statement.slug}/turning/{depth}")
        samples.append(sampling.draw(rates, decide, cases=request.cases(DRAWN), seed=seed))
        if samples[-1].violation is not None:
            break
    return sampling.evidence(
        samples,
        domain=f"rational kappa_1, L = {DEPTHS[0]}, ..., {DEPTHS[-1]}, kappa_2 bracketed to 10^-5",
    )


def _crossing(depth: int, rate: Fraction, stated: list[sympy.Rel], least: Fraction) -> sampling.Answer:
    inside, outside = _bracket(depth, rate)
    at = {"L": depth, "kappa_1": rate, "kappa_2 beyond": _second(depth, rate, outside)}
    for relation in stated:
        for layer in (inside, outside):
            values = {eta.name: Fraction(1), S_top.name: rate, S.name: _second(depth, rate, layer)}
            small, large = (enclosures.value(side, values) for side in (relation.lts, relation.gts))
            if less(small, large) is Truth.FALSE:
                witness = violation("<", small, large, asserts=f"{relation} at the end of stability", at=at)
                return sampling.Answer(Truth.FALSE, witness)
            if less(small, large) is Truth.UNKNOWN:
                return sampling.Answer(Truth.UNKNOWN)
    ends = (stability(_multipliers(depth, rate, layer)) for layer in (inside, outside))
    if tuple(ends) != (Stability.STABLE, Stability.UNSTABLE):
        return sampling.Answer(Truth.UNKNOWN)
    leading = _multipliers(depth, rate, outside)[0]
    low, high = (_multipliers(depth, rate, layer)[0] for layer in (inside - BESIDE, outside + BESIDE))
    with working_bits(128):
        turns = all(not one.ball.imag.contains(0) for one in (leading, low, high))
        if not turns or less(0, leading.ball.real) is not Truth.TRUE:
            return sampling.Answer(Truth.UNKNOWN)
        far = _second(depth, rate, outside + BESIDE) - _second(depth, rate, inside - BESIDE)
        grown = (high.size() - low.size()) / to_flint(far)
        truth = less(to_flint(least), grown)
        if truth is Truth.FALSE:
            asserts = "the modulus grows with kappa_2 at least at the stated speed"
            return sampling.Answer(truth, violation(">=", grown, to_flint(least), asserts=asserts, at=at))
        return sampling.Answer(truth, labels=(f"L = {depth}",))


def _bracket(depth: int, rate: Fraction) -> tuple[Fraction, Fraction]:
    """Return layer values of the resting mode at which the pair attracts and at which it repels."""
    inside = Fraction(1, 2)
    edge = (2 / float(rate)) ** (1 / (2 * depth - 2))
    outside = Fraction(int(edge * 10**6) - 1, 10**6)
    while outside - inside > WIDTH:
        middle = (inside + outside) / 2
        found = stability(_multipliers(depth, rate, middle))
        if found is Stability.INCONCLUSIVE:
            break
        inside, outside = (middle, outside) if found is Stability.STABLE else (inside, middle)
    return inside, outside


def _multipliers(depth: int, rate: Fraction, layer: Fraction) -> tuple[Multiplier, ...]:
    return numerics.floquet.pair_multipliers(depth, rate / depth, 1, layer**depth, digits=DIGITS)[1]


def _second(depth: int, rate: Fraction, layer: Fraction) -> Fraction:
    return rate * layer ** (2 * depth - 2)


def amplitude(exponent: str, statement: Statement, _request: Request) -> Evidence:
    """Measure how the amplitude off the diagonal grows with the distance beyond the end, for two layers."""
    stated = exactly.of_sympy(statement.formulas[exponent].expression)

    def decide(rate: Fraction) -> sampling.Answer:
        first, second = (_amplitudes(rate, distance) for distance in DISTANCES)
        if any(not pair or abs(pair[0] / pair[1] - 1) > SETTLED for pair in (first, second)):
            return sampling.Answer(Truth.UNKNOWN)
        doublings = log2(DISTANCES[1] / DISTANCES[0])
        measured = Fraction(log2(second[1] / first[1]) / doublings).limit_denominator(10**6)
        if abs(measured - stated) <= EXPONENT_OFF:
            return sampling.Answer(Truth.TRUE, labels=(f"kappa_1 = {rate}: exponent {float(measured):.3f}",))
        at = {"L": 2, "kappa_1": rate, "kappa_1 + kappa_2 - 4": f"{DISTANCES[0]} and {DISTANCES[1]}"}
        asserts = f"the measured exponent is within {EXPONENT_OFF} of the stated one, {stated}"
        return sampling.Answer(
            Truth.FALSE, violation("<=", abs(measured - stated), EXPONENT_OFF, asserts=asserts, at=at)
        )

    return sampling.evidence(
        [sampling.every(RATES, decide)],
        domain=f"2 x 2 layers, distances {DISTANCES[0]} and {DISTANCES[1]}, {SETTLING} steps at 128 bits",
    )


@cache
def _amplitudes(rate: Fraction, distance: Fraction) -> tuple[float, ...]:
    """Return the amplitude of the end-to-end entry (1, 2) at even steps, measured twice, or nothing."""
    layer = Fraction(round(((4 + distance) / rate - 1) ** 0.5 * LAYER_GRID), LAYER_GRID)
    orbit = numerics.orbits.enclose(2, rate, DIGITS)
    lower = orbit.lower_layer.mid().fmpq()
    target = flint.fmpq_mat([[1, 0], [0, to_flint(layer**2)]])
    # The differences of the entries (1, 2) and (2, 1) are what grows.
    start = [
        flint.fmpq_mat([[lower, to_flint(START)], [0, to_flint(layer)]]),
        flint.fmpq_mat([[lower, 0], [to_flint(-START), to_flint(layer)]]),
    ]
    run = numerics.plain_runs.run(start, target, rate / 2, SETTLING + 2 * MEASURED, 2 * MEASURED)
    if run.outcome is Outcome.DIVERGED:
        return ()
    entries = [float(product[0, 1]) for product in run.products[::2]]
    halves = entries[: MEASURED // 2], entries[MEASURED // 2 :]
    return tuple((2 * sum(entry**2 for entry in half) / len(half)) ** 0.5 for half in halves)
