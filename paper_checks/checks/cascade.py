"""Checks of the cascade of period doublings of the balanced mode, as certificates and by Krawczyk's test."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise

import flint

import numerics
import theory
from numerics.balls import Truth, ball, less
from numerics.cascade import Crossing
from paper_checks import decisions, sampling
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.checks import exactly
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

DEEPEST = {Profile.QUICK: 3, Profile.STANDARD: 6, Profile.FULL: 16}
"""Up to which depth the cascade is followed."""
LEVELS = {Profile.QUICK: 6, Profile.STANDARD: 12, Profile.FULL: 12}
"""The orbits have periods up to 2^levels."""
DIGITS = 40
"""Each learning rate is enclosed to so many decimal places."""
KRAWCZYK_LEVELS = 4
"""Up to period 2^4 orbits are proven among all L layer values too."""
BESIDE = Fraction(1, 10**9)
"""How far beside a learning rate of the cascade Krawczyk's test is applied."""
VALUES = {"superstable_multiplier": 0, "doubling_multiplier": -1}
CROSSES = "the multiplier of the orbit of period {period} passes the stated value at this kappa"


def depths(request: Request) -> range:
    """Return the depths covered: those asked for up to the profile's deepest, or the deepest alone."""
    low, high = (min(depth, DEEPEST[request.profile]) for depth in request.depths)
    return range(low, high + 1)


@cache
def crossings(depth: int, levels: int, value: int) -> tuple[Crossing, ...]:
    """Enclose the superstable (0) or doubling (-1) learning rates of the cascade."""
    follow = numerics.cascade.doublings if value else numerics.cascade.superstable
    return follow(depth, levels, DIGITS)


def rows(found: Sequence[Crossing]) -> list[list[str]]:
    """Write crossings as a certificate holds them."""
    return table([(*crossing.kappa, *crossing.state) for crossing in found])


def by_cycles(statement: Statement, request: Request) -> Evidence:
    """Enclose every superstable and doubling learning rate, and leave certificates."""
    levels = LEVELS[request.profile]
    domain = f"{in_words(request)}, periods 2, ..., {2**levels}"
    edited = [name for name, value in VALUES.items() if _value(statement, name) != value]
    if edited:
        return decisions.by_witness(lambda: _other_multiplier(statement, edited[0], request), domain=domain)
    certificates = []
    for depth in depths(request):
        data = {
            "superstable": rows(crossings(depth, levels, 0)),
            "doubling": rows(crossings(depth, levels, -1)),
        }
        parameters = _parameters(depth, levels)
        certificates.append(Certificate(f"{statement.slug}/cascade", "cascade", parameters, data))
    return decisions.by_certificates(certificates, domain=domain)


