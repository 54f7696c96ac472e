"""Period-2 orbits of the balanced mode of any sign: points counted exactly, and sign changers enclosed.

The balanced mode has all layers equal to x; one step takes x to f(x), for sigma = 1 and eta = kappa/L. All
quantities are dimensionless.
"""

from dataclasses import dataclass
from itertools import pairwise

from flint import arb, ctx, fmpq, fmpq_poly, fmpz_poly

from numerics import modes
from numerics._roots import certain_sign, isolate
from numerics.balls import ball, bits_for, working_bits
from numerics.duals import Dual, constant
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number

BISECTIONS = 200
"""How often an interval is halved before a count is given up."""


def count_points(depth: int, kappa: Exact) -> tuple[int, int]:
    """Count the negative and the positive points of period 2 of the balanced mode, exactly.

    They are the real roots of (f(f(x)) - x)/(f(x) - x), counted in rationals by Descartes' rule on intervals
    that are halved until the rule is exact.

    >>> count_points(2, 1), count_points(2, 3), count_points(3, 3)
    ((1, 1), (3, 3), (1, 3))

    Args:
        depth: the number of layers L, at least 2. The degree of the polynomial is (2L - 1)(2L - 2).
        kappa: the normalised learning rate, positive.

    Raises:
        Inconclusive: if roots are too close to be told apart.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if depth < 2 or kappa <= 0.
    """
    whole_number(depth, "the depth", 2)
    rate = positive_rational(kappa, "kappa") / depth
    x, one = fmpq_poly([0, 1]), fmpq_poly([1])
    moved = modes.step([x] * depth, one, fmpq_poly([rate]))[0]
    quotient = ((moved(moved) - x) // (moved - x)).numer()
    distinct = quotient // quotient.gcd(quotient.derivative())
    # At kappa = 2 the fixed points 1 and -1 are roots of the quotient too.
    distinct = distinct // distinct.gcd((moved - x).numer())
    return _count_positive(distinct(fmpz_poly([0, -1]))), _count_positive(distinct)


@dataclass(frozen=True, slots=True, eq=False)
class SignChangingOrbit:
    """An orbit of one negative and one positive balanced state, for sigma = 1: the values of the layers.

    Attributes:
        negative: layer value of the negative state.
        positive: layer value of the positive state.
        bits: the working precision of the proof.
    """

    negative: arb
    positive: arb
    bits: int


def enclose(depth: int, kappa: Exact, digits: int = 50) -> SignChangingOrbit:
    """Find a period-2 orbit that changes sign and prove that it exists.

    For an even depth it is a root of f(x) + x above 1: f is odd then, so that f(-x) = x. For an odd depth it
    is a root of f(f(x)) - x below 0, and f(x) > 0 is checked.

    >>> from numerics.balls import decimal
    >>> decimal(enclose(2, 4).positive ** 2, 5)
    '2.0000'

    Args:
        depth: the number of layers L, at least 2.
        kappa: the normalised learning rate, positive.
        digits: decimal digits to aim for.

    Raises:
        Inconclusive: if the proof does not succeed.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if depth < 2, kappa <= 0 or digits < 1.
    """
    whole_number(depth, "the depth", 2)
    whole_number(digits, "the number of digits", 1)
    number = positive_rational(kappa, "kappa")
    bits = bits_for(digits) + 8 * depth + 4 * number.height_bits() + 64
    with working_bits(bits):
        rate = constant(ball(number / depth))

        def step(layer: Dual[arb]) -> Dual[arb]:
            return modes.step([layer] * depth, constant(arb(1)), rate)[0]

        def mirrored(layer: Dual[arb]) -> Dual[arb]:
            return step(layer) + layer

        def returned(layer: Dual[arb]) -> Dual[arb]:
            return step(step(layer)) - layer

        if depth % 2 == 0:
            outer = (fmpq(2) ** k for k in range(ctx.prec))
            right = next((point for point in outer if certain_sign(mirrored, point) == -1), None)
            positive = None if right is None else isolate(mirrored, fmpq(1), right)
            if positive is not None:
                return SignChangingOrbit(-positive, positive, bits)
            raise Inconclusive(f"no orbit that changes sign was proven for depth {depth} and kappa {kappa}.")
        inner = (-1 / fmpq(2) ** k for k in range(ctx.prec))
        outer = (-(fmpq(2) ** k) for k in range(ctx.prec))
        right = next((point for point in inner if certain_sign(returned, point) == 1), None)
        left = next((point for point in outer if certain_sign(returned, point) == -1), None)
        negative = None if left is None or right is None else isolate(returned, left, right)
        if negative is not None:
            image = step(constant(negative)).value
            if image > 0:
                return SignChangingOrbit(negative, image, bits)
    raise Inconclusive(f"no orbit that changes sign was proven for depth {depth} and kappa {kappa}.")


def _count_positive(polynomial: fmpz_poly) -> int:
    """Count the positive roots of a polynomial without double roots and without a root at 0."""
    backwards = fmpz_poly(polynomial.coeffs()[::-1])
    at_one = int(polynomial(1) == 0)
    return _count_in_unit(polynomial, BISECTIONS) + at_one + _count_in_unit(backwards, BISECTIONS)


def _count_in_unit(polynomial: fmpz_poly, halvings: int) -> int:
    """Count the roots in the open interval (0, 1)."""
    changes = _changes(fmpz_poly(polynomial.coeffs()[::-1])(fmpz_poly([1, 1])))
    if changes <= 1:
        return changes
    if halvings == 0:
        raise Inconclusive("two points of period 2 are too close to be counted apart.")
    degree = polynomial.degree()
    # 2^n p(x/2) has the left half on (0, 1); shifted by one, the right half.
    left = fmpz_poly([c * 2 ** (degree - k) for k, c in enumerate(polynomial.coeffs())])
    right = left(fmpz_poly([1, 1]))
    middle = int(right[0] == 0)
    right = right // fmpz_poly([0, 1]) if middle else right
    return _count_in_unit(left, halvings - 1) + middle + _count_in_unit(right, halvings - 1)


def _changes(polynomial: fmpz_poly) -> int:
    signs = [coefficient > 0 for coefficient in polynomial.coeffs() if coefficient != 0]
    return sum(one != other for one, other in pairwise(signs))
