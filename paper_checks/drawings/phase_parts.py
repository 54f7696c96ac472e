"""The parts of the phase diagram of two modes, over kappa_1 and sigma_2/sigma_1.

The boxes of ratios are those that `numerics.phase_diagram` decides in balls, as the certified claims on the
phase diagram hold them. kappa_1 = kappa(z) for the ratio z of the orbit of the first mode. Where the second
mode rests, sigma_2/sigma_1 = u_1(z) w^L for the ratio w of the layer values; where both oscillate, it is
(kappa(z_2)/kappa_1)^(L/(2L-2)) for the ratio z_2 of the other orbit (`theory.orbits`). Each box becomes a
part that ends at the strip about kappa_2 = 2 and at the edges of the panel. All quantities are dimensionless.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache

import numpy as np
import sympy
from numpy.typing import NDArray

from numerics import phase_diagram
from numerics.covers import Box, Cover
from numerics.phase_diagram import LEAST_KAPPA, LEAST_TARGET, STRIP, Label
from paper_checks.checks import phase_diagram as certified
from paper_checks.ghosh2025.rank_p_orbit import STATEMENT
from paper_checks.request import Profile
from theory import orbits
from theory.symbols import z

HALVINGS = certified.HALVINGS[Profile.STANDARD]
LARGEST_TARGET = Fraction(99, 100)
"""The largest sigma_2/sigma_1 that is drawn."""
_APART = 0.004
"""About how far apart in kappa_1 the points on an edge are."""

Values = NDArray[np.float64]


class Kind(Enum):
    """What is known of a part of the panel."""

    ATTRACTING = "certified attracting: one mode oscillates"
    ONE_REPELS = "certified repelling: one mode oscillates"
    BOTH_REPEL = "certified repelling: both oscillate, in both phases"
    UNDECIDED = "undecided"
    LEFT_OUT = "left out: |κ₂ − 2| < 0.01"


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of the panel between two curves; float64, no digit vouched for.

    Attributes:
        kappas: kappa_1 of points along it, rising.
        lower: sigma_2/sigma_1 at its lower edge.
        upper: the same at its upper edge, nowhere less.
    """

    kappas: Values
    lower: Values
    upper: Values

    @property
    def area(self) -> float:
        """The area, exact for the polygon through the points."""
        return float(np.trapezoid(self.upper - self.lower, self.kappas))


@dataclass(frozen=True, eq=False)
class Panel:
    """What is shown of one depth.

    Attributes:
        depth: the number of layers L.
        covers: the boxes, exact, by what the second mode does.
        parts: the parts of the panel, by what is known of them.
        last: the largest kappa_1.
    """

    depth: int
    covers: Mapping[str, Cover[Label]]
    parts: Mapping[Kind, tuple[Strip, ...]]
    last: Fraction

    @property
    def shares(self) -> dict[Kind, float]:
        """What part of the area of the panel is of a kind, in percent."""
        whole = float((self.last - LEAST_KAPPA) * (LARGEST_TARGET - LEAST_TARGET))
        return {kind: 100 * sum(part.area for part in parts) / whole for kind, parts in self.parts.items()}


def panel(depth: int, halvings: int = HALVINGS) -> Panel:
    """Cover the parameters of two modes and find the parts of the panel.

    Args:
        depth: the number of layers L, 2 to 4.
        halvings: how often a part is halved where the second mode rests; where both modes oscillate it is as
            often as in the standard profile.
    """
    (claimed,) = certified.one_certifies(STATEMENT, depth)
    within = Fraction(str(claimed["attracting_to"])), Fraction(str(claimed["repelling_from"]))
    resting = phase_diagram.one_mode(depth, within=within, halvings=halvings)
    # Only two layers in phase have a part that no number of halvings decides.
    pair_halvings = certified.PAIR_HALVINGS[Profile.STANDARD] if depth == 2 else certified.DEEP_ENOUGH
    in_phase = phase_diagram.two_modes(depth, True, halvings=pair_halvings)
    out_of_phase = phase_diagram.two_modes(depth, False, halvings=certified.DEEP_ENOUGH)
    last = phase_diagram.last_kappa(depth)
    kinds = {Label.ATTRACTING: Kind.ATTRACTING, Label.REPELLING: Kind.ONE_REPELS, None: Kind.UNDECIDED}
    parts: dict[Kind, list[Strip]] = {kind: [] for kind in Kind}
    for label, box in labelled(resting):
        if label is not Label.OUTSIDE:
            parts[kinds[label]].append(_where_one_rests(depth, box))
    for repels, box in _in_both(in_phase, out_of_phase):
        parts[Kind.BOTH_REPEL if repels else Kind.UNDECIDED].append(_where_both_oscillate(depth, box))
    kappas = np.linspace(float(LEAST_KAPPA), float(last), 400)
    low, high = (at_second_kappa(depth, kappas, float(2 + end)) for end in (-STRIP, STRIP))
    parts[Kind.LEFT_OUT].append(_cut(kappas, (low, high), float(LEAST_TARGET), float(LARGEST_TARGET)))
    covers = {"rests": resting, "oscillates in phase": in_phase, "oscillates out of phase": out_of_phase}
    shown = {kind: tuple(part for part in found if part.area > 0) for kind, found in parts.items()}
    return Panel(depth, covers, shown, last)


