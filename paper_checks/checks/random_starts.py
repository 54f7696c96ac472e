"""Checks of where gradient descent on full matrices ends up from small random layers.

The orbit is compared modulo the symmetry of the loss, by what no rotation between the layers moves: the
end-to-end matrix at both phases, and the balancing gaps on the directions that oscillate. Gaussian layers are
as likely as any rotated ones, so a diagonal target stands for every target with its singular values.
"""

import dataclasses
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import flint
import sympy

import numerics
from numerics.balls import Truth, to_rationals, working_bits
from numerics.plain_runs import Outcome, PlainRun
from paper_checks import enclosures, sampling
from paper_checks.checks import proportions
from paper_checks.checks.exactly import to_flint
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation
from theory.symbols import S, S_top, eta, sigma_top

DEPTHS = (2, 3, 4)
STEPS = {2: 2500, 3: 4000, 4: 6000}
"""How many steps a run makes at each depth: plateaus last longer and gaps decay more slowly in
deeper ones."""
LONGER = (1, 3, 9)
"""How many times as long a run goes on that is neither close to the orbit nor away from it.

One that does not do what is claimed goes on too, once. It may still be on its way; or where the orbit repels
it passes by: runs come within 10^-12, along directions that attract, and leave again at the rate of one that
repels.
"""
RUNS = 12
"""How many runs of each depth and pair of rates the standard profile makes."""
COMPARED = 2
"""One part in so many of the steps, the last, is compared with the orbit: enough to see a run leave again."""
NEAR = Fraction(1, 10**5)
"""A run this close to the orbit has reached it."""
APART = Fraction(1, 100)
"""A run this far from the orbit has not."""
GRID = 10**6
"""Entries of the layers are rounded to this part of the scale."""
LAYER_GRID = 1000
"""Denominator of the layer value of the second mode."""

UNITS = (Fraction(1), Fraction(1, 10**12), Fraction(10**12))
"""Largest singular values at which the scale is looked at: a run with another is one with 1, rescaled."""

RATES = (
    # kappa of the first mode, and of the second one up to a rational layer value.
    ("11/5", "1/2"),
    ("11/5", "3/2"),
    ("12/5", "1"),
    ("23/10", "33/20"),
    ("11/5", "39/20"),
    ("43/20", "99/50"),
    ("21/10", "52/25"),
    ("23/10", "43/20"),
)
"""Rates below and above the end of stability of one oscillating mode, and with two of them."""
REACHES = "at every step of the second half of the run it is close to the orbit of Theorem 1"
LEAVES = "at a step of the second half of the run it is away from the orbit of Theorem 1"


@dataclass(frozen=True)
class StartCase:
    """A network, its learning rate and the seed of its layers.

    The target has the singular values 1 and `layer`^L, and after that zeros.
    """

    depth: int
    width: int
    kappa: Fraction
    layer: Fraction
    scale: Fraction
    seed: int

    @property
    def second_kappa(self) -> Fraction:
        """The normalised learning rate of the second mode."""
        return self.kappa * self.layer ** (2 * self.depth - 2)

    @property
    def oscillating(self) -> int:
        """How many modes oscillate."""
        return 1 + (self.second_kappa > 2)

    @property
    def at(self) -> dict[str, object]:
        """The parameters for a witness."""
        rates = {"kappa_1": self.kappa, "kappa_2": self.second_kappa}
        return {"L": self.depth, "d": self.width, **rates, "alpha": self.scale, "seed": self.seed}


def reaching(inside: str, scale: str, statement: Statement, request: Request) -> Evidence:
    """Run from random layers where one mode oscillates, in a stated region; each has to reach the orbit."""
    relation = statement.formulas[inside].expression
    size = statement.formulas[scale].expression

    def decide(case: StartCase) -> sampling.Answer:
        return _answer(case, reached=True)

    cases = [
        case
        for case in _cases(size, request.cases(RUNS), request.seed_of(f"{statement.slug}/random"))
        if case.oscillating == 1 and _holds(relation, case)
    ]
    # What is furthest out, if it is in the stated region, speaks first.
    cases.sort(key=lambda case: (case.scale, case.kappa + case.second_kappa), reverse=True)
    return _evidence(cases, decide, "one oscillating mode inside the region")


def leaving(outside: str, scale: str, statement: Statement, request: Request) -> Evidence:
    """Run from random layers in a stated region; none may reach the orbit."""
    relation = statement.formulas[outside].expression
    size = statement.formulas[scale].expression

    def decide(case: StartCase) -> sampling.Answer:
        return _answer(case, reached=False)

    cases = [
        case
        for case in _cases(size, request.cases(RUNS), request.seed_of(f"{statement.slug}/random-outside"))
        if _holds(relation, case)
    ]
    cases.sort(key=lambda case: case.kappa + case.second_kappa)
    return _evidence(cases, decide, "one or two oscillating modes outside the region")


def _evidence(
    cases: Iterable[StartCase], decide: Callable[[StartCase], sampling.Answer], domain: str
) -> Evidence:
    sample = sampling.every(cases, decide)
    evidence = sampling.evidence(
        [sample],
        domain=f"Gaussian layers, L = {DEPTHS[0]}, ..., {DEPTHS[-1]}, rank 2, widths 2 to 5, {domain}",
    )
    totals = Counter[str]()
    for label, count in sample.labels.items():
        totals[label.split(":")[0]] += count
    rates = []
    for label, count in sorted(sample.labels.items()):
        total = totals[label.split(":")[0]]
        rates.append(f"{label} {count} of {total} ({proportions.interval(count, total)})")
    return dataclasses.replace(evidence, detail="; ".join((evidence.detail, *rates)))


