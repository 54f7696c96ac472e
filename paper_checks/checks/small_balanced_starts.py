"""Checks of the learning rate up to which small balanced starts stay positive, or bounded."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balanced_step import BalancedStep
from numerics.balls import Truth, ball, less, less_or_equal, to_rationals
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.argument import Argument, Step
from theory.symbols import L, kappa, u

Values = dict[str, Fraction | int | flint.arb]
LARGEST_RATE = Fraction(8)
NEAR = Fraction(1, 10**30)
"""How far beside the end a case is always tried."""
MARGIN = Fraction(1, 100)
"""Starts are followed at drawn learning rates at least this far from the end."""
NEARER = Fraction(1, 10**5)
"""How far beside the end starts are always followed."""
STEPS = 40
PULLED_BACK = 12
"""Beyond the end a start is this many steps before the critical point."""
BITS = 640
SIGN = "the polynomial has the sign of f(f(c)), or of f(f(c)) + f(c), at the critical point c"
RATE = "the rate formula is 1 at the critical point"
KEEPS = "the layer value of a small balanced start stays {kept}"
LEAVES = "some small balanced start does not stay {kept}"


def by_argument(polynomial: str, bounded: bool, statement: Statement, _request: Request) -> Evidence:
    """Decide by the one change of sign of a polynomial in u = c^L at every depth from 2 to 16."""
    rate, source = _formulas(statement, polynomial)
    argument = theory.small_balanced_starts.kept(rate, source, bounded=bounded)
    return decisions.by_argument(
        argument,
        domain=_depths(bounded) + ", every kappa",
        refute=lambda: _wrong_sign(rate, source, bounded),
    )


def _wrong_sign(rate: sympy.Expr, polynomial: sympy.Expr, bounded: bool) -> Witness:
    """Find a critical point where the polynomial has the wrong sign, or the rate is not 1."""
    for depth in (2, 4) if bounded else (2, 3):
        second = theory.small_balanced_starts.second_image(depth)
        second += theory.small_balanced_starts.image().subs(L, depth) if bounded else 0
        for point in (sympy.Rational(n, 60) for n in range(59, 20, -1)):
            if (2 * depth - 1) * point <= depth - 1:
                break
            at = {"L": depth, "sigma": 1, "u": point}
            value, said = second.subs(u, point), polynomial.subs(L, depth).subs(u, point)
            if value * said < 0:
                return violation(">" if value > 0 else "<", said, sympy.Integer(0), asserts=SIGN, at=at)
            at_rate = rate.subs(L, depth).subs(u, point)
            if depth == 2:
                # For two layers kappa is rational there: eta = 1/D.
                true_rate = 2 / (3 * point - 1)
                if at_rate.subs(kappa, true_rate) != 1:
                    said = at_rate.subs(kappa, true_rate)
                    return violation("=", said, sympy.Integer(1), asserts=RATE, at=at | {"kappa": true_rate})
    raise NotAWitnessError("the polynomial has the sign claimed at every point tried")


@dataclass(frozen=True)
class RateCase:
    """A depth and a normalised learning rate."""

    depth: int
    kappa: Fraction


def by_signs(polynomial: str, bounded: bool, statement: Statement, request: Request) -> Evidence:
    """Compare the sign of the polynomial with that of f(f(c)), or f(f(c)) + f(c), enclosed at drawn rates."""
    rate, source = _formulas(statement, polynomial)

    def decide(case: RateCase) -> sampling.Answer:
        at = {"L": case.depth, "sigma": 1, "kappa": case.kappa}
        with numerics.balls.working_bits(BITS):
            c, states = _critical_orbit(case.depth, case.kappa)
            power = c**case.depth
            values: Values = {"L": case.depth, "u": power, "kappa": case.kappa}
            reached = states[2] + states[1] if bounded else states[2]
            said, one = enclosures.value(source, values), enclosures.value(rate, values)
            if not one.contains(1):
                return sampling.Answer(Truth.FALSE, violation("=", one, flint.arb(1), asserts=RATE, at=at))
            signs = less(0, reached), less(0, said)
            if Truth.UNKNOWN in signs:
                return sampling.Answer(Truth.UNKNOWN)
            label = "kept" if signs[0] is Truth.TRUE else "not kept"
            if signs[0] is not signs[1]:
                relation = ">" if signs[0] is Truth.TRUE else "<"
                witness = violation(relation, said, flint.arb(0), asserts=SIGN, at=at)
                return sampling.Answer(Truth.FALSE, witness, (label,))
            return sampling.Answer(Truth.TRUE, labels=(label,))

    def always(depth: int) -> tuple[RateCase, ...]:
        end = _end(depth, bounded)
        return (RateCase(depth, end - NEAR), RateCase(depth, end + NEAR))

    samples = []
    for depth in _drawn_depths(bounded, request):
        rates = st.builds(RateCase, st.just(depth), _off_the_end(depth, bounded))
        samples.append(sampling.every(always(depth), decide))
        seed = request.seed_of(f"{statement.slug}/{polynomial}/{depth}")
        samples.append(sampling.draw(rates, decide, cases=request.drawn_at_each_depth, seed=seed))
    return sampling.evidence(
        samples,
        domain=f"rational kappa from 1 to {LARGEST_RATE}, 10^-30 on either side of the end too; sigma = 1",
    )


def by_descent(polynomial: str, bounded: bool, statement: Statement, request: Request) -> Evidence:
    """Run all layers from preimages of the critical point, which are small, below the end and beyond it."""
    rate, source = _formulas(statement, polynomial)

    def decide(case: RateCase) -> sampling.Answer:
        with numerics.balls.working_bits(BITS):
            c, _ = _critical_orbit(case.depth, case.kappa)
            at_c: Values = {"L": case.depth, "u": c**case.depth, "kappa": case.kappa}
            if not enclosures.value(rate, at_c).contains(1):
                return sampling.Answer(Truth.UNKNOWN)
            stays = less(0, enclosures.value(source, at_c))
            start = _pulled_back(case.depth, case.kappa, c)
        run = numerics.modes.run([start] * case.depth, 1, case.kappa / case.depth, STEPS, request.digits)
        with numerics.balls.working_bits(run.bits):
            kept = _kept(run, bounded)
        label = "stays" if stays is Truth.TRUE else "leaves"
        if Truth.UNKNOWN in (kept, stays):
            return sampling.Answer(Truth.UNKNOWN)
        if kept is stays:
            return sampling.Answer(Truth.TRUE, labels=(label,))
        asserts = (KEEPS if stays is Truth.TRUE else LEAVES).format(kept="bounded" if bounded else "positive")
        at = {"L": case.depth, "sigma": 1, "kappa": case.kappa, "start": float(start)}
        observed = int(kept is Truth.TRUE)
        witness = violation("=", observed, 1 - observed, asserts=f"{asserts} (1 for yes)", at=at)
        return sampling.Answer(Truth.FALSE, witness, (label,))

    samples = []
    for depth in _drawn_depths(bounded, request):
        end = _end(depth, bounded)
        sides = ((Fraction(3, 2), end - MARGIN), (end + MARGIN, LARGEST_RATE))
        margins = (-MARGIN, MARGIN, -NEARER, NEARER)
        beside = (RateCase(depth, end + margin) for margin in margins)
        samples.append(sampling.every(beside, decide))
        for side, ends in zip(("below", "beyond"), sides, strict=True):
            cases = st.builds(RateCase, st.just(depth), draws.between(*ends))
            seed = request.seed_of(f"{statement.slug}/{polynomial}/descent/{depth}/{side}")
            samples.append(sampling.draw(cases, decide, cases=request.cases(4), seed=seed))
    return sampling.evidence(
        samples,
        domain=f"{STEPS} steps from {PULLED_BACK} before the critical point, rates drawn at least {MARGIN} "
        f"from the end and {NEARER} on either side of it",
    )


def _kept(run: numerics.modes.ModeRun, bounded: bool) -> Truth:
    """Say whether every state of a run is positive, or whether it did not diverge."""
    if bounded:
        return Truth.FALSE if run.outcome is numerics.modes.Outcome.DIVERGED else Truth.TRUE
    signs = [less(0, state[0]) for state in run.states]
    if Truth.FALSE in signs:
        return Truth.FALSE
    return Truth.TRUE if all(sign is Truth.TRUE for sign in signs) else Truth.UNKNOWN


def two_layers(polynomial: str, formula: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that for two layers the end is the positive zero of a transcribed polynomial in kappa."""
    _, source = _formulas(statement, polynomial)
    equation = statement.formulas[formula].expression
    identity = theory.small_balanced_starts.of_two_layers(source, equation)

    def refute() -> Witness:
        for rate in (sympy.Rational(n, 20) for n in range(21, 160)):
            said = equation.subs(kappa, rate)
            value = -source.subs(L, 2).subs(u, (rate + 2) / (3 * rate))
            if said * value < 0:
                asserts = f"{formula} has the sign of minus the polynomial at the critical point"
                relation = ">" if value > 0 else "<"
                return violation(
                    relation, said, sympy.Integer(0), asserts=asserts, at={"L": 2, "kappa": rate}
                )
        raise NotAWitnessError("the signs agree at every rate tried")

    return decisions.by_argument(
        Argument(identity, (Step("zeros", identity),)),
        domain="L = 2, every kappa",
        refute=refute,
    )


