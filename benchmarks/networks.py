"""Gradient descent on full matrices: the figure of the oscillation range, one step, and a sweep of rates."""

import itertools
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
from flint import arb_mat, fmpq, fmpq_mat

from benchmarks.comparison import Comparison
from numerics import gd, orthogonal, plain_runs, plain_sweeps, sliced_runs
from numerics.balls import working_bits

DIGITS = 50
SIGMAS = (fmpq(10), fmpq(19, 2), fmpq(9))
AGREEING = mpmath.mpf(10) ** -30
"""How close the ranges of both sides have to be."""


def oscillation_range(
    rates: Sequence[Fraction], steps: int, decompositions: bool, pool: ProcessPoolExecutor
) -> Comparison:
    """Compare the measurement behind the figure: the range of each mode at every rate, from 5 x 5 matrices.

    Args:
        rates: the learning rates.
        steps: of each run.
        decompositions: whether the peer computes the singular values of all layers and of their product
            at each step, as the paper's script does.
        pool: two processes that have started.
    """
    halves = [rates[: len(rates) // 2], rates[len(rates) // 2 :]]

    def ours() -> list[list[str]]:
        first, second = pool.map(_ranges, halves, [steps] * 2)
        return first + second

    def theirs() -> list[list[mpmath.mpf]]:
        return [_mpmath_ranges(rate, steps, decompositions) for rate in rates]

    def same(one: list[list[str]], other: list[list[mpmath.mpf]]) -> None:
        with mpmath.workdps(DIGITS):
            for found, expected in zip(one, other, strict=True):
                for a, b in zip(found, expected, strict=True):
                    assert abs(mpmath.mpf(a) - b) < AGREEING, (a, b)

    kind = "with the SVDs of each step" if decompositions else "without SVDs"
    return Comparison(
        f"oscillation range, 5 x 5 matrices, {len(rates)} rates x {steps} steps, {DIGITS} digits, two cores",
        f"mpmath loop {kind}",
        500 if decompositions else 250,
        ours,
        theirs,
        same,
    )


def matrix_step(size: int, depth: int, steps: int) -> Comparison:
    """Compare single steps on full matrices, each side on one core.

    Ours makes them at as many rates as go side by side, the peer at one; the ratio is for a step at one rate.
    """
    layers, target = _network(size, depth)
    etas = [fmpq(30 + place, 3000) for place in range(sliced_runs.LANES)]

    def ours() -> arb_mat:
        return sliced_runs.run(layers, target, etas, steps, 1)[0].products[0]

    def theirs() -> Any:
        with mpmath.workdps(DIGITS):
            state = [_mpmath(layer) for layer in layers]
            wanted, eta = _mpmath(target), mpmath.mpf(1) / 100
            for _ in range(steps):
                state = _mpmath_step(state, wanted, eta)
            product = state[0]
            for layer in state[1:]:
                product = layer * product
            return product

    def same(one: arb_mat, other: Any) -> None:
        with mpmath.workdps(DIGITS):
            for row in range(size):
                for column in range(size):
                    text = one[row, column].str(DIGITS, radius=False)
                    assert abs(mpmath.mpf(text) - other[row, column]) < AGREEING

    return Comparison(
        f"one step, full {size} x {size} matrices, L = {depth}, {DIGITS} digits, one core",
        "mpmath loop, each product once",
        120,
        ours,
        theirs,
        same,
        share=1 / len(etas),
    )


def rate_sweep(rates: int, steps: int, theirs_rates: int, pool: ProcessPoolExecutor) -> Comparison:
    """Compare a sweep of learning rates on float64; the peer runs some of them."""
    layers, target = _network(5, 3)
    start = [np.array(layer.tolist(), dtype=float) for layer in layers]
    wanted = np.array(target.tolist(), dtype=float)
    etas = [Fraction(1, 100) + Fraction(place, 100 * rates) for place in range(rates)]
    chosen = range(0, rates, rates // theirs_rates)

    def ours() -> Any:
        halves = [etas[: rates // 2], etas[rates // 2 :]]
        return np.concatenate(list(pool.map(_last_products, [start] * 2, [wanted] * 2, halves, [steps] * 2)))

    def theirs() -> list[Any]:
        return [_torch_run(start, wanted, float(etas[place]), steps) for place in chosen]

    def same(one: Any, other: list[Any]) -> None:
        for place, product in zip(chosen, other, strict=True):
            np.testing.assert_allclose(one[place], product, rtol=0, atol=1e-9)

    return Comparison(
        f"sweep of {rates} rates x {steps} steps, full 5 x 5 matrices, float64, two cores",
        f"PyTorch autograd loop, one rate at a time ({len(chosen)} of the rates)",
        400,
        ours,
        theirs,
        same,
        share=len(chosen) / rates,
    )


def _ranges(rates: Sequence[Fraction], steps: int) -> list[list[str]]:
    """Return the distance of the last two end-to-end values of each mode, at each rate."""
    unit = fmpq_mat([[int(row == column) for column in range(5)] for row in range(5)])
    target = fmpq_mat([[SIGMAS[row] if row == column < 3 else 0 for column in range(5)] for row in range(5)])
    start = [unit / 100, unit / 100, unit * 0]
    # Half of the figure's rates are too few to go side by side.
    runs = [plain_runs.run(start, target, rate, steps, 2, sliced_runs.BITS) for rate in rates]
    with working_bits(200):
        found = [run.products[1] - run.products[0] for run in runs]
        return [[abs(moved[mode, mode]).str(DIGITS, radius=False) for mode in range(3)] for moved in found]


def _mpmath_ranges(rate: Fraction, steps: int, decompositions: bool) -> list[mpmath.mpf]:
    """Do the same as a script does that writes down the three gradients of the loss."""
    with mpmath.workdps(DIGITS):
        eta = mpmath.mpf(rate.numerator) / rate.denominator
        target = mpmath.diag([10, mpmath.mpf("9.5"), 9, 0, 0])
        first = second = mpmath.mpf("0.01") * mpmath.eye(5)
        third = mpmath.zeros(5)
        last = before = third
        for _ in range(steps):
            slope_first = second.T * third.T * (third * second * first - target)
            slope_second = third.T * (third * second * first - target) * first.T
            slope_third = (third * second * first - target) * first.T * second.T
            first = first - eta * slope_first
            second = second - eta * slope_second
            third = third - eta * slope_third
            before, last = last, third * second * first
            if decompositions:
                for matrix in (first, second, third, last):
                    mpmath.svd_r(matrix, compute_uv=False)
        return [abs(last[mode, mode] - before[mode, mode]) for mode in range(3)]


def _mpmath_step(state: Sequence[Any], target: Any, eta: Any) -> list[Any]:
    """Make one step, with each product of layers computed once."""
    before = [state[0]]
    for layer in state[1:]:
        before.append(layer * before[-1])
    after = before[-1] - target
    moved = []
    for place in range(len(state) - 1, 0, -1):
        moved.append(state[place] - eta * (after * before[place - 1].T))
        after = state[place].T * after
    moved.append(state[0] - eta * after)
    return moved[::-1]


def _network(size: int, depth: int) -> tuple[list[fmpq_mat], fmpq_mat]:
    """Return a target of full rank in generic bases, with a start near its balanced minimum."""
    bases = [orthogonal.drawn(size, place) for place in range(depth + 1)]
    spread = [fmpq(1) + fmpq(place, 2 * size) for place in range(size)]
    diagonal = fmpq_mat(
        [[spread[row] if row == column else 0 for column in range(size)] for row in range(size)]
    )
    layers = [
        after * diagonal * before.transpose() * fmpq(9, 10) for before, after in itertools.pairwise(bases)
    ]
    return [_rounded(layer) for layer in layers], _rounded(gd.end_to_end(layers) * fmpq(5, 4))


def _rounded(matrix: fmpq_mat) -> fmpq_mat:
    """Round to few digits, so that all sides start from the same numbers."""
    entries = [fmpq((entry * 2**20).floor(), 2**20) for entry in matrix.entries()]
    return fmpq_mat(matrix.nrows(), matrix.ncols(), entries)


def _mpmath(matrix: fmpq_mat) -> Any:
    return mpmath.matrix([[mpmath.mpf(int(x.p)) / int(x.q) for x in row] for row in matrix.tolist()])


def _last_products(start: Sequence[Any], target: Any, etas: Sequence[Fraction], steps: int) -> Any:
    return plain_sweeps.of_network(start, target, etas, steps, 1).products[:, 0]


def _torch_run(start: Sequence[Any], target: Any, eta: float, steps: int) -> Any:
    import torch

    torch.set_num_threads(1)
    layers = [torch.tensor(layer, requires_grad=True) for layer in start]
    wanted = torch.tensor(target)
    for _ in range(steps):
        product = layers[0]
        for layer in layers[1:]:
            product = layer @ product
        loss = 0.5 * ((product - wanted) ** 2).sum()
        slopes = torch.autograd.grad(loss, layers)
        with torch.no_grad():
            for layer, slope in zip(layers, slopes, strict=True):
                layer -= eta * slope
    product = layers[0]
    for layer in layers[1:]:
        product = layer @ product
    return product.detach().numpy()
