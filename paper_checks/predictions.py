"""What the theory predicts of a run at given parameters, as balls: thresholds, orbits, limits of gaps.

The formulas are those of `theory.orbits` and `theory.balancing`; here they are only evaluated, and the
parametrisation of the period-2 orbit by the ratio z of its points is solved for a given learning rate.
All quantities are dimensionless.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import flint
import sympy

from numerics.balls import Truth, less
from numerics.errors import Inconclusive
from paper_checks import enclosures
from theory import balancing, orbits
from theory.symbols import L, S, eta, kappa, sigma, z

SHARPNESS = L * sigma ** (2 - 2 / L)
"""Sharpness of the balanced minimum of a mode."""
RATE = eta * SHARPNESS
"""The normalised learning rate kappa."""
THRESHOLD = (kappa / S).subs({kappa: 2, S: SHARPNESS})
"""The learning rate at which the balanced minimum loses stability: kappa = 2."""


@dataclass(frozen=True, eq=False)
class Orbit:
    """The period-2 orbit of a balanced mode with sigma = 1, enclosed.

    Attributes:
        ratio: upper layer value over lower layer value.
        lower: the lower end-to-end value u_1.
        upper: the upper end-to-end value u_2.
        multiplier: derivative of two balanced steps.
        gap_factor: what two steps multiply a small balancing gap by.
    """

    ratio: flint.arb
    lower: flint.arb
    upper: flint.arb
    multiplier: flint.arb
    gap_factor: flint.arb

    @property
    def attracts(self) -> bool:
        """Whether balanced starts near the orbit, and small gaps, certainly approach it."""
        return all(less(abs(factor), 1) is Truth.TRUE for factor in (self.multiplier, self.gap_factor))

    def distance_left(self, rounds: int, gap: flint.arb) -> flint.arb:
        """Estimate how far the end-to-end value still is from the orbit, up to a factor of order 1.

        A distance of order 1 shrinks by the multiplier every two steps. A gap shrinks by the gap factor;
        it enters by its square, for the end-to-end value stays where two layers are exchanged, and
        the gap between them changes its sign.

        Args:
            rounds: how many times two steps were made.
            gap: the largest balancing gap at first, over sigma^(2/L).
        """
        return abs(self.multiplier) ** rounds + (gap * self.gap_factor**rounds) ** 2


def threshold(depth: int, target: Fraction) -> flint.arb:
    """Return the learning rate 2/S beyond which the balanced minimum of a mode is not stable.

    Args:
        depth: number of layers, from 2 on.
        target: sigma, positive.
    """
    return enclosures.value(THRESHOLD.subs(L, depth), {"sigma": target})


def normalised_rate(depth: int, target: Fraction, rate: Fraction) -> flint.arb:
    """Return kappa = eta L sigma^(2 - 2/L).

    Args:
        depth: number of layers, from 2 on.
        target: sigma, positive.
        rate: the learning rate eta, positive.
    """
    return enclosures.value(RATE.subs(L, depth), {"sigma": target, "eta": rate})


def beyond_edge(depth: int, target: Fraction, rate: Fraction) -> bool:
    """Return whether kappa > 2, decided in rational numbers through kappa^L.

    >>> beyond_edge(3, Fraction(8), Fraction(1, 24)), beyond_edge(3, Fraction(8), Fraction(1, 23))
    (False, True)

    Args are those of `normalised_rate`.
    """
    return bool((rate * depth / 2) ** depth * target ** (2 * depth - 2) > 1)


def orbit(depth: int, normalised: flint.arb) -> Orbit:
    """Return the period-2 orbit at a normalised learning rate beyond 2.

    Args:
        depth: number of layers, from 2 on.
        normalised: kappa, certainly greater than 2.

    Raises:
        Inconclusive: if the working precision does not separate the orbit from the minimum.
    """
    formulas = _formulas(depth)
    at = {"z": _ratio(formulas[0], normalised)}
    return Orbit(at["z"], *(enclosures.value(formula, at) for formula in formulas[1:]))


def curve(depth: int, most: flint.arb, count: int) -> tuple[tuple[flint.arb, Orbit], ...]:
    """Return kappa and the orbit on an even grid of rational ratios, from the minimum up to a largest kappa.

    The orbits are given by the parametrisation; nothing is solved for but the last ratio.

    Args:
        depth: number of layers, from 2 on.
        most: the largest kappa, certainly greater than 2.
        count: how many ratios above 1.

    Raises:
        Inconclusive: as `orbit`.
    """
    formulas = _formulas(depth)
    last = orbit(depth, most).ratio.lower().fmpq()
    points = []
    for index in range(1, count + 1):
        ratio = flint.arb(1 + (last - 1) * index / count)
        values = [enclosures.value(formula, {"z": ratio}) for formula in formulas]
        points.append((values[0], Orbit(ratio, *values[1:])))
    return tuple(points)


def largest_stable_gap(target: Fraction, rate: Fraction) -> flint.arb:
    """Return the largest balancing gap of a linearly stable minimum of two layers, zero if there is none.

    At s_1 s_2 = sigma the Hessian of (s_1 s_2 - sigma)^2/2 has determinant 0 and trace s_1^2 + s_2^2, which
    is sqrt(b^2 + 4 sigma^2); the minimum is linearly stable where this sharpness is at most 2/eta.

    >>> largest_stable_gap(Fraction(1), Fraction(10, 13)).str(3, radius=False)
    '1.66'

    Args:
        target: sigma, positive.
        rate: the learning rate eta, positive.
    """
    room = (2 / rate) ** 2 - (2 * target) ** 2
    return flint.arb(flint.fmpq(room.numerator, room.denominator)).sqrt() if room > 0 else flint.arb(0)


@cache
def _formulas(depth: int) -> tuple[sympy.Expr, ...]:
    """Return kappa, u_1, u_2, the multiplier and the gap factor as formulas in z."""
    lower, upper = orbits.points(depth, z)
    return (
        orbits.kappa(depth, z),
        lower,
        upper,
        orbits.multiplier(depth, z),
        balancing.two_step_factor(z),
    )


def _ratio(formula: sympy.Expr, wanted: flint.arb) -> flint.arb:
    """Enclose the ratio above 1 at which a formula rising in z (`theory.orbits.uniqueness`) has a value.

    Where the ratio is sought does not matter for the answer: the formula is below the wanted value at the
    lower end of the answer and above it at the upper end.
    """
    guess = _guess(formula, wanted.mid())
    bits = int(flint.ctx.prec)
    for exponent in range(bits - 8, bits // 8, -8):
        width = flint.arb(2) ** -exponent
        low, high = (guess - width).mid(), (guess + width).mid()
        below, above = (enclosures.value(formula, {"z": end}) for end in (low, high))
        if low > 1 and below < wanted < above:
            return low.union(high)
    raise Inconclusive(f"no orbit ratio was enclosed at {wanted.str(15)} with {bits} bits")


def _guess(formula: sympy.Expr, wanted: flint.arb) -> flint.arb:
    """Approach the ratio by secants in z + 1/z - 2, in which the formula is smooth at z = 1."""

    def ratio(shift: flint.arb) -> flint.arb:
        return (1 + shift / 2 + (shift + shift**2 / 4).sqrt()).mid()

    def excess(shift: flint.arb) -> flint.arb:
        return (enclosures.value(formula, {"z": ratio(shift)}) - wanted).mid()

    # The formula is 2 at ratio 1 and at least z, so the ratio sought is below the wanted value.
    low, high = flint.arb(0), (wanted + 1 / wanted - 2).mid()
    (before, at_before), (now, at_now) = (low, (2 - wanted).mid()), (high, excess(high))
    tolerance = flint.arb(2) ** -int(flint.ctx.prec)
    for _ in range(4 * int(flint.ctx.prec)):
        slope = at_now - at_before
        following = (now - at_now * (now - before) / slope).mid() if slope != 0 else now
        if not low < following < high:
            following = ((low + high) / 2).mid()
        before, at_before, now = now, at_now, following
        at_now = excess(now)
        low, high = (now, high) if at_now < 0 else (low, now)
        if abs(now - before) < tolerance * now:
            break
    return ratio(now)
