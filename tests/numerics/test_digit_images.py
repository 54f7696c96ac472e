"""The digits: centred, of the stated shapes, and only as many as there are."""

import numpy as np
import pytest

from numerics import digit_images


def test_images_and_labels_are_centred() -> None:
    inputs, labels = digit_images.labelled(100)
    assert inputs.shape == (100, digit_images.CELLS**2)
    assert labels.shape == (100, digit_images.CLASSES)
    assert np.allclose(inputs.mean(axis=0), 0, atol=1e-12)
    assert np.allclose(labels.mean(axis=0), 0, atol=1e-12)
    assert np.isclose(inputs.std(), 1)
    # All ten digits are among them, so no label is constant.
    assert (labels.std(axis=0) > 0.1).all()


def test_a_cell_is_the_mean_of_four_pixels() -> None:
    from sklearn.datasets import load_digits

    images = load_digits().images[:3]
    inputs, _ = digit_images.labelled(3)
    # Rows 2 and 3 and columns 4 and 5 are cell 1, 2; centring and scaling leave ratios of differences.
    cell = images[:, 2:4, 4:6].mean(axis=(1, 2))
    found = inputs[:, digit_images.CELLS + 2]
    assert cell[1] != cell[2]
    assert np.isclose(
        (found[0] - found[1]) / (found[1] - found[2]), (cell[0] - cell[1]) / (cell[1] - cell[2])
    )


@pytest.mark.parametrize("count", [0, 1798])
def test_there_are_1797_images(count: int) -> None:
    with pytest.raises(ValueError, match="1797"):
        digit_images.labelled(count)
