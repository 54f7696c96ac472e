"""The symbols that every formula shares.

A transcription such as ``rho + eta*(sigma - rho**L)*rho**(L - 1)`` is read with these names, so
two formulas that use one name mean one quantity. All quantities are dimensionless.
"""

from collections.abc import Mapping
from types import MappingProxyType

import sympy

L = sympy.Symbol("L", positive=True)
"""Depth: the number of layers."""
eta = sympy.Symbol("eta", positive=True)
"""Learning rate."""
sigma = sympy.Symbol("sigma", positive=True)
"""Singular value of the target for the mode in question."""
sigma_top = sympy.Symbol("sigma_1", positive=True)
"""Largest singular value of the target."""
S = sympy.Symbol("S", positive=True)
"""Sharpness of the balanced minimum for the mode in question: L sigma^(2 - 2/L)."""
S_top = sympy.Symbol("S_1", positive=True)
"""Sharpness of the balanced minimum: the largest of the S."""
kappa = sympy.Symbol("kappa", positive=True)
"""Normalised learning rate, eta S."""
alpha = sympy.Symbol("alpha", positive=True)
"""Scale of the initialisation."""
rho = sympy.Symbol("rho", positive=True)
"""Singular value that all layers of a balanced mode share."""
z = sympy.Symbol("z", positive=True)
"""Ratio of the two points of a period-2 orbit, upper over lower."""
Z = sympy.Symbol("Z", positive=True)
"""The power z^L where the depth is a symbol."""
u = sympy.Symbol("u", positive=True)
"""End-to-end value rho^L."""
s_l = sympy.Symbol("s_l", real=True)
"""Singular value of layer l."""
s_k = sympy.Symbol("s_k", real=True)
"""Singular value of layer k, another layer than l."""
Q = sympy.Symbol("Q", real=True)
"""Product of the singular values of all layers but l and k."""
pi = sympy.Symbol("pi", real=True)
"""End-to-end value of a mode: the product of its singular values over all layers."""
b = sympy.Symbol("b", real=True)
"""Balancing gap s_l^2 - s_k^2 before a step."""
v = sympy.Symbol("v", real=True)
"""What sigma_i(W_L ... W_1) stands for, in the reading at hand."""
mu = sympy.Symbol("mu", positive=True)
"""Modulus of the leading multiplier of two steps on a pair of modes."""
delta = sympy.Symbol("delta", real=True)
"""Largest absolute entry off the diagonal of the end-to-end matrix, in the bases of the target."""

BY_NAME: Mapping[str, sympy.Symbol] = MappingProxyType(
    {
        symbol.name: symbol
        for symbol in (
            L, eta, sigma, sigma_top, S, S_top, kappa, alpha, rho, z, Z, u, s_l, s_k, Q, pi, b, v, mu, delta,
        )
    }
)  # fmt: skip
"""Every shared symbol under its name."""
