"""The claims on unbalanced starts: certified box by box, refuted where a start of the box goes nowhere."""

import json
from fractions import Fraction
from typing import Any

import pytest

import numerics
from numerics.covers import Box, Cover, Halved, Undecided
from paper_checks import registry
from paper_checks.checks import start_traps
from paper_checks.request import Profile, Request
from paper_checks.verdicts import Evidence, Outcome, Verdict

STATEMENT = registry.statement("rank-p-orbit")
REQUEST = Request(depths=(2, 3), profile=Profile.QUICK)
CLAIMS = {
    "start": "unbalanced-start-attracted",
    "two_layers_start": "two-layers-start-attracted",
    "figure_start": "figure-start-attracted",
}


def by_traps(name: str, edits: dict[str, str] | None = None) -> Evidence:
    return start_traps.by_traps(name, CLAIMS[name], STATEMENT.edited(edits or {}), REQUEST)


def box_of(name: str, alpha: tuple[str, str], kappa: tuple[str, str]) -> dict[str, str]:
    return {
        f"{name}_alpha_from": f"alpha >= {alpha[0]}",
        f"{name}_alpha_to": f"alpha <= {alpha[1]}",
        f"{name}_kappa_from": f"kappa >= {kappa[0]}",
        f"{name}_kappa_to": f"kappa <= {kappa[1]}",
    }


@pytest.mark.parametrize(
    ("name", "depths"), [("start", [2, 3]), ("two_layers_start", [2]), ("figure_start", [3])]
)
def test_each_box_is_certified_at_each_of_its_depths(name: str, depths: list[int]) -> None:
    evidence = by_traps(name)
    assert evidence.verdict is Verdict.CERTIFIED
    assert [c.parameters["depth"] for c in evidence.certificates] == depths
    for certificate in evidence.certificates:
        assert certificate.claim == f"rank-p-orbit/{CLAIMS[name]}"
        for axis in ("alpha", "kappa"):
            for end in ("from", "to"):
                stated = STATEMENT.formulas[f"{name}_{axis}_{end}"].expression.rhs
                assert Fraction(certificate.parameters[f"{axis}_{end}"]) == Fraction(str(stated))
        json.loads(certificate.content)


def test_a_budget_of_one_box_certifies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reaches = numerics.unbalanced_start.reaches_orbit
    monkeypatch.setattr(
        numerics.unbalanced_start, "reaches_orbit", lambda *arguments: reaches(*arguments, most_boxes=1)
    )
    evidence = by_traps("two_layers_start")
    assert (evidence.outcome, evidence.verdict) == (Outcome.OPEN, Verdict.UNDECIDED)
    assert evidence.certificates == ()
    assert "is undecided" in evidence.detail


def test_one_depth_left_open_leaves_the_claim_open(monkeypatch: pytest.MonkeyPatch) -> None:
    reaches = numerics.unbalanced_start.reaches_orbit

    def short(depth: int, *box: Any) -> Any:
        found = reaches(depth, *box)
        return Cover(Undecided(Box(box)), 1) if depth == 2 else found

    monkeypatch.setattr(numerics.unbalanced_start, "reaches_orbit", short)
    evidence = by_traps("start")
    assert (evidence.verdict, evidence.certificates) == (Verdict.UNDECIDED, ())
    assert "L = 2" in evidence.detail


def test_an_undecided_box_has_no_certificate() -> None:
    part = Undecided(Box(((Fraction(0), Fraction(1)), (Fraction(2), Fraction(3)))))
    with pytest.raises(TypeError, match="no certificate"):
        start_traps._node(Halved(0, part, part))


@pytest.mark.parametrize("name", CLAIMS)
def test_starts_at_the_origin_and_rates_without_an_orbit_refute(name: str) -> None:
    below = by_traps(name, {f"{name}_kappa_from": "kappa >= 2"})
    origin = by_traps(name, {f"{name}_alpha_from": "alpha >= -1"})
    for evidence, asserts in ((below, start_traps.EXISTS), (origin, start_traps.LEAVES)):
        assert evidence.verdict is Verdict.REFUTED
        assert evidence.witness is not None
        assert evidence.witness.relation == asserts
        assert evidence.witness.arithmetic == "exact arithmetic"


def test_a_start_outside_the_box_is_no_witness() -> None:
    # The origin is not in this box, which is not one that the method is for either.
    with pytest.raises(ValueError, match="make no box"):
        by_traps("start", box_of("start", ("-1/2", "-2/5"), ("11/5", "12/5")))


@pytest.mark.parametrize(
    ("alpha", "kappa"), [(("2/5", "2/5"), ("11/5", "12/5")), (("2/5", "1/2"), ("12/5", "11/5"))]
)
def test_an_empty_box_is_refused(alpha: tuple[str, str], kappa: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="make no box"):
        by_traps("start", box_of("start", alpha, kappa))


def test_drawn_starts_end_in_the_orbit() -> None:
    for name in CLAIMS:
        evidence = start_traps.by_descent(name, STATEMENT, REQUEST)
        assert evidence.verdict is Verdict.SAMPLED
        assert evidence.cases >= 3 * len(start_traps.depths(name, REQUEST))


@pytest.mark.parametrize("name", CLAIMS)
def test_followed_starts_never_speak_against_a_witness(name: str) -> None:
    # Whatever is drawn, the corner of the box that refutes the claim is among what is followed.
    request = Request(depths=(2, 2), profile=Profile.QUICK, seed=1)
    for edit in ({f"{name}_alpha_from": "alpha >= 0"}, {f"{name}_kappa_from": "kappa >= 2"}):
        evidence = start_traps.by_descent(name, STATEMENT.edited(edit), request)
        assert evidence.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("kappa", [("13/5", "27/10"), ("19/10", "2")])
def test_drawn_starts_that_end_elsewhere_leave_the_claim_open(kappa: tuple[str, str]) -> None:
    # Beyond the doubling runs end in longer orbits, and up to kappa = 2 there is no orbit.
    edited = STATEMENT.edited(box_of("two_layers_start", ("1/2", "3/5"), kappa))
    evidence = start_traps.by_descent("two_layers_start", edited, REQUEST)
    assert (evidence.outcome, evidence.verdict) == (Outcome.OPEN, Verdict.UNDECIDED)


@pytest.mark.parametrize(
    ("name", "depths", "covered"),
    [
        ("start", (2, 16), (2, 3, 4, 5, 6)),
        ("start", (3, 4), (3, 4)),
        ("start", (5, 9), (5, 6)),
        ("start", (7, 9), (6,)),
        ("two_layers_start", (7, 9), (2,)),
        ("figure_start", (2, 2), (3,)),
    ],
)
def test_no_depth_beyond_the_claim_is_covered_and_never_none(
    name: str, depths: tuple[int, int], covered: tuple[int, ...]
) -> None:
    assert start_traps.depths(name, Request(depths=depths)) == covered


@pytest.mark.parametrize("depths", [(2, 2), (5, 9), (7, 9), (2, 16)])
def test_the_least_number_of_cases_is_that_of_the_depths_covered(depths: tuple[int, int]) -> None:
    request: Any = Request(depths=depths, profile=Profile.QUICK)
    for name, claim in CLAIMS.items():
        traps, descent = STATEMENT.claim(claim).routes
        covered = len(start_traps.depths(name, request))
        assert (traps.least_cases(request), descent.least_cases(request)) == (covered, 3 * covered)
