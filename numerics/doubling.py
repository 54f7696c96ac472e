"""The learning rate at which the period-2 orbit loses stability, from the update rule alone.

The multiplier of the enclosed orbit is followed in kappa to where it crosses -1, or another value. For
depth to infinity the update rule of y = L log x tends to y + kappa e^y (1 - e^y), and its orbit is enclosed
in the same way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, fmpq

from numerics import orbits
from numerics._roots import lower_point
from numerics.balls import Truth, ball, bits_for, less, working_bits
from numerics.duals import Dual, constant, variable
from numerics.errors import Inconclusive
from numerics.exact import Exact, rational, whole_number

SECANTS = 60
"""How many secant steps may be made; they converge in about ten."""


@dataclass(frozen=True, slots=True)
class Doubling:
    """A bracket for the normalised learning rate at which the multiplier of the period-2 orbit is -1.

    Attributes:
        low: an orbit is enclosed here and its multiplier is certainly above -1, or the value asked for.
        high: an orbit is enclosed here and its multiplier is certainly below that.
    """

    low: fmpq
    high: fmpq


def enclose(depth: int, digits: int = 50, value: Exact = -1) -> Doubling:
    """Bracket the normalised learning rate at which the period-2 orbit loses stability.

    That the multiplier has this value nowhere else is not claimed.

    >>> from numerics.balls import ball, decimal
    >>> decimal(ball(enclose(3, 20).low), 12)
    '2.48921478568'

    Args:
        depth: the number of layers L, at least 2.
        digits: the bracket is at most 2/10^digits wide.
        value: of the multiplier, crossed downwards; -1 where stability is lost.

    Raises:
        Inconclusive: if no bracket of that width is found.
        TypeError: if an input is not an int, or the value not exact.
        ValueError: if depth < 2 or digits < 1.
    """
    whole_number(depth, "the depth", 2)
    whole_number(digits, "the number of digits", 1)
    crossed = rational(value)
    return _bracket(lambda rate: orbits.enclose(depth, rate, digits + 10).multiplier, digits, crossed)


def enclose_limit(digits: int = 50) -> Doubling:
    """Bracket the normalised learning rate of the doubling of the limit for infinite depth.

    >>> from numerics.balls import ball, decimal
    >>> decimal(ball(enclose_limit(20).low), 6)
    '2.50329'

    Raises are those of `enclose`.
    """
    whole_number(digits, "the number of digits", 1)
    return _bracket(lambda rate: limit_multiplier(rate, digits + 10), digits, fmpq(-1))


def limit_multiplier(kappa: Exact, digits: int = 50) -> arb:
    """Enclose the multiplier of the period-2 orbit of u -> u exp(kappa u (1 - u)), the limit of u = x^L.

    As x^L is followed over a step of x + (kappa/L) x^(L-1) (1 - x^L), letting L grow gives this map.

    Args:
        kappa: the normalised learning rate, greater than 2.
        digits: decimal digits of the multiplier to aim for.

    Raises:
        Inconclusive: if no orbit is proven.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if kappa <= 2 or digits < 1.
    """
    whole_number(digits, "the number of digits", 1)
    rate = rational(kappa)
    if rate <= 2:
        raise ValueError(f"kappa is {kappa}; an orbit beyond the edge of stability needs kappa > 2.")
    with working_bits(bits_for(digits) + 128):

        def step(value: Dual[arb]) -> Dual[arb]:
            one = constant(arb(1))
            return value * _exponential(constant(ball(rate)) * value * (one - value))

        def moved_by_two_steps(value: Dual[arb]) -> Dual[arb]:
            return step(step(value)) - value

        lower = lower_point(moved_by_two_steps, fmpq(1))
        if lower is None:
            raise Inconclusive(f"no period-2 orbit of the limit was proven for kappa {kappa}.")
        return step(step(variable(lower))).derivative


def _exponential(number: Dual[arb]) -> Dual[arb]:
    value = number.value.exp()
    return Dual(value, value * number.derivative)


def _bracket(multiplier: Callable[[fmpq], arb], digits: int, value: fmpq) -> Doubling:
    """Follow the multiplier to a value by secants, and confirm a sign on either side."""
    scale = 10 ** (digits + 5)
    (left, at_left), (right, at_right) = (
        (rate, multiplier(rate).mid().fmpq() - value) for rate in (fmpq(12, 5), fmpq(13, 5))
    )
    for _ in range(SECANTS):
        guess = right - at_right * (right - left) / (at_right - at_left)
        rate = fmpq((guess * scale).floor(), scale)
        close = abs(rate - right) * 10**digits < 1
        left, at_left = right, at_right
        right, at_right = rate, multiplier(rate).mid().fmpq() - value
        if close or at_right == at_left:
            break
    low, high = right - fmpq(1, 10**digits), right + fmpq(1, 10**digits)
    with working_bits(bits_for(digits + 10)):
        sides = (less(value, multiplier(low)), less(multiplier(high), value))
    if any(side is not Truth.TRUE for side in sides):
        raise Inconclusive(f"the multiplier is not certainly on either side of {value} around kappa {low}.")
    return Doubling(low, high)
