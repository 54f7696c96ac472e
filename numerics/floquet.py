"""Multipliers of a pair of modes: two steps of gradient descent on the entries that mix the two modes.

With diagonal layers and a diagonal target, the entries (i, j) and (j, i) of all layers are moved, to first
order, by one another alone: turning the sign of mode i changes no loss and turns the sign of the entries in
its row and in its column. So 2 L coordinates make one block, which is found on 2 x 2 layers by running the
update rule on dual numbers. Its order is W_1[i, j], W_1[j, i], W_2[i, j], ...

On an orbit of period at most 2 some of the 2 L multipliers are 1 exactly, because of the family of orbits
that `numerics._pair_families` takes from the symmetries of the loss. They are divided out before any
eigenvalue is computed, so they are counted and not approximated. All quantities are dimensionless.
"""

from collections.abc import Sequence
from contextlib import suppress

from flint import arb, fmpq

from numerics._pair_blocks import step_block
from numerics._pair_families import family
from numerics._pair_modes import BalancedMode, GivenMode, PairMode
from numerics._quotients import Quotient
from numerics.balls import bits_for, within, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number
from numerics.multipliers import Multiplier, eigenvalues

PRECISION_DOUBLINGS = 4
"""How often the working precision is doubled before the multipliers are given up."""

Multipliers = tuple[int, tuple[Multiplier, ...]]


def pair_multipliers(
    depth: int, eta: Exact, sigma_i: Exact, sigma_j: Exact, in_phase: bool = True, digits: int = 50
) -> Multipliers:
    """Enclose the multipliers of two steps on a pair of balanced modes.

    A mode with kappa = eta L sigma^(2-2/L) > 2 is on its positive orbit of period 2, also where that orbit
    repels in its own mode; a mode with kappa < 2 rests at its balanced minimum.

    >>> from numerics.balls import decimal
    >>> neutral, (largest, *others) = pair_multipliers(2, "1.1", 1, "1/2")
    >>> neutral, decimal(largest.ball.real, 5), largest.multiplicity
    (1, '0.52875', 1)

    Args:
        depth: the number of layers L, at least 2.
        eta: the learning rate.
        sigma_i: the singular value of one mode, positive.
        sigma_j: that of the other; the two may agree.
        in_phase: whether both start at the lower point of their orbits, or the second one at its upper
            point. It matters only if both modes oscillate.
        digits: each multiplier is known to 10^-digits times max(1, its absolute value).

    Returns:
        How many multipliers are 1 because of the family of the orbit, and all others, the largest first.
        Multipliers that are not told apart come as one ball with their multiplicity; all multiplicities
        and the neutral ones sum up to 2 L.

    Raises:
        Inconclusive: if the proof does not succeed within a few doublings of the precision.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if a number is out of its range, or a mode is exactly at the edge of stability, kappa = 2.
    """
    whole_number(depth, "the depth", 2)
    rate = positive_rational(eta, "the learning rate eta")
    one = BalancedMode(depth, rate, sigma_i, starts_upper=False)
    other = BalancedMode(depth, rate, sigma_j, starts_upper=not in_phase)
    return _multipliers(rate, one, other, digits)


def pair_multipliers_at(
    layers_i: Sequence[Exact | arb],
    layers_j: Sequence[Exact | arb] | None,
    eta: Exact,
    sigma_i: Exact,
    sigma_j: Exact,
    in_phase: bool = True,
    digits: int = 50,
) -> Multipliers:
    """Enclose the eigenvalues of the derivative of two steps from any layer values of a pair of modes.

    A null mode of the paper's start, here next to a mode that oscillates:

    >>> neutral, others = pair_multipliers_at(["1/10", 0], None, "1.1", 0, 1)
    >>> neutral, sum(one.multiplicity for one in others)
    (1, 3)

    Args:
        layers_i: s_1, ..., s_L of one mode, exact or balls such as a run leads to.
        layers_j: those of the other. None stands for the balanced values of `pair_multipliers`.
        eta: the learning rate.
        sigma_i: the target of the first mode, of any sign.
        sigma_j: that of the second.
        in_phase: whether the second mode starts at its lower point; it matters only if its layers are None
            and it oscillates.
        digits: each eigenvalue is known to 10^-digits times max(1, its absolute value). Balls allow no more
            digits than they hold.

    Returns:
        As `pair_multipliers` where both modes provably return after two steps: each has exact layer values
        from which two steps lead back, or balanced ones. Everywhere else no eigenvalue belongs to a family:
        the count is 0, and the balls contain all 2 L eigenvalues of the derivative, those next to 1 included.

    Raises:
        Inconclusive: if the digits are not reached within a few doublings of the precision, or tangents of
            the family are dependent, as where all layers of both modes are zero.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if the two modes differ in depth, there is only one layer, or as `pair_multipliers`.
    """
    depth = whole_number(len(layers_i), "the number of layers", 2)
    rate = positive_rational(eta, "the learning rate eta")
    one: PairMode = GivenMode(rate, sigma_i, layers_i)
    if layers_j is None:
        return _multipliers(rate, one, BalancedMode(depth, rate, sigma_j, not in_phase), digits)
    if len(layers_j) != depth:
        raise ValueError(f"one mode has {depth} layers and the other {len(layers_j)}; they need to agree.")
    return _multipliers(rate, one, GivenMode(rate, sigma_j, layers_j), digits)


def _multipliers(eta: fmpq, one: PairMode, other: PairMode, digits: int) -> Multipliers:
    whole_number(digits, "the number of digits", 1)
    bits = bits_for(digits) + 64
    for _ in range(PRECISION_DOUBLINGS + 1):
        with working_bits(bits), suppress(Inconclusive):
            neutral, found = _attempt(eta, one, other)
            if all(_precise(multiplier, digits) for multiplier in found):
                return neutral, found
        bits *= 2
    raise Inconclusive(f"no multipliers with {digits} digits were proven with up to {bits // 2} bits.")


def _attempt(eta: fmpq, one: PairMode, other: PairMode) -> Multipliers:
    before, after = zip(one.states(), other.states(), strict=True)
    first, second = tuple(zip(*before, strict=True)), tuple(zip(*after, strict=True))
    targets = (one.sigma, other.sigma)
    both = step_block(second, targets, eta) * step_block(first, targets, eta)
    fixed = family(one, other, first)
    if fixed is None:
        return 0, eigenvalues(both)
    return fixed.ncols(), eigenvalues(Quotient(fixed).of(both))


def _precise(multiplier: Multiplier, digits: int) -> bool:
    scale = multiplier.size()
    return all(within(part, digits, scale) for part in (multiplier.ball.real, multiplier.ball.imag))