def labelled(found: Cover[Label]) -> Iterator[tuple[Label | None, Box]]:
    """Give every box of a cover with its label, and None where it is undecided."""
    yield from ((part.proof, part.box) for part in found.proven())
    yield from ((None, box) for box in found.undecided())


def _in_both(one: Cover[Label], other: Cover[Label]) -> Iterator[tuple[bool, Box]]:
    """Give the common boxes of two covers, and whether both repel there."""
    others = list(labelled(other))
    for label, box in labelled(one):
        for second, against in others:
            ends = tuple(
                (max(a, c), min(b, d)) for (a, b), (c, d) in zip(box.ends, against.ends, strict=True)
            )
            if Label.OUTSIDE not in (label, second) and all(low < high for low, high in ends):
                yield label is second is Label.REPELLING, Box(ends)


@cache
def _orbit(depth: int) -> Callable[[Values], tuple[Values, Values]]:
    """Return kappa and the lower point u_1 of the orbit with sigma = 1 as functions of its ratio."""
    formulas = orbits.kappa(depth, z), orbits.points(depth, z)[0]
    function: Callable[[Values], tuple[Values, Values]] = sympy.lambdify(z, formulas, "numpy")
    return function


def _along(depth: int, box: Box) -> tuple[Values, Values]:
    """Return kappa_1 and u_1 at points along the first ratio of a box."""
    first, last = map(float, box.ends[0])
    low, high = _orbit(depth)(np.array([first, last]))[0]
    return _orbit(depth)(np.linspace(first, last, int((high - low) / _APART) + 3))


def _where_one_rests(depth: int, box: Box) -> Strip:
    kappas, lower_point = _along(depth, box)
    low, high = (lower_point * float(end) ** depth for end in box.ends[1])
    most = np.minimum(at_second_kappa(depth, kappas, float(2 - STRIP)), float(LARGEST_TARGET))
    return _cut(kappas, (low, high), float(LEAST_TARGET), most)


def _where_both_oscillate(depth: int, box: Box) -> Strip:
    kappas, _ = _along(depth, box)
    seconds, _ = _orbit(depth)(np.array([float(end) for end in box.ends[1]]))
    low, high = (at_second_kappa(depth, kappas, second) for second in seconds)
    least = at_second_kappa(depth, kappas, float(2 + STRIP))
    return _cut(kappas, (low, high), least, float(LARGEST_TARGET))


def at_second_kappa(depth: int, kappas: Values, second: float | Values) -> Values:
    """Return sigma_2/sigma_1 at which kappa_2 has a value, from kappa_2 = kappa_1 rho^(2-2/L)."""
    return np.asarray((second / kappas) ** (depth / (2 * depth - 2)), dtype=np.float64)


def _cut(kappas: Values, curves: tuple[Values, Values], least: float | Values, most: float | Values) -> Strip:
    """Return what lies between two curves, and between a least and a largest value."""
    # Near kappa_1 = 2 the strip about kappa_2 = 2 may reach beyond the panel: nothing is left there.
    lower, upper = (np.minimum(np.maximum(curve, least), most) for curve in curves)
    return Strip(kappas, lower, upper)
