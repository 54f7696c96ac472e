"""Balls of real numbers: what a comparison of balls proves, and which digits a ball vouches for.

A ball is a midpoint and a radius (Arb, through python-flint) that contains the true value. In
ball arithmetic `a < b` means "certainly less", so `not (a < b)` proves nothing. The
comparisons here have three answers.
"""

from contextlib import AbstractContextManager
from enum import Enum
from fractions import Fraction

from flint import arb, ctx

from numerics.exact import Exact, rational

GUARD_BITS = 32
"""Bits kept beyond the digits asked for, so that the last rounding does not cost a digit."""


class Truth(Enum):
    """What a comparison of balls proves. It is not a bool: compare it with `is`."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: neither branch of an `if` would be right for UNKNOWN.

        Raises:
            TypeError: always.
        """
        raise TypeError("a Truth has three values; compare it with `is Truth.TRUE` or `is Truth.FALSE`.")


def _truth(proved: bool, refuted: bool) -> Truth:
    if proved:
        return Truth.TRUE
    return Truth.FALSE if refuted else Truth.UNKNOWN


def _pair(a: arb | Exact, b: arb | Exact) -> tuple[arb, arb] | None:
    left = a if isinstance(a, arb) else ball(a)
    right = b if isinstance(b, arb) else ball(b)
    return (left, right) if left.is_finite() and right.is_finite() else None


def less(a: arb | Exact, b: arb | Exact) -> Truth:
    """Decide whether every value in `a` is less than every value in `b`, or none is.

    Args:
        a: a ball or an exact number.
        b: a ball or an exact number.

    Returns:
        TRUE if a < b is certain, FALSE if a >= b is certain, else UNKNOWN (also when not finite).
    """
    pair = _pair(a, b)
    return Truth.UNKNOWN if pair is None else _truth(pair[0] < pair[1], pair[0] >= pair[1])


def less_or_equal(a: arb | Exact, b: arb | Exact) -> Truth:
    """Decide whether a <= b.

    Args:
        a: a ball or an exact number.
        b: a ball or an exact number.

    Returns:
        TRUE if a <= b is certain, FALSE if a > b is certain, else UNKNOWN (also when not finite).
    """
    pair = _pair(a, b)
    return Truth.UNKNOWN if pair is None else _truth(pair[0] <= pair[1], pair[0] > pair[1])


def equal(a: arb | Exact, b: arb | Exact) -> Truth:
    """Decide whether a == b. Two balls with a radius are never proven equal, only proven different.

    Args:
        a: a ball or an exact number.
        b: a ball or an exact number.

    Returns:
        TRUE if both are exact and identical, FALSE if they are disjoint, else UNKNOWN.
    """
    pair = _pair(a, b)
    if pair is None:
        return Truth.UNKNOWN
    left, right = pair
    return _truth(left.is_exact() and right.is_exact() and left == right, not left.overlaps(right))


def overlaps(a: arb, b: arb) -> Truth:
    """Decide whether two balls have a point in common; UNKNOWN only if one is not finite.

    FALSE proves that the two values differ. TRUE proves nothing about the values.
    """
    pair = _pair(a, b)
    if pair is None:
        return Truth.UNKNOWN
    common = pair[0].overlaps(pair[1])
    return _truth(common, not common)


def inside(inner: arb, outer: arb) -> Truth:
    """Decide whether one ball lies in the interior of another; UNKNOWN only if one is not finite.

    The interior matters: a Newton image that touches the edge of its box proves no root.
    """
    pair = _pair(inner, outer)
    if pair is None:
        return Truth.UNKNOWN
    contained = pair[1].contains_interior(pair[0])
    return _truth(contained, not contained)


def bits_for(digits: int) -> int:
    """Return the bits that hold `digits` decimal digits and a few guard bits."""
    # 3322 / 1000 is just above log2(10).
    return digits * 3322 // 1000 + 1 + GUARD_BITS


def working_precision(digits: int) -> AbstractContextManager[None]:
    """Return a context in which balls are rounded to `digits` decimal digits and a few guard bits.

    The precision is one setting for the whole process; the context restores it.
    """
    return working_bits(bits_for(digits))


