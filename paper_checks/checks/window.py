"""Checks of the decay of the balancing gap in the paper's window of learning rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Method
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.argument import Argument, Step
from theory.propositions import Both, Domain, Identity, Inequality, Range
from theory.symbols import Q, S, alpha, eta, kappa, s_k, sigma

SHRINKS = "|b(t+1)| < c |b(t)| for some c in (0, 1]"
NOT_LARGER = "|b(t+1)| <= |b(t)|"
GROWS = "|b(1)| > |b(0)|"

Values = Mapping[str, Fraction | int | flint.arb]


def landing_by_roots(statement: Statement, _request: Request) -> Evidence:
    """Find an initial scale inside the hypotheses that lands on a minimum exactly, as an isolated root."""
    domain = (
        "L = 2, sigma = 1, eta in {11/10, 6/5, 13/10}, at most 4 steps, every alpha that the hypotheses admit"
    )
    rests_on = ("theory.landing.landings", "SymPy root isolation", "FLINT root isolation")

    def refute() -> Witness:
        for rate in (Fraction(11, 10), Fraction(6, 5), Fraction(13, 10)):
            for steps in range(2, 5):
                for landing in theory.landing.landings(rate, steps, Fraction(1)):
                    ends = [_square_root(end) for end in (landing.low, landing.high)]
                    if not all(_admitted(statement, 2, rate, end) for end in ends):
                        continue
                    # At the root b(t+1) - b(t) is the remainder; where it is zero, b(t+1)/b(t) is 1.
                    ratio = (1 + landing.next_gap_change).as_expr()
                    at = {
                        "L": 2,
                        "sigma": 1,
                        "eta": rate,
                        "alpha^2": (
                            f"the root A between {_decimal(landing.low)} and {_decimal(landing.high)} of "
                            f"{landing.polynomial.as_expr()} = 0"
                        ),
                        "t": steps,
                    }
                    return violation(
                        "<", ratio, 1, asserts=f"{SHRINKS}; left: |b(t+1)|/|b(t)|, right: c", at=at
                    )
        raise NotAWitnessError("no landing inside the hypotheses was found")

    return decisions.by_witness(refute, domain=domain, rests_on=rests_on)


BRACKETS = (
    (2, Fraction(11, 10), 3, (Fraction(27, 100), Fraction(28, 100))),
    (3, Fraction(7, 10), 7, (Fraction(351, 1000), Fraction(352, 1000))),
)
"""Depth, learning rate, steps and range of alpha in which a landing is to be enclosed."""


def landing_by_balls(statement: Statement, request: Request) -> Evidence:
    """Enclose initial scales inside the hypotheses from which gradient descent lands on a minimum exactly."""
    domain = "sigma = 1, L = 2 and L = 3, one learning rate each"

    def refute() -> Witness:
        for depth, rate, steps, bracket in BRACKETS:
            landing = numerics.landing.land(depth, rate, steps, bracket, request.digits)
            if not _admitted(statement, depth, rate, landing.alpha):
                continue
            at = {
                "L": depth,
                "sigma": 1,
                "eta": rate,
                "alpha": landing.alpha,
                "t": steps,
                "b(t)": landing.gap,
            }
            ratio = _gap_ratio(depth, rate, steps, landing.alpha, request.digits)
            return violation("<", ratio, 1, asserts=f"{SHRINKS}; left: |b(t+1)|/|b(t)|, right: c", at=at)
        raise NotAWitnessError("no landing inside the hypotheses was found")

    rests_on = ("numerics.landing.land", "numerics.modes.step")
    return decisions.by_witness(refute, domain=domain, rests_on=rests_on, method=Method.BALLS)


def _gap_ratio(depth: int, rate: Fraction, steps: int, scale: flint.arb, digits: int) -> Fraction:
    """Return |b(t+1)|/|b(t)| at a landing, after running gradient descent there again in balls.

    The landing proves that the product is 1 exactly, so the step that follows changes nothing; the run
    has to agree: a product that may be 1, a gap that is not 0, and the same gap one step later.

    Raises:
        NotAWitnessError: if the run does not agree.
    """
    with numerics.balls.working_precision(2 * digits):
        one, rate_ball = flint.arb(1), numerics.balls.ball(rate)
        state: tuple[flint.arb, ...] = (*[scale] * (depth - 1), flint.arb(0))
        for _ in range(steps):
            state = numerics.modes.step(state, one, rate_ball)
        gap = numerics.modes.gap(state, 1, depth)
        after = numerics.modes.gap(numerics.modes.step(state, one, rate_ball), 1, depth)
        small = abs(gap) * flint.arb(10) ** (-digits // 2)
        if not (numerics.modes.product(state).contains(1) and abs(after - gap) < small):
            raise NotAWitnessError(f"gradient descent from {scale} does not stay where it landed")
    return Fraction(1)


def _decimal(number: Fraction) -> str:
    """Write a fraction whose denominator is the power of ten of the landings, exactly."""
    return f"0.{number.numerator * 10**theory.landing.DIGITS // number.denominator:0{theory.landing.DIGITS}d}"


def _square_root(number: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(number.numerator, number.denominator)).sqrt()


def _admitted(statement: Statement, depth: int, rate: Fraction, scale: Fraction | flint.arb) -> bool:
    """Say whether sigma = 1, a learning rate and an initial scale certainly satisfy every hypothesis."""
    values: Values = {
        "L": depth,
        "sigma": 1,
        "sigma_1": 1,
        "S": depth,
        "S_1": depth,
        "eta": rate,
        "alpha": scale,
    }
    with numerics.balls.working_precision(60):
        return all(
            enclosures.holds(statement.formulas[name].expression, values) is Truth.TRUE
            for name in statement.hypotheses
        )


def never_grows_by_argument(bound: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that no gap ever grows inside the transcribed window and bound on alpha, for every depth.

    The formulas are put in units of the mode: sigma = r^L, S = L r^(2L-2), eta = kappa/S, alpha = a r. The
    argument is about r = 1, so the window in kappa and the bound on a must not depend on r.
    """
    domain = "every depth L >= 2, every sigma, every learning rate and initial scale of the hypotheses"
    rests_on = ("theory.window.non_increasing", "theory.modes.step")
    kinds = {"window_from": (sympy.Gt, eta), "window_to": (sympy.Lt, eta), bound: (sympy.Lt, alpha)}
    ends = []
    for name, (kind, quantity) in kinds.items():
        relation = statement.formulas[name].expression
        end = _in_units(relation.rhs) * (SHARPNESS if quantity == eta else 1 / UNIT)
        if not isinstance(relation, kind) or relation.lhs != quantity or end.has(UNIT, STEEPNESS):
            reason = f"{statement.formulas[name].plain} is not a strict bound that scales with the mode"
            return decisions.by_witness(None, domain=domain, rests_on=rests_on, otherwise=reason)
        ends.append(end)
    return decisions.by_argument(
        theory.window.non_increasing(ends[0], ends[1], ends[2] ** 4), domain=domain, rests_on=rests_on
    )


