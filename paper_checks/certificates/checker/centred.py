"""Functions of some parameters on a box: an enclosure of the value at its centre, and of slopes from there.

f(x) = f(c) + slopes . (x - c) at every point x of the box. Slopes are narrower than derivatives, since a
product and a quotient need one of the functions at the centre only.
"""

from .intervals import ONE, Box, Interval, dot, interval
from .reading import require
from .roots import floor_root


class Centred:
    """A function of the parameters, which are less than `reach` away from their centre."""

    def __init__(self, centre: Interval, slopes: Box, reach: Box) -> None:
        self.centre, self.slopes, self.reach = centre, slopes, reach
        self.value = centre + dot(slopes, reach)

    def of(self, other: "Centred | int") -> "Centred":
        """Return a whole number as a function of the parameters."""
        if isinstance(other, Centred):
            return other
        return Centred(interval(other), [interval(0)] * len(self.reach), self.reach)

    def __add__(self, other: "Centred | int") -> "Centred":
        other = self.of(other)
        slopes = [a + b for a, b in zip(self.slopes, other.slopes, strict=True)]
        return Centred(self.centre + other.centre, slopes, self.reach)

    def __mul__(self, other: "Centred | int") -> "Centred":
        other = self.of(other)
        pairs = zip(self.slopes, other.slopes, strict=True)
        slopes = [a * other.value + self.centre * b for a, b in pairs]
        return Centred(self.centre * other.centre, slopes, self.reach)

    def __sub__(self, other: "Centred | int") -> "Centred":
        return self + self.of(other) * -1

    def __rsub__(self, other: int) -> "Centred":
        return self * -1 + other

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> "Centred":
        """Return 1 / f for a positive f: the slopes are those of f times -1 / (f f(c))."""
        centre, factor = over(self.centre), over(self.value * self.centre)
        return Centred(centre, [interval(-1) * a * factor for a in self.slopes], self.reach)

    def root(self, degree: int) -> "Centred":
        """Return the root r of a positive f: r - r(c) is f - f(c) over the sum of r^i r(c)^(degree-1-i)."""
        centre, value = root(self.centre, degree), root(self.value, degree)
        below = interval(0)
        for i in range(degree):
            product = interval(1)
            for factor in [value] * i + [centre] * (degree - 1 - i):
                product = product * factor
            below = below + product
        return Centred(centre, [a * over(below) for a in self.slopes], self.reach)


def over(x: Interval) -> Interval:
    """Enclose 1 / x for positive numbers."""
    require(x.lo > 0, "a divisor may not be positive")
    return Interval(ONE * ONE // x.hi, -(-ONE * ONE // x.lo))


def root(x: Interval, degree: int) -> Interval:
    """Enclose the roots of positive numbers."""
    require(x.lo > 0, "a number under a root may not be positive")
    low, high = (floor_root(end * ONE ** (degree - 1), degree) for end in (x.lo, x.hi))
    return Interval(low, high + 1)
