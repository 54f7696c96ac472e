"""Checks of period-2 orbits on layers of any shapes: what rows, columns and hidden units without a mode add.

The exact route decides it for every depth; the other linearises gradient descent in the actual shapes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, less
from numerics.multipliers import Multiplier
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, onset, orbit_cases
from paper_checks.checks import full_space_cases as cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, kappa, z

DEPTHS = range(2, 6)
"""The depths at which networks of drawn shapes are linearised."""
LARGE_RATE = Fraction(5)
"""Where only a least learning rate is stated, networks are linearised here."""
STATED = "a multiplier of two steps is as stated"
INSIDE = "every multiplier of two steps off the mode, but for the neutral ones, has a modulus below 1"


@dataclass(frozen=True)
class ShapeCase:
    """A target with one mode, sigma = 1, and how many rows, hidden units and columns have no mode."""

    depth: int
    kappa: Fraction
    rows: int
    hidden: int
    columns: int

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        shape = f"{1 + self.rows} x {1 + self.hidden} x {1 + self.columns}"
        return {"L": self.depth, "kappa": self.kappa, "shape": shape}


def silent_by_argument(names: tuple[str, str, str], statement: Statement, _request: Request) -> Evidence:
    """Decide the multipliers of entries that pair the mode with a silent index, for every depth.

    Args:
        names: of the multiplier for end layers, of that for hidden units, and of the number of places.
        statement: has these formulas.
    """
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    formulas = tuple(statement.formulas[name].expression for name in names)
    true = (theory.floquet.silent_entries.OUTER, theory.floquet.silent_entries.HIDDEN, L - 1)

    def refute() -> Witness:
        for name, stated, found in zip(names, formulas, true, strict=True):
            one, other = (formula.subs({L: 3, z: 2}) for formula in (found, stated))
            if one != other:
                return violation("=", one, other, asserts=f"{name} is as stated", at={"L": 3, "z": 2})
        raise NotAWitnessError("the formulas agree at the ratio tried")

    return decisions.by_argument(
        theory.floquet.silent_entries.multipliers(*formulas),
        domain="every depth L >= 2, every shape, every ratio z > 1",
        refute=refute,
    )


def silent_by_orbits(names: tuple[str, str, str], statement: Statement, request: Request) -> Evidence:
    """Count the stated multipliers among those of networks of drawn shapes; there are to be no others."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    outer, hidden, places = (statement.formulas[name].expression for name in names)

    def decide(case: ShapeCase) -> sampling.Answer:
        orbit, ratio = _orbit(case)
        count = enclosures.exact(places, {"L": Fraction(case.depth)})
        with numerics.balls.working_bits(orbit.bits):
            values: dict[str, Fraction | int | flint.arb] = {"z": ratio, "L": case.depth}
            for formula, times in ((outer, case.rows + case.columns), (hidden, count * (case.hidden + 1))):
                stated = enclosures.value(formula, values)
                met = [one for one in orbit.multipliers if _real_part(one).overlaps(stated)]
                if times and not met:
                    nearest = min(
                        map(_real_part, orbit.multipliers), key=lambda x: float(abs(x - stated).mid())
                    )
                    return sampling.Answer(
                        Truth.FALSE, violation("=", nearest, stated, asserts=STATED, at=case.at)
                    )
                found = Fraction(sum(one.multiplicity for one in met))
                if found < times:
                    return exactly.answer(found, Fraction(times), asserts="how often", at=case.at)
        rest = Fraction(sum(one.multiplicity for one in orbit.multipliers)) - 1
        due = case.rows + case.columns + count * (case.hidden + 1)
        neutral = exactly.answer(Fraction(orbit.neutral), count * case.hidden, asserts="ones", at=case.at)
        if neutral.truth is not Truth.TRUE:
            return neutral
        return exactly.answer(rest, due, asserts="the number of multipliers beside the mode's", at=case.at)

    return _over_depths(f"{statement.slug}/silent", Fraction(3), decide, request)


