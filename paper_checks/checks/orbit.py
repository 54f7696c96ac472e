"""Checks of the period-2 orbit of one balanced mode (rank one)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.argument import Argument, Step
from theory.propositions import Both, Identity
from theory.symbols import kappa

UPDATE = "the formula is one step of gradient descent where all layers share the value rho"
VANISHES = "the polynomial vanishes at the lower point of the period-2 orbit"
LARGEST_RATE = Fraction(8)
"""Half of the normalised learning rates drawn lie between the onset and here, half up to 100 times as far."""


def update_by_argument(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that a transcribed update is one balanced step, for every depth."""
    source = statement.formulas[formula].expression
    return decisions.by_argument(
        theory.orbits.update(source),
        domain="every depth L >= 2, every rho, sigma and eta",
        rests_on=("theory.orbits.update", "theory.modes.balanced_step"),
        refute=lambda: exactly.different(source, theory.modes.balanced_step(), asserts=UPDATE),
    )


@dataclass(frozen=True)
class BalancedCase:
    """A balanced state of one mode, its target and a learning rate."""

    depth: int
    rho: Fraction
    sigma: Fraction
    eta: Fraction


def update_by_steps(formula: str, statement: Statement, request: Request) -> Evidence:
    """Compare a transcribed update with one exact step of all layers, which have to stay equal."""
    source = statement.formulas[formula].expression

    def decide(case: BalancedCase) -> sampling.Answer:
        moved = numerics.modes.step([case.rho] * case.depth, case.sigma, case.eta)
        values = {"L": Fraction(case.depth), "rho": case.rho, "sigma": case.sigma, "eta": case.eta}
        said = enclosures.exact(source, values)
        agreed = all(layer == moved[0] for layer in moved)
        assert agreed, "balanced layers have to stay equal"
        return exactly.answer(said, moved[0], asserts=UPDATE, at=values)

    def cases(depth: int) -> SearchStrategy[BalancedCase]:
        numbers = draws.positive_rationals()
        return st.builds(BalancedCase, st.just(depth), numbers, numbers, numbers)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/{formula}",
        request=request,
        domain="rational balanced states, targets and learning rates",
        rests_on=("numerics.modes.step",),
    )


def polynomial_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the transcribed polynomial in rho and the ratio z vanishes exactly on period-2 orbits."""
    source = statement.formulas["polynomial"].expression
    return decisions.by_argument(
        theory.orbits.polynomial(source),
        domain="every depth L >= 2, every sigma, positive points rho and z rho with z other than 1",
        rests_on=("theory.orbits.polynomial", "theory.modes.return_residual"),
        refute=lambda: _not_a_root(source, statement),
    )


def ratio_in_polynomial_by_argument(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that the polynomial with a transcribed ratio z(rho) put in has the orbit's points as roots."""
    ratio = statement.formulas[formula].expression
    source = statement.formulas["polynomial"].expression
    composed = source.subs(theory.symbols.z, ratio)
    return decisions.by_argument(
        theory.orbits.polynomial_with_ratio(source, ratio),
        domain="every depth L >= 2, every sigma and eta, the lower point rho of a period-2 orbit",
        rests_on=("theory.orbits.polynomial_with_ratio", "theory.modes.balanced_step"),
        refute=lambda: _not_a_root(composed, statement),
    )


def _not_a_root(expression: sympy.Expr, statement: Statement) -> Witness:
    """Evaluate at the orbit of two layers whose ratio is 2: rho^2 = 1/3, kappa = 3, everything rational."""
    value = theory.orbits.on_orbit(expression, 2, 2)
    if not _admitted(statement, theory.orbits.kappa(2, 2)):
        raise NotAWitnessError(f"{VANISHES}: the orbit with ratio 2 is outside the hypotheses")
    if not value.is_Rational:
        raise NotAWitnessError(f"{VANISHES}: the value {value} is not rational")
    at = {
        "L": 2,
        "sigma": 1,
        "kappa": theory.orbits.kappa(2, 2),
        "rho^2": theory.orbits.points(2, 2)[0],
        "z": 2,
    }
    return violation("=", value, sympy.Integer(0), asserts=VANISHES, at=at)


def wrong_point(lower: sympy.Expr, upper: sympy.Expr) -> Witness:
    """Evaluate two formulas of the points at the orbit of two layers whose ratio is 2.

    Raises:
        NotAWitnessError: if both give the points of that orbit.
    """
    at = {"L": 2, "sigma": 1, "z": 2, "kappa": theory.orbits.kappa(2, 2)}
    values = {theory.symbols.L: 2, theory.symbols.sigma: 1, theory.symbols.z: 2}
    for said, point in zip((lower, upper), theory.orbits.points(2, 2), strict=True):
        if said.subs(values) != point:
            return violation(
                "=", said.subs(values), point, asserts="the formula is a point of the orbit", at=at
            )
    raise NotAWitnessError("both formulas give the points of the orbit of two layers with ratio 2")


