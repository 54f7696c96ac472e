r"""Two oscillating modes of any depth in rational coordinates, up to a narrow range for the layers.

The first mode has the ratio z = 1 + s and starts at its lower point. The other one, whose ratio is no further
from 1, has q = 1 + s t in phase and q = 1/(1 + s t) out of phase, with 0 < t <= 1. With

    f(z) = (z - 1)(1 + z^(L-1)) / (z^(L-1) (z^L - 1))

a mode at x has eta x^(2L-2) = f(z), so the ratio w = y/x of the layers is fixed by
w^(2L-2) = f(q)/f(z). It is

    w = (1 + z)/(1 + q) (1 - m (z + 1/z - q - 1/q))

with an m close to (L + 1)/24. All quantities are dimensionless.
"""

from dataclasses import dataclass
from fractions import Fraction

import flint

from theory.floquet.box_signs import smallest_coefficient

CONTEXT = flint.fmpz_mpoly_ctx.get(("s", "t", "v"), flint.Ordering.lex)
s, t, v = CONTEXT.gens()
"""The coordinates; m = (4 L + 3 + v)/96 with 0 <= v <= 1."""
ONE = CONTEXT.constant(1)
SCALE = 96
"""One over the width of the range of m."""

Quotient = tuple[flint.fmpz_mpoly, flint.fmpz_mpoly]
"""A rational function: numerator and denominator, both polynomials in the coordinates."""

_FIRST, _SECOND = ONE + s, ONE + s * t


def ratios(in_phase: bool, after: bool) -> tuple[Quotient, Quotient]:
    """Return the ratio of each mode, next layer value over this one, now or after one step."""
    first = (ONE, _FIRST) if after else (_FIRST, ONE)
    second = (_SECOND, ONE) if in_phase != after else (ONE, _SECOND)
    return first, second


def rate(depth: int, ratio: Quotient) -> Quotient:
    """Return f at a ratio, which is eta x^(2L-2) of a mode at x.

    >>> rate(2, (ONE + s, ONE)) == (2 + s, (1 + s) * (2 + s))
    True
    """
    top, bottom = ratio
    powers = sum((top**k * bottom ** (depth - 1 - k) for k in range(depth)), 0 * ONE)
    ends = top ** (depth - 1) + bottom ** (depth - 1)
    # 1 + z^(L-1), over z^(L-1) (1 + ... + z^(L-1)); the powers of the denominator of z are cleared.
    return ends * bottom ** (depth - 1), top ** (depth - 1) * powers


def layers(depth: int, in_phase: bool, after: bool) -> Quotient:
    """Return the ratio w of the layers of the two modes, now or after one step."""
    (top, bottom), (other_top, other_bottom) = ratios(in_phase, after=False)
    both = _FIRST * _SECOND
    bracket = SCALE * both - (4 * depth + 3 + v) * (_FIRST - _SECOND) * (both - 1)
    numerator, denominator = (top + bottom) * other_bottom * bracket, (other_top + other_bottom) * bottom
    if after:
        numerator, denominator = numerator * other_top * bottom, denominator * other_bottom * top
    return numerator, denominator * SCALE * both


def box(largest: Fraction) -> tuple[Fraction, Fraction, Fraction]:
    """Return the ends of the coordinates where no ratio is beyond `largest`."""
    return largest - 1, Fraction(1), Fraction(1)


@dataclass(frozen=True)
class LayersInRange:
    """At one depth and one phase w lies between its values at the two ends of the range of m."""

    depth: int
    in_phase: bool
    largest: Fraction

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        phase = "in phase" if self.in_phase else "out of phase"
        return (
            f"for L = {self.depth}, {phase}, with 1 < z <= {self.largest} and the second ratio no further "
            "from 1, w^(2L-2) = f(q)/f(z) has its positive root w = "
            f"(1 + z)/(1 + q)(1 - m(z + 1/z - q - 1/q)) at an m with "
            f"{4 * self.depth + 3} <= {SCALE} m <= {4 * self.depth + 4}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"L = {self.depth}:\ w = \tfrac{{1 + z}}{{1 + q}}(1 - m(z + z^{{-1}} - q - q^{{-1}})),\ "
            rf"{4 * self.depth + 3} \le {SCALE} m \le {4 * self.depth + 4}"
        )

    def decide(self) -> bool:
        """Compare the powers at both ends of the range: w falls, as m grows, and stays positive."""
        top, bottom = layers(self.depth, self.in_phase, after=False)
        first, second = (rate(self.depth, ratio) for ratio in ratios(self.in_phase, after=False))
        edges, power = box(self.largest), 2 * self.depth - 2
        above = top**power * first[0] * second[1] - bottom**power * second[0] * first[1]
        at_ends = [above.compose(s, t, ONE * end, ctx=CONTEXT) for end in (0, 1)]
        positive = all(smallest_coefficient(part, edges) > 0 for part in (top, bottom))
        return positive and all(
            _not_negative(sign * part, edges) for sign, part in zip((1, -1), at_ends, strict=True)
        )


def _not_negative(polynomial: flint.fmpz_mpoly, edges: tuple[Fraction, ...]) -> bool:
    return len(polynomial) == 0 or smallest_coefficient(polynomial, edges) >= 0
