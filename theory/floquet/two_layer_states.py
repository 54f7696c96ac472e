r"""Orbits of two layers as rational functions, with the blocks of two steps.

With eta = h^2 the mode with the target (p^2 + 1/p^2 - 1)/h^2 has the points 1/(h p) and p/h of its period-2
orbit: the ratio is z = p^2, and p < 1 says that it starts at the upper point. So a pair of modes is in phase
where p and q are both above 1, and out of phase where p > 1 > q. A mode that rests has the layers r/h and the
target r^2/h^2; kappa = 2 r^2. The learning rate drops out of the blocks. All quantities are dimensionless.
"""

from functools import cache
from typing import TypeAlias

import sympy

from theory import modes, orbits
from theory.argument import Step
from theory.floquet.blocks import KeepsRotations, SingleEntries, Splits, half_block, mode_block
from theory.propositions import Identity
from theory.symbols import L, eta, rho, sigma, z
from theory.two_layers import KAPPA

h = sympy.Symbol("h", positive=True)
"""The square root of the learning rate."""
p = sympy.Symbol("p", positive=True)
"""The square root of the ratio of a mode that oscillates, below 1 if it starts at the upper point."""
q = sympy.Symbol("q", positive=True)
"""The same for another mode."""
r = sympy.Symbol("r", positive=True)
"""The square root of kappa/2 for a mode that rests."""
w = sympy.Symbol("w", positive=True)
"""The same for another mode."""
mu = sympy.Symbol("mu", real=True)
"""A multiplier."""

Mode: TypeAlias = "tuple[sympy.Expr, sympy.Expr, sympy.Expr]"


def oscillating(root: sympy.Expr) -> Mode:
    """Return the layer value now, the one after a step, and the target, of a mode that oscillates."""
    return 1 / (h * root), root / h, (root**2 + root**-2 - 1) / h**2


def resting(root: sympy.Expr) -> Mode:
    """Return the same for a mode that rests."""
    return root / h, root / h, root**2 / h**2


@cache
def two_steps(one: Mode, other: Mode, sign: int) -> sympy.Matrix:
    """Return the block of two steps on D_1 + sign D_2' and D_2 + sign D_1' in the entry of a pair.

    >>> two_steps(resting(r), resting(w), 1)[0, 0].subs({r: sympy.Rational(1, 2), w: sympy.Rational(1, 2)})
    5/8
    """
    first, second = (half_block(2, (one[k], other[k]), (one[2], other[2]), sign, h**2) for k in range(2))
    return (second * first).applyfunc(sympy.cancel)


@cache
def two_steps_of_mode(mode: Mode) -> sympy.Matrix:
    """Return the block of two steps on the entry of a mode in both layers."""
    first, second = (mode_block([mode[k]] * 2, mode[2], h**2) for k in range(2))
    return (second * first).applyfunc(sympy.cancel)


def characteristic(block: sympy.Matrix) -> sympy.Expr:
    """Return the polynomial in mu whose roots are the multipliers of a block of size 2."""
    return mu**2 - mu * block.trace() + block.det()


def _balanced(value: sympy.Expr, target: sympy.Expr) -> sympy.Expr:
    return modes.balanced_step().subs(L, 2).subs({eta: h**2, sigma: target, rho: value}, simultaneous=True)


@cache
def orbit_steps(root: sympy.Expr, name: str) -> tuple[Step, ...]:
    """Return the steps that the states of an oscillating mode are the orbit with the ratio root^2.

    Together with the argument that kappa takes each value above 2 at one ratio (`orbits.uniqueness`) these
    are all orbits.
    """
    low, high, target = oscillating(root)
    return (
        Step(f"{name} leaves", Identity(_balanced(low, target), high)),
        Step(f"{name} returns", Identity(_balanced(high, target), low)),
        Step(f"kappa of {name}", Identity(2 * h**2 * target, KAPPA.subs(z, root**2))),
    )


@cache
def rest_steps(root: sympy.Expr, name: str) -> tuple[Step, ...]:
    """Return the step that a resting mode rests."""
    now, after, target = resting(root)
    return (Step(f"{name} rests", Identity(_balanced(now, target), after)),)


@cache
def structure_steps() -> tuple[Step, ...]:
    """Return the steps on the blocks: modes and pairs, halves, rotations between the layers."""
    return (
        Step("blocks", SingleEntries()),
        Step("halves", Splits(2)),
        Step("rotation", KeepsRotations(2)),
    )


@cache
def rate_steps() -> tuple[Step, ...]:
    """Return the steps that every kappa > 2 is that of an orbit with one ratio above 1."""
    every = tuple(
        step for step in orbits.uniqueness().steps if step.label not in ("residual", "every depth", "orbit")
    )
    return (*every, Step("kappa", Identity(orbits.kappa(2, z), KAPPA)))


def labels(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Return the labels of steps."""
    return tuple(step.label for step in steps)
