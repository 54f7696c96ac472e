"""Period-2 orbits of the balanced mode, enclosed and proven to exist.

A balanced mode has all layers equal to one value x. Gradient descent keeps it balanced and moves
x by the update rule f(x) = x - eta df/ds_1 at s_1 = ... = s_L = x. After rescaling, sigma = 1 and the
normalised learning rate is kappa = eta L sigma^(2-2/L) = eta L. All quantities are dimensionless.
"""

from dataclasses import dataclass
from itertools import pairwise

from flint import arb, fmpq, fmpq_poly

from numerics import modes
from numerics._roots import lower_point
from numerics.balls import Truth, ball, bits_for, less, relative_digits, within, working_bits
from numerics.duals import Dual, constant, variable
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, rational, whole_number

PRECISION_DOUBLINGS = 4
"""How often the working precision is doubled before an orbit is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class PeriodTwoOrbit:
    """An orbit that alternates between two balanced states, for sigma = 1.

    Gradient descent at the learning rate kappa / depth maps the state with all layers equal to
    `lower_layer` to the one with all layers equal to `upper_layer`, and back.

    Attributes:
        lower: the lower end-to-end value, lower_layer^depth, between 0 and 1.
        upper: the upper end-to-end value, upper_layer^depth, above 1.
        ratio: upper_layer / lower_layer.
        multiplier: the derivative of two balanced steps at either point of the orbit; a balanced
            start nearby is attracted if it lies between -1 and 1, repelled if beyond.
        lower_layer: the layer value at the lower state.
        upper_layer: the layer value at the upper state.
        depth: the number of layers L.
        kappa: the normalised learning rate.
        bits: the working precision that the proof needed.
    """

    lower: arb
    upper: arb
    ratio: arb
    multiplier: arb
    lower_layer: arb
    upper_layer: arb
    depth: int
    kappa: fmpq
    bits: int


def enclose(depth: int, kappa: Exact, digits: int = 50) -> PeriodTwoOrbit:
    """Find a period-2 orbit of the balanced mode and prove that it exists.

    The lower layer value is a root of f(f(x)) - x in (0, 1). There f(x) > x, so the root is no
    fixed point; and f(f(x)) = x < f(x) is only possible above 1, so f(x) > 1. The root is bracketed
    by a sign change, isolated by interval Newton steps, and 0 < x < 1 < f(x) is checked on the
    balls. That no other such orbit exists is not claimed.

    >>> from numerics.balls import decimal
    >>> orbit = enclose(2, 3)
    >>> decimal(orbit.lower, 5), decimal(orbit.upper, 5), decimal(orbit.multiplier, 5)
    ('0.33333', '1.3333', '-3.5000')

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate eta L sigma^(2-2/L), greater than 2.
        digits: decimal digits: relative ones of `lower`, `upper`, `ratio` and the layer values;
            the multiplier is known to 10^-digits times max(1, |multiplier|).

    Raises:
        Inconclusive: if the proof does not succeed within a few doublings of the precision.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if depth < 2, kappa <= 2 or digits < 1.
    """
    whole_number(depth, "the depth", 2)
    whole_number(digits, "the number of digits", 1)
    rate = rational(kappa)
    if rate <= 2:
        raise ValueError(f"kappa is {kappa}; an orbit beyond the edge of stability needs kappa > 2.")
    # Near the onset f(f(x)) - x is of the order (kappa - 2)^(3/2) at its extremes: allow for that loss.
    lost = max(0, (1 / (rate - 2)).height_bits())
    bits = bits_for(digits) + 2 * lost + 2 * depth.bit_length() + 64
    for _ in range(PRECISION_DOUBLINGS + 1):
        with working_bits(bits):
            orbit = _attempt(depth, rate, digits, bits)
        if orbit is not None:
            return orbit
        bits *= 2
    raise Inconclusive(
        f"no period-2 orbit was proven for depth {depth} and kappa {kappa}"
        f" with up to {bits // 2} bits of working precision."
    )


def count(depth: int, kappa: Exact) -> int:
    """Count the period-2 orbits of the balanced mode with both points positive, exactly.

    The lower point of such an orbit is a root in (0, 1) of (f(f(x)) - x) / (f(x) - x), and every root
    there is one: f(x) > x, and f(f(x)) = x < f(x) is only possible above 1. The roots are counted by
    Descartes' rule after x = 1/(1 + t), in rationals; no or one change of sign makes the rule exact.

    >>> count(3, "5/2"), count(3, 2)
    (1, 0)

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.

    Raises:
        Inconclusive: if the signs change more than once.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if depth < 2 or kappa <= 0.
    """
    whole_number(depth, "the depth", 2)
    rate = positive_rational(kappa, "kappa") / depth
    x, one = fmpq_poly([0, 1]), fmpq_poly([1])
    moved = modes.step([x] * depth, one, fmpq_poly([rate]))[0]
    quotient = (moved(moved) - x) // (moved - x)
    backwards = fmpq_poly([quotient[i] for i in range(quotient.degree(), -1, -1)])
    shifted = backwards(fmpq_poly([1, 1]))
    signs = [entry > 0 for entry in shifted.coeffs() if entry != 0]
    changes = sum(one_sign != next_sign for one_sign, next_sign in pairwise(signs))
    if changes > 1:
        raise Inconclusive(
            f"Descartes' rule leaves up to {changes} orbits for depth {depth} and kappa {kappa}."
        )
    return changes


def two_step_gap_factor(orbit: PeriodTwoOrbit) -> arb:
    """Return the factor by which two steps on the orbit multiply a small balancing gap.

    One layer is moved off the lower state by an infinitesimal amount, the others stay. Two steps
    of gradient descent on all L layers, carried out in dual numbers, give the derivative of the
    gap s_1^2 - s_2^2 after the steps; divided by its derivative before them, this is the factor.
    Any other way to leave balance gives the same one, as to first order the gap after the steps
    depends on the gap before them alone. The factor is the limit for small gaps.
    """
    with working_bits(orbit.bits):
        rate = constant(ball(orbit.kappa / orbit.depth))
        layers = (variable(orbit.lower_layer), *[constant(orbit.lower_layer)] * (orbit.depth - 1))
        before = modes.gap(layers, 1, 2)
        for _ in range(2):
            layers = modes.step(layers, constant(arb(1)), rate)
        return modes.gap(layers, 1, 2).derivative / before.derivative


def _attempt(depth: int, kappa: fmpq, digits: int, bits: int) -> PeriodTwoOrbit | None:
    rate = constant(ball(kappa / depth))

    def balanced_step(layer: Dual[arb]) -> Dual[arb]:
        return modes.step([layer] * depth, constant(arb(1)), rate)[0]

    def moved_by_two_steps(layer: Dual[arb]) -> Dual[arb]:
        return balanced_step(balanced_step(layer)) - layer

    lower_layer = lower_point(moved_by_two_steps, fmpq(1))
    if lower_layer is None:
        return None
    upper_layer = balanced_step(constant(lower_layer)).value
    ordered = (less(0, lower_layer), less(lower_layer, 1), less(1, upper_layer))
    if any(answer is not Truth.TRUE for answer in ordered):
        return None
    orbit = PeriodTwoOrbit(
        lower=modes.product([lower_layer] * depth),
        upper=modes.product([upper_layer] * depth),
        ratio=upper_layer / lower_layer,
        multiplier=balanced_step(balanced_step(variable(lower_layer))).derivative,
        lower_layer=lower_layer,
        upper_layer=upper_layer,
        depth=depth,
        kappa=kappa,
        bits=bits,
    )
    relative = (orbit.lower, orbit.upper, orbit.ratio, orbit.lower_layer, orbit.upper_layer)
    precise = all(relative_digits(value) >= digits for value in relative)
    return orbit if precise and within(orbit.multiplier, digits, orbit.multiplier) else None
