r"""The Hessian at the balanced minimum with rectangular ends: the same eigenvalues, other multiplicities.

The layers are d_out x d, d x d, ..., d x d_in with d >= r, and the target of rank r is d_out x d_in. The
map JJ'
acts on d_out x d_in matrices, so `theory.hessian` gives the eigenvalues of its matrix units as before. What
changes is how many there are: each mode forms a pair with d_in - r columns, where the first layer alone
counts, and with d_out - r rows, where the last one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import hessian
from theory.argument import Argument, Rule, Step
from theory.hessian_rules import NonzeroList
from theory.layer_powers import d, r, reversed_term, unit_term
from theory.polynomials import vanishes
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L

d_in = sympy.Symbol("d_in", positive=True)
"""Number of columns of the target, and of the first layer."""
d_out = sympy.Symbol("d_out", positive=True)
"""Number of rows of the target, and of the last layer."""
NAMES = {"d": d, "r": r, "d_in": d_in, "d_out": d_out}

NULL_MULTIPLICITY = d_out + d_in - 2 * r
"""How often the eigenvalue of a mode with the null spaces occurs."""
ENTRIES = d * (d_out + d_in) + (L - 2) * d**2
"""Number of entries of all layers."""
ZERO_MULTIPLICITY = ENTRIES - r**2 - r * NULL_MULTIPLICITY
"""How often the eigenvalue zero occurs."""


@dataclass(frozen=True)
class RectangularSpectrum:
    """The non-zero eigenvalues with rectangular ends, and how often those of null spaces and zero occur."""

    values: NonzeroList
    null_multiplicity: sympy.Expr
    zero_multiplicity: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for layers d_out x d, d x d, ..., d x d_in, d >= r: {self.values.text}; multiplicities: 1 "
            f"for a "
            f"mode, 2 for each two modes, {self.null_multiplicity} for each mode with the null spaces, "
            f"{self.zero_multiplicity} for zero"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        counts = (self.null_multiplicity, self.zero_multiplicity)
        return rf"{self.values.latex};\ 1, 2, {', '.join(sympy.latex(count) for count in counts)}"


def spectrum(
    null_multiplicity: sympy.Expr = NULL_MULTIPLICITY,
    zero_multiplicity: sympy.Expr = ZERO_MULTIPLICITY,
    *eigenvalues: sympy.Expr,
) -> Argument:
    """Return the argument for the spectrum at the balanced minimum with rectangular ends.

    Args:
        null_multiplicity: for each mode with the null spaces, in d_in, d_out and the rank r.
        zero_multiplicity: for zero, also in L and the width d of the hidden layers.
        eigenvalues: those of a mode, of two modes (a summand) and of a mode with the null spaces, as
            `theory.hessian.nonzero_list` takes them; without any, those of the square case.

    Raises:
        NotDecidableError: if an eigenvalue is no sum of products of powers.

    >>> spectrum().check().holds, spectrum(2 * (d - r)).check().holds
    (True, False)
    """
    values = hessian.nonzero_list(*eigenvalues)
    assert isinstance(values.shows, NonzeroList)
    shows = RectangularSpectrum(values.shows, null_multiplicity, zero_multiplicity)
    counted = r + hessian.PAIR_MULTIPLICITY * r * (r - 1) / 2 + null_multiplicity * r + zero_multiplicity
    return Argument(
        shows,
        (
            *values.steps,
            Step("symmetry", Identity(unit_term(), reversed_term(unit_term()))),
            Step("rows and columns", Identity(null_multiplicity, (d_out - r) + (d_in - r))),
            Step("dimension", Identity(counted, ENTRIES)),
            Step("spectrum", shows, COUNTING, ("list", "symmetry", "rows and columns", "dimension")),
        ),
    )


def _counting(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case RectangularSpectrum(values, null, zero), [listed, symmetry, pairs, count]:
            counted = r + hessian.PAIR_MULTIPLICITY * r * (r - 1) / 2 + null * r + zero
            return (
                values == listed
                and symmetry == Identity(unit_term(), reversed_term(unit_term()))
                and pairs == Identity(null, (d_out - r) + (d_in - r))
                and count == Identity(counted, ENTRIES)
                and vanishes(hessian.PAIR_MULTIPLICITY - 2)
            )
    return False


COUNTING: Rule = NamedRule(
    "counting rows and columns",
    "There are d_out d_in matrix units; lambda_ij = lambda_ji on reversing the order of the layers, so "
    "two modes "
    "count twice, and a mode once for each null row and column. Zero fills up to the number of entries.",
    _counting,
)
