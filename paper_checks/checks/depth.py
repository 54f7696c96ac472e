"""Checks of how the edge of stability moves with the depth and with the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy
from flint import arb
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly, flattest
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Number, Witness, violation
from theory.symbols import L, eta, sigma_top

if TYPE_CHECKING:
    from theory.argument import Argument

DOMAIN = "every depth L >= 2, every target other than zero, every learning rate"
REACHES = "every global minimum is sharper than 2/eta"
DEEPER = "the flattest minimum of depth L + 1 is sharper than that of depth L"

OFFSETS = tuple(Fraction(sign, 10**power) for power in (1, 2, 3, 5, 8) for sign in (1, -1))
"""How far from a threshold arguments look for a witness, relative to it."""
DIGITS = 50
"""Digits at which a witness is looked for; the violation itself is certain or there is none."""

Point = dict[str, Fraction]
Sides = Callable[[Point], tuple[arb, arb]]


def threshold_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that every global minimum is sharper than 2/eta exactly where the relation holds."""
    relation = statement.formulas["threshold"].expression
    # Written against 2/eta, what is left is the sharpness.
    sharpness = relation.gts if relation.lts == 2 / eta else sympy.Integer(0)
    argument = theory.depth.reaches(sharpness) if sharpness != 0 else None
    return _decided(argument, relation, _reaching, _near_edge(), asserts=REACHES)


def target_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that every global minimum is sharper than 2/eta exactly where the relation in sigma_1 holds."""
    relation = statement.formulas["reaching_target"].expression
    argument = _with_bound(theory.depth.target, relation, sigma_top)
    return _decided(argument, relation, _reaching, _near_edge(), asserts=REACHES)


def next_depth_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that one more layer makes the flattest minimum sharper exactly where the relation holds."""
    relation = statement.formulas["next_depth_sharper"].expression
    argument = _with_bound(theory.depth.next_depth, relation, sigma_top)
    return _decided(argument, relation, _deepening, _near_equal_depths((2, 3)), asserts=DEEPER)


def every_depth_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that the sharpness of the flattest minimum increases over all depths exactly there."""
    relation = statement.formulas["every_depth_sharper"].expression
    argument = _with_bound(theory.depth.increases_from_two, relation, sigma_top)
    # The first step of depth decides.
    return _decided(argument, relation, _deepening, _near_equal_depths((2,)), asserts=DEEPER)


def turning_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide where the sharpness of the flattest minimum, as a function of real depth, turns."""
    relation = statement.formulas["beyond_turning"].expression

    def refute() -> Witness:
        for sigma in (Fraction(1, 10), Fraction(1, 100), Fraction(1, 2), Fraction(1, 10**6)):
            for depth in range(2, 30):
                at = {"L": Fraction(depth), "sigma_1": sigma}
                with numerics.balls.working_precision(DIGITS):
                    rising = _direction(relation, at)
                    witness = None if rising is None else _mismatch(rising, *_deepening(at), DEEPER, at)
                if witness is not None:
                    return witness
        raise NotAWitnessError("no depth tried tells the turning depths apart")

    argument = _with_bound(theory.depth.turns_at, relation, L)
    domain = "every real depth L >= 2, every target other than zero"
    return _by(argument, refute, domain=domain)


