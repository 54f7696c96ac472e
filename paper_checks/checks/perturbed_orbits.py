"""Checks of what a small perturbation off the singular vector stationary set grows to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

import sympy
from flint import arb

from numerics import perturbation_growth
from numerics.balls import Truth, less, working_bits
from numerics.gd import Outcome
from paper_checks import enclosures, sampling
from paper_checks.checks import exactly, perturbed_runs
from paper_checks.checks.perturbed_runs import BasesRun, Case
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

EXACT_STEPS = 4
"""How many steps are made in exact rationals; the numbers get five times as long with each."""

_LEFT = "the largest entry off the diagonal of the end-to-end matrix in the bases is {}"


def stays_exactly(last_layer: str, statement: Statement, _request: Request) -> Evidence:
    """Make some steps in exact rationals, in equal and in different bases of the target."""
    last = enclosures.exact(statement.formulas[last_layer].expression, {"alpha": perturbed_runs.ALPHA})

    def decide(case: Case) -> sampling.Answer:
        setting, start = case
        entry = perturbed_runs.leaves_exactly(setting, start, last, EXACT_STEPS)
        at = {**setting.at, "bases": start.text, "last layer": f"{last} I"}
        asserts = f"every layer is diagonal in the bases of the target for {EXACT_STEPS} steps"
        return exactly.answer(entry or Fraction(0), Fraction(0), asserts=asserts, at=at)

    settings = (*perturbed_runs.REPELLING, *perturbed_runs.ATTRACTING)
    return sampling.evidence(
        [
            sampling.every(
                [(one, start) for one in settings for start in perturbed_runs.IN_THE_SET[:2]], decide
            )
        ],
        domain=f"three targets of 5 x 5, seven learning rates, U = V and not, {EXACT_STEPS} exact steps",
    )


def largest(
    perturbation: str, relation: str, repelling: bool, statement: Statement, request: Request
) -> Evidence:
    """Compare the largest entry off the diagonal in a whole run with what is stated of it.

    Where the orbit attracts it is stated of every step, so the smallest one has to satisfy it too.

    Args:
        perturbation: names the formula of the size of the perturbation.
        relation: names the relation for that entry, delta.
        repelling: whether the orbit repels at the learning rates looked at, or attracts.
        statement: holds the formulas.
        request: says how many runs are made.
    """
    stated = statement.formulas[relation].expression

    def decide(run: BasesRun, at: dict[str, object]) -> sampling.Answer:
        answer = _relation(stated, _most(run.off_diagonals), at)
        if repelling or answer.truth is not Truth.TRUE:
            return answer
        return _relation(stated, _least(run.off_diagonals), at)

    settings = perturbed_runs.REPELLING if repelling else perturbed_runs.ATTRACTING
    cases = perturbed_runs.cases(settings, request.profile)
    return over_runs(cases, perturbation, decide, statement, of_every_step=not repelling)


def afterwards(
    perturbation: str, loss_below: str, still_off: str, statement: Statement, request: Request
) -> Evidence:
    """Look at the last quarter of runs that have left the set; with three oscillating modes they diverge."""
    loss, off = number(loss_below, statement), number(still_off, statement)

    def decide(run: BasesRun, at: dict[str, object]) -> sampling.Answer:
        if run.setting.oscillating > 2:
            diverged = run.outcome is Outcome.DIVERGED
            return sampling.Answer(Truth.TRUE if diverged else Truth.UNKNOWN, labels=("diverges",))
        if run.outcome is Outcome.LOST:
            return sampling.Answer(Truth.UNKNOWN)
        start = 3 * len(run.states) // 4
        highest, widest = _most(run.losses[start:]), _most(run.off_diagonals[start:])
        bounds = ((highest, "<", loss, "the loss"), (widest, ">", off, "the largest entry off the diagonal"))
        for value, sign, bound, name in bounds:
            right = arb(exactly.to_flint(bound))
            truth = less(value, right) if sign == "<" else less(right, value)
            if truth is Truth.FALSE:
                asserts = f"{name} in the last quarter of the run {sign} {bound}"
                return sampling.Answer(truth, violation(sign, value, right, asserts=asserts, at=at))
            if truth is Truth.UNKNOWN:
                return sampling.Answer(truth)
        return sampling.Answer(Truth.TRUE, labels=("stays bounded",))

    made = perturbed_runs.cases(perturbed_runs.REPELLING, request.profile)
    return over_runs(made, perturbation, decide, statement)


def from_outside(perturbation: str, returned: str, statement: Statement, request: Request) -> Evidence:
    """Start off the set, and see whether the end-to-end matrix returns after two steps at last."""
    allowed = number(returned, statement)

    def decide(run: BasesRun, at: dict[str, object]) -> sampling.Answer:
        attracting = run.setting.attracts
        if run.outcome is Outcome.DIVERGED and not attracting:
            return sampling.Answer(Truth.TRUE, labels=("diverges",))
        if run.outcome is Outcome.LOST or len(run.products) < 3:
            return sampling.Answer(Truth.UNKNOWN)
        change = perturbation_growth.length((run.products[-1] - run.products[-3]).entries())
        bound = arb(exactly.to_flint(allowed))
        truth = less(change, bound) if attracting else less(bound, change)
        label = "returns" if attracting else "stays bounded"
        if truth is Truth.FALSE:
            sign, what = ("<", "at most") if attracting else (">", "more than")
            asserts = f"the last two steps change the end-to-end matrix by {what} {allowed}"
            return sampling.Answer(truth, violation(sign, change, bound, asserts=asserts, at=at), (label,))
        return sampling.Answer(truth, labels=(label,))

    made = perturbed_runs.cases_outside(request.profile)
    return over_runs(made, perturbation, decide, statement)


def over_runs(
    cases: Sequence[Case],
    perturbation: str,
    decide: Callable[[BasesRun, dict[str, object]], sampling.Answer],
    statement: Statement,
    *,
    of_every_step: bool = False,
) -> Evidence:
    """Make the runs and decide each of them at its working precision.

    Args:
        cases: the settings and starts.
        perturbation: names the formula of the size of the perturbation.
        decide: settles one run.
        statement: holds the formulas.
        of_every_step: whether what is decided has to hold at every step, so that the start can refute it.
    """
    size = number(perturbation, statement)
    values = {"alpha": perturbed_runs.ALPHA}
    last_layer = enclosures.exact(statement.formulas["last_layer"].expression, values)

    def settle(case: Case) -> sampling.Answer:
        setting, start = case
        moved = perturbed_runs.moved_by(setting, size)
        other = last_layer if start.zero_last and last_layer else None
        at = {**setting.at, "start": start.text, "perturbation": moved}
        if other is not None:
            at["last layer"] = f"{other} I"
        for steps in (1, setting.steps) if of_every_step else (setting.steps,):
            run = perturbed_runs.run(replace(setting, steps=steps), start, moved, other)
            with working_bits(run.bits):
                answer = decide(run, at)
            if answer.truth is Truth.FALSE:
                break
        return answer

    return sampling.evidence(
        [sampling.every(cases, settle)],
        domain="L = 3, targets of 5 x 5 with singular values (10, 9.5, 9), (10, 8, 6), (10, 6, 3), 0 and 0; "
        "every iterate enclosed",
    )


def _relation(relation: sympy.Rel, value: arb, at: dict[str, object]) -> sampling.Answer:
    truth = enclosures.holds(relation, {"delta": value})
    if truth is not Truth.FALSE:
        return sampling.Answer(truth)
    left, right = (enclosures.value(side, {"delta": value}) for side in relation.args)
    asserts = _LEFT.format(f"{relation.rel_op} {relation.rhs}")
    return sampling.Answer(truth, violation(relation.rel_op, left, right, asserts=asserts, at=at))


def _most(values: Sequence[arb]) -> arb:
    """Enclose the largest of some balls."""
    most = values[0]
    for value in values[1:]:
        most = most.max(value)
    return most


def _least(values: Sequence[arb]) -> arb:
    """Enclose the smallest of some balls."""
    least = values[0]
    for value in values[1:]:
        least = least.min(value)
    return least


def number(name: str, statement: Statement) -> Fraction:
    """Return the rational number that a formula of a statement is."""
    return enclosures.exact(statement.formulas[name].expression, {})
