"""Checks of Lyapunov exponents of the balanced mode: exact at two layers, sampled elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import flint
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth, less
from numerics.duals import Dual, constant, variable
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import rho

EXPANDS = "the squared derivative of n balanced steps times w(rho_0) is factor^n w(rho_n)"
MOST_STEPS = 5
BLOCKS, LENGTH, SKIPPED = 20, 50, 50
ERRORS = 5
"""An exponent has a sign if its mean over the blocks is at least so many standard errors from zero."""
SEPARATION = Fraction(1, 10**60)
SEPARATED_STEPS = 150


def tripling_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide the exact expansion of two balanced layers at the end of bounded motion."""
    rate, weight, factor = (statement.formulas[name].expression for name in TRIPLING)

    def refute() -> Witness:
        step = theory.tripling.one_step(rate)
        for point in (Fraction(1, 2), Fraction(1, 3)):
            values = {"rho": point}
            slope = enclosures.exact(step.diff(rho), values)
            left = slope**2 * enclosures.exact(weight, values)
            after = enclosures.exact(step, values)
            right = exactly.of_sympy(factor) * enclosures.exact(weight, {"rho": after})
            if left != right:
                at = {"L": 2, "sigma": 1, "kappa": rate, "rho_0": point, "n": 1}
                return violation("=", left, right, asserts=EXPANDS, at=at)
        raise NotAWitnessError("both sides agree at the points tried")

    return decisions.by_argument(
        theory.tripling.triples(rate, weight, factor),
        domain="L = 2, sigma = 1, every start with w > 0",
        refute=refute,
    )


TRIPLING = ("tripling_rate", "tripling_weight", "tripling_factor")


@dataclass(frozen=True)
class StartCase:
    """A start and a number of steps."""

    start: Fraction
    steps: int


def tripling_by_steps(statement: Statement, request: Request) -> Evidence:
    """Make exact rational steps of two layers with their derivative, and compare."""
    rate, weight, factor = (statement.formulas[name].expression for name in TRIPLING)
    eta = constant(exactly.to_flint(exactly.of_sympy(rate) / 2))

    def decide(case: StartCase) -> sampling.Answer:
        state: Dual[flint.fmpq] = variable(exactly.to_flint(case.start))
        one = constant(flint.fmpq(1))
        for _ in range(case.steps):
            state = numerics.modes.step([state, state], one, eta)[0]
        slope, last = exactly.from_flint(state.derivative), exactly.from_flint(state.value)
        left = slope**2 * enclosures.exact(weight, {"rho": case.start})
        right = exactly.of_sympy(factor) ** case.steps * enclosures.exact(weight, {"rho": last})
        at = {"L": 2, "sigma": 1, "kappa": rate, "rho_0": case.start, "n": case.steps}
        return exactly.answer(left, right, asserts=EXPANDS, at=at)

    cases = st.builds(StartCase, draws.between(Fraction(0), Fraction(7, 5)), st.integers(1, MOST_STEPS))
    seed = request.seed_of(f"{statement.slug}/tripling")
    sample = sampling.draw(cases, decide, cases=request.cases(40), seed=seed)
    return sampling.evidence(
        [sample],
        domain=f"L = 2, rational starts between 0 and 7/5, up to {MOST_STEPS} exact steps",
    )


@dataclass(frozen=True)
class ExponentCase:
    """A depth, a start, and whether the chaotic or the periodic learning rate is meant."""

    depth: int
    start: Fraction
    chaotic: bool


