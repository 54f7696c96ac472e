r"""Three layers and more, two oscillating modes: the orbit never attracts, whatever the rate and the phases.

A mode whose ratio is large repels by itself, by the multiplier of balanced steps. Where both ratios are
smaller, the determinant of two steps on the differences (`difference_block`) is above 1, so one of their
multipliers is outside the unit circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import sympy

from theory import multipliers, orbits, stability
from theory.argument import Argument, Rule, Step
from theory.floquet.blocks import SingleEntries, Splits
from theory.floquet.difference_block import RATE, HankelBlock, ProductAboveOne
from theory.floquet.pair_ratios import LayersInRange
from theory.propositions import (
    Domain,
    ForEveryDepth,
    Identity,
    Inequality,
    OrbitForEveryRate,
    Proposition,
    Range,
)
from theory.rules import GENERIC_POWER, NamedRule
from theory.symbols import L, z

DEPTHS = range(3, 7)
"""The depths that are decided."""

_one, _two = sympy.Integer(1), sympy.Integer(2)


def largest_ratio(depth: int) -> Fraction:
    """Return a ratio from which on a mode repels by itself."""
    return 1 + Fraction(2, 3 * (depth - 1))


@dataclass(frozen=True)
class DeeperModesRepel:
    """At some depths an orbit on which two modes oscillate has a multiplier outside the unit circle."""

    depths: tuple[int, ...]
    above: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depths[0]}, ..., {self.depths[-1]}, every width and every eta, a period-2 orbit "
            f"of the network on which two modes have kappa > {self.above}, in phase or out of phase, equal "
            "singular values included, has a multiplier outside the unit circle"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\kappa_i, \kappa_j > {sympy.latex(self.above)}:\ |\mu|_{{\max}} > 1"


def _rational(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


@cache
def _structure() -> tuple[Step, ...]:
    ends = orbits.points(L, z)
    steps = [Step("blocks", SingleEntries())]
    for name, value, ratio in zip(("lower", "upper"), ends, (z, 1 / z), strict=True):
        # eta (sigma - x^L) x^(L-2) = z - 1, and with u = x^L/sigma, eta x^(2L-2) is u/(1 - u) times that.
        rate = Identity((ratio - 1) * value / (1 - value), _at(ratio))
        steps += [
            Step(f"rate at the {name} point", rate),
            Step(
                f"{name} rate at every depth",
                ForEveryDepth(rate),
                GENERIC_POWER,
                (f"rate at the {name} point",),
            ),
        ]
    return tuple(steps)


def _at(ratio: sympy.Expr) -> sympy.Expr:
    return RATE if ratio == z else z ** (L - 1) * (z - 1) * (1 + z ** (L - 1)) / (z**L - 1)


@cache
def _steps(depth: int) -> tuple[Step, ...]:
    largest = largest_ratio(depth)
    beyond = Domain((Range(z, _rational(largest)),))
    own = multipliers.MULTIPLIER.subs(L, depth)
    steps = [
        Step(f"halves at {depth}", Splits(depth)),
        Step(f"block at {depth}", HankelBlock(depth)),
        Step(f"one mode at {depth}", Inequality(-_one, own, beyond, strict=True)),
    ]
    for in_phase, phase in ((True, "in phase"), (False, "out of phase")):
        steps += [
            Step(f"layers {phase} at {depth}", LayersInRange(depth, in_phase, largest)),
            Step(f"product {phase} at {depth}", ProductAboveOne(depth, in_phase, largest)),
        ]
    return tuple(steps)


def _needed(depths: Sequence[int]) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the steps before the last one, and the labels that the last one uses."""
    known = (*orbits.uniqueness().steps, *stability.multiplier(multipliers.MULTIPLIER).steps)
    own = tuple(step for depth in depths for step in _steps(depth))
    used = ("orbit", "multiplier", "blocks", "lower rate at every depth", "upper rate at every depth")
    return (*known, *_structure(), *own), (*used, *(step.label for step in own))


def _repel(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case DeeperModesRepel(depths, above) if depths and min(depths) >= 3:
            steps, used = _needed(depths)
            claims = {step.label: step.claim for step in steps}
            every = claims["orbit"] == OrbitForEveryRate(_two, once=True)
            return bool(above >= 2) and every and list(premises) == [claims[label] for label in used]
    return False


REPEL: Rule = NamedRule(
    "a mode or a pair repels",
    "Every mode with kappa > 2 oscillates, with one ratio above 1. Balanced states of a mode are kept by "
    "steps, so its multiplier is one of the network; beyond the largest ratio it is below -1. Else let "
    "the first mode be the one with the larger ratio and start at its lower point, which is a matter of "
    "names and of the first step. A step from x to z x has eta x^(2L-2) = f(z), and f(1/z) from the point "
    "after it; so the ratio of the layers is in its range. The determinant of two steps on the "
    "differences is above 1, so one of their multipliers is outside the unit circle. None that is due to "
    "a family of orbits is. One pair that repels makes the orbit repel.",
    _repel,
)


def deeper_modes_repel(above: sympy.Expr = _two, depths: Sequence[int] = DEPTHS) -> Argument:
    """Return the argument that orbits on which two modes oscillate repel, at some depths from 3 on.

    Args:
        above: a number; both modes have a larger kappa. From 2 on both oscillate.
        depths: the depths.

    >>> deeper_modes_repel(depths=[3]).check().holds
    True
    >>> deeper_modes_repel(sympy.Rational(19, 10), [3]).check().holds
    False
    """
    shows = DeeperModesRepel(tuple(depths), above)
    steps, used = _needed(depths)
    return Argument(shows, (*steps, Step("repel", shows, REPEL, used)))
