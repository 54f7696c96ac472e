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
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation
from theory.symbols import S, S_top, alpha, eta, kappa, sigma, sigma_top

NOT_LARGER = "|b(t+1)| <= |b(t)|"
Values = Mapping[str, Fraction | int | flint.arb]


def never_grows_by_argument(bound: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that no gap ever grows inside the transcribed window and bound on alpha, for every depth.

    The argument is about sigma = 1, so the hypotheses have to scale with the mode.
    """
    domain = "every depth L >= 2, every sigma, every learning rate and initial scale of the hypotheses"
    try:
        low, high, fourth_power = in_units(statement, bound)
    except DoesNotScaleError as error:
        return decisions.by_witness(None, domain=domain, otherwise=str(error))
    return decisions.by_argument(theory.window.non_increasing(low, high, fourth_power), domain=domain)


def never_grows_below_top_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that no gap of a mode below the top one grows, with the transcribed bound of the top mode.

    The window is one in units of the mode, the bound on alpha one in units of the top mode.
    """
    domain = "every depth L >= 2, every sigma <= sigma_1, every learning rate and alpha of the hypotheses"
    try:
        low, high, fourth_power = in_units(statement, "alpha_bound_top", of_top=True)
    except DoesNotScaleError as error:
        return decisions.by_witness(None, domain=domain, otherwise=str(error))
    return decisions.by_argument(
        theory.window.non_increasing_below_top(low, high, fourth_power), domain=domain
    )


class DoesNotScaleError(ValueError):
    """A hypothesis is not a strict bound that is the same for every sigma in units of the mode."""


def in_units(
    statement: Statement, bound: str, *, of_top: bool = False
) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    """Return both ends of the window in kappa and the bound on (alpha/sigma^(1/L))^4, in kappa and L.

    The formulas are put in units of the mode: sigma = r^L, S = L r^(2L-2), eta = kappa/S, alpha = a r.

    Args:
        statement: the statement with its formulas.
        bound: name of the formula that bounds alpha.
        of_top: put the bound in units of the top mode, with sigma_1 and S_1; then kappa in it is eta S_1.

    Raises:
        DoesNotScaleError: if the result would depend on r, or a hypothesis is not a strict bound.
    """
    kinds = {"window_from": (sympy.Gt, eta), "window_to": (sympy.Lt, eta), bound: (sympy.Lt, alpha)}
    ends = []
    for name, (kind, quantity) in kinds.items():
        relation = statement.formulas[name].expression
        mode = TOP_MODE if of_top and quantity == alpha else MODE
        end = _in_units(relation.rhs, *mode) * (SHARPNESS if quantity == eta else 1 / UNIT)
        left_over = end.has(UNIT, STEEPNESS, *MODE, *TOP_MODE)
        if not isinstance(relation, kind) or relation.lhs != quantity or left_over:
            plain = statement.formulas[name].plain
            raise DoesNotScaleError(f"{plain} is not a strict bound that scales with the mode")
        ends.append(end)
    return ends[0], ends[1], ends[2] ** 4


UNIT = sympy.Symbol("r", positive=True)
"""sigma^(1/L), the layer value at the balanced minimum."""
STEEPNESS = sympy.Symbol("q", positive=True)
"""r^(L-1), kept as a symbol of its own: what does not contain it does not depend on r through it."""
SHARPNESS = theory.symbols.L * STEEPNESS**2
"""S in terms of L and q."""
MODE = (sigma, S)
"""The symbols of the mode in question, singular value and sharpness."""
TOP_MODE = (sigma_top, S_top)
"""The same symbols of the top mode."""


def _in_units(formula: sympy.Expr, value: sympy.Symbol, sharpness: sympy.Symbol) -> sympy.Expr:
    """Write a bound in kappa, L, r = sigma^(1/L) and q = r^(L-1), for the symbols of one mode."""
    in_units = {value: UNIT**theory.symbols.L, sharpness: SHARPNESS, eta: kappa / SHARPNESS}
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
        drawn=request.drawn_in_large_sample,
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
            # All layers but the last are equal at first and stay equal, so two of them stand for all.
            for layer in sorted({1, case.depth - 1}):
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
            scales = (
                draws.between(limit / 4, limit) if bound.lts == alpha else draws.between(limit, 8 * limit)
            )
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
