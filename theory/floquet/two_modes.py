r"""Two layers, two oscillating modes: the orbit never attracts, whatever the learning rate and the phases.

With A = p^2 and B = q^2 (`two_layer_states`), g = 2 - 1/A - B, k = 2 - A - 1/B and c = pq + 1/(pq), the block
of two steps on the differences D_1 - D_2', D_2 - D_1' of a pair is

    ( 1 + g k    -k c   )
    (  -g c     1 + g k ),        with the multipliers  mu = 1 + G +- c sqrt(G),   G = g k.

For G > 0 one of them is above 1. For G < 0 they are complex, with |mu|^2 = 1 + G^2 - (c^2 - 2) G > 1. Where
G = 0 the block is triangular with the double multiplier 1 and not diagonal, so powers grow linearly; that
happens in phase alone, where one ratio z and the other are tied by 2 - 1/z.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sympy

from theory.argument import Argument, Rule, Step
from theory.floquet.one_mode_blocks import GAP, ON_MODE, t
from theory.floquet.two_layer_states import (
    characteristic,
    labels,
    mu,
    orbit_steps,
    oscillating,
    p,
    q,
    rate_steps,
    structure_steps,
    two_steps,
)
from theory.propositions import Domain, EveryValue, Identity, Inequality, Proposition, Range
from theory.rules import NamedRule
from theory.symbols import kappa, z
from theory.two_layers import KAPPA

_zero, _one, _two = sympy.Integer(0), sympy.Integer(1), sympy.Integer(2)

LEFT = 2 - p**-2 - q**2
"""g; the entry that a step has beside 1 in the first layer."""
RIGHT = 2 - p**2 - q**-2
"""k; the same in the second layer."""
SIZE = p * q + 1 / (p * q)
"""c, at least 2."""
PRODUCT = LEFT * RIGHT
"""G; its sign says whether the multipliers are real."""
MARGINAL_RATIO = 2 - 1 / z
"""The ratio of the second mode at which G = 0, where the first has the ratio z."""
EQUAL_IN_PHASE = 1 - kappa + kappa**2 / 2
"""The largest multiplier where both modes have one singular value and are in phase."""
EQUAL_OUT_OF_PHASE = 2 * kappa - 3
"""The modulus of the leading multipliers where they have one singular value and are out of phase."""

_BOTH_RATIOS = Domain((Range(p, _zero, strict=True), Range(q, _zero, strict=True)))
_OUT_OF_PHASE = Domain((Range(p, _one, strict=True), Range(q, _zero, strict=True, end=_one)))
_BEYOND = Domain((Range(kappa, _two, strict=True),))


@dataclass(frozen=True)
class NeverAttracting:
    """For two layers and two oscillating modes the orbit never attracts, and repels but on a curve."""

    above: sympy.Expr
    marginal_ratio: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for L = 2, every width and every eta, a period-2 orbit of the network on which two modes "
            f"have kappa > {self.above}, in phase or out of phase, equal singular values included, has a "
            "multiplier outside the unit circle; but where two modes in phase have the ratios z and "
            f"{self.marginal_ratio} their pair has the double multiplier 1 with one eigenvector, so "
            "deviations grow linearly"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        ratio = sympy.latex(self.marginal_ratio)
        return (
            rf"L = 2,\ \kappa_i, \kappa_j > {sympy.latex(self.above)}:\ |\mu|_{{\max}} > 1\ \text{{or}}\ "
            rf"z_j = {ratio}|_{{z = z_i}},\ \mu = 1\ \text{{double}}"
        )


@dataclass(frozen=True)
class EqualModes:
    """For two layers and two equal singular values, the sizes of the leading multipliers in both phases."""

    in_phase: sympy.Expr
    out_of_phase: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for L = 2, every kappa > 2 and two modes with the same singular value the pair has the "
            f"multiplier {self.in_phase} > 1 in phase, and two complex ones of modulus {self.out_of_phase} "
            "> 1 out of phase"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\sigma_i = \sigma_j:\ \mu = {sympy.latex(self.in_phase)}\ \text{{in phase}},\ "
            rf"|\mu| = {sympy.latex(self.out_of_phase)}\ \text{{out of phase}}"
        )


@cache
def _block() -> sympy.Matrix:
    return two_steps(oscillating(p), oscillating(q), -1)


@cache
def _sums() -> sympy.Matrix:
    return two_steps(oscillating(p), oscillating(q), 1)


@cache
def _states() -> tuple[Step, ...]:
    return (*orbit_steps(p, "one mode"), *orbit_steps(q, "another"), *structure_steps())


@cache
def _block_steps() -> tuple[Step, ...]:
    block = _block()
    curve = Identity(characteristic(block), (mu - 1 - PRODUCT) ** 2 - SIZE**2 * PRODUCT)
    square = ((_one, p * q - 1 / (p * q)),)
    return (
        Step("multipliers", curve),
        Step("sums", Identity(characteristic(_sums()), (mu - 1) * (mu - (9 - 2 * SIZE**2)))),
        Step("size", Inequality(SIZE**2, sympy.Integer(4), _BOTH_RATIOS, certificate=square)),
        Step("above", Identity(block[0, 1], -RIGHT * SIZE)),
        Step("below", Identity(block[1, 0], -LEFT * SIZE)),
        Step("not both zero", Identity(LEFT + RIGHT, -((p - 1 / p) ** 2) - (q - 1 / q) ** 2)),
        Step("out of phase", Inequality(_zero, PRODUCT, _OUT_OF_PHASE, strict=True)),
    )


def _marginal_steps(ratio: sympy.Expr) -> tuple[Step, ...]:
    # g is what belongs to the first ratio, less the second one; k is the same the other way round.
    return tuple(
        Step(f"marginal {name}", Identity(formula, ratio.subs(z, given**2) - other**2))
        for name, formula, given, other in (("left", LEFT, p, q), ("right", RIGHT, q, p))
    )


def _claims(steps: Sequence[Step]) -> list[Proposition]:
    return [step.claim for step in steps]


def _never(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case NeverAttracting(above, ratio), [EveryValue() as every, Identity() as rate, *rest]:
            needed = (*_states(), *_block_steps(), *_marginal_steps(ratio))
            oscillate = bool(above >= 2)
            return oscillate and every == _every_rate() and rate == _rate() and rest == _claims(needed)
    return False


def _every_rate() -> Proposition:
    return next(step.claim for step in rate_steps() if step.label == "once")


def _rate() -> Proposition:
    return rate_steps()[-1].claim


NEVER: Rule = NamedRule(
    "multipliers 1 + G +- c sqrt(G)",
    "Every mode with kappa > 2 oscillates with one ratio, so p and q other than 1 cover both phases of "
    "every pair. A block with (mu - 1 - G)^2 = c^2 G and c^2 >= 4 has a real multiplier above 1 if G > 0, "
    "and two complex ones with |mu|^2 = 1 + G^2 - (c^2 - 2) G > 1 if G < 0. Where G = g k = 0, one of g "
    "and k is not zero, so the block is triangular and not diagonal, with the double multiplier 1. The "
    "rotation between the layers moves the sums and not the differences, so none of these multipliers is "
    "due to it. One pair that repels makes the orbit repel.",
    _never,
)


def never_attracting(marginal_ratio: sympy.Expr = MARGINAL_RATIO, above: sympy.Expr = _two) -> Argument:
    """Return the argument that an orbit of two layers with two oscillating modes never attracts.

    Args:
        above: a number; both modes have a larger kappa. From 2 on both oscillate.
        marginal_ratio: a formula in z, the ratio of the second mode at which no multiplier is outside.

    >>> never_attracting().check().holds
    True
    >>> never_attracting(above=sympy.Rational(19, 10)).check().holds
    False
    """
    shows = NeverAttracting(above, marginal_ratio)
    needed = (*_states(), *_block_steps(), *_marginal_steps(marginal_ratio))
    uses = ("once", "kappa", *labels(needed))
    return Argument(shows, (*rate_steps(), *needed, Step("never", shows, NEVER, uses)))


def multipliers(ratio: sympy.Expr, other: sympy.Expr) -> tuple[sympy.Expr, ...]:
    """Return the multipliers of two modes and their pair that are not due to rotations, the last two G's.

    Args:
        ratio: the exact ratio z of one mode.
        other: that of another, or its inverse for modes out of phase.

    >>> multipliers(sympy.Rational(3, 2), sympy.Rational(5, 4))[-1]
    39/40 - 23*sqrt(3)*I/120
    """
    roots = {p: sympy.sqrt(ratio), q: sympy.sqrt(other)}
    product = sympy.expand(PRODUCT.subs(roots))
    size = sympy.expand(SIZE.subs(roots) ** 2)
    spread = sympy.sqrt(size * product)
    sums = [value + 1 / value for value in (ratio, other)]
    on_modes = [formula.subs(t, value) for value in sums for formula in (ON_MODE, GAP)]
    return (*on_modes, 9 - 2 * size, 1 + product + spread, 1 + product - spread)


@cache
def _equal_steps(in_phase: sympy.Expr, out_of_phase: sympy.Expr) -> tuple[Step, ...]:
    rate = KAPPA.subs(z, p**2)
    multiplier, modulus = in_phase.subs(kappa, rate), out_of_phase.subs(kappa, rate)
    block = _block()
    together = characteristic(block.subs(q, p)).subs(mu, multiplier)
    return (
        Step("equal in phase", Identity(together, _zero)),
        Step("equal out of phase", Identity(block.det().subs(q, 1 / p), modulus**2)),
        Step("larger in phase", Inequality(in_phase, _one, _BEYOND, strict=True)),
        Step("larger out of phase", Inequality(out_of_phase, _one, _BEYOND, strict=True)),
    )


def _equal(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case EqualModes(inside, outside), [EveryValue() as every, Identity() as rate, *rest]:
            chosen = [s for s in _block_steps() if s.label in ("multipliers", "out of phase")]
            needed = (*_states(), *chosen, *_equal_steps(inside, outside))
            return every == _every_rate() and rate == _rate() and rest == _claims(needed)
    return False


EQUAL: Rule = NamedRule(
    "equal modes",
    "Where both modes have the ratio p^2, q = p in phase and q = 1/p out of phase. A root of the "
    "characteristic polynomial is a multiplier; where G < 0 the multipliers are complex, so the "
    "determinant is the square of their modulus.",
    _equal,
)


def equal_modes(
    in_phase: sympy.Expr = EQUAL_IN_PHASE, out_of_phase: sympy.Expr = EQUAL_OUT_OF_PHASE
) -> Argument:
    """Return the argument for the sizes of the leading multipliers of two equal modes, in terms of kappa.

    >>> equal_modes().check().holds
    True
    """
    shows = EqualModes(in_phase, out_of_phase)
    chosen = tuple(step for step in _block_steps() if step.label in ("multipliers", "out of phase"))
    needed = (*_states(), *chosen, *_equal_steps(in_phase, out_of_phase))
    uses = ("once", "kappa", *labels(needed))
    return Argument(shows, (*rate_steps(), *needed, Step("equal", shows, EQUAL, uses)))
