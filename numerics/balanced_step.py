"""One balanced step, x to x + eta p(x), on balls: many steps in a row without losing the enclosure.

All layers equal one value x and stay equal, so that gradient descent is a map of one variable. The
polynomial p is what the update rule of `numerics.modes` gives for L equal layers and the target 1. A ball is
moved by its middle and its slope (the mean value theorem), so its radius grows by the derivative along the
orbit and not by the wrapping of the arithmetic. All quantities are dimensionless.
"""

from dataclasses import dataclass

from flint import arb, arb_poly, ctx, fmpq_poly

from numerics import modes
from numerics.exact import whole_number

NEWTON_STEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Balls around the states of an orbit and the derivatives of the last one.

    Attributes:
        states: the states from the start to the last, one more than steps were made.
        slopes: the derivative of each step at its state.
        multiplier: the derivative of all steps together with respect to the start: the product of the slopes.
    """

    states: tuple[arb, ...]
    slopes: tuple[arb, ...]
    multiplier: arb


@dataclass(frozen=True, slots=True)
class Derivatives:
    """The last state of an orbit and its derivatives, at the middles of the balls: they prove nothing.

    Attributes:
        value: the last state.
        x: its derivative with respect to the start.
        eta: its derivative with respect to the learning rate.
        xx: the second derivative with respect to the start.
        x_eta: the mixed derivative.
    """

    value: arb
    x: arb
    eta: arb
    xx: arb
    x_eta: arb


class BalancedStep:
    """The balanced step of one depth, with its derivatives.

    >>> step = BalancedStep(2)
    >>> step.walk(arb(1), arb(2), 3).multiplier
    -27.0000000000000

    Args:
        depth: the number of layers L, at least 2.

    Raises:
        TypeError: if the depth is not an int.
        ValueError: if it is below 2.
    """

    def __init__(self, depth: int) -> None:
        self.depth = whole_number(depth, "the depth", 2)
        x, one = fmpq_poly([0, 1]), fmpq_poly([1])
        change = modes.step([x] * depth, one, one)[0] - x
        self._change, self._slope, self._bend = (
            arb_poly(p) for p in (change, change.derivative(), change.derivative().derivative())
        )

    def value(self, x: arb, eta: arb) -> arb:
        """Enclose one step from every point of a ball."""
        middle = x.mid()
        return middle + eta * self._change(middle) + self.slope(x, eta) * (x - middle)

    def slope(self, x: arb, eta: arb) -> arb:
        """Enclose the derivative of one step on a ball."""
        return 1 + eta * self._slope(x)

    def walk(self, x: arb, eta: arb, steps: int) -> Walk:
        """Make steps from every point of a ball, for every learning rate of another."""
        states, slopes, multiplier = [x], [], arb(1)
        for _ in range(steps):
            here = states[-1]
            middle = here.mid()
            slope = 1 + eta * self._slope(here)
            states.append(middle + eta * self._change(middle) + slope * (here - middle))
            slopes.append(slope)
            multiplier = multiplier * slope
        return Walk(tuple(states), tuple(slopes), multiplier)

    def critical_point(self, eta: arb) -> arb:
        """Enclose the one positive point where the derivative of a step is zero; not finite if not found.

        The derivative is positive while x^L is at most (L - 1)/(2L - 1) and falls from there on, through
        zero. So it has one positive zero, between any two points with a positive and a negative value.
        """
        at = arb(1)
        for _ in range(NEWTON_STEPS):
            at = (at - self.slope(at, eta) / (eta * self._bend(at))).mid()
        for lost in range(8, int(ctx.prec), 8):
            width = arb(2) ** (lost - int(ctx.prec))
            low, high = at - width, at + width
            if low > 0 and self.slope(low, eta) > 0 and self.slope(high, eta) < 0:
                return low.union(high)
        return arb("nan")

    def derivatives(self, x: arb, eta: arb, steps: int) -> Derivatives:
        """Return the state after some steps with its derivatives, at the middles of the balls."""
        rate = eta.mid()
        at, by_x, by_eta, by_xx, by_x_eta = x.mid(), arb(1), arb(0), arb(0), arb(0)
        for _ in range(steps):
            change, bare_slope = self._change(at), self._slope(at)
            slope, bend = 1 + rate * bare_slope, rate * self._bend(at)
            by_x_eta = (bend * by_eta + bare_slope) * by_x + slope * by_x_eta
            by_xx = bend * by_x * by_x + slope * by_xx
            by_eta = slope * by_eta + change
            by_x = slope * by_x
            at = at + rate * change
            at, by_x, by_eta, by_xx, by_x_eta = (
                at.mid(), by_x.mid(), by_eta.mid(), by_xx.mid(), by_x_eta.mid(),
            )  # fmt: skip
        return Derivatives(at, by_x, by_eta, by_xx, by_x_eta)
