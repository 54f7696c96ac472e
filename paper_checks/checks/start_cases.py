"""Starts of one mode on either side of a bound on alpha, and what becomes of their gap."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import flint
import sympy

import numerics
from numerics.balls import Truth
from paper_checks import enclosures
from paper_checks.sampling import Answer
from paper_checks.witness import violation

NOT_LARGER = "|b(t+1)| <= |b(t)|"
GROWS = "|b(2)| > |b(1)|"
STEPS = 40
"""How many steps a start inside a bound is followed."""
NEXT_TO_END = Fraction(1, 10**25)
"""How far on either side of the end of a bound it is evaluated, relative to the end."""
LEAST_ALPHA, LARGEST_ALPHA = Fraction(1, 10**3), 10**6
"""Between these the end of a bound is looked for."""


@dataclass(frozen=True)
class StartCase:
    """The paper's start with sigma = 1, on one side of a bound on alpha."""

    depth: int
    kappa: Fraction
    alpha: Fraction
    inside: bool

    @property
    def at(self) -> dict[str, object]:
        """The case as the parameters of a witness."""
        return {"L": self.depth, "sigma": 1, "kappa": self.kappa, "alpha": self.alpha}


def no_growth(case: StartCase, digits: int) -> Answer:
    """Compare each gap with the next one along a trajectory, in balls."""
    gaps, bits = _gaps(case, STEPS, digits)
    with numerics.balls.working_bits(bits):
        negligible = numerics.balls.ball(case.alpha) ** 2 / flint.arb(10) ** (digits // 2)
        for time, (old, new) in enumerate(pairwise(gaps)):
            if not old > negligible:
                # A trajectory on which nothing was compared says nothing.
                return Answer(Truth.TRUE if time > 0 else Truth.UNKNOWN, labels=("inside",))
            truth = numerics.balls.less_or_equal(new, old)
            if truth is Truth.FALSE:
                at = {**case.at, "step": time}
                return Answer(truth, violation("<=", new, old, asserts=NOT_LARGER, at=at))
            if truth is Truth.UNKNOWN:
                return Answer(truth)
    return Answer(Truth.TRUE, labels=("inside",))


def growth(case: StartCase, digits: int) -> Answer:
    """Compare the gaps before and after the second step, in balls."""
    if case.kappa * case.alpha ** (case.depth - 2) == case.depth:
        return Answer(Truth.TRUE, labels=("the first step balances the layers",))
    gaps, bits = _gaps(case, 2, digits)
    with numerics.balls.working_bits(bits):
        truth = numerics.balls.less(gaps[1], gaps[2])
        witness = None
        if truth is Truth.FALSE:
            witness = violation(">", gaps[2], gaps[1], asserts=GROWS, at=case.at)
    return Answer(truth, witness, ("beyond",))


def _gaps(case: StartCase, steps: int, digits: int) -> tuple[list[flint.arb], int]:
    """Return the size of the gap before each step of gradient descent and after the last, and the bits."""
    state = [case.alpha] * (case.depth - 1) + [Fraction(0)]
    # A factor 1 - p^2 with p as small as alpha^(L-2) has to be told from 1.
    places = len(str(case.alpha.denominator // case.alpha.numerator))
    run = numerics.modes.run(
        state, 1, case.kappa / case.depth, steps, 2 * digits + 2 * (case.depth - 2) * places
    )
    with numerics.balls.working_bits(run.bits):
        return [abs(numerics.modes.gap(layers, 1, case.depth)) for layers in run.states], run.bits


def admitted(relation: sympy.Rel, depth: int, rate: Fraction, start: Fraction) -> bool:
    """Say whether a start certainly satisfies a relation between alpha, kappa and L."""
    with numerics.balls.working_precision(60):
        return enclosures.holds(relation, {"L": depth, "kappa": rate, "alpha": start}) is Truth.TRUE


@cache
def bound_end(relation: sympy.Rel, depth: int, rate: Fraction) -> Fraction:
    """Return where a relation between alpha, kappa and L changes, to 30 digits.

    Raises:
        ValueError: if it does not change between `LEAST_ALPHA` and `LARGEST_ALPHA`.

    >>> from theory.symbols import alpha, kappa
    >>> int(bound_end(kappa * alpha**2 <= 2, 2, Fraction(1)) * 10**9)
    1414213562
    """
    at_depth = enclosures.at_depth(relation, {"L": depth})

    def holds(start: Fraction) -> Truth:
        return enclosures.holds(at_depth, {"kappa": rate, "alpha": start})

    def same(start: Fraction) -> bool:
        return holds(start) is inside

    with numerics.balls.working_precision(60):
        low, high = LEAST_ALPHA, Fraction(1)
        inside = holds(low)
        while same(high):
            low, high = high, 2 * high
            if high > LARGEST_ALPHA:
                raise ValueError(f"{relation} does not bound alpha at L = {depth} and kappa = {rate}")
        while high - low > low / 10**30:
            middle = (low + high) / 2
            low, high = (middle, high) if same(middle) else (low, middle)
    return low