@dataclass(frozen=True)
class RateCase:
    """A depth, a root r = sigma^(1/L) and a normalised learning rate."""

    depth: int
    root: Fraction
    kappa: Fraction


def rate_cases(depth: int, low: Fraction = Fraction(2)) -> SearchStrategy[RateCase]:
    """Draw normalised learning rates above a lower end, and several sigma."""
    rates = st.one_of(draws.between(low, LARGEST_RATE), draws.between(low, 100 * LARGEST_RATE))
    return st.builds(RateCase, st.just(depth), draws.roots(), rates)


def _labels(case: RateCase) -> tuple[str, ...]:
    near = "within 1/100 of the onset" if case.kappa - 2 < Fraction(1, 100) else "away from the onset"
    window = "kappa < 2 sqrt 2" if case.kappa**2 < 8 else "kappa > 2 sqrt 2"
    return (near, window)


def polynomial_by_orbits(formula: str | None, statement: Statement, request: Request) -> Evidence:
    """Evaluate the polynomial at enclosed orbits, with their ratio or with a transcribed z(rho)."""
    source = statement.formulas["polynomial"].expression
    if formula is not None:
        source = source.subs(theory.symbols.z, statement.formulas[formula].expression)

    def decide(case: RateCase, orbit: numerics.orbits.PeriodTwoOrbit) -> tuple[Truth, Witness | None]:
        sigma = case.root**case.depth
        values: dict[str, Fraction | int | arb] = {
            "L": case.depth,
            "rho": orbit.lower_layer * enclosures.value(theory.symbols.rho, {"rho": case.root}),
            "z": orbit.ratio,
            "sigma": sigma,
            "eta": case.kappa / (case.depth * case.root ** (2 * case.depth - 2)),
        }
        # The root is known to `digits + 10` digits; the polynomial loses some of them.
        at_root = close(
            enclosures.value(source, values), arb(0), request.digits - 10, asserts=VANISHES, at=_at(case)
        )
        return at_root.truth, at_root.witness

    return _over_orbits(decide, statement, request, name=f"polynomial/{formula}")


def exists_by_argument(once: bool, statement: Statement, _request: Request) -> Evidence:
    """Decide that a positive period-2 orbit exists (one and no more, if `once`) for every admitted kappa."""
    formula = statement.formulas["beyond_eos"]
    onset = _lower_end(formula.expression)
    argument = theory.orbits.uniqueness() if once else theory.orbits.existence()
    evidence = decisions.by_argument(
        argument,
        domain=f"every depth L >= 2, every sigma, every {formula.plain}",
        rests_on=("theory.orbits.uniqueness" if once else "theory.orbits.existence",),
    )
    strict = isinstance(formula.expression, sympy.StrictGreaterThan)
    if onset > 2 or (onset == 2 and strict):
        return evidence

    def refute() -> Witness:
        # Two layers: kappa = 2 (z + 1/z - 1), so a ratio z > 1 is a root of 2 z^2 - (kappa + 2) z + 2.
        rate = (max(onset, sympy.Integer(0)) + 2) / 2 if strict else onset
        z = theory.symbols.z
        roots = sympy.Poly(sympy.numer(sympy.together(theory.orbits.kappa(2, z) - rate)), z).count_roots(1)
        asserts = "the number of ratios z > 1 with kappa(2, z) = kappa is at least 1"
        return violation(">=", roots, 1, asserts=asserts, at={"L": 2, "kappa": rate})

    return decisions.by_witness(refute, domain=evidence.domain, rests_on=("theory.orbits.kappa",))


def exists_by_root_count(once: bool, statement: Statement, request: Request) -> Evidence:
    """Count the positive period-2 orbits of the update rule at drawn rational kappa, exactly."""
    low = enclosures.bound(statement.formulas["beyond_eos"].expression, kappa, {})
    asserts = f"the number of positive period-2 orbits is {'1' if once else 'at least 1'}"

    def decide(case: RateCase) -> sampling.Answer:
        found = numerics.orbits.count(case.depth, case.kappa)
        if found == 1 or (found > 1 and not once):
            return sampling.Answer(Truth.TRUE, labels=_labels(case))
        witness = violation("=" if once else ">=", found, 1, asserts=asserts, at=_at(case))
        return sampling.Answer(Truth.FALSE, witness, _labels(case))

    return sampling.over_depths(
        lambda depth: rate_cases(depth, low),
        decide,
        statement=f"{statement.slug}/count/{once}",
        request=request,
        domain=f"rational kappa up to {100 * LARGEST_RATE}",
        rests_on=("numerics.orbits.count",),
    )