UNIT = sympy.Symbol("r", positive=True)
"""sigma^(1/L), the layer value at the balanced minimum."""
STEEPNESS = sympy.Symbol("q", positive=True)
"""r^(L-1), kept as a symbol of its own: what does not contain it does not depend on r through it."""
SHARPNESS = theory.symbols.L * STEEPNESS**2
"""S in terms of L and q."""


def _in_units(formula: sympy.Expr) -> sympy.Expr:
    """Write a bound in kappa, L, r = sigma^(1/L) and q = r^(L-1)."""
    in_units = {sigma: UNIT**theory.symbols.L, S: SHARPNESS, eta: kappa / SHARPNESS}
    return formula.subs(in_units, simultaneous=True)


@dataclass(frozen=True)
class TrajectoryCase:
    """A start of one mode inside the hypotheses.

    Attributes:
        depth: number of layers.
        root: r = sigma^(1/L) of the mode.
        top_root: sigma_1^(1/L) of the target, at least r.
        eta: learning rate.
        alpha: initial scale.
        lead: (s, t): all layers but the last start at s, the last at t; the paper's start is (alpha, 0).
    """

    depth: int
    root: Fraction
    top_root: Fraction
    eta: Fraction
    alpha: Fraction
    lead: tuple[Fraction, Fraction]

    @property
    def values(self) -> dict[str, Fraction | int]:
        """The values of the symbols of the hypotheses."""
        power = 2 * self.depth - 2
        return {
            "L": self.depth,
            "sigma": self.root**self.depth,
            "sigma_1": self.top_root**self.depth,
            "S": self.depth * self.root**power,
            "S_1": self.depth * self.top_root**power,
            "eta": self.eta,
            "alpha": self.alpha,
        }


STEPS = 120
"""How many steps of gradient descent a trajectory is followed."""


def by_trajectories(bound: str, statement: Statement, request: Request) -> Evidence:
    """Follow the gap of every layer to the last one along trajectories drawn inside the hypotheses.

    Args:
        bound: name of the formula that bounds alpha, which tells the readings apart.
        statement: the statement with its formulas.
        request: depths, digits, seed and amount of work.
    """
    names = ("window_from", "window_to", bound)

    def decide(case: TrajectoryCase) -> sampling.Answer:
        for name in names:
            relation = statement.formulas[name].expression
            with numerics.balls.working_precision(60):
                admitted = enclosures.holds(relation, case.values) is Truth.TRUE
            if not admitted:
                raise AssertionError(f"a case was drawn outside the hypothesis {name}: {case}")
        return _follow(case, request.digits)

    return sampling.over_depths(
        lambda depth: _trajectories(statement, names, depth),
        decide,
        statement=f"{statement.slug}/{bound}",
        request=request,
        domain=(
            f"the paper's start and later states of the same family, {STEPS} steps each at {request.digits} "
            f"digits or more, while the gap exceeds 10^-{request.digits // 2} of alpha^2"
        ),
        rests_on=("numerics.modes.run", "numerics.modes.gap"),
    )


