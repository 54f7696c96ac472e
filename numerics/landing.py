"""Starts from which gradient descent lands on a global minimum exactly, after finitely many steps.

The start is the paper's: layers 1 to L-1 at alpha and layer L at 0, with sigma = 1. Once the
product of the layers equals sigma, gradient descent stays where it is, and so does the
balancing gap: landing unbalanced means that the gap never decays to zero.
All quantities are dimensionless.
"""

from dataclasses import dataclass

from flint import arb, fmpq

from numerics import modes
from numerics._roots import certain_sign, isolate
from numerics.balls import Truth, ball, bits_for, equal, within, working_bits
from numerics.duals import Dual, constant
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number

PRECISION_DOUBLINGS = 6
"""How often the working precision is doubled before a landing is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class Landing:
    """A start alpha from which the product of the layers is exactly 1 after `steps` steps.

    Attributes:
        alpha: a ball that contains exactly one such start, known to the digits asked for.
        gap: s_1^2 - s_L^2 at the landing, certainly not zero.
        depth: the number of layers L.
        eta: the learning rate.
        steps: the number of steps after which the product is 1; before them it is not.
    """

    alpha: arb
    gap: arb
    depth: int
    eta: fmpq
    steps: int


def land(depth: int, eta: Exact, steps: int, bracket: tuple[Exact, Exact], digits: int = 50) -> Landing:
    """Find a start that lands on the minimum after exactly `steps` steps, and prove that it does.

    The product after `steps` steps minus 1 is a polynomial in alpha. Certainly different signs at the
    ends of the bracket prove a root in between; interval Newton steps isolate one. Its derivative
    comes from running gradient descent in dual numbers.

    Args:
        depth: the number of layers L, at least 2.
        eta: the learning rate, positive.
        steps: the number of steps, at least 1.
        bracket: two positive values of alpha, in increasing order.
        digits: alpha and the gap are known to 10^-digits times max(1, their absolute value).

    Raises:
        Inconclusive: if the signs at the ends do not certainly differ, the root could not be
            isolated, an earlier landing is not excluded or the gap is not certainly non-zero.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if an input is out of its range.
    """
    whole_number(depth, "the depth", 2)
    whole_number(steps, "the number of steps", 1)
    whole_number(digits, "the number of digits", 1)
    rate = positive_rational(eta, "the learning rate eta")
    left, right = (positive_rational(end, "an end of the bracket") for end in bracket)
    if left >= right:
        raise ValueError(f"the bracket runs from {left} to {right}; its ends need to increase.")
    bits = bits_for(digits) + 64
    reason = ""
    for _ in range(PRECISION_DOUBLINGS + 1):
        with working_bits(bits):
            found = _attempt(depth, rate, steps, (left, right), digits)
        if isinstance(found, Landing):
            return found
        reason = found
        bits *= 2
    raise Inconclusive(
        f"for depth {depth}, eta {eta} and {steps} steps between {left} and {right}, {reason}."
    )


def _attempt(depth: int, eta: fmpq, steps: int, bracket: tuple[fmpq, fmpq], digits: int) -> Landing | str:
    """Return a proven landing, or what could not be proven at this working precision."""

    def trajectory(alpha: Dual[arb]) -> list[tuple[Dual[arb], ...]]:
        states: list[tuple[Dual[arb], ...]] = [(*[alpha] * (depth - 1), constant(arb(0)))]
        for _ in range(steps):
            states.append(modes.step(states[-1], constant(arb(1)), constant(ball(eta))))
        return states

    def beyond_target(alpha: Dual[arb]) -> Dual[arb]:
        return modes.product(trajectory(alpha)[-1]) - constant(arb(1))

    signs = [certain_sign(beyond_target, end) for end in bracket]
    if 0 in signs:
        return "the sign of the product minus 1 stayed unknown at an end"
    if signs[0] == signs[1]:
        return "the product minus 1 has the same sign at both ends"
    alpha = isolate(beyond_target, *bracket)
    if alpha is None:
        return "no single root could be isolated"
    states = [tuple(layer.value for layer in state) for state in trajectory(constant(alpha))]
    if any(equal(modes.product(state), 1) is not Truth.FALSE for state in states[:-1]):
        return "a landing before the last step is not excluded"
    gap = modes.gap(states[-1], 1, depth)
    if equal(gap, 0) is not Truth.FALSE:
        return "the gap at the landing is not certainly different from zero"
    if not (within(alpha, digits, alpha) and within(gap, digits, gap)):
        return f"the landing is not known to {digits} digits"
    return Landing(alpha, gap, depth, eta, steps)
