"""One mode of a lifted orbit: whether it oscillates or rests, and its two layer values, enclosed.

All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb, arb_mat, fmpq

from numerics import modes
from numerics._roots import lower_point
from numerics.balls import Truth, ball, less
from numerics.duals import Dual, constant
from numerics.errors import Inconclusive
from numerics.exact import Exact, rational


@dataclass(frozen=True, slots=True)
class LiftedMode:
    """One mode: its singular value, whether it oscillates, and whether it starts at its upper point."""

    sigma: fmpq
    oscillates: bool
    starts_upper: bool


def lifted_mode(depth: int, eta: fmpq, singular_value: Exact, starts_upper: bool) -> LiftedMode:
    """Classify a mode by kappa = eta L sigma^(2-2/L).

    Raises:
        TypeError: if the singular value is a float, or not a number at all.
        ValueError: if it is not positive, kappa is 2, or the mode rests but is to start at its upper point.
    """
    sigma = rational(singular_value)
    if sigma <= 0:
        raise ValueError(
            f"a singular value is {singular_value}; it needs to be positive, as null modes are degenerate."
        )
    # kappa^L, which is rational, against 2^L.
    power, edge = (eta * depth) ** depth * sigma ** (2 * depth - 2), 2**depth
    if power == edge:
        raise ValueError(
            f"the mode of singular value {singular_value} is at the edge of stability, kappa = 2."
        )
    if starts_upper and power < edge:
        raise ValueError(f"the mode of singular value {singular_value} rests, so it has no upper point.")
    return LiftedMode(sigma, power > edge, starts_upper)


def enclosed_states(depth: int, eta: fmpq, mode: LiftedMode) -> tuple[arb, arb]:
    """Return the layer value of a mode at the start and after one step.

    Let x be a root of f(f(x)) - x between 0 and sigma^(1/L). There f(x) > x, so it is no fixed point, and
    f(f(x)) = x < f(x) is only possible above sigma^(1/L), so f(x) is the upper point.

    Raises:
        Inconclusive: if the orbit is not proven at the present working precision.
    """
    root = ball(mode.sigma).root(depth)
    if not mode.oscillates:
        return root, root
    rate, target = constant(ball(eta)), constant(ball(mode.sigma))

    def balanced_step(layer: Dual[arb]) -> Dual[arb]:
        return modes.step([layer] * depth, target, rate)[0]

    def moved_by_two_steps(layer: Dual[arb]) -> Dual[arb]:
        return balanced_step(balanced_step(layer)) - layer

    lower = lower_point(moved_by_two_steps, root.lower().fmpq())
    if lower is None:
        raise Inconclusive(f"no period-2 orbit was proven for the singular value {mode.sigma}.")
    upper = balanced_step(constant(lower)).value
    if less(root, upper) is not Truth.TRUE:
        raise Inconclusive(f"the points for the singular value {mode.sigma} are not certainly apart.")
    return (upper, lower) if mode.starts_upper else (lower, upper)


def diagonal(values: Sequence[arb]) -> arb_mat:
    """Return a diagonal matrix."""
    result = arb_mat(len(values), len(values))
    for place, value in enumerate(values):
        result[place, place] = value
    return result
