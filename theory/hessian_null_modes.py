r"""The Hessian at the minima that the unbalanced start leads to: null modes rest at (alpha, ..., alpha, 0).

A null mode of the target has product zero from the start with W_L = 0, so gradient descent on the
stationary set
never moves it: its layer values stay alpha, and 0 in the last layer. With the other modes balanced this is a
global minimum with diagonal layers, and lambda_ij = sum over l of a_i^2 b_j^2 (`theory.hessian`) gives, for a
mode i and null modes k and n,

- lambda_ik = sum over l of (sigma_i^(1 - (l + 1)/L) alpha^l)^2: the last layer of mode i is not zero;
- lambda_ki = sigma_i^(2 - 2/L) and lambda_kn = alpha^(2L - 2): only the last layer has no zero after it.

One step of gradient descent has the multipliers 1 - eta lambda there, and 1 along the minima.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import hessian
from theory.argument import Argument, Rule, Step
from theory.hessian_rules import NonzeroList, UnitEigenvalues
from theory.layer_powers import (
    UNIT_TERM,
    a_i,
    b_j,
    d,
    in_layers,
    l,
    last_layer,
    layer_power,
    m,
    r,
    r_i,
)
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L, alpha


@dataclass(frozen=True)
class NullModeSpectrum:
    """The eigenvalues that belong to null modes at (alpha, ..., alpha, 0), and how often zero occurs."""

    pair_term: sympy.Expr
    alone: sympy.Expr
    zero_multiplicity: sympy.Expr
    values: NonzeroList

    @property
    def null(self) -> sympy.Expr:
        """The eigenvalue of a mode with the null space, in sigma_i and L."""
        return self.values.eigenvalues[-1].formula

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth, width and rank, null modes at (alpha, ..., alpha, 0) and all others balanced: "
            f"beside those of the modes, the eigenvalues are the sum over l of {self.pair_term} and "
            f"{self.null} once for each mode and null mode, {self.alone} for each ordered pair of null "
            f"modes, "
            f"and zero {self.zero_multiplicity} times"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        pair, alone = sympy.latex(self.pair_term), sympy.latex(self.alone)
        return rf"\lambda_{{ik}} = \sum_{{l=0}}^{{L-1}} {pair},\ \lambda_{{kn}} = {alone}"


def spectrum(
    pair_term: sympy.Expr, alone: sympy.Expr, zero_multiplicity: sympy.Expr, *eigenvalues: sympy.Expr
) -> Argument:
    """Return the argument for the spectrum with null modes at (alpha, ..., alpha, 0).

    Args:
        pair_term: in sigma_i, alpha, L and l, summed over l = 0, ..., L - 1.
        alone: in alpha and L, for each ordered pair of null modes, one with itself included.
        zero_multiplicity: in the width d, the rank r and L.
        eigenvalues: those of a mode, of two modes (a summand) and of a mode with the null space, as
            `theory.hessian.nonzero_list` takes them; without any, those of the balanced minimum.

    Raises:
        NotDecidableError: if a formula is no sum of products of powers.

    >>> from theory.layer_powers import sigma_i
    >>> term = (sigma_i ** (1 - (1 + l) / L) * alpha**l) ** 2
    >>> spectrum(term, alpha ** (2 * L - 2), L * d**2 - d**2).check().holds
    True
    """
    values = hessian.nonzero_list(*eigenvalues)
    assert isinstance(values.shows, NonzeroList)
    shows = NullModeSpectrum(pair_term, alone, zero_multiplicity, values.shows)
    pairs, before, between = _identities(shows)
    return Argument(
        shows,
        (
            *values.steps,
            Step("mode and null mode", pairs),
            Step("null mode and mode", before),
            Step("null modes", between),
            Step("dimension", Identity(_counted(zero_multiplicity), L * d**2)),
            Step(
                "spectrum",
                shows,
                NULL_MODES,
                ("units", "list", "mode and null mode", "null mode and mode", "null modes", "dimension"),
            ),
        ),
    )


def _identities(shows: NullModeSpectrum) -> tuple[Identity, Identity, Identity]:
    """Return what one layer adds: any layer for a_i = r_i^m, b_k = alpha^l, else the last one alone."""
    null_before = layer_power(alpha, l)
    only_last = {a_i: sympy.Integer(1)}
    with_mode = UNIT_TERM.subs({**only_last, b_j: layer_power(r_i, l)})
    between = in_layers(shows.alone).subs(layer_power(alpha, m), 1)
    return (
        Identity(UNIT_TERM.subs({a_i: layer_power(r_i, m), b_j: null_before}), in_layers(shows.pair_term)),
        Identity(with_mode, last_layer(in_layers(shows.null))),
        Identity(UNIT_TERM.subs({**only_last, b_j: null_before}), between),
    )


def _counted(zero_multiplicity: sympy.Expr) -> sympy.Expr:
    modes = r + hessian.PAIR_MULTIPLICITY * r * (r - 1) / 2
    return modes + 2 * r * (d - r) + (d - r) ** 2 + zero_multiplicity


def _null_modes(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case NullModeSpectrum(), [units, listed, *identities, dimension]:
            return (
                isinstance(units, UnitEigenvalues)
                and units.term == UNIT_TERM
                and listed == claim.values
                and tuple(identities) == _identities(claim)
                and dimension == Identity(_counted(claim.zero_multiplicity), L * d**2)
            )
    return False


NULL_MODES: Rule = NamedRule(
    "null modes of the start",
    "A null mode with the values (alpha, ..., alpha, 0) has the product alpha^l of the layers before, and "
    "a zero "
    "among the layers after each layer but the last; its own product is zero, so this is a global minimum.",
    _null_modes,
)
