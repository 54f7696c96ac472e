"""Edits of a formula that a check once did not follow: it refuted what is true, or kept what is false."""

import pytest

from paper_checks import registry
from paper_checks.request import Profile, Request
from paper_checks.statements import Statement
from paper_checks.verdicts import Evidence, Verdict

REQUEST = Request(depths=(2, 3), profile=Profile.QUICK)


def _edited(slug: str, edits: dict[str, str]) -> Statement:
    (statement,) = (one for one in registry.statements() if one.slug == slug)
    return statement.edited(edits)


def _evidence(slug: str, claim: str, edits: dict[str, str]) -> list[Evidence]:
    statement = _edited(slug, edits)
    return [route.check(statement, REQUEST) for route in statement.claim(claim).routes]


@pytest.mark.parametrize(
    ("slug", "claim", "edits"),
    [
        # Layers that are zero are members for every target and of every width.
        ("svs-invariance", "balanced-init-every-target", {"other_start": "0"}),
        ("svs-invariance", "unbalanced-init-narrow", {"other_start": "0"}),
        ("svs-invariance", "balanced-init-nonnegative", {"other_start": "0"}),
    ],
)
def test_start_that_is_a_member_is_not_refuted(slug: str, claim: str, edits: dict[str, str]) -> None:
    assert {one.verdict for one in _evidence(slug, claim, edits)} == {Verdict.UNDECIDED}


def test_onset_may_be_written_either_way_round() -> None:
    found = _evidence("top-features", "oscillating-modes", {"beyond_eos": "2 < kappa"})
    assert [one.verdict for one in found] == [Verdict.PROVED, Verdict.SAMPLED]


@pytest.mark.parametrize(
    ("slug", "claim", "edits"),
    [
        ("top-features", "oscillating-modes", {"beyond_eos": "kappa >= 2"}),
        (
            "period-doubling",
            "bounded-positive-two-layers",
            {"two_layers_negative": "(kappa**2 + 4*kappa - 23)*(kappa - 7)"},
        ),
        ("period-doubling", "bounded-two-layers", {"two_layers_away": "(kappa - 4)*(kappa - 9)"}),
        ("rank-p-orbit", "perturbed-start-stays-close", {"perturbation": "1/1000"}),
        ("rank-p-orbit", "phase-diagram-one", {"phase_attracts": "eta*(S + S_1) >= 99/25"}),
        ("rank-p-orbit", "phase-diagram-one", {"phase_repels": "eta*(S + S_1) <= 83/20"}),
        ("rank-p-orbit", "phase-diagram-more", {"phase_both": "eta*S <= 201/100"}),
    ],
)
def test_false_edit_is_refuted_by_every_route(slug: str, claim: str, edits: dict[str, str]) -> None:
    assert {one.verdict for one in _evidence(slug, claim, edits)} == {Verdict.REFUTED}


def test_a_rational_end_of_boundedness_is_not_drawn() -> None:
    """It is 4 for two layers, and large samples draw small whole numbers."""
    request = Request(profile=Profile.FULL, depths=(2, 2))
    statement = registry.statement("period-doubling")
    for claim in ("bounded-even", "bounded-two-layers"):
        routes = {route.name: route for route in statement.claim(claim).routes}
        evidence = routes["critical orbit"].check(statement, request)
        assert evidence.verdict is Verdict.SAMPLED
        assert evidence.cases > 200
