"""Attracting orbits of period 4, 8 and 16 of the balanced mode, found by iteration and then proven.

Iterates in float64 only say where to look. A change of sign of f^n(x) - x and interval Newton steps prove
that an orbit passes there, and balls that its least period is n and that its multiplier lies inside the unit
circle. The learning rate may be a ball. All quantities are dimensionless, and the target is 1.
"""

from dataclasses import dataclass
from math import isfinite

from flint import arb, fmpq

from numerics import modes
from numerics._roots import isolate
from numerics.balls import Truth, less, overlaps
from numerics.duals import Dual, constant, variable
from numerics.exact import whole_number

PERIODS = (4, 8, 16)
TRANSIENT = 20_000
"""How many steps are made before a period is looked for."""
CLOSE = 1e-9
"""How close iterates have to come back to be taken as a lead."""


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """An attracting periodic orbit of the balanced mode.

    Attributes:
        layers: the layer value at each step of a period.
        multiplier: the derivative of all steps of a period along balanced states.
        gap_factor: what they multiply a small balancing gap by.
    """

    layers: tuple[arb, ...]
    multiplier: arb
    gap_factor: arb

    @property
    def period(self) -> int:
        """The least period."""
        return len(self.layers)


def find(depth: int, kappa: arb) -> Cycle | None:
    """Look for an attracting orbit of period 4, 8 or 16.

    >>> find(2, arb("2.52")).period, find(2, arb("2.2"))
    (4, None)

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.

    Returns:
        None if iteration leads to none, or the present working precision proves none; longer periods need
        more of it.

    Raises:
        TypeError: if the depth is not an int.
        ValueError: if it is less than 2.
    """
    whole_number(depth, "the depth", 2)
    iterates = _iterates(depth, float(kappa) / depth)
    for period in PERIODS:
        if iterates and abs(iterates[period] - iterates[0]) < CLOSE:
            return _proven(depth, kappa / depth, period, min(iterates[:period]))
    return None


def _iterates(depth: int, eta: float) -> list[float]:
    """Return some iterates after the transient, or none where they do not stay finite and positive."""
    x, found = 0.5, []
    for step in range(TRANSIENT + max(PERIODS) + 1):
        if step >= TRANSIENT:
            found.append(x)
        x += eta * x ** (depth - 1) * (1 - x**depth)
        if not (isfinite(x) and 0 < x < 10):
            return []
    return found


def _proven(depth: int, eta: arb, period: int, near: float) -> Cycle | None:
    rate, one = constant(eta), constant(arb(1))

    def step(x: Dual[arb]) -> Dual[arb]:
        return modes.step([x] * depth, one, rate)[0]

    def walk(x: Dual[arb]) -> list[Dual[arb]]:
        states = [x]
        for _ in range(period):
            states.append(step(states[-1]))
        return states

    middle, width = fmpq(*near.as_integer_ratio()), fmpq(1, 10**6)
    start = isolate(lambda x: walk(x)[-1] - x, middle - width, middle + width)
    if start is None:
        return None
    states = walk(variable(start))
    # A shorter period would divide this one, a power of two.
    shorter = overlaps(states[period // 2].value, start) is not Truth.FALSE
    gap_factor = _gap_factor(depth, rate, start, period)
    attracts = all(less(abs(factor), 1) is Truth.TRUE for factor in (states[-1].derivative, gap_factor))
    if shorter or not attracts:
        return None
    return Cycle(tuple(state.value for state in states[:-1]), states[-1].derivative, gap_factor)


def _gap_factor(depth: int, rate: Dual[arb], start: arb, period: int) -> arb:
    """Move one layer off balance, and compare the gaps before and after a period."""
    layers = (variable(start), *[constant(start)] * (depth - 1))
    before = modes.gap(layers, 1, 2)
    for _ in range(period):
        layers = modes.step(layers, constant(arb(1)), rate)
    return modes.gap(layers, 1, 2).derivative / before.derivative
