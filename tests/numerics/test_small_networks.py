"""Small networks: the loss by hand, gradients by differences, one run the same alone and beside others."""

import numpy as np
import pytest

from numerics import small_networks
from numerics._stacks import Floats
from numerics.small_networks import Activation, Network, Task

WIDTHS = (4, 3, 5, 2)


def task(seed: int = 3) -> Task:
    draw = np.random.default_rng(seed)
    return Task(draw.standard_normal((7, 4)), draw.standard_normal((7, 2)))


def outputs(activation: Activation, weights: Floats, inputs: Floats) -> Floats:
    between = {Activation.NONE: lambda x: x, Activation.TANH: np.tanh, Activation.RELU: lambda x: x * (x > 0)}
    one, two, three = np.split(weights, [12, 27])
    hidden = between[activation](inputs @ one.reshape(4, 3))
    hidden = between[activation](hidden @ two.reshape(3, 5))
    return np.asarray(hidden @ three.reshape(5, 2))


@pytest.mark.parametrize("activation", Activation)
def test_losses_of_many_networks_are_those_of_each(activation: Activation) -> None:
    network, data = Network(WIDTHS, activation), task()
    assert network.size == 37
    weights = small_networks.starts(network, 1.5, (1, 2, 3))
    together = small_networks.losses(network, data, weights)
    for one, loss in zip(weights, together, strict=True):
        expected = np.sum((outputs(activation, one, data.inputs) - data.targets) ** 2) / 14
        assert np.isclose(loss, expected, rtol=1e-13)
        assert np.isclose(small_networks.losses(network, data, one), expected, rtol=1e-13)


@pytest.mark.parametrize("activation", Activation)
def test_a_step_is_along_the_gradient(activation: Activation) -> None:
    network, data = Network(WIDTHS, activation), task()
    start, rates = small_networks.starts(network, 1.0, (5, 6)), np.array([0.1, 0.3])
    run = small_networks.descend(network, data, start, rates, 1, {0, 1})
    slope = (run.kept[0] - run.kept[1]) / rates[:, None]
    assert np.array_equal(run.kept[0], start)
    assert run.losses.shape == (1, 2)
    small = 1e-6
    for place in range(network.size):
        moved = small * np.eye(network.size)[place]
        above, below = (small_networks.losses(network, data, start + by) for by in (moved, -moved))
        assert np.allclose(slope[:, place], (above - below) / (2 * small), atol=1e-8)


def test_a_run_does_not_depend_on_those_beside_it() -> None:
    network, data = Network(WIDTHS, Activation.TANH), task()
    start, rates = small_networks.starts(network, 1.0, range(4)), np.full(4, 0.2)
    together = small_networks.descend(network, data, start, rates, 30, {30})
    alone = small_networks.descend(network, data, start[2:3], rates[2:3], 30, {30})
    assert np.allclose(together.kept[30][2], alone.kept[30][0], rtol=1e-10)
    assert np.allclose(together.losses[:, 2], alone.losses[:, 0], rtol=1e-10)
    assert (np.diff(together.losses, axis=0) < 0).all()


def test_starts_are_those_of_their_seeds() -> None:
    network = Network((100, 100, 50), Activation.RELU)
    drawn = small_networks.starts(network, 0.5, (7, 8, 7))
    assert np.array_equal(drawn[0], drawn[2])
    assert not np.array_equal(drawn[0], drawn[1])
    assert np.isclose(drawn[0].std(), 0.05, rtol=0.05)


def test_the_whitened_task_has_the_loss_of_the_paper() -> None:
    draw = np.random.default_rng(4)
    target = draw.standard_normal((2, 4))
    network = Network(WIDTHS, Activation.NONE)
    (weights,) = small_networks.starts(network, 1.0, (9,))
    product = outputs(Activation.NONE, weights, np.eye(4)).T
    loss = small_networks.losses(network, small_networks.whitened(target), weights)
    assert np.isclose(loss, np.sum((product - target) ** 2) / 2)
