"""Two layers, one oscillating mode: where the orbit attracts in the full space, exactly.

All multipliers are in `one_mode_blocks`. Those of modes are inside the unit circle up to the doubling of the
oscillating mode; those of its pair with a mode that rests are as long as kappa_1 + kappa_j < 4. There two
complex multipliers reach modulus 1, with the real part 3 - kappa_1. All quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import sympy

from theory.argument import Argument, Rule, Step
from theory.floquet.one_mode_blocks import (
    DETERMINANT,
    DOMAIN,
    GAP,
    ON_MODE,
    TRACE,
    WINDOW_DOMAIN,
    difference_steps,
    k,
    minima_steps,
    mode_steps,
    state_steps,
    sum_steps,
    t,
)
from theory.floquet.two_layer_states import labels, rate_steps
from theory.propositions import Domain, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import S, S_top, eta, kappa

_zero, _one, _two = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)

WINDOW = 2 * sympy.sqrt(5) - 2
"""The kappa at which the orbit of two layers loses stability on its mode."""
TRANSVERSE = 4 - eta * (S + S_top)
"""Positive where the pair of the oscillating mode and one that rests attracts."""
COSINE = 3 - kappa
"""The real part of the complex multipliers at the end of stability of a pair."""


@dataclass(frozen=True)
class AttractsExactly:
    """For two layers and one oscillating mode: the orbit attracts in the full space in a stated region."""

    window: sympy.Expr
    transverse: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for L = 2, every width and kappa_1 > 2 > kappa_2 >= ... > 0 the period-2 orbit is normally "
            f"attracting among all entries of the layers if and only if kappa_1 < {self.window} and "
            f"{self.transverse} > 0 for S = S_2; beyond the first it repels on its mode, and where the "
            "second is negative on the pair of the first two modes"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        window, transverse = sympy.latex(self.window), sympy.latex(self.transverse)
        return rf"L = 2:\ |\mu| < 1 \Leftrightarrow \kappa_1 < {window},\ {transverse} > 0"


@dataclass(frozen=True)
class TurnsAtTheEnd:
    """Where a pair loses stability, by which multipliers, and how fast they cross the unit circle."""

    cosine: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for L = 2, one oscillating and one resting mode with kappa_1 + kappa_2 = 4 and kappa_1 up to "
            f"the doubling, two multipliers are exp(+-i theta) with cos(theta) = {self.cosine}, between "
            "1/2 and 1, so theta is no multiple of a third or a quarter of a turn; their modulus grows "
            "with kappa_2 at a positive speed"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\kappa_1 + \kappa_2 = 4:\ \mu = e^{{\pm i\theta}},\ \cos\theta = {sympy.latex(self.cosine)}"


@dataclass(frozen=True)
class PositiveRoot:
    """A number is the positive root of an irreducible polynomial that has no other."""

    number: sympy.Expr
    polynomial: sympy.Expr
    variable: sympy.Symbol

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"{self.number} is the only positive root in {self.variable} of {self.polynomial}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"{sympy.latex(self.number)} > 0,\ {sympy.latex(self.polynomial)} = 0"

    def decide(self) -> bool:
        """Compare with the minimal polynomial; Descartes' rule counts the positive roots."""
        coefficients = sympy.Poly(self.polynomial, self.variable).all_coeffs()
        signs = [c > 0 for c in coefficients if c != 0]
        return bool(
            self.number.is_positive
            and sum(one != other for one, other in pairwise(signs)) == 1
            and sympy.minimal_polynomial(self.number, self.variable) == self.polynomial
        )


@cache
def _window_steps(window: sympy.Expr, transverse: sympy.Expr) -> tuple[Step, ...]:
    polynomial = kappa**2 + 4 * kappa - 16
    excess = transverse.subs({S: 2 * k / eta, S_top: (2 * t - 2) / eta}, simultaneous=True)
    return (
        Step("doubling", PositiveRoot(window, polynomial, kappa)),
        Step("before the doubling", Identity(ON_MODE + 1, -polynomial.subs(kappa, 2 * t - 2) / 2)),
        Step("on mode below 1", Inequality(_one, ON_MODE, DOMAIN, strict=True)),
        Step("t is small", Inequality(sympy.Rational(81, 16), sympy.Integer(5), DOMAIN, strict=True)),
        Step("gap below 1", Inequality(_one, GAP, DOMAIN, strict=True)),
        Step("gap above -1", Inequality(GAP, -_one, WINDOW_DOMAIN, strict=True)),
        Step("end", Identity(excess, 2 * (3 - k - t))),
    )