Bound = tuple[str, str]
"""Which point, 'lower' or 'upper', and the name of the relation that its end-to-end value has to satisfy."""

POINTS = {
    "lower": ("lower_point_above", "lower_point_below"),
    "upper": ("upper_point_above", "upper_point_below"),
}
"""The relations that each point has to satisfy: one from below, one from above."""


def points_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the transcribed open intervals of both points, for every depth and kappa > 2."""
    relations = {name: statement.formulas[name].expression for names in POINTS.values() for name in names}
    domain = "every depth L >= 2, every sigma, every kappa > 2"
    rests_on = ("theory.orbits.points_between",)
    intervals = [
        (_end(relations[above], sympy.Gt), _end(relations[below], sympy.Lt))
        for above, below in POINTS.values()
    ]
    ends = [end for interval in intervals for end in interval]
    if any(end is None for end in ends):
        return decisions.by_witness(lambda: _violated(relations, statement), domain=domain, rests_on=rests_on)
    return decisions.by_argument(
        theory.orbits.points_between((ends[0], ends[1]), (ends[2], ends[3])),
        domain=domain,
        rests_on=rests_on,
        refute=lambda: _violated(relations, statement),
    )


def bound_by_argument(name: str, statement: Statement, _request: Request) -> Evidence:
    """Decide a transcribed bound on the upper point, u <= c sigma, for every depth and kappa > 2."""
    relation = statement.formulas[name].expression
    bound = _end(relation, sympy.Le)
    domain = "every depth L >= 2, every sigma, every kappa > 2"
    rests_on = ("theory.orbits.upper_point_at_most",)
    relations = {f"upper: {name}": relation}
    if bound is None:
        return decisions.by_witness(lambda: _violated(relations, statement), domain=domain, rests_on=rests_on)
    return decisions.by_argument(
        theory.orbits.upper_point_at_most(bound),
        domain=domain,
        rests_on=rests_on,
        refute=lambda: _violated(relations, statement),
    )


ATTAINED = "at L = 2 and the stated kappa the upper point is the best constant times sigma"


def attained_by_evaluation(statement: Statement, _request: Request) -> Evidence:
    """Decide that the best constant is attained by the orbit of two layers with ratio 2."""
    best = statement.formulas["best_upper_point"].expression / theory.symbols.sigma
    stated = statement.formulas["attaining_rate"].expression
    upper = Identity(theory.orbits.points(2, 2)[1], best)
    rate = Identity(theory.orbits.kappa(2, 2), stated)
    shows = Both(upper, rate)
    steps = (Step("upper point", upper), Step("rate", rate))
    both = Step("both", shows, theory.rules.CONJUNCTION, ("upper point", "rate"))

    def refute() -> Witness:
        at = {"L": 2, "sigma": 1, "z": 2}
        wrong = upper if not upper.decide() else rate
        return violation("=", wrong.left, wrong.right, asserts=ATTAINED, at=at)

    return decisions.by_argument(
        Argument(shows, (*steps, both)),
        domain=f"L = 2, kappa = {stated}, every sigma",
        rests_on=("theory.orbits.points", "theory.orbits.kappa"),
        refute=refute,
    )


def attained_by_orbit(statement: Statement, request: Request) -> Evidence:
    """Compare the best constant with the upper point of the enclosed orbit at the stated kappa."""
    best = statement.formulas["best_upper_point"].expression
    rate = enclosures.exact(statement.formulas["attaining_rate"].expression, {})

    def decide(root: Fraction) -> sampling.Answer:
        orbit = numerics.orbits.enclose(2, rate, request.digits + 10)
        sigma = root**2
        with numerics.balls.working_bits(orbit.bits):
            upper = orbit.upper * enclosures.value(theory.symbols.sigma, {"sigma": sigma})
            constant = enclosures.value(best, {"sigma": sigma})
            at = {"L": 2, "sigma": sigma, "kappa": rate}
            return close(upper, constant, request.digits, asserts=ATTAINED, at=at)

    sample = sampling.every(draws.ROOTS, decide)
    domain = f"L = 2, kappa = {rate}, several sigma"
    return sampling.evidence([sample], domain=domain, rests_on=("numerics.orbits.enclose",))


def close(left: arb, right: arb, digits: int, *, asserts: str, at: Mapping[str, object]) -> sampling.Answer:
    """Say that two balls agree to a number of digits, or that they certainly differ."""
    small = arb(10) ** -digits * abs(right).max(arb(1))
    if abs(left - right) < small:
        return sampling.Answer(Truth.TRUE)
    if abs(left - right) > small:
        return sampling.Answer(Truth.FALSE, violation("=", left, right, asserts=asserts, at=at))
    return sampling.Answer(Truth.UNKNOWN)


def _admitted(statement: Statement, rate: sympy.Expr) -> bool:
    """Say whether a normalised learning rate satisfies the hypothesis of the orbit's existence."""
    relation = statement.formulas["beyond_eos"].expression
    return bool(relation.func(relation.lhs.subs(kappa, rate), relation.rhs.subs(kappa, rate)))


