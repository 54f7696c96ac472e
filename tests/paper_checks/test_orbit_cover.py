"""The claim that the orbit attracts over an interval: certified only if no part of the interval is left."""

import dataclasses
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

import numerics
from numerics.orbit_cover import OrbitBox
from paper_checks import registry
from paper_checks.certificates import checker
from paper_checks.checks import orbit_cover
from paper_checks.request import Profile, Request
from paper_checks.verdicts import Evidence, Method, Outcome, Verdict
from paper_checks.witness import NotAWitnessError

STATEMENT = registry.statement("rank-p-orbit")
# A wider margin makes the cover short; the checker knows the one of the claim alone.
MILD = STATEMENT.edited({"certified_from": "kappa >= 21/10", "certified_margin": "1/10"})
TWO = Request(depths=(2, 2), profile=Profile.QUICK)


@pytest.fixture(autouse=True)
def fresh_covers() -> Iterator[None]:
    orbit_cover._cover.cache_clear()
    yield
    orbit_cover._cover.cache_clear()


@pytest.fixture
def one_box(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a budget of one box."""
    cover = numerics.orbit_cover.attracting
    monkeypatch.setattr(
        numerics.orbit_cover, "attracting", lambda *arguments: cover(*arguments, most_boxes=1)
    )


def by_cover(statement: Any = STATEMENT, request: Request = TWO) -> Evidence:
    return orbit_cover.by_cover(statement, request)


def not_certified(evidence: Evidence) -> bool:
    left = (evidence.outcome, evidence.verdict, evidence.certificates)
    return left == (Outcome.OPEN, Verdict.UNDECIDED, ())


def test_the_claim_is_certified_with_one_certificate_a_depth() -> None:
    evidence = by_cover(request=Request(depths=(2, 3), profile=Profile.QUICK))
    assert (evidence.outcome, evidence.verdict) == (Outcome.HOLDS, Verdict.CERTIFIED)
    assert (evidence.method, evidence.cases) == (Method.CERTIFICATE, 2)
    assert [c.parameters["depth"] for c in evidence.certificates] == [2, 3]
    for certificate in evidence.certificates:
        boxes = certificate.data["boxes"]
        reach = [(Fraction(low), Fraction(high)) for low, high, *_ in boxes]
        assert reach[0][0] == Fraction(2000001, 10**6)
        assert all(before[1] == after[0] for before, after in pairwise(reach))
        edge = numerics.doubling.enclose(certificate.parameters["depth"], 30)
        margin = Fraction(1, 10**6)
        high, low = (Fraction(int(end.p), int(end.q)) for end in (edge.high, edge.low))
        # The boxes reach as far as claimed, and stay below the doubling.
        assert high - margin <= reach[-1][1] < low


@pytest.mark.usefixtures("one_box")
def test_a_budget_of_one_box_certifies_nothing() -> None:
    evidence = by_cover()
    assert not_certified(evidence)
    assert "is undecided" in evidence.detail
    assert orbit_cover.by_closed_forms(STATEMENT, TWO).verdict is Verdict.UNDECIDED


def test_one_depth_left_open_leaves_the_claim_open(monkeypatch: pytest.MonkeyPatch) -> None:
    cover = numerics.orbit_cover.attracting

    def short(depth: int, *ends: Fraction) -> Any:
        return cover(depth, *ends, **({"most_boxes": 1} if depth == 2 else {}))

    monkeypatch.setattr(numerics.orbit_cover, "attracting", short)
    evidence = by_cover(request=Request(depths=(2, 3), profile=Profile.QUICK))
    assert not_certified(evidence)
    assert "L = 2" in evidence.detail


def test_an_interval_beyond_the_doubling_certifies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if the witness were not found: the boxes themselves have to give it away.
    def nothing(*_arguments: object) -> None:
        raise NotAWitnessError("looked away")

    cover = numerics.orbit_cover.attracting
    monkeypatch.setattr(orbit_cover, "_refute", nothing)
    monkeypatch.setattr(
        numerics.orbit_cover, "attracting", lambda *arguments: cover(*arguments, most_boxes=300)
    )
    evidence = by_cover(STATEMENT.edited({"certified_margin": "-1/100"}))
    assert not_certified(evidence)
    assert "is undecided" in evidence.detail


def test_the_witnesses_name_a_rate_without_an_attracting_orbit() -> None:
    below = by_cover(STATEMENT.edited({"certified_from": "kappa >= 2"}))
    assert (below.verdict, below.outcome) == (Verdict.REFUTED, Outcome.FAILS)
    assert below.witness is not None
    assert dict(below.witness.at) == {"L": "2", "kappa": "2"}
    assert (below.witness.left, below.witness.arithmetic) == ("0", "exact arithmetic")
    beyond = by_cover(STATEMENT.edited({"certified_margin": "-1/100"}))
    assert beyond.verdict is Verdict.REFUTED
    assert beyond.witness is not None
    # 2 sqrt(5) - 2 = 2.4721..., and a hundredth more.
    assert 2.482 < float(Fraction(beyond.witness.at["kappa"])) < 2.4822


def test_the_checker_decides_and_not_the_cover() -> None:
    # All boxes are proven, but these are not the interval and the margin that the checker asks for.
    evidence = by_cover(MILD)
    assert not_certified(evidence)
    assert evidence.detail.startswith("the checker rejects a certificate")


def test_a_cover_with_a_hole_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    cover = orbit_cover._cover

    def with_a_hole(depth: int, start: Fraction, end: Fraction) -> Any:
        boxes, undecided = cover(depth, start, end)
        return (*boxes[:5], *boxes[6:]), undecided

    monkeypatch.setattr(orbit_cover, "_cover", with_a_hole)
    evidence = by_cover()
    assert not_certified(evidence)
    assert "leave a gap" in evidence.detail


def test_without_the_orbit_beyond_the_end_nothing_is_certified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numerics.orbit_cover, "at", lambda *_arguments: None)
    evidence = by_cover()
    assert not_certified(evidence)
    assert "no orbit is enclosed" in evidence.detail


def test_the_closed_forms_lie_in_the_boxes() -> None:
    evidence = orbit_cover.by_closed_forms(STATEMENT, Request(depths=(2, 3), profile=Profile.QUICK))
    assert evidence.verdict is Verdict.SAMPLED
    assert set(evidence.distribution) == {"at the end", "before the end"}


@pytest.mark.parametrize("side", [-1, 1])
def test_a_box_that_misses_the_closed_form_is_noticed(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cover = orbit_cover._cover

    def aside(depth: int, start: Fraction, end: Fraction) -> Any:
        boxes, undecided = cover(depth, start, end)
        moved = []
        for low, high, orbit in boxes:
            shift = side * (orbit.upper - orbit.lower)
            moved.append((low, high, OrbitBox(orbit.lower + shift, orbit.upper + shift)))
        return tuple(moved), undecided

    monkeypatch.setattr(orbit_cover, "_cover", aside)
    assert orbit_cover.by_closed_forms(STATEMENT, TWO).verdict is Verdict.UNDECIDED


def test_the_closed_forms_refute_an_end_beyond_the_doubling() -> None:
    evidence = orbit_cover.by_closed_forms(STATEMENT.edited({"certified_margin": "-1/100"}), TWO)
    assert evidence.verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("depths", "profile", "covered"),
    [
        ((2, 16), Profile.QUICK, [2, 3]),
        ((2, 16), Profile.STANDARD, [2, 3, 4, 5, 6]),
        ((4, 5), Profile.STANDARD, [4, 5]),
        ((5, 9), Profile.STANDARD, [5, 6]),
        # Where none of the depths asked for is covered, the deepest is: a check has to check something.
        ((7, 9), Profile.STANDARD, [6]),
        ((4, 4), Profile.QUICK, [3]),
        ((20, 24), Profile.FULL, [16]),
    ],
)
def test_the_depths_covered_are_those_asked_for_up_to_the_deepest(
    depths: tuple[int, int], profile: Profile, covered: list[int]
) -> None:
    assert list(orbit_cover.depths(Request(depths=depths, profile=profile))) == covered


def test_an_edited_certificate_is_not_accepted() -> None:
    (certificate,) = by_cover().certificates
    wider = dataclasses.replace(certificate, parameters={**certificate.parameters, "to": "5/2"})
    with pytest.raises(checker.RejectedError):
        wider.verify()
