"""The largest eigenvalues of the Hessian of a small network's loss, by Lanczos on Hessian-vector products.

The products come from autograd (the derivative of the derivative, no differences), the Lanczos method from
ARPACK through SciPy; both come with the extra ``nonlinear``. The whole Hessian, by which tests and checks
confirm the method, takes one such product a weight. All numbers are float64, dimensionless.
"""

from collections.abc import Callable

import numpy as np

from numerics._stacks import Floats
from numerics.small_networks import Network, Task, losses

TOLERANCE = 1e-4
"""Relative tolerance of ARPACK for the residual; the error of an eigenvalue is about its square."""


def product(network: Network, task: Task, weights: Floats) -> Callable[[Floats], Floats]:
    """Return the map from a vector to the product of the Hessian with it.

    Args:
        network: the network.
        task: inputs and targets.
        weights: where the Hessian is taken, of shape (size,).

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    from autograd import grad
    from autograd.core import make_vjp

    gradient = grad(lambda changed: losses(network, task, changed))
    # The Hessian is symmetric: pulling a vector back through the gradient multiplies it with the Hessian.
    pull_back, _ = make_vjp(gradient, weights)
    return lambda vector: np.asarray(pull_back(vector), dtype=np.float64)


def leading(network: Network, task: Task, weights: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the largest eigenvalues of the Hessian, the largest first, and their eigenvectors as columns.

    Args:
        network: the network.
        task: inputs and targets.
        weights: where the Hessian is taken, of shape (size,).
        count: how many eigenvalues, fewer than there are weights.

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
        scipy.sparse.linalg.ArpackNoConvergence: if the method does not converge.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh

    operator = LinearOperator(
        (network.size, network.size), matvec=product(network, task, weights), dtype=np.float64
    )
    # A start of its own makes the result the same on every run.
    first = np.ones(network.size)
    values, vectors = eigsh(operator, k=count, which="LA", tol=TOLERANCE, v0=first)
    order = np.argsort(values)[::-1]
    return values[order], vectors[:, order]


def whole(network: Network, task: Task, weights: Floats) -> Floats:
    """Return the whole Hessian, column by column.

    Args:
        network: the network.
        task: inputs and targets.
        weights: where the Hessian is taken, of shape (size,).

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    multiply = product(network, task, weights)
    return np.stack([multiply(unit) for unit in np.eye(network.size)], axis=1)
