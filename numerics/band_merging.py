"""Learning rates at which bands of the attractor merge: the critical point lands on an unstable orbit.

With g = 2^m balanced steps and c the critical point, g^3(c) is a fixed point of g, and g^2(c) is not. These
rates fall to the end of the cascade from above; at each of them 2^(m+1) bands become 2^m ones.
All quantities are dimensionless, and the target is 1.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics import cascade
from numerics.balanced_step import BalancedStep
from numerics.balls import Truth, ball, bits_for, less, overlaps, to_rationals, working_bits
from numerics.errors import Inconclusive
from numerics.exact import whole_number

NEWTON_STEPS = 60
FIRST_MERGING = Fraction(3, 25)
"""About how far beyond the cascade two bands become one."""


@dataclass(frozen=True, slots=True)
class Merging:
    """An interval of kappa in which the critical point lands on a periodic orbit after 3 * 2^level steps.

    Attributes:
        depth: the number of layers L.
        level: m.
        kappa: the ends of the interval.
    """

    depth: int
    level: int
    kappa: tuple[Fraction, Fraction]


def mergings(depth: int, levels: int, digits: int = 40) -> tuple[Merging, ...]:
    """Enclose the learning rates at which 2^(m+1) bands become 2^m ones, for m = 0, ..., levels.

    >>> [float(merging.kappa[0]) for merging in mergings(2, 1)]
    [2.721787538193149, 2.629629735406338]

    Args:
        depth: the number of layers L, at least 2.
        levels: the largest m, at least 0.
        digits: each is known to 10^-digits.

    Raises:
        Inconclusive: if one is not found.
        TypeError: if an input is not an int.
        ValueError: if an input is out of its range.
    """
    whole_number(levels, "the number of levels", 0)
    end = cascade.limit(cascade.doublings(depth, 6, 20))
    found: list[Merging] = []
    for level in range(levels + 1):
        far = (found[-1].kappa[0] - end) / Fraction(cascade.FEIGENBAUM) if found else FIRST_MERGING
        found.append(enclose(depth, level, end + far, digits))
    return tuple(found)


def enclose(depth: int, level: int, near: Fraction, digits: int = 40) -> Merging:
    """Prove that the critical point lands on an unstable orbit at a learning rate near a guess.

    Raises are those of `mergings`.
    """
    step = BalancedStep(depth)
    with working_bits(bits_for(2 * digits) + 128):
        unit = Fraction(1, 10**digits)
        low = round(_newton(step, level, ball(near), digits) / unit * 8) * unit / 8 - unit / 2
        kappa = (low, low + unit)
        sides = [missing(step, level, end) for end in kappa]
        signs = {less(0, side[0]) for side in sides}
        apart = all(overlaps(*side[1]) is Truth.FALSE for side in sides)
        if signs != {Truth.TRUE, Truth.FALSE} or not apart:
            raise Inconclusive(f"no merging of bands was proven near kappa = {float(near)}.")
        return Merging(depth, level, kappa)


def missing(step: BalancedStep, level: int, kappa: Fraction) -> tuple[arb, tuple[arb, arb]]:
    """Enclose g^4(c) - g^3(c) at one learning rate, and the pair g^2(c), g^3(c)."""
    eta = ball(kappa / step.depth)
    block = 2**level
    states = step.walk(step.critical_point(eta), eta, 4 * block).states
    second, third, fourth = (states[count * block] for count in (2, 3, 4))
    return fourth - third, (second, third)


def _newton(step: BalancedStep, level: int, near: arb, digits: int) -> Fraction:
    """Improve kappa; the critical point moves with it, which does not move its image to first order."""
    eta = (near / step.depth).mid()
    for _ in range(NEWTON_STEPS):
        c = step.critical_point(eta)
        third, fourth = (step.derivatives(c, eta, count * 2**level) for count in (3, 4))
        change = (fourth.value - third.value) / (fourth.eta - third.eta)
        eta = (eta - change).mid()
        if not (eta.is_finite() and 0 < eta < 4):
            break
        if abs(change) < arb(10) ** (-digits - 10):
            return to_rationals((eta * step.depth).mid())[0]
    raise Inconclusive(f"Newton's iteration finds no merging of bands near kappa = {near}.")