def two_layers_by_signs(bounded: bool, formula: str, statement: Statement, request: Request) -> Evidence:
    """Compare the sign of a transcribed polynomial in kappa with the critical orbit at drawn rates."""
    equation = statement.formulas[formula].expression

    def decide(rate: Fraction) -> sampling.Answer:
        with numerics.balls.working_bits(BITS):
            _, states = _critical_orbit(2, rate)
            reached = states[2] + states[1] if bounded else states[2]
            said = enclosures.exact(equation, {"kappa": rate})
            sign = less(reached, 0)
            if sign is Truth.UNKNOWN:
                return sampling.Answer(Truth.UNKNOWN)
            if (said > 0) is (sign is Truth.TRUE):
                return sampling.Answer(Truth.TRUE)
            asserts = f"{formula} is positive exactly where the critical point is not kept"
            relation = ">" if sign is Truth.TRUE else "<="
            at = {"L": 2, "sigma": 1, "kappa": rate}
            return sampling.Answer(
                Truth.FALSE, violation(relation, said, Fraction(0), asserts=asserts, at=at)
            )

    end = _end(2, bounded)
    beside = sampling.every((end - NEAR, end + NEAR), decide)
    seed = request.seed_of(f"{statement.slug}/{formula}")
    drawn = sampling.draw(_off_the_end(2, bounded), decide, cases=request.drawn_at_each_depth, seed=seed)
    return sampling.evidence(
        [beside, drawn],
        domain=f"L = 2, rational kappa from 1 to {LARGEST_RATE}",
    )


