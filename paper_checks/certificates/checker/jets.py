"""Intervals with the gradient of what they enclose, and the mean value theorem."""

from collections.abc import Callable

from .intervals import Box, Interval, Number, dot, interval


class Jet:
    """An enclosure of a function on a box, and of its partial derivatives there (forward differentiation)."""

    def __init__(self, value: Interval, slopes: Box) -> None:
        self.value, self.slopes = value, slopes

    def of(self, other: "Jet | Number") -> "Jet":
        """Return a rational number as a jet in the variables of this one."""
        return other if isinstance(other, Jet) else Jet(interval(other), [interval(0)] * len(self.slopes))

    def __add__(self, other: "Jet | Number") -> "Jet":
        other = self.of(other)
        return Jet(self.value + other.value, [a + b for a, b in zip(self.slopes, other.slopes, strict=True)])

    def __mul__(self, other: "Jet | Number") -> "Jet":
        other = self.of(other)
        slopes = [a * other.value + self.value * b for a, b in zip(self.slopes, other.slopes, strict=True)]
        return Jet(self.value * other.value, slopes)

    def __sub__(self, other: "Jet | Number") -> "Jet":
        return self + self.of(other) * -1

    def __rsub__(self, other: "Jet | Number") -> "Jet":
        return self.of(other) - self

    __radd__, __rmul__ = __add__, __mul__


def variables(box: Box) -> list[Jet]:
    """Return the coordinates of a box as functions of themselves."""
    return [Jet(x, [interval(int(i == j)) for j in range(len(box))]) for i, x in enumerate(box)]


def mean_value(function: Callable[[list[Jet]], list[Jet]], box: Box) -> tuple[Box, list[Jet]]:
    """Enclose the values of a function on a box, by its value in the middle and its slopes; and the jets."""
    middle = [x.middle() for x in box]
    jets, distances = function(variables(box)), [x - m for x, m in zip(box, middle, strict=True)]
    centre = function(variables(middle))
    return [jet.value + dot(over.slopes, distances) for jet, over in zip(centre, jets, strict=True)], jets
