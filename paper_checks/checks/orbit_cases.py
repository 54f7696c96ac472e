"""Smaller samples of period-2 orbits: a few cases at each depth, for claims that an argument decides."""

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from paper_checks import draws, sampling
from paper_checks.checks.orbit import RateCase
from paper_checks.request import Request
from paper_checks.verdicts import Evidence

DRAWN = 20
"""How many cases the standard profile draws at each depth."""
FINE = 10**6
"""Denominator of most of the learning rates drawn; few of them are drawn twice."""

Decide = Callable[[RateCase, "numerics.orbits.PeriodTwoOrbit"], sampling.Answer]


def rates(low: Fraction, high: Fraction) -> SearchStrategy[Fraction]:
    """Draw rationals strictly between two others: most on a fine grid, some coarse or next to an end."""
    first, last = low * FINE // 1 + 1, -(-high * FINE // 1) - 1
    fine: SearchStrategy[Fraction] = st.integers(int(first), int(last)).map(lambda n: Fraction(n, FINE))
    return st.one_of(fine, fine, fine, draws.between(low, high))


def cases(depth: int, low: Fraction, high: Fraction) -> SearchStrategy[RateCase]:
    """Draw cases of one depth with sigma = 1 and a normalised learning rate strictly between two others."""
    return st.builds(RateCase, st.just(depth), st.just(Fraction(1)), rates(low, high))


def at(case: RateCase) -> dict[str, object]:
    """Return the parameters of a case for a witness."""
    return {"L": case.depth, "sigma": 1, "kappa": case.kappa}


def over_depths(
    strategy: Callable[[int], SearchStrategy[RateCase]],
    decide: Callable[[RateCase], sampling.Answer],
    request: Request,
    *,
    name: str,
    domain: str,
    always: Callable[[int], tuple[RateCase, ...]] = lambda _depth: (),
) -> Evidence:
    """Decide `DRAWN` cases at every depth of the request, scaled by its profile.

    Args:
        strategy: draws the cases of one depth.
        decide: settles one case.
        request: depths, seed and amount of work.
        name: names the sample; its seed is derived from it and the depth.
        domain: what the cases are, in words; the depths are added.
        always: returns cases of one depth that are decided before any is drawn.
    """
    samples: list[sampling.Sample[RateCase]] = []
    for depth in request.every_depth:
        samples.append(sampling.every(always(depth), decide))
        if samples[-1].violation is not None:
            break
        seed = request.seed_of(f"{name}/{depth}")
        samples.append(sampling.draw(strategy(depth), decide, cases=request.cases(DRAWN), seed=seed))
        if samples[-1].violation is not None:
            break
    covered = f"{domain}; depths {request.depths[0]} to {request.depths[1]}"
    return sampling.evidence(samples, domain=covered)


def over_orbits(
    strategy: Callable[[int], SearchStrategy[RateCase]],
    decide: Decide,
    request: Request,
    *,
    name: str,
    domain: str,
    always: Callable[[int], tuple[RateCase, ...]] = lambda _depth: (),
) -> Evidence:
    """Enclose the orbit of each drawn case and decide something about it. Args are those of `over_depths`."""

    def each(case: RateCase) -> sampling.Answer:
        found = numerics.orbits.enclose(case.depth, case.kappa, request.digits + 10)
        with numerics.balls.working_bits(found.bits):
            return decide(case, found)

    return over_depths(strategy, each, request, name=name, domain=domain, always=always)
