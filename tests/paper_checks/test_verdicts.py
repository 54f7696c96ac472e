from dataclasses import replace

import pytest

from numerics import periodic_orbits
from paper_checks import decisions
from paper_checks.certificates.certificate import Certificate, table
from paper_checks.verdicts import Evidence, Method, Outcome, RoutesDisagreeError, Verdict, combine
from paper_checks.witness import violation

WITNESS = violation("=", 1, 2, asserts="1 = 2", at={})


def evidence(outcome: Outcome, method: Method, cases: int = 1, *, witnessed: bool = False) -> Evidence:
    return Evidence(outcome, method, "everywhere", cases, witness=WITNESS if witnessed else None)


@pytest.mark.parametrize(
    ("method", "verdict"),
    [
        (Method.IDENTITY, Verdict.PROVED),
        (Method.ARGUMENT, Verdict.PROVED),
        (Method.ROOT_COUNT, Verdict.PROVED),
        (Method.SAMPLE, Verdict.SAMPLED),
        # Evaluating single cases establishes nothing for all of them.
        (Method.EXACT_EVALUATION, Verdict.UNDECIDED),
        (Method.BALLS, Verdict.UNDECIDED),
        # A certified answer is one that somebody else can verify again.
        (Method.CERTIFICATE, Verdict.UNDECIDED),
    ],
)
def test_what_holds_is_graded_by_its_method(method: Method, verdict: Verdict) -> None:
    assert evidence(Outcome.HOLDS, method).verdict is verdict


def test_zero_cases_establish_nothing() -> None:
    assert evidence(Outcome.HOLDS, Method.SAMPLE, cases=0).verdict is Verdict.UNDECIDED


def certificate() -> Certificate:
    orbit = periodic_orbits.enclose("9/4", ["0.79", "0.79"], 2, 20)
    parameters = {"depth": 2, "kappa": "9/4", "period": 2, "attracting": True}
    data = {"box": table(orbit.box), "preconditioner": table(orbit.preconditioner)}
    return Certificate("rank-p-orbit/isolated-in-layers", "periodic_orbit", parameters, data)


def test_only_the_method_of_certificates_is_graded_by_them() -> None:
    held = replace(evidence(Outcome.HOLDS, Method.CERTIFICATE), certificates=(certificate(),))
    assert held.verdict is Verdict.CERTIFIED
    assert replace(held, cases=0).verdict is Verdict.UNDECIDED
    assert replace(held, outcome=Outcome.OPEN).verdict is Verdict.UNDECIDED
    assert replace(held, outcome=Outcome.FAILS).verdict is Verdict.UNDECIDED
    assert replace(held, method=Method.BALLS).verdict is Verdict.UNDECIDED


def test_certificates_that_the_checker_accepts_certify() -> None:
    one = certificate()
    found = decisions.by_certificates([one, one], domain="two", rests_on=("something",))
    assert (found.outcome, found.verdict, found.cases) == (Outcome.HOLDS, Verdict.CERTIFIED, 2)
    assert found.certificates == (one, one)
    assert found.detail == "; ".join([one.verify()] * 2)
    assert found.rests_on == ("something",)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(
    "edit", [{"kind": "nonsense"}, {"data": {}}, {"parameters": {}}, {"data": {"box": None}}]
)
def test_one_certificate_that_is_rejected_leaves_all_open(edit: dict[str, object], place: int) -> None:
    several = [certificate(), certificate()]
    several[place] = replace(several[place], **edit)  # type: ignore[arg-type]
    found = decisions.by_certificates(several, domain="two")
    assert (found.outcome, found.verdict, found.certificates) == (Outcome.OPEN, Verdict.UNDECIDED, ())
    assert found.detail.startswith("the checker rejects a certificate: ")


def test_parts_that_stayed_open_or_no_certificates_certify_nothing() -> None:
    one = certificate()
    left = decisions.by_certificates([one], domain="two", open_parts="half of it is undecided")
    assert (left.outcome, left.verdict, left.certificates) == (Outcome.OPEN, Verdict.UNDECIDED, ())
    assert left.detail == "half of it is undecided"
    assert decisions.by_certificates([], domain="none").verdict is Verdict.UNDECIDED


def test_a_failure_refutes_only_with_a_witness() -> None:
    assert evidence(Outcome.FAILS, Method.SAMPLE).verdict is Verdict.UNDECIDED
    assert evidence(Outcome.FAILS, Method.SAMPLE, witnessed=True).verdict is Verdict.REFUTED


def test_an_open_outcome_is_undecided_whatever_the_method() -> None:
    assert {evidence(Outcome.OPEN, method).verdict for method in Method} == {Verdict.UNDECIDED}


@pytest.mark.parametrize(
    ("verdicts", "combined"),
    [
        ([Verdict.SAMPLED, Verdict.PROVED], Verdict.PROVED),
        ([Verdict.SAMPLED, Verdict.CERTIFIED], Verdict.CERTIFIED),
        ([Verdict.UNDECIDED, Verdict.SAMPLED], Verdict.SAMPLED),
        ([Verdict.UNDECIDED, Verdict.REFUTED], Verdict.REFUTED),
        ([Verdict.REFUTED, Verdict.REFUTED], Verdict.REFUTED),
        ([Verdict.UNDECIDED], Verdict.UNDECIDED),
        ([], Verdict.UNDECIDED),
    ],
)
def test_routes_combine_to_the_strongest(verdicts: list[Verdict], combined: Verdict) -> None:
    assert combine(verdicts) is combined
    assert combine(verdicts[::-1]) is combined


@pytest.mark.parametrize("established", [Verdict.SAMPLED, Verdict.CERTIFIED, Verdict.PROVED])
def test_refuting_what_another_route_establishes_is_a_disagreement(established: Verdict) -> None:
    with pytest.raises(RoutesDisagreeError, match=established):
        combine([established, Verdict.REFUTED])
