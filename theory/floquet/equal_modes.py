r"""Two equal oscillating modes in phase, at any depth: the multiplier that makes the orbit repel.

Where both modes have the layer value x, the block on the differences has equal row sums, so it stretches the
direction (1, ..., 1) by 1 - eta (L x^(2L-2) - (L-1) (x^L - sigma) x^(L-2)). With the ratio z and end-to-end
value u of a point of the orbit that is 1 - (z - 1) (L u/(1 - u) + L - 1) at the lower point, and the same
with 1/z at the upper one. The product exceeds 1 by a quotient of polynomials with no negative coefficient in
z - 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sympy

from theory import orbits
from theory.argument import Argument, Rule, Step
from theory.floquet.blocks import half_block
from theory.polynomials import vanishes
from theory.propositions import Domain, Identity, Inequality, OrbitForEveryRate, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import L, eta, rho, sigma, u, z

DEPTHS = range(2, 9)
"""The depths for which the multiplier is compared with 1."""

_one = sympy.Integer(1)
_Z = z**L
MULTIPLIER = (1 - (z - 1) * (L - 1 + L * (z + _Z) / (_Z * (_Z - 1)))) * (
    1 + (z - 1) / z * (L - 1 - L * (z * _Z + _Z**2) / (z * (_Z - 1)))
)
"""The multiplier of the direction (1, ..., 1) on the differences of the pair."""


@dataclass(frozen=True)
class EqualRowSums:
    """At one depth and equal layer values the block on the differences has rows with one sum."""

    depth: int

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depth} and two modes with the layer value rho each row of the block on the "
            f"differences has the sum {_stretch(self.depth)}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        stretch = sympy.latex(_stretch(self.depth))
        return rf"L = {self.depth}:\ J_- e = ({stretch})\, e,\ e = (1, \ldots, 1)^\top"

    def decide(self) -> bool:
        """Compare the sums as polynomials."""
        block = half_block(self.depth, (rho, rho), (sigma, sigma), -1)
        sums = [sum(block.row(k), sympy.Integer(0)) for k in range(self.depth)]
        return all(vanishes(one - _stretch(self.depth)) for one in sums)


@dataclass(frozen=True)
class EqualModesRepel:
    """At some depths two equal oscillating modes in phase have a multiplier, above 1."""

    depths: tuple[int, ...]
    multiplier: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depths[0]}, ..., {self.depths[-1]} and every kappa > 2 two modes with one "
            f"singular value, in phase, have the multiplier {self.multiplier} > 1"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\sigma_i = \sigma_j:\ \mu = {sympy.latex(self.multiplier)} > 1"


def _stretch(depth: int) -> sympy.Expr:
    n = sympy.Integer(depth)
    return 1 - eta * (n * rho ** (2 * n - 2) - (n - 1) * (rho**n - sigma) * rho ** (n - 2))


def _derived(depth: int) -> sympy.Expr:
    """Return the product of the stretches at the two points of the orbit, for sigma = 1.

    A step from x to z x has eta x^(L-2) (1 - u) = z - 1, and eta x^(2L-2) = u times eta x^(L-2).
    """
    scaled = sympy.Dummy("scaled", positive=True)
    in_rho = sympy.expand(
        _stretch(depth).subs({eta: scaled * rho ** (2 - depth), sigma: 1}, simultaneous=True)
    )
    stretch = in_rho.subs(rho**depth, u)
    product = _one
    for value, ratio in zip(orbits.points(depth, z), (z, 1 / z), strict=True):
        product *= stretch.subs({scaled: (ratio - 1) / (1 - value), u: value}, simultaneous=True)
    return product


@cache
def _steps(depths: tuple[int, ...], multiplier: sympy.Expr) -> tuple[Step, ...]:
    beyond = Domain((Range(z, _one, strict=True),))
    steps: list[Step] = []
    for depth in depths:
        formula = multiplier.subs(L, depth)
        steps += [
            Step(f"rows at {depth}", EqualRowSums(depth)),
            Step(f"multiplier at {depth}", Identity(_derived(depth), formula)),
            Step(f"above one at {depth}", Inequality(formula, _one, beyond, strict=True)),
        ]
    return tuple(steps)


def _repel(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case EqualModesRepel(depths, multiplier), [OrbitForEveryRate() as orbit, *rest]:
            known = orbit == OrbitForEveryRate(sympy.Integer(2), once=True)
            return known and rest == [step.claim for step in _steps(depths, multiplier)]
    return False


REPEL: Rule = NamedRule(
    "common eigenvector at both points",
    "A vector that the blocks of both points stretch is stretched by two steps by the product. It is no "
    "tangent of a family, as the product is not 1. Every kappa > 2 has one orbit, with one ratio z > 1.",
    _repel,
)


def equal_modes_repel(multiplier: sympy.Expr = MULTIPLIER, depths: Sequence[int] = DEPTHS) -> Argument:
    """Return the argument that two equal modes in phase have a certain multiplier above 1, at some depths.

    >>> equal_modes_repel(depths=range(2, 4)).check().holds
    True
    """
    covered = tuple(depths)
    shows = EqualModesRepel(covered, multiplier)
    steps = _steps(covered, multiplier)
    uses = ("orbit", *(step.label for step in steps))
    return Argument(shows, (*orbits.uniqueness().steps, *steps, Step("repel", shows, REPEL, uses)))