def _off_the_end(depth: int, bounded: bool) -> SearchStrategy[Fraction]:
    """Draw rates on either side: at the end itself, which may be rational, no ball has a sign."""
    end = _end(depth, bounded)
    return draws.between(Fraction(1), end - NEAR) | draws.between(end + NEAR, LARGEST_RATE)


def _critical_orbit(depth: int, rate: Fraction) -> tuple[flint.arb, tuple[flint.arb, ...]]:
    """Enclose the critical point and its first two images."""
    step, eta = BalancedStep(depth), ball(rate / depth)
    c = step.critical_point(eta)
    return c, step.walk(c, eta, 2).states


@cache
def _end(depth: int, bounded: bool) -> Fraction:
    """Bracket by halving where f(f(c)), or f(f(c)) + f(c), passes 0; return a rational that near to it."""
    low, high = Fraction(1), LARGEST_RATE
    with numerics.balls.working_bits(BITS):
        while high - low > NEAR / 100:
            middle = (low + high) / 2
            _, states = _critical_orbit(depth, middle)
            reached = states[2] + states[1] if bounded else states[2]
            low, high = (middle, high) if less_or_equal(0, reached) is Truth.TRUE else (low, middle)
    return low


def _pulled_back(depth: int, rate: Fraction, c: flint.arb) -> Fraction:
    """Return a start from which so many steps on the rising branch lead next to the critical point."""
    step, eta = BalancedStep(depth), ball(rate / depth)
    target = c.mid()
    for _ in range(PULLED_BACK):
        low, high = flint.arb(0), c.mid()
        for _ in range(BITS // 4):
            middle = ((low + high) / 2).mid()
            low, high = (middle, high) if step.value(middle, eta) < target else (low, middle)
        target = low
    return to_rationals(target)[0].limit_denominator(10**60)


def _formulas(statement: Statement, polynomial: str) -> tuple[sympy.Expr, sympy.Expr]:
    return statement.formulas["critical_rate"].expression, statement.formulas[polynomial].expression


def _drawn_depths(bounded: bool, request: Request) -> list[int]:
    if not bounded:
        return list(request.every_depth)
    # For two layers the second power of the polynomial is 1 at the end, so they alone tell too little.
    return sorted({2, 4, *(depth for depth in request.every_depth if depth % 2 == 0)})


def _depths(bounded: bool) -> str:
    chosen = theory.small_balanced_starts.EVEN_DEPTHS if bounded else theory.small_balanced_starts.DEPTHS
    return f"L = {', '.join(map(str, chosen))}"
