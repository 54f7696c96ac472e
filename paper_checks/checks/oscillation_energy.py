"""Checks of where the oscillation lies: runs of gradient descent on the whole network at high precision."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq, fmpq_mat

import numerics
from numerics.balls import Truth
from numerics.oscillation import Shares
from paper_checks import enclosures, sampling
from paper_checks.checks import bases, exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

SIZE = Fraction(1, 10**20)
"""Size of the perturbation of all entries off the diagonals of the inner layers."""
LARGEST_UNIT = 99
"""Perturbations are drawn up to this many hundredths of their size."""
OSCILLATING = (Fraction(102, 100), Fraction(97, 100))
"""What the balanced values of the modes beyond the edge are multiplied with at the start."""
RESTING = Fraction(101, 100)
"""What those of the others are multiplied with where the run is to show that they come to rest."""
SPARE_BITS = 140
"""What the dynamics loses of the digits, and more."""
SEEDS = 2
"""How many perturbations the standard profile draws for each learning rate."""


@dataclass(frozen=True)
class Experiment:
    """One network: its depth, roots of the singular values, kappa of the first mode, and how long it runs."""

    depth: int
    roots: tuple[Fraction, Fraction, Fraction]
    kappa: Fraction
    steps: int

    @property
    def eta(self) -> Fraction:
        """The learning rate."""
        return self.kappa / (self.depth * self.roots[0] ** (2 * self.depth - 2))

    @property
    def modes(self) -> int:
        """The number p of modes beyond the edge."""
        rates = (self.eta * self.depth * root ** (2 * self.depth - 2) for root in self.roots)
        return sum(rate > 2 for rate in rates)


def _experiment(depth: int, second: str, kappa: str, steps: int, third: str = "1/3") -> Experiment:
    return Experiment(depth, (Fraction(1), Fraction(second), Fraction(third)), Fraction(kappa), steps)


ON_SET = (
    _experiment(2, "4/5", "21/10", 150),
    _experiment(2, "9/10", "12/5", 1000),
    _experiment(2, "97/100", "11/5", 200),
    _experiment(3, "4/5", "11/5", 150, third="2/3"),
)
"""With no perturbation: learning rates at which the orbit attracts, and others at which it repels."""
ATTRACTING = (
    _experiment(2, "4/5", "21/10", 400),
    _experiment(2, "7/10", "11/5", 400),
    _experiment(2, "1/2", "23/10", 400),
)
"""One mode beyond the edge, kappa_1 + kappa_2 < 4."""
REPELLING_ONE = (
    _experiment(2, "19/20", "11/5", 1100),
    _experiment(2, "23/25", "23/10", 1100),
    _experiment(2, "9/10", "12/5", 1100),
)
"""One mode beyond the edge, kappa_1 + kappa_2 > 4."""
REPELLING_MORE = (
    _experiment(2, "97/100", "11/5", 1000),
    _experiment(2, "19/20", "23/10", 1000),
    _experiment(2, "93/100", "12/5", 1000),
)
"""Two modes beyond the edge."""


def LEAST(experiments: tuple[Experiment, ...]) -> Callable[[Request], int]:  # noqa: N802 - used as a constant
    """Return the least number of runs of a claim."""
    return lambda request: len(experiments) * request.cases(SEEDS)


@dataclass(frozen=True)
class RunCase:
    """An experiment, size and seed of its perturbation, and what resting modes start with."""

    experiment: Experiment
    size: Fraction
    resting: Fraction
    seed: int

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        e = self.experiment
        sigma = exactly.spell(tuple(root**e.depth for root in e.roots))
        return {"L": e.depth, "sigma": sigma, "kappa_1": e.kappa, "size": self.size, "seed": self.seed}


Decide = Callable[[RunCase, tuple[Shares, ...]], sampling.Answer]


def on_set(kept: str, statement: Statement, request: Request) -> Evidence:
    """Run from members of the set and compare the last share outside the oscillating modes with a bound."""
    return _over(ON_SET, (Fraction(0), RESTING), _ends_within(kept, statement), statement, request, "on-set")


def attracting(kept: str, statement: Statement, request: Request) -> Evidence:
    """Run from perturbed members where the orbit attracts, and compare the last share with a bound."""
    return _over(ATTRACTING, (SIZE, RESTING), _ends_within(kept, statement), statement, request, "attracting")


def repelling_one(lost: str, kept: str, statement: Statement, request: Request) -> Evidence:
    """Run from perturbed members where the orbit of one mode repels, and look for a stated share."""
    bound, left = (statement.formulas[name].expression for name in (lost, kept))
    asserts = "in some step at least the stated share lies outside the oscillating modes"

    def decide(case: RunCase, found: tuple[Shares, ...]) -> sampling.Answer:
        first = _within(found[0].block, _value(left), case)
        if first.truth is not Truth.TRUE:
            return first
        return _reached([share.block for share in found], _value(bound), asserts, case)

    return _over(REPELLING_ONE, (SIZE, Fraction(1)), decide, statement, request, "repelling-one")


def repelling_more(turned: str, kept: str, statement: Statement, request: Request) -> Evidence:
    """Run from perturbed members with two oscillating modes: these mix, and nothing else takes part."""
    bound, left = (statement.formulas[name].expression for name in (turned, kept))
    asserts = "in some step at least the stated share lies outside u_i v_i' of the oscillating modes"

    def decide(case: RunCase, found: tuple[Shares, ...]) -> sampling.Answer:
        reached = _reached([share.diagonal for share in found], _value(bound), asserts, case)
        if reached.truth is not Truth.TRUE:
            return reached
        first = next(share for share in found if share.diagonal >= _value(bound))
        return _within(first.block, _value(left), case)

    return _over(REPELLING_MORE, (SIZE, Fraction(1)), decide, statement, request, "repelling-more")


def _value(bound: object) -> arb:
    return enclosures.value(bound, {})


def _ends_within(kept: str, statement: Statement) -> Decide:
    bound = statement.formulas[kept].expression
    return lambda case, found: _within(found[-1].block, _value(bound), case)


def _within(share: arb, bound: arb, case: RunCase) -> sampling.Answer:
    truth = numerics.balls.less_or_equal(share, bound)
    if truth is not Truth.FALSE:
        return sampling.Answer(truth, labels=_labels(case))
    asserts = "the share outside the oscillating modes is at most the stated one"
    return sampling.Answer(truth, violation("<=", share, bound, asserts=asserts, at=case.at))


def _reached(shares: list[arb], bound: arb, asserts: str, case: RunCase) -> sampling.Answer:
    if any(numerics.balls.less_or_equal(bound, share) is Truth.TRUE for share in shares):
        return sampling.Answer(Truth.TRUE, labels=_labels(case))
    if any(numerics.balls.less(share, bound) is not Truth.TRUE for share in shares):
        return sampling.Answer(Truth.UNKNOWN)
    largest = max(shares, key=lambda share: share.mid())
    return sampling.Answer(Truth.FALSE, violation(">=", largest, bound, asserts=asserts, at=case.at))


def _labels(case: RunCase) -> tuple[str, ...]:
    return (f"depth {case.experiment.depth}", f"p = {case.experiment.modes}")


def _over(
    experiments: tuple[Experiment, ...],
    start: tuple[Fraction, Fraction],
    decide: Decide,
    statement: Statement,
    request: Request,
    name: str,
) -> Evidence:
    """Run each experiment with several seeds and decide something about the shares of its steps."""
    draws = random.Random(request.seed_of(f"{statement.slug}/{name}"))
    cases = [
        RunCase(experiment, *start, draws.randrange(10**6))
        for _ in range(request.cases(SEEDS))
        for experiment in experiments
    ]

    def each(case: RunCase) -> sampling.Answer:
        run, left, right = _run(case, 4 * request.digits + SPARE_BITS)
        if run.vouched_digits < request.digits:
            return sampling.Answer(Truth.UNKNOWN)
        found = numerics.oscillation.shares(run, left, right, case.experiment.modes)
        with numerics.balls.working_bits(run.bits):
            return decide(case, found)

    return sampling.evidence(
        [sampling.every(cases, each)],
        domain="three modes, rational bases U and V that differ, balanced layers with displaced modes",
    )


def _run(case: RunCase, bits: int) -> tuple[numerics.gd.MatrixRun, fmpq_mat, fmpq_mat]:
    """Run gradient descent on full matrices; returns the run and the bases of the target."""
    e, draw = case.experiment, random.Random(case.seed)
    width = len(e.roots)
    skews = [tuple(draw.randint(-3, 3) for _ in range(width * (width - 1) // 2)) for _ in range(e.depth + 1)]
    chain = [bases.orthogonal(width, skew) for skew in skews]
    target = chain[-1] * exactly.diagonal(tuple(root**e.depth for root in e.roots)) * chain[0].transpose()
    layers = []
    for index in range(e.depth):
        displaced = (*OSCILLATING[: e.modes], *[case.resting] * (width - e.modes))
        inner = exactly.diagonal(tuple(r * by for r, by in zip(e.roots, displaced, strict=True)))
        for i in range(width):
            for j in range(width):
                if i != j:
                    unit = Fraction(draw.randint(-LARGEST_UNIT, LARGEST_UNIT), 100)
                    inner[i, j] = exactly.to_flint(unit * case.size)
        layers.append(_rows(chain[index + 1] * inner * chain[index].transpose()))
    run = numerics.rounded.of_network(layers, _rows(target), e.eta, e.steps, bits)
    return run, chain[-1], chain[0]


def _rows(matrix: fmpq_mat) -> list[list[fmpq]]:
    return [[matrix[i, j] for j in range(matrix.ncols())] for i in range(matrix.nrows())]
