"""Inequalities of real numbers that facts are instances of: their variables and certificates."""

import sympy

x = sympy.Symbol("x", real=True)
k = sympy.Symbol("k", real=True)
g = sympy.Symbol("g", real=True)


def touching(polynomial: sympy.Expr, point: sympy.Expr) -> tuple[tuple[sympy.Expr, sympy.Expr], ...]:
    """Return a polynomial in x as h (x - point)^2 plus its tangent, in the form of a certificate.

    Where the polynomial nearly touches 0 at the point, both terms are visibly non-negative.

    >>> touching(x**3, sympy.Integer(1))
    ((x + 2, x - 1), (3*x - 2, 1))
    """
    whole = sympy.Poly(polynomial, x)
    tangent = sympy.Poly(whole.eval(point) + whole.diff().eval(point) * (x - point), x)
    quotient = sympy.div(whole - tangent, sympy.Poly((x - point) ** 2, x))[0]
    return (quotient.as_expr(), x - point), (tangent.as_expr(), sympy.Integer(1))
