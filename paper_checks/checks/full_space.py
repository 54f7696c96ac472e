"""Checks of the period-2 orbit of one mode among all entries of the layers: where it attracts, how that ends.

The exact routes use two layers; `numerics.lifted_orbits` linearises gradient descent on the whole network and
knows nothing of its blocks.
"""

from fractions import Fraction
from functools import partial

import flint
import sympy
from hypothesis import strategies as st

import numerics
import theory
from numerics.balls import Truth
from numerics.multipliers import Multiplier
from paper_checks import decisions, enclosures, sampling
from paper_checks.checks import exactly, onset, orbit_cases
from paper_checks.checks import full_space_cases as cases
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import L, S, S_top, eta, kappa

_PAST_THE_DOUBLING = Fraction(2474, 1000)
_THIRD = Fraction(1, 3 * 10**7)


def one_mode_by_argument(window: str, transverse: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that with one oscillating mode the orbit of two layers attracts exactly in the stated region."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    first, second = (statement.formulas[name].expression for name in (window, transverse))
    domain = "L = 2, every width, every kappa_1 > 2 > kappa_2 >= ... > 0"
    if (ends := _ends_included(first, second)) is not None:
        return decisions.by_witness(lambda: ends, domain=domain)
    refute = partial(_disagreement, first, second)
    if first.lts != kappa:
        return decisions.by_witness(refute, domain=domain)
    return decisions.by_argument(
        theory.floquet.one_mode.attracts_exactly(first.gts, second.gts - second.lts),
        domain=domain,
        refute=refute,
    )


def one_mode_by_orbits(window: str, transverse: str, statement: Statement, request: Request) -> Evidence:
    """Compare the stated region with the multipliers of the whole network."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    relations = tuple(statement.formulas[name].expression for name in (window, transverse))
    domain = "two layers, rational kappa_1 and kappa_2 on both sides of the ends of the region"
    if any(isinstance(relation, sympy.LessThan) for relation in relations):
        return decisions.by_witness(None, domain=domain, otherwise="balls do not decide an end itself")

    def decide(case: tuple[Fraction, Fraction]) -> sampling.Answer:
        one, other = case
        inside = all(enclosures.holds(relation, _values(one, other)) is Truth.TRUE for relation in relations)
        orbit = numerics.lifted_orbits.enclose(2, one / 2, [1, other / one], digits=cases.DIGITS)
        label = ("inside the region" if inside else "outside the region",)
        return cases.settle(orbit, inside, {"L": 2, "kappa_1": one, "kappa_2": other}, label)

    ends = [(one, other) for one, other in _beside_the_ends() if 0 < other < 2 < one]
    rates = st.tuples(
        orbit_cases.rates(Fraction(201, 100), Fraction(13, 5)),
        # Thirds beside a decimal grid: no case is exactly at the end, where balls decide nothing.
        orbit_cases.rates(Fraction(1, 20), Fraction(199, 100)).map(lambda value: value + _THIRD),
    )
    return cases.sample(
        f"{statement.slug}/one-mode",
        rates,
        decide,
        request,
        always=ends,
        domain=domain,
    )


def rotations_by_argument(count: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that steps commute with rotations, and how many directions that gives for a pair of modes."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    formula = statement.formulas[count].expression

    def refute() -> Witness:
        # Three of the four multipliers of a pair of two layers are formulas; which of them are not 1?
        others = theory.floquet.two_modes.multipliers(sympy.Rational(3, 2), sympy.Rational(5, 4))[-3:]
        ones = 4 - sum(one != 1 for one in others)
        at = {"L": 2, "z of one mode": "3/2", "z of another": "5/4"}
        return violation("=", ones, formula.subs(L, 2), asserts="the number of multipliers 1", at=at)

    return decisions.by_argument(
        theory.floquet.symmetries.rotations(formula),
        domain="every depth L >= 2, every width",
        refute=refute,
    )


def rotations_by_orbits(count: str, statement: Statement, _request: Request) -> Evidence:
    """Count the neutral directions that the whole network has at orbits of two oscillating modes."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    formula = statement.formulas[count].expression

    def decide(case: cases.PairCase) -> sampling.Answer:
        stated = enclosures.exact(formula, {"L": Fraction(case.depth)})
        neutral = cases.orbit_of(case).neutral
        return exactly.answer(Fraction(neutral), stated, asserts="the number of multipliers 1", at=case.at)

    every = [
        cases.PairCase(depth, Fraction(12, 5), Fraction(99, 100), upper)
        for depth in cases.DEPTHS
        for upper in (False, True)
    ]
    return sampling.evidence(
        [sampling.every(every, decide)],
        domain=f"two oscillating modes in both phases, L = {cases.DEPTHS[0]}, ..., {cases.DEPTHS[-1]}",
    )


def turns_by_argument(cosine: str, window: str, statement: Statement, _request: Request) -> Evidence:
    """Decide how a pair of an oscillating and a resting mode of two layers loses stability."""
    if (without := onset.refuted_exactly("beyond_eos", statement)) is not None:
        return without
    formula = statement.formulas[cosine].expression
    before = statement.formulas[window].expression
    domain = "L = 2, kappa_1 + kappa_2 = 4, 2 < kappa_1 < 5/2"
    if (end := _ends_included(before)) is not None:
        return decisions.by_witness(lambda: end, domain=domain)
    if (beyond := _before_the_end(before)) is not None:
        one, other = beyond
        at = {"L": 2, "kappa_1": one, "kappa_2": other}
        largest = cases.largest_of_one(one, other)
        witness = violation("<", largest, 1, asserts=cases.INSIDE, at=at)
        return decisions.by_witness(lambda: witness, domain=domain)

    def refute() -> Witness:
        one = Fraction(11, 5)
        trace = theory.floquet.one_mode_blocks.multipliers(cases.rational(one), cases.rational(4 - one))[-1]
        at = {"L": 2, "kappa_1": one, "kappa_2": 4 - one}
        real = sympy.re(trace)
        return violation("=", real, formula.subs(kappa, cases.rational(one)), asserts="cos(theta)", at=at)

    return decisions.by_argument(
        theory.floquet.one_mode.turns_at_the_end(formula),
        domain=domain,
        refute=refute,
    )


def turns_by_orbits(cosine: str, window: str, statement: Statement, request: Request) -> Evidence:
    """Look for the stated multipliers among those of the whole network, at the end of stability."""
    if (without := onset.refuted_by_count("beyond_eos", statement)) is not None:
        return without
    formula = statement.formulas[cosine].expression
    before = statement.formulas[window].expression
    beyond = _before_the_end(before)
    if beyond is None and isinstance(before, sympy.LessThan):
        return decisions.by_witness(None, domain="two layers", otherwise="balls do not decide an end itself")

    def attracts(rates: tuple[Fraction, Fraction]) -> sampling.Answer:
        one, other = rates
        orbit = numerics.lifted_orbits.enclose(2, one / 2, [1, other / one], digits=cases.DIGITS)
        return cases.settle(orbit, True, {"L": 2, "kappa_1": one, "kappa_2": other}, ())

    if beyond is not None:
        return sampling.evidence([sampling.every([beyond], attracts)], domain="two layers")

    def decide(one: Fraction) -> sampling.Answer:
        orbit = numerics.lifted_orbits.enclose(2, one / 2, [1, (4 - one) / one], digits=cases.DIGITS)
        with numerics.balls.working_bits(orbit.bits):
            stated = enclosures.value(formula, {"kappa": one})
            at = {"L": 2, "kappa_1": one, "kappa_2": 4 - one}
            turning = [m for m in orbit.multipliers if not m.ball.imag.contains(0) and m.size().contains(1)]
            return cases.found(orbit, stated, _real_part, "the real part is as stated", at, turning)

    return cases.sample(
        f"{statement.slug}/turns",
        orbit_cases.rates(Fraction(201, 100), Fraction(247, 100)),
        decide,
        request,
        domain="two layers, rational kappa_1, kappa_2 = 4 - kappa_1",
    )


def _real_part(multiplier: Multiplier) -> flint.arb:
    return multiplier.ball.real


def _before_the_end(window: sympy.Rel) -> tuple[Fraction, Fraction] | None:
    """Return rates just before a pair of two layers turns, where a window reaches past the doubling."""
    for one in (_PAST_THE_DOUBLING, Fraction(5, 2), Fraction(3)):
        if enclosures.holds(window, {kappa.name: one}) is Truth.TRUE:
            return one, 4 - one - cases.BESIDE
    return None


def _ends_included(window: sympy.Rel, transverse: sympy.Rel | None = None) -> Witness | None:
    """Return the witness that a multiplier is on the unit circle or outside at an end of a stated region."""
    if isinstance(window, sympy.LessThan):
        one, other = window.gts, sympy.Rational(1, 2)
        on_mode, *_ = theory.floquet.one_mode_blocks.multipliers(one, other)
        size = abs(sympy.expand(on_mode))
    elif isinstance(transverse, sympy.LessThan):
        one, other = sympy.Rational(11, 5), sympy.Rational(9, 5)
        size = cases.largest_of(theory.floquet.one_mode_blocks.multipliers(one, other))
    else:
        return None
    at = {"L": 2, "kappa_1": one, "kappa_2": other}
    try:
        return violation("<", size, 1, asserts=cases.INSIDE, at=at)
    except NotAWitnessError:
        return None


def _values(one: Fraction, other: Fraction) -> dict[str, Fraction | int | flint.arb]:
    """Return the sharpness of two modes and kappa for the learning rate 1."""
    return {"kappa": one, eta.name: Fraction(1), S_top.name: one, S.name: other}


def _beside_the_ends() -> list[tuple[Fraction, Fraction]]:
    """Return kappa_1 and kappa_2 beside both ends of the true region, and next to it."""
    doubling = Fraction(2472, 1000)
    along = [Fraction(21, 10), Fraction(11, 5), Fraction(24, 10)]
    across = [(one, 4 - one + side) for one in along for side in (-cases.BESIDE, cases.BESIDE)]
    return [*across, *((doubling + side, Fraction(1, 2)) for side in (0, 2 * cases.BESIDE))]


def _disagreement(window: sympy.Rel, transverse: sympy.Rel) -> Witness:
    """Return learning rates where a stated region and the exact multipliers disagree.

    Raises:
        NotAWitnessError: if they agree beside the ends of the true region.
    """
    for one, other in _beside_the_ends():
        values = _values(one, other)
        stated = all(enclosures.holds(each, values) is Truth.TRUE for each in (window, transverse))
        largest = cases.largest_of_one(one, other)
        at = {"L": 2, "kappa_1": one, "kappa_2": other}
        if stated and largest >= 1:
            return violation("<", largest, 1, asserts=cases.INSIDE, at=at)
        if not stated and largest < 1:
            return violation(">=", largest, 1, asserts=cases.OUTSIDE, at=at)
    raise NotAWitnessError("the region agrees with the multipliers at every learning rate tried")
