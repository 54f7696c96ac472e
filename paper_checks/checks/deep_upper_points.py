"""Checks of the best constant for the upper point as the depth grows: it falls towards its limit."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb, fmpq

import numerics
import theory
from numerics.balls import Truth, ball, less, working_precision
from paper_checks import decisions, enclosures, sampling
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Witness, violation
from theory.symbols import sigma

LIMIT = "the best constant lies above the stated limit by at most 1/L"
DEEP = 10**6
"""At this depth the largest upper point is looked for too: there it tells the limit to 10^-5."""
EXAMINED = 2000
"""The depth at which the best constant is compared with a limit that may be wrong."""
BISECTIONS = 80
TERNARY_STEPS = 24
"""Thirds by which a range is narrowed around the largest upper point."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the best constants decrease with the depth to the transcribed limit."""
    limit = sympy.cancel(statement.formulas["deep_limit"].expression / sigma)
    return decisions.by_argument(
        theory.upper_points.deep_limit(limit),
        domain="every depth L >= 2, every sigma",
        refute=lambda: _another_limit(limit),
    )


def _another_limit(limit: sympy.Expr) -> Witness:
    """Compare a limit with the best constant of a deep network."""
    with working_precision(60):
        said = theory.real_roots.enclosure(limit)
        ratio = _best_ratio(EXAMINED)
        # As the theory has it: at its ratio the best constant is (L - 1) z^L/(2 L - 1).
        best = ball(Fraction(EXAMINED - 1, 2 * EXAMINED - 1)) * ratio**EXAMINED
        at = {"L": EXAMINED, "z": ratio, "sigma": 1}
        most = said + arb(1) / EXAMINED
        if best > most:
            return violation("<=", best, most, asserts=LIMIT, at=at)
        return violation(">", best, said, asserts=LIMIT, at=at)


def _best_ratio(depth: int) -> arb:
    """Bisect the only positive root of the polynomial whose root is the ratio with the best constant."""
    polynomial = theory.upper_points.CONDITION.subs(theory.symbols.L, depth)
    low, high = fmpq(1), fmpq(1) + fmpq(2, depth)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        below = enclosures.value(polynomial, {"z": arb(middle)}) < 0
        low, high = (middle, high) if below else (low, middle)
    # One change of sign among the coefficients: one positive root, which lies between values of either sign.
    assert enclosures.value(polynomial, {"z": arb(low)}) < 0 < enclosures.value(polynomial, {"z": arb(high)})
    return arb((low + high) / 2, (high - low) / 2)


def by_orbits(statement: Statement, request: Request) -> Evidence:
    """Search the largest upper point at each depth and a large one; compare with limit and other depths."""
    largest: dict[int, arb] = {}

    def decide(depth: int) -> sampling.Answer:
        largest[depth] = _largest_deep(depth) if depth == DEEP else _largest_upper(depth)
        limit = enclosures.value(statement.formulas["deep_limit"].expression, {"sigma": 1})
        at = {"L": depth, "sigma": 1}
        # The search comes within 10^-5 of the largest value, from below; at the large depth within 10^-7.
        pairs = [(">", largest[depth], limit, LIMIT)]
        pairs.append(("<", largest[depth], limit + arb(1) / depth, LIMIT))
        if depth - 1 in largest:
            pairs.append(
                ("<", largest[depth], largest[depth - 1], "the best constant decreases with the depth")
            )
        for relation, left, right, asserts in pairs:
            truth = less(left, right) if relation == "<" else less(right, left)
            if truth is Truth.FALSE:
                return sampling.Answer(truth, violation(relation, left, right, asserts=asserts, at=at))
            if truth is Truth.UNKNOWN:
                return sampling.Answer(truth)
        return sampling.Answer(Truth.TRUE)

    with working_precision(40):
        sample = sampling.every((DEEP, *request.every_depth), decide)
    span = f"{request.depths[0]} to {request.depths[1]}, and {DEEP}"
    return sampling.evidence(
        [sample], domain=f"the orbit with the largest upper point found, sigma = 1; depths {span}"
    )


def _largest_upper(depth: int) -> arb:
    low, high = fmpq(2), fmpq(6)
    for _ in range(TERNARY_STEPS):
        first, second = ((2 * low + high) / 3, (low + 2 * high) / 3)
        one, other = (numerics.orbits.enclose(depth, rate, 20).upper for rate in (first, second))
        low, high = (first, high) if one < other else (low, second)
    return numerics.orbits.enclose(depth, (low + high) / 2, 30).upper


def _largest_deep(depth: int) -> arb:
    low, high = fmpq(3, 2), fmpq(4)
    for _ in range(TERNARY_STEPS):
        first, second = ((2 * low + high) / 3, (low + 2 * high) / 3)
        one, other = (numerics.deep_orbits.upper_point(depth, power) for power in (first, second))
        low, high = (first, high) if one < other else (low, second)
    return numerics.deep_orbits.upper_point(depth, (low + high) / 2)
