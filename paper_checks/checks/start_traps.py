"""Checks that gradient descent from the unbalanced start reaches the period-2 orbit, over whole boxes."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import sympy
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import numerics
from numerics.balls import Truth
from numerics.covers import Halved, Proven, Tree
from numerics.unbalanced_start import Trap
from paper_checks import decisions, draws, sampling
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.checks import exactly
from paper_checks.request import Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import NotAWitnessError, Witness, violation

LEAVES = "the end-to-end value after one step is not zero in every layer"
LANDS = "the end-to-end value after one step is not sigma, where every layer stays"
EXISTS = "the number of period-2 orbits with both points positive is at least 1"
DEEPEST = 6
DEPTHS = {"figure_start": (3,), "two_layers_start": (2,)}
"""The depths of boxes that are meant for one depth alone."""
STEPS = 64
"""How many steps a start is followed, over L^2; at most 52 take those of the boxes to the orbit."""
CASES = 4
"""How many starts are drawn at each depth, besides the corner of the box where it is most likely to fail."""
LANDING_GRID = 10**12
"""To what part of it a scale is known from which one step leads to a minimum."""
AXES = ("alpha", "kappa")
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Starts:
    """A box of scales and learning rates at some depths, sigma = 1.

    Attributes:
        depths: the depths it is meant for.
        alpha: least and largest scale, over sigma^(1/L).
        kappa: least and largest normalised learning rate.
    """

    depths: tuple[int, ...]
    alpha: Range
    kappa: Range


def starts(statement: Statement, name: str, request: Request) -> Starts:
    """Read a box from the formulas of a statement: name_alpha_from, …_to, name_kappa_from, …_to."""
    alpha, kappa = (
        _range([statement.formulas[f"{name}_{axis}_{end}"].expression for end in ("from", "to")])
        for axis in AXES
    )
    return Starts(depths(name, request), alpha, kappa)


def depths(name: str, request: Request) -> tuple[int, ...]:
    """Return the depths of a box: the one it is meant for, or those asked for, none beyond the deepest."""
    low, high = (min(depth, DEEPEST) for depth in request.depths)
    return DEPTHS.get(name, tuple(range(low, high + 1)))


def by_traps(name: str, claim: str, statement: Statement, request: Request) -> Evidence:
    """Enclose the states over the box step by step until they lie in a trap around the orbit."""
    box = starts(statement, name, request)
    domain = f"L = {', '.join(map(str, box.depths))}, alpha and kappa in the stated box"
    try:
        witness = _refute(box)
    except NotAWitnessError:
        pass
    else:
        return decisions.by_witness(lambda: witness, domain=domain)
    certificates, open_parts = [], []
    for depth in box.depths:
        found = numerics.unbalanced_start.reaches_orbit(depth, box.alpha, box.kappa)
        open_parts += [f"L = {depth}: {part.ends} is undecided" for part in found.undecided()]
        parameters = _parameters(depth, box)
        if not found.undecided():
            data = {"tree": _node(found.tree)}
            certificates.append(
                Certificate(f"{statement.slug}/{claim}", "unbalanced_start", parameters, data)
            )
    return decisions.by_certificates(certificates, domain=domain, open_parts="; ".join(open_parts))


def certifies(name: str, statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificate of one depth, if the box is meant for it."""
    box = starts(statement, name, Request(depths=(depth, depth)))
    return [_parameters(one, box) for one in box.depths]


def _parameters(depth: int, box: Starts) -> dict[str, object]:
    return {"depth": depth} | {
        f"{axis}_{end}": str(value)
        for axis, ends in zip(AXES, (box.alpha, box.kappa), strict=True)
        for end, value in zip(("from", "to"), ends, strict=True)
    }


@dataclass(frozen=True)
class StartCase:
    """A depth, a scale and a normalised learning rate."""

    depth: int
    alpha: Fraction
    kappa: Fraction


