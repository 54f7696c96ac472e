"""A small data set of real images: the handwritten digits that scikit-learn ships.

E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository (1998).
The library comes with the extra ``nonlinear`` and is loaded on first use.
"""

from functools import cache

import numpy as np

from numerics._stacks import Floats

CLASSES = 10
"""How many digits there are."""
CELLS = 4
"""Images of 8 x 8 pixels are averaged over squares of 2 x 2, which leaves so many cells in a row."""


@cache
def labelled(count: int) -> tuple[Floats, Floats]:
    """Return the first images and their labels, centred.

    Inputs are divided by the standard deviation of all of their entries together. A label is the unit vector
    of its class, less the mean of all labels, so that no network needs a bias to get the mean right.

    Args:
        count: how many images, between 1 and 1797.

    Returns:
        Arrays of shape (count, 16) and (count, 10), dimensionless. They are shared: do not write to them.

    Raises:
        ImportError: if the extra ``nonlinear`` is not installed.
        ValueError: if there are not so many images.
    """
    from sklearn.datasets import load_digits

    digits = load_digits()
    if not 1 <= count <= len(digits.target):
        raise ValueError(f"there are {len(digits.target)} images, not {count}.")
    side = digits.images.shape[1] // CELLS
    cells = digits.images[:count].reshape(count, CELLS, side, CELLS, side).mean(axis=(2, 4))
    inputs = cells.reshape(count, CELLS * CELLS)
    inputs = inputs - inputs.mean(axis=0)
    labels = np.eye(CLASSES)[digits.target[:count]]
    return inputs / inputs.std(), labels - labels.mean(axis=0)