def _follow(case: TrajectoryCase, digits: int) -> sampling.Answer:
    """Compare each gap of a layer to the last one with the gap one step later, in balls."""
    first, last = case.lead
    state = [first] * (case.depth - 1) + [last]
    # A factor 1 - x^2 with x as small as alpha^(L-2) has to be told from 1.
    small = max(0, -2 * (case.depth - 2) * _decimal_exponent(min(case.alpha, Fraction(1))))
    run = numerics.modes.run(state, case.root**case.depth, case.eta, STEPS, 2 * digits + small)
    negligible = flint.fmpq(case.alpha.numerator, case.alpha.denominator) ** 2 / flint.fmpq(10) ** (
        digits // 2
    )
    labels = {"from the paper's start" if last == 0 else "from a later state"}
    kappa_ = case.eta * case.values["S"]
    labels.add(
        "within 1/100 of an end of the window"
        if kappa_ < Fraction(201, 100) or kappa_ > Fraction(281, 100)
        else "inside the window"
    )
    target = flint.arb(flint.fmpq(case.root.numerator, case.root.denominator)) ** case.depth
    with numerics.balls.working_bits(run.bits):
        for time, (before, after) in enumerate(zip(run.states, run.states[1:], strict=False)):
            if numerics.modes.product(after) > target:
                labels.add("the product exceeds sigma")
            for layer in range(1, case.depth):
                old = abs(numerics.modes.gap(before, layer, case.depth))
                new = abs(numerics.modes.gap(after, layer, case.depth))
                if not old > negligible:
                    # A trajectory on which nothing was compared says nothing.
                    truth = Truth.TRUE if time > 0 else Truth.UNKNOWN
                    return sampling.Answer(truth, labels=tuple(sorted(labels)))
                truth = numerics.balls.less_or_equal(new, old)
                if truth is Truth.FALSE:
                    at = {
                        **case.values,
                        "s": first,
                        "t of the last layer": last,
                        "step": time,
                        "layer": layer,
                    }
                    return sampling.Answer(truth, violation("<=", new, old, asserts=NOT_LARGER, at=at))
                if truth is Truth.UNKNOWN:
                    return sampling.Answer(truth)
    return sampling.Answer(Truth.TRUE, labels=tuple(sorted(labels)))


def _decimal_exponent(number: Fraction) -> int:
    """Return n with 10^n <= number < 10^(n+1), for number in (0, 1]; at most one too small."""
    return len(str(number.numerator)) - len(str(number.denominator)) - 1


def _trajectories(statement: Statement, names: tuple[str, ...], depth: int) -> SearchStrategy[TrajectoryCase]:
    window_from, window_to, bound = (statement.formulas[name].expression for name in names)

    def with_roots(roots: tuple[Fraction, Fraction]) -> SearchStrategy[TrajectoryCase]:
        root, factor = roots
        top = root * factor if bound.has(theory.symbols.S_top) else root
        blank = TrajectoryCase(depth, root, top, Fraction(1), Fraction(1), (Fraction(1), Fraction(0)))
        sharpness = {name: blank.values[name] for name in ("L", "sigma", "sigma_1", "S", "S_1")}
        low = enclosures.bound(window_from, eta, sharpness)
        high = enclosures.bound(window_to, eta, sharpness)
        # In the reading with the top singular value the bound on alpha closes at 2 sqrt 2 / S_1.
        high = high * sharpness["S"] / sharpness["S_1"]

        def with_rate(rate: Fraction) -> SearchStrategy[TrajectoryCase]:
            limit = enclosures.bound(bound, alpha, {**sharpness, "eta": rate})
            scales = draws.between(limit / 4, limit)
            return scales.flatmap(lambda scale: _starts(depth, root, top, rate, scale))

        scale_of_rate = sharpness["S"]
        rates = draws.between(low * scale_of_rate, high * scale_of_rate)
        return rates.flatmap(lambda normalised: with_rate(normalised / scale_of_rate))

    # (sigma_1/sigma)^(1/L) stays below 1 + 1/(8L); so S_1/S stays below sqrt(2) and leaves room for eta.
    factors = draws.between(Fraction(1), 1 + Fraction(1, 8 * depth), edges=False)
    roots = st.sampled_from((*draws.ROOTS, Fraction(1, 1000), Fraction(1000)))
    return st.tuples(roots, factors).flatmap(with_roots)


