"""Checks that c = 1 and the edge of stability cannot be improved in the decay of the balancing gap."""

from __future__ import annotations

from fractions import Fraction

import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import admission, exactly
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, S, alpha, eta, kappa

FACTOR = "the formula is what the first step multiplies the gap by"
LEAST = "for two layers the modulus of the factor tends to the stated c at the end of the window"
SHRINKS = "|b(1)| <= c |b(0)|"
KEEPS = "the gap keeps a positive limit"
LANDS = "the first step from the stated alpha reaches a minimum with the stated gap"
ATTRACTS = "a step multiplies small errors pi - 1 at the minimum by more than -1"
HYPOTHESES = ("window_from", "window_to", "alpha_bound")
SMALL = Fraction(1, 10**6)
"""A start that every bound on alpha of use admits."""
LARGEST_POWER = 12
"""Numbers 10^-k below the stated c are tried up to this k."""
NEARBY = Fraction(1, 10**9)
"""How far starts are from the one that lands, relative to it."""
LANDING_STEPS = 100
DESCENT_STEPS = 3000
"""How many steps are made before all later ones are bounded together."""
NEAR_EDGE = Fraction(1, 1000)
"""How far below the stated edge learning rates end; some are drawn this near to the end."""


def _end(statement: Statement) -> sympy.Expr:
    """Return the end of the window as a value of kappa."""
    return sympy.expand(admission.end_of(statement.formulas["window_to"].expression, eta) * S)


def _not_approached(statement: Statement) -> Witness | None:
    """Return a start that shows the stated c to be the least one, if the hypotheses exclude it."""
    end = _end(statement)
    with numerics.balls.working_precision(60):
        below = exactly.from_flint(enclosures.value(end, {}).mid().fmpq()) * (1 - NEAR_EDGE**2)
    for depth, rate in ((2, below), (3, Fraction(5, 2))):
        values: dict[str, Fraction | int] = {
            "L": depth,
            "sigma": 1,
            "S": depth,
            "eta": rate / depth,
            "alpha": SMALL,
        }
        if (found := admission.excluded(statement, HYPOTHESES, values)) is not None:
            return found
    return None


