"""Checks that strict balancing is a consequence of period 2, and not one of period 4."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
import theory
from numerics.balls import Truth
from paper_checks import decisions, draws, enclosures, sampling
from paper_checks.checks import exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation
from theory.symbols import kappa

BALANCED = "at a state that returns after two steps and does not rest, the quantity of two layers is zero"
EXCHANGED = "two steps exchange the two layers"


def by_argument(name: str, statement: Statement, _request: Request) -> Evidence:
    """Decide that a transcribed quantity of two layers vanishes on every period-2 orbit of a mode."""
    quantity = statement.formulas[name].expression

    def refute() -> Witness:
        # Layers 1 and -1 are exchanged by every step with sigma = eta = 1.
        layers = (Fraction(1), Fraction(-1))
        moved = _two_steps(layers, Fraction(1), Fraction(1))
        if moved != layers:
            raise NotAWitnessError("the state does not return")
        value = enclosures.exact(quantity, {"s_l": layers[0], "s_k": layers[1]})
        at = {"L": 2, "layers": exactly.spell(layers), "sigma": 1, "eta": 1}
        return violation("=", value, Fraction(0), asserts=BALANCED, at=at)

    return decisions.by_argument(
        theory.strict_balancing.balanced(quantity),
        domain="every depth L >= 2, sigma and eta, every real state of one mode, zero layers included",
        refute=refute,
    )


def _two_steps(layers: tuple[Fraction, ...], target: Fraction, eta: Fraction) -> tuple[Fraction, ...]:
    """Take two steps from the gradient of one mode, in rationals."""
    for _ in range(2):
        layers = numerics.modes.step(layers, target, eta)
    return layers


@dataclass(frozen=True)
class ReturnCase:
    """A state of one mode, its target, and two of its layers counted from 1."""

    layers: tuple[Fraction, ...]
    sigma: Fraction
    pair: tuple[int, ...]


def by_returns(name: str, statement: Statement, request: Request) -> Evidence:
    """Find every learning rate at which a drawn state returns, and evaluate the quantity there."""
    quantity = statement.formulas[name].expression

    def decide(case: ReturnCase) -> sampling.Answer:
        one, other = (case.layers[index - 1] for index in case.pair)
        value = enclosures.exact(quantity, {"s_l": one, "s_k": other})
        if numerics.returning.rests(case.layers, case.sigma):
            return sampling.Answer(Truth.TRUE, labels=("a fixed point",))
        polynomial = numerics.returning.return_polynomial(case.layers, case.sigma, 2)
        returns = polynomial.degree() > 0 and numerics.returning.has_positive_root(polynomial)
        labels = ("returns at some learning rate",) if returns else ("returns at none",)
        if value == 0 or not returns:
            return sampling.Answer(Truth.TRUE, labels=labels)
        at = {
            "layers": exactly.spell(case.layers),
            "sigma": case.sigma,
            "l, k": case.pair,
            "eta": f"a positive root of {polynomial}",
        }
        return sampling.Answer(
            Truth.FALSE, violation("=", value, Fraction(0), asserts=BALANCED, at=at), labels
        )

    return sampling.over_depths(
        _return_cases,
        decide,
        statement=f"{statement.slug}/returns",
        request=request,
        domain="rational states of one mode, half of them balanced up to signs; every learning rate",
    )


def _return_cases(depth: int) -> SearchStrategy[ReturnCase]:
    pairs = st.permutations(range(1, depth + 1)).map(lambda order: tuple(order[:2]))
    signs = st.tuples(*[st.sampled_from((1, -1)) for _ in range(depth)])
    sizes = st.sampled_from((Fraction(1), Fraction(1, 2), Fraction(3, 4), Fraction(5, 4)))
    balanced = st.builds(lambda size, pattern: tuple(size * sign for sign in pattern), sizes, signs)
    states = st.one_of(balanced, draws.layers(depth))
    return st.builds(ReturnCase, states, draws.positive_rationals(), pairs)


_ORBIT = ("period_four_sum", "period_four_difference")


def period_four_by_argument(statement: Statement, _request: Request) -> Evidence:
    """Decide that two layers have the transcribed orbit of period 4 with a gap, for every kappa below."""
    total, apart = (statement.formulas[name].expression for name in _ORBIT)
    end = statement.formulas["period_four_below"].expression
    domain = "L = 2, every sigma, every kappa below the stated end"

    def refute() -> Witness:
        return _not_real(statement) or _not_exchanged(statement)

    if not isinstance(end, sympy.StrictLessThan) or end.lhs != kappa:
        return decisions.by_witness(refute, domain=domain, otherwise=f"{end} is not of the form kappa < c")
    return decisions.by_argument(
        theory.period_four.unbalanced(total, apart, end.gts), domain=domain, refute=refute
    )


def _not_real(statement: Statement) -> Witness | None:
    """Return a rational kappa in the stated range where a square is not positive, if there is one."""
    relation = statement.formulas["period_four_below"].expression
    with numerics.balls.working_precision(60):
        for rate, name in product(_next_to_end(relation), _ORBIT):
            square = enclosures.value(statement.formulas[name].expression, {"kappa": rate})
            if square <= 0:
                asserts = f"{name}, the square of a real number, is positive"
                return violation(">", square, 0, asserts=asserts, at={"L": 2, "kappa": rate})
    return None


def _next_to_end(relation: sympy.Rel) -> tuple[Fraction, ...]:
    """Return the learning rates next to the end of a relation, and the end itself, that it admits."""
    end = exactly.of_sympy(relation.rhs)
    near = end * Fraction(1, 10**6)
    rates = (end - near, end + near, end)
    return tuple(rate for rate in rates if enclosures.holds(relation, {"kappa": rate}) is Truth.TRUE)


def _not_exchanged(statement: Statement) -> Witness:
    rate = Fraction(2)
    answer = _exchange(statement, rate, 60)
    if answer.witness is None:
        raise NotAWitnessError("the stated orbit has not been seen to fail")
    return answer.witness


def _exchange(statement: Statement, rate: Fraction, digits: int) -> sampling.Answer:
    """Take two steps from the stated state in balls, for sigma = 1, and compare with the exchanged layers."""
    with numerics.balls.working_precision(digits + 30):
        total, apart = (
            enclosures.value(statement.formulas[name].expression, {"kappa": rate}) for name in _ORBIT
        )
        if not (total > 0 and apart > 0):
            witness = None
            if total <= 0 or apart <= 0:
                asserts = "both squares of the state are positive"
                worst = total if total <= 0 else apart
                witness = violation(">", worst, 0, asserts=asserts, at={"L": 2, "kappa": rate})
            return sampling.Answer(Truth.FALSE if witness else Truth.UNKNOWN, witness)
        state = ((total.sqrt() + apart.sqrt()) / 2, (total.sqrt() - apart.sqrt()) / 2)
        moved: tuple[flint.arb, ...] = state
        for _ in range(2):
            eta = numerics.balls.ball(rate / 2)
            moved = numerics.modes.step(moved, flint.arb(1), eta)
        small = flint.arb(10) ** -digits
        for after, before in zip(moved, reversed(state), strict=True):
            if abs(after - before) < small:
                continue
            if abs(after - before) > small:
                at = {"L": 2, "sigma": 1, "kappa": rate, "s_1": state[0], "s_2": state[1]}
                witness = violation("=", after, before, asserts=EXCHANGED, at=at)
                return sampling.Answer(Truth.FALSE, witness)
            return sampling.Answer(Truth.UNKNOWN)
        gap = abs(numerics.modes.gap(state, 1, 2))
        return sampling.Answer(
            Truth.TRUE if gap > small else Truth.UNKNOWN, labels=("a gap that is not zero",)
        )


def period_four_by_steps(statement: Statement, request: Request) -> Evidence:
    """Take two steps of gradient descent from the stated state, at learning rates below the stated end."""
    relation = statement.formulas["period_four_below"].expression
    end = enclosures.bound(relation, kappa, {})
    rates = draws.between(Fraction(0), end)

    def decide(rate: Fraction) -> sampling.Answer:
        return _exchange(statement, rate, request.digits)

    samples = [sampling.every(_next_to_end(relation), decide)]
    if samples[0].violation is None:
        seed = request.seed_of(f"{statement.slug}/period four")
        samples.append(sampling.draw(rates, decide, cases=request.cases(100), seed=seed))
    return sampling.evidence(samples, domain="L = 2, sigma = 1, rational kappa")
