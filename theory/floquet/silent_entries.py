r"""Entries that pair a mode with a silent index, for every depth and any shapes of the layers.

An index k is *silent* if all its layer values s_1k, ..., s_Lk that exist are 0. With zeros in place of what
does not exist a rectangular network becomes a square one. Then a row or column of an end layer without a
partner and a hidden unit beyond all modes are silent indices, and gradient descent keeps the zeros. So the
entries (i, k) and (k, i) of the layers that exist are some of those of a square network, and keep to
themselves in these groups, with R = x^L - sigma of a mode i at balanced layers x:

- entry (i, k) of W_1, if there is a column k: it is multiplied by 1 - eta x^(2L-2) in a step, and so is
  entry (k, i) of W_L, if there is a row k;
- for each place between the layers l and l+1 with a hidden unit k: entry (k, i) of W_l and (i, k) of W_(l+1)
  move one another by -eta R x^(L-2), so sum and difference are multiplied by 1 -+ eta R x^(L-2).

On the period-2 orbit of the mode i two steps multiply one of the last two by 1 (a rotation between the
layers) and the other by the factor of a small balancing gap. All quantities are dimensionless.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import sympy

from theory import modes, orbits, rules
from theory.argument import Argument, Rule, Step
from theory.balancing import two_step_factor
from theory.floquet.blocks import (
    AFTER,
    BEFORE,
    BETWEEN,
    EARLIER,
    LATER,
    TARGET,
    Pair,
    change_of_gradient,
    coupling,
)
from theory.polynomials import vanishes
from theory.propositions import ForEveryDepth, Identity, Inequality, Proposition
from theory.rules import NamedRule
from theory.symbols import L, eta, rho, sigma, z

OUTER = (1 - (z - 1) * (1 + z ** (L - 1)) / (z ** (L - 1) * (z**L - 1))) * (
    1 - (z - 1) * z ** (L - 1) * (1 + z ** (L - 1)) / (z**L - 1)
)
"""By what two steps multiply an entry of an end layer that pairs an oscillating mode with a silent index."""
HIDDEN = two_step_factor(z)
"""The multiplier other than 1 of each place between layers with a silent hidden unit."""

_a, _b, _c, _x = sympy.symbols("a b c x", real=True)
_zero, _one = sympy.Integer(0), sympy.Integer(1)


@dataclass(frozen=True)
class KeepToThemselves:
    """The groups of entries that pair a mode with a silent index, and how a step moves each."""

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth, with x_l the values of mode i, k silent and R = x_1 ... x_L - sigma_i: to "
            "first order the gradient in entry (i, k) of W_1 is (x_2 ... x_L)^2 times that entry, in (k, i) "
            "of W_L it is (x_1 ... x_(L-1))^2 times that one; in (k, i) of W_l and (i, k) of W_(l+1) it is "
            "R times the product of the other x times the other of the two; nothing else enters"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            r"\delta G_{1,ik} = \bigl(\textstyle\prod_{m>1} x_m\bigr)^2 D_{1,ik},\ "
            r"\delta G_{L,ki} = \bigl(\textstyle\prod_{m<L} x_m\bigr)^2 D_{L,ki},\ "
            r"\delta G_{\ell,ki} = R \textstyle\prod_{m \ne \ell, \ell+1} x_m\, D_{\ell+1,ik}"
        )

    def decide(self) -> bool:
        """Compare the couplings of two layers l < m, where l is the first or not, and so on."""
        return all(vanishes(found - expected) for found, expected in _couplings())


def _couplings() -> Iterator[Pair]:
    """Give each coupling of two layers l < m as found from the loss, and as stated."""
    for first, next_to, last in product((True, False), repeat=3):
        # An empty product is 1, also for the silent index; any other of its products is 0.
        a, b, c = (_one if empty else value for empty, value in ((first, _a), (next_to, _b), (last, _c)))
        values = {
            BEFORE: (a, sympy.Integer(first)),
            EARLIER: (_x, _zero),
            BETWEEN: (b, sympy.Integer(next_to)),
            LATER: (sympy.Symbol("y", real=True), _zero),
            AFTER: (c, sympy.Integer(last)),
            TARGET: (sigma, _zero),
        }
        back = {name: (one[1], one[0]) for name, one in values.items()}
        y = values[LATER][0]
        error = c * y * b * _x * a - sigma
        crossed = error * a * c if next_to else _zero
        stated = {
            ("row", EARLIER, EARLIER): ((c * y * b) ** 2 if first else _zero, _zero),
            ("row", EARLIER, LATER): (_zero, _zero),
            ("row", LATER, EARLIER): (_zero, crossed),
            ("row", LATER, LATER): (_zero, _zero),
            ("column", EARLIER, EARLIER): (_zero, _zero),
            ("column", EARLIER, LATER): (_zero, crossed),
            ("column", LATER, EARLIER): (_zero, _zero),
            ("column", LATER, LATER): ((b * _x * a) ** 2 if last else _zero, _zero),
        }
        for (place, of, by), expected in stated.items():
            found = coupling(change_of_gradient(of, by), values if place == "row" else back)
            yield from zip(found, expected, strict=True)


@dataclass(frozen=True)
class SilentMultipliers:
    """What two steps on the orbit multiply the entries of an oscillating mode and a silent index by."""

    outer: sympy.Expr
    hidden: sympy.Expr
    places: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth and any shapes, on the period-2 orbit of a mode with the ratio z two steps have "
            f"for each silent index the multiplier {self.outer} once for each end layer with that index, and "
            f"1 and {self.hidden} for each of {self.places} places between layers with that hidden unit"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\mu_{{\mathrm{{end}}}} = {sympy.latex(self.outer)},\ "
            rf"\mu_{{\mathrm{{hidden}}}} \in \{{1, {sympy.latex(self.hidden)}\}}"
            rf"\quad({sympy.latex(self.places)}\ \text{{times}})"
        )


def _orbit_steps(outer: sympy.Expr, hidden: sympy.Expr) -> tuple[Step, ...]:
    ratio = modes.balanced_step() / rho
    cross = eta * (rho**L - sigma) * rho ** (L - 2)
    one_step = ForEveryDepth(Identity(cross, 1 - ratio))
    lower, upper = orbits.points(L, z)
    # eta x^(2L-2) = eta x^(L-2) u, and eta x^(L-2) = (r - 1)/(1 - u) for the ratio r of the step.
    ends = (1 - (z - 1) * lower / (1 - lower)) * (1 - (1 / z - 1) * upper / (1 - upper))
    on_orbit = ForEveryDepth(Identity(ends, outer))
    return (
        Step("groups", KeepToThemselves()),
        Step("one step", one_step.identity),
        Step("every depth", one_step, rules.GENERIC_POWER, ("one step",)),
        Step("points", orbits.return_identity().identity),
        Step("points at every depth", orbits.return_identity(), rules.GENERIC_POWER, ("points",)),
        Step("end layers", on_orbit.identity),
        Step("end layers at every depth", on_orbit, rules.GENERIC_POWER, ("end layers",)),
        Step("rotation", Identity((1 + (z - 1)) * (1 + (1 / z - 1)), _one)),
        Step("other", Identity((1 - (z - 1)) * (1 - (1 / z - 1)), hidden)),
    )


_USED = ("groups", "every depth", "points at every depth", "end layers at every depth", "rotation", "other")


def _silent(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case SilentMultipliers(outer, hidden, places):
            needed = [step.claim for step in _orbit_steps(outer, hidden) if step.label in _USED]
            return vanishes(places - (L - 1)) and list(premises) == needed
    return False


SILENT: Rule = NamedRule(
    "multipliers of silent entries",
    "With zeros in place of what does not exist, a rectangular network is a square one, and a step keeps "
    "these zeros: the gradient in a row or column of zeros contains the zero product through it, or the zero "
    "row of the error. So its entries are some of the groups, each as a whole or not at all. With ratio r of "
    "a step eta R x^(L-2) = 1 - r, which is 1 - z and 1 - 1/z; sum and difference of a group are multiplied "
    "by r and 2 - r.",
    _silent,
)


def multipliers(
    outer: sympy.Expr = OUTER, hidden: sympy.Expr = HIDDEN, places: sympy.Expr = L - 1
) -> Argument:
    """Return the argument for the multipliers of entries that pair an oscillating mode with a silent index.

    Args:
        outer: a formula in z and L, of each entry of an end layer.
        hidden: a formula in z, of each place between layers, beside 1.
        places: how many such places there are, a formula in L.

    >>> multipliers().check().holds
    True
    >>> multipliers(hidden=6 - 2 * (z + 1 / z)).check().holds
    False
    """
    shows = SilentMultipliers(outer, hidden, places)
    return Argument(shows, (*_orbit_steps(outer, hidden), Step("silent", shows, SILENT, _USED)))


@dataclass(frozen=True)
class SilentAttract:
    """The multipliers of silent entries lie inside the unit circle, but for rotations, up to a rate."""

    rate: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for every depth and 2 < kappa <= {self.rate} the multipliers of silent entries of an "
            "oscillating mode lie in (-1, 1), but for one 1 for each place between layers, due to rotations"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"2 < \kappa \le {sympy.latex(self.rate)}:\ |\mu| < 1"


def _attract(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case SilentAttract(rate), [
            SilentMultipliers(outer, hidden, _),
            Inequality() as upper,
            Inequality() as ratio,
        ]:
            known = (outer, hidden) == (OUTER, HIDDEN) and ratio == _rate_at_least_ratio()
            bound = upper.left
            bounded = upper == Inequality(bound, orbits.UPPER, rules.RATIO_DOMAIN) and bool(bound > 1)
            ends = bool(rate * bound / 2 < 2 and rate * bound**2 / 3 < 2)
            return known and bounded and ends and bool(rate > 1 and rate + 1 / rate < 3)
    return False


def _rate_at_least_ratio() -> Inequality:
    return Inequality(orbits.KAPPA, z, rules.RATIO_DOMAIN)


ATTRACT: Rule = NamedRule(
    "silent multipliers below 1",
    "For sigma = 1 the end layers have the factors 1 - (kappa/L) u^(2-2/L) at both points, with 0 < u <= U "
    "and U > 1, so u^(2-2/L) is at most U for two layers and U^2 for more. Where kappa U/2 < 2 and "
    "kappa U^2/3 < 2 both factors lie in (-1, 1). The ratio z is at most kappa, and 5 - 2 (z + 1/z) lies in "
    "(-1, 1) where 2 < z + 1/z < 3, which rises in z > 1.",
    _attract,
)

_GROWTH = ("largest term", "factor", "lower point", "power", "growth")


def attract(rate: sympy.Expr) -> Argument:
    """Return the argument that silent entries have multipliers inside the unit circle up to a kappa.

    Args:
        rate: an exact number; the argument holds for those up to 2.618, where z + 1/z < 3.

    >>> attract(sympy.Rational(13, 5)).check().holds
    True
    >>> attract(sympy.Integer(3)).check().holds
    False
    """
    shows = SilentAttract(rate)
    most = orbits.upper_point_at_most(orbits.BEST_UPPER_CONSTANT)
    growth = tuple(step for step in orbits.existence().steps if step.label in _GROWTH)
    uses = ("silent", most.steps[-1].label, "growth")
    return Argument(
        shows, (*multipliers().steps, *most.steps, *growth, Step("attract", shows, ATTRACT, uses))
    )
