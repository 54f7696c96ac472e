r"""One singular mode of a deep linear network: loss, gradient, gradient descent, for every depth.

On diagonal layers the i-th diagonal entries of all layers form a *mode*: L real numbers
s_1, …, s_L with end-to-end value pi = s_1 ⋯ s_L and loss (pi - sigma)^2 / 2 (Proposition 1 of the
paper). The depth enters through products alone. Singling out one layer, pi = s_l P with P the
product of the others; singling out two, pi = s_l s_k Q. What is derived from these two forms
holds for every depth at once.
"""

import sympy

from theory.polynomials import generator_of, in_generators
from theory.symbols import L, Q, eta, rho, s_k, s_l, sigma, u, z

_others = sympy.Symbol("P", real=True)


def loss(end_to_end: sympy.Expr) -> sympy.Expr:
    """Return the loss of one mode as a function of its end-to-end value (dimensionless).

    >>> from theory.symbols import pi
    >>> loss(pi)
    (pi - sigma)**2/2
    """
    return (end_to_end - sigma) ** 2 / 2


def gradient(layer: sympy.Expr, others: sympy.Expr) -> sympy.Expr:
    """Return the derivative of the loss with respect to one layer.

    Args:
        layer: singular value of the layer.
        others: product of the singular values of all other layers.

    >>> gradient(s_l, s_k * Q)
    Q*s_k*(Q*s_k*s_l - sigma)
    """
    variable = sympy.Dummy("s")
    derivative = sympy.diff(loss(variable * _others), variable)
    return derivative.subs({variable: layer, _others: others}, simultaneous=True)


def step(layer: sympy.Expr, others: sympy.Expr) -> sympy.Expr:
    """Return the layer's singular value after one step of gradient descent with learning rate eta.

    >>> step(s_l, s_k * Q)
    -Q*eta*s_k*(Q*s_k*s_l - sigma) + s_l
    """
    return layer - eta * gradient(layer, others)


def balanced_step(value: sympy.Expr = rho) -> sympy.Expr:
    """Return one step of gradient descent where all L layers share one value; all of them keep sharing it.

    >>> balanced_step()
    -eta*rho**(L - 1)*(rho*rho**(L - 1) - sigma) + rho
    """
    return step(value, value ** (L - 1))


def gap() -> sympy.Expr:
    """Return the balancing gap of two layers, s_l^2 - s_k^2.

    >>> gap()
    -s_k**2 + s_l**2
    """
    return s_l**2 - s_k**2


def gap_after_step() -> sympy.Expr:
    """Return the balancing gap of two layers after one step, from the update rule alone."""
    return step(s_l, s_k * Q) ** 2 - step(s_k, s_l * Q) ** 2


def flow_rates(quantity: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
    """Return how a function of two layers changes in time under gradient flow, through either layer.

    The quantity may depend on s_l and s_k only; each follows minus its partial derivative of the loss.
    The time derivative is the sum of the two rates.

    Raises:
        ValueError: for a quantity with other symbols than s_l, s_k and the constants sigma and eta.

    >>> flow_rates(s_l)
    (-Q*s_k*(Q*s_k*s_l - sigma), 0)
    """
    # Q and pi move along the flow too, with layers that are not singled out.
    others = quantity.free_symbols - {s_l, s_k, sigma, eta}
    if others:
        raise ValueError(f"{quantity} depends on more than the two layers: {sorted(map(str, others))}")
    along_l = sympy.diff(quantity, s_l) * gradient(s_l, s_k * Q)
    along_k = sympy.diff(quantity, s_k) * gradient(s_k, s_l * Q)
    return -along_l, -along_k


def flow_derivative(quantity: sympy.Expr) -> sympy.Expr:
    """Return the time derivative of a function of two layers under gradient flow.

    Raises are those of `flow_rates`.

    >>> flow_derivative(s_l**2 - s_k**2)
    0
    """
    return sum(flow_rates(quantity), sympy.Integer(0))


def relative_rate() -> sympy.Expr:
    """Return eta rho^(L-2) for the learning rate at which a balanced step takes rho to z rho.

    A formula in sigma, z and u = rho^L, the same for every depth; derived from `balanced_step`, which is
    linear in eta.

    >>> relative_rate()
    -(z - 1)/(-sigma + u)
    """
    return _in_end_to_end(_rate_to_ratio() * rho ** (L - 2))


def return_residual() -> sympy.Expr:
    """Return what is missing after two balanced steps, relative to the start, as a function of u and z.

    The learning rate is the one at which the first step takes rho to z rho. The second step then takes
    z rho to (1 + residual) rho, so the orbit has period 2 exactly where the residual vanishes. The
    formula is rational in sigma, u = rho^L, z and z^L, for every depth.
    """
    second_step = balanced_step(z * rho).subs(eta, _rate_to_ratio())
    return _in_end_to_end(second_step / rho - 1)


def _rate_to_ratio() -> sympy.Expr:
    return (z - 1) * rho / sympy.diff(balanced_step(), eta)


def _in_end_to_end(formula: sympy.Expr) -> sympy.Expr:
    in_u = sympy.factor(sympy.cancel(in_generators(formula).subs(generator_of(rho), u)))
    return in_u.subs(generator_of(z), z**L)
