"""Period-2 orbits of networks with layers of any shapes: d_out x h, h x h, ..., h x d_in.

The modes stand on the diagonals, as in `numerics.lifted_orbits`; every other entry of the layers is 0, also
where a row or column has no partner or a hidden unit serves no mode. An index without a mode is called silent
here. With no more than its own entries moved a silent part stays a fixed point to first order, which is
degenerate: its entries (k, k') and (k, k) have the multiplier 1 without belonging to one family. They are
counted apart and divided out with the families. All quantities are dimensionless.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from flint import arb, arb_mat, fmpq

from numerics._lifting import LiftedMode, enclosed_states, lifted_mode
from numerics._network_derivative import derivative, entries
from numerics._quotients import Quotient
from numerics.balls import ball, bits_for, within, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number
from numerics.multipliers import Multiplier, Stability, eigenvalues, stability

PRECISION_DOUBLINGS = 4
"""How often the working precision is doubled before an orbit is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class RectangularOrbit:
    """A period-2 orbit of gradient descent on layers of given shapes. Every ball contains the exact value.

    Attributes:
        layers: W_1, ..., W_L at the start.
        neutral: how many multipliers are 1 because of the families of `numerics.lifted_orbits`.
        degenerate: how many are 1 because they belong to entries among silent indices alone.
        multipliers: the eigenvalues of the derivative of two steps modulo both, the largest first.
        stability: what these multipliers prove.
        bits: the working precision that the digits needed.
    """

    layers: tuple[arb_mat, ...]
    neutral: int
    degenerate: int
    multipliers: tuple[Multiplier, ...]
    stability: Stability
    bits: int


def enclose(
    depth: int,
    eta: Exact,
    singular_values: Sequence[Exact],
    shape: tuple[int, int, int],
    upper: Collection[int] = (),
    digits: int = 30,
) -> RectangularOrbit:
    """Prove that a period-2 orbit of the network exists, and enclose its multipliers in the actual shapes.

    >>> from numerics.balls import decimal
    >>> orbit = enclose(2, "1.15", [1], (2, 1, 1))
    >>> [(decimal(one.ball.real, 3), one.multiplicity) for one in orbit.multipliers]
    [('0.700', 1), ('-0.245', 1), ('-0.150', 1)]

    Args:
        depth: the number of layers L, at least 2.
        eta: the learning rate.
        singular_values: sigma_1, ..., sigma_r, positive.
        shape: d_out, the width h of all hidden layers, and d_in, each at least r.
        upper: the modes, counted from 1, that start at the upper point of their orbit.
        digits: each multiplier is known to 10^-digits times max(1, its absolute value).

    Raises:
        Inconclusive: if the proof does not succeed within a few doublings of the precision.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if a number is out of its range, no mode oscillates, or a mode is at kappa = 2.
    """
    whole_number(depth, "the depth", 2)
    whole_number(digits, "the number of digits", 1)
    rate = positive_rational(eta, "the learning rate eta")
    parts = [
        lifted_mode(depth, rate, value, number in upper)
        for number, value in enumerate(singular_values, start=1)
    ]
    if not any(part.oscillates for part in parts):
        raise ValueError("no mode oscillates; one needs eta L sigma^(2-2/L) > 2.")
    for width, name in zip(shape, ("outputs", "hidden units", "inputs"), strict=True):
        whole_number(width, f"the number of {name}", len(parts))
    bits = bits_for(digits) + 64
    for _ in range(PRECISION_DOUBLINGS + 1):
        with working_bits(bits), suppress(Inconclusive):
            orbit = _attempt(depth, rate, parts, shape, bits)
            if all(_precise(one, digits) for one in orbit.multipliers):
                return orbit
        bits *= 2
    raise Inconclusive(f"no orbit with {digits} digits was proven with up to {bits // 2} bits.")


def _attempt(
    depth: int, eta: fmpq, parts: Sequence[LiftedMode], shape: tuple[int, int, int], bits: int
) -> RectangularOrbit:
    out, hidden, inner = shape
    widths = [inner, *[hidden] * (depth - 1), out]
    values = [enclosed_states(depth, eta, part)[0] for part in parts]
    layers = tuple(_diagonal(values, rows, columns) for columns, rows in pairwise(widths))
    target = _diagonal([ball(part.sigma) for part in parts], out, inner)
    families = [entries(tangent) for tangent in _tangents(layers, parts, hidden)]
    silent = _among_silent(layers, len(parts))
    columns = [*families, *silent]
    size = len(entries(layers))
    fixed = arb_mat(size, len(columns), [column[row] for row in range(size) for column in columns])
    found = eigenvalues(Quotient(fixed).of(derivative(layers, target, eta, 2)))
    return RectangularOrbit(layers, len(families), len(silent), found, stability(found), bits)


def _tangents(
    layers: Sequence[arb_mat], parts: Sequence[LiftedMode], hidden: int
) -> Iterator[Sequence[arb_mat]]:
    """Give the tangents of what may act between two layers, and of rotations of equal modes."""
    depth, rank = len(layers), len(parts)
    oscillates = [part.oscillates for part in parts] + [False] * (hidden - rank)
    generators = [
        generator
        for one, other in combinations(range(hidden), 2)
        if one < rank
        for generator in (
            [_unit(hidden, one, other) - _unit(hidden, other, one)]
            if oscillates[one] or oscillates[other]
            else [_unit(hidden, one, other), _unit(hidden, other, one)]
        )
    ]
    generators += [_unit(hidden, one, one) for one in range(rank) if not oscillates[one]]
    for place, generator in product(range(1, depth), generators):
        moved = [layer * 0 for layer in layers]
        moved[place - 1] = generator * layers[place - 1]
        moved[place] = -(layers[place] * generator)
        yield moved
    for one, other in combinations(range(rank), 2):
        equal = parts[one].sigma == parts[other].sigma
        if equal and parts[one].starts_upper != parts[other].starts_upper:
            yield [
                _turn(layer.nrows(), one, other) * layer - layer * _turn(layer.ncols(), one, other)
                for layer in layers
            ]


def _turn(width: int, one: int, other: int) -> arb_mat:
    return _unit(width, one, other) - _unit(width, other, one)


def _among_silent(layers: Sequence[arb_mat], rank: int) -> list[list[arb]]:
    """Return the unit vectors of entries whose row and column are both beyond the modes."""
    beyond = [
        row >= rank and column >= rank
        for layer in layers
        for row in range(layer.nrows())
        for column in range(layer.ncols())
    ]
    places = [place for place, silent in enumerate(beyond) if silent]
    return [[arb(int(place == other)) for other in range(len(beyond))] for place in places]


def _diagonal(values: Sequence[arb], rows: int, columns: int) -> arb_mat:
    result = arb_mat(rows, columns)
    for place, value in enumerate(values):
        result[place, place] = value
    return result


def _unit(width: int, row: int, column: int) -> arb_mat:
    result = arb_mat(width, width)
    result[row, column] = 1
    return result


def _precise(multiplier: Multiplier, digits: int) -> bool:
    scale = multiplier.size()
    return all(within(part, digits, scale) for part in (multiplier.ball.real, multiplier.ball.imag))