def certifies(_statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificates of one depth, for each profile."""
    return [_parameters(depth, levels) for levels in sorted(set(LEVELS.values()))]


def _parameters(depth: int, levels: int) -> dict[str, object]:
    return {"depth": depth, "levels": levels, "digits": DIGITS}


def _other_multiplier(statement: Statement, name: str, request: Request) -> Witness:
    """Enclose the multiplier at the first learning rate of the cascade, which is not the one stated."""
    crossing = crossings(depths(request)[0], LEVELS[request.profile], VALUES[name])[0]
    with numerics.balls.working_precision(3 * DIGITS):
        multiplier = numerics.cascade.multiplier_at(crossing, crossing.kappa[0])
        stated = ball(_value(statement, name))
        asserts = f"the multiplier of the orbit of period {crossing.period} is the stated one, to 20 digits"
        at = {"L": crossing.depth, "sigma": 1, "kappa": float(crossing.kappa[0])}
        return violation("<", abs(multiplier - stated), ball("1e-20"), asserts=asserts, at=at)


@dataclass(frozen=True)
class Level:
    """One learning rate of the cascade, and the multiplier that is stated of it."""

    depth: int
    level: int
    formula: str


def by_krawczyk(statement: Statement, request: Request) -> Evidence:
    """Prove the orbits among all L layer values on either side of a learning rate of the cascade."""

    def decide(case: Level) -> sampling.Answer:
        crossing = crossings(case.depth, LEVELS[request.profile], VALUES[case.formula])[case.level - 1]
        below, above = beside(crossing, BESIDE)
        return _falls_through(crossing, below, above, _value(statement, case.formula), case.formula)

    sample = sampling.every(_levels(request), decide)
    return sampling.evidence(
        [sample],
        domain=f"{in_words(request)}, periods 2, ..., {2**KRAWCZYK_LEVELS}, kappa 10^-9 on either side",
    )


def krawczyk_cases(request: Request) -> int:
    """Return how many learning rates Krawczyk's test is applied beside."""
    return len(list(_levels(request)))


def _levels(request: Request) -> Iterator[Level]:
    for depth in depths(request):
        for level in range(1, KRAWCZYK_LEVELS + 1):
            for formula in VALUES:
                yield Level(depth, level, formula)


def beside(crossing: Crossing, distance: Fraction) -> tuple[flint.arb, flint.arb]:
    """Enclose the multiplier of the mean layer value below and above a crossing, from all L layer values.

    Raises:
        Inconclusive: if no orbit is proven.
    """
    middle = (crossing.state[0] + crossing.state[1]) / 2
    sides = []
    for kappa in (crossing.kappa[0] - distance, crossing.kappa[1] + distance):
        orbit = numerics.periodic_orbits.enclose(kappa, [middle] * crossing.depth, crossing.period, 30)
        disk = orbit.disks[0]
        with numerics.balls.working_precision(60):
            sides.append(disk.centre + flint.arb(0, disk.radius))
    return sides[0], sides[1]


def _falls_through(
    crossing: Crossing, below: flint.arb, above: flint.arb, stated: Fraction, label: str
) -> sampling.Answer:
    at = {"L": crossing.depth, "sigma": 1, "kappa": float(crossing.kappa[0])}
    asserts = CROSSES.format(period=crossing.period)
    value = exactly.to_flint(stated)
    sides = (less(value, below), less(above, value))
    if sides[0] is Truth.FALSE:
        return sampling.Answer(Truth.FALSE, violation(">", below, flint.arb(value), asserts=asserts, at=at))
    if sides[1] is Truth.FALSE:
        return sampling.Answer(Truth.FALSE, violation("<", above, flint.arb(value), asserts=asserts, at=at))
    known = all(side is Truth.TRUE for side in sides)
    return sampling.Answer(Truth.TRUE if known else Truth.UNKNOWN, labels=(label.partition("_")[0],))


def first_by_closed_form(statement: Statement, request: Request) -> Evidence:
    """Compare the first doubling with the algebraic number that the ratio of its two points gives."""

    def decide(depth: int) -> sampling.Answer:
        crossing = crossings(depth, LEVELS[request.profile], -1)[0]
        low, high = theory.doubling.kappa_between(depth, DIGITS + 10)
        if any(_value(statement, name) != value for name, value in VALUES.items()):
            return sampling.Answer(Truth.UNKNOWN)
        inside = crossing.kappa[0] < low and high < crossing.kappa[1]
        return sampling.Answer(Truth.TRUE if inside else Truth.UNKNOWN)

    return sampling.evidence(
        [sampling.every(depths(request), decide)],
        domain=f"{in_words(request)}, the first doubling",
    )


def onset(statement: Statement, request: Request) -> Evidence:
    """Bracket the onset of chaos by an orbit of the cascade and one whose period is no power of two."""
    width = exactly.of_sympy(statement.formulas["bracket_width"].expression)
    certificates = []
    domain = f"{in_words(request)}, periods {2**BELOW} and {3 * 2**BEYOND}"
    rests_on = (
        "Milnor and Thurston (1988): the kneading sequence gives the entropy",
        "Misiurewicz (1979): a period that is no power of two makes the entropy positive",
    )
    for depth in depths(request):
        below, beyond = bracket(depth)
        if beyond.kappa[1] - below.kappa[0] > width:
            wide = partial(_wide, depth, below.kappa[0], beyond.kappa[1], width)
            return decisions.by_witness(wide, domain=domain)
        data = {"below": rows([below]), "beyond": rows([beyond])}
        (parameters,) = onset_certifies(statement, depth)
        certificates.append(Certificate(f"{statement.slug}/accumulation", "onset", parameters, data))
    return decisions.by_certificates(certificates, domain=domain, rests_on=rests_on)


BELOW, BEYOND = 12, 9
"""The bracket of the onset lies between period 2^12 of the cascade and period 3 * 2^9."""


def onset_certifies(statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificate of one depth."""
    width = exactly.of_sympy(statement.formulas["bracket_width"].expression)
    return [{"depth": depth, "levels": BELOW, "tripled": BEYOND, "width": str(width)}]


@cache
def bracket(depth: int) -> tuple[Crossing, Crossing]:
    """Enclose both ends of the bracket of the onset of chaos."""
    return crossings(depth, BELOW, 0)[-1], numerics.cascade.tripled(depth, BEYOND, DIGITS)[-1]


def onset_by_merging(statement: Statement, request: Request) -> Evidence:
    """Bracket the onset of chaos from above by the learning rates at which bands of the attractor merge."""
    width = exactly.of_sympy(statement.formulas["bracket_width"].expression)

    def decide(depth: int) -> sampling.Answer:
        low = crossings(depth, BELOW, 0)[-1].kappa[0]
        found = numerics.band_merging.mergings(depth, MERGING, DIGITS)
        falling = all(b.kappa[1] < a.kappa[0] for a, b in pairwise(found))
        high = found[-1].kappa[1]
        if high - low > width:
            return sampling.Answer(Truth.FALSE, _wide(depth, low, high, width))
        return sampling.Answer(Truth.TRUE if falling and low < found[-1].kappa[0] else Truth.UNKNOWN)

    return sampling.evidence(
        [sampling.every(depths(request), decide)],
        domain=f"{in_words(request)}, {2 ** (MERGING + 1)} bands that become {2**MERGING}",
    )


MERGING = 10
"""The bracket from above by merging bands ends with 2^10 bands."""


def _wide(depth: int, low: Fraction, high: Fraction, width: Fraction) -> Witness:
    if high - low <= width:
        raise NotAWitnessError("the bracket is as narrow as stated")
    asserts = "the bracket of the onset of chaos is at most as wide as stated"
    return violation("<=", high - low, width, asserts=asserts, at={"L": depth, "sigma": 1})


def in_words(request: Request) -> str:
    """Return the depths in words."""
    return f"L = {depths(request)[0]}, ..., {depths(request)[-1]}, sigma = 1"


def _value(statement: Statement, name: str) -> Fraction:
    return exactly.of_sympy(statement.formulas[name].expression)
