"""Checks of how the edge of stability moves with the depth and with the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import sympy
from flint import arb

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, enclosures
from paper_checks.checks import exactly
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

SMALL, SMALL_IN_WORDS = Fraction(1, 10**500), "1/10^500"
NEAR_TURNING = range(2300, 2306)
"""A target with the turning depth 1000 log 10 = 2302.585..., and depths within a thousandth of it."""

Point = Mapping[str, Fraction]
Enclosed = Mapping[str, Fraction | int | arb]
Sides = Callable[[Point], tuple[arb, arb]]


def threshold_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that every global minimum is sharper than 2/eta exactly where the relation holds."""
    relation = statement.formulas["threshold"].expression
    # Written against 2/eta, what is left is the sharpness.
    strict = isinstance(relation, sympy.StrictGreaterThan | sympy.StrictLessThan)
    sharpness = relation.gts if strict and relation.lts == 2 / eta else sympy.Integer(0)
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
                witness = _turned(relation, at)
                if witness is not None:
                    return witness
        for depth in NEAR_TURNING:
            witness = _turned(relation, {"L": Fraction(depth), "sigma_1": SMALL})
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
            for root in map(Fraction, ("1", "99/100", "10001/10000", "101/100", "5/4")):
                at = {"L": Fraction(depth), "sigma_1": root**depth}
                for rate in (rate_beside(relation, at, offset) for offset in (Fraction(0), *OFFSETS[::2])):
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
    return _deeper_falls_short(lambda depth: balanced(ROOT ** (6 // depth), depth))


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
                    witness = mismatch(truth is Truth.TRUE, *sides(at), asserts, at)
                    if witness is not None:
                        return witness
        raise NotAWitnessError(f"no point tried tells {relation} from: {asserts}")

    return _by(argument, refute, domain=DOMAIN)


def mismatch(
    larger: bool, left: Number, right: Number, asserts: str, at: Mapping[str, object]
) -> Witness | None:
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
        return mismatch(True, *sides(at), REACHES, at)


def direction(relation: sympy.Rel, at: Enclosed) -> bool | None:
    """Say whether S rises (True) or falls (False) from depth L to L + 1, as far as the relation tells."""
    if enclosures.holds(relation, at) is Truth.TRUE:
        return True
    return False if enclosures.holds(relation, {**at, "L": at["L"] + 1}) is Truth.FALSE else None


def _turned(relation: sympy.Rel, at: Point) -> Witness | None:
    with numerics.balls.working_precision(DIGITS):
        rising = direction(relation, at)
        if rising is None:
            return None
        shown = {**at, "sigma_1": SMALL_IN_WORDS} if at["sigma_1"] == SMALL else at
        return mismatch(rising, *_deepening(at), DEEPER, shown)


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
            for offset in (Fraction(0), *OFFSETS):
                yield {"L": Fraction(depth), "sigma_1": root**depth, "eta": edge * (1 + offset)}


def _near_equal_depths(depths: Iterable[int]) -> Iterator[Point]:
    """Yield targets near those for which depths L and L + 1 have equal sharpness."""
    for depth in depths:
        equal = Fraction(depth, depth + 1) ** (depth * (depth + 1) // 2)
        for offset in OFFSETS:
            yield {"L": Fraction(depth), "sigma_1": equal * (1 + offset)}


def rate_beside(relation: sympy.Rel, at: Point, offset: Fraction) -> Fraction:
    """Return the learning rate at which a bound proportional to 1/eta meets the depth, moved a little.

    Args:
        relation: between the depth and the bound.
        at: the depth and the target.
        offset: how far the rate is moved to the side where the relation holds, relative to it.
    """
    depth, bound = relation.gts, relation.lts
    if not bound.has(eta):
        depth, bound, offset = bound, depth, -offset
    return enclosures.exact(bound, {**at, "eta": Fraction(1)}) / enclosures.exact(depth, at) * (1 + offset)


def balanced(root: Fraction, depth: int) -> Fraction:
    """Return the sharpness at the balanced minimum of one mode, from second derivatives of the loss."""
    return exactly.from_flint(numerics.hessian.sharpness_where_layers_agree(root, root**depth, depth))
