"""Checks of closed forms on the paper's own experiments: its targets, starts, learning rates and steps."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import flint

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures, predictions, sampling
from paper_checks.checks import exactly, orbit
from paper_checks.drawings import drawing
from paper_checks.ghosh2025 import balancing_gap_figure, oscillation_range_figure
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

SPARE_DIGITS = 1
"""The predicted approach to the orbit is known up to a factor of order one, taken as ten."""

RANGE = "the last two end-to-end values differ by the distance of the two points, up to the transient"
FACTOR = "the gap is multiplied by the two-step factor, up to the transient"


def points_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the transcribed points follow from the update rule, for every depth."""
    lower, upper = (statement.formulas[name].expression for name in ("lower_point", "upper_point"))
    return decisions.by_argument(
        theory.orbits.parametrised(lower, upper),
        domain="every depth L >= 2, every sigma, every ratio z > 1",
        refute=lambda: orbit.wrong_point(lower, upper),
    )


def points_by_experiment(statement: Statement, request: Request) -> Evidence:
    """Compare the distance of the transcribed points with the paper's oscillation-range experiment."""
    lower, upper = (statement.formulas[name].expression for name in ("lower_point", "upper_point"))
    depth = len(oscillation_range_figure.START)

    def decide(row: oscillation_range_figure.RangeRow) -> sampling.Answer:
        oscillates = predictions.beyond_edge(depth, row.singular_value, row.rate)
        label = ("oscillates",) if oscillates else ("comes to rest",)
        with numerics.balls.working_precision(3 * request.digits):
            predicted = flint.arb(0)
            if oscillates:
                ratio = predictions.orbit(depth, row.normalised).ratio
                values: dict[str, Fraction | int | flint.arb] = {
                    "L": depth,
                    "z": ratio,
                    "sigma": row.singular_value,
                }
                predicted = enclosures.value(upper - lower, values)
            at = {"L": depth, "sigma": row.singular_value, "eta": row.rate}
            return _agrees(row.measured, predicted, row.expected_digits, asserts=RANGE, at=at, label=label)

    rates = range_rates(request)
    rows = _ranges(request.digits, rates)
    return sampling.evidence(
        [sampling.every(rows, decide)],
        domain=f"the paper's oscillation-range experiment: {len(rates)} learning rates, 3 modes, 1500 steps",
    )


def range_rates(request: Request) -> tuple[Fraction, ...]:
    """Return the learning rates of the oscillation-range experiment; in the quick profile every third."""
    return oscillation_range_figure.RATES[:: 3 if request.profile is Profile.QUICK else 1]


@cache
def _ranges(digits: int, rates: tuple[Fraction, ...]) -> tuple[oscillation_range_figure.RangeRow, ...]:
    return oscillation_range_figure.measure(digits=digits, rates=rates)


def factor_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the transcribed factor of a small gap over two steps on the orbit, for every depth."""
    formula = statement.formulas["two_step_factor"].expression
    return decisions.by_argument(
        theory.balancing.orbit_factor(formula),
        domain="every depth L >= 2, every sigma, every ratio z > 1 of the orbit",
        refute=lambda: exactly.different(
            formula, theory.balancing.two_step_factor(theory.symbols.z), asserts=FACTOR
        ),
    )


def factor_by_orbits(statement: Statement, request: Request) -> Evidence:
    """Compare the transcribed factor with the derivative of the gap along enclosed orbits."""
    formula = statement.formulas["two_step_factor"].expression

    def decide(case: orbit.RateCase) -> sampling.Answer:
        enclosed = numerics.orbits.enclose(case.depth, case.kappa, request.digits + 20)
        with numerics.balls.working_bits(enclosed.bits):
            said = enclosures.value(formula, {"z": enclosed.ratio})
            factor = numerics.orbits.two_step_gap_factor(enclosed)
            at = {"L": case.depth, "kappa": case.kappa}
            return orbit.close(said, factor, request.digits, asserts=FACTOR, at=at)

    return sampling.over_depths(
        orbit.rate_cases,
        decide,
        statement=f"{statement.slug}/two-step factor",
        request=request,
        domain="rational kappa beyond 2",
    )


def factor_by_experiment(statement: Statement, request: Request) -> Evidence:
    """Compare the transcribed factor with the end of the paper's balancing-gap run beyond 2/S."""
    formula = statement.formulas["two_step_factor"].expression
    start = balancing_gap_figure.START
    target = drawing.exact(balancing_gap_figure.SINGULAR_VALUE)
    squares = [drawing.exact(value) ** 2 for value in start]
    rows = balancing_gap_figure.measure(digits=request.digits)
    last = [row for row in rows if row.step == balancing_gap_figure.STEPS]
    beyond = [row for row in last if predictions.beyond_edge(len(start), target, row.rate)]

    def decide(row: balancing_gap_figure.GapRow) -> sampling.Answer:
        with numerics.balls.working_precision(3 * request.digits):
            on_orbit = predictions.orbit(len(start), numerics.balls.ball(row.normalised))
            said = enclosures.value(formula, {"z": on_orbit.ratio})
            gap = numerics.balls.ball(abs(squares[0] - squares[1]) / target)
            left = on_orbit.distance_left(row.step // 2 - 1, gap)
            digits = float((-left.log() / flint.arb(10).log()).mid())
            at = {"L": len(start), "sigma": target, "eta": row.rate, "step": row.step}
            assert row.factor is not None
            return _agrees(row.factor, said, min(digits, request.digits), asserts=FACTOR, at=at)

    return sampling.evidence(
        [sampling.every(beyond, decide)],
        domain="the paper's balancing-gap experiment, its learning rate beyond 2/S, the last two steps",
    )


def _agrees(
    measured: flint.arb,
    predicted: flint.arb,
    digits: float | None,
    *,
    asserts: str,
    at: dict[str, object],
    label: tuple[str, ...] = (),
) -> sampling.Answer:
    """Compare a measured number with a predicted one to the digits that the transient leaves."""
    if digits is None:
        return sampling.Answer(Truth.UNKNOWN)
    scale = abs(predicted).max(flint.arb(1))
    allowed = scale * flint.arb(10) ** (SPARE_DIGITS - flint.arb(digits))
    truth = numerics.balls.less(abs(measured - predicted), allowed)
    if truth is Truth.FALSE:
        where = {**at, "predicted": predicted, "measured": measured}
        witness = violation("<=", abs(measured - predicted), allowed, asserts=asserts, at=where)
        return sampling.Answer(truth, witness, label)
    return sampling.Answer(truth, labels=label)
