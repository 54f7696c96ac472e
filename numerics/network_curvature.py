"""The largest eigenvalues of the Hessian of small networks' losses, by Lanczos on Hessian-vector products.

The products come from autograd, of the extra ``nonlinear``: the derivative of the derivative, no
differences. Many networks are treated side by side, each with its own weights. The whole Hessian, by which
tests and checks confirm it, takes one product a weight. All numbers are float64, dimensionless.
"""

from collections.abc import Callable

import numpy as np

from numerics import lanczos
from numerics._stacks import Floats
from numerics.small_networks import Network, Task, losses


def product(network: Network, task: Task, weights: Floats) -> Callable[[Floats], Floats]:
    """Return the map from vectors to the products of the Hessians with them.

    Args:
        network: the network.
        task: inputs and targets.
        weights: where the Hessians are taken, of shape (size,), or (runs, size) for many networks at once;
            the vectors have the same shape.

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    import autograd.numpy as anp
    from autograd import grad
    from autograd.core import make_vjp

    # Each loss depends on its own weights alone, so the gradient of the sum is every gradient.
    gradient = grad(lambda changed: anp.sum(losses(network, task, changed)))
    # A Hessian is symmetric: pulling a vector back through the gradient multiplies it with the Hessian.
    pull_back, _ = make_vjp(gradient, weights)
    return lambda vectors: np.asarray(pull_back(vectors), dtype=np.float64)


def leading(network: Network, task: Task, weights: Floats, count: int) -> tuple[Floats, Floats]:
    """Return the largest eigenvalues of the Hessians, the largest first, and their eigenvectors.

    An eigenvalue that several directions share may be given fewer times than there are directions, unless all
    are asked for; the largest one is always among those given.

    Args:
        network: the network.
        task: inputs and targets.
        weights: where the Hessians are taken, of shape (runs, size), finite.
        count: how many eigenvalues of each, at most `size`.

    Returns:
        Eigenvalues of shape (runs, count), and eigenvectors as columns, of shape (runs, size, count).

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    runs, size = weights.shape
    return lanczos.leading(product(network, task, weights), runs, size, count)


def whole(network: Network, task: Task, weights: Floats) -> Floats:
    """Return the whole Hessian, column by column.

    Args:
        network: the network.
        task: inputs and targets.
        weights: where the Hessian is taken, of shape (size,).

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
    """
    return product(network, task, np.tile(weights, (network.size, 1)))(np.eye(network.size)).T
