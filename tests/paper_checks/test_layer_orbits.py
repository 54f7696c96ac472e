"""The claim that the orbit is isolated among all layer values, and what its stability there rests on."""

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
from flint import arb

from numerics import periodic_orbits
from numerics.balls import to_rationals
from numerics.periodic_orbits import Disk, Stability
from paper_checks import registry
from paper_checks.checks import layer_orbits
from paper_checks.request import Profile, Request
from paper_checks.verdicts import Method, Outcome, Verdict
from paper_checks.witness import NotAWitnessError

STATEMENT = registry.statement("rank-p-orbit")
REQUEST = Request(depths=(2, 3), profile=Profile.QUICK)
TWO = Request(depths=(2, 2), profile=Profile.QUICK)


def test_each_depth_has_a_certificate_for_either_rate() -> None:
    evidence = layer_orbits.by_krawczyk(STATEMENT, REQUEST)
    assert (evidence.verdict, evidence.method) == (Verdict.CERTIFIED, Method.CERTIFICATE)
    seen = [
        (c.parameters["depth"], c.parameters["kappa"], c.parameters["attracting"])
        for c in evidence.certificates
    ]
    assert seen == [(2, "9/4", True), (2, "13/5", False), (3, "9/4", True), (3, "13/5", False)]
    assert evidence.cases == 4
    assert layer_orbits.by_closed_forms(STATEMENT, REQUEST).verdict is Verdict.SAMPLED


@pytest.mark.parametrize(
    ("edits", "asserts", "kappa"),
    [
        ({"attracting_at": "251/100"}, layer_orbits.ATTRACTS, "251/100"),
        ({"attracting_at": "4"}, layer_orbits.ATTRACTS, "4"),
        ({"repelling_at": "247/100"}, layer_orbits.REPELS, "247/100"),
        ({"repelling_at": "21/10"}, layer_orbits.REPELS, "21/10"),
    ],
)
def test_both_routes_refute_a_rate_on_the_wrong_side_of_the_doubling(
    edits: dict[str, str], asserts: str, kappa: str
) -> None:
    edited = STATEMENT.edited(edits)
    for evidence in (
        layer_orbits.by_krawczyk(edited, REQUEST),
        layer_orbits.by_closed_forms(edited, REQUEST),
    ):
        assert evidence.verdict is Verdict.REFUTED
        assert evidence.witness is not None
        assert evidence.witness.relation == asserts
        assert dict(evidence.witness.at) == {"L": "2", "kappa": kappa}


@pytest.mark.parametrize("name", ["attracting_at", "repelling_at"])
def test_at_the_doubling_neither_route_decides(name: str) -> None:
    with mpmath.workdps(150):
        # Where two layers lose stability, to 130 digits.
        rate = Fraction(mpmath.nstr(2 * mpmath.sqrt(5) - 2, 130))
    edited = STATEMENT.edited({name: str(rate)})
    first, second = layer_orbits.by_krawczyk(edited, TWO), layer_orbits.by_closed_forms(edited, TWO)
    assert (first.outcome, first.verdict, first.certificates) == (Outcome.OPEN, Verdict.UNDECIDED, ())
    assert second.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("attracting", [True, False])
def test_overlapping_disks_are_no_witness(attracting: bool) -> None:
    # One multiplier may lie in neither half of what two overlapping disks cover.
    orbit = periodic_orbits.enclose("9/4", ["0.79", "0.79"], 2, 20)
    disks = (Disk(arb(3), arb(1)), Disk(arb(2), arb("1.5")))
    unclear = replace(orbit, disks=disks, stability=Stability.INCONCLUSIVE)
    with pytest.raises(NotAWitnessError):
        layer_orbits._otherwise(unclear, attracting)


def test_the_box_of_a_certificate_holds_the_balanced_orbit() -> None:
    for certificate in layer_orbits.by_krawczyk(STATEMENT, REQUEST).certificates:
        kappa = Fraction(certificate.parameters["kappa"])
        depth = certificate.parameters["depth"]
        orbit = layer_orbits._enclose(depth, kappa, 60)
        for (low, high), layer in zip(certificate.data["box"], orbit.states[0], strict=True):
            inner_low, inner_high = to_rationals(layer)
            assert Fraction(low) < inner_low <= inner_high < Fraction(high)
        # All layers of the orbit are equal.
        assert all(layer.overlaps(orbit.states[0][0]) for layer in orbit.states[0])
