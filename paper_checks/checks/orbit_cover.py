"""Checks that the period-2 orbit attracts over a whole interval of learning rates."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from numerics.balls import Truth, less
from numerics.orbit_cover import OrbitBox
from paper_checks import decisions, draws, predictions, sampling
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.checks import exactly
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa

EXISTS = "the number of period-2 orbits with both points positive is at least 1"
ATTRACTS = "the multiplier of the period-2 orbit is above -1"
DEEPEST = {Profile.QUICK: 3, Profile.STANDARD: 6, Profile.FULL: 16}
"""Up to which depth the interval is covered."""
EDGE_DIGITS = 20
END_DIGITS = 9
"""Digits of the end of the covered interval, which is rounded up."""


def depths(request: Request) -> range:
    """Return the depths covered: those asked for up to the profile's deepest, or the deepest alone."""
    low, high = (min(depth, DEEPEST[request.profile]) for depth in request.depths)
    return range(low, high + 1)


def by_cover(statement: Statement, request: Request) -> Evidence:
    """Cover the interval with boxes of learning rates, on each of which Newton's test proves the orbit."""
    domain = f"L = {depths(request)[0]}, ..., {depths(request)[-1]}, every kappa in the stated interval"
    start, margin = _interval(statement)
    try:
        witness = _refute(request, start, margin)
    except NotAWitnessError:
        claim = f"{statement.slug}/attracts-certified"
        return _certified(claim, request, start, margin, domain)
    return decisions.by_witness(lambda: witness, domain=domain)


def _certified(claim: str, request: Request, start: Fraction, margin: Fraction, domain: str) -> Evidence:
    certificates, open_parts = [], []
    for depth in depths(request):
        end = _end(depth, margin)
        boxes, undecided = _cover(depth, start, end)
        open_parts += [f"L = {depth}: kappa from {low} to {high} is undecided" for low, high in undecided]
        beyond = numerics.orbit_cover.at(depth, end + margin)
        if beyond is None:
            open_parts.append(f"L = {depth}: no orbit is enclosed at kappa = {end + margin}")
            continue
        last = beyond[0].proof
        data = {
            "boxes": table([(low, high, orbit.lower, orbit.upper) for low, high, orbit in boxes]),
            "beyond": table([(end + margin, last.lower, last.upper)]),
        }
        certificates.append(Certificate(claim, "orbit_cover", _parameters(depth, start, end), data))
    return decisions.by_certificates(certificates, domain=domain, open_parts="; ".join(open_parts))


def certifies(statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificate of one depth."""
    start, margin = _interval(statement)
    return [_parameters(depth, start, _end(depth, margin))]


def _parameters(depth: int, start: Fraction, end: Fraction) -> dict[str, object]:
    return {"depth": depth, "from": str(start), "to": str(end)}


@dataclass(frozen=True)
class RatioCase:
    """A depth and a normalised learning rate inside the interval."""

    depth: int
    kappa: Fraction


def by_closed_forms(statement: Statement, request: Request) -> Evidence:
    """Compare the closed forms of the orbit with the box that covers a drawn learning rate.

    The lower point has to lie in the box, and at the end of the interval the multiplier has to be above -1.
    """
    start, margin = _interval(statement)

    def decide(case: RatioCase) -> sampling.Answer:
        with numerics.balls.working_precision(request.digits):
            closed = predictions.orbit(case.depth, flint.arb(exactly.to_flint(case.kappa)))
            lower, multiplier = closed.lower, closed.multiplier
            at = {"L": case.depth, "sigma": 1, "kappa": case.kappa}
            if less(multiplier, -1) is Truth.TRUE:
                return sampling.Answer(Truth.FALSE, violation(">", multiplier, -1, asserts=ATTRACTS, at=at))
            layer = lower ** (flint.arb(1) / case.depth)
            boxes = _cover(case.depth, start, _end(case.depth, margin))[0] if _inside(start, margin) else ()
            boxes_here = [orbit for low, high, orbit in boxes if low <= case.kappa <= high]
            sides = [less(-1, multiplier), less(1, closed.upper)]
            for box in boxes_here:
                sides += [
                    less(exactly.to_flint(box.lower), layer),
                    less(layer, exactly.to_flint(box.upper)),
                ]
        near = "at the end" if case.kappa == _end(case.depth, margin) else "before the end"
        known = bool(boxes_here) and all(side is Truth.TRUE for side in sides)
        return sampling.Answer(Truth.TRUE if known else Truth.UNKNOWN, labels=(near,))

    def cases(depth: int) -> SearchStrategy[RatioCase]:
        end = _end(depth, margin)
        rates = st.one_of(draws.between(max(start, Fraction(2)), end), st.just(end))
        return st.builds(RatioCase, st.just(depth), rates)

    samples = [
        sampling.draw(
            cases(depth),
            decide,
            cases=request.cases(40),
            seed=request.seed_of(f"{statement.slug}/cover/{depth}"),
        )
        for depth in depths(request)
    ]
    return sampling.evidence(
        samples,
        domain="rational kappa in the stated interval",
    )


def _interval(statement: Statement) -> tuple[Fraction, Fraction]:
    """Return the start of the interval, and how far before the doubling it ends, from the formulas."""
    relation = statement.formulas["certified_from"].expression
    margin = statement.formulas["certified_margin"].expression
    # A bound from above alone leaves every smaller rate.
    start = exactly.of_sympy(relation.lts if relation.gts == kappa else min(relation.gts, sympy.Integer(1)))
    return start, exactly.of_sympy(margin)


def _refute(request: Request, start: Fraction, margin: Fraction) -> Witness:
    """Find a learning rate of the interval without an orbit, or with one that repels."""
    depth = depths(request)[0]
    if _inside(start, margin):
        raise NotAWitnessError("the interval lies between the onset and the doubling")
    if start <= 2:
        at = {"L": depth, "kappa": start}
        return violation(">=", numerics.orbits.count(depth, start), 1, asserts=EXISTS, at=at)
    last = exactly.from_flint(numerics.doubling.enclose(depth, EDGE_DIGITS).low) - margin
    multiplier = numerics.orbits.enclose(depth, last, request.digits).multiplier
    return violation(">", multiplier, -1, asserts=ATTRACTS, at={"L": depth, "kappa": last})


def _inside(start: Fraction, margin: Fraction) -> bool:
    """Say whether the interval lies beyond the onset and before the doubling."""
    return start > 2 and margin > 0


@cache
def _end(depth: int, margin: Fraction) -> Fraction:
    """Return a rational just above the doubling point minus the margin."""
    high = exactly.from_flint(numerics.doubling.enclose(depth, EDGE_DIGITS).high)
    return Fraction(ceil((high - margin) * 10**END_DIGITS), 10**END_DIGITS)


Boxes = tuple[tuple[Fraction, Fraction, OrbitBox], ...]


@cache
def _cover(depth: int, start: Fraction, end: Fraction) -> tuple[Boxes, tuple[tuple[Fraction, Fraction], ...]]:
    """Return the boxes of learning rates with the orbits proven in them, and what stayed undecided."""
    found = numerics.orbit_cover.attracting(depth, start, end)
    boxes = tuple((*part.box.ends[0], part.proof) for part in found.proven())
    return boxes, tuple(box.ends[0] for box in found.undecided())
