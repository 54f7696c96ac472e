"""The learning rates up to which small balanced starts stay positive, or bounded, as numbers."""

from fractions import Fraction

import flint

from numerics.balls import between, working_precision
from paper_checks.statements import Statement
from theory import small_balanced_starts
from theory.symbols import L

POSITIVE, BOUNDED = "turns_negative", "runs_away"
"""The names of the polynomials; the second one is for even depths."""


def largest_rate(statement: Statement, polynomial: str, depth: int, digits: int) -> flint.arb:
    """Enclose the kappa at which a transcribed polynomial in u = c^L vanishes, for sigma = 1.

    Args:
        statement: the one on period doubling.
        polynomial: its name.
        depth: the number of layers L, at least 2.
        digits: decimal digits.
    """
    in_u = statement.formulas[polynomial].expression.subs(L, depth)
    ends = small_balanced_starts.end_of(in_u, depth).between(Fraction(1, 10 ** (digits + 10)))
    with working_precision(digits + 20):
        d = between(*ends)
        point = (d + depth - 1) / (2 * depth - 1)
        # The rate formula is 1: kappa = L u^(2/L - 1) / D.
        return depth * point ** (flint.arb(2) / depth - 1) / d
