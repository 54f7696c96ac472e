"""Powers of the balanced layer values with a symbolic number of layers before and after.

A layer with l layers before it and m after it has L = m + l + 1. At the balanced minimum the product
of the layers after has the entries r_i^m and the product of those before r_j^l, where sigma = r^L.
Powers with m or l in the exponent become independent generators: an identity in them holds for
every depth and every layer.
"""

from collections.abc import Mapping
from types import MappingProxyType

import sympy

from theory.polynomials import NotDecidableError
from theory.symbols import L, sigma_top

sigma_i = sympy.Symbol("sigma_i", positive=True)
"""Singular value of the target for one mode."""
sigma_j = sympy.Symbol("sigma_j", positive=True)
"""Singular value of the target for another mode."""
l = sympy.Symbol("l", integer=True, nonnegative=True)  # noqa: E741 - the index of the paper
"""Number of layers before the one in question: 0, ..., L - 1."""
m = sympy.Symbol("m", integer=True, nonnegative=True)
"""Number of layers after the one in question, L - 1 - l."""
d = sympy.Symbol("d", positive=True)
"""Width: every layer is a d x d matrix."""
r = sympy.Symbol("r", positive=True)
"""Rank of the target."""
a_i = sympy.Symbol("a_i", real=True)
"""Entry i of the product of the layers after, all of them diagonal."""
b_j = sympy.Symbol("b_j", real=True)
"""Entry j of the product of the layers before, all of them diagonal."""
r_i = sympy.Symbol("r_i", positive=True)
"""The root sigma_i^(1/L)."""
r_j = sympy.Symbol("r_j", positive=True)
"""The root sigma_j^(1/L)."""
r_top = sympy.Symbol("r_1", positive=True)
"""The root sigma_1^(1/L)."""

BY_NAME: Mapping[str, sympy.Symbol] = MappingProxyType({s.name: s for s in (sigma_i, sigma_j, l, d, r)})
"""The symbols that formulas on the spectrum use beside those of `theory.symbols`."""

ROOTS = ((sigma_i, r_i), (sigma_j, r_j), (sigma_top, r_top))
UNIT_TERM = a_i**2 * b_j**2
"""What one layer adds to the eigenvalue of the matrix unit E_ij."""


def in_layers(formula: sympy.Expr) -> sympy.Expr:
    """Write a formula in sigma_i, sigma_j, sigma_1, L and l with roots and generators of layer powers.

    Raises:
        NotDecidableError: if an exponent is not a whole combination of m, l and 1 after sigma = r^L.

    >>> in_layers(sigma_i ** (2 - 2 / L))
    r_i^l**2*r_i^m**2
    """
    for value, root in ROOTS:
        # A bare sigma is a power too; `replace` reaches it after the powers that contain it.
        formula = formula.replace(
            lambda part, value=value: part.is_Pow and part.base == value,
            lambda part, root=root: root ** sympy.cancel(L * part.exp),
        ).subs(value, root**L)
    formula = sympy.expand_power_base(formula.subs(L, m + l + 1))
    powers = {power for power in formula.atoms(sympy.Pow) if not power.exp.is_Integer}
    return formula.xreplace({power: _in_generators(power) for power in powers})


def _in_generators(power: sympy.Pow) -> sympy.Expr:
    base, exponent = power.base, sympy.cancel(power.exp)
    poly = sympy.Poly(exponent, m, l) if exponent.is_polynomial(m, l) else None
    if not base.is_Symbol or poly is None or poly.total_degree() > 1:
        raise NotDecidableError(f"the exponent of {power} is not linear in the numbers of layers")
    coefficients = [poly.coeff_monomial(monomial) for monomial in (m, l, 1)]
    if not all(c.is_Integer for c in coefficients):
        raise NotDecidableError(f"the exponent of {power} is not whole")
    after, before = (layer_power(base, count) for count in (m, l))
    return after ** coefficients[0] * before ** coefficients[1] * base ** coefficients[2]


def layer_power(root: sympy.Symbol, count: sympy.Symbol) -> sympy.Symbol:
    """Return the generator that stands for a root to the power m or l."""
    return sympy.Symbol(f"{root.name}^{count.name}", positive=True)


def unit_term() -> sympy.Expr:
    """Return what one layer adds to the eigenvalue of E_ij at the balanced minimum, in generators."""
    return UNIT_TERM.subs({a_i: layer_power(r_i, m), b_j: layer_power(r_j, l)})


def same_mode(term: sympy.Expr) -> sympy.Expr:
    """Put mode i in place of mode j."""
    return term.subs(
        {r_j: r_i, layer_power(r_j, l): layer_power(r_i, l), layer_power(r_j, m): layer_power(r_i, m)}
    )


def all_after(term: sympy.Expr) -> sympy.Expr:
    """Replace (m, l) by (m + l, 0)."""
    return term.subs(
        {layer_power(r_i, m): layer_power(r_i, m) * layer_power(r_i, l), layer_power(r_i, l): 1},
        simultaneous=True,
    )


def first_layer(term: sympy.Expr) -> sympy.Expr:
    """Put l = 0 into a term: no layers before."""
    return term.subs({layer_power(root, l): 1 for _, root in ROOTS}).subs(l, 0)


def last_layer(term: sympy.Expr) -> sympy.Expr:
    """Put m = 0 into a term: no layers after."""
    return term.subs({layer_power(root, m): 1 for _, root in ROOTS}).subs(m, 0)


def swapped(formula: sympy.Expr) -> sympy.Expr:
    """Exchange mode i and mode j."""
    return formula.subs({sigma_i: sigma_j, sigma_j: sigma_i}, simultaneous=True)


def reversed_term(term: sympy.Expr) -> sympy.Expr:
    """Exchange the modes and the numbers of layers before and after."""
    exchange = {r_i: r_j, r_j: r_i, m: l, l: m}
    for one, other in ((r_i, r_j), (r_j, r_i)):
        exchange |= {layer_power(one, m): layer_power(other, l), layer_power(one, l): layer_power(other, m)}
    return term.subs(exchange, simultaneous=True)


def all_top(term: sympy.Expr) -> sympy.Expr:
    """Put the top mode in place of modes i and j."""
    top = {r_i: r_top, r_j: r_top}
    for one in (r_i, r_j):
        top |= {layer_power(one, count): layer_power(r_top, count) for count in (m, l)}
    return term.subs(top)
