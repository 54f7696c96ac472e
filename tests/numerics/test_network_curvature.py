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
def test_the_whole_hessian_is_differences_of_losses(network: Network) -> None:
    tiny = Network((16, 2, 2, 10), network.activation)
    (weights,) = small_networks.starts(tiny, 1.0, (4,))
    hessian, small = network_curvature.whole(tiny, task(), weights), 1e-4
    moves = small * np.eye(tiny.size)

    def loss(moved: np.ndarray) -> np.ndarray:
        return np.asarray(small_networks.losses(tiny, task(), weights + moved))

    for place in (0, 17, 33, 40, 55):
        pairs = [loss(one * moves[place] + other * moves) for one in (1, -1) for other in (1, -1)]
        expected = (pairs[0] - pairs[1] - pairs[2] + pairs[3]) / (4 * small**2)
        assert np.allclose(hessian[place], expected, atol=1e-5)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.activation.value)
def test_lanczos_agrees_with_the_whole_hessian(network: Network) -> None:
    weights = small_networks.starts(network, 1.0, (3, 4))
    values, vectors = network_curvature.leading(network, task(), weights, 4)
    assert vectors.shape == (2, network.size, 4)
    for place in range(2):
        hessian = network_curvature.whole(network, task(), weights[place])
        assert np.allclose(hessian, hessian.T, atol=1e-12)
        expected, directions = np.linalg.eigh(hessian)
        assert np.allclose(values[place], expected[:-5:-1], rtol=1e-6)
        # The spans agree; single vectors have a sign of their own.
        overlap = np.linalg.svd(vectors[place].T @ directions[:, -4:])[1]
        assert np.allclose(overlap, 1, atol=1e-5)


def test_lanczos_may_take_every_direction() -> None:
    network = Network((3, 2, 3), Activation.TANH)
    data = small_networks.whitened(np.diag([2.0, 1.0, 0.5]))
    weights = small_networks.starts(network, 1.0, (1, 2))
    values, vectors = network_curvature.leading(network, data, weights, network.size)
    for place in range(2):
        hessian = network_curvature.whole(network, data, weights[place])
        assert np.allclose(hessian @ vectors[place], vectors[place] * values[place], atol=1e-10)


def test_the_balanced_minimum_has_its_known_sharpness() -> None:
    network = Network((3, 3, 3, 3), Activation.NONE)
    layer = np.diag([2.0, 1.0, 0.5])
    whitened = small_networks.whitened(layer @ layer @ layer)
    minimum = np.tile(layer.ravel(), 3)[None]
    values, _ = network_curvature.leading(network, whitened, minimum, 1)
    # S = L sigma^(2 - 2/L) with sigma = 8 and L = 3.
    assert np.isclose(values[0, 0], 48)


def test_invariant_directions_are_left() -> None:
    # At the balanced minimum many eigenvalues are equal, so the Lanczos method runs out of new directions.
    network = Network((4, 4, 4), Activation.NONE)
    minimum = np.tile(np.eye(4).ravel(), 2)[None]
    data = small_networks.whitened(np.eye(4))
    values, vectors = network_curvature.leading(network, data, minimum, 32)
    # S = L sigma^(2 - 2/L) = 2 for sixteen directions that move the product, zero for those that do not.
    assert np.allclose(values[0], [2.0] * 16 + [0.0] * 16, atol=1e-12)
    assert np.allclose(vectors[0].T @ vectors[0], np.eye(32), atol=1e-12)