def factor_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for every depth that no smaller c bounds what first steps leave of the gap."""
    factor = statement.formulas["first_factor"].expression
    end = _end(statement)
    least = statement.formulas["largest_c"].expression
    domain = "every depth L >= 2, sigma = 1, every c below the stated one"
    if (outside := _not_approached(statement)) is not None:
        return decisions.by_witness(lambda: outside, domain=domain)

    def refute() -> Witness:
        exact = theory.second_step.gaps()[0] / -(alpha**2)
        for depth in (2, 3):
            at = {L: depth, alpha: sympy.Rational(1, 2), kappa: sympy.Rational(5, 2)}
            if factor.subs(at) != exact.subs(at):
                where = {"L": depth, "alpha": "1/2", "kappa": "5/2"}
                return violation("=", factor.subs(at), exact.subs(at), asserts=FACTOR, at=where)
        at_end = abs(sympy.expand(factor.subs(L, 2).subs(kappa, end)))
        return violation("=", at_end, least, asserts=LEAST, at={"L": 2, "kappa": end})

    return decisions.by_argument(
        theory.gap_ends.no_smaller_factor(factor, end, least),
        domain=domain,
        refute=refute,
    )


def factor_by_steps(statement: Statement, request: Request) -> Evidence:
    """Take first steps, in rationals, that leave more than c - 10^-k of the gap."""
    if (outside := _not_approached(statement)) is not None:
        return decisions.by_witness(lambda: outside, domain="next to the end of the window, and small starts")
    formulas = statement.formulas
    least = enclosures.exact(formulas["largest_c"].expression, {})

    def rates_between(depth: int) -> tuple[Fraction, Fraction]:
        values: dict[str, Fraction | int] = {"S": depth, "L": depth}
        ends = (formulas[name].expression for name in ("window_from", "window_to"))
        low, high = (enclosures.bound(end, eta, values) * depth for end in ends)
        return low, high

    def cases(depth: int) -> SearchStrategy[tuple[int, Fraction, int]]:
        low, high = rates_between(depth)
        rates = st.just(high) if depth == 2 else draws.between(low, high)
        return st.tuples(st.just(depth), rates, st.integers(1, LARGEST_POWER))

    def decide(case: tuple[int, Fraction, int]) -> sampling.Answer:
        depth, rate, power = case
        hypotheses: dict[str, Fraction | int] = {"L": depth, "sigma": 1, "S": depth, "eta": rate / depth}
        try:
            largest = enclosures.bound(formulas["alpha_bound"].expression, alpha, hypotheses)
        except ValueError:  # at the end of a window that is too wide no start is admitted
            return sampling.Answer(Truth.UNKNOWN)
        # Beyond two layers what is missing from 1 is below (alpha^(L-2))^2.
        scale = min(Fraction(1, 10**power), largest / 2)
        start = [scale] * (depth - 1) + [Fraction(0)]
        moved = numerics.modes.step(start, Fraction(1), rate / depth)
        left = numerics.modes.gap(moved, 1, depth) / numerics.modes.gap(start, 1, depth)
        at: dict[str, object] = {"L": depth, "kappa": rate, "alpha": scale}
        values = {"L": Fraction(depth), "kappa": rate, "alpha": scale}
        said = enclosures.exact(formulas["first_factor"].expression, values)
        if said != left:
            return sampling.Answer(Truth.FALSE, violation("=", said, left, asserts=FACTOR, at=at))
        if abs(left) > least:
            return sampling.Answer(Truth.FALSE, violation("<=", abs(left), least, asserts=SHRINKS, at=at))
        # That one start leaves less does not contradict the claim.
        enough = abs(left) > least - Fraction(1, 10**power)
        return sampling.Answer(Truth.TRUE if enough else Truth.UNKNOWN)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/no smaller factor",
        request=request,
        domain=f"sigma = 1, 10^-k below the stated c, k = 1, ..., {LARGEST_POWER}, rational kappa and alpha",
        drawn=request.cases(20),
    )


def edge_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for two layers that below the stated edge, however near, the gap does not tend to zero."""
    relation, end, square, gap = _below(statement)

    def refute() -> Witness:
        layers = [value.subs(L, 2) for value in theory.second_step.after_first_step()]
        rates = (sympy.Integer(1), (end + 2) / 2, end, end + 1)
        for rate in (rate for rate in rates if relation.subs(kappa, rate) == sympy.true):
            first, last = (layer.subs(alpha, sympy.sqrt(square)).subs(kappa, rate) for layer in layers)
            at = {"L": 2, "kappa": rate, "alpha^2": square.subs(kappa, rate)}
            if sympy.expand(first * last) != 1:
                return violation("=", sympy.expand(first * last), 1, asserts=LANDS, at=at)
            reached = sympy.expand(first**2 - last**2)
            if reached != gap.subs(kappa, rate):
                return violation("=", gap.subs(kappa, rate), reached, asserts=LANDS, at=at)
            multiplier = sympy.expand(1 - rate / 2 * (first**2 + last**2))
            if multiplier <= -1:
                return violation(">", multiplier, sympy.Integer(-1), asserts=ATTRACTS, at=at)
        raise NotAWitnessError("nothing was seen to be wrong")

    domain = f"L = 2, sigma = 1, every {statement.formulas['below_edge'].plain}"
    if not (isinstance(relation, sympy.StrictLessThan) and relation.lts == kappa):
        return decisions.by_witness(refute, domain=domain)
    return decisions.by_argument(
        theory.gap_ends.keeps_gap_below(end, square, gap), domain=domain, refute=refute
    )


def _below(statement: Statement) -> tuple[sympy.Rel, sympy.Expr, sympy.Expr, sympy.Expr]:
    formulas = statement.formulas
    relation = formulas["below_edge"].expression
    return (
        relation,
        admission.end_of(relation, kappa),
        formulas["landing_square"].expression,
        formulas["landing_gap"].expression,
    )


