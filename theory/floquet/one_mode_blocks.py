r"""Two layers, one oscillating mode: all multipliers of two steps, as formulas.

With t = z + 1/z = kappa/2 + 1 of the mode that oscillates, and k = kappa_j/2 < 1 of one that rests, two steps
have the multipliers

- 9 - 2 t^2 and 5 - 2 t on the mode, 1 - 2 k once a step on a mode that rests,
- 1 - k_i - k_j once a step on two modes that rest,
- 1 + (1 + k)^2 - (1 + k) t on the sums D_1 + D_2', D_2 + D_1' of a pair,
- two with the trace T = 10 + n^2 - 4 n - n t and the determinant D = 1 - (n - t)(2 t - n), n = 3 - k, on the
  differences of a pair;

all others are 1, and due to rotations between the layers and to the minima of the modes that rest. Here
1 - T + D = 2 (t - 2)(t + 2 - n) and 1 + T + D = 2 (n - t)^2 + 4 k are positive, so a pair loses stability by
two complex multipliers of modulus 1 alone, at n = t, that is kappa + kappa_j = 4; there the real part is
3 - kappa.
"""

from functools import cache

import sympy

from theory.argument import Step
from theory.floquet.two_layer_states import (
    characteristic,
    h,
    mu,
    orbit_steps,
    oscillating,
    p,
    r,
    rest_steps,
    resting,
    structure_steps,
    two_steps,
    two_steps_of_mode,
    w,
)
from theory.propositions import Domain, Identity, Inequality, Range
from theory.symbols import z
from theory.two_layers import KAPPA

_zero, _one, _two = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)

t = sympy.Symbol("t", positive=True)
"""z + 1/z for the ratio z of the mode that oscillates; kappa/2 + 1."""
k = sympy.Symbol("k", positive=True)
"""kappa/2 of a mode that rests."""
_n = 3 - k

ON_MODE = 9 - 2 * t**2
"""The multiplier of balanced deviations of the mode that oscillates."""
GAP = 5 - 2 * t
"""The multiplier of its balancing gap."""
SUM = 1 + (1 + k) ** 2 - (1 + k) * t
"""The multiplier of a pair on the sums that is not due to the rotation."""
TRACE = 10 + _n**2 - 4 * _n - _n * t
"""The sum of the two multipliers of a pair on the differences."""
DETERMINANT = 1 - (_n - t) * (2 * t - _n)
"""Their product."""

DOMAIN = Domain((Range(t, _two, strict=True), Range(k, _zero, strict=True, end=_one)))
# Up to the doubling t < sqrt(5), which is less than 9/4.
WINDOW_DOMAIN = Domain(
    (
        Range(t, _two, strict=True, end=sympy.Rational(9, 4)),
        Range(k, _zero, strict=True, end=_one),
    )
)


def in_modes(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in t and k with the roots of ratio and rate of the modes."""
    return formula.subs({t: p**2 + p**-2, k: r**2}, simultaneous=True)


@cache
def _pair(sign: int) -> sympy.Matrix:
    return two_steps(oscillating(p), resting(r), sign)


@cache
def state_steps() -> tuple[Step, ...]:
    """Return the steps on the states of both modes, in terms of t and k."""
    other = resting(r)[2]
    return (
        *orbit_steps(p, "one mode"),
        *rest_steps(r, "another"),
        Step("t", Identity(KAPPA.subs(z, p**2), in_modes(2 * t - 2))),
        Step("kappa of another", Identity(2 * h**2 * other, in_modes(2 * k))),
        *structure_steps(),
    )


@cache
def mode_steps() -> tuple[Step, ...]:
    """Return the steps on the multipliers of the modes, and of two modes that rest."""
    block, rests = two_steps_of_mode(oscillating(p)), two_steps_of_mode(resting(r))
    both = two_steps(resting(r), resting(w), 1), two_steps(resting(r), resting(w), -1)
    on_pair = (mu - 1) * (mu - (1 - r**2 - w**2) ** 2)
    return (
        Step("exchange", Identity(block[0, 0] - block[1, 1], block[0, 1] - block[1, 0])),
        Step("same corner", Identity(block[0, 0], block[1, 1])),
        Step("on mode", Identity(block[0, 0] + block[0, 1], in_modes(ON_MODE))),
        Step("gap", Identity(block[0, 0] - block[0, 1], in_modes(GAP))),
        Step("resting mode", Identity(characteristic(rests), (mu - 1) * (mu - (1 - 2 * r**2) ** 2))),
        Step("two resting, sums", Identity(characteristic(both[0]), on_pair)),
        Step("two resting, differences", Identity(characteristic(both[1]), on_pair)),
    )


@cache
def minima_steps() -> tuple[Step, ...]:
    """Return the steps that the tangents K W_1, -W_2 K of the minima of resting modes are kept."""
    one, other = resting(r), resting(w)
    blocks = {
        "of a mode": (two_steps_of_mode(one), one[0], one[0]),
        "on sums": (two_steps(one, other, 1), one[0], other[0]),
        "on differences": (two_steps(one, other, -1), one[0], other[0]),
    }
    return tuple(
        Step(f"minima {name}, layer {row + 1}", Identity(block[row, 0] * y - block[row, 1] * x, (y, -x)[row]))
        for name, (block, x, y) in blocks.items()
        for row in range(2)
    )


@cache
def difference_steps() -> tuple[Step, ...]:
    """Return the steps on the multipliers of a pair on the differences."""
    differences = _pair(-1)
    return (
        Step("trace", Identity(differences.trace(), in_modes(TRACE))),
        Step("determinant", Identity(differences.det(), in_modes(DETERMINANT))),
        Step("not at 1", Inequality(1 - TRACE + DETERMINANT, _zero, DOMAIN, strict=True)),
        Step(
            "not at -1",
            Inequality(
                1 + TRACE + DETERMINANT,
                _zero,
                DOMAIN,
                strict=True,
                certificate=((_two, _n - t), (4 * k, _one)),
            ),
        ),
        Step("other factor", Inequality(2 * t, _n, DOMAIN, strict=True)),
    )


@cache
def sum_steps() -> tuple[Step, ...]:
    """Return the steps on the multipliers of a pair on the sums."""
    lower_end = ((_one, 1 + k - t / 2), (2 - t**2 / 4, _one))
    return (
        Step("sums", Identity(characteristic(_pair(1)), (mu - 1) * (mu - in_modes(SUM)))),
        Step("sums below 1", Inequality(_one, SUM, DOMAIN, strict=True)),
        Step(
            "sums above -1",
            Inequality(SUM, -_one, WINDOW_DOMAIN, strict=True, certificate=lower_end),
        ),
    )


def multipliers(one: sympy.Expr, other: sympy.Expr) -> tuple[sympy.Expr, ...]:
    """Return the multipliers of two modes and their pair that are not due to rotations or minima.

    Args:
        one: the exact kappa of the mode that oscillates, above 2.
        other: that of the mode that rests, below 2.

    >>> multipliers(sympy.Rational(9, 4), sympy.Rational(1, 2))[:2]
    (-1/32, 3/4)
    """
    values = {t: one / 2 + 1, k: other / 2}
    trace, determinant = TRACE.subs(values), DETERMINANT.subs(values)
    root = sympy.sqrt(trace**2 - 4 * determinant)
    real = [formula.subs(values) for formula in (ON_MODE, GAP, (1 - 2 * k) ** 2, SUM)]
    return (*real, (trace + root) / 2, (trace - root) / 2)
