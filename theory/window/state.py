"""The state (s, t) of a mode with singular value 1 of the target, and the quantities named after it."""

from collections.abc import Mapping
from functools import cache

import sympy

from theory import modes
from theory.symbols import b, eta, kappa, sigma
from theory.symbols import pi as p

t = sympy.Symbol("t", real=True)
"""Singular value of layer L."""
y = sympy.Symbol("y", positive=True)
"""The power s^(L/2)."""
q = sympy.Symbol("q", positive=True)
"""The power s^(L-2)."""
a = sympy.Symbol("a", real=True)
"""Coupling of the two values: one step takes s to s - a t and t to t - a s."""
s_next = sympy.Symbol("s^+", real=True)
"""Value of layers 1 … L-1 after one step."""
t_next = sympy.Symbol("t^+", real=True)
"""Value of layer L after one step."""


def shared_value(depth: sympy.Expr) -> sympy.Symbol:
    """Return the symbol s for the common value of layers 1 … L-1.

    At depth 2 either sign occurs. Beyond, regions contain s > 0 and the symbol is positive, so
    that its powers are defined for every depth.
    """
    return sympy.Symbol("s", real=True) if depth == 2 else sympy.Symbol("s", positive=True)


@cache
def definitions(depth: sympy.Expr) -> Mapping[sympy.Symbol, sympy.Expr]:
    """Return what the symbols y, q, pi, a, b, s^+ and t^+ stand for, from the update rule of a mode.

    >>> definitions(sympy.Integer(2))[a]
    kappa*(pi - 1)/2
    """
    s = shared_value(depth)
    at = {sigma: sympy.Integer(1), eta: kappa / depth}
    # The layers that share s all see the same product of the others, so they keep sharing a value.
    return {
        s_next: modes.step(s, s ** (depth - 2) * t).subs(at),
        t_next: modes.step(t, s ** (depth - 1)).subs(at),
        a: kappa / depth * (p - 1) * s ** (depth - 2),
        b: s**2 - t**2,
        p: s ** (depth - 1) * t,
    } | ({} if depth == 2 else {q: s ** (depth - 2), y: s ** (depth / 2)})