def by_descent(name: str, statement: Statement, request: Request) -> Evidence:
    """Follow drawn starts of the box and its corner; compare where they end with the enclosed orbit."""
    box = starts(statement, name, request)

    def decide(case: StartCase) -> sampling.Answer:
        if case.kappa <= 2:
            return sampling.Answer(Truth.UNKNOWN)
        orbit = numerics.orbits.enclose(case.depth, case.kappa, request.digits)
        layers = [case.alpha] * (case.depth - 1) + [Fraction(0)]
        steps = STEPS * case.depth**2
        run = numerics.modes.run(
            layers, 1, case.kappa / case.depth, steps, request.digits, record_every=steps
        )
        with numerics.balls.working_bits(run.bits):
            near = flint.arb(10) ** -4
            last = run.states[-1]
            reached = any(
                all(abs(layer - point) < near for layer in last)
                for point in (orbit.lower_layer, orbit.upper_layer)
            )
        return sampling.Answer(Truth.TRUE if reached else Truth.UNKNOWN)

    def cases(depth: int) -> SearchStrategy[StartCase]:
        return st.builds(StartCase, st.just(depth), draws.between(*box.alpha), draws.between(*box.kappa))

    corners = [StartCase(depth, box.alpha[0], box.kappa[0]) for depth in box.depths]
    landing = _landing(box)
    corners += [] if landing is None else [landing]
    samples = [
        sampling.draw(
            cases(depth), decide, cases=CASES, seed=request.seed_of(f"{statement.slug}/{name}/{depth}")
        )
        for depth in box.depths
    ]
    return sampling.evidence(
        [sampling.every(corners, decide), *samples],
        domain=f"rational alpha and kappa in the stated box, {STEPS} L^2 steps",
    )


def _refute(box: Starts) -> Witness:
    """Find a start of the box from which gradient descent goes nowhere, or a rate without an orbit."""
    depth = box.depths[0]
    if box.kappa[0] <= 2:
        rate = box.kappa[0] or min(box.kappa[1], Fraction(1))
        number = numerics.orbits.count(depth, rate)
        return violation(">=", number, 1, asserts=EXISTS, at={"L": depth, "kappa": rate})
    if box.alpha[0] <= 0 <= box.alpha[1]:
        step_size = exactly.to_flint(box.kappa[0] / depth)
        after = numerics.modes.step([flint.fmpq(0)] * depth, flint.fmpq(1), step_size)
        total = exactly.from_flint(sum((abs(layer) for layer in after), flint.fmpq(0)))
        return violation(">", total, Fraction(0), asserts=LEAVES, at={"L": depth, "alpha": 0})
    if (landing := _landing(box)) is not None:
        return _stays(landing)
    raise NotAWitnessError("every start of the box leaves the origin, beyond the edge of stability")


def _landing(box: Starts) -> StartCase | None:
    """Find a start of the box at the least depth that one step takes to a minimum, where it stays.

    The step leaves all layers but the last at alpha, and takes that one to (kappa/L) alpha^(L-1).
    """
    depth = box.depths[0]
    power = 2 * depth - 2
    middle = (box.kappa[0] + box.kappa[1]) / 2
    near = round((depth / float(middle)) ** (1 / power) * LANDING_GRID) if middle else 0
    for places in (10**count for count in range(1, 10)):
        alpha = Fraction(near * places // LANDING_GRID, places)
        if alpha > 0 and box.alpha[0] <= alpha <= box.alpha[1]:
            rate = depth / alpha**power
            if box.kappa[0] <= rate <= box.kappa[1]:
                return StartCase(depth, alpha, rate)
    return None


def _stays(start: StartCase) -> Witness:
    """Return the witness that one step takes a start to a minimum of the loss."""
    alpha, rate = exactly.to_flint(start.alpha), exactly.to_flint(start.kappa / start.depth)
    layers = [alpha] * (start.depth - 1) + [flint.fmpq(0)]
    product = flint.fmpq(1)
    for layer in numerics.modes.step(layers, flint.fmpq(1), rate):
        product *= layer
    off = abs(exactly.from_flint(product) - 1)
    at = {"L": start.depth, "alpha": start.alpha, "kappa": start.kappa}
    return violation(">", off, Fraction(0), asserts=LANDS, at=at)


def _node(tree: Tree[Trap]) -> Mapping[str, Any]:
    """Write a tree of boxes as the checker reads it."""
    if isinstance(tree, Halved):
        return {"halve": AXES[tree.axis], "low": _node(tree.low), "high": _node(tree.high)}
    if not isinstance(tree, Proven):
        raise TypeError("an undecided box has no certificate")
    trap = tree.proof
    return {"steps": trap.steps, "trap": table([trap.mean, trap.gap])}


def _range(relations: list[sympy.Rel]) -> Range:
    """Return the least and the largest value that bounds allow; one of a scale or rate is never below 0."""
    if any(isinstance(one, sympy.StrictLessThan | sympy.StrictGreaterThan) for one in relations):
        raise ValueError(f"{relations} do not bound a closed box")
    least = [exactly.of_sympy(one.lts) for one in relations if one.gts.is_Symbol]
    most = [exactly.of_sympy(one.gts) for one in relations if one.lts.is_Symbol]
    if not most:
        raise ValueError(f"{relations} bound nothing from above")
    return max(least, default=Fraction(0)), min(most)
