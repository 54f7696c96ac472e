"""The largest eigenvalues of symmetric matrices that are known by their products with vectors.

The Lanczos method keeps every vector of its basis orthogonal to all others (C. C. Paige, 1972, on what
happens otherwise), which is cheap for few steps. Many matrices are treated side by side. All numbers are
float64.
"""

from collections.abc import Callable

import numpy as np

from numerics._stacks import Floats

TOLERANCE = 1e-4
"""The norm of a residual, over the largest eigenvalue; the error of an eigenvalue is about its square."""
BETWEEN = 6
"""After so many steps of the Lanczos method it is seen whether it has converged."""
BROKEN = 1e-12
"""A new vector shorter than this, over the largest eigenvalue, is rounding: the basis is invariant."""


def leading(multiply: Callable[[Floats], Floats], runs: int, size: int, count: int) -> tuple[Floats, Floats]:
    """Return the largest eigenvalues, the largest first, and their eigenvectors.

    An eigenvalue that several directions share may be given fewer times than there are directions, unless all
    are asked for; the largest one is always among those given.

    >>> found, _ = leading(lambda vectors: vectors * np.array([1.0, 4.0, 2.0]), runs=1, size=3, count=2)
    >>> found.round(6)
    array([[4., 2.]])

    Args:
        multiply: takes vectors, of shape (runs, size), to the products of the matrices with them.
        runs: how many matrices there are.
        size: how many rows each has.
        count: how many eigenvalues of each, at most `size`.

    Returns:
        Eigenvalues of shape (runs, count), and eigenvectors as columns, of shape (runs, size, count).
    """
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


def _beside(known: Floats, vectors: Floats) -> Floats:
    # Twice is enough for orthogonality to working precision (W. Kahan and B. N. Parlett).
    for _ in range(2):
        parts = known @ vectors[:, :, None]
        vectors = vectors - (known.swapaxes(1, 2) @ parts)[:, :, 0]
    return vectors


def _normalised(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
