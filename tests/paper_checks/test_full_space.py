"""The claims on the orbit among all entries of the layers: the ends of a stated region belong to it."""

import pytest

from paper_checks import registry
from paper_checks.request import Profile, Request
from paper_checks.verdicts import Outcome

STATEMENT = registry.statement("rank-p-orbit")
REQUEST = Request(depths=(2, 3), profile=Profile.QUICK)


def outcomes(claim: str, edits: dict[str, str]) -> list[Outcome]:
    edited = STATEMENT.edited(edits)
    return [route.check(edited, REQUEST).outcome for route in STATEMENT.claim(claim).routes]


@pytest.mark.parametrize("claim", ["attracting-full-space-one", "transverse-turning"])
def test_a_multiplier_of_modulus_one_at_an_end_is_found_exactly(claim: str) -> None:
    # The end itself is irrational, where balls decide nothing.
    assert outcomes(claim, {"attracting_window": "kappa <= 2*sqrt(5) - 2"}) == [Outcome.FAILS, Outcome.OPEN]


def test_the_end_of_the_pair_is_found_exactly() -> None:
    edits = {"transverse_window": "eta*(S + S_1) <= 4"}
    assert outcomes("attracting-full-space-one", edits) == [Outcome.FAILS, Outcome.OPEN]


@pytest.mark.parametrize("depths", ["more", "deeper"])
@pytest.mark.parametrize("onset", ["S >= 2/eta", "S > 1999/(1000*eta)", "S > -1/eta", "S < 2/eta"])
def test_modes_at_the_edge_or_below_it_are_seen(depths: str, onset: str) -> None:
    exact, network = outcomes(f"repelling-full-space-{depths}", {"both_beyond": onset})
    assert network is Outcome.FAILS
    # For deeper networks the exact route is about modes beyond the edge alone.
    assert exact is (Outcome.FAILS if depths == "more" else Outcome.OPEN)
