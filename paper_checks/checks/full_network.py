"""Checks of how far the full network follows the periods that one mode goes through as its rate grows."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import sympy
from hypothesis import strategies as st

import theory
from numerics import cycle_multipliers
from numerics.balls import Truth, ball, less, working_bits
from numerics.multipliers import Multiplier, Stability, stability
from numerics.periodic_orbits import PeriodicOrbit
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly
from paper_checks.checks.exactly import to_flint
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation
from theory.symbols import S, S_top, eta

RATES = {
    2: {2: ("21/10", "11/5", "12/5"), 4: ("62/25", "5/2", "64/25"), 8: ("129/50", "259/100")},
    3: {4: ("5/2", "51/20", "259/100"), 8: ("521/200", "131/50"), 16: ("2627/1000",)},
    4: {4: ("251/100", "51/20", "13/5"), 8: ("2613/1000", "263/100")},
}
"""For each depth and period some kappa at which the orbit of this period attracts on the mode."""
DRAWN = 24
"""How many cases the standard profile draws at each depth and period."""
SUMS = tuple(Fraction(*one) for one in ((13, 5), (39, 10), (399, 100), (401, 100), (41, 10), (17, 4)))
"""Values of kappa_1 + kappa_2 at which every orbit is looked at in any event."""
LAYER_GRID = 10**6
INSIDE = "every multiplier of one period, but for the neutral ones, has a modulus below 1"
OUTSIDE = "a multiplier of one period, other than the neutral ones, has a modulus above 1"
PRODUCT = "the product of the two multipliers that turn has the modulus 1"


def turning_by_argument(total: str, statement: Statement, _request: Request) -> Evidence:
    """Decide for two layers where the determinant of a pair over any period has the modulus 1."""
    stated = statement.formulas[total].expression
    return decisions.by_argument(
        theory.floquet.any_period.turns_on_every_orbit(stated),
        domain="L = 2, every orbit with positive layers that returns, of any period",
        refute=lambda: _other_determinant(stated),
    )


def _other_determinant(total: sympy.Expr) -> Witness:
    """Evaluate the determinant over an orbit of period 2 with a rational ratio."""
    ratio = sympy.Rational(3, 2)
    kappa = theory.orbits.kappa(2, ratio)
    lower = sympy.sqrt((1 + ratio) / (1 + ratio**3))
    other = sympy.sqrt((total - kappa) / kappa)
    product = sympy.Integer(1)
    for layer in (lower, ratio * lower):
        block = theory.floquet.blocks.half_block(
            2, (layer, other), (sympy.Integer(1), other**2), -1, kappa / 2
        )
        product *= sympy.expand(block.det())
    at = {"L": 2, "period": 2, "kappa_1": kappa, "kappa_2": total - kappa}
    return violation("=", abs(sympy.expand(product)), sympy.Integer(1), asserts=PRODUCT, at=at)


def turning_by_orbits(total: str, statement: Statement, _request: Request) -> Evidence:
    """Enclose the complex multipliers of a pair on orbits of several periods, at a sum and beyond."""
    stated = exactly.of_sympy(statement.formulas[total].expression)

    def decide(case: tuple[int, Fraction]) -> sampling.Answer:
        period, rate = case
        orbit = _orbit(2, rate, period)
        for beyond in (Fraction(0), Fraction(1, 100)):
            sigma = to_flint((stated + beyond - rate) / rate)
            with working_bits(cycle_multipliers.BITS):
                layer = ball(sigma).sqrt()
                leading = cycle_multipliers.of_pair(orbit, (layer, layer), sigma)[1][0]
                at = {"L": 2, "period": period, "kappa_1": rate, "kappa_2": stated + beyond - rate}
                if leading.ball.imag.contains(0):
                    return sampling.Answer(Truth.UNKNOWN)
                # The two are conjugate, so each has the modulus of the root of their product.
                if not beyond and not leading.size().contains(1):
                    return sampling.Answer(
                        Truth.FALSE, violation("=", leading.size(), 1, asserts=PRODUCT, at=at)
                    )
                if beyond and less(1, leading.size()) is not Truth.TRUE:
                    return sampling.Answer(Truth.UNKNOWN)
        return sampling.Answer(Truth.TRUE, labels=(f"period {period}",))

    cases = [(period, Fraction(rate)) for period, rates in RATES[2].items() for rate in rates]
    return sampling.evidence(
        [sampling.every(cases, decide)],
        domain="two layers, orbits of period 2, 4 and 8 proven by Krawczyk's test",
    )


def following(inside: str, outside: str, statement: Statement, request: Request) -> Evidence:
    """Compare where orbits of period 4 and more attract, next to a mode at rest, with what is stated."""
    attracts, repels = (statement.formulas[name].expression for name in (inside, outside))
    samples: list[sampling.Sample[tuple[int, int, Fraction, Fraction]]] = []

    def decide(case: tuple[int, int, Fraction, Fraction]) -> sampling.Answer:
        return _followed(*case, attracts, repels)

    for depth, periods in RATES.items():
        for period, texts in periods.items():
            if period == 2:
                continue
            rates = tuple(map(Fraction, texts))
            samples.append(sampling.every(_always(depth, period, rates), decide))
            if samples[-1].violation is None:
                layers = draws.between(Fraction(0), Fraction(97, 100), edges=False)
                drawn = st.tuples(st.just(depth), st.just(period), st.sampled_from(rates), layers)
                seed = request.seed_of(f"{statement.slug}/following/{depth}/{period}")
                samples.append(sampling.draw(drawn, decide, cases=request.cases(DRAWN), seed=seed))
            if samples[-1].violation is not None:
                return _following_evidence(samples)
    return _following_evidence(samples)


def _following_evidence(samples: list[sampling.Sample[tuple[int, int, Fraction, Fraction]]]) -> Evidence:
    return sampling.evidence(
        samples,
        domain="orbits of period 4 and 8 (and 16 for L = 3), kappa_2 = 0 included, L = 2, 3, 4",
    )


def _always(
    depth: int, period: int, rates: tuple[Fraction, ...]
) -> Iterator[tuple[int, int, Fraction, Fraction]]:
    for rate in rates:
        yield depth, period, rate, Fraction(0)
        for total in SUMS:
            if total > rate:
                root = (float(total - rate) / float(rate)) ** (1 / (2 * depth - 2))
                yield depth, period, rate, Fraction(round(root * LAYER_GRID), LAYER_GRID)


def _followed(
    depth: int, period: int, rate: Fraction, layer: Fraction, attracts: sympy.Rel, repels: sympy.Rel
) -> sampling.Answer:
    second = rate * layer ** (2 * depth - 2)
    values = {eta.name: Fraction(1), S_top.name: rate, S.name: second}
    inside, outside = (enclosures.holds(one, values) is Truth.TRUE for one in (attracts, repels))
    if not (inside or outside):
        return sampling.Answer(Truth.TRUE, labels=("between the bounds",))
    orbit = _orbit(depth, rate, period)
    found = cycle_multipliers.of_pair(orbit, (layer,) * depth, layer**depth)[1]
    at = {"L": depth, "period": period, "kappa_1": rate, "kappa_2": second}
    answers = []
    with working_bits(cycle_multipliers.BITS):
        # Where both are claimed, which can be of a sibling alone, each is compared.
        for claimed, within in ((inside, True), (outside, False)):
            if claimed:
                label = (f"period {period}, {'attracts' if within else 'repels'}",)
                answers.append(_settled(orbit, found, within, at, label))
    return next((one for one in answers if one.truth is not Truth.TRUE), answers[0])


def _settled(
    orbit: PeriodicOrbit,
    found: tuple[Multiplier, ...],
    inside: bool,
    at: dict[str, object],
    label: tuple[str, ...],
) -> sampling.Answer:
    """Compare what is claimed with the multipliers of the pair, and where it attracts with the mode's."""
    pair = stability(found)
    if pair is Stability.UNSTABLE and inside:
        size = next(one.size() for one in found if less(1, one.size()) is Truth.TRUE)
        return sampling.Answer(Truth.FALSE, violation("<", size, 1, asserts=INSIDE, at=at), label)
    if pair is Stability.STABLE and not inside:
        largest = max((one.size() for one in found), key=lambda size: float(size.mid()))
        return sampling.Answer(Truth.FALSE, violation(">", largest, 1, asserts=OUTSIDE, at=at), label)
    mode = orbit.stability if inside else Stability.STABLE
    certain = pair is not Stability.INCONCLUSIVE and mode is Stability.STABLE
    return sampling.Answer(Truth.TRUE if certain else Truth.UNKNOWN, labels=label)


@cache
def _orbit(depth: int, rate: Fraction, period: int) -> PeriodicOrbit:
    return cycle_multipliers.attracted(depth, rate, period)
