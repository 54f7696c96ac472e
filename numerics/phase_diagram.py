"""Where the orbits of two modes attract in the entries that mix them: covers of the two parameters.

The first mode has sigma = 1 and oscillates, with kappa between 2.01 and 0.01 below the doubling. The second
one has sigma = rho < 1, hence kappa_2 = kappa rho^(2-2/L). Where kappa_2 < 1.99 it rests, where kappa_2 >
2.01 it oscillates, in phase or out of phase with the first; the strip in between is left out.

The boxes are boxes of ratios: of the two points of the orbit of the first mode, z, and of the layer values of
the two modes, w, or of the two points of the orbit of the second mode. kappa depends on z alone and rises
with it. All quantities are dimensionless.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics import doubling
from numerics._ratio_boxes import Label as Label
from numerics._ratio_boxes import kappa, oscillating, resting, second_kappa, target
from numerics._resting_conditions import DEPTHS as DEPTHS
from numerics.balls import Truth, ball, less, working_bits
from numerics.covers import Box, Cover, cover
from numerics.errors import Inconclusive
from numerics.exact import rational, whole_number

BITS = 192
"""Working precision of the tests; the margins are far above it."""
LEAST_KAPPA = Fraction(201, 100)
FROM_DOUBLING = Fraction(1, 100)
"""How far below the doubling the learning rates end."""
STRIP = Fraction(1, 100)
"""Half the width of the strip about kappa_2 = 2."""
LEAST_TARGET = Fraction(1, 50)
"""The least rho."""
GRID = 2**20
"""The ends of the ratios are multiples of 1 / GRID."""
KAPPA_DIGITS = 9
ANYWHERE = (Fraction(0), Fraction(10))
"""Values of kappa_1 + kappa_2 that no box reaches."""


@dataclass(frozen=True, slots=True)
class PhaseDiagram:
    """Covers of the parameters.

    Attributes:
        depth: the number of layers L.
        resting: where the second mode rests; boxes of z and w.
        in_phase: where both oscillate in phase; boxes of z and of the ratio of the orbit of the second mode.
        out_of_phase: the same out of phase.
    """

    depth: int
    resting: Cover[Label]
    in_phase: Cover[Label]
    out_of_phase: Cover[Label]


def last_kappa(depth: int) -> Fraction:
    """Return a rational just above the doubling point minus 0.01."""
    high = doubling.enclose(depth, KAPPA_DIGITS + 5).high
    scaled = (Fraction(int(high.p), int(high.q)) - FROM_DOUBLING) * 10**KAPPA_DIGITS
    return Fraction(scaled.__ceil__(), 10**KAPPA_DIGITS)


def one_mode(
    depth: int,
    *,
    within: tuple[Fraction, Fraction] = ANYWHERE,
    halvings: int = 14,
    most_boxes: int = 100_000,
    progress: Callable[[int], None] = lambda _tried: None,
) -> Cover[Label]:
    """Cover the parameters where the second mode rests, by boxes of z and w.

    Args:
        depth: the number of layers L, 2 to 4.
        within: two values of kappa_1 + kappa_2; boxes that may lie at most at the first one are not called
            repelling, boxes that may lie at least at the second one are not called attracting.
        halvings: how often a part is halved in a row; the size of the least box.
        most_boxes: the budget; what is left over is undecided.
        progress: called with the number of boxes tried so far.

    Raises:
        Inconclusive: as `numerics.doubling.enclose`.
        TypeError: if a count is not an int.
        ValueError: if the depth is not 2, 3 or 4, or a count is too small.
    """
    _check(depth)
    with working_bits(BITS):
        ratios = _orbit_ratios(depth)
        whole = Box((ratios, _layer_ratios(depth, *ratios)))

        return cover(
            whole,
            lambda box: resting(depth, box, 2 - STRIP, within),
            lambda box: _longer(depth, box),
            most_boxes=most_boxes,
            most_halvings=halvings,
            progress=progress,
        )


def two_modes(
    depth: int,
    in_phase: bool,
    *,
    halvings: int = 14,
    most_boxes: int = 100_000,
    progress: Callable[[int], None] = lambda _tried: None,
) -> Cover[Label]:
    """Cover the parameters where both modes oscillate, by boxes of the ratios of their two orbits.

    Equal modes are included. Arguments and errors are those of `one_mode`, and:

    Args:
        depth: the number of layers L, 2 to 4.
        in_phase: whether both modes are at the lower points of their orbits at the same time.
        halvings: how often a part is halved in a row.
        most_boxes: the budget.
        progress: called with the number of boxes tried so far.
    """
    _check(depth)
    with working_bits(BITS):
        ratios = _orbit_ratios(depth)
        return cover(
            Box((ratios, ratios)),
            lambda box: oscillating(depth, in_phase, box),
            lambda box: int(_length(box, 1) > _length(box, 0)),
            most_boxes=most_boxes,
            most_halvings=halvings,
            progress=progress,
        )


def diagram(depth: int, halvings: int = 14) -> PhaseDiagram:
    """Cover all parameters. Arguments and errors are those of `one_mode`."""
    both = (two_modes(depth, in_phase, halvings=halvings) for in_phase in (True, False))
    return PhaseDiagram(depth, one_mode(depth, halvings=halvings), *both)


def _check(depth: int) -> None:
    if whole_number(depth, "the depth", 2) not in DEPTHS:
        raise ValueError(f"the depth is {depth}; boxes are decided for 2 to 4 layers.")


def _orbit_ratios(depth: int) -> tuple[Fraction, Fraction]:
    """Return ratios of orbits at most at the least kappa and at least at the largest."""
    first, last = ball(rational(LEAST_KAPPA)), ball(rational(last_kappa(depth)))
    start = _last(lambda ratio: less(kappa(depth, ratio), first) is Truth.TRUE, Fraction(1), Fraction(2))
    before = _last(lambda ratio: less(kappa(depth, ratio), last) is Truth.TRUE, start, Fraction(2))
    end = before + Fraction(1, GRID)
    if less(last, kappa(depth, end)) is not Truth.TRUE:
        raise Inconclusive(f"no ratio belongs to the largest kappa of {depth} layers.")
    return start, end


def _layer_ratios(depth: int, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Return ratios w at most at the least rho and at least at the largest kappa_2, for all z of a range."""
    least, most = ball(rational(LEAST_TARGET)), ball(rational(2 - STRIP))
    start = _last(lambda w: less(target(depth, low, w), least) is Truth.TRUE, Fraction(0), Fraction(2))
    before = _last(lambda w: less(second_kappa(depth, high, w), most) is Truth.TRUE, start, Fraction(4))
    return start, before + Fraction(1, GRID)


def _last(below: Callable[[Fraction], bool], low: Fraction, high: Fraction) -> Fraction:
    """Return about the last multiple of 1 / GRID, greater than `low`, with a property."""
    first, last = int(low * GRID) + 1, int(high * GRID)
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if below(Fraction(middle, GRID)) else (first, middle)
    return Fraction(first, GRID)


def _longer(depth: int, box: Box) -> int:
    """Return along which ratio kappa or rho varies more."""
    (z_low, z_high), (w_low, w_high) = box.ends
    along_kappa = kappa(depth, z_high) - kappa(depth, z_low)
    along_target: arb = target(depth, z_low, w_high) - target(depth, z_low, w_low)
    return int(float(along_target.mid()) > float(along_kappa.mid()))


def _length(box: Box, axis: int) -> Fraction:
    low, high = box.ends[axis]
    return high - low
