"""Period-2 orbits of the whole network: lifted from its modes, and their multipliers modulo a family.

With W_l = diag(x_1, ..., x_d) for all l and the target diag(sigma_1, ..., sigma_d), gradient descent acts on
each entry by itself. So a period-2 orbit of every mode beyond the edge of stability, together with the
balanced minimum of every other mode, is a period-2 orbit of the network.

Such orbits come in families, which is why the derivative M of two steps has the multiplier 1, exactly:

- W_l -> Q_(l+1) W_l Q_l^T with orthogonal Q_l and Q_1 = Q_(L+1) = I changes no loss, so gradient descent
  commutes with it. Where singular values agree, a rotation of their modes may also be put in place of the I.
- On the modes that rest, every W_l -> G_(l+1) W_l G_l^-1 with invertible G_l keeps the product, hence leads
  from minimum to minimum, and gradient descent keeps them apart from the modes that oscillate.

The tangents v of these families satisfy M v = v. They span the neutral directions; what M does modulo them
says whether the family attracts. All quantities are dimensionless.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from flint import arb_mat, fmpq

from numerics._families import neutral_directions
from numerics._lifting import LiftedMode, diagonal, enclosed_states, lifted_mode
from numerics._network_derivative import derivative
from numerics._quotients import Quotient
from numerics.balls import ball, bits_for, within, working_bits
from numerics.errors import Inconclusive
from numerics.exact import Exact, positive_rational, whole_number
from numerics.multipliers import Multiplier, Stability, eigenvalues, stability

PRECISION_DOUBLINGS = 4
"""How often the working precision is doubled before an orbit is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class LiftedOrbit:
    """A period-2 orbit of gradient descent on the network. Every ball contains the exact value.

    Attributes:
        layers: W_1, ..., W_L at the start, diagonal and all equal.
        next_layers: the same after one step; another step leads back.
        neutral_directions: a basis of the tangents of the family, as columns; rows are the entries of all
            layers, layer by layer from the first, each layer row by row.
        multipliers: the eigenvalues of the derivative of two steps modulo the neutral directions, the
            largest first.
        stability: STABLE if the family is normally attracting, that is if all of these multipliers lie
            inside the unit circle; UNSTABLE if one lies outside.
        target: the target diag(sigma_1, ..., sigma_d).
        eta: the learning rate.
        bits: the working precision that the digits needed.
    """

    layers: tuple[arb_mat, ...]
    next_layers: tuple[arb_mat, ...]
    neutral_directions: arb_mat
    multipliers: tuple[Multiplier, ...]
    stability: Stability
    target: arb_mat
    eta: fmpq
    bits: int

    @property
    def neutral(self) -> int:
        """How many multipliers are 1 because of the family: its dimension."""
        return self.neutral_directions.ncols()


def enclose(
    depth: int, eta: Exact, singular_values: Sequence[Exact], upper: Collection[int] = (), digits: int = 30
) -> LiftedOrbit:
    """Prove that a period-2 orbit of the network exists, and enclose its multipliers modulo the family.

    A mode oscillates if kappa = eta L sigma^(2-2/L) > 2, and else rests at its balanced minimum.

    >>> from numerics.balls import decimal
    >>> orbit = enclose(2, "1.1", [1, "1/2"])
    >>> orbit.neutral, orbit.stability.value, decimal(orbit.multipliers[0].ball.real, 5)
    (2, 'stable', '0.80000')

    Args:
        depth: the number of layers L, at least 2.
        eta: the learning rate.
        singular_values: sigma_1, ..., sigma_d, positive, in any order.
        upper: the modes, counted from 1, that start at the upper point of their orbit; the others that
            oscillate start at the lower one.
        digits: each multiplier is known to 10^-digits times max(1, its absolute value).

    Raises:
        Inconclusive: if the proof does not succeed within a few doublings of the precision.
        TypeError: if an input is a float, or not a number at all.
        ValueError: if a number is out of its range, no mode oscillates, a mode in `upper` does not, or a
            mode is exactly at the edge of stability, kappa = 2.
    """
    whole_number(depth, "the depth", 2)
    whole_number(digits, "the number of digits", 1)
    rate = positive_rational(eta, "the learning rate eta")
    parts = [
        lifted_mode(depth, rate, value, number in upper)
        for number, value in enumerate(singular_values, start=1)
    ]
    if not any(part.oscillates for part in parts):
        raise ValueError("no mode oscillates; one needs eta L sigma^(2-2/L) > 2.")
    for number in upper:
        if whole_number(number, "the number of a mode", 1) > len(parts):
            raise ValueError(f"there is no mode {number}; modes are counted from 1 to {len(parts)}.")
    bits = bits_for(digits) + 64
    for _ in range(PRECISION_DOUBLINGS + 1):
        with working_bits(bits), suppress(Inconclusive):
            orbit = _attempt(depth, rate, parts, bits)
            if all(_precise(one, digits) for one in orbit.multipliers):
                return orbit
        bits *= 2
    raise Inconclusive(f"no orbit with {digits} digits was proven with up to {bits // 2} bits.")


def _attempt(depth: int, eta: fmpq, parts: Sequence[LiftedMode], bits: int) -> LiftedOrbit:
    states = [enclosed_states(depth, eta, part) for part in parts]
    layers, next_layers = ((diagonal(values),) * depth for values in zip(*states, strict=True))
    target = diagonal([ball(part.sigma) for part in parts])
    neutral = neutral_directions(layers, parts)
    multipliers = eigenvalues(Quotient(neutral).of(derivative(layers, target, eta, 2)))
    return LiftedOrbit(
        layers=layers,
        next_layers=next_layers,
        neutral_directions=neutral,
        multipliers=multipliers,
        stability=stability(multipliers),
        target=target,
        eta=eta,
        bits=bits,
    )


def _precise(multiplier: Multiplier, digits: int) -> bool:
    scale = multiplier.size()
    return all(within(part, digits, scale) for part in (multiplier.ball.real, multiplier.ball.imag))
