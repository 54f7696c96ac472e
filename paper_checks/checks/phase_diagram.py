"""Checks of where the orbits of two modes attract in the entries that mix them, over all parameters."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import ceil

import sympy
from hypothesis import strategies as st

import numerics
from numerics.balls import Truth, less
from numerics.covers import Cover, Halved, Tree
from numerics.phase_diagram import Label
from paper_checks import decisions, draws, sampling
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.checks import exactly
from paper_checks.checks import full_space_cases as cases
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence
from paper_checks.witness import violation
from theory.symbols import S, S_top, eta, kappa

ON_MODE = "the multiplier of the period-2 orbit on its mode is above -1"
UNUSUAL = "a relation bounds what it is about from the other side than the cover is made for"
RESTING = Fraction(3, 2)
"""A rate of the second mode where it is bounded from above alone."""
EXISTS = "the number of period-2 orbits with both points positive is at least 1"
DEEPEST = {Profile.QUICK: 3, Profile.STANDARD: 4, Profile.FULL: 4}
HALVINGS = {Profile.QUICK: 16, Profile.STANDARD: 18, Profile.FULL: 20}
"""How often a part of the parameters is halved where the second mode rests."""
PAIR_HALVINGS = {Profile.QUICK: 13, Profile.STANDARD: 14, Profile.FULL: 16}
"""The same for two layers in phase; everything else is decided long before."""
DEEP_ENOUGH = 30
DIGITS = 20
GRID = 10**6
ENDLESS = Fraction(10**6)
"""Stands for the largest value where there is none."""
ONE, MORE = "phase-diagram-one", "phase-diagram-more"


Ends = tuple[Fraction, Fraction]
"""The least and the largest value that a relation allows."""


@dataclass(frozen=True)
class _Region:
    """What the formulas say, as numbers."""

    least: Fraction
    margin: Fraction
    target: Fraction
    rests: Ends
    attracts: Ends
    repels: Ends
    undecided: Fraction
    both: Ends

    @property
    def usual(self) -> bool:
        """Whether each relation bounds what it is about from the side that the covers are made for."""
        below = self.rests[0] == self.attracts[0] == 0
        return bool(self.least and below and self.repels[1] == self.both[1] == ENDLESS)


@dataclass(frozen=True)
class _Case:
    depth: int
    kappa: Fraction
    layer: Fraction
    upper: bool = False

    @property
    def second(self) -> Fraction:
        return self.kappa * self.layer ** (2 * self.depth - 2)

    @property
    def at(self) -> dict[str, object]:
        phase = {"phase": "out of phase" if self.upper else "in phase"} if self.second > 2 else {}
        return {"L": self.depth, "kappa_1": self.kappa, "kappa_2": self.second, **phase}


def depths(request: Request) -> range:
    """Return the depths covered: those asked for up to the profile's deepest, or the deepest alone."""
    low, high = (min(depth, DEEPEST[request.profile]) for depth in request.depths)
    return range(low, high + 1)


def one_by_cover(statement: Statement, request: Request) -> Evidence:
    """Cover the parameters where the second mode rests by boxes that attract or repel."""
    region = _region(statement)
    if (refuted := _refuted(_edges_of_one(region, request), region)) is not None:
        return refuted
    if not region.usual:
        return decisions.by_witness(None, domain="", otherwise=UNUSUAL)
    certificates = []
    for depth in depths(request):
        found = _one(depth, HALVINGS[request.profile], (region.attracts[1], region.repels[0]))
        (parameters,) = one_certifies(statement, depth)
        data = {"ratios": table([_whole(found)]), "tree": _letters(found.tree)}
        certificates.append(Certificate(f"{statement.slug}/{ONE}", "one_oscillating", parameters, data))
    return _certified(certificates, request)


def more_by_cover(statement: Statement, request: Request) -> Evidence:
    """Cover the parameters where both modes oscillate by boxes that repel."""
    region = _region(statement)
    if (refuted := _refuted(_edges_of_more(region, request), region)) is not None:
        return refuted
    if not region.usual:
        return decisions.by_witness(None, domain="", otherwise=UNUSUAL)
    certificates = []
    for depth in depths(request):
        for parameters in more_certifies(statement, depth):
            in_phase = parameters["in_phase"] is True
            halvings = PAIR_HALVINGS[request.profile] if depth == 2 and in_phase else DEEP_ENOUGH
            found = _two(depth, in_phase, halvings)
            data = {"orbits": table([_whole(found)]), "tree": _letters(found.tree)}
            certificates.append(Certificate(f"{statement.slug}/{MORE}", "two_oscillating", parameters, data))
    return _certified(certificates, request)


