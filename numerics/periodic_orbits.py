"""Periodic orbits of one mode in its L layer values, proven by Krawczyk's test, with their stability.

For F(s) = n steps of gradient descent from s, minus s, a box X with middle m and any matrix C: if
m - C F(m) + (I - C F'(X)) (X - m) lies in the interior of X, then X contains exactly one zero of F, and it
lies in that image (Krawczyk 1969; Moore, Kearfott and Cloud, Introduction to Interval Analysis, 2009, 8.2).
Here C is an approximate inverse of F'(m). All quantities are dimensionless, and the target is 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, arb_mat, ctx, fmpq

from numerics import modes
from numerics.balls import Truth, ball, between, bits_for, less, overlaps, to_rationals, working_bits
from numerics.duals import constant, variable
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number
from numerics.multipliers import Stability as Stability

NEWTON_STEPS = 60
PRECONDITIONER_DIGITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Disk:
    """A disk of the complex plane around an enclosed real centre that contains multipliers."""

    centre: arb
    radius: arb

    @property
    def largest(self) -> arb:
        """A bound above the absolute values in the disk."""
        return (abs(self.centre) + self.radius).upper()

    @property
    def smallest(self) -> arb:
        """A bound below the absolute values in the disk."""
        return (abs(self.centre) - self.radius).lower()


@dataclass(frozen=True, slots=True, eq=False)
class PeriodicOrbit:
    """An orbit of the L layer values that is proven to exist, to be the only one in a box, and its stability.

    Attributes:
        states: the states of the orbit, one for each step, each with L enclosed layer values.
        box: lower and upper end of each layer value of the first state; exactly one state in this box returns
            to itself after `period` steps.
        preconditioner: the matrix C of the test, exact.
        disks: L disks that together contain the L multipliers, the eigenvalues of the derivative of n steps.
            The first belongs to the mean layer value; a disk apart from the others contains exactly one.
        stability: what the disks prove.
        depth: the number of layers L.
        kappa: the normalised learning rate.
        period: the least period n.
    """

    states: tuple[tuple[arb, ...], ...]
    box: tuple[tuple[Fraction, Fraction], ...]
    preconditioner: tuple[tuple[Fraction, ...], ...]
    disks: tuple[Disk, ...]
    stability: Stability
    depth: int
    kappa: fmpq
    period: int


def enclose(kappa: Exact, near: Sequence[Exact], period: int, digits: int = 50) -> PeriodicOrbit:
    """Prove that a periodic orbit passes near a state, and enclose it.

    >>> orbit = enclose("9/4", ["0.79", "0.79"], 2, 20)
    >>> orbit.stability.value, orbit.states[0][0].str(5, radius=False)
    ('stable', '0.79076')

    Args:
        kappa: the normalised learning rate eta L, positive.
        near: L >= 2 layer values from which Newton's iteration finds the orbit.
        period: its least period, at least 2.
        digits: the box of the first state is 10^-digits wide on either side.

    Raises:
        Inconclusive: if Newton's iteration finds no orbit, the test fails or a shorter period is possible.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if a number is out of its range.
    """
    depth = whole_number(len(near), "the number of layers", 2)
    whole_number(period, "the period", 2)
    whole_number(digits, "the number of digits", 1)
    rate = positive_rational(kappa, "kappa")
    with working_bits(bits_for(digits) + 32 * period + 64):
        eta = ball(rate / depth)
        centre = _newton(eta, [ball(layer) for layer in near], period)
        width = Fraction(1, 10**digits)
        box = tuple((middle - width, middle + width) for middle in (_rounded(x, width / 8) for x in centre))
        jacobian = _run(eta, centre, period)[1]
        preconditioner = _inverse(jacobian)
        image, along = _krawczyk(eta, box, preconditioner, period)
        if image is None:
            raise Inconclusive(
                f"no orbit of period {period} was proven at kappa = {kappa} near the state given."
            )
        states, slopes = _run(eta, image, period)
        if any(overlaps(along[0][0], state[0]) is not Truth.FALSE for state in along[1:-1]):
            raise Inconclusive(f"the orbit at kappa = {kappa} may have a period less than {period}.")
        disks = _disks(slopes)
        return PeriodicOrbit(
            states=tuple(tuple(state) for state in states[:-1]),
            box=box,
            preconditioner=preconditioner,
            disks=disks,
            stability=_stability(disks),
            depth=depth,
            kappa=rate,
            period=period,
        )


def _run(eta: arb, start: Sequence[arb], period: int) -> tuple[list[list[arb]], arb_mat]:
    """Return the states of n steps and the derivatives of the last one, column by column by dual numbers."""
    columns = []
    states = [list(start)]
    for index in range(len(start)):
        state = [variable(x) if i == index else constant(x) for i, x in enumerate(start)]
        path = [state]
        for _ in range(period):
            path.append(list(modes.step(path[-1], constant(arb(1)), constant(eta))))
        columns.append([value.derivative for value in path[-1]])
        states = [[value.value for value in point] for point in path]
    return states, arb_mat(columns).transpose()


def _newton(eta: arb, start: list[arb], period: int) -> list[arb]:
    """Improve a state by Newton's iteration on midpoints, which proves nothing yet."""
    state = [x.mid() for x in start]
    for _ in range(NEWTON_STEPS):
        states, jacobian = _run(eta, state, period)
        moved = arb_mat([[(after - before).mid()] for after, before in zip(states[-1], state, strict=True)])
        try:
            change = _middle(jacobian - _identity(len(state))).solve(moved, algorithm="approx")
        except ZeroDivisionError:
            raise Inconclusive("the derivative of the map is singular near the state given.") from None
        following = [(x - change[i, 0]).mid() for i, x in enumerate(state)]
        if not all(x.is_finite() for x in following):
            break
        if all(
            abs(x - y) <= abs(y) * arb(2) ** (40 - int(ctx.prec))
            for x, y in zip(following, state, strict=True)
        ):
            return following
        state = following
    raise Inconclusive(f"Newton's iteration finds no orbit of period {period} near the state given.")


