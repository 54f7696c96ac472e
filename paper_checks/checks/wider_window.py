"""Checks of the window in which no gap grows beyond two layers: it is wider than 2 sqrt 2."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from numerics.balls import Truth
from paper_checks import draws, enclosures, sampling
from paper_checks.checks import attraction
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

NOT_LARGER = "|b(t+1)| <= |b(t)|"
STEPS, CASES = 60, 25
GAP = Fraction(1, 10**8)
"""How far the last layer of a drawn state is from the others."""
LARGEST_RATE = Fraction(16)
"""Below this the end of the window is looked for."""


@dataclass(frozen=True)
class WideCase:
    """A state (s, ..., s, s - 10^-8) of one mode with sigma = 1 and a normalised learning rate."""

    depth: int
    kappa: Fraction
    shared: Fraction


def by_trajectories(statement: Statement, request: Request) -> Evidence:
    """Follow nearly balanced states at learning rates up to the end of the window, in balls."""
    relation = statement.formulas["largest_pull"].expression

    def decide(case: WideCase) -> sampling.Answer:
        state = [case.shared] * (case.depth - 1) + [case.shared - GAP]
        run = numerics.modes.run(state, 1, case.kappa / case.depth, STEPS, request.digits + 30)
        negligible = flint.arb(10) ** -request.digits
        with numerics.balls.working_bits(run.bits):
            gaps = [abs(numerics.modes.gap(layers, 1, case.depth)) for layers in run.states]
        for time, (before, after) in enumerate(pairwise(gaps)):
            if not before > negligible:
                break
            if after > before:
                at = {"L": case.depth, "sigma": 1, "kappa": case.kappa, "s": case.shared, "step": time}
                return sampling.Answer(Truth.FALSE, violation("<=", after, before, asserts=NOT_LARGER, at=at))
            if not after <= before:
                return sampling.Answer(Truth.UNKNOWN)
        label = "kappa > 2 sqrt 2" if case.kappa**2 > 8 else "kappa < 2 sqrt 2"
        return sampling.Answer(Truth.TRUE, labels=(label,))

    def cases(depth: int) -> SearchStrategy[WideCase]:
        end = window_end(relation, depth)
        rates = draws.between(end * 7 / 10, end)
        return st.builds(WideCase, st.just(depth), rates, draws.between(Fraction(7, 10), Fraction(1)))

    samples = [
        sampling.draw(
            cases(depth), decide, cases=CASES, seed=request.seed_of(f"{statement.slug}/wider/{depth}")
        )
        for depth in request.every_depth
        if depth > 2
    ]
    return sampling.evidence(
        samples,
        domain=f"nearly balanced rational states, kappa from 7/10 of the end of the window, {STEPS} steps",
        rests_on=("numerics.modes.run", "numerics.modes.gap"),
    )


@cache
def window_end(relation: sympy.Rel, depth: int) -> Fraction:
    """Return a kappa within 10^-30 below the end up to which a relation between kappa, u and L holds.

    In the relation u is the largest end-to-end value f(c)^L of a balanced mode, which grows with kappa.

    >>> from theory.symbols import L, kappa, u
    >>> int(window_end(kappa * u ** (1 - 2 / L) * (u - 1) / L <= sympy.sqrt(2), 3) * 10**12)
    4049580686607
    """
    low, high = Fraction(2), LARGEST_RATE
    with numerics.balls.working_precision(60):
        while high - low > Fraction(1, 10**31):
            middle = (low + high) / 2
            step = attraction.balanced_step(depth, middle)
            near, far = attraction.critical_point(step.derivative())
            top = attraction.value(step, flint.arb((near + far) / 2, (far - near) / 2))
            values: dict[str, Fraction | int | flint.arb] = {
                "L": depth,
                "kappa": middle,
                "u": numerics.modes.product([top] * depth),
            }
            holds = enclosures.holds(relation, values) is Truth.TRUE
            low, high = (middle, high) if holds else (low, middle)
    return low
