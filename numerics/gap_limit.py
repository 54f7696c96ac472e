"""The limit of a balancing gap where gradient descent on one mode converges, enclosed in balls.

After some steps the state is near a minimum. On a box around it every later step multiplies the error
pi - sigma by a factor of modulus at most rho < 1; then the layers move by a geometric series altogether, so
they never leave the box, and the product of the later factors of the gap is bounded from below.
All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flint import arb

from numerics import modes
from numerics.balls import bits_for, working_bits
from numerics.duals import Dual
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, rational


@dataclass(frozen=True, slots=True, eq=False)
class GapLimit:
    """A gap that converges to a limit different from zero.

    Attributes:
        lower: certainly at most the modulus of the limit, and positive.
        upper: certainly at least the modulus of the limit.
        steps: the step from which the bound on all later steps was derived.
        contraction: what multiplies the error pi - sigma at each later step has at most this modulus.
    """

    lower: arb
    upper: arb
    steps: int
    contraction: arb


def enclose(
    layers: Sequence[Exact],
    target: Exact,
    eta: Exact,
    pair: tuple[int, int],
    *,
    steps: int = 400,
    digits: int = 50,
) -> GapLimit:
    """Run gradient descent and bound the limit of the gap between two layers.

    Args:
        layers: the start s_1, ..., s_L, at least two values.
        target: sigma.
        eta: the learning rate, positive.
        pair: the two layers, counted from 1.
        steps: how many steps to make before all later ones are bounded together.
        digits: the decimal digits that the run vouches for.

    Raises:
        Inconclusive: if the state is not shown to converge, or the limit not to differ from zero.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    rate, sigma = positive_rational(eta, "the learning rate eta"), rational(target)
    run = modes.run(layers, sigma, rate, steps, digits)
    with working_bits(max(run.bits, bits_for(digits))):
        state, goal = run.states[-1], arb(sigma)
        error = arb(abs(modes.product(state) - goal).upper())
        # The box is far larger than the error, and small enough for the factor to vary little on it.
        radius = error.sqrt() + arb(10) ** (-digits // 4)
        box = [layer + arb(0, radius) for layer in state]
        others = _products_of_others(box, goal)
        pull = arb(0, arb(rate) * error)
        moved = [Dual(layer - pull * other, -other) for layer, other in zip(box, others, strict=True)]
        # (pi_next - sigma)/(pi - sigma) = 1 + eta d(pi_next)/de at some e between 0 and eta (pi - sigma).
        contraction = abs(1 + arb(rate) * modes.product(moved).derivative)
        largest = max((abs(other).upper() for other in others), key=float)
        far = arb(rate) * error * largest / (1 - contraction)
        if not (contraction < 1 and far < radius):
            raise Inconclusive(f"no convergence is shown after {steps} steps at eta {eta}.")
        first, second = pair
        rest = [layer for index, layer in enumerate(box, 1) if index not in pair]
        beyond_pair = modes.product([*rest, arb(1)])
        factors = (arb(rate) * error * beyond_pair) ** 2 / (1 - contraction**2)
        gap = abs(modes.gap(state, first, second))
        lower = gap * (1 - factors)
        if not (factors < 1 and lower > 0):
            raise Inconclusive(f"the limit of the gap is not shown to differ from zero after {steps} steps.")
        return GapLimit(arb(lower.lower()), arb(gap.upper()), steps, contraction)


def _products_of_others(box: Sequence[arb], goal: arb) -> list[arb]:
    """Return the product of the other layers for each layer: the gradient is linear in the target."""
    ones = modes.gradient(box, goal)
    shifted = modes.gradient(box, goal + 1)
    return [one - other for one, other in zip(ones, shifted, strict=True)]
