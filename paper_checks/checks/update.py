"""Checks of one step of gradient descent where all layers share one value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence

UPDATE = "the formula is one step of gradient descent where all layers share the value rho"


def by_argument(formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that a transcribed update is one balanced step, for every depth."""
    source = statement.formulas[formula].expression
    return decisions.by_argument(
        theory.orbits.update(source),
        domain="every depth L >= 2, every rho, sigma and eta",
        refute=lambda: exactly.different(source, theory.modes.balanced_step(), asserts=UPDATE),
    )


@dataclass(frozen=True)
class BalancedCase:
    """A balanced state of one mode, its target and a learning rate."""

    depth: int
    rho: Fraction
    sigma: Fraction
    eta: Fraction


def by_steps(formula: str, statement: Statement, request: Request) -> Evidence:
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
    )