def deep_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that for targets up to a size every depth beyond a bound reaches the edge."""
    relation = statement.formulas["deep_enough"].expression
    small = statement.formulas["small_target"].expression
    argument = _with_bound(theory.depth.deep_enough, relation, L)
    # The argument is about sigma_1 <= 1 and no other hypothesis.
    if small.lts != sigma_top or small.gts != 1:
        argument = None

    def refute() -> Witness:
        for depth in (2, 3):
            for root in (Fraction(1), Fraction(99, 100), Fraction(101, 100), Fraction(5, 4)):
                at = {"L": Fraction(depth), "sigma_1": root**depth}
                for rate in _rates_beyond(relation, at):
                    witness = _unreached((relation, small), {**at, "eta": rate}, _reaching)
                    if witness is not None:
                        return witness
        raise NotAWitnessError("no point tried violates the bound")

    return _by(argument, refute, domain="every depth beyond the bound, every learning rate and small target")


SHALLOW, DEEP, ROOT, RATE = 2, 3, Fraction(1, 2), Fraction(100)
"""sigma_1 = ROOT^6 = 1/64: S is 1/32 at depth 2 and 3/256 at depth 3, and 2/eta = 1/50 lies between."""
ALWAYS = "depth 3 reaches the edge at a learning rate at which depth 2 does: S(3) > 2/eta"


def always_by_evaluation(_statement: Statement, _request: Request) -> Evidence:
    """Evaluate both sharpnesses by the spectrum of the balanced minimum."""

    def sharpness(depth: int) -> Fraction:
        sigma = sympy.Rational(ROOT.numerator, ROOT.denominator) ** 6
        value = theory.hessian.balanced_spectrum([sigma], depth)[0][0]
        return Fraction(int(value.p), int(value.q))

    return _deeper_falls_short(sharpness)


def always_by_hessian(_statement: Statement, _request: Request) -> Evidence:
    """Evaluate both sharpnesses by the exact Hessian of the loss at the balanced minima."""
    return _deeper_falls_short(lambda depth: _balanced(ROOT ** (6 // depth), depth))


def _deeper_falls_short(sharpness: Callable[[int], Fraction]) -> Evidence:
    def refute() -> Witness:
        if sharpness(SHALLOW) <= 2 / RATE:
            raise NotAWitnessError("depth 2 does not reach the edge")
        at = {"sigma_1": ROOT**6, "eta": RATE, "S(2)": sharpness(SHALLOW)}
        return violation(">", sharpness(DEEP), 2 / RATE, asserts=ALWAYS, at=at)

    return decisions.by_witness(refute, domain=DOMAIN)


def _with_bound(
    build: Callable[[sympy.Expr], Argument], relation: sympy.Rel, symbol: sympy.Symbol
) -> Argument | None:
    """Build an argument from the bound c of a relation ``symbol > c``; None for another relation."""
    strict = isinstance(relation, sympy.StrictGreaterThan | sympy.StrictLessThan)
    return build(relation.lts) if strict and relation.gts == symbol else None


def _by(argument: Argument | None, refute: Callable[[], Witness], *, domain: str) -> Evidence:
    if argument is None:
        return decisions.by_witness(refute, domain=domain)
    return decisions.by_argument(argument, domain=domain, refute=refute)


def _decided(
    argument: Argument | None, relation: sympy.Rel, sides: Sides, points: Iterable[Point], *, asserts: str
) -> Evidence:
    """Decide that a relation holds exactly where one side is larger than the other."""

    def refute() -> Witness:
        for at in points:
            with numerics.balls.working_precision(DIGITS):
                truth = enclosures.holds(relation, at)
                if truth is not Truth.UNKNOWN:
                    witness = _mismatch(truth is Truth.TRUE, *sides(at), asserts, at)
                    if witness is not None:
                        return witness
        raise NotAWitnessError(f"no point tried tells {relation} from: {asserts}")

    return _by(argument, refute, domain=DOMAIN)


def _mismatch(larger: bool, left: Number, right: Number, asserts: str, at: Point) -> Witness | None:
    """Return the witness that left is not larger (or is, where it should not be), if that is certain."""
    certain = left <= right if larger else left > right
    if not certain:
        return None
    said = asserts if larger else f"not: {asserts}"
    return violation(">" if larger else "<=", left, right, asserts=said, at=at)


def _unreached(relations: Iterable[sympy.Rel], at: Point, sides: Sides) -> Witness | None:
    """Return the witness that relations hold at a point and the edge is not reached there, if certain."""
    with numerics.balls.working_precision(DIGITS):
        if any(enclosures.holds(relation, at) is not Truth.TRUE for relation in relations):
            return None
        return _mismatch(True, *sides(at), REACHES, at)


def _direction(relation: sympy.Rel, at: Point) -> bool | None:
    """Say whether S rises (True) or falls (False) from depth L to L + 1, as far as the relation tells."""
    if enclosures.holds(relation, at) is Truth.TRUE:
        return True
    return False if enclosures.holds(relation, {**at, "L": at["L"] + 1}) is Truth.FALSE else None


def _reaching(at: Point) -> tuple[arb, arb]:
    return enclosures.value(theory.depth.SHARPNESS, at), enclosures.value(2 / eta, at)


def _deepening(at: Point) -> tuple[arb, arb]:
    deeper = {**at, "L": at["L"] + 1}
    return tuple(enclosures.value(theory.depth.SHARPNESS, point) for point in (deeper, at))  # type: ignore[return-value]


def _near_edge() -> Iterator[Point]:
    """Yield parameters near the edge, at sigma_1 = root^L with a rational sharpness."""
    for depth in (2, 3):
        for root in (Fraction(2), Fraction(1, 2)):
            edge = 2 / (depth * root ** (2 * depth - 2))
            for offset in OFFSETS:
                yield {"L": Fraction(depth), "sigma_1": root**depth, "eta": edge * (1 + offset)}


def _near_equal_depths(depths: Iterable[int]) -> Iterator[Point]:
    """Yield targets near those for which depths L and L + 1 have equal sharpness."""
    for depth in depths:
        equal = Fraction(depth, depth + 1) ** (depth * (depth + 1) // 2)
        for offset in OFFSETS:
            yield {"L": Fraction(depth), "sigma_1": equal * (1 + offset)}


def _rates_beyond(relation: sympy.Rel, at: Point) -> Iterator[Fraction]:
    """Yield learning rates just beyond that at which the depth meets a bound proportional to 1/eta."""
    edge = enclosures.exact(relation.lts, {**at, "eta": Fraction(1)}) / at["L"]
    for offset in OFFSETS[::2]:
        yield edge * (1 + offset)


def _sharpness(layers: list[Fraction] | tuple[Fraction, ...]) -> Fraction:
    """Return the sharpness at a minimum of one mode, from the exact Hessian of the loss."""
    hessian = numerics.hessian.of_mode(layers, numerics.modes.product(layers))
    return exactly.from_flint(numerics.hessian.only_eigenvalue(hessian))


def _balanced(root: Fraction, depth: int) -> Fraction:
    """Return the sharpness at the balanced minimum of one mode, from second derivatives of the loss."""
    return exactly.from_flint(numerics.hessian.sharpness_where_layers_agree(root, root**depth, depth))


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
        balanced = _balanced(root, depth)
        rate = 2 / balanced * (1 + case.offset)
        at = {"L": Fraction(depth), "sigma_1": root**depth, "eta": rate}
        with numerics.balls.working_precision(request.digits):
            truth = enclosures.holds(relation, at)
        if truth is Truth.UNKNOWN:
            return sampling.Answer(truth)
        # Where it holds no minimum is flat enough; where it does not, the balanced one is.
        sharpness = _sharpness(case.minimum.layers) if truth is Truth.TRUE else balanced
        return _answer(truth is Truth.TRUE, sharpness, 2 / rate, REACHES, at)

    return sampling.over_depths(
        lambda depth: st.builds(EdgeCase, flattest.mode_minima(depth), _offsets()),
        decide,
        statement=f"{statement.slug}/{formula}",
        request=request,
        domain="minima of one mode, learning rates within a tenth of the edge",
    )


def _answer(larger: bool, left: Fraction, right: Fraction, asserts: str, at: Point) -> sampling.Answer:
    label = ("beyond the threshold" if larger else "up to the threshold",)
    witness = _mismatch(larger, left, right, asserts, at)
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

    def sides(self) -> tuple[Fraction, Fraction]:
        """Return the sharpness of the balanced minimum at depth L + 1 and at depth L, from the Hessian."""
        deeper = _balanced(self.q**self.depth, self.depth + 1)
        return deeper, _balanced(self.q ** (self.depth + 1), self.depth)


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
            bound = enclosures.value(relation.lts, {"L": depth})
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

    def cases(depth: int) -> SearchStrategy[DepthCase]:
        # For w = 1 the sharpness turns between depth L and depth L + 1.
        widths = st.integers(-1000, 2000)
        return widths.map(lambda w: DepthCase(depth, 1 - Fraction(w, 1000 * (2 * depth + 1))))

    def decide(case: DepthCase) -> sampling.Answer:
        with numerics.balls.working_precision(request.digits):
            rising = _direction(relation, case.at)
        if rising is None:
            return sampling.Answer(Truth.TRUE, labels=("turns in between",))
        return _answer(rising, *case.sides(), DEEPER, case.at)

    return sampling.over_depths(
        cases,
        decide,
        statement=f"{statement.slug}/beyond_turning",
        request=request,
        domain="balanced minima of one mode at two neighbouring whole depths",
    )


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
        edge = enclosures.exact(relations[0].lts, {**at, "eta": Fraction(1)}) / case.depth
        at["eta"] = edge * (1 + case.offset)
        with numerics.balls.working_precision(request.digits):
            inside = all(enclosures.holds(relation, at) is Truth.TRUE for relation in relations)
        if not inside:
            return sampling.Answer(Truth.TRUE, labels=("target too large",))
        return _answer(True, _balanced(case.root, case.depth), 2 / at["eta"], REACHES, at)

    roots = st.one_of(st.just(Fraction(1)), draws.between(Fraction(1, 2), Fraction(11, 10), edges=False))
    return sampling.over_depths(
        lambda depth: st.builds(DeepCase, st.just(depth), roots, _offsets(positive=True)),
        decide,
        statement=f"{statement.slug}/deep_enough",
        request=request,
        domain="balanced minima of one mode, learning rates just beyond where the bound meets the depth",
    )