def attracting_by_argument(rate: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that silent entries attract up to a learning rate, for every depth."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    relation = statement.formulas[rate].expression

    def refute() -> Witness:
        # For two layers the multiplier is 1 - kappa/2, rational like kappa.
        outer = theory.floquet.silent_entries.OUTER.subs(L, 2)
        for ratio in (sympy.Rational(27, 10), sympy.Integer(3)):
            reached = theory.orbits.kappa(2, ratio)
            size = abs(outer.subs(z, ratio))
            if relation.subs(kappa, reached) == sympy.true and size >= 1:
                return violation("<", size, 1, asserts=INSIDE, at={"L": 2, "kappa": reached})
        raise NotAWitnessError("the multipliers are inside the unit circle at the rates tried")

    domain = f"every depth L >= 2, every shape, kappa > 2 with {relation}"
    if relation.lts != kappa:
        otherwise = f"{relation} is not of the form kappa <= c"
        return decisions.by_witness(refute, domain=domain, otherwise=otherwise)
    return decisions.by_argument(
        theory.floquet.silent_entries.attract(relation.gts), domain=domain, refute=refute
    )


def attracting_by_orbits(rate: str, statement: Statement, request: Request) -> Evidence:
    """Look for a multiplier outside the unit circle, off the mode, on networks of drawn shapes."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    relation = statement.formulas[rate].expression
    most = exactly.of_sympy(relation.gts) if relation.lts == kappa else LARGE_RATE

    def decide(case: ShapeCase) -> sampling.Answer:
        orbit, _ = _orbit(case)
        on_mode = numerics.orbits.enclose(case.depth, case.kappa, cases.DIGITS).multiplier
        with numerics.balls.working_bits(orbit.bits):
            others = [one.size() for one in orbit.multipliers if not _real_part(one).overlaps(on_mode)]
            outside = [size for size in others if less(1, size) is Truth.TRUE]
            if outside:
                return sampling.Answer(Truth.FALSE, violation("<", outside[0], 1, asserts=INSIDE, at=case.at))
            inside = all(less(size, 1) is Truth.TRUE for size in others)
        return sampling.Answer(Truth.TRUE if inside and others else Truth.UNKNOWN)

    return _over_depths(f"{statement.slug}/silent-attracting", most, decide, request)


def _orbit(case: ShapeCase) -> tuple[numerics.rectangular_orbits.RectangularOrbit, flint.arb]:
    """Enclose the orbit in the shapes of a case, and its ratio."""
    shape = (1 + case.rows, 1 + case.hidden, 1 + case.columns)
    rate = case.kappa / case.depth
    orbit = numerics.rectangular_orbits.enclose(case.depth, rate, [1], shape, digits=cases.DIGITS)
    return orbit, numerics.orbits.enclose(case.depth, case.kappa, cases.DIGITS + 10).ratio


def _over_depths(
    name: str, most: Fraction, decide: Callable[[ShapeCase], sampling.Answer], request: Request
) -> Evidence:
    """Decide the largest rate at each depth with one silent index, and drawn rates and shapes."""

    def drawn(depth: int) -> SearchStrategy[ShapeCase]:
        rates = orbit_cases.rates(Fraction(201, 100), most)
        extra = st.integers(0, 2)
        return st.builds(ShapeCase, st.just(depth), rates, extra, extra, extra)

    samples = []
    for depth in DEPTHS:
        samples.append(sampling.every((ShapeCase(depth, most, 1, 1, 1),), decide))
        if samples[-1].violation is None:
            seed = request.seed_of(f"{name}/{depth}")
            samples.append(sampling.draw(drawn(depth), decide, cases=request.cases(10), seed=seed))
        if samples[-1].violation is not None:
            break
    return sampling.evidence(
        samples,
        domain=f"one mode, up to two rows, hidden units and columns more, L = {DEPTHS[0]}, ..., {DEPTHS[-1]}",
    )


def _real_part(multiplier: Multiplier) -> flint.arb:
    return multiplier.ball.real
