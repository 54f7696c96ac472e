"""The doubling points as certificates: isolated ratios that the checker confirms by Descartes' rule."""

from fractions import Fraction

import flint

import numerics
import theory
from numerics.balls import Truth, less, to_rationals
from paper_checks import decisions, enclosures
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.checks import exactly
from paper_checks.checks.orbit_cover import depths
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence

CLAIM = "attracting-on-mode"
DIGITS = 50
"""Decimal places of kappa that a certificate gives."""


def isolated(statement: Statement, request: Request) -> Evidence:
    """Enclose the one ratio at which the transcribed multiplier is -1, and kappa there."""
    source = statement.formulas["multiplier"].expression
    certificates, open_parts = [], ""
    for depth in depths(request):
        low, high = _ratio(depth)
        with numerics.balls.working_precision(4 * DIGITS):
            above, below = (
                enclosures.value(source, {"L": depth, "z": flint.arb(exactly.to_flint(end))})
                for end in (low, high)
            )
        if less(-1, above) is not Truth.TRUE or less(below, -1) is not Truth.TRUE:
            open_parts = f"L = {depth}: the transcribed multiplier does not fall through -1 at this ratio"
            break
        (parameters,) = certifies(depth)
        data = {
            "ratio": table([(low, high)]),
            "kappa": table([theory.doubling.kappa_between(depth, DIGITS + 1)]),
        }
        certificates.append(Certificate(f"{statement.slug}/{CLAIM}", "doubling", parameters, data))
    return decisions.by_certificates(
        certificates,
        domain=f"L = {depths(request)[0]}, ..., {depths(request)[-1]}, every ratio z > 1",
        open_parts=open_parts,
    )


def certifies(depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificate of one depth."""
    return [{"depth": depth, "digits": DIGITS}]


def _ratio(depth: int) -> tuple[Fraction, Fraction]:
    """Enclose z by w = z + 1/z, with a little room on either side."""
    ends = theory.doubling.ratio_sum(depth).between(Fraction(1, 10 ** (2 * DIGITS)))
    room = Fraction(1, 10 ** (DIGITS + 10))
    with numerics.balls.working_precision(3 * DIGITS):
        low, high = ((w + (w**2 - 4).sqrt()) / 2 for w in (flint.arb(exactly.to_flint(end)) for end in ends))
        return _rounded(to_rationals(low)[0] - room, room), _rounded(to_rationals(high)[1] + room, room)


def _rounded(value: Fraction, room: Fraction) -> Fraction:
    return round(value * 4 / room) * room / 4
