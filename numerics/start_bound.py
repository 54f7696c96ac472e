"""The best bound on the initial scale: up to it the balancing gap never grows, for sigma = 1.

The start is the paper's, layers 1 to L-1 at alpha and layer L at 0. A gap that is not zero grows exactly if
the pull p of its step has p^2 > 2, see `numerics.kept_region`; small starts lie in the region proved there.
The learning rate is given as kappa = eta L. All quantities are dimensionless.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq

from numerics import kept_region, modes
from numerics._roots import isolate
from numerics.balls import ball, bits_for, to_rationals, within, working_bits
from numerics.covers import Box
from numerics.duals import Dual, constant, variable
from numerics.errors import Inconclusive
from numerics.exact import Exact, whole_number
from numerics.kept_region import BITS, Region, everywhere, pull

MOST_STEPS = 60
"""After how many steps starts are split that have not reached the region."""
LARGEST_START = Fraction(2)
"""From starts beyond this the second step enlarges the gap, for every kappa >= 2."""
SCAN = 200
"""Multiples of 1/SCAN are tried to find the step that decides; what is found is proved afterwards."""
NARROWINGS = 20
"""How often the surroundings of the best bound are halved before they are given up."""


@dataclass(frozen=True, slots=True, eq=False)
class BestBound:
    """The largest number such that the gap never grows from any smaller start.

    Attributes:
        alpha: encloses it; the gap never grows from it either, and grows from every start next above.
        time: which step enlarges the gap from those, counted from 0.
        boxes: how many boxes prove it.
    """

    alpha: arb
    time: int
    boxes: int


def second_step_decides(depth: int, slowest: Exact, fastest: Exact) -> int:
    """Prove that no gap ever grows from a start whose second step has p <= 2^(1/2).

    The proof is for all starts and every kappa in an interval at once.

    >>> second_step_decides(3, 2, "14/5") > 0
    True

    Args:
        depth: the number of layers L, at least 2.
        slowest: the least kappa, at least 2.
        fastest: the largest kappa.

    Returns:
        How many boxes prove it.

    Raises:
        Inconclusive: if that is not proved, or not true.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    rates = kept_region.learning_rates(depth, slowest, fastest)
    if rates[0] * depth < 2:
        raise ValueError(f"the least kappa is {slowest}; it has to be at least 2.")
    region, boxes = kept_region.prove(depth, slowest, fastest)

    def enlarged(start: arb, eta: arb) -> bool:
        second = pull(_state(depth, start, eta, 1, arb(1)), eta, arb(1))
        return bool(second > 0) and bool(second**2 > 2)

    with working_bits(BITS):
        # The second pull is eta alpha^(L-2) (eta alpha^(2L-2) - 1). Where it is positive it grows with eta
        # and with alpha: what holds in this corner holds beyond. It is not below the first pull,
        # -eta alpha^(L-2), whose square is compared with 2 on every box: so p^2 <= 2 is granted.
        if not enlarged(ball(LARGEST_START), ball(rates[0])):
            raise Inconclusive(f"starts beyond {LARGEST_START} are not excluded at kappa {slowest}.")
        starts = (_root_below(region.gap), LARGEST_START)
        return boxes + _sweep(depth, Box((rates, starts)), region, granted=1, left_out=enlarged)


def best_bound(depth: int, kappa: Exact, digits: int = 50) -> BestBound:
    """Enclose the best bound on alpha, and prove that it is: there the pull of one step passes 2^(1/2).

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate.
        digits: alpha is known to 10^-digits times max(1, alpha).

    Raises:
        Inconclusive: if it is not found or not proved.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    whole_number(digits, "the number of digits", 1)
    rates = kept_region.learning_rates(depth, kappa, kappa)
    region, boxes = kept_region.prove(depth, kappa, kappa)
    with working_bits(BITS):
        time, bracket = _first_growth(depth, rates[0], region)

    def excess(start: Dual[arb]) -> Dual[arb]:
        one, eta = constant(arb(1)), constant(ball(rates[0]))
        strength = pull(_state(depth, start, eta, time, one), eta, one)
        return strength * strength - one - one

    with working_bits(bits_for(digits) + 64):
        alpha = isolate(excess, *bracket)
        if alpha is None or not within(alpha, digits, alpha):
            raise Inconclusive(f"no start is isolated at depth {depth} and kappa {kappa}.")
        end = to_rationals(alpha)[1]
    with working_bits(BITS):
        width = Fraction(1, SCAN)
        for _ in range(NARROWINGS):
            near = Box(((end - width, end + width),)).ball(0)
            gap = modes.gap(_state(depth, near, ball(rates[0]), time, arb(1)), 1, depth)
            if excess(variable(near)).derivative > 0 and not gap.contains(0):
                break
            width /= 2
        else:
            raise Inconclusive(f"no growth is shown next above {alpha.str(10)} at depth {depth}.")
        # Near the bound the pull of that step increases with alpha: p^2 <= 2 up to the bound is granted.
        start = _root_below(region.gap)
        if start < end - width:
            boxes += _sweep(depth, Box((rates, (start, end - width))), region)
        boxes += _sweep(depth, Box((rates, (end - width, end))), region, granted=time)
    return BestBound(alpha, time, boxes)


def _state(
    depth: int, start: modes.Element, eta: modes.Element, steps: int, one: modes.Element
) -> tuple[modes.Element, ...]:
    layers = (*[start] * (depth - 1), one - one)
    for _ in range(steps):
        layers = modes.step(layers, one, eta)
    return layers


def _sweep(
    depth: int,
    box: Box,
    region: Region,
    *,
    granted: int | None = None,
    left_out: Callable[[arb, arb], bool] = lambda _start, _eta: False,
) -> int:
    """Prove that runs reach a region before a gap grows; return how many boxes the cover has.

    Args:
        depth: the number of layers.
        box: the intervals of learning rates and of starts.
        region: what the runs have to reach.
        granted: a step of which p^2 <= 2 is known.
        left_out: says of starts and learning rates that nothing is to be proved about them.
    """
    one = arb(1)

    def decide(part: Box) -> bool:
        eta, start = part.ball(0), part.ball(1)
        if left_out(start, eta):
            return True
        layers, gap = _state(depth, start, eta, 0, one), start**2
        for time in range(MOST_STEPS):
            if region.contains(gap, modes.product(layers)):
                return True
            factor = pull(layers, eta, one) ** 2
            if time != granted and not factor < 2:
                return False
            # A product of factors stays narrower than a difference of squares.
            gap = gap * (1 - factor)
            layers = modes.step(layers, one, eta)
        return False

    return everywhere(box, decide)


def _first_growth(depth: int, eta: Fraction, region: Region) -> tuple[int, tuple[fmpq, fmpq]]:
    """Return which step first enlarges a gap as the start grows, and two starts about where it does."""
    one, rate = arb(1), ball(eta)
    for index in range(1, int(LARGEST_START) * SCAN + 1):
        layers = _state(depth, arb(fmpq(index, SCAN)), rate, 0, one)
        for time in range(MOST_STEPS):
            if region.contains(modes.gap(layers, 1, depth), modes.product(layers)):
                break
            if pull(layers, rate, one) ** 2 > 2:
                return time, (fmpq(index - 1, SCAN), fmpq(index, SCAN))
            layers = modes.step(layers, one, rate)
    raise Inconclusive(f"no start up to {LARGEST_START} was found to enlarge a gap at depth {depth}.")


def _root_below(number: fmpq) -> Fraction:
    return to_rationals(arb(number).sqrt())[0]
