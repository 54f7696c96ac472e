"""Gradient descent on one singular mode: the layer values s_1, ..., s_L and the target sigma.

On the singular vector stationary set the loss splits into one term a mode,
f = 1/2 (s_1 s_2 ... s_L - sigma)^2, and gradient descent moves each mode by itself. The functions
on single steps need only `+`, `-` and `*`, so they serve fractions, balls and dual numbers alike.
All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, Self, TypeVar

from flint import arb, ctx

from numerics._iteration import Outcome as Outcome
from numerics._iteration import Problem, iterate
from numerics.balls import ball, working_bits
from numerics.exact import Exact, positive_rational, rational


class RingElement(Protocol):
    """What can be added, subtracted and multiplied: Fraction, fmpq, arb, Dual."""

    def __add__(self, other: Self, /) -> Self:
        """Add."""

    def __sub__(self, other: Self, /) -> Self:
        """Subtract."""

    def __mul__(self, other: Self, /) -> Self:
        """Multiply."""


Element = TypeVar("Element", bound=RingElement)


def product(layers: Sequence[Element]) -> Element:
    """Return the end-to-end value s_1 s_2 ... s_L of L >= 1 layer values.

    Raises:
        ValueError: if there are no layers.
    """
    _at_least_one_layer(layers)
    result = layers[0]
    for layer in layers[1:]:
        result = result * layer
    return result


def gradient(layers: Sequence[Element], target: Element) -> tuple[Element, ...]:
    """Return the gradient of 1/2 (s_1 ... s_L - sigma)^2 in the layer values.

    Entry l is (s_1 ... s_L - sigma) times the product of the other layer values. That product is
    put together from the layers before l and those after it, so layers that are zero are no
    special case.

    Args:
        layers: s_1, ..., s_L, at least one.
        target: sigma.

    Returns:
        L numbers of the same type.

    Raises:
        ValueError: if there are no layers.
    """
    _at_least_one_layer(layers)
    if len(layers) == 1:
        return (layers[0] - target,)
    before = [layers[0]]
    for layer in layers[1:]:
        before.append(before[-1] * layer)
    residual = before[-1] - target
    # Going down from the last layer, `after` is the residual times all layers above the present one.
    entries, after = [], residual
    for index in range(len(layers) - 1, 0, -1):
        entries.append(before[index - 1] * after)
        after = after * layers[index]
    entries.append(after)
    return tuple(reversed(entries))


def step(layers: Sequence[Element], target: Element, eta: Element) -> tuple[Element, ...]:
    """Return the layer values after one step of gradient descent, s_l - eta df/ds_l.

    Args:
        layers: s_1, ..., s_L, at least one.
        target: sigma.
        eta: the learning rate.

    Raises:
        ValueError: if there are no layers.
    """
    return tuple(layer - eta * slope for layer, slope in zip(layers, gradient(layers, target), strict=True))


def gap(layers: Sequence[Element], l: int, k: int) -> Element:  # noqa: E741 - the layer index of the paper
    """Return the balancing gap s_l^2 - s_k^2. Layers are counted from 1, as in the paper.

    Raises:
        ValueError: if `l` or `k` is not between 1 and the number of layers.
    """
    for index in (l, k):
        if not 1 <= index <= len(layers):
            raise ValueError(f"there is no layer {index}; layers are counted from 1 to {len(layers)}.")
    return layers[l - 1] * layers[l - 1] - layers[k - 1] * layers[k - 1]


@dataclass(frozen=True, slots=True, eq=False)
class ModeRun:
    """A run of gradient descent on one mode. Every ball contains the exact iterate.

    Attributes:
        states: the recorded states, each with L layer values.
        steps_recorded: the step each state belongs to; 0 is the start.
        vouched_digits: each layer value is known to 10^-vouched_digits times
            max(1, largest layer value of its state). A difference, such as a small gap, has fewer
            relative digits: to follow a gap of 10^-n, ask for n digits more.
        bits: the working precision that the run needed.
        outcome: COMPLETED, or DIVERGED if the last state has a layer value certainly beyond
            10^30 times max(1, largest initial layer value, |sigma|). Later states are
            not computed. Runs of `numerics.rounded` can also be LOST: the state after the last one has no
            digit left.
    """

    states: tuple[tuple[arb, ...], ...]
    steps_recorded: tuple[int, ...]
    vouched_digits: int
    bits: int
    outcome: Outcome

    def products(self) -> tuple[arb, ...]:
        """Return the end-to-end value of each recorded state."""
        with working_bits(self.bits):
            return tuple(product(state) for state in self.states)


def run(
    layers: Sequence[Exact],
    target: Exact,
    eta: Exact,
    steps: int,
    digits: int = 50,
    *,
    record_every: int = 1,
    maximal_bits: int = 1_000_000,
) -> ModeRun:
    """Run gradient descent on one mode, exactly up to the radius of the balls returned.

    >>> run([1, 0], 1, "1/2", 2).states[-1][1].mid().str(3, radius=False)
    '0.750'

    Args:
        layers: the start s_1, ..., s_L, at least one value.
        target: sigma.
        eta: the learning rate, positive.
        steps: how many steps to make, at least 0.
        digits: the decimal digits to vouch for, at least 1; see `ModeRun.vouched_digits`.
        record_every: record each step divisible by this, and the last one.
        maximal_bits: the largest working precision to try.

    Raises:
        PrecisionExhausted: if `maximal_bits` do not suffice for the digits.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if there are no layers, or a number is out of its range.
    """
    _at_least_one_layer(layers)
    start = [rational(layer) for layer in layers]
    sigma = rational(target)
    rate = positive_rational(eta, "the learning rate eta")
    parameters = cache(lambda _bits: (ball(sigma), ball(rate)))
    problem: Problem[tuple[arb, ...]] = Problem(
        start=lambda: tuple(ball(layer) for layer in start),
        advance=lambda state: step(state, *parameters(int(ctx.prec))),
        entries=lambda state: state,
        rounded=lambda state: tuple(+layer for layer in state),
    )
    record = iterate(problem, [*start, sigma], steps, digits, record_every, maximal_bits)
    return ModeRun(record.states, record.steps_recorded, digits, record.bits, record.outcome)


def _at_least_one_layer(layers: Sequence[object]) -> None:
    if not layers:
        raise ValueError("there are no layers; give at least one.")