def edge_by_descent(statement: Statement, request: Request) -> Evidence:
    """Enclose the limit of the gap from starts next to the stated alpha, at drawn learning rates."""
    relation, end, square, gap = _below(statement)
    last = Fraction(int(end.p), int(end.q))

    def decide(case: tuple[Fraction, bool]) -> sampling.Answer:
        rate, above = case
        value = enclosures.exact(square, {"kappa": rate})
        stated = enclosures.exact(gap, {"kappa": rate})
        at = {"L": 2, "kappa": rate, "alpha^2": value}
        if value <= 0:
            return sampling.Answer(Truth.FALSE, violation(">", value, Fraction(0), asserts=LANDS, at=at))
        with numerics.balls.working_precision(request.digits + 20):
            root = numerics.balls.ball(value).sqrt().mid().fmpq()
        scale = Fraction(int(root.p), int(root.q)) * (1 + (NEARBY if above else -NEARBY))
        moved = numerics.modes.step([scale, Fraction(0)], Fraction(1), rate / 2)
        error = abs(numerics.modes.product(moved) - 1)
        if error > 3 * NEARBY:
            return sampling.Answer(
                Truth.FALSE, violation("<=", error, 3 * NEARBY, asserts=f"{LANDS}; left: |pi - 1|", at=at)
            )
        reached = numerics.modes.gap(moved, 1, 2)
        if abs(reached - stated) > 10 * NEARBY * (value + 1 / value):
            return sampling.Answer(Truth.FALSE, violation("=", stated, reached, asserts=LANDS, at=at))
        try:
            found = numerics.gap_limit.enclose(
                [scale, Fraction(0)], 1, rate / 2, (1, 2), steps=LANDING_STEPS, digits=request.digits
            )
        except numerics.errors.Inconclusive:
            return sampling.Answer(Truth.UNKNOWN)
        return sampling.Answer(numerics.balls.less(0, found.lower))

    near = last - NEAR_EDGE
    low = Fraction(1, 2)
    rates = st.one_of(*[draws.between(low, near, edges=False)] * 3, draws.between(near - NEAR_EDGE, near))
    if relation.gts == kappa:
        rates = draws.between(last + NEAR_EDGE, last + 1)
    sample = sampling.draw(
        st.tuples(rates, st.booleans()),
        decide,
        cases=request.cases(60),
        seed=request.seed_of(f"{statement.slug}/edge"),
    )
    return sampling.evidence(
        [sample],
        domain="L = 2, sigma = 1, rational kappa from 1/2 to 1/1000 below the end, starts 10^-9 beside",
    )


def small_starts_keep_a_gap(statement: Statement, request: Request) -> Evidence:
    """Enclose the limit of the gap from a start that the bound on alpha admits, just below the edge."""
    formulas = statement.formulas
    rate, scale = (
        enclosures.exact(formulas[name].expression, {}) for name in ("near_edge", "near_edge_alpha")
    )

    def decide(depth: int) -> sampling.Answer:
        at: dict[str, object] = {"L": depth, "sigma": 1, "kappa": rate, "alpha": scale}
        values: dict[str, Fraction | int] = {"L": depth, "sigma": 1, "S": depth, "eta": rate / depth}
        values["alpha"] = scale
        if (outside := admission.excluded(statement, ("alpha_bound",), values)) is not None:
            return sampling.Answer(Truth.FALSE, outside)
        start = [scale] * (depth - 1) + [Fraction(0)]
        gap = numerics.modes.gap(numerics.modes.step(start, Fraction(1), rate / depth), 1, depth)
        if gap == 0:
            asserts = f"{KEEPS}; left: the gap after one step"
            return sampling.Answer(Truth.FALSE, violation(">", gap, Fraction(0), asserts=asserts, at=at))
        try:
            found = numerics.gap_limit.enclose(
                start, 1, rate / depth, (1, depth), steps=DESCENT_STEPS, digits=request.digits
            )
        except numerics.errors.Inconclusive:
            return sampling.Answer(Truth.UNKNOWN)
        return sampling.Answer(numerics.balls.less(0, found.lower))

    depths = [depth for depth in request.every_depth if depth in depths_below(request)]
    return sampling.evidence(
        [sampling.every(depths or [2], decide)],
        domain=f"L = {', '.join(map(str, depths))}, sigma = 1; {DESCENT_STEPS} steps, then all later ones",
    )


def depths_below(request: Request) -> range:
    """Return the depths at which a start below the edge is followed."""
    return range(2, 4 if request.profile is Profile.QUICK else 7)