def _cases(size: sympy.Expr, seeds: int, first_seed: int) -> Iterator[StartCase]:
    for depth, (one, other), scale in (
        (depth, rates, scale)
        for depth in DEPTHS
        for rates in RATES
        for scale in sorted({_relative(size, depth, unit) for unit in UNITS})
    ):
        power = Fraction(other) / Fraction(one)
        layer = Fraction(round(float(power) ** (1 / (2 * depth - 2)) * LAYER_GRID), LAYER_GRID)
        for number in range(seeds):
            yield StartCase(depth, 2 + number % 4, Fraction(one), layer, scale, first_seed + number)


def _relative(size: sympy.Expr, depth: int, unit: Fraction) -> Fraction:
    """Return the stated scale of layers for a largest singular value, over the L-th root of that value."""
    with working_bits(64):
        root = flint.arb(to_flint(unit)) ** (flint.arb(1) / depth)
        value = enclosures.value(size, {"L": depth, sigma_top.name: unit}) / root
        return to_rationals(value.mid())[0].limit_denominator(GRID)


def _holds(relation: sympy.Rel, case: StartCase) -> bool:
    values = {eta.name: Fraction(1), S_top.name: case.kappa, S.name: case.second_kappa}
    return enclosures.holds(relation, values) is Truth.TRUE


def _answer(case: StartCase, reached: bool) -> sampling.Answer:
    """Compare where a case ends with the orbit; what is neither near nor apart stays unknown."""
    for longer in LONGER:
        ended, deviation = _end(case, longer * STEPS[case.depth])
        near, apart = deviation < to_flint(NEAR), deviation > to_flint(APART)
        as_claimed, contrary = (near, apart) if reached else (apart, near)
        if ended is Outcome.DIVERGED or as_claimed or (contrary and longer > LONGER[0]):
            break
    group = f"L = {case.depth}, p = {case.oscillating}"
    if ended is Outcome.DIVERGED:
        label = f"{group}: diverges"
        as_claimed, contrary = not reached, reached
    else:
        settled = "reaches the orbit" if near else "stays elsewhere"
        label = f"{group}: {settled if near or apart else 'is not decided'}"
    if as_claimed:
        return sampling.Answer(Truth.TRUE, labels=(label,))
    if not contrary:
        return sampling.Answer(Truth.UNKNOWN, labels=(label,))
    relation, bound, asserts = ("<=", NEAR, REACHES) if reached else (">", APART, LEAVES)
    witness = violation(relation, deviation, to_flint(bound), asserts=asserts, at=case.at)
    return sampling.Answer(Truth.FALSE, witness, (label,))


@cache
def _end(case: StartCase, steps: int) -> tuple[Outcome, flint.arb]:
    """Run a case; return its outcome and its largest distance from the orbit over the second half."""
    values = (Fraction(1), case.layer**case.depth)
    target = flint.fmpq_mat(case.width, case.width)
    for place, value in enumerate(values):
        target[place, place] = to_flint(value)
    draws = random.Random(case.seed)
    start = [_gaussian(case, draws) for _ in range(case.depth)]
    run = numerics.plain_runs.run(start, target, case.kappa / case.depth, steps, steps // COMPARED)
    with working_bits(numerics.plain_runs.BITS):
        if run.outcome is Outcome.DIVERGED:
            largest = flint.arb(0)
            for layer in run.layers:
                for entry in layer.entries():
                    largest = largest.max(abs(entry))
            return run.outcome, largest
        points = [_points(case, value) for value in values]
        products = min((_from_products(run, phases) for phases in itertools.product(*points)), key=float)
        gaps = [_gap_along(run.layers, mode) for mode in range(case.oscillating)]
        return run.outcome, max([products, *gaps], key=float)


def _points(case: StartCase, value: Fraction) -> list[tuple[flint.arb, flint.arb]]:
    """Return what a mode may be at even and at odd steps."""
    kappa = case.kappa if value == 1 else case.second_kappa
    if kappa < 2:
        return [(flint.arb(to_flint(value)),) * 2]
    orbit = numerics.orbits.enclose(case.depth, kappa, 20)
    lower, upper = (point * to_flint(value) for point in (orbit.lower, orbit.upper))
    return [(lower, upper), (upper, lower)]


def _from_products(run: PlainRun, phases: Sequence[tuple[flint.arb, flint.arb]]) -> flint.arb:
    """Return the largest deviation of the products but in their entries between null modes."""
    rank, worst = len(phases), flint.arb(0)
    for step, product in enumerate(run.products):
        for row, column in itertools.product(range(product.nrows()), repeat=2):
            if row >= rank and column >= rank:
                continue
            expected = phases[row][step % 2] if row == column else 0
            worst = worst.max(abs(product[row, column] - expected))
    return worst


def _gap_along(layers: Sequence[flint.arb_mat], mode: int) -> flint.arb:
    """Return the largest balancing gap on the direction that a mode has between two layers."""
    width, worst = layers[0].ncols(), flint.arb(0)
    direction = flint.arb_mat(width, 1, [int(place == mode) for place in range(width)])
    for layer, following in itertools.pairwise(layers):
        direction = layer * direction
        length = sum((entry * entry for entry in direction.entries()), flint.arb(0)).sqrt()
        direction = direction / length
        gap = following.transpose() * (following * direction) - layer * (layer.transpose() * direction)
        worst = max([worst, *(abs(entry) for entry in gap.entries())], key=float)
    return worst


def _gaussian(case: StartCase, draws: random.Random) -> flint.fmpq_mat:
    entries = [round(draws.gauss(0, 1) * GRID) for _ in range(case.width**2)]
    scale = to_flint(case.scale) / GRID
    return flint.fmpq_mat(case.width, case.width, [entry * scale for entry in entries])
