"""Checks of what sets nonlinear networks beyond the edge of stability apart, as means over seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from numerics.small_networks import Activation
from paper_checks import enclosures
from paper_checks.checks import small_network_runs as experiment
from paper_checks.checks.seed_means import MARGIN, Finding, SeedMean, evidence
from paper_checks.checks.small_network_runs import MEASURED, RATES, STEPS, WINDOW, Floats, Runs
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence

NONLINEAR = (Activation.TANH, Activation.RELU)
HOVERS = {
    Activation.TANH: ("hover_from_tanh", "hover_to_tanh"),
    Activation.RELU: ("hover_from_relu", "hover_to_relu"),
}
"""The names of the bounds of the sharpness of each network."""
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
        low, high = (number(name) for name in HOVERS[activation])
        later = runs.sharpness(MEASURED)
        for place, rate in enumerate(RATES):
            cell, edge = f"{activation}, eta = {rate}", _edge(statement, rate)
            start = _mean(f"{SHARPNESS} at the start, {cell}", starts[activation] / edge)
            hovers = _mean(f"{SHARPNESS}, {cell}", runs.at_rate(place, later) / edge)
            findings += [Finding(start, high=number("start_below")), Finding(hovers, low, high)]
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
    """Decide how much of the oscillation is within the span of the top Hessian eigenvectors."""
    number, findings = _numbers(statement), []
    for activation, runs in _nonlinear(request):
        shares = runs.kept_share(int(number("top_directions")))
        for place, rate in enumerate(RATES):
            share = _mean(
                f"share of the oscillation, {activation}, eta = {rate}", runs.at_rate(place, shares)
            )
            findings.append(Finding(share, low=number("kept_share")))
    return _on_digits(findings, request, BOTH_NETWORKS)


def apart(statement: Statement, request: Request) -> Evidence:
    """Decide that without an activation the sharpness does not hover near the edge."""
    least = _numbers(statement)("apart_by")
    return _on_digits([Finding(off, low=least) for off in _off_edge(statement, request)], request, EACH_RATE)


def linear_on_digits(statement: Statement, request: Request) -> Evidence:
    """Decide that without an activation the sharpness hovers too, and the loss goes to its least value."""
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
    runs = experiment.whitened(kappa, request)
    edge = _edge(statement, runs.rates[0])
    flattest = float(enclosures.exact(statement.formulas["flattest"].expression, {"kappa": kappa}))
    off = np.array([abs(experiment.flattest_sharpness() / edge - flattest)])
    pair = runs.sharpness((MEASURED[-1], MEASURED[-1] + 1)) / edge
    loss = runs.loss_ratio() - 1
    length = runs.step_length(MEASURED[-1]) / runs.step_length(MEASURED[0]) - 1
    findings = [
        Finding(_mean("distance of the flattest sharpness from its formula", off), high=EXACTLY),
        Finding(_mean(f"{SHARPNESS}, two steps", pair), low=number("linear_sharpness")),
        Finding(_mean(f"relative change of the loss, {FALLEN}", abs(loss)), high=steady),
        Finding(_mean("relative change of the length of a step, last over first", abs(length)), high=steady),
    ]
    return evidence(
        findings,
        domain=f"whitened inputs, widths {experiment.SQUARE}, {STEPS} steps, measured from step {WINDOW} on",
        runs=EACH_START(request),
        at={"kappa": kappa, "seeds": _seeds(request)},
        note=_note(request),
    )


def _off_edge(statement: Statement, request: Request) -> Iterator[SeedMean]:
    runs = experiment.on_digits(Activation.NONE, request)
    later = runs.sharpness(MEASURED)
    for place, rate in enumerate(RATES):
        off = runs.at_rate(place, later) / _edge(statement, rate) - 1
        what = f"distance of the {SHARPNESS} from one, linear, eta = {rate}"
        yield SeedMean(what, [float(value) for value in off], absolute=True)


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


def _seeds(request: Request) -> str:
    first = experiment.first_seed(request)
    return f"{first} to {first + experiment.seeds(request) - 1}"


def _note(request: Request) -> str:
    return f"seeds {_seeds(request)}, decided by {MARGIN} standard errors"
