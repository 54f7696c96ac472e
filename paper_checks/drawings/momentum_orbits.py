"""What carries over from gradient descent to heavy-ball momentum: edges, orbits of period 2, pairs of modes.

Two things follow from the step x(t+1) = x(t) + beta (x(t) - x(t-1)) - eta g(x(t)).

- At a minimum where the Hessian has the eigenvalue lambda, multipliers are the zeros of
  z^2 - (1 + beta - eta lambda) z + beta. Their product is beta < 1, and one passes -1 where
  1 + (1 + beta - eta lambda) + beta = 0: the edge of stability is lambda = 2 (1 + beta)/eta.
- On an orbit of period 2 with points a and b the step says b - a = beta (a - b) - eta g(a), so
  b = a - eta/(1 + beta) g(a): the orbits of period 2 are those of gradient descent at eta/(1 + beta). Over
  two steps the trace is (1 + beta)^2 m - 2 beta and the determinant beta^2, where m is the multiplier of
  gradient descent. So the orbit of a mode attracts for -((1 - beta)/(1 + beta))^2 < m < 1, and doubles at the
  lower end; with beta = 0 that is m = -1.

Nothing of the kind holds for the entries that mix two modes, as their Hessians at a and b do not commute.
All quantities are dimensionless.
"""

from collections.abc import Sequence
from fractions import Fraction

import flint
import numpy as np

from numerics import momentum
from numerics.balls import ball, bits_for, working_bits
from paper_checks import predictions

DEPTH = 3
BETA = Fraction(9, 10)
BITS = 2 * bits_for(20)


def edge(value: Fraction) -> flint.arb:
    """Return the learning rate 2 (1 + beta)/S at which a balanced minimum loses stability."""
    return ball(1 + BETA) * predictions.threshold(DEPTH, value)


def orbit(value: Fraction, rate: Fraction) -> predictions.Orbit | None:
    """Return the orbit of period 2 of a mode with sigma = 1, if it oscillates: that at rate/(1 + beta)."""
    slower = rate / (1 + BETA)
    if not predictions.beyond_edge(DEPTH, value, slower):
        return None
    return predictions.orbit(DEPTH, predictions.normalised_rate(DEPTH, value, slower))


def attracts(found: predictions.Orbit) -> bool:
    """Return whether the orbit attracts with momentum, balancing gaps included."""
    least = -(ball((1 - BETA) / (1 + BETA)) ** 2)
    return all(least < factor < 1 for factor in (found.multiplier, found.gap_factor))


def doubling(value: Fraction) -> float:
    """Return the learning rate at which the orbit of period 2 of a mode doubles, to float64."""
    with working_bits(BITS):
        least = -(ball((1 - BETA) / (1 + BETA)) ** 2)
        low, high = ball(2), ball("2.4")
        for _ in range(60):
            middle = ((low + high) / 2).mid()
            low, high = (
                (middle, high) if predictions.orbit(DEPTH, middle).multiplier > least else (low, middle)
            )
        return float((low / 2 * edge(value)).mid())


def ranges(values: Sequence[Fraction], rate: Fraction) -> tuple[flint.arb | None, ...]:
    """Return the predicted range of each mode: 0 at rest, nothing where its orbit does not attract."""
    found_ranges: list[flint.arb | None] = []
    with working_bits(BITS):
        for value in values:
            found = orbit(value, rate)
            if found is None:
                found_ranges.append(flint.arb(0))
            else:
                found_ranges.append(ball(value) * (found.upper - found.lower) if attracts(found) else None)
    return tuple(found_ranges)


def growth(values: Sequence[Fraction], rate: Fraction) -> tuple[float, ...]:
    """Return the largest modulus of a multiplier of each pair of the first mode with another.

    The first mode is on its orbit of period 2, or at rest; the other one rests at its balanced minimum. The
    last other mode is one with the singular value 0.
    """
    first, *others = (float(value) for value in (*values, 0))
    with working_bits(BITS):
        found = orbit(values[0], rate)
        ends = (1.0, 1.0) if found is None else (float(found.lower.mid()), float(found.upper.mid()))
    states = [
        [np.array([[(first * end) ** (1 / DEPTH), other ** (1 / DEPTH)]] * DEPTH) for end in ends]
        for other in others
    ]
    return tuple(
        momentum.pair_growth(orbit_of_pair, (first, other), float(rate), float(BETA))
        for orbit_of_pair, other in zip(states, others, strict=True)
    )