def _claims(steps: Sequence[Step]) -> list[Proposition]:
    return [step.claim for step in steps]


def _start() -> list[Proposition]:
    return [step.claim for step in rate_steps() if step.label in ("once", "kappa")]


def _exactly(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case AttractsExactly(window, transverse):
            return list(premises) == [*_start(), *_claims(_exactly_steps(window, transverse))]
    return False


def _exactly_steps(window: sympy.Expr, transverse: sympy.Expr) -> tuple[Step, ...]:
    return (
        *state_steps(),
        *mode_steps(),
        *minima_steps(),
        *difference_steps(),
        *sum_steps(),
        *_window_steps(window, transverse),
    )


EXACTLY: Rule = NamedRule(
    "multipliers of one oscillating mode",
    "The blocks of modes and pairs have all the multipliers. Those that are 1 are tangent to the "
    "rotations between the layers and to the minima of the modes that rest, W_2 G^-1 and G W_1, which "
    "number one for each such mode, two for each pair of them, and one for any other pair. With 0 < k < 1 "
    "the multipliers 1 - 2 k and 1 - k_i - k_j of one step lie in (-1, 1). A real quadratic mu^2 - T mu + "
    "D has both roots inside the unit circle if and only if 1 - T + D, 1 + T + D and 1 - D are positive; "
    "where 1 - D is negative the product of the roots is above 1, so one is outside. Below the positive "
    "root of kappa^2 + 4 kappa - 16 one has t^2 < 5 < (9/4)^2; from it on the mode repels or is marginal. "
    "The condition 1 - D > 0 on the pair with the largest kappa_j implies the others.",
    _exactly,
)


def attracts_exactly(window: sympy.Expr = WINDOW, transverse: sympy.Expr = TRANSVERSE) -> Argument:
    """Return the argument that the orbit attracts exactly for kappa_1 below a bound and a positive formula.

    Args:
        window: what bounds kappa_1 from above, an exact number.
        transverse: a formula in eta, S and S_1, of a mode that rests and the one that oscillates.

    >>> attracts_exactly().check().holds
    True
    >>> attracts_exactly(transverse=5 - eta * (S + S_top)).check().holds
    False
    """
    shows = AttractsExactly(window, transverse)
    needed = _exactly_steps(window, transverse)
    uses = ("once", "kappa", *labels(needed))
    return Argument(shows, (*rate_steps(), *needed, Step("exactly", shows, EXACTLY, uses)))


@cache
def _turn_steps(cosine: sympy.Expr) -> tuple[Step, ...]:
    # At the end of stability n = t, so k = 3 - t.
    at_end = cosine.subs(kappa, 2 * t - 2)
    along = Domain((Range(t, _two, strict=True, end=sympy.Rational(9, 4)),))
    return (
        Step("modulus one", Identity(DETERMINANT.subs(k, 3 - t), _one)),
        Step("cosine", Identity(TRACE.subs(k, 3 - t) / 2, at_end)),
        Step("above a half", Inequality(at_end, _one / 2, along, strict=True)),
        Step("below one", Inequality(_one, at_end, along, strict=True)),
        Step("speed", Inequality(DETERMINANT.diff(k).subs(k, 3 - t), _zero, along, strict=True)),
    )


def _turns(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case TurnsAtTheEnd(cosine):
            chosen = (*state_steps(), *difference_steps()[:2], *_turn_steps(cosine))
            return list(premises) == [*_start(), *_claims(chosen)]
    return False


TURNS: Rule = NamedRule(
    "complex multipliers of modulus 1",
    "A real quadratic with the determinant 1 and half its trace c in (-1, 1) has the roots exp(+-i theta) "
    "with cos(theta) = c. At a third and at a quarter of a turn c is -1/2 and 0. The determinant is the "
    "square of the modulus. Up to the doubling t^2 <= 5 < (9/4)^2.",
    _turns,
)


def turns_at_the_end(cosine: sympy.Expr = COSINE) -> Argument:
    """Return the argument on the multipliers of a pair where it loses stability.

    Args:
        cosine: a formula in kappa, of the mode that oscillates.

    >>> turns_at_the_end().check().holds
    True
    """
    shows = TurnsAtTheEnd(cosine)
    needed = (*state_steps(), *difference_steps()[:2], *_turn_steps(cosine))
    uses = ("once", "kappa", *labels(needed))
    return Argument(shows, (*rate_steps(), *needed, Step("turns", shows, TURNS, uses)))
