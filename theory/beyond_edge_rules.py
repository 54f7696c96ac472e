"""What is said of directions beyond the edge of stability, and the rules that derive it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import orbits
from theory.argument import Rule
from theory.hessian_rules import BalancedSpectrum
from theory.layer_powers import (
    d,
    in_layers,
    l,
    layer_power,
    m,
    r,
    r_i,
    r_j,
    sigma_i,
    sigma_j,
    unit_term,
)
from theory.polynomials import NotDecidableError
from theory.propositions import (
    Domain,
    EveryValue,
    Identity,
    Inequality,
    OrbitForEveryRate,
    Proposition,
    Range,
)
from theory.rules import NamedRule
from theory.symbols import L, z

p = sympy.Symbol("p", nonnegative=True, integer=True)
"""Number of modes with S_i > 2/eta."""
q = sympy.Symbol("q", nonnegative=True, integer=True)
"""Number of pairs of a mode with S_i > 2/eta and an axis without, whose eigenvalue is above 2/eta."""
NAMES = {"p": p, "q": q}

_ZERO, _ONE, _TWO = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)
_after_i, _after_j = layer_power(r_i, m), layer_power(r_j, m)
_before_i, _before_j = layer_power(r_i, l), layer_power(r_j, l)
_LARGER_FIRST = Domain(
    (
        Range(_after_j, _ZERO),
        Range(_after_i, _after_j),
        Range(_before_j, _ZERO),
        Range(_before_i, _before_j),
    )
)
"""Powers of roots r_i >= r_j >= 0 with the numbers of layers after and before one as exponents."""
COUNTS = Domain((Range(p, _TWO), Range(q, _ZERO)))


@dataclass(frozen=True)
class PairEigenvalue:
    """The eigenvalue of two modes with different singular values as a quotient, a null mode included."""

    formula: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth and sigma_i > sigma_j >= 0, balanced: lambda_ij = {self.formula}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\lambda_{{ij}} = {sympy.latex(self.formula)}"


@dataclass(frozen=True)
class DirectionsBeyond:
    """The number of Hessian eigenvalues above 2/eta at the balanced minimum, with multiplicities."""

    count: sympy.Expr
    pair: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth, width, rank and eta: {self.count} Hessian eigenvalues at the balanced "
            f"minimum are above "
            "2/eta, where p of the S_i are, and q counts the pairs of such an i with another axis j with "
            f"{self.pair} > 2/eta"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\#\{{\lambda > 2/\eta\}} = {sympy.latex(self.count)}"


@dataclass(frozen=True)
class OneForEachMode:
    """There are as many directions beyond the edge as modes only for at most one mode, and a condition."""

    pair: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth, width, rank and eta there are p directions above 2/eta exactly where p = 0, "
            "or p = 1 "
            f"and {self.pair} <= 2/eta for the two largest singular values, if there are two"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        pair = sympy.latex(self.pair)
        return rf"\#\{{\lambda > 2/\eta\}} = p \iff p = 0 \lor (p = 1 \land {pair}|_{{1, 2}} \le 2/\eta)"


@dataclass(frozen=True)
class OscillatesExactly:
    """A mode has a positive balanced orbit of period 2 exactly for kappa above a value."""

    above: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth the balanced mode has a positive period-2 orbit exactly where kappa > "
            f"{self.above}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\rho_1 \to \rho_2 \to \rho_1 \iff \kappa > {sympy.latex(self.above)}"


def telescoping() -> Identity:
    """Return term (r_i^2 - r_j^2) = g(l) - g(l + 1) with g(l) = r_i^(2 (L - l)) r_j^(2 l), L - l = m + 1."""
    here, following = (_after_i * r_i) ** 2 * _before_j**2, _after_i**2 * (_before_j * r_j) ** 2
    return Identity(unit_term() * (r_i**2 - r_j**2), here - following)


def between() -> tuple[Inequality, Inequality, Inequality]:
    """Return that terms of lambda_ij lie between those of S_j and S_i, and grow with sigma_j."""
    term = unit_term()
    return (
        Inequality(term, _after_j**2 * _before_j**2, _LARGER_FIRST),
        Inequality(_after_i**2 * _before_i**2, term, _LARGER_FIRST),
        Inequality(_after_i**2 * _before_i**2, _after_i**2 * _before_j**2, _LARGER_FIRST),
    )


def _geometric_sum(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case PairEigenvalue(pair), [Identity() as neighbours, Identity() as total]:
            rational = pair.subs({sigma_i: r_i**L, sigma_j: r_j**L}, simultaneous=True)
            ends = r_i ** (2 * L) - r_j ** (2 * L)
            return neighbours == telescoping() and total == Identity(rational * (r_i**2 - r_j**2), ends)
    return False


GEOMETRIC_SUM: Rule = NamedRule(
    "differences of neighbours",
    "A sum over l = 0, ..., L - 1 of g(l) - g(l + 1) is g(0) - g(L), here r_i^(2L) - r_j^(2L); r_i > r_j "
    ">= 0, so "
    "one may divide by r_i^2 - r_j^2.",
    _geometric_sum,
)


def _pairs_beyond(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            DirectionsBeyond(count, pair),
            [BalancedSpectrum() as whole, PairEigenvalue(quotient), low, high, Identity() as null, total],
        ):
            doubled = whole.pair_multiplicity
            counted = p + doubled * p * (p - 1) / 2 + doubled * q
            mode, _, with_null = (value.formula for value in whole.values.eigenvalues)
            return (
                quotient == pair
                # Each of the d - r null axes forms as many pairs with a mode as another mode does.
                and _same(whole.null_multiplicity, doubled * (d - r))
                and (low, high) == between()[:2]
                and null == Identity(in_layers(mode), (m + l + 1) * in_layers(with_null))
                and total == Identity(count, counted)
            )
    return False


def _same(one: sympy.Expr, other: sympy.Expr) -> bool:
    try:
        return Identity(one, other).decide()
    except NotDecidableError:
        return False


PAIRS_BEYOND: Rule = NamedRule(
    "pairs beyond the edge",
    "Powers of r_i >= r_j >= 0 keep their order, so S_j <= lambda_ij <= S_i term by term, and with the "
    "null space "
    "0 <= S_i/L <= S_i. So all pairs of the p modes are above 2/eta, no pair of the other axes is, and q "
    "counts the "
    "mixed pairs that are; each pair of different axes has the multiplicity two.",
    _pairs_beyond,
)


def _one_mode(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OneForEachMode(pair), [DirectionsBeyond(count, quotient), Inequality() as more, one, grows]:
            return (
                quotient == pair
                and more == Inequality(count, p, COUNTS, strict=True)
                and one == Identity((count - p).subs(p, 1), 2 * q)
                and grows == between()[2]
            )
    return False


ONE_MODE: Rule = NamedRule(
    "one oscillating mode",
    "For p >= 2 there are more than p directions; for p = 0 there is no mixed pair and no direction; for "
    "p = 1 there "
    "are 2 q more. The eigenvalue of mode 1 and axis j grows with sigma_j term by term, so q = 0 exactly "
    "where that "
    "of the two largest singular values is not above 2/eta; with one axis alone q = 0.",
    _one_mode,
)


def _no_other_rate(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case OscillatesExactly(above), [OrbitForEveryRate() as orbit, EveryValue() as attained]:
            return orbit == OrbitForEveryRate(above, once=True) and attained == EveryValue(
                orbits.KAPPA, z, _ONE, above, once=True
            )
    return False


NO_OTHER_RATE: Rule = NamedRule(
    "no other learning rate",
    "Each positive balanced period-2 orbit has a ratio z > 1 and its kappa is the function of z; that "
    "function "
    "increases strictly from its value at z = 1, so no orbit has a smaller or equal kappa.",
    _no_other_rate,
)
