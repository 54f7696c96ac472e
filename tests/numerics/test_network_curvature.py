"""Curvature: Hessian-vector products by differences, Lanczos against the whole Hessian."""

import numpy as np
import pytest

from numerics import digit_images, network_curvature, small_networks
from numerics.small_networks import Activation, Network, Task

NETWORKS = [Network((16, 6, 6, 10), activation) for activation in Activation]


def task() -> Task:
    return Task(*digit_images.labelled(40))


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.activation.value)
def test_products_are_differences_of_gradients(network: Network) -> None:
    (weights,) = small_networks.starts(network, 1.0, (2,))
    vector = np.random.default_rng(1).standard_normal(network.size)

    def gradient(at: float) -> np.ndarray:
        moved = (weights + at * vector)[None]
        run = small_networks.descend(network, task(), moved, np.ones(1), 1, {0, 1})
        return np.asarray(run.kept[0][0] - run.kept[1][0])

    small = 1e-6
    expected = (gradient(small) - gradient(-small)) / (2 * small)
    assert np.allclose(network_curvature.product(network, task(), weights)(vector), expected, atol=1e-7)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.activation.value)
def test_lanczos_agrees_with_the_whole_hessian(network: Network) -> None:
    (weights,) = small_networks.starts(network, 1.0, (3,))
    hessian = network_curvature.whole(network, task(), weights)
    assert np.allclose(hessian, hessian.T, atol=1e-12)
    expected, directions = np.linalg.eigh(hessian)
    values, vectors = network_curvature.leading(network, task(), weights, 4)
    assert np.allclose(values, expected[:-5:-1], rtol=1e-6)
    # The spans agree; single vectors have a sign of their own.
    overlap = np.linalg.svd(vectors.T @ directions[:, -4:])[1]
    assert np.allclose(overlap, 1, atol=1e-5)


def test_the_balanced_minimum_has_its_known_sharpness() -> None:
    network = Network((3, 3, 3, 3), Activation.NONE)
    layer = np.diag([2.0, 1.0, 0.5])
    whitened = small_networks.whitened(layer @ layer @ layer)
    values, _ = network_curvature.leading(network, whitened, np.tile(layer.ravel(), 3), 1)
    # S = L sigma^(2 - 2/L) with sigma = 8 and L = 3.
    assert np.isclose(values[0], 48)
