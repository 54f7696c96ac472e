"""Multipliers of a pair of modes along an orbit of any period of one of them, while the other rests.

As in `numerics.floquet`, the entries that mix two modes make one block of 2 L coordinates, found by running
the update rule on dual numbers; here the blocks of all steps of the orbit are multiplied. The tangents of
rotations between the layers return after one period, so they are divided out before eigenvalues are computed.
All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, fmpq

from numerics import modes, periodic_orbits
from numerics._pair_blocks import step_block
from numerics._pair_families import family
from numerics._pair_modes import Motion, States
from numerics._quotients import Quotient
from numerics.balls import ball, to_rationals, working_bits
from numerics.exact import Exact, positive_rational, rational, whole_number
from numerics.floquet import Multipliers
from numerics.multipliers import eigenvalues
from numerics.periodic_orbits import PeriodicOrbit

BITS = 192
"""The working precision of the products."""
SETTLING_STEPS = 4000
"""After how many steps from below the minimum a start is taken to be on the orbit."""


def attracted(depth: int, kappa: Exact, period: int, digits: int = 40) -> PeriodicOrbit:
    """Enclose the balanced orbit of a given least period that a start below the minimum is led to.

    >>> attracted(2, "5/2", 4).stability.value
    'stable'

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.
        period: the least period, at least 2.
        digits: the enclosure is about 10^-digits wide.

    Raises:
        Inconclusive: if no orbit of this period is proven where the start has come to.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if a number is out of its range.
    """
    whole_number(depth, "the depth", 2)
    rate = positive_rational(kappa, "kappa")
    with working_bits(128):
        eta, target, layer = ball(rate / depth), arb(1), ball("3/5")
        for _ in range(SETTLING_STEPS):
            layer = modes.step((layer,) * depth, target, eta)[0].mid()
        near = to_rationals(layer)[0]
    return periodic_orbits.enclose(rate, (near,) * depth, period, digits)


def of_pair(orbit: PeriodicOrbit, layers: Sequence[Exact | arb], sigma: Exact) -> Multipliers:
    """Enclose the multipliers of one period on the pair of an orbit and a mode that rests.

    >>> neutral, others = of_pair(attracted(2, "5/2", 4), ["1/2", "1/2"], "1/4")
    >>> neutral, sum(one.multiplicity for one in others)
    (1, 3)

    Args:
        orbit: of the mode with the singular value 1.
        layers: the layer values of the other mode, exact or balls, whose product is `sigma`.
        sigma: the target of the other mode.

    Returns:
        How many multipliers are 1 because of rotations between layers, and all others, the largest first.

    Raises:
        Inconclusive: if the eigenvalues are not bounded, or the tangents are dependent.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if the two modes differ in depth, or the other mode does not rest.
    """
    if len(layers) != orbit.depth:
        raise ValueError(f"one mode has {orbit.depth} layers and the other {len(layers)}.")
    target = rational(sigma)
    with working_bits(BITS):
        values = tuple(layer if isinstance(layer, arb) else ball(layer) for layer in layers)
        if not (modes.product(values) - ball(target)).contains(0):
            raise ValueError("the other mode does not rest: its layers do not multiply to its target.")
        eta, targets = orbit.kappa / orbit.depth, (fmpq(1), target)
        pairs = [list(zip(state, values, strict=True)) for state in orbit.states]
        product = step_block(pairs[0], targets, eta)
        for pair in pairs[1:]:
            product = step_block(pair, targets, eta) * product
        fixed = family(_Known(targets[0], Motion.RETURNS), _Known(target, Motion.RESTS), pairs[0])
        assert fixed is not None
        return fixed.ncols(), eigenvalues(Quotient(fixed).of(product))


@dataclass(frozen=True)
class _Known:
    """What the family of a pair asks of a mode."""

    sigma: fmpq
    motion: Motion

    def states(self) -> States:
        """The layer values are given apart."""
        raise NotImplementedError
