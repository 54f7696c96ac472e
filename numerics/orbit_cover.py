"""Attracting period-2 orbits of the balanced mode for every learning rate of an interval.

With the balanced step f and y = f(x), the states x and y form an orbit of period 2 if the slope of f between
them is -1. So x is a zero of G(x) = 1 + (f(x) - f(y)) / (x - y), and f(f(x)) - x = (y - x) G(x) makes
1 + (y - x) G'(x) the multiplier. In contrast to f(f(x)) - x, the function G does not vanish at the fixed
points 0 and 1, so that Newton's test succeeds next to the onset at kappa = 2. All of it comes from the update
rule alone. All quantities are dimensionless.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from flint import arb, fmpq, fmpq_poly

from numerics import modes, orbits
from numerics.balls import Truth, ball, less, working_bits
from numerics.covers import Box, Cover, Proven, cover
from numerics.duals import Dual, constant, variable
from numerics.errors import Inconclusive
from numerics.exact import Exact, rational, whole_number
from numerics.modes import Element
from numerics.secants import Secant

BITS = 192
"""Working precision of the tests."""
MOST_BOXES = 20_000
ROOM = 4
"""How many times wider a ball may be and still prove the same, so that coarser arithmetic can verify it."""
SPREAD = Fraction(1, 4)
"""How far a box reaches beyond the orbits at the two ends of its learning rates, over their distance."""


@dataclass(frozen=True, slots=True)
class OrbitBox:
    """For each learning rate of a box, exactly one point of period 2 lies strictly between two layer values.

    Attributes:
        lower: exact, positive.
        upper: exact, less than 1; the other point of the orbit is above 1.
    """

    lower: Fraction
    upper: Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Enclosure:
    """What the test found over a box of learning rates and layer values.

    Attributes:
        multiplier: encloses the derivative of two balanced steps at the point of period 2, and is below 1.
        gap_factors: enclose what one step multiplies a small balancing gap by, at either point.
    """

    multiplier: arb
    gap_factors: tuple[arb, ...]

    @property
    def attracts(self) -> bool:
        """Whether the orbit certainly attracts balanced states and each step shrinks a small gap."""
        bounds = (less(x, 1) for x in self.gap_factors)
        return all(answer is Truth.TRUE for answer in bounds) and all(
            less(-1, arb(x.mid(), ROOM * x.rad())) is Truth.TRUE for x in (self.multiplier, *self.gap_factors)
        )


def attracting(
    depth: int,
    start: Exact,
    end: Exact,
    *,
    most_boxes: int = MOST_BOXES,
    progress: Callable[[int], None] = lambda _tried: None,
) -> Cover[OrbitBox]:
    """Prove, box by box, that a positive period-2 orbit attracts for every kappa from start to end.

    >>> found = attracting(3, "2.1", "2.2")
    >>> found.undecided()
    ()

    Args:
        depth: the number of layers L, at least 2.
        start: the least kappa, greater than 2.
        end: the largest kappa.
        most_boxes: the budget; what is left over is undecided.
        progress: called with the number of boxes tried so far.

    Raises:
        Inconclusive: as `numerics.orbits.enclose`.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if depth < 2, start <= 2 or end <= start.
    """
    whole_number(depth, "the depth", 2)
    low, high = rational(start), rational(end)
    if not 2 < low < high:
        raise ValueError(f"kappa from {start} to {end} is not an interval above 2.")

    def prove(box: Box) -> OrbitBox | None:
        ends = guess(depth, *box.ends[0])
        found = enclose(depth, box, ends)
        return ends if found is not None and found.attracts else None

    whole = Box(((_fraction(low), _fraction(high)),))
    return cover(whole, prove, lambda _box: 0, most_boxes=most_boxes, progress=progress)


def at(depth: int, kappa: Fraction, digits: int = 20) -> tuple[Proven[OrbitBox], Enclosure] | None:
    """Enclose the orbit at one learning rate, with the factors that decide its stability.

    Args:
        depth: the number of layers L, at least 2.
        kappa: greater than 2.
        digits: the box of the layer value reaches 10^-digits beyond it on either side.

    Returns:
        None if the test fails, as it does where the working precision cannot tell the ends of the box apart.

    Raises:
        Inconclusive: as `numerics.orbits.enclose`.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if depth < 2 or kappa <= 2.
    """
    orbit = orbits.enclose(depth, kappa, 2 * digits)
    middle, width = _fraction(orbit.lower_layer.mid().fmpq()), Fraction(1, 10**digits)
    ends = OrbitBox(_rounded(middle - width, width), _rounded(middle + width, width))
    box = Box(((kappa, kappa),))
    found = enclose(depth, box, ends)
    return None if found is None else (Proven(box, ends), found)


def enclose(depth: int, box: Box, ends: OrbitBox) -> Enclosure | None:
    """Apply Newton's test to G over a box of learning rates, between two layer values.

    G falls from a positive to a negative value by the mean value theorem: its value in the middle plus its
    slopes times the distance of either end.

    Args:
        depth: the number of layers L, at least 2.
        box: the learning rates kappa.
        ends: where the lower point of the orbit is looked for.

    Returns:
        None if the ends are no range between 0 and 1, or the test fails.
    """
    if not 0 < ends.lower < ends.upper < 1:
        return None
    with working_bits(BITS):
        rate = constant(box.ball(0) / depth)
        one, zero = constant(arb(1)), constant(arb(0))

        def equation(x: Dual[arb]) -> tuple[Dual[arb], Dual[arb]]:
            y = modes.step([x] * depth, one, rate)[0]
            both = Secant(x, y, one)
            moved = modes.step([both] * depth, _same(one, zero), _same(rate, zero))[0]
            return one + moved.slope, y

        layers = Box(((ends.lower, ends.upper),)).ball(0)
        over, upper = equation(variable(layers))
        middle = layers.mid()
        centre = equation(constant(middle))[0].value
        left, right = (
            centre + over.derivative * (ball(rational(end)) - middle) for end in (ends.lower, ends.upper)
        )
        signs = (less(over.derivative, 0), less(0, left), less(right, 0))
        if any(sign is not Truth.TRUE for sign in signs):
            return None
        multiplier = 1 + (upper.value - layers) * over.derivative
        gap_factors = tuple(_gap_factor(depth, layer, rate.value) for layer in (layers, upper.value))
        return Enclosure(multiplier, gap_factors)


def _gap_factor(depth: int, layer: arb, rate: arb) -> arb:
    """Return what one step multiplies the gap s_1^2 - s_2^2 by to first order, next to a balanced state.

    A balanced step multiplies x by 1 + pull and a difference of two layers by 1 - pull.
    """
    pull, power = arb(0), arb(1)
    for coefficient in _pull(depth).coeffs():
        pull += power * arb(coefficient)
        power *= layer
    return 1 - (rate * pull) ** 2


@cache
def _pull(depth: int) -> fmpq_poly:
    """Return pull / eta as a polynomial in the balanced layer x, from one step with the learning rate 1.

    Raises:
        Inconclusive: if a difference of two layers is not multiplied by 1 - pull.
    """
    x, one, zero = fmpq_poly([0, 1]), fmpq_poly([1]), fmpq_poly([0])
    state = (Secant(x, x, one), *[Secant(x, x, zero)] * (depth - 1))
    after = modes.step(state, _same(one, zero), _same(one, zero))
    pull, rest = divmod(after[0].first - x, x)
    if rest != zero or after[0].slope - after[1].slope != one - pull:
        raise Inconclusive(f"the balancing gap of {depth} layers does not follow the balanced step.")
    return pull


def _same(value: Element, zero: Element) -> Secant[Element]:
    """Return a constant as a secant number."""
    return Secant(value, value, zero)


def guess(depth: int, low: Fraction, high: Fraction) -> OrbitBox:
    """Guess from the orbits at the two ends of the learning rates, and some more on either side."""
    first, last = _lower_layer(depth, high), _lower_layer(depth, low)
    width = (last - first) * SPREAD
    return OrbitBox(_rounded(first - width, width), _rounded(last + width, width))


@cache
def _lower_layer(depth: int, kappa: Fraction) -> Fraction:
    """Return about where the lower point of the orbit is. Neighbouring boxes share their ends."""
    return _fraction(orbits.enclose(depth, kappa, 10).lower_layer.mid().fmpq())


def _rounded(value: Fraction, width: Fraction) -> Fraction:
    """Round to few digits, by less than a sixteenth of a width."""
    unit = Fraction(1, 2 ** max(0, (32 / width).__ceil__().bit_length()))
    return round(value / unit) * unit


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