def by_blocks(statement: Statement, request: Request) -> Evidence:
    """Enclose the exponents of blocks of steps from drawn starts, and compare their mean with its error."""

    def decide(case: ExponentCase) -> sampling.Answer:
        found = numerics.lyapunov.exponents(
            case.depth, _rate(statement, case), case.start, BLOCKS, LENGTH, skipped=SKIPPED
        )
        with numerics.balls.working_bits(numerics.lyapunov.GUARD_BITS):
            room = ERRORS * found.error
            least, most = found.mean - room, found.mean + room
        return _signed(
            statement, case, least, most, f"{BLOCKS} blocks of {LENGTH} steps, {ERRORS} standard errors"
        )

    return _over_cases(
        statement,
        request,
        decide,
        name="blocks",
        domain=f"{BLOCKS} blocks of {LENGTH} steps, {SKIPPED} steps skipped, {ERRORS} standard errors",
    )


def by_separation(statement: Statement, request: Request) -> Evidence:
    """Run all layers from two starts next to each other, and see whether their distance grows."""

    def decide(case: ExponentCase) -> sampling.Answer:
        eta = _rate(statement, case) / case.depth
        runs = [
            numerics.modes.run(
                [start] * case.depth,
                1,
                eta,
                SEPARATED_STEPS,
                2 * request.digits + 30,
                record_every=SEPARATED_STEPS,
            )
            for start in (case.start, case.start + SEPARATION)
        ]
        with numerics.balls.working_bits(max(run.bits for run in runs)):
            first, second = (run.states[-1][0] for run in runs)
            growth = (abs(first - second) / flint.arb(exactly.to_flint(SEPARATION))).log() / SEPARATED_STEPS
        return _signed(statement, case, growth, growth, f"growth of a distance over {SEPARATED_STEPS} steps")

    return _over_cases(
        statement,
        request,
        decide,
        name="separation",
        domain=f"growth of a distance of 10^-60 over {SEPARATED_STEPS} steps of all layers",
    )


def _signed(
    statement: Statement, case: ExponentCase, least: flint.arb, most: flint.arb, how: str
) -> sampling.Answer:
    label = "chaotic" if case.chaotic else "periodic"
    truth = less(0, least) if case.chaotic else less(most, 0)
    opposite = less(most, 0) if case.chaotic else less(0, least)
    if opposite is Truth.TRUE:
        at = {"L": case.depth, "sigma": 1, "kappa": _rate(statement, case), "start": case.start}
        asserts = f"the Lyapunov exponent is {'positive' if case.chaotic else 'negative'} ({how})"
        bound, relation = (most, ">") if case.chaotic else (least, "<")
        return sampling.Answer(
            Truth.FALSE, violation(relation, bound, flint.arb(0), asserts=asserts, at=at), (label,)
        )
    return sampling.Answer(Truth.TRUE if truth is Truth.TRUE else Truth.UNKNOWN, labels=(label,))


def _over_cases(
    statement: Statement,
    request: Request,
    decide: Callable[[ExponentCase], sampling.Answer],
    *,
    name: str,
    domain: str,
) -> Evidence:
    def cases(depth: int, chaotic: bool) -> SearchStrategy[ExponentCase]:
        starts = draws.between(Fraction(3, 5), Fraction(4, 5), edges=False)
        return st.builds(ExponentCase, st.just(depth), starts, st.just(chaotic))

    samples = [
        sampling.draw(
            cases(depth, chaotic),
            decide,
            cases=request.cases(10),
            seed=request.seed_of(f"{statement.slug}/lyapunov/{name}/{depth}/{chaotic}"),
        )
        for depth in depths(request)
        for chaotic in (True, False)
    ]
    return sampling.evidence(samples, domain=domain)


def depths(request: Request) -> range:
    """Return the depths at which exponents are followed, up to 6, or up to 3 in the quick profile."""
    deepest = 3 if request.profile is Profile.QUICK else 6
    low, high = (min(depth, deepest) for depth in request.depths)
    return range(low, high + 1)


def least_cases(request: Request) -> int:
    """Return the least number of exponents that a route has to see."""
    return 2 * request.cases(6) * len(depths(request))


def _rate(statement: Statement, case: ExponentCase) -> Fraction:
    name = "chaotic_at" if case.chaotic else "periodic_at"
    return exactly.of_sympy(statement.formulas[name].expression)
