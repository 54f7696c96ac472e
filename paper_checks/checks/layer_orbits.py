"""Checks of the period-2 orbit among all layer values: whether it is isolated, and whether it attracts."""

from fractions import Fraction
from functools import partial

import flint

import numerics
from numerics.balls import Truth, less, to_rationals
from numerics.periodic_orbits import PeriodicOrbit, Stability
from paper_checks import decisions, predictions, sampling
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.checks import exactly
from paper_checks.checks.orbit_cover import depths
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

CLAIM = "isolated-in-layers"
ATTRACTS = "every multiplier of the period-2 orbit lies inside the unit circle"
REPELS = "a multiplier of the period-2 orbit lies outside the unit circle"


def by_krawczyk(statement: Statement, request: Request) -> Evidence:
    """Prove the orbit and its stability in all layer values at the two stated learning rates."""
    domain = f"L = {depths(request)[0]}, ..., {depths(request)[-1]}, the two stated kappa"
    certificates = []
    for depth in depths(request):
        for attracting, kappa in _rates(statement):
            orbit = _enclose(depth, kappa, request.digits)
            if orbit.stability is not (Stability.STABLE if attracting else Stability.UNSTABLE):
                return decisions.by_witness(partial(_otherwise, orbit, attracting), domain=domain)
            parameters = _parameters(depth, attracting, kappa)
            data = {"box": table(orbit.box), "preconditioner": table(orbit.preconditioner)}
            certificates.append(Certificate(f"{statement.slug}/{CLAIM}", "periodic_orbit", parameters, data))
    return decisions.by_certificates(certificates, domain=domain)


def certifies(statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificates of one depth."""
    return [_parameters(depth, *rate) for rate in _rates(statement)]


def _parameters(depth: int, attracting: bool, kappa: Fraction) -> dict[str, object]:
    return {"depth": depth, "kappa": str(kappa), "period": 2, "attracting": attracting}


def by_closed_forms(statement: Statement, request: Request) -> Evidence:
    """Compare the multiplier and the gap factor of the closed forms with 1."""

    def decide(case: tuple[int, bool, Fraction]) -> sampling.Answer:
        depth, attracting, kappa = case
        with numerics.balls.working_precision(request.digits):
            closed = predictions.orbit(depth, flint.arb(exactly.to_flint(kappa)))
            at = {"L": depth, "kappa": kappa}
            size = abs(closed.multiplier)
            inside = less(size, 1)
            if inside is (Truth.FALSE if attracting else Truth.TRUE):
                relation, asserts = ("<", ATTRACTS) if attracting else (">", REPELS)
                return sampling.Answer(Truth.FALSE, violation(relation, size, 1, asserts=asserts, at=at))
            known = closed.attracts if attracting else less(1, size) is Truth.TRUE
        return sampling.Answer(Truth.TRUE if known else Truth.UNKNOWN)

    cases = [
        (depth, attracting, kappa) for depth in depths(request) for attracting, kappa in _rates(statement)
    ]
    return sampling.evidence(
        [sampling.every(cases, decide)],
        domain="the two stated kappa at every depth covered",
    )


def _otherwise(orbit: PeriodicOrbit, attracting: bool) -> Witness:
    """Return the witness that an orbit is not as stable, or not as unstable, as claimed."""
    at = {"L": orbit.depth, "kappa": orbit.kappa}
    if attracting:
        # A disk that overlaps another one may contain no multiplier.
        if orbit.stability is not Stability.UNSTABLE:
            raise NotAWitnessError(f"the stability of the orbit is not decided at {at}")
        return violation("<", orbit.disks[0].smallest, 1, asserts=ATTRACTS, at=at)
    largest = max(exactly.from_flint(disk.largest.fmpq()) for disk in orbit.disks)
    return violation(">", largest, 1, asserts=REPELS, at=at)


def _rates(statement: Statement) -> tuple[tuple[bool, Fraction], tuple[bool, Fraction]]:
    attracting, repelling = (
        exactly.of_sympy(statement.formulas[name].expression) for name in ("attracting_at", "repelling_at")
    )
    return (True, attracting), (False, repelling)


def _enclose(depth: int, kappa: Fraction, digits: int) -> PeriodicOrbit:
    near = to_rationals(numerics.orbits.enclose(depth, kappa, digits).lower_layer.mid())[0]
    return numerics.periodic_orbits.enclose(kappa, [near] * depth, 2, digits)
