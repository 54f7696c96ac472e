"""Cases and answers on orbits of the whole network: two modes, and the multipliers of two steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, less
from numerics.lifted_orbits import LiftedOrbit
from numerics.multipliers import Multiplier, Stability
from paper_checks import sampling
from paper_checks.request import Request
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

INSIDE = "every multiplier of two steps, but for the neutral ones, has a modulus below 1"
OUTSIDE = "a multiplier of two steps, other than the neutral ones, has a modulus of at least 1"
DEPTHS = range(2, 7)
"""The depths at which networks with two oscillating modes are linearised."""
DIGITS = 30
"""To how many digits multipliers are enclosed."""
DRAWN = 40
"""How many cases the standard profile draws."""
BESIDE = Fraction(1, 1000)
"""How far beside an end of a region cases are looked at in any event."""


NEAR_THE_EDGE = Fraction(41, 20)
"""A kappa of the first mode next to the edge of stability."""


@dataclass(frozen=True)
class PairCase:
    """Two modes: their kappa, the depth, and whether the second one starts at its upper point.

    The first has sigma = 1. The second has the layer value `layer`, the L-th root of its singular value.
    """

    depth: int
    kappa: Fraction
    layer: Fraction
    upper: bool = False

    @property
    def second_kappa(self) -> Fraction:
        """The normalised learning rate of the second mode."""
        return self.kappa * self.layer ** (2 * self.depth - 2)

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        modes = {"kappa of one mode": self.kappa, "kappa of another": self.second_kappa}
        return {"L": self.depth, **modes, "phase": "out of phase" if self.upper else "in phase"}


def found(
    orbit: LiftedOrbit,
    stated: flint.arb,
    measure: Callable[[Multiplier], flint.arb],
    asserts: str,
    at: dict[str, object],
    among: list[Multiplier] | None = None,
) -> sampling.Answer:
    """Say whether one of the multipliers of an orbit may have a stated size; the nearest is the witness."""
    values = [measure(one) for one in (orbit.multipliers if among is None else among)]
    if any(value.overlaps(stated) for value in values):
        return sampling.Answer(Truth.TRUE, labels=(str(at.get("phase", "")),) if "phase" in at else ())
    if not values:
        return sampling.Answer(Truth.UNKNOWN)
    nearest = min(values, key=lambda value: float(abs(value - stated).mid()))
    return sampling.Answer(Truth.FALSE, violation("=", nearest, stated, asserts=asserts, at=at))


def settle(
    orbit: LiftedOrbit, attracting: bool, at: dict[str, object], labels: tuple[str, ...]
) -> sampling.Answer:
    """Compare what is claimed of the stability of an orbit with its multipliers."""
    claimed = Stability.STABLE if attracting else Stability.UNSTABLE
    if orbit.stability is Stability.INCONCLUSIVE:
        return sampling.Answer(Truth.UNKNOWN, labels=labels)
    if orbit.stability is claimed:
        return sampling.Answer(Truth.TRUE, labels=labels)
    with numerics.balls.working_bits(orbit.bits):
        sizes = [one.size() for one in orbit.multipliers]
        if attracting:
            size = next(size for size in sizes if less(1, size) is Truth.TRUE)
            return sampling.Answer(Truth.FALSE, violation("<", size, 1, asserts=INSIDE, at=at), labels)
        largest = max(sizes, key=lambda size: float(size.mid()))
        return sampling.Answer(Truth.FALSE, violation(">=", largest, 1, asserts=OUTSIDE, at=at), labels)


def sample(
    name: str,
    strategy: SearchStrategy[Any],
    decide: Callable[[Any], sampling.Answer],
    request: Request,
    *,
    domain: str,
    always: Iterable[Any] = (),
) -> Evidence:
    """Decide some cases in any event, and `DRAWN` drawn ones, scaled by the profile of the request."""
    samples = [sampling.every(always, decide)]
    if samples[0].violation is None:
        drawn = request.cases(DRAWN)
        samples.append(sampling.draw(strategy, decide, cases=drawn, seed=request.seed_of(name)))
    return sampling.evidence(samples, domain=domain)


def orbit_of(case: PairCase) -> LiftedOrbit:
    """Enclose the orbit of a network with the two modes of a case."""
    values = [Fraction(1), case.layer**case.depth]
    upper = (2,) if case.upper and case.second_kappa > 2 else ()
    return numerics.lifted_orbits.enclose(case.depth, case.kappa / case.depth, values, upper, digits=DIGITS)


def largest_of_one(one: Fraction, other: Fraction) -> sympy.Expr:
    """Return the largest modulus for two layers, kappa of the mode that oscillates, and of one that rests."""
    return largest_of(theory.floquet.one_mode_blocks.multipliers(rational(one), rational(other)))


def largest_of(multipliers: Iterable[sympy.Expr]) -> sympy.Expr:
    """Return the largest modulus of some algebraic numbers."""
    return max(abs(one) for one in multipliers)


def rational(number: Fraction) -> sympy.Rational:
    """Return a fraction as SymPy's rational."""
    return sympy.Rational(number.numerator, number.denominator)