def _krawczyk(
    eta: arb,
    box: Sequence[tuple[Fraction, Fraction]],
    preconditioner: Sequence[Sequence[Fraction]],
    period: int,
) -> tuple[list[arb] | None, list[list[arb]]]:
    """Apply the test; return the image of the box, or None if it fails, and the states from the box."""
    around = [between(low, high) for low, high in box]
    middle = [x.mid() for x in around]
    depth = len(box)
    states, slopes = _run(eta, around, period)
    returned = _run(eta, middle, period)[0][-1]
    inverse = arb_mat([[ball(entry) for entry in row] for row in preconditioner])
    moved = arb_mat([[after - before] for after, before in zip(returned, middle, strict=True)])
    distances = arb_mat([[x - m] for x, m in zip(around, middle, strict=True)])
    rest = _identity(depth) - inverse * (slopes - _identity(depth))
    shift = rest * distances - inverse * moved
    image = [m + shift[i, 0] for i, m in enumerate(middle)]
    # A ball around the ends is slightly wider than the box itself, which is what is claimed to hold a state.
    proven = all(
        less(low, x) is Truth.TRUE and less(x, high) is Truth.TRUE
        for x, (low, high) in zip(image, box, strict=True)
    )
    return (image if proven else None), states


def _disks(jacobian: arb_mat) -> tuple[Disk, ...]:
    """Return Gershgorin's disks in the coordinates mean, s_2 - s_1, ..., s_L - s_1."""
    depth = jacobian.nrows()
    to = arb_mat(depth, depth)
    for i in range(depth):
        to[0, i] = arb(1) / depth
        if i:
            to[i, i], to[i, 0] = arb(1), arb(-1)
    changed = to * jacobian * to.inv()
    off = (sum((abs(changed[i, j]) for j in range(depth) if j != i), arb(0)) for i in range(depth))
    return tuple(Disk(changed[i, i], radius.upper()) for i, radius in enumerate(off))


def _stability(disks: tuple[Disk, ...]) -> Stability:
    first, *others = disks
    if all(less(disk.largest, 1) is Truth.TRUE for disk in disks):
        return Stability.STABLE
    bounds = [arb(1), *(disk.largest for disk in others)]
    if all(less(bound, first.smallest) is Truth.TRUE for bound in bounds):
        return Stability.UNSTABLE
    return Stability.INCONCLUSIVE


def _inverse(jacobian: arb_mat) -> tuple[tuple[Fraction, ...], ...]:
    """Return an approximate inverse of the derivative minus the identity, in few digits."""
    try:
        inverse = _middle(jacobian - _identity(jacobian.nrows())).inv()
    except ZeroDivisionError:
        raise Inconclusive("the derivative of the map has the multiplier 1.") from None
    unit = Fraction(1, 10**PRECONDITIONER_DIGITS)
    return tuple(tuple(_rounded(x, unit) for x in row) for row in inverse.tolist())


def _rounded(value: arb, unit: Fraction) -> Fraction:
    middle = to_rationals(value.mid())[0]
    return round(middle / unit) * unit


def _identity(size: int) -> arb_mat:
    return arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])


def _middle(matrix: arb_mat) -> arb_mat:
    return arb_mat([[x.mid() for x in row] for row in matrix.tolist()])
