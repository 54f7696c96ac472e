"""Checks that for two layers the window of learning rates cannot be larger."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

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
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.argument import Argument, Step
from theory.propositions import Both, Domain, Identity, Inequality, Range
from theory.symbols import Q, S, eta, kappa, s_k, sigma

GROWS = "|b(1)| > |b(0)|"
NEXT_TO_END = sympy.Rational(1, 10**5)
"""How far from the end of the window rates are tried."""


def by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide for two layers that beyond the end of the window the first step enlarges the gap."""
    relation = statement.formulas["beyond_window"].expression
    end = sympy.expand(relation.rhs * S)
    domain = "L = 2, every sigma, every alpha, every learning rate beyond the end of the window"

    def refute() -> Witness:
        # Rationals on both sides of the stated end; the violation is confirmed at one of them in rationals.
        near = sympy.Rational(end.evalf(30)).limit_denominator(10**6)
        for rate in (near + NEXT_TO_END, near - NEXT_TO_END):
            size = abs(1 - rate**2 / 4)
            if relation.subs({eta: rate / 2, S: 2}) == sympy.true and size <= 1:
                at = {"L": 2, "sigma": 1, "kappa": rate}
                return violation(">", size, sympy.Integer(1), asserts=f"{GROWS}; left: |b(1)|/|b(0)|", at=at)
        raise NotAWitnessError(f"next to the end of {relation} the gap grows wherever it should")

    strict = isinstance(relation, sympy.StrictGreaterThan)
    if not strict or relation.lhs != eta or not (end**2).is_Rational or not end.is_positive:
        return decisions.by_witness(
            refute, domain=domain, otherwise=f"{relation} is not of the form eta > c/S"
        )
    # From (s_k, 0) with Q = 1 and sigma = 1: kappa = 2 eta and b(1)/b(0) = 1 - kappa^2/4.
    square = sympy.Symbol("kappa_squared", positive=True)
    ratio = theory.modes.gap_after_step().subs({theory.symbols.s_l: 0, Q: 1}) / (-(s_k**2))
    first_step = Identity(ratio.subs(eta, kappa / (2 * sigma)), 1 - kappa**2 / 4)
    beyond = Domain((Range(square, end**2, strict=True),), where=((square, kappa**2),))
    grows = Inequality(square / 4 - 1, sympy.Integer(1), beyond, strict=True)
    shows = Both(first_step, grows)
    steps = (Step("first step", first_step), Step("growth", grows))
    both = Step("both", shows, theory.rules.CONJUNCTION, ("first step", "growth"))

    return decisions.by_argument(Argument(shows, (*steps, both)), domain=domain, refute=refute)


@dataclass(frozen=True)
class FirstStepCase:
    """The paper's start with two layers: singular value, learning rate and initial scale."""

    sigma: Fraction
    eta: Fraction
    alpha: Fraction


def by_steps(statement: Statement, request: Request) -> Evidence:
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
        end = enclosures.bound(relation, eta, {"S": 2 * value})
        rates = draws.between(end, 4 * end) if relation.gts == eta else draws.between(end / 4, end)
        return st.builds(FirstStepCase, st.just(value), rates, draws.positive_rationals())

    drawn = request.cases(100)
    sample = sampling.draw(
        draws.positive_rationals().flatmap(cases), decide, cases=drawn, seed=request.seed_of("beyond window")
    )
    return sampling.evidence([sample], domain="L = 2, rational sigma, eta and alpha")
