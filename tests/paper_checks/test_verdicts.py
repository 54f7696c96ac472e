import pytest

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
    ],
)
def test_what_holds_is_graded_by_its_method(method: Method, verdict: Verdict) -> None:
    assert evidence(Outcome.HOLDS, method).verdict is verdict


def test_zero_cases_establish_nothing() -> None:
    assert evidence(Outcome.HOLDS, Method.SAMPLE, cases=0).verdict is Verdict.UNDECIDED


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
