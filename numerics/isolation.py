"""Whether an orbit of the network is the only one nearby: with all entries free, and modulo its family.

An orbit of a family is never the only one, so with all entries free the answer has to be inconclusive.
"""

from flint import arb, arb_mat

from numerics._network_derivative import derivative, entries, like
from numerics._quotients import Quotient
from numerics.balls import Truth, ball, less, working_bits
from numerics.exact import Exact, rational
from numerics.lifted_orbits import LiftedOrbit


def unreduced(orbit: LiftedOrbit, radius: Exact) -> Truth:
    """Try to prove that no other state near the start of an orbit returns after two steps.

    The test is the one of `modulo_family`, with all entries of all layers free. Where there are neutral
    directions the derivative of two steps minus the identity is singular, so it cannot succeed.

    Args:
        orbit: the orbit.
        radius: how far each entry of the layers may be from the start, at least 0.

    Returns:
        TRUE, or UNKNOWN if the test is inconclusive; never FALSE.

    Raises:
        TypeError: if the radius is a float, or not a number at all.
        ValueError: if it is negative.
    """
    with working_bits(orbit.bits):
        everything = Quotient(arb_mat(orbit.neutral_directions.nrows(), 0))
        return _returns_once(orbit, everything, radius)


def modulo_family(orbit: LiftedOrbit, radius: Exact) -> Truth:
    """Try to prove that near the start of an orbit only its family returns after two steps.

    Let F be two steps minus the identity, seen modulo the neutral directions, on the states that differ from
    the start by y in a choice of entries whose unit vectors complete the neutral directions to a basis. If a
    matrix A makes |I - A DF| < 1 on the whole box, F is one to one there (a Krawczyk test, R. E. Moore,
    R. B. Kearfott and M. J. Cloud, Introduction to Interval Analysis, 2009, section 8.2), so y = 0 is the
    only state of this slice that returns. Moreover 1 is then no multiplier modulo the family, so the states
    near the start that return lie on one manifold of the dimension of the family, which they therefore are.

    Args:
        orbit: the orbit.
        radius: how far each of these entries may be from the start, at least 0.

    Returns:
        TRUE, or UNKNOWN if the test is inconclusive; never FALSE.

    Raises:
        TypeError: if the radius is a float, or not a number at all.
        ValueError: if it is negative.
    """
    with working_bits(orbit.bits):
        return _returns_once(orbit, Quotient(orbit.neutral_directions), radius)


def _returns_once(orbit: LiftedOrbit, quotient: Quotient, radius: Exact) -> Truth:
    """Try the test on the entries that a quotient leaves free."""
    reach = rational(radius)
    if reach < 0:
        raise ValueError(f"the radius is {radius}; it needs to be at least 0.")
    coordinates = entries(orbit.layers)
    for place in quotient.places:
        coordinates[place] += arb(0, ball(reach).upper())
    change = derivative(like(orbit.layers, coordinates), orbit.target, orbit.eta, 2)
    for place in range(len(coordinates)):
        change[place, place] -= 1
    moved = quotient.of(change)
    try:
        inverse = moved.mid().inv().mid()
    except ZeroDivisionError:
        return Truth.UNKNOWN
    missed = inverse * moved
    for place in range(missed.nrows()):
        missed[place, place] -= 1
    rows = (sum((abs(entry) for entry in row), arb(0)) for row in missed.tolist())
    return Truth.TRUE if all(less(row, 1) is Truth.TRUE for row in rows) else Truth.UNKNOWN
