"""The largest eigenvalues of the Hessian of small networks' losses, by Lanczos on Hessian-vector products.

The products come from autograd, of the extra ``nonlinear``: the derivative of the derivative, no differences.
Many networks are treated side by side, each with its own weights. The Lanczos method keeps every vector of
its basis orthogonal to all others (C. C. Paige, 1972, on what happens otherwise), which is cheap for few
steps. The whole Hessian, by which tests and checks confirm it, takes one product a weight. All numbers are
float64, dimensionless.
"""

from collections.abc import Callable

import numpy as np

from numerics._stacks import Floats
from numerics.small_networks import Network, Task, losses

TOLERANCE = 1e-4
"""The norm of a residual, over the largest eigenvalue; the error of an eigenvalue is about its square."""
BETWEEN = 6
"""After so many steps of the Lanczos method it is seen whether it has converged."""
BROKEN = 1e-12
"""A new vector shorter than this, over the largest eigenvalue, is rounding: the basis is invariant."""


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
    multiply, (runs, size) = product(network, task, weights), weights.shape
    # Directions without any structure of the network's, the same on every run.
    generator = np.random.default_rng(0)
    basis, small = np.empty((runs, size, size)), np.zeros((runs, size, size))
    vectors = _normalised(generator.standard_normal((runs, size)))
    for step in range(size):
        basis[:, step] = vectors
        known, inside = basis[:, : step + 1], small[:, : step + 1, : step + 1]
        after = multiply(vectors)
        inside[:, step, step] = np.sum(after * vectors, axis=1)
        after = _beside(known, after)
        lengths = np.linalg.norm(after, axis=1)
        if step + 1 == size or (step + 1 >= count and (step + 1) % BETWEEN == 0):
            values, combined = (found[..., ::-1] for found in np.linalg.eigh(inside))
            residuals = lengths[:, None] * np.abs(combined[:, -1, :count])
            if step + 1 == size or (residuals <= TOLERANCE * np.abs(values[:, :1])).all():
                break
        broken = lengths <= BROKEN * np.abs(inside).max(axis=(1, 2))
        if broken.any():
            fresh = _beside(known, generator.standard_normal((runs, size)))
            after, lengths = np.where(broken[:, None], fresh, after), np.where(broken, 0.0, lengths)
        vectors = _normalised(after)
        small[:, step, step + 1] = small[:, step + 1, step] = lengths
    return values[:, :count], known.swapaxes(1, 2) @ combined[:, :, :count]


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


def _beside(known: Floats, vectors: Floats) -> Floats:
    # Twice is enough for orthogonality to working precision (W. Kahan and B. N. Parlett).
    for _ in range(2):
        parts = known @ vectors[:, :, None]
        vectors = vectors - (known.swapaxes(1, 2) @ parts)[:, :, 0]
    return vectors


def _normalised(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
