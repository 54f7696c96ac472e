"""Samples of how the edge of stability moves with the depth and the target, by Hessians of the loss."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import arb
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from numerics.balls import Truth
from paper_checks import draws, enclosures, sampling
from paper_checks.checks import exactly, flattest
from paper_checks.checks.depth import (
    DEEPER,
    REACHES,
    Enclosed,
    Point,
    balanced,
    direction,
    mismatch,
    rate_beside,
)
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import Number
from theory.symbols import sigma_top


def _sharpness(layers: list[Fraction] | tuple[Fraction, ...]) -> Fraction:
    """Return the sharpness at a minimum of one mode, from the exact Hessian of the loss."""
    hessian = numerics.hessian.of_mode(layers, numerics.modes.product(layers))
    return exactly.from_flint(numerics.hessian.only_eigenvalue(hessian))


@dataclass(frozen=True)
class EdgeCase:
    """A minimum of one mode, and how far the learning rate is from the edge, relative to it."""

    minimum: flattest.ModeMinimum
    offset: Fraction


def reaching_by_hessian(formula: str, statement: Statement, request: Request) -> Evidence:
    """Compare a relation with the sharpness of drawn minima of one mode and of the balanced one."""
    relation = statement.formulas[formula].expression

    def decide(case: EdgeCase) -> sampling.Answer:
        depth, root = len(case.minimum.factors), case.minimum.root
        least = balanced(root, depth)
        rate = 2 / least * (1 + case.offset)
        at = {"L": Fraction(depth), "sigma_1": root**depth, "eta": rate}
        with numerics.balls.working_precision(request.digits):
            truth = enclosures.holds(relation, at)
        if truth is Truth.UNKNOWN:
            return sampling.Answer(truth)
        # Where it holds no minimum is flat enough; where it does not, the balanced one is.
        sharpness = _sharpness(case.minimum.layers) if truth is Truth.TRUE else least
        return _answer(truth is Truth.TRUE, sharpness, 2 / rate, REACHES, at)

    return sampling.over_depths(
        lambda depth: st.builds(EdgeCase, flattest.mode_minima(depth), _offsets()),
        decide,
        statement=f"{statement.slug}/{formula}",
        request=request,
        domain="minima of one mode, learning rates within a tenth of the edge",
        # The edge itself, at numbers that balls hold exactly.
        always=lambda depth: (_AT_THE_EDGE,) if depth == 2 else (),
    )


_AT_THE_EDGE = EdgeCase(flattest.ModeMinimum(Fraction(2), (Fraction(1),) * 2), Fraction(0))


def _answer(larger: bool, left: Number, right: Number, asserts: str, at: Enclosed) -> sampling.Answer:
    label = ("beyond the threshold" if larger else "up to the threshold",)
    witness = mismatch(larger, left, right, asserts, at)
    return sampling.Answer(Truth.TRUE if witness is None else Truth.FALSE, witness, label)


def _offsets(*, positive: bool = False) -> SearchStrategy[Fraction]:
    sizes = draws.between(Fraction(0), Fraction(1, 10), edges=False)
    return sizes if positive else st.builds(lambda size, sign: size * sign, sizes, st.sampled_from((1, -1)))


@dataclass(frozen=True)
class DepthCase:
    """A depth L and a number q: sigma_1 = q^(L (L + 1)) has a rational root for depth L and for L + 1."""

    depth: int
    q: Fraction

    @property
    def at(self) -> Point:
        """The parameters."""
        return {"L": Fraction(self.depth), "sigma_1": self.q ** (self.depth * (self.depth + 1))}

    def sides(self) -> tuple[Number, Number]:
        """Return the sharpness of the balanced minimum at depth L + 1 and at depth L, from the Hessian."""
        deeper = balanced(self.q**self.depth, self.depth + 1)
        return deeper, balanced(self.q ** (self.depth + 1), self.depth)


def deepening_by_hessian(
    formula: str, statement: Statement, request: Request, *, every_depth: bool = False
) -> Evidence:
    """Compare a relation in sigma_1 with the sharpness at two neighbouring depths, near its threshold.

    With `every_depth` the relation is about all steps of depth at once: beyond it each step has to
    rise, and up to it the first one must not.
    """
    relation = statement.formulas[formula].expression

    def cases(depth: int) -> SearchStrategy[DepthCase]:
        with numerics.balls.working_precision(request.digits):
            end = relation.lts if relation.gts == sigma_top else relation.gts
            bound = enclosures.value(end, {"L": depth})
            middle = numerics.balls.to_rationals(bound ** (arb(1) / (depth * (depth + 1))))[0]
        # Small denominators: sigma_1 is a high power of q.
        sizes = st.one_of(st.integers(200, 2000), st.integers(40_000, 60_000))
        steps = st.integers(1 if every_depth and depth > 2 else -5, 6)
        return st.builds(lambda n, k: DepthCase(depth, Fraction(int(middle * n) + k, n)), sizes, steps)

    def decide(case: DepthCase) -> sampling.Answer:
        with numerics.balls.working_precision(request.digits):
            truth = enclosures.holds(relation, case.at)
        if truth is Truth.UNKNOWN:
            return sampling.Answer(truth)
        return _answer(truth is Truth.TRUE, *case.sides(), DEEPER, case.at)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/{formula}",
        request=request,
        domain="balanced minima of one mode, sigma_1^(1/(L (L + 1))) near the threshold",
    )


def turning_by_hessian(statement: Statement, request: Request) -> Evidence:
    """Compare the turning depth with the sharpness at neighbouring whole depths on one side of it."""
    relation = statement.formulas["beyond_turning"].expression

    def cases(depth: int) -> SearchStrategy[DepthCase | VeryDeepCase]:
        # For w = 1 the sharpness turns between depth L and depth L + 1.
        widths = st.integers(-1000, 2000)
        return widths.map(lambda w: DepthCase(depth, 1 - Fraction(w, 1000 * (2 * depth + 1))))

    def decide(case: DepthCase | VeryDeepCase) -> sampling.Answer:
        with numerics.balls.working_precision(request.digits):
            rising = direction(relation, case.at)
            if rising is None:
                return sampling.Answer(Truth.TRUE, labels=("turns in between",))
            deeper, own = case.sides()
            if not (deeper > own or deeper <= own):
                return sampling.Answer(Truth.UNKNOWN)
            return _answer(rising, deeper, own, DEEPER, case.at)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/beyond_turning",
        request=request,
        domain="balanced minima of one mode at two neighbouring whole depths",
        always=lambda depth: _VERY_DEEP if depth == 2 else (),
    )


@dataclass(frozen=True)
class VeryDeepCase:
    """A depth too large for exact numbers, and the turning depth -2 log sigma_1 of a target, in balls."""

    depth: int
    turning: Fraction

    @property
    def at(self) -> Enclosed:
        """The parameters."""
        return {"L": self.depth, "sigma_1": self.sigma}

    @property
    def sigma(self) -> arb:
        """The target, enclosed at the working precision."""
        return (-numerics.balls.ball(self.turning) / 2).exp()

    def sides(self) -> tuple[Number, Number]:
        """Enclose the sharpness of the balanced minimum at depth L + 1 and at depth L, from the Hessian."""
        sigma = self.sigma
        deeper, own = (
            numerics.hessian.enclosed_sharpness_where_layers_agree(sigma ** (arb(1) / depth), sigma, depth)
            for depth in (self.depth + 1, self.depth)
        )
        return deeper, own


_VERY_DEEP = tuple(VeryDeepCase(depth, Fraction(23026, 10)) for depth in (2302, 2303))
"""On either side of where the sharpness turns, closer to it than a thousandth of the depth."""


@dataclass(frozen=True)
class DeepCase:
    """A depth, a root sigma_1^(1/L), and how far eta is beyond where the bound meets the depth."""

    depth: int
    root: Fraction
    offset: Fraction


def deep_by_hessian(statement: Statement, request: Request) -> Evidence:
    """Compare the bound on the depth with the sharpness of the balanced minimum."""
    relations = [statement.formulas[name].expression for name in ("deep_enough", "small_target")]

    def decide(case: DeepCase) -> sampling.Answer:
        at = {"L": Fraction(case.depth), "sigma_1": case.root**case.depth}
        at["eta"] = rate_beside(relations[0], at, case.offset)
        with numerics.balls.working_precision(request.digits):
            inside = all(enclosures.holds(relation, at) is Truth.TRUE for relation in relations)
        if not inside:
            return sampling.Answer(Truth.TRUE, labels=("target too large",))
        return _answer(True, balanced(case.root, case.depth), 2 / at["eta"], REACHES, at)

    roots = st.one_of(st.just(Fraction(1)), draws.between(Fraction(1, 2), Fraction(11, 10), edges=False))
    return sampling.over_depths(
        lambda depth: st.builds(DeepCase, st.just(depth), roots, _offsets(positive=True)),
        decide,
        statement=f"{statement.slug}/deep_enough",
        request=request,
        domain="balanced minima of one mode, learning rates just beyond where the bound meets the depth",
        always=lambda depth: tuple(DeepCase(depth, root, offset) for root, offset in _SHARPEST),
    )


_SHARPEST = (
    (Fraction(1), Fraction(0)),
    (Fraction(1), Fraction(1, 10**8)),
    (1 + Fraction(1, 10**5), Fraction(1, 10**8)),
)
"""Roots of the target and offsets at which neither bound has room: the last target is just too large."""
