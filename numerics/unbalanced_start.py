"""Gradient descent from the paper's unbalanced start reaches the period-2 orbit, over whole boxes.

From (alpha, ..., alpha, 0) all layers but the last stay equal, so the state is mean and gap: the equal layers
are mean + gap, the last one is mean - (L - 1) gap. The states over a box of (alpha, kappa) are enclosed step
by step, until they lie in a trap: a box that two steps map into its interior and contract. All quantities are
dimensionless, and the target is 1.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq

from numerics import modes, orbits
from numerics.balls import Truth, inside, less, overlaps, to_rationals, working_bits
from numerics.covers import Box, Cover, cover
from numerics.duals import Dual, constant
from numerics.errors import Inconclusive
from numerics.exact import whole_number

BITS = 128
MOST_BOXES = 4_000
MOST_STEPS = 4_000
WIDEST = fmpq(1, 4)
"""Enclosed states that are known no better than this are given up."""
ATTEMPTS = 20
"""How often a trap is looked for near the orbit."""
SHRUNK = fmpq(3, 4)
"""A trap is looked for again when the gap is less than this share of what it was before."""
NEAR = fmpq(1, 20)
"""How near to the orbit a trap is looked for, over the distance between its two points."""
WIDER = (2, 4, 8)
"""How many times farther than the enclosed states a trap reaches."""

BENT = 512
"""How much farther a trap reaches in the mean, over the square of how far it reaches in the gap."""

State = tuple[arb, arb]
Map = Callable[[Dual[arb], Dual[arb], Dual[arb]], tuple[Dual[arb], Dual[arb]]]


@dataclass(frozen=True, slots=True)
class Trap:
    """The states over a box of parameters lie in a box that two steps map into its interior and contract.

    Attributes:
        steps: after how many steps they do.
        mean: lower and upper end of the mean layer value.
        gap: lower and upper end of (first layer - last layer) / L; zero lies between them.
    """

    steps: int
    mean: tuple[Fraction, Fraction]
    gap: tuple[Fraction, Fraction]


def reaches_orbit(
    depth: int,
    alpha: tuple[Fraction, Fraction],
    kappa: tuple[Fraction, Fraction],
    *,
    most_boxes: int = MOST_BOXES,
    progress: Callable[[int], None] = lambda _tried: None,
) -> Cover[Trap]:
    """Prove that gradient descent from (alpha, ..., alpha, 0) tends to a positive balanced period-2 orbit.

    >>> tenth = Fraction(1, 10)
    >>> found = reaches_orbit(2, (tenth, tenth + tenth**5), (2 + 2 * tenth, 2 + 2 * tenth + tenth**5))
    >>> found.undecided()
    ()

    Args:
        depth: the number of layers L, at least 2.
        alpha: least and largest start, positive.
        kappa: least and largest normalised learning rate, greater than 2.
        most_boxes: the budget; what is left over is undecided.
        progress: called with the number of boxes tried so far.

    Raises:
        Inconclusive: as `numerics.orbits.enclose`.
        TypeError: if the depth is not an int.
        ValueError: if depth < 2 or a range is empty or not above its bound.
    """
    whole_number(depth, "the depth", 2)
    if not (0 < alpha[0] < alpha[1] and 2 < kappa[0] < kappa[1]):
        raise ValueError(f"alpha in {alpha} and kappa in {kappa} make no box with alpha > 0 and kappa > 2.")

    def axis(box: Box) -> int:
        # Along the plateau an error in alpha grows with the time spent there, one in kappa far less.
        shares = [(high - low) / low for low, high in box.ends]
        return 0 if shares[0] >= shares[1] else 1

    return cover(
        Box((alpha, kappa)), lambda box: _trap(depth, box), axis, most_boxes=most_boxes, progress=progress
    )


def _trap(depth: int, box: Box) -> Trap | None:
    middle_rate = sum(box.ends[1], Fraction(0)) / 2
    orbit = orbits.enclose(depth, middle_rate, 20)
    with working_bits(BITS):
        start, rate = box.ball(0), box.ball(1) / depth
        state: State = (start * (depth - 1) / depth, start / depth)
        attempts, last_gap = 0, arb("inf")
        reach = (orbit.upper_layer - orbit.lower_layer) * NEAR
        for steps in range(MOST_STEPS):
            if not all(x.is_finite() and x.rad() < WIDEST for x in state):
                return None
            near = less(abs(state[0] - orbit.lower_layer), reach) is Truth.TRUE
            if near and abs(state[1]).upper() < last_gap * SHRUNK:
                attempts, last_gap = attempts + 1, abs(state[1]).upper()
                if attempts > ATTEMPTS:
                    return None
                for wider in WIDER:
                    trap = _around(orbit.lower_layer, state, wider)
                    if _attracts(depth, trap, rate) and _within(state, trap):
                        return Trap(steps, to_rationals(trap[0]), to_rationals(trap[1]))
            state = _mean_value(_step(depth), state, rate)[0]
    return None


def _around(lower: arb, state: State, wider: int) -> State:
    """Return a box around the lower point of the orbit that reaches farther than the enclosed states."""
    gap = abs(state[1]).upper() * wider
    # A gap moves the mean by the order of its square.
    mean = abs(state[0] - lower).upper() * wider + BENT * gap**2
    gap += mean / 64
    return (_short(lower, mean), _short(arb(0), gap))


def _short(middle: arb, radius: arb) -> arb:
    """Return a slightly wider ball with short ends, since they go into a certificate."""
    unit = fmpq(1)
    while not arb(unit) * 16 < radius:
        unit /= 2
    low = ((middle - radius) / unit).lower().floor().unique_fmpz()
    high = ((middle + radius) / unit).upper().ceil().unique_fmpz()
    if low is None or high is None:
        raise Inconclusive("a trap has no ends at this precision.")
    return arb((low + high) * unit / 2, (high - low) * unit / 2)


def _within(state: State, trap: State) -> bool:
    return all(inside(x, y) is Truth.TRUE for x, y in zip(state, trap, strict=True))


def _attracts(depth: int, trap: State, rate: arb) -> bool:
    """Say whether a positive box certainly is a trap that one step leaves.

    Two steps map it into its interior and contract it. States without a gap stay without one, so the point
    that all of the box tends to is balanced, and its period is 2.
    """
    once = _step(depth)
    between = _mean_value(once, trap, rate)[0]
    positive = all(less(0, mean) is Truth.TRUE for mean in (trap[0], between[0]))
    if not positive or overlaps(between[0], trap[0]) is not Truth.FALSE:
        return False

    def twice(mean: Dual[arb], gap: Dual[arb], eta: Dual[arb]) -> tuple[Dual[arb], Dual[arb]]:
        return once(*once(mean, gap, eta), eta)

    image, slopes = _mean_value(twice, trap, rate)
    contracts = all(less(abs(row[0]) + abs(row[1]), 1) is Truth.TRUE for row in slopes)
    return contracts and _within(image, trap)


def _step(depth: int) -> Map:
    """Return one step of gradient descent in mean and gap.

    The slope of the loss in a layer is the residual times the product of the other layers. So with
    pull = eta (1 - product) a^(L-2) an equal layer a becomes a + pull b, and the last one, b, becomes
    b + pull a.
    """

    def advance(mean: Dual[arb], gap: Dual[arb], eta: Dual[arb]) -> tuple[Dual[arb], Dual[arb]]:
        one, others = constant(arb(1)), constant(arb(depth - 1))
        layer, last = mean + gap, mean - others * gap
        pull = eta * (one - modes.product([*[layer] * (depth - 1), last]))
        pull = modes.product([pull, *[layer] * (depth - 2)])
        return mean + pull * (others * last + layer) * constant(arb(1) / depth), gap - pull * gap

    return advance


def _mean_value(function: Map, state: State, rate: arb) -> tuple[State, list[list[arb]]]:
    """Enclose a map on a box by its value in the middle and its slopes on the box; return both."""
    box = (*state, rate)
    middle = [x.mid() for x in box]
    centre = function(constant(middle[0]), constant(middle[1]), constant(middle[2]))
    images = [value.value for value in centre]
    slopes: list[list[arb]] = [[], []]
    for axis, (x, m) in enumerate(zip(box, middle, strict=True)):
        point = [Dual(y, arb(int(index == axis))) for index, y in enumerate(box)]
        for row, value in enumerate(function(point[0], point[1], point[2])):
            images[row] += value.derivative * (x - m)
            slopes[row].append(value.derivative)
    return (images[0], images[1]), slopes