def one_by_multipliers(statement: Statement, request: Request) -> Evidence:
    """Enclose multipliers of pairs with a mode at rest, at the ends of the stated regions and elsewhere."""
    region = _region(statement)

    def drawn(depth: int) -> st.SearchStrategy[_Case]:
        rates = draws.between(max(region.least, Fraction(201, 100)), _last(depth, region.margin))
        layers = draws.between(Fraction(3, 10), Fraction(99, 100))
        return st.builds(_Case, st.just(depth), rates, layers)

    return _sampled(ONE, _edges_of_one(region, request), drawn, region, statement, request)


def more_by_multipliers(statement: Statement, request: Request) -> Evidence:
    """Enclose the multipliers of pairs that oscillate, beside the end of the stated region and elsewhere."""
    region = _region(statement)

    def drawn(depth: int) -> st.SearchStrategy[_Case]:
        rates = draws.between(Fraction(12, 5), _last(depth, region.margin))
        layers = draws.between(Fraction(96, 100), Fraction(99, 100))
        return st.builds(_Case, st.just(depth), rates, layers, st.booleans())

    return _sampled(MORE, _edges_of_more(region, request), drawn, region, statement, request)


def one_certifies(statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificate of one depth with one oscillating mode."""
    region = _region(statement)
    numbers = {
        "from": region.least,
        "to": _last(depth, region.margin),
        "target_from": region.target,
        "second_to": region.rests[1],
        "attracting_to": region.attracts[1],
        "repelling_from": region.repels[0],
        "undecided_below": region.undecided,
    }
    return [{"depth": depth, **{name: str(number) for name, number in numbers.items()}}]


def more_certifies(statement: Statement, depth: int) -> list[dict[str, object]]:
    """Return the parameters of the certificates of one depth with two oscillating modes."""
    region = _region(statement)
    ends = {"from": str(region.both[0]), "to": str(_last(depth, region.margin))}
    return [{"depth": depth, "in_phase": in_phase, **ends} for in_phase in (True, False)]


def _certified(certificates: list[Certificate], request: Request) -> Evidence:
    return decisions.by_certificates(
        certificates,
        domain=f"L = {depths(request)[0]}, ..., {depths(request)[-1]}, every parameter of the stated ranges",
    )


def _sampled(name, edges, drawn, region, statement, request):  # type: ignore[no-untyped-def]
    samples = [sampling.every(edges, lambda case: _decide(case, region))]
    if samples[0].violation is None:
        samples += [
            sampling.draw(
                drawn(depth),
                lambda case: _decide(case, region),
                cases=request.cases(cases.DRAWN),
                seed=request.seed_of(f"{statement.slug}/{name}/{depth}"),
            )
            for depth in depths(request)
        ]
    return sampling.evidence(
        samples,
        domain="rational kappa and layer values of two modes",
    )


def _refuted(edges: list[_Case], region: _Region) -> Evidence | None:
    """Return the evidence of the first case at the ends of the stated region that violates the claim."""
    for case in edges:
        witness = _decide(case, region).witness
        if witness is not None:
            return decisions.by_witness(
                lambda found=witness: found,  # type: ignore[misc]
                domain="the ends of the stated region",
            )
    return None


def _decide(case: _Case, region: _Region) -> sampling.Answer:
    """Compare what is claimed of a pair with its multipliers."""
    if case.kappa <= 2:
        count = numerics.orbits.count(case.depth, case.kappa)
        return sampling.Answer(Truth.FALSE, violation(">=", count, 1, asserts=EXISTS, at=case.at))
    both = _within(case.second, region.both)
    resting = not both and _within(case.second, region.rests)
    attracting = resting and _within(case.kappa + case.second, region.attracts)
    if not attracting and not both and not _within(case.kappa + case.second, region.repels):
        return sampling.Answer(Truth.TRUE, labels=("between the regions",))
    if not attracting and not both and not resting:
        return sampling.Answer(Truth.TRUE, labels=("in the strip",))
    if attracting and region.margin <= 0:
        # The orbit attracts in the full space only where it does on its mode.
        own = numerics.orbits.enclose(case.depth, case.kappa, DIGITS).multiplier
        if less(own, -1) is Truth.TRUE:
            witness = violation(">", own, -1, asserts=ON_MODE, at=case.at)
            return sampling.Answer(Truth.FALSE, witness)
    rate, second = case.kappa / case.depth, case.layer**case.depth
    _, found = numerics.floquet.pair_multipliers(case.depth, rate, 1, second, not case.upper, DIGITS)
    with numerics.balls.working_precision(DIGITS):
        sizes = [one.size() for one in found]
        inside = all(less(size, 1) is Truth.TRUE for size in sizes)
        outside = any(less(1, size) is Truth.TRUE for size in sizes)
        label = ("attracting" if attracting else "repelling",)
        if not inside and not outside:
            return sampling.Answer(Truth.UNKNOWN, labels=label)
        if inside is attracting:
            return sampling.Answer(Truth.TRUE, labels=label)
        largest = max(sizes, key=lambda size: float(size.mid()))
        relation, asserts = ("<", cases.INSIDE) if attracting else (">=", cases.OUTSIDE)
        return sampling.Answer(
            Truth.FALSE, violation(relation, largest, 1, asserts=asserts, at=case.at), label
        )


def _edges_of_one(region: _Region, request: Request) -> list[_Case]:
    """Return pairs just inside the stated regions, at small and at large learning rates."""
    found = []
    for depth in depths(request):
        low, high = max(region.least, Fraction(202, 100)), _last(depth, region.margin)
        if region.least <= 2:
            found.append(_Case(depth, region.least or Fraction(1), Fraction(1, 2)))
        for rate in (low, (low + high) / 2, high):
            below = min(region.attracts[1] - rate, region.rests[1])
            found.append(_Case(depth, rate, _layer(depth, below / rate, down=True)))
            # Where a relation sets no end from below, any rate of the second mode is inside.
            above = region.repels[0] - rate if region.repels[0] > rate else RESTING
            if above < region.rests[1]:
                found.append(_Case(depth, rate, _layer(depth, above / rate, down=False)))
    return found


def _edges_of_more(region: _Region, request: Request) -> list[_Case]:
    """Return pairs just inside the stated region in both phases."""
    least, most = region.both
    return [
        _Case(depth, min(rate, most), _layer(depth, (least or RESTING) / min(rate, most), down=False), upper)
        for depth in depths(request)
        for rate in (Fraction(203, 100), _last(depth, region.margin))
        for upper in (False, True)
    ]


def _within(value: Fraction, ends: Ends) -> bool:
    return ends[0] <= value <= ends[1]


def _layer(depth: int, power: Fraction, down: bool) -> Fraction:
    """Return a rational whose power 2 L - 2 is just below or above a number."""
    value = int(GRID * float(power) ** (1 / (2 * depth - 2))) + (-1 if down else 2)
    return Fraction(value, GRID)


def _region(statement: Statement) -> _Region:
    def number(name: str) -> Fraction:
        return exactly.of_sympy(statement.formulas[name].expression)

    def ends(name: str, left: sympy.Expr) -> Ends:
        """Return between which numbers a relation says that a positive quantity is."""
        relation = statement.formulas[name].expression
        if relation.rel_op not in ("<=", ">=") or sympy.expand(relation.lhs - left) != 0:
            raise ValueError(f"{name} does not compare {left} with a number")
        end = exactly.of_sympy(relation.rhs)
        return (end, ENDLESS) if relation.rel_op == ">=" else (Fraction(0), end)

    both = eta * (S + S_top)
    return _Region(
        ends("phase_kappa_from", kappa)[0],
        number("phase_margin"),
        number("phase_target"),
        ends("phase_rests", eta * S),
        ends("phase_attracts", both),
        ends("phase_repels", both),
        number("phase_undecided"),
        ends("phase_both", eta * S),
    )


@cache
def _last(depth: int, margin: Fraction) -> Fraction:
    """Return a rational just above the doubling point minus the margin."""
    high = exactly.from_flint(numerics.doubling.enclose(depth, 14).high)
    return Fraction(ceil((high - margin) * 10**9), 10**9)


@cache
def _one(depth: int, halvings: int, within: tuple[Fraction, Fraction]) -> Cover[Label]:
    return numerics.phase_diagram.one_mode(depth, within=within, halvings=halvings)


@cache
def _two(depth: int, in_phase: bool, halvings: int) -> Cover[Label]:
    return numerics.phase_diagram.two_modes(depth, in_phase, halvings=halvings)


def _whole(found: Cover[Label]) -> list[Fraction]:
    """Return the ends of the box that was covered."""
    boxes = [part.box for part in found.proven()] + list(found.undecided())
    return [
        side
        for axis in (0, 1)
        for side in (min(b.ends[axis][0] for b in boxes), max(b.ends[axis][1] for b in boxes))
    ]


def _letters(tree: Tree[Label]) -> str:
    """Write a tree as a certificate holds it."""
    if isinstance(tree, Halved):
        return "zw"[tree.axis] + _letters(tree.low) + _letters(tree.high)
    return tree.proof.value[0] if isinstance(tree, numerics.covers.Proven) else "u"
