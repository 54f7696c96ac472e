"""Checks of what sets nonlinear networks beyond the edge of stability apart, as means over seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from numerics.small_networks import Activation
from paper_checks import enclosures
from paper_checks.checks import small_network_runs as experiment
from paper_checks.checks.seed_means import RISK, Finding, SeedMean, evidence
from paper_checks.checks.small_network_runs import MEASURED, PAIRS, RATES, STEPS, WINDOW, Floats, Runs
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence

NONLINEAR = (Activation.TANH, Activation.RELU)
SHARPNESS = "sharpness in units of the edge"
FALLEN = "last fifth over first fifth"
EXACTLY = Fraction(1, 10**6)
"""How far a number that does not depend on the seed may be from its formula."""


def EACH_START(request: Request) -> int:  # noqa: N802 - a constant of the statement module
    """The least number of runs where every start is run with one learning rate."""
    return experiment.seeds(request)


def EACH_RATE(request: Request) -> int:  # noqa: N802 - a constant of the statement module
    """The least number of runs of one network on the digits."""
    return len(RATES) * experiment.seeds(request)


def BOTH_STARTS(request: Request) -> int:  # noqa: N802 - a constant of the statement module
    """The least number of runs of the tanh and the ReLU network with one learning rate."""
    return len(NONLINEAR) * EACH_START(request)


def BOTH_NETWORKS(request: Request) -> int:  # noqa: N802 - a constant of the statement module
    """The least number of runs of the tanh and the ReLU network on the digits."""
    return len(NONLINEAR) * EACH_RATE(request)


def hovering(statement: Statement, request: Request) -> Evidence:
    """Decide where the sharpness starts and where it stays, for both activations and all learning rates."""
    number = _numbers(statement)
    findings, starts = [], {}
    for activation, runs in _nonlinear(request):
        runs.confirm()
        starts[activation] = runs.start_sharpness()
        later = runs.sharpness(MEASURED)
        for place, rate in enumerate(RATES):
            cell, edge = f"{activation}, eta = {rate}", _edge(statement, rate)
            hovers = runs.at_rate(place, later) / edge
            start = _mean(f"{SHARPNESS} at the start, {cell}", starts[activation] / edge)
            least = _mean(f"least {SHARPNESS}, {cell}", hovers.min(axis=0))
            most = _mean(f"greatest {SHARPNESS}, {cell}", hovers.max(axis=0))
            findings += [
                Finding(start, high=number("start_below")),
                Finding(least, low=number("hover_from")),
                Finding(most, high=number("hover_to")),
            ]
    flatter = starts[Activation.RELU] / starts[Activation.TANH]
    findings.append(
        Finding(_mean("sharpness at the start, ReLU over tanh", flatter), high=number("relu_start"))
    )
    return _on_digits(findings, request, BOTH_NETWORKS)


def loss_falls(statement: Statement, request: Request) -> Evidence:
    """Decide that the loss falls over long windows and rises in single steps."""
    number, both = _numbers(statement), [runs for _, runs in _nonlinear(request)]
    fallen = [runs.at_rate(place, runs.loss_ratio()) for runs in both for place in range(len(RATES))]
    raised = [runs.raised() for runs in both]
    findings = [
        Finding(_mean(f"loss, {FALLEN}, tanh and ReLU", np.mean(fallen, axis=0)), high=number("fallen_loss")),
        Finding(
            _mean("share of steps that raise the loss, tanh and ReLU", np.mean(raised, axis=0)),
            low=number("raised_share"),
        ),
    ]
    return _on_digits(findings, request, BOTH_NETWORKS)


def top_subspace(statement: Statement, request: Request) -> Evidence:
    """Decide how much of a step and of the oscillation is in the span of the top Hessian eigenvectors."""
    number, findings = _numbers(statement), []
    for activation, runs in _nonlinear(request):
        shares = runs.kept_share(int(number("top_directions")))
        for what, share in zip(("a step", "the oscillation"), shares, strict=True):
            for place, rate in enumerate(RATES):
                cell = f"share of {what}, {activation}, eta = {rate}"
                findings.append(Finding(_mean(cell, runs.at_rate(place, share)), low=number("kept_share")))
    return _on_digits(findings, request, BOTH_NETWORKS)


def apart(statement: Statement, request: Request) -> Evidence:
    """Decide that without an activation the sharpness stays away from the edge."""
    least = _numbers(statement)("apart_by")
    return _on_digits([Finding(off, low=least) for off in _off_edge(statement, request)], request, EACH_RATE)


def linear_on_digits(statement: Statement, request: Request) -> Evidence:
    """Decide that without an activation the sharpness hovers too, and the loss falls towards its least."""
    number = _numbers(statement)
    findings = [Finding(off, high=number("linear_within")) for off in _off_edge(statement, request)]
    runs = experiment.on_digits(Activation.NONE, request)
    ratios = runs.loss_ratio(experiment.least_loss())
    for place, rate in enumerate(RATES):
        fallen = _mean(
            f"loss above the least one, {FALLEN}, linear, eta = {rate}", runs.at_rate(place, ratios)
        )
        findings.append(Finding(fallen, high=number("linear_fallen")))
    return _on_digits(findings, request, EACH_RATE)


def whitened(statement: Statement, request: Request) -> Evidence:
    """Decide that the deep linear network beyond the edge of its flattest minimum goes on oscillating."""
    number = _numbers(statement)
    kappa, steady = number("linear_rate"), number("steady")
    runs = experiment.whitened(Activation.NONE, kappa, request)
    edge = _edge(statement, runs.rates[0])
    flattest = float(enclosures.exact(statement.formulas["flattest"].expression, {"kappa": kappa}))
    off = np.array([abs(experiment.flattest_sharpness() / edge - flattest)])
    pair = runs.sharpness(PAIRS[-2:]).mean(axis=0) / edge
    loss = runs.loss_ratio() - 1
    length = runs.step_length(PAIRS[-2]) / runs.step_length(PAIRS[0]) - 1
    findings = [
        Finding(_mean("distance of the flattest sharpness from its formula", off), high=EXACTLY),
        Finding(_mean(f"{SHARPNESS}, two steps", pair), low=number("linear_sharpness")),
        Finding(_mean(f"relative change of the loss, {FALLEN}", abs(loss)), high=steady),
        Finding(_mean("relative change of the length of a step, last over first", abs(length)), high=steady),
    ]
    return _on_whitened(findings, kappa, request, EACH_START)


def whitened_nonlinear(statement: Statement, request: Request) -> Evidence:
    """Decide what the same loss and learning rate do where there is an activation."""
    number = _numbers(statement)
    kappa, findings = number("linear_rate"), []
    for activation in NONLINEAR:
        runs = experiment.whitened(activation, kappa, request)
        length = runs.step_length(PAIRS[-2])
        if activation is Activation.RELU:
            findings.append(Finding(_mean("length of a step, ReLU", length), low=number("long_step")))
        else:
            # Lengths that decay differ by orders of magnitude between starts; their logarithms do not.
            short = _mean("logarithm of the length of a step, tanh", np.log10(length))
            pair = runs.sharpness(PAIRS[-2:]).mean(axis=0) / _edge(statement, runs.rates[0])
            flat = _mean(f"{SHARPNESS}, two steps, {activation}", pair)
            findings += [
                Finding(short, high=number("short_log")),
                Finding(flat, high=number("linear_sharpness")),
            ]
    return _on_whitened(findings, kappa, request, BOTH_STARTS)


def _off_edge(statement: Statement, request: Request) -> Iterator[SeedMean]:
    runs = experiment.on_digits(Activation.NONE, request)
    later = runs.sharpness(MEASURED)
    for place, rate in enumerate(RATES):
        off = np.abs(runs.at_rate(place, later) / _edge(statement, rate) - 1)
        yield _mean(f"distance of the {SHARPNESS} from one, linear, eta = {rate}", off.mean(axis=0))


def _nonlinear(request: Request) -> Iterator[tuple[Activation, Runs]]:
    return ((activation, experiment.on_digits(activation, request)) for activation in NONLINEAR)


def _mean(what: str, values: Floats) -> SeedMean:
    return SeedMean(what, [float(value) for value in values])


def _numbers(statement: Statement) -> Callable[[str], Fraction]:
    return lambda name: enclosures.exact(statement.formulas[name].expression, {})


def _edge(statement: Statement, rate: Fraction) -> float:
    return float(enclosures.exact(statement.formulas["edge"].expression, {"eta": rate}))


def _on_digits(findings: Sequence[Finding], request: Request, count: Callable[[Request], int]) -> Evidence:
    where = (
        f"{experiment.IMAGES} digits, widths {experiment.WIDTHS}, Gaussian starts of scale {experiment.SCALE}"
    )
    return evidence(
        findings,
        domain=f"{where}, {STEPS} steps, measured from step {WINDOW} on",
        runs=count(request),
        at={"seeds": _seeds(request)},
        note=_note(request),
    )


def _on_whitened(
    findings: Sequence[Finding], kappa: Fraction, request: Request, count: Callable[[Request], int]
) -> Evidence:
    return evidence(
        findings,
        domain=f"whitened inputs, widths {experiment.SQUARE}, {STEPS} steps, measured from step {WINDOW} on",
        runs=count(request),
        at={"kappa": kappa, "seeds": _seeds(request)},
        note=_note(request),
    )


def _seeds(request: Request) -> str:
    first = experiment.first_seed(request)
    return f"{first} to {first + experiment.seeds(request) - 1}"


def _note(request: Request) -> str:
    return f"seeds {_seeds(request)}, together {float(100 * (1 - RISK)):g} % confidence"
