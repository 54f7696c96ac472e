"""Checks of the best bound on the initial scale, up to which no gap grows, against the printed one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from numerics.balls import Truth
from numerics.errors import Inconclusive
from paper_checks import draws, enclosures, sampling
from paper_checks.checks import start_cases
from paper_checks.checks.start_cases import NEXT_TO_END, StartCase
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Outcome
from paper_checks.witness import violation
from theory.symbols import alpha, eta, kappa

IS_BEST = "the bound holds up to the best one and no further"
COVERED_DEPTHS = range(2, 17)
"""The depths for which covers of every start and every learning rate are made."""
TABLED_DEPTHS = range(2, 7)
TABLED_RATES = (Fraction(9, 4), Fraction(5, 2), Fraction(11, 4))
"""The depths and the values of kappa for which the best bound is enclosed."""
TABLE_DIGITS = 12
BESIDE = Fraction(1, 10**4)
"""How far beyond the end of the bound a start is always tried, relative to it."""
LEAST_SHARE = Fraction(1, 2)
"""Starts are drawn from this share of the printed bound on."""


def best_by_descent(statement: Statement, request: Request) -> Evidence:
    """Follow starts up to the stated bound, and take two steps from starts beyond it, in balls."""
    relation = statement.formulas["best_bound"].expression
    windows = {depth: window(statement, depth) for depth in request.every_depth}

    def cases(depth: int) -> SearchStrategy[StartCase]:
        def with_rate(rate: Fraction) -> SearchStrategy[StartCase]:
            end = start_cases.bound_end(relation, depth, rate)
            low = min(printed(statement, depth, rate) * LEAST_SHARE, end / 2)
            starts = st.one_of(draws.between(low, end), draws.between(end * (1 + NEXT_TO_END), 2 * end))
            return starts.map(
                lambda start: StartCase(
                    depth, rate, start, start_cases.admitted(relation, depth, rate, start)
                )
            )

        return draws.between(*windows[depth]).flatmap(with_rate)

    def beside(depth: int) -> tuple[StartCase, ...]:
        rate = windows[depth][1]
        end = start_cases.bound_end(relation, depth, rate)
        starts = (end * (1 - NEXT_TO_END), end * (1 + BESIDE))
        return tuple(
            StartCase(depth, rate, start, start_cases.admitted(relation, depth, rate, start))
            for start in starts
        )

    def decide(case: StartCase) -> sampling.Answer:
        follow = start_cases.no_growth if case.inside else start_cases.growth
        return follow(case, request.digits)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/best bound",
        request=request,
        always=beside,
        domain=(
            "sigma = 1, rational kappa in the window, rational alpha from half of the printed bound to "
            f"twice the best one; {start_cases.STEPS} steps, while the gap exceeds "
            f"10^-{request.digits // 2} of alpha^2"
        ),
    )


def best_by_cover(statement: Statement, _request: Request) -> Evidence:
    """Cover all starts and learning rates, and compare the stated bound with the best one enclosed."""
    relation = statement.formulas["best_bound"].expression
    rows: list[str] = []

    def decide(case: tuple[int, Fraction | None]) -> sampling.Answer:
        depth, rate = case
        return covered(depth) if rate is None else enclosed(depth, rate)

    def covered(depth: int) -> sampling.Answer:
        try:
            numerics.start_bound.second_step_decides(depth, *window(statement, depth))
        except Inconclusive:
            return sampling.Answer(Truth.UNKNOWN)
        return sampling.Answer(Truth.TRUE, labels=("every start and every kappa in the window",))

    def enclosed(depth: int, rate: Fraction) -> sampling.Answer:
        try:
            best = numerics.start_bound.best_bound(depth, rate)
        except Inconclusive:
            return sampling.Answer(Truth.UNKNOWN)
        rows.append(_row(statement, depth, rate, best))
        low, high = window(statement, depth)
        if not low < rate < high:
            return sampling.Answer(Truth.TRUE, labels=("tabled only, beyond the stated window",))
        return compare(relation, depth, rate, best.alpha)

    covers = [(depth, None) for depth in COVERED_DEPTHS]
    table = [(depth, rate) for depth in TABLED_DEPTHS for rate in TABLED_RATES]
    found = sampling.evidence(
        # The table is made first, as a bound that is not the best one shows there.
        [sampling.every([*table, *covers], decide)],
        domain=(
            f"sigma = 1; L = {COVERED_DEPTHS[0]} to {COVERED_DEPTHS[-1]}, every alpha > 0 and every kappa in "
            f"the window: what the second step does not enlarge never grows; L = {TABLED_DEPTHS[0]} to "
            f"{TABLED_DEPTHS[-1]}, kappa = {', '.join(map(str, TABLED_RATES))}: the best bound, to 50 digits"
        ),
    )
    if found.outcome is not Outcome.HOLDS:
        return found
    return replace(found, detail=f"(L, kappa): printed bound, best bound, ratio; {'; '.join(rows)}")


def compare(relation: sympy.Rel, depth: int, rate: Fraction, best: flint.arb) -> sampling.Answer:
    """Say whether a bound on alpha ends where the best one does, to the digits of `NEXT_TO_END`."""
    at: dict[str, object] = {"L": depth, "sigma": 1, "kappa": rate, "best alpha": best}
    with numerics.balls.working_precision(60):
        below, above = (best * (1 + sign * numerics.balls.ball(NEXT_TO_END)) for sign in (-1, 1))
        admitted = [
            enclosures.holds(relation, {"L": depth, "kappa": rate, "alpha": start})
            for start in (below, above)
        ]
        if admitted == [Truth.TRUE, Truth.FALSE]:
            return sampling.Answer(Truth.TRUE, labels=("the bound ends at the best one",))
        if Truth.UNKNOWN in admitted:
            return sampling.Answer(Truth.UNKNOWN)
        # A start beyond the best bound that is admitted, or one below it that is not.
        start, side = (above, "<=") if admitted[1] is Truth.TRUE else (below, ">=")
        return sampling.Answer(Truth.FALSE, violation(side, start, best, asserts=IS_BEST, at=at))


def _row(statement: Statement, depth: int, rate: Fraction, best: numerics.start_bound.BestBound) -> str:
    with numerics.balls.working_precision(60):
        by_print = numerics.balls.ball(printed(statement, depth, rate))
        numbers = [numerics.balls.decimal(by_print, 6), numerics.balls.decimal(best.alpha, TABLE_DIGITS)]
        numbers.append(numerics.balls.decimal(best.alpha / by_print, 6))
    later = "" if best.time == 1 else f" (step {best.time + 1} decides)"
    return f"({depth}, {rate}): {', '.join(numbers)}{later}"


def larger_by_balls(statement: Statement, request: Request) -> Evidence:
    """Compare the stated multiple of the printed bound with the best one, at drawn learning rates."""
    relation = statement.formulas["best_bound"].expression
    factor = enclosures.exact(statement.formulas["factor"].expression, {})

    def decide(case: tuple[int, Fraction]) -> sampling.Answer:
        depth, rate = case
        start = factor * printed(statement, depth, rate)
        values: dict[str, Fraction | int | flint.arb] = {"L": depth, "kappa": rate, "alpha": start}
        with numerics.balls.working_precision(60):
            truth = enclosures.holds(relation, values)
            if truth is not Truth.FALSE:
                return sampling.Answer(truth)
            sides = [enclosures.value(side, values) for side in (relation.lhs, relation.rhs)]
            asserts = f"{factor} times the printed bound satisfies {statement.formulas['best_bound'].plain}"
            return sampling.Answer(
                Truth.FALSE, violation(relation.rel_op, *sides, asserts=asserts, at=values)
            )

    def cases(depth: int) -> SearchStrategy[tuple[int, Fraction]]:
        return st.tuples(st.just(depth), draws.between(*window(statement, depth)))

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/factor",
        request=request,
        domain="sigma = 1, rational kappa in the window",
        drawn=request.drawn_in_large_sample,
    )


def window(statement: Statement, depth: int) -> tuple[Fraction, Fraction]:
    """Return rational ends of the window of kappa in which the best bound is stated."""
    values: dict[str, Fraction | int] = {"S": depth, "L": depth}
    low = enclosures.bound(statement.formulas["window_from"].expression, eta, values) * depth
    high = enclosures.bound(statement.formulas["window_to"].expression, eta, values) * depth
    if depth == 2:
        high = min(high, enclosures.bound(statement.formulas["two_layers_up_to"].expression, kappa, {}))
    return low, high


def printed(statement: Statement, depth: int, rate: Fraction) -> Fraction:
    """Return the printed bound on alpha for sigma = 1, to 30 digits."""
    values: dict[str, Fraction | int] = {"L": depth, "sigma": 1, "S": depth, "eta": rate / depth}
    return enclosures.bound(statement.formulas["alpha_bound"].expression, alpha, values)
