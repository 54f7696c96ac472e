"""Learning rates at which an orbit of the balanced mode doubles its period or passes the critical point.

The multiplier of an orbit of period n falls through 0 where the orbit passes the critical point of a balanced
step (a *superstable* orbit), and through -1 where it loses stability by doubling its period. Either is
enclosed in the same way: Newton's test proves one point of period n in an interval for every learning rate of
another interval, and the multiplier is above the value at one end of that and below it at the other.
All quantities are dimensionless, and the target is 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics.balanced_step import BalancedStep, Walk
from numerics.balls import Truth, ball, between, bits_for, inside, less, overlaps, to_rationals, working_bits
from numerics.errors import Inconclusive
from numerics.exact import whole_number

NEWTON_STEPS = 60
FEIGENBAUM = "4.66920160910299067185320382"
"""The limit of the ratios of successive distances (Feigenbaum 1978; OEIS A006890); for first guesses only."""
FIRST_TRIPLED = Fraction(1, 3)
"""About how far beyond the cascade the critical point has period 3."""
FIRST_STEPS = 8
"""Newton steps for the point of the orbit alone, before kappa moves too."""
LOST_DIGITS = 7
"""The interval of states has this many digits less than the one of kappa, as states move with it."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """An interval of kappa within which the multiplier of an orbit falls through a value.

    Attributes:
        depth: the number of layers L.
        period: the least period of the orbit.
        value: 0 for a superstable orbit, -1 for a doubling.
        kappa: the ends of the interval; an orbit exists for every kappa in it, with a multiplier above the
            value at the lower end and below it at the upper end.
        state: the ends of an interval that contains exactly one point of such an orbit, for every kappa.
        above_critical: for each later state of the orbit, whether it lies above the critical point.
    """

    depth: int
    period: int
    value: int
    kappa: tuple[Fraction, Fraction]
    state: tuple[Fraction, Fraction]
    above_critical: tuple[bool, ...]

    @property
    def of_cascade(self) -> bool:
        """Whether the orbit goes through the sides of the critical point as the cascade of doublings does."""
        return self.above_critical == doubling_sides(self.period)


def doubling_sides(period: int) -> tuple[bool, ...]:
    """Say for each step 1, ..., n - 1 whether an orbit of the cascade lies above the critical point then.

    It does if the step is divisible by an even power of two at most: the kneading sequence of period
    doubling (Metropolis, Stein and Stein 1973; Collet and Eckmann, Iterated Maps on the Interval, 1980).

    >>> "".join("LR"[side] for side in doubling_sides(8))
    'RLRRRLR'
    """
    return tuple((step & -step).bit_length() % 2 == 1 for step in range(1, period))


def superstable(depth: int, levels: int, digits: int = 40) -> tuple[Crossing, ...]:
    """Enclose the learning rates at which the critical point has period 2, 4, ..., 2^levels in the cascade.

    >>> from numerics.balls import ball, decimal
    >>> [decimal(ball(crossing.kappa[0]), 8) for crossing in superstable(2, 3)]
    ['2.2426407', '2.5259793', '2.5876866']

    Args:
        depth: the number of layers L, at least 2.
        levels: how many, at least 1.
        digits: each is known to 10^-digits.

    Raises:
        Inconclusive: if one is not found, or belongs to another orbit.
        TypeError: if an input is not an int.
        ValueError: if an input is out of its range.
    """
    whole_number(levels, "the number of levels", 1)
    found: list[Crossing] = []
    for level in range(1, levels + 1):
        near = _next(found, Fraction(1), Fraction(9, 4))
        found.append(enclose(depth, 2**level, 0, near, digits))
        _in_cascade(found)
    return tuple(found)


def doublings(depth: int, levels: int, digits: int = 40) -> tuple[Crossing, ...]:
    """Enclose the learning rates at which the orbits of period 2, 4, ..., 2^levels of the cascade double.

    >>> from numerics.balls import ball, decimal
    >>> [decimal(ball(crossing.kappa[0]), 8) for crossing in doublings(2, 3)]
    ['2.4721360', '2.5760635', '2.5984559']

    Args:
        depth: the number of layers L, at least 2.
        levels: how many, at least 1.
        digits: each is known to 10^-digits.

    Raises are those of `superstable`.
    """
    whole_number(levels, "the number of levels", 1)
    found: list[Crossing] = []
    for level in range(1, levels + 1):
        found.append(enclose(depth, 2**level, -1, _next(found, Fraction(2), Fraction(5, 2)), digits))
        _in_cascade(found)
    return tuple(found)


def tripled(depth: int, levels: int, digits: int = 40) -> tuple[Crossing, ...]:
    """Enclose learning rates beyond the cascade where the critical point has period 3, 6, ..., 3 * 2^levels.

    They fall to the end of the cascade, in the same ratio.

    >>> from numerics.balls import ball, decimal
    >>> [decimal(ball(crossing.kappa[0]), 8) for crossing in tripled(2, 1)]
    ['2.9063112', '2.6680484']

    Args:
        depth: the number of layers L, at least 2.
        levels: the last period is 3 * 2^levels; at least 0.
        digits: each is known to 10^-digits.

    Raises are those of `superstable`.
    """
    whole_number(levels, "the number of levels", 0)
    end = limit(doublings(depth, 6, 20))
    ratio = Fraction(FEIGENBAUM)
    found: list[Crossing] = []
    for level in range(levels + 1):
        near = end + ((found[-1].kappa[0] - end) / ratio if found else FIRST_TRIPLED)
        found.append(enclose(depth, 3 * 2**level, 0, near, digits))
        if found[-1].kappa[0] <= end or (len(found) > 1 and found[-1].kappa[1] >= found[-2].kappa[0]):
            raise Inconclusive(f"the orbit found at kappa = {float(near)} is not the next one sought.")
    return tuple(found)


def limit(found: Sequence[Crossing]) -> Fraction:
    """Guess where a cascade ends, by a geometric series from its last two members; it proves nothing."""
    last, before = found[-1].kappa[0], found[-2].kappa[0]
    return last + (last - before) / (Fraction(FEIGENBAUM) - 1)


def enclose(depth: int, period: int, value: int, near: Fraction, digits: int = 40) -> Crossing:
    """Prove that the multiplier of an orbit falls through a value near a learning rate.

    The point sought is the one near the critical point.

    Args:
        depth: the number of layers L, at least 2.
        period: the least period, at least 2.
        value: of the multiplier, 0 or -1.
        near: a guess of kappa.
        digits: the interval of kappa is 10^-digits wide.

    Raises:
        Inconclusive: if none is found, or the tests fail.
        TypeError: if an input is not an int.
        ValueError: if an input is out of its range.
    """
    step = BalancedStep(depth)
    whole_number(period, "the period", 2)
    whole_number(digits, "the number of digits", LOST_DIGITS + 1)
    if value not in (0, -1):
        raise ValueError(f"the multiplier is {value}; it needs to be 0 or -1.")
    with working_bits(bits_for(2 * digits) + 128):
        rate, state = _newton(step, period, value, ball(near), digits)
        unit = Fraction(1, 10**digits)
        low = round(rate / unit * 8) * unit / 8 - unit / 2
        half = 10**LOST_DIGITS * unit
        middle = round(state / unit) * unit
        kappa, ends = (low, low + unit), (middle - half, middle + half)
        return Crossing(depth, period, value, kappa, ends, _proven(step, period, value, kappa, ends))


def multiplier_at(crossing: Crossing, kappa: Fraction) -> arb:
    """Enclose the multiplier of the orbit at one learning rate of the interval, at the present precision.

    Raises:
        Inconclusive: if Newton's test fails there.
    """
    step = BalancedStep(crossing.depth)
    eta = ball(kappa / crossing.depth)
    image, _ = _newton_test(step, crossing.period, eta, between(*crossing.state))
    return step.walk(image, eta, crossing.period).multiplier


def _newton(step: BalancedStep, period: int, value: int, near: arb, digits: int) -> tuple[Fraction, Fraction]:
    """Improve kappa and a point of the orbit by Newton's iteration, from the critical point."""
    eta = (near / step.depth).mid()
    x = step.critical_point(eta).mid()
    if value:
        for _ in range(FIRST_STEPS):
            now = step.derivatives(x, eta, period)
            x = (x - (now.value - x) / (now.x - 1)).mid()
    for _ in range(NEWTON_STEPS):
        now = step.derivatives(x, eta, period)
        missing, slope_missing = now.value - x, now.x - value
        determinant = (now.x - 1) * now.x_eta - now.eta * now.xx
        by_x = (missing * now.x_eta - now.eta * slope_missing) / determinant
        by_eta = ((now.x - 1) * slope_missing - now.xx * missing) / determinant
        x, eta = (x - by_x).mid(), (eta - by_eta).mid()
        if not (x.is_finite() and eta.is_finite() and 0 < x < 2 and 0 < eta < 4):
            break
        if max(abs(by_x), abs(by_eta)) < arb(10) ** (-digits - 10):
            kappa, state = (to_rationals(number)[0] for number in ((eta * step.depth).mid(), x))
            return kappa, state
    raise Inconclusive(f"Newton's iteration finds no orbit of period {period} near kappa = {near}.")


