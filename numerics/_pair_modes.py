"""One mode of a pair: its layer values before each of two steps, and whether these lead back.

All quantities are dimensionless.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from flint import arb, fmpq

from numerics import modes
from numerics._lifting import enclosed_states, lifted_mode
from numerics.balls import ball
from numerics.exact import Exact, rational

States = tuple[Sequence[arb], Sequence[arb]]


class Motion(Enum):
    """What is known of a mode."""

    RESTS = "rests"
    """It is at a minimum of its own loss."""
    RETURNS = "returns"
    """Two steps lead back."""
    UNKNOWN = "unknown"


class PairMode(Protocol):
    """One mode of a pair."""

    @property
    def sigma(self) -> fmpq:
        """The target."""

    @property
    def motion(self) -> Motion:
        """What is known of the mode."""

    def states(self) -> States:
        """Enclose the layer values before the first and before the second step."""


class BalancedMode:
    """A mode on its period-2 orbit, or at rest at its balanced minimum."""

    def __init__(self, depth: int, eta: fmpq, sigma: Exact, starts_upper: bool) -> None:
        """Take a positive singular value.

        Raises:
            TypeError: if it is a float, or not a number at all.
            ValueError: if it is not positive, or kappa is 2.
        """
        self._depth, self._eta = depth, eta
        self._lower = lifted_mode(depth, eta, sigma, starts_upper=False)
        self._starts_upper = starts_upper
        self.sigma = self._lower.sigma
        self.motion = Motion.RETURNS if self._lower.oscillates else Motion.RESTS

    def states(self) -> States:
        """Enclose the layer values before the first and before the second step.

        Raises:
            Inconclusive: if the orbit is not proven at the present working precision.
        """
        lower, upper = (
            [value] * self._depth for value in enclosed_states(self._depth, self._eta, self._lower)
        )
        return (upper, lower) if self._starts_upper else (lower, upper)


class GivenMode:
    """A mode with any layer values."""

    def __init__(self, eta: fmpq, sigma: Exact, layers: Sequence[Exact | arb]) -> None:
        """Take exact layer values or balls.

        Two steps from exact values are made exactly. Balls never prove that they lead back.

        Raises:
            TypeError: if a number is a float, or not a number at all.
        """
        self._eta, self.sigma = eta, rational(sigma)
        self._layers = [layer if isinstance(layer, arb) else rational(layer) for layer in layers]
        self.motion = self._motion()

    def states(self) -> States:
        """Enclose the layer values before the first and before the second step."""
        first = tuple(layer if isinstance(layer, arb) else ball(layer) for layer in self._layers)
        return first, modes.step(first, ball(self.sigma), ball(self._eta))

    def _motion(self) -> Motion:
        exact = tuple(layer for layer in self._layers if isinstance(layer, fmpq))
        if len(exact) < len(self._layers):
            return Motion.UNKNOWN
        if modes.product(exact) == self.sigma:
            return Motion.RESTS
        after = modes.step(modes.step(exact, self.sigma, self._eta), self.sigma, self._eta)
        return Motion.RETURNS if after == exact else Motion.UNKNOWN
