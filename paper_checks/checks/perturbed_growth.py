"""Checks of how fast a small perturbation off the singular vector stationary set grows or decays."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction

import sympy
from flint import arb, arb_mat

import theory
from numerics import floquet, lifted_orbits, perturbation_growth
from numerics.balls import Truth, less, working_bits
from numerics.gd import Outcome
from numerics.multipliers import eigenvalues
from paper_checks import enclosures, sampling
from paper_checks.checks import exactly, perturbed_runs
from paper_checks.checks.perturbed_orbits import number, over_runs
from paper_checks.checks.perturbed_runs import BasesRun, Case
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation

ROUND_OFF = Fraction(1, 10**40)
"""What rounding may have changed of the entries off the diagonal, relative to them."""
FAMILY = Fraction(1, 10**6)
"""Multipliers this close to 1 belong to the family of the orbit: the layers are not on it to all digits."""
CONTAMINATION = Fraction(1, 10**13)
"""What squares of entries off the diagonal may be, relative to an entry, where all pairs are compared."""
DIGITS = 16


class Layers(StrEnum):
    """At which layer values, and from what, the multipliers are computed that growth is compared with."""

    ACTUAL = "actual"
    BALANCED = "balanced"
    BALANCED_IN_EXACT_BLOCKS = "balanced, in exact blocks,"


def growth_by_multipliers(
    perturbation: str, growth: str, within: str, layers: Layers, statement: Statement, request: Request
) -> Evidence:
    """Compare the growth of the leading pair with the modulus of its leading multiplier."""
    formula, allowed = statement.formulas[growth].expression, number(within, statement)
    find_modulus = _MODULI[layers]

    def decide(run: BasesRun, at: dict[str, object]) -> sampling.Answer:
        if run.linear_until < 2 * perturbation_growth.VECTORS:
            return sampling.Answer(Truth.UNKNOWN)
        last, pair = run.linear_until, run.leading_pair
        vectors = [
            perturbation_growth.pair_entries(run.states[last - 2 * back], *pair)
            for back in reversed(range(perturbation_growth.VECTORS))
        ]
        if not _precise(vectors):
            return sampling.Answer(Truth.UNKNOWN)
        measured = abs(perturbation_growth.leading_multiplier(vectors)).sqrt()
        modulus = find_modulus(run)
        answer = _close(
            measured,
            enclosures.value(formula, {"mu": modulus}),
            allowed,
            f"growth by a step is that of the multiplier at the {layers} layer values",
            {**at, "pair of modes": pair, "growth by a step": measured},
        )
        if answer.truth is not Truth.TRUE:
            return answer
        if modulus > 1 and run.outcome is Outcome.COMPLETED:
            needed = 3 * -arb(exactly.to_flint(run.setting.perturbation)).log() / modulus.sqrt().log()
            if less(needed, run.setting.steps) is not Truth.TRUE:
                return sampling.Answer(Truth.UNKNOWN)
        return sampling.Answer(Truth.TRUE, labels=("grows" if modulus > 1 else "decays",))

    return over_runs(_both(request), perturbation, decide, statement)


def growth_by_steps(
    perturbation: str, growth: str, within: str, statement: Statement, request: Request
) -> Evidence:
    """Compare the growth of every pair with the product of the step blocks along the actual run."""
    formula, allowed = statement.formulas[growth].expression, number(within, statement)

    def decide(run: BasesRun, at: dict[str, object]) -> sampling.Answer:
        last = _all_linear_until(run)
        if last < 1:
            return sampling.Answer(Truth.UNKNOWN)
        predicted = perturbation_growth.linearised(run.states[: last + 1], run.target, run.rate)
        for i, j in perturbed_runs.PAIRS:
            vectors = [
                perturbation_growth.pair_entries(state, i, j)
                for state in (run.states[0], run.states[last], predicted)
            ]
            if not _precise(vectors[:2]):
                return sampling.Answer(Truth.UNKNOWN)
            first, measured, linear = (perturbation_growth.length(vector) for vector in vectors)
            # Over two steps on average, so that one formula serves here and on the orbit.
            multiplier = (linear / first) ** (arb(2) / last)
            grown = (measured / first) ** (arb(1) / last)
            answer = _close(
                grown,
                enclosures.value(formula, {"mu": multiplier}),
                allowed / last,
                f"growth by a step, on average over {last} steps, is that of the step blocks along the run",
                {**at, "pair of modes": (i, j), "growth by a step": grown},
            )
            if answer.truth is not Truth.TRUE:
                return answer
        return sampling.Answer(Truth.TRUE)

    return over_runs(_both(request), perturbation, decide, statement)


def _both(request: Request) -> list[Case]:
    """Return the runs of a request where the orbit repels, then those where it attracts."""
    settings = (perturbed_runs.REPELLING, perturbed_runs.ATTRACTING)
    return [case for part in settings for case in perturbed_runs.cases(part, request.profile)]


def _actual_modulus(run: BasesRun) -> arb:
    """Enclose the modulus of the leading multiplier at the layer values of the run, family left out."""
    # Vectors come from the three pairs of steps before the last linear one; this one is in the middle.
    state, pair = run.states[run.linear_until - 4], run.leading_pair
    one, other = (perturbation_growth.diagonal_entries(state, mode) for mode in pair)
    found = floquet.pair_multipliers_at(one, other, run.setting.rate, *_sigmas(run), digits=DIGITS)[1]
    family = arb(exactly.to_flint(FAMILY))
    return next(multiplier.size() for multiplier in found if not abs(multiplier.ball - 1) < family)


def _balanced_modulus(run: BasesRun) -> arb:
    """Enclose the modulus of the leading multiplier at strictly balanced layer values, in the same phase."""
    in_phase = perturbed_runs.in_phase(run, run.linear_until)
    one, other = _sigmas(run)
    found = floquet.pair_multipliers(
        perturbed_runs.DEPTH, run.setting.rate, one, other, in_phase, digits=DIGITS
    )[1]
    return found[0].size()


def _modulus_of_exact_blocks(run: BasesRun) -> arb:
    """Enclose the same modulus as `_balanced_modulus` from the blocks that are derived symbolically."""
    targets, rate, depth = _sigmas(run), run.setting.rate, perturbed_runs.DEPTH
    in_phase = perturbed_runs.in_phase(run, run.linear_until)
    # kappa > 2 for the second mode, in rational numbers.
    both = (rate * depth) ** depth * targets[1] ** (2 * depth - 2) > 2**depth
    orbit = lifted_orbits.enclose(depth, rate, targets, () if in_phase or not both else (2,), DIGITS)
    found: list[arb] = []
    with working_bits(orbit.bits):
        for sign in (1, -1):
            first, second = (
                _half_block(sign, state[0], targets, rate) for state in (orbit.layers, orbit.next_layers)
            )
            found += [one.size() for one in eigenvalues(second * first) if not abs(one.ball - 1).contains(0)]
    return max(found, key=float)


def _half_block(sign: int, layer: arb_mat, targets: tuple[Fraction, Fraction], rate: Fraction) -> arb_mat:
    """Evaluate a half of the exact block of one step at two layer values."""
    x, y, one, other = sympy.symbols("x y sigma_i sigma_j")
    block = theory.floquet.blocks.half_block(perturbed_runs.DEPTH, (x, y), (one, other), sign)
    values: dict[str, Fraction | int | arb] = {
        "x": layer[0, 0],
        "y": layer[1, 1],
        "eta": rate,
        "sigma_i": targets[0],
        "sigma_j": targets[1],
    }
    return arb_mat([[enclosures.value(entry, values) for entry in row] for row in block.tolist()])


def _sigmas(run: BasesRun) -> tuple[Fraction, Fraction]:
    i, j = run.leading_pair
    return run.setting.singular_values[i - 1], run.setting.singular_values[j - 1]


_MODULI: dict[Layers, Callable[[BasesRun], arb]] = {
    Layers.ACTUAL: _actual_modulus,
    Layers.BALANCED: _balanced_modulus,
    Layers.BALANCED_IN_EXACT_BLOCKS: _modulus_of_exact_blocks,
}


def _close(
    measured: arb, predicted: arb, within: Fraction, asserts: str, at: dict[str, object]
) -> sampling.Answer:
    off, bound = abs(measured / predicted - 1), arb(exactly.to_flint(within))
    truth = less(off, bound)
    if truth is not Truth.FALSE:
        return sampling.Answer(truth)
    stated = f"{asserts}, within {within} of it"
    return sampling.Answer(truth, violation("<", off, bound, asserts=stated, at=at))


def _precise(vectors: Sequence[perturbation_growth.Vector]) -> bool:
    """Say whether rounding has changed no more than `ROUND_OFF` of each vector."""
    allowed = arb(exactly.to_flint(ROUND_OFF))
    return all(
        arb(max(entry.rad() for entry in vector)) < allowed * perturbation_growth.length(vector)
        for vector in vectors
    )


def _all_linear_until(run: BasesRun) -> int:
    """Return the last step up to which squares of entries are negligible against those of every pair."""
    allowed = arb(exactly.to_flint(CONTAMINATION))
    for step, state in enumerate(run.states):
        most = perturbation_growth.off_diagonal(state)
        least = min(
            (
                perturbation_growth.length(perturbation_growth.pair_entries(state, i, j))
                for i, j in perturbed_runs.PAIRS
            ),
            key=float,
        )
        if not most * most < allowed * least:
            return step - 1
    return len(run.states) - 1
