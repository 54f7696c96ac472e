r"""How many directions lie beyond the edge of stability at the balanced minimum, and how many modes are.

With eigenvalues lambda_ij for each ordered pair of d axes (`theory.hessian`), S_i = lambda_ii and p modes
with S_i > 2/eta:

- each lambda_ij lies between S_i and S_j, so all p^2 pairs of oscillating modes are beyond the edge and no
  pair of resting modes is; a pair of an oscillating and a resting (or null) mode may be, and counts twice;
- lambda_ij = (sigma_i^2 - sigma_j^2)/(sigma_i^(2/L) - sigma_j^(2/L)), a geometric sum.

So with q mixed pairs beyond the edge there are p^2 + 2q directions. Source of the statement: the abstract,
(ii).
"""

import sympy

from theory import beyond_edge_rules as rules
from theory import hessian, orbits
from theory.argument import Argument, Step
from theory.beyond_edge_rules import NAMES as NAMES
from theory.beyond_edge_rules import p, q
from theory.layer_powers import in_layers, l, m, r_i, r_j, sigma_i, sigma_j
from theory.propositions import Identity, Inequality
from theory.symbols import L


def quotient_steps(pair: sympy.Expr) -> tuple[Step, ...]:
    """Return the steps to the eigenvalue of two modes as a quotient; the last is labelled `quotient`."""
    rational = pair.subs({sigma_i: r_i**L, sigma_j: r_j**L}, simultaneous=True)
    return (
        Step("difference of neighbours", rules.telescoping()),
        Step("sum", Identity(rational * (r_i**2 - r_j**2), r_i ** (2 * L) - r_j ** (2 * L))),
        Step(
            "quotient", rules.PairEigenvalue(pair), rules.GEOMETRIC_SUM, ("difference of neighbours", "sum")
        ),
    )


def directions(count: sympy.Expr, pair: sympy.Expr) -> Argument:
    """Return the argument that a formula in p and q counts the directions beyond the edge.

    Args:
        count: in p and q.
        pair: the eigenvalue of two modes, in sigma_i, sigma_j and L.

    >>> quotient = (sigma_i**2 - sigma_j**2) / (sigma_i ** (2 / L) - sigma_j ** (2 / L))
    >>> directions(p**2 + 2 * q, quotient).check().holds, directions(p, quotient).check().holds
    (True, False)
    """
    steps = _direction_steps(count, pair)
    return Argument(steps[-1].claim, steps)


def _direction_steps(count: sympy.Expr, pair: sympy.Expr) -> tuple[Step, ...]:
    low, high, _ = rules.between()
    doubled = hessian.PAIR_MULTIPLICITY
    return (
        *hessian.balanced().steps,
        *quotient_steps(pair),
        Step("above the smaller", low),
        Step("below the larger", high),
        Step("null space below", Identity(in_layers(hessian.MODE), (m + l + 1) * in_layers(hessian.NULL))),
        Step("count", Identity(count, p + doubled * p * (p - 1) / 2 + doubled * q)),
        Step(
            "directions",
            rules.DirectionsBeyond(count, pair),
            rules.PAIRS_BEYOND,
            ("spectrum", "quotient", "above the smaller", "below the larger", "null space below", "count"),
        ),
    )


def one_for_each_mode(pair: sympy.Expr) -> Argument:
    """Return the argument that p directions are beyond the edge only for p = 0, or p = 1 and a condition.

    Args:
        pair: the eigenvalue of two modes, in sigma_i, sigma_j and L.

    >>> one_for_each_mode((sigma_i**2 - sigma_j**2) / (sigma_i ** (2 / L) - sigma_j ** (2 / L))).check().holds
    True
    """
    count = p**2 + 2 * q
    shows = rules.OneForEachMode(pair)
    return Argument(
        shows,
        (
            *_direction_steps(count, pair),
            Step("two or more", Inequality(count, p, rules.COUNTS, strict=True)),
            Step("one", Identity((count - p).subs(p, 1), 2 * q)),
            Step("largest pair", rules.between()[2]),
            Step("exactly", shows, rules.ONE_MODE, ("directions", "two or more", "one", "largest pair")),
        ),
    )


def oscillating() -> Argument:
    """Return the argument that exactly the modes with kappa > 2 have a positive balanced period-2 orbit.

    >>> oscillating().check().holds
    True
    """
    shows = rules.OscillatesExactly(sympy.Integer(2))
    steps = orbits.uniqueness().steps
    return Argument(shows, (*steps, Step("exactly", shows, rules.NO_OTHER_RATE, ("orbit", "once"))))
