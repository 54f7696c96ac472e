"""Checks of the ratios of successive distances in the cascade of period doublings."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

import flint

import numerics
from numerics.balls import Truth, between, less
from numerics.cascade import Crossing
from paper_checks import decisions, sampling
from paper_checks.certificates.certificate import Certificate
from paper_checks.checks import cascade, exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation

Interval = tuple[Fraction, Fraction]
KRAWCZYK_WIDTH = Fraction(1, 10**12)
KRAWCZYK_LEVELS = 5
RATIO = "ratio n of successive distances of doublings is nearer to the limit than factor/limit^n"


def by_cycles(statement: Statement, request: Request) -> Evidence:
    """Enclose every ratio from the enclosed doublings, and leave certificates."""
    levels = cascade.LEVELS[request.profile]
    limit, factor = _stated(statement)
    certificates = []
    domain = f"{cascade.in_words(request)}, ratios 2, ..., {levels - 1}"
    for depth in cascade.depths(request):
        found = cascade.crossings(depth, levels, -1)
        witness = _near(depth, [crossing.kappa for crossing in found], limit, factor).witness
        if witness is not None:
            return decisions.by_witness(partial(_same, witness), domain=domain)
        data = {"doubling": cascade.rows(found)}
        parameters = _parameters(statement, depth, levels)
        certificates.append(Certificate(f"{statement.slug}/feigenbaum", "feigenbaum", parameters, data))
    return decisions.by_certificates(certificates, domain=domain)


def certifies(statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificates of one depth, for each profile."""
    return [_parameters(statement, depth, levels) for levels in sorted(set(cascade.LEVELS.values()))]


def by_krawczyk(statement: Statement, request: Request) -> Evidence:
    """Bracket the first doublings by orbits among all L layer values, and enclose their ratios."""
    limit, factor = _stated(statement)

    def decide(depth: int) -> sampling.Answer:
        found = cascade.crossings(depth, cascade.LEVELS[request.profile], -1)[:KRAWCZYK_LEVELS]
        if not all(_bracketed(crossing) for crossing in found):
            return sampling.Answer(Truth.UNKNOWN)
        wide = [
            (crossing.kappa[0] - KRAWCZYK_WIDTH, crossing.kappa[1] + KRAWCZYK_WIDTH) for crossing in found
        ]
        return _near(depth, wide, limit, factor)

    return sampling.evidence(
        [sampling.every(cascade.depths(request), decide)],
        domain=f"{cascade.in_words(request)}, ratios 2, ..., {KRAWCZYK_LEVELS - 1}",
    )


def _bracketed(crossing: Crossing) -> bool:
    below, above = cascade.beside(crossing, KRAWCZYK_WIDTH)
    return less(-1, below) is Truth.TRUE and less(above, -1) is Truth.TRUE


def _near(depth: int, ends: Sequence[Interval], limit: Fraction, factor: Fraction) -> sampling.Answer:
    """Compare every ratio with the limit, in balls."""
    certain = True
    with numerics.balls.working_precision(3 * cascade.DIGITS):
        rates = [between(*pair) for pair in ends]
        wanted = flint.arb(exactly.to_flint(limit))
        for n in range(2, len(rates)):
            before, now, after = rates[n - 2 : n + 1]
            far = abs((now - before) / (after - now) - wanted)
            bound = flint.arb(exactly.to_flint(factor / limit**n))
            truth = less(far, bound)
            if truth is Truth.FALSE:
                at = {"L": depth, "sigma": 1, "n": n}
                return sampling.Answer(truth, violation("<", far, bound, asserts=RATIO, at=at))
            certain = certain and truth is Truth.TRUE
    return sampling.Answer(Truth.TRUE if certain else Truth.UNKNOWN)


def _same(witness: Witness) -> Witness:
    return witness


def _stated(statement: Statement) -> tuple[Fraction, Fraction]:
    limit, factor = (statement.formulas[name].expression for name in ("feigenbaum", "feigenbaum_factor"))
    return exactly.of_sympy(limit), exactly.of_sympy(factor)


def _parameters(statement: Statement, depth: int, levels: int) -> dict[str, object]:
    limit, factor = _stated(statement)
    return {"depth": depth, "levels": levels, "limit": str(limit), "factor": str(factor)}