def _proven(
    step: BalancedStep,
    period: int,
    value: int,
    kappa: tuple[Fraction, Fraction],
    ends: tuple[Fraction, Fraction],
) -> tuple[bool, ...]:
    """Prove what a crossing says, and return on which side of the critical point the later states lie."""
    where = f"of period {period} near kappa = {float(kappa[0])}"
    _, along = _newton_test(step, period, between(*kappa) / step.depth, between(*ends))
    for prime in (2, 3):
        if (
            period % prime == 0
            and overlaps(along.states[0], along.states[period // prime]) is not Truth.FALSE
        ):
            raise Inconclusive(f"the orbit {where} may have a shorter period.")
    if any(less(0, state) is not Truth.TRUE for state in along.states):
        raise Inconclusive(f"the orbit {where} may not be positive.")
    sides = [less(slope, 0) for slope in along.slopes[1:]]
    if Truth.UNKNOWN in sides:
        raise Inconclusive(f"the orbit {where} may pass the critical point twice.")
    signs = []
    for end in kappa:
        eta = ball(end / step.depth)
        image, _ = _newton_test(step, period, eta, between(*ends))
        signs.append(less(value, step.walk(image, eta, period).multiplier))
    if signs != [Truth.TRUE, Truth.FALSE]:
        raise Inconclusive(f"the multiplier {where} does not certainly fall through {value}.")
    return tuple(side is Truth.TRUE for side in sides)


def _newton_test(step: BalancedStep, period: int, eta: arb, box: arb) -> tuple[arb, Walk]:
    """Prove one point of the period in a ball, for all learning rates of another; enclose it more tightly."""
    along = step.walk(box, eta, period)
    middle = box.mid()
    image = middle - (step.walk(middle, eta, period).states[-1] - middle) / (along.multiplier - 1)
    if inside(image, box) is not Truth.TRUE:
        raise Inconclusive(f"Newton's test fails for period {period} near kappa = {eta * step.depth}.")
    return image, along


def _next(found: Sequence[Crossing], before: Fraction, first: Fraction) -> Fraction:
    """Guess the next member of the cascade."""
    if not found:
        return first
    last, before = found[-1].kappa[0], found[-2].kappa[0] if len(found) > 1 else before
    return last + (last - before) / Fraction(FEIGENBAUM)


def _in_cascade(found: Sequence[Crossing]) -> None:
    last = found[-1]
    if not last.of_cascade or (len(found) > 1 and last.kappa[0] <= found[-2].kappa[1]):
        raise Inconclusive(
            f"the orbit found at kappa = {float(last.kappa[0])} is not the next of the cascade."
        )