def _violated(relations: Mapping[str, sympy.Rel], statement: Statement) -> Witness:
    """Search ratios near 1, at 2 and far out, at two layers, for a point that violates a relation."""
    for ratio in (2, sympy.Rational(1000001, 1000000), sympy.Rational(1001, 1000), 10, 10**6):
        lower, upper = theory.orbits.points(2, ratio)
        if not _admitted(statement, theory.orbits.kappa(2, ratio)):
            continue
        for name, relation in relations.items():
            at_point = {
                theory.symbols.u: lower if name.startswith("lower") else upper,
                theory.symbols.sigma: 1,
            }
            left, right = relation.lhs.subs(at_point), relation.rhs.subs(at_point)
            if not relation.func(left, right):
                at = {"L": 2, "sigma": 1, "z": ratio, "kappa": theory.orbits.kappa(2, ratio)}
                return violation(relation.rel_op, left, right, asserts=f"{name}: {relation}", at=at)
    raise NotAWitnessError("no ratio tried violates the interval")


def points_by_orbits(names: tuple[str, ...], statement: Statement, request: Request) -> Evidence:
    """Evaluate transcribed relations at enclosed orbits; a name starts with the point it is about."""

    def decide(case: RateCase, orbit: numerics.orbits.PeriodTwoOrbit) -> tuple[Truth, Witness | None]:
        sigma = case.root**case.depth
        scale = enclosures.value(theory.symbols.sigma, {"sigma": sigma})
        for name in names:
            relation = statement.formulas[name].expression
            point = (orbit.lower if name.startswith("lower") else orbit.upper) * scale
            values: dict[str, Fraction | int | arb] = {"u": point, "sigma": sigma}
            truth = enclosures.holds(relation, values)
            if truth is Truth.FALSE:
                sides = [enclosures.value(side, values) for side in (relation.lhs, relation.rhs)]
                asserts = f"{name}: {statement.formulas[name].plain}"
                return truth, violation(relation.rel_op, *sides, asserts=asserts, at=_at(case))
            if truth is Truth.UNKNOWN:
                return truth, None
        return Truth.TRUE, None

    return _over_orbits(decide, statement, request, name="/".join(names))


Decide = Callable[[RateCase, "numerics.orbits.PeriodTwoOrbit"], tuple[Truth, Witness | None]]


def _over_orbits(decide: Decide, statement: Statement, request: Request, *, name: str) -> Evidence:
    """Enclose the orbit of each drawn case and decide something about it; below kappa = 2 there is none."""
    low = max(Fraction(2), enclosures.bound(statement.formulas["beyond_eos"].expression, kappa, {}))

    def each(case: RateCase) -> sampling.Answer:
        orbit = numerics.orbits.enclose(case.depth, case.kappa, request.digits + 10)
        with numerics.balls.working_bits(orbit.bits):
            truth, witness = decide(case, orbit)
        return sampling.Answer(truth, witness, _labels(case))

    return sampling.over_depths(
        lambda depth: rate_cases(depth, low),
        each,
        statement=f"{statement.slug}/{name}",
        request=request,
        domain=f"rational kappa from 2 to {100 * LARGEST_RATE}, several sigma",
        rests_on=("numerics.orbits.enclose",),
    )


def _at(case: RateCase) -> dict[str, object]:
    return {"L": case.depth, "sigma": case.root**case.depth, "kappa": case.kappa}


def _lower_end(relation: sympy.Rel) -> sympy.Expr:
    """Return c of a relation kappa > c."""
    if relation.gts != kappa:
        raise ValueError(f"{relation} is not of the form kappa > c")
    return relation.lts


def _end(relation: sympy.Rel, kind: type[sympy.Rel]) -> sympy.Expr | None:
    """Return c of a relation of the given kind between the end-to-end value u and c sigma."""
    if not isinstance(relation, kind) or relation.lhs != theory.symbols.u:
        return None
    return sympy.cancel(relation.rhs / theory.symbols.sigma)
