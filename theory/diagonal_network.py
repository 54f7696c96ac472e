r"""The diagonal linear network f = ||s_L * ... * s_1 - s||^2 / 2, with the entrywise product *.

Its i-th coordinates are a mode: the loss is a sum over coordinates of a function of the i-th entries
alone, so gradient flow and gradient descent move each coordinate as `modes` says, and what is true of every
mode is true of every coordinate. It has no other directions: at the balanced minimum its Hessian has the
eigenvalues S_i = L sigma_i^(2 - 2/L) and zeros, where the full network has one more for each pair of modes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import modes, rules
from theory.argument import Argument, Rule, Step
from theory.polynomials import vanishes
from theory.propositions import ForEveryDepth, ForEveryPairOfLayers, Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import L, Q, pi, rho, s_k, s_l, sigma


@dataclass(frozen=True)
class LossOfCoordinates:
    """The loss of the diagonal network is a sum over coordinates of functions of that coordinate alone."""

    term: Identity

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth and width: the loss of the diagonal network is the sum over its coordinates of "
            f"{self.term.text}, with pi the product of the coordinate's own entries"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"f = \sum_i {sympy.latex(self.term.right)},\quad {self.term.latex}"


@dataclass(frozen=True)
class HoldsInEachCoordinate:
    """What is true of every mode is true of every coordinate of the diagonal network."""

    of_modes: Proposition

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"in every coordinate of the diagonal network: {self.of_modes.text}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\text{{in every coordinate:}}\quad {self.of_modes.latex}"


@dataclass(frozen=True)
class DiagonalSpectrum:
    """At its balanced minimum the diagonal network has one eigenvalue for each coordinate, and zeros."""

    eigenvalue: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth and width: at the balanced minimum the Hessian of the diagonal network has the "
            f"eigenvalue {self.eigenvalue} once for each coordinate with sigma > 0, and zero otherwise"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"\operatorname{{spec}} \nabla^2 f = \{{{sympy.latex(self.eigenvalue)}\}}_i \cup \{{0\}}"


def _coordinates(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case LossOfCoordinates(term), [Identity() as premise]:
            return term == premise and term.left == modes.loss(pi)
    return False


COORDINATES: Rule = NamedRule(
    "entrywise products",
    "The i-th entry of an entrywise product is the product of the i-th entries, and the squared norm of a "
    "vector is "
    "the sum of the squares of its entries.",
    _coordinates,
)


def _in_each_coordinate(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case HoldsInEachCoordinate(of_modes), [LossOfCoordinates(term), established]:
            return of_modes == established and vanishes(term.right - modes.loss(pi))
    return False


IN_EACH_COORDINATE: Rule = NamedRule(
    "one coordinate at a time",
    "The gradient of a sum of functions of separate variables is made of their gradients. So where the "
    "term of a "
    "coordinate is the loss of a mode, its entries move as the layers of a mode, from any start.",
    _in_each_coordinate,
)


def loss(term: sympy.Expr) -> Argument:
    """Return the argument that the loss is the sum of a term in pi and sigma over the coordinates.

    >>> loss((pi - sigma) ** 2 / 2).check().holds
    True
    """
    identity = Identity(modes.loss(pi), term)
    shows = LossOfCoordinates(identity)
    return Argument(shows, (Step("term", identity), Step("coordinates", shows, COORDINATES, ("term",))))


def carried_over(of_modes: Argument) -> Argument:
    """Return the argument that what an argument shows of every mode holds in every coordinate.

    >>> from theory import balancing
    >>> carried_over(balancing.conserved(s_l**2 - s_k**2)).check().holds
    True
    """
    splits = loss(modes.loss(pi)).steps
    shows = HoldsInEachCoordinate(of_modes.shows)
    ends = (splits[-1].label, of_modes.steps[-1].label)
    conclusion = Step("in each coordinate", shows, IN_EACH_COORDINATE, ends)
    return Argument(shows, (*splits, *of_modes.steps, conclusion))


def _second_derivatives() -> tuple[Identity, Identity]:
    """Return the second derivatives of the loss of a mode in two layers, at end-to-end value sigma."""
    slope = modes.gradient(s_l, s_k * Q)
    at_minimum = {sigma: s_l * s_k * Q}
    return (
        Identity(sympy.diff(slope, s_l).subs(at_minimum), (s_k * Q) ** 2),
        Identity(sympy.diff(slope, s_k).subs(at_minimum), (s_k * Q) * (s_l * Q)),
    )


def _rank_one(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            DiagonalSpectrum(eigenvalue),
            [
                LossOfCoordinates(term),
                ForEveryPairOfLayers(own),
                ForEveryPairOfLayers(mixed),
                ForEveryDepth(trace),
            ],
        ):
            return (
                vanishes(term.right - modes.loss(pi))
                and (own, mixed) == _second_derivatives()
                and trace == _trace(eigenvalue)
            )
    return False


RANK_ONE: Rule = NamedRule(
    "rank-one blocks",
    "Coordinates do not mix in a sum of functions of separate variables. At a minimum the second "
    "derivatives of one "
    "coordinate are P_l P_k with P_l the product of its other entries: a matrix of rank one, whose only "
    "eigenvalue "
    "that may differ from zero is the sum of P_l^2, at balanced entries rho equal to L rho^(2L-2).",
    _rank_one,
)


def _trace(eigenvalue: sympy.Expr) -> Identity:
    """Return the identity between L rho^(2L-2) and a formula in sigma = rho^L."""
    said = sympy.powdenest(eigenvalue.subs(sigma, rho**L), force=True)
    return Identity(L * rho ** (2 * L - 2), said.replace(lambda e: e.is_Pow, _expanded_power))


def _expanded_power(power: sympy.Expr) -> sympy.Expr:
    return power.base ** sympy.expand(power.exp)


def spectrum(eigenvalue: sympy.Expr) -> Argument:
    """Return the argument that a formula in sigma and L gives the non-zero eigenvalues, each once.

    >>> spectrum(L * sigma ** (2 - 2 / L)).check().holds
    True
    """
    own, mixed = _second_derivatives()
    trace = _trace(eigenvalue)
    shows = DiagonalSpectrum(eigenvalue)
    return Argument(
        shows,
        (
            *loss(modes.loss(pi)).steps,
            Step("same layer", own),
            Step("same layer, every pair", ForEveryPairOfLayers(own), rules.PAIR_SPLITTING, ("same layer",)),
            Step("two layers", mixed),
            Step(
                "two layers, every pair", ForEveryPairOfLayers(mixed), rules.PAIR_SPLITTING, ("two layers",)
            ),
            Step("trace", trace),
            Step("trace, every depth", ForEveryDepth(trace), rules.GENERIC_POWER, ("trace",)),
            Step(
                "spectrum",
                shows,
                RANK_ONE,
                ("coordinates", "same layer, every pair", "two layers, every pair", "trace, every depth"),
            ),
        ),
    )
