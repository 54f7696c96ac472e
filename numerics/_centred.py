"""Functions of two parameters on a box: the value at its centre, and slopes from there.

f(x) = f(c) + slope * (x - c) at every point x of the box, with a slope inside the balls given. Slopes from
the centre are narrower than derivatives, and every product uses values found in this way.
"""

from dataclasses import dataclass

from flint import arb

Pair = tuple[arb, arb]


@dataclass(frozen=True, slots=True, eq=False)
class Centred:
    """A function of two parameters.

    Attributes:
        centre: encloses its value at the centre.
        slopes: enclose its slopes from there, one a parameter.
        reach: the parameters minus the centre.
    """

    centre: arb
    slopes: Pair
    reach: Pair

    @property
    def value(self) -> arb:
        """Enclose the values on the box."""
        return self.centre + self.slopes[0] * self.reach[0] + self.slopes[1] * self.reach[1]

    def __add__(self, other: "Centred") -> "Centred":
        """Add; slopes add."""
        slopes = (self.slopes[0] + other.slopes[0], self.slopes[1] + other.slopes[1])
        return Centred(self.centre + other.centre, slopes, self.reach)

    def __sub__(self, other: "Centred") -> "Centred":
        """Subtract; slopes subtract."""
        slopes = (self.slopes[0] - other.slopes[0], self.slopes[1] - other.slopes[1])
        return Centred(self.centre - other.centre, slopes, self.reach)

    def __mul__(self, other: "Centred") -> "Centred":
        """Multiply: f g - f(c) g(c) = (f - f(c)) g + f(c) (g - g(c))."""
        value = other.value
        slopes = tuple(a * value + self.centre * b for a, b in zip(self.slopes, other.slopes, strict=True))
        return Centred(self.centre * other.centre, slopes, self.reach)  # type: ignore[arg-type]

    def __truediv__(self, other: "Centred") -> "Centred":
        """Divide: f / g - f(c) / g(c) = ((f - f(c)) - f(c) / g(c) (g - g(c))) / g."""
        value, centre = other.value, self.centre / other.centre
        slopes = tuple((a - centre * b) / value for a, b in zip(self.slopes, other.slopes, strict=True))
        return Centred(centre, slopes, self.reach)  # type: ignore[arg-type]

    def root(self, degree: int) -> "Centred":
        """Take a root of a positive function: r - r(c) = (f - f(c)) / (the sum of r^i r(c)^(degree-1-i))."""
        centre, value = self.centre.root(degree), self.value.root(degree)
        below = sum((value**i * centre ** (degree - 1 - i) for i in range(degree)), arb(0))
        return Centred(centre, (self.slopes[0] / below, self.slopes[1] / below), self.reach)


def parameters(first: arb, second: arb) -> tuple[Centred, Centred, Centred]:
    """Return two parameters as functions of themselves, and the number 1."""
    one, nothing = arb(1), arb(0)
    reach = (first - first.mid(), second - second.mid())
    return (
        Centred(first.mid(), (one, nothing), reach),
        Centred(second.mid(), (nothing, one), reach),
        Centred(one, (nothing, nothing), reach),
    )