def working_bits(bits: int) -> AbstractContextManager[None]:
    """Return a context in which balls are rounded to `bits` bits."""
    return ctx.workprec(bits)


def ball(value: Exact) -> arb:
    """Enclose an exact number at the present working precision.

    Raises:
        TypeError: if the value is a float or not a number.
        ValueError: if a string is not a finite decimal or ratio.
    """
    return arb(rational(value))


def between(low: Exact, high: Exact) -> arb:
    """Enclose all numbers from one exact number to another at the present working precision.

    Raises are those of `ball`.
    """
    first, last = rational(low), rational(high)
    return arb((first + last) / 2, (last - first) / 2)


def within(value: arb, digits: int, scale: arb | int = 1) -> bool:
    """Return whether the radius is certainly at most 10^-digits times max(1, |scale|)."""
    if not value.is_finite():
        return False
    with working_bits(64):
        largest = abs(arb(scale)).max(1)
        return value.rad() <= largest * arb(10) ** -digits


def relative_digits(value: arb) -> int:
    """Return how many significant decimal digits the radius leaves.

    Returns:
        0 if the ball is not finite or leaves no digit; a number above 10^18 if it is exact.
    """
    # 30102 / 100000 is just below log10(2), so no digit is claimed that is not there.
    return max(0, value.rel_accuracy_bits() * 30102 // 100000)


def to_rationals(value: arb) -> tuple[Fraction, Fraction]:
    """Return the exact lower and upper endpoints of a ball.

    Raises:
        ValueError: if the ball is not finite.
    """
    if not value.is_finite():
        raise ValueError("the ball is not finite, so it has no endpoints.")
    middle, radius = _dyadic(value.mid()), _dyadic(value.rad())
    return middle - radius, middle + radius


def decimal(value: arb, digits: int) -> str:
    """Write a ball as a decimal whose every digit it vouches for.

    The decimal differs from every number in the ball by less than one unit in its last digit.
    Digits that the radius does not allow are left out; final zeros that it allows are kept.

    Args:
        value: the ball.
        digits: the most significant digits to show, at least 1.

    Returns:
        Such as "0.33333" or "1.25e-30"; "0e-50" for a number known only to be less than 10^-50
        in absolute value; "unknown" for a ball that is not finite.

    Raises:
        ValueError: if `digits` is less than 1.
    """
    if digits < 1:
        raise ValueError(f"digits is {digits}; it needs to be at least 1.")
    if not value.is_finite():
        return "unknown"
    middle, radius = _dyadic(value.mid()), _dyadic(value.rad())
    if middle == 0 and radius == 0:
        return "0"
    if middle:
        # A unit no larger than the radius cannot be vouched for, and one above 10 |middle| shows no digit.
        finest = _leading_place(abs(middle)) - digits + 1
        if radius:
            finest = max(finest, _leading_place(radius))
        for place in range(finest, _leading_place(abs(middle)) + 2):
            shown = round(middle / Fraction(10) ** place)
            if shown and 2 * radius < Fraction(10) ** place:
                return _written(shown, place, digits)
    return f"0e{_leading_place(abs(middle) + radius) + 1}"


def _dyadic(point: arb) -> Fraction:
    mantissa, exponent = (int(part) for part in point.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def _leading_place(size: Fraction) -> int:
    """Return the k with 10^k <= size < 10^(k+1)."""
    # A first guess from the bit lengths, then corrected exactly.
    place = (size.numerator.bit_length() - size.denominator.bit_length()) * 30103 // 100000
    while Fraction(10) ** place > size:
        place -= 1
    while Fraction(10) ** (place + 1) <= size:
        place += 1
    return place


def _written(shown: int, place: int, most: int) -> str:
    """Write shown * 10^place, plainly if that needs few zeros, else with an exponent."""
    sign, digits = ("-" if shown < 0 else ""), str(abs(shown))
    if len(digits) > most:
        # Rounding up carried into a new digit, as in 9.99 to 10.0; the last one is then a zero.
        digits, place = digits[:-1], place + 1
    leading = len(digits) - 1 + place
    if place > 0 or leading < -6:
        return sign + digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{leading}"
    if place == 0:
        return sign + digits
    digits = digits.rjust(1 - place, "0")
    return f"{sign}{digits[:place]}.{digits[place:]}"
