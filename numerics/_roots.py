"""Proving a root of a function of one variable, by a sign change and interval Newton steps.

If F changes sign between two points, there is a root between them. If on a box X with midpoint
m the image N = m - F(m) / F'(X) lies in the interior of X, then X contains exactly one root, and
it lies in N (Moore, Kearfott and Cloud, Introduction to Interval Analysis, 2009, section 8.1).
"""

from collections.abc import Callable

from flint import arb, ctx, fmpq

from numerics.balls import Truth, inside
from numerics.duals import Dual, constant, variable

Function = Callable[[Dual[arb]], Dual[arb]]


def certain_sign(function: Function, point: fmpq) -> int:
    """Return 1 or -1 if the function certainly has that sign at the point, else 0."""
    value = function(constant(arb(point))).value
    if not value.is_finite():
        return 0
    return (value > 0) - (value < 0)


def isolate(function: Function, left: fmpq, right: fmpq) -> arb | None:
    """Enclose a root between two points as tightly as the working precision allows.

    Args:
        function: evaluates F and its derivative on a ball; it must be defined on all of
            [left, right].
        left: one end of the bracket.
        right: the other end, greater than `left`.

    Returns:
        A ball that contains exactly one root of F, and that root lies between `left` and `right`.
        None if the signs at the ends do not certainly differ, or the working precision did not
        suffice.
    """
    sign = certain_sign(function, left)
    if sign * certain_sign(function, right) != -1:
        return None
    # Balls are relative: next to a root at zero the signs may stay certain for ever.
    for _ in range(2 * ctx.prec):
        box = arb((left + right) / 2, (right - left) / 2)
        image = _newton(function, box)
        if image is not None and inside(image, box) is Truth.TRUE:
            return _tightened(function, image)
        for share in (fmpq(1, 2), fmpq(3, 8)):
            # The second split serves when the first hits the root, where no sign is certain.
            middle = left + (right - left) * share
            found = certain_sign(function, middle)
            if found:
                break
        else:
            return None
        left, right = (middle, right) if found == sign else (left, middle)
    return None


def lower_point(moved_by_two_steps: Function, end: fmpq) -> arb | None:
    """Enclose a root of f(f(x)) - x between 0 and a fixed point: the lower point of a period-2 orbit.

    Beyond the edge of stability two steps move points away from 0 upwards, and away from the fixed point
    downwards. The two searches cannot cross: the sign in the middle, if certain, ends one of them at once.

    Args:
        moved_by_two_steps: evaluates f(f(x)) - x and its derivative on a ball.
        end: the fixed point, or a number just below it.

    Returns:
        None if no signs are certain, or the working precision did not suffice.
    """
    shares = [end / 2**k for k in range(1, ctx.prec)]
    left = next((point for point in shares if certain_sign(moved_by_two_steps, point) == 1), None)
    mirrored = (end - share for share in shares)
    right = next((point for point in mirrored if certain_sign(moved_by_two_steps, point) == -1), None)
    return None if left is None or right is None else isolate(moved_by_two_steps, left, right)


def _newton(function: Function, box: arb) -> arb | None:
    slope = function(variable(box)).derivative
    if not slope.is_finite() or slope.contains(0):
        return None
    middle = box.mid()
    return middle - function(constant(middle)).value / slope


def _tightened(function: Function, box: arb) -> arb:
    """Repeat the Newton step while it at least halves the radius. The root stays in the box."""
    while not box.is_exact():
        image = _newton(function, box)
        if image is None:
            return box
        narrower = box.intersection(image)
        if not 2 * narrower.rad() < box.rad():
            return box
        box = narrower
    return box
