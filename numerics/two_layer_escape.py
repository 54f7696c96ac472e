r"""Two layers from which gradient descent certainly escapes to infinity, with a gap that grows for ever.

For layers (s, t) with sigma = 1 let x = eta (s t - 1). The update rule multiplies s + t by 1 - x and s - t by
1 + x, hence the gap b = s^2 - t^2 by 1 - x^2. Let A = (s + t)^2, B = (s - t)^2, q = B/A and suppose that
x >= 32 and q <= 1/2. One step multiplies q by ((x + 1)/(x - 1))^2 <= exp(4/(x - 1)). As long as q <= 3/4,
A (1 - q)/4 = s t = 1 + x/eta gives x+ >= (x - 1)^2 (x + eta)/4 - eta >= 4 x. So at the k-th step
x >= 32 4^k, the product of all factors of q is at most exp(4/31 (1 + 1/4 + ...)) < 6/5, and q stays below
3/4: at every later step x >= 32, and |b| grows.
"""

from collections.abc import Sequence
from fractions import Fraction

import flint

from numerics import modes
from numerics.balls import ball, working_precision

LEAST_PUSH = 32
"""The least x of the argument."""
MOST_STEPS = 8
"""After how many steps a start has to be in the region of the argument; from there numbers explode."""


def lasting_gap(start: Sequence[Fraction], eta: Fraction, digits: int) -> flint.arb | None:
    """Return a gap, dimensionless, from which on |b| grows for ever; nothing if that is not certain.

    Args:
        start: the two layers, for sigma = 1.
        eta: learning rate.
        digits: decimal digits to work with.

    >>> lasting_gap((Fraction(1, 2), Fraction(0)), Fraction(1), 30) is None
    True
    >>> lasting_gap((Fraction(9), Fraction(0)), Fraction(21, 20), 30) > 1
    True
    """
    with working_precision(digits):
        state: tuple[flint.arb, ...] = tuple(ball(layer) for layer in start)
        for _ in range(MOST_STEPS):
            total, apart = (state[0] + state[1]) ** 2, (state[0] - state[1]) ** 2
            push = ball(eta) * ((total - apart) / 4 - 1)
            gap = abs(modes.gap(state, 1, 2))
            if push >= LEAST_PUSH and 2 * apart <= total and gap > 0:
                return gap
            state = modes.step(state, flint.arb(1), ball(eta))
    return None