def _starts(
    depth: int, root: Fraction, top: Fraction, rate: Fraction, scale: Fraction
) -> SearchStrategy[TrajectoryCase]:
    """Draw the paper's start, or a later state (s, ..., s, t) with s > t and s^2 - t^2 <= alpha^2."""

    def later(share: Fraction, lead: Fraction) -> tuple[Fraction, Fraction]:
        last = share * root
        # (s - t)(s + t) <= alpha^2 for s - t at most alpha^2/(2t + alpha).
        return last + lead * scale**2 / (2 * last + scale), last

    at_start = st.just((scale, Fraction(0)))
    shares = draws.between(Fraction(1, 10), Fraction(9, 10))
    leads = draws.between(Fraction(0), Fraction(1))
    states = st.one_of(at_start, st.builds(later, shares, leads))
    return st.builds(lambda lead: TrajectoryCase(depth, root, top, rate, scale, lead), states)


def sharp_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for two layers that beyond the end of the window the first step enlarges the gap."""
    relation = statement.formulas["beyond_window"].expression
    end = sympy.expand(relation.lts * S)
    domain = "L = 2, every sigma, every alpha, every learning rate beyond the end of the window"
    rests_on = ("theory.modes.gap_after_step",)
    strict = isinstance(relation, sympy.StrictGreaterThan)
    if not strict or relation.lhs != eta or not (end**2).is_Rational or not end.is_positive:
        return decisions.by_witness(None, domain=domain, otherwise=f"{relation} is not of the form eta > c/S")
    # From (s_k, 0) with Q = 1 and sigma = 1: kappa = 2 eta and b(1)/b(0) = 1 - kappa^2/4.
    square = sympy.Symbol("kappa_squared", positive=True)
    ratio = theory.modes.gap_after_step().subs({theory.symbols.s_l: 0, Q: 1}) / (-(s_k**2))
    first_step = Identity(ratio.subs(eta, kappa / (2 * sigma)), 1 - kappa**2 / 4)
    beyond = Domain((Range(square, end**2, strict=True),), where=((square, kappa**2),))
    grows = Inequality(square / 4 - 1, sympy.Integer(1), beyond, strict=True)
    shows = Both(first_step, grows)
    steps = (Step("first step", first_step), Step("growth", grows))
    both = Step("both", shows, theory.rules.CONJUNCTION, ("first step", "growth"))

    def refute() -> Witness:
        rate = sympy.nsimplify(
            sympy.Rational(end.evalf(30)).limit_denominator(10**6) + sympy.Rational(1, 10**5)
        )
        size = abs(1 - rate**2 / 4)
        asserts = f"{GROWS}; left: |b(1)|/|b(0)|"
        return violation(">", size, sympy.Integer(1), asserts=asserts, at={"L": 2, "sigma": 1, "kappa": rate})

    return decisions.by_argument(
        Argument(shows, (*steps, both)), domain=domain, rests_on=rests_on, refute=refute
    )


@dataclass(frozen=True)
class FirstStepCase:
    """The paper's start with two layers: singular value, learning rate and initial scale."""

    sigma: Fraction
    eta: Fraction
    alpha: Fraction


def sharp_by_steps(statement: Statement, request: Request) -> Evidence:
    """Take the first step of two layers exactly, at rational learning rates beyond the end of the window."""
    relation = statement.formulas["beyond_window"].expression

    def decide(case: FirstStepCase) -> sampling.Answer:
        start = [case.alpha, Fraction(0)]
        before = abs(numerics.modes.gap(start, 1, 2))
        after = abs(numerics.modes.gap(numerics.modes.step(start, case.sigma, case.eta), 1, 2))
        if after > before:
            return sampling.Answer(Truth.TRUE)
        at = {"L": 2, "sigma": case.sigma, "eta": case.eta, "alpha": case.alpha}
        return sampling.Answer(Truth.FALSE, violation(">", after, before, asserts=GROWS, at=at))

    def cases(value: Fraction) -> SearchStrategy[FirstStepCase]:
        low = enclosures.bound(relation, eta, {"S": 2 * value})
        rates = draws.between(low, 4 * low)
        return st.builds(FirstStepCase, st.just(value), rates, draws.positive_rationals())

    drawn = request.cases(100)
    sample = sampling.draw(
        draws.positive_rationals().flatmap(cases), decide, cases=drawn, seed=request.seed_of("beyond window")
    )
    return sampling.evidence(
        [sample], domain="L = 2, rational sigma, eta and alpha", rests_on=("numerics.modes.step",)
    )
