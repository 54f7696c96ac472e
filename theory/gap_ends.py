r"""Why the constants around the decay of the balancing gap cannot be improved: c = 1, and the edge itself.

The first step from the unbalanced start multiplies the gap by 1 - (kappa alpha^(L-2)/L)^2: next to 1 for
small alpha beyond two layers, and next to -1 for two layers at the upper end of the window. Below the edge
of stability two layers reach, from one alpha, a minimum in one step that attracts and has a gap. Here
sigma = 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes, second_step
from theory.argument import Argument, Rule, Step
from theory.orbit_rates import SameNumber
from theory.polynomials import generator_of, in_generators
from theory.propositions import Both, Domain, ForEveryDepth, Identity, Inequality, Proposition, Range
from theory.rules import CONJUNCTION, GENERIC_POWER, NamedRule
from theory.symbols import L, alpha, eta, kappa, s_k, s_l, sigma

_one = sympy.Integer(1)
_zero = sympy.Integer(0)


@dataclass(frozen=True)
class NoSmallerFactor:
    """For every c < `least` some first step from the unbalanced start leaves more than c of the gap.

    Attributes:
        factor: what the first step multiplies the gap by, in alpha, kappa and L.
        end: the upper end of the learning rates kappa that are admitted.
        least: what the modulus of the factor comes near to.
    """

    factor: sympy.Expr
    end: sympy.Expr
    least: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"the first step multiplies the gap by {self.factor}, which tends to {self.least} as alpha "
            f"tends to 0 for every L >= 3 and kappa, and to -{self.least} as kappa tends to {self.end} for "
            "L = 2"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\frac{{b(1)}}{{b(0)}} = {sympy.latex(self.factor)} \to {sympy.latex(self.least)}\ "
            rf"(\alpha \to 0,\ L \ge 3),\quad \to -{sympy.latex(self.least)}\ "
            rf"(\kappa \to {sympy.latex(self.end)},\ L = 2)"
        )


def _leaves_nearly_all(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case NoSmallerFactor(factor, end, least), [
            ForEveryDepth(first),
            Inequality() as power,
            SameNumber() as last,
        ]:
            # What is missing from 1 is a power of alpha times something without alpha.
            missing = in_generators((1 - factor) / alpha ** (2 * L - 4))
            return (
                first == Identity(_first_step(), factor)
                and not sympy.cancel(missing).has(alpha, generator_of(alpha))
                and power == _POSITIVE_POWER
                and least == 1
                and last == SameNumber(factor.subs(L, 2).subs(kappa, end), -least)
            )
    return False


LEAVES_NEARLY_ALL: Rule = NamedRule(
    "nearly all of the gap",
    "A positive power of alpha tends to 0 with alpha; a polynomial in kappa is continuous at the end.",
    _leaves_nearly_all,
)

_POSITIVE_POWER = Inequality(2 * L - 4, _zero, Domain((Range(L, sympy.Integer(3)),)), strict=True)


def _first_step() -> sympy.Expr:
    """Return the gap after the first step over the one before, which is -alpha^2."""
    return second_step.gaps()[0] / -(alpha**2)


def no_smaller_factor(factor: sympy.Expr, end: sympy.Expr, least: sympy.Expr) -> Argument:
    """Return the argument that no c < `least` bounds what a step leaves of the gap, for all starts.

    Args:
        factor: what the first step multiplies the gap by, in alpha, kappa and L.
        end: the end of the window of kappa, made of rationals and square roots.
        least: a number; the argument holds for 1.

    >>> no_smaller_factor(1 - kappa**2 * alpha ** (2 * L - 4) / L**2, 2 * sympy.sqrt(2), _one).check().holds
    True
    """
    first = ForEveryDepth(Identity(_first_step(), factor))
    shows = NoSmallerFactor(factor, end, least)
    return Argument(
        shows,
        (
            Step("first step", first.identity),
            Step("every depth", first, GENERIC_POWER, ("first step",)),
            Step("beyond two layers", _POSITIVE_POWER),
            Step("two layers", SameNumber(factor.subs(L, 2).subs(kappa, end), -least)),
            Step("nearly all", shows, LEAVES_NEARLY_ALL, ("every depth", "beyond two layers", "two layers")),
        ),
    )


@dataclass(frozen=True)
class KeepsGapBelow:
    """Two layers, every kappa below an end: starts near one alpha keep a gap, as they tend to minima.

    Attributes:
        end: of the learning rates kappa.
        square: alpha^2 of the start whose first step reaches a minimum.
        gap: the gap at this minimum.
    """

    end: sympy.Expr
    square: sympy.Expr
    gap: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for two layers and every kappa < {self.end} the gap of all starts near alpha^2 = {self.square} "
            f"tends to limits near {self.gap} > 0"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\forall \kappa < {sympy.latex(self.end)}:\ \lim b \to {sympy.latex(self.gap)} > 0\ "
            rf"\text{{as}}\ \alpha^2 \to {sympy.latex(self.square)}"
        )


def _error_recursion() -> Identity:
    """Return what a step of two layers does to the error pi - 1, from the update rule."""
    moved = modes.step(s_l, s_k) * modes.step(s_k, s_l)
    error, factor = s_l * s_k - 1, 1 - eta * (s_l**2 + s_k**2) + eta**2 * (s_l * s_k - 1) * s_l * s_k
    return Identity((moved - 1).subs(sigma, 1), error * factor)


def _landing(square: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    """Return pi and the gap of layer 1 after the first step, and what multiplies a small error there."""
    equal, last = (
        value.subs(L, 2).subs(alpha, sympy.sqrt(square)) for value in second_step.after_first_step()
    )
    at = {eta: kappa / 2, s_l: equal, s_k: last}
    factor = sympy.cancel(_error_recursion().right / (s_l * s_k - 1))
    values = (equal * last, equal**2 - last**2, factor.subs(at, simultaneous=True))
    return tuple(sympy.cancel(sympy.expand(value)) for value in values)


def _attracting(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            KeepsGapBelow(end, square, gap),
            [
                Identity() as error,
                Identity() as lands,
                Identity() as left,
                Both() as inside,
                Inequality() as kept,
            ],
        ):
            end_to_end, after, multiplier = _landing(square)
            below = Domain((Range(kappa, _zero, strict=True, end=end),))
            return (
                error == _error_recursion()
                and lands == Identity(end_to_end, _one)
                and left == Identity(after, gap)
                and inside.first == Inequality(_one, multiplier, below, strict=True)
                and inside.second == Inequality(multiplier, -_one, below, strict=True)
                and kept == Inequality(gap, _zero, below, strict=True)
            )
    return False


ATTRACTING_MINIMUM: Rule = NamedRule(
    "attracting minimum",
    "Where every step multiplies small errors pi - 1 by a number between -1 and 1, states nearby tend to "
    "minima nearby, and the limit is a continuous function of the state; so a gap stays close to what it is "
    "there.",
    _attracting,
)


def keeps_gap_below(end: sympy.Expr, square: sympy.Expr, gap: sympy.Expr) -> Argument:
    """Return the argument that two layers keep a gap at every learning rate below an end.

    Args:
        end: the end of the learning rates kappa, a positive number.
        square: alpha^2 of a start, in kappa.
        gap: the gap after its first step, in kappa.

    >>> keeps_gap_below(sympy.Integer(2), 2 / kappa, 2 / kappa - kappa / 2).check().holds
    True
    """
    end_to_end, after, multiplier = _landing(square)
    below = Domain((Range(kappa, _zero, strict=True, end=end),))
    inside = Both(
        Inequality(_one, multiplier, below, strict=True), Inequality(multiplier, -_one, below, strict=True)
    )
    shows = KeepsGapBelow(end, square, gap)
    return Argument(
        shows,
        (
            Step("error", _error_recursion()),
            Step("minimum", Identity(end_to_end, _one)),
            Step("gap", Identity(after, gap)),
            Step("below 1", inside.first),
            Step("above -1", inside.second),
            Step("multiplier", inside, CONJUNCTION, ("below 1", "above -1")),
            Step("gap is kept", Inequality(gap, _zero, below, strict=True)),
            Step(
                "attracting",
                shows,
                ATTRACTING_MINIMUM,
                ("error", "minimum", "gap", "multiplier", "gap is kept"),
            ),
        ),
    )
