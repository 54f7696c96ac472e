"""The modes of a target at a learning rate, enclosed: singular values, kappa, regime, period-2 orbit.

Equal singular values make one mode of some multiplicity, as they are decided to be equal in exact arithmetic
(`numerics.singular_values`). What is not certain at the precision is said and not guessed. All quantities are
dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import flint

from numerics import attracting_cycles, enclosed_pairs, singular_values
from numerics.attracting_cycles import Cycle
from numerics.balls import Truth, less
from numerics.enclosed_pairs import EnclosedMode
from numerics.errors import Inconclusive
from paper_checks import enclosures, predictions
from paper_checks.predictions import Orbit
from theory import doubling
from theory.symbols import L


class Regime(StrEnum):
    """What a balanced mode does."""

    RESTS = "rests"
    PERIOD_TWO = "period 2"
    BEYOND = "beyond doubling"
    UNDECIDED = "undecided"


@dataclass(frozen=True, eq=False)
class EnclosedTarget:
    """The distinct positive singular values, the largest first, with multiplicities, and the shape."""

    values: tuple[flint.arb, ...]
    multiplicities: tuple[int, ...]
    rows: int
    columns: int

    @property
    def rank(self) -> int:
        """How many singular values are positive."""
        return sum(self.multiplicities)


@dataclass(frozen=True, eq=False)
class ModeState:
    """One distinct singular value at a learning rate.

    Attributes:
        depth: the number of layers.
        sigma: the singular value.
        kappa: its normalised learning rate.
        multiplicity: how often it occurs.
        regime: what the mode does.
        orbit: its period-2 orbit, if it oscillates; it repels beyond the doubling.
        cycle: an attracting orbit of period 4, 8 or 16 beyond the doubling, if one was proven.
        pair_state: what multipliers of its pairs are computed from: at rest, on the cycle, or else on the
            period-2 orbit; None where it is undecided.
    """

    depth: int
    sigma: flint.arb
    kappa: flint.arb
    multiplicity: int
    regime: Regime
    orbit: Orbit | None
    cycle: Cycle | None
    pair_state: EnclosedMode | None

    @property
    def oscillates(self) -> bool:
        """Whether kappa is certainly above 2."""
        return self.regime in (Regime.PERIOD_TWO, Regime.BEYOND)


def enclosed_target(rows: Sequence[Sequence[Fraction]], digits: int) -> EnclosedTarget:
    """Enclose the singular values of a rational matrix to some digits."""
    matrix = flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in rows])
    positive = [one for one in singular_values.enclose(matrix, digits) if one.value != 0]
    return EnclosedTarget(
        tuple(one.value for one in positive),
        tuple(one.multiplicity for one in positive),
        matrix.nrows(),
        matrix.ncols(),
    )


def sharpness(depth: int, sigma: flint.arb) -> flint.arb:
    """Return S = L sigma^(2 - 2/L), at the present working precision."""
    return enclosures.value(predictions.SHARPNESS.subs(L, depth), {"sigma": sigma})


def doubling_rate(depth: int, digits: int) -> flint.arb:
    """Enclose kappa_d(L), from which on the period-2 orbit of a mode repels."""
    low, high = (
        flint.arb(flint.fmpq(x.numerator, x.denominator)) for x in doubling.kappa_between(depth, digits)
    )
    return low.union(high)


def mode_state(
    depth: int, sigma: flint.arb, kappa: flint.arb, multiplicity: int, lost: flint.arb
) -> ModeState:
    """Decide what one mode does.

    Args:
        depth: the number of layers.
        sigma: its singular value, positive.
        kappa: its normalised learning rate.
        multiplicity: how often the singular value occurs.
        lost: kappa_d(L).
    """
    regime, orbit, cycle, pair_state = Regime.UNDECIDED, None, None, None
    try:
        pair_state = enclosed_pairs.mode(depth, kappa)
        if not pair_state.oscillates:
            regime = Regime.RESTS
        elif less(kappa, lost) is Truth.TRUE:
            regime, orbit = Regime.PERIOD_TWO, predictions.orbit(depth, kappa)
        elif less(lost, kappa) is Truth.TRUE:
            regime, orbit = Regime.BEYOND, predictions.orbit(depth, kappa)
            cycle = attracting_cycles.find(depth, kappa)
            if cycle is not None:
                pair_state = EnclosedMode(kappa, cycle.layers)
    except Inconclusive:
        regime, orbit = Regime.UNDECIDED, None
    return ModeState(depth, sigma, kappa, multiplicity, regime, orbit, cycle, pair_state)
