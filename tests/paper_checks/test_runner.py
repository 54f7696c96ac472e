import dataclasses
from collections.abc import Callable

import pytest

from paper_checks import registry, results, runner
from paper_checks.certificates.certificate import Certificate
from paper_checks.errors import UnusableInputError
from paper_checks.request import Profile, Request
from paper_checks.statements import Claim, OpenQuestion, Reading, Route, Statement, Text
from paper_checks.verdicts import Evidence, Method, Outcome, Verdict
from paper_checks.witness import violation

REQUEST = Request(depths=(2, 3), profile=Profile.QUICK)
STATEMENT = registry.statement("gf-conservation")
WITNESS = violation("=", 1, 2, asserts="1 = 2", at={})

Check = Callable[[Statement, Request], Evidence]


def route(
    outcome: Outcome = Outcome.HOLDS,
    method: Method = Method.ARGUMENT,
    cases: int = 1,
    least: int = 1,
    name: str = "a",
) -> Route:
    witness = WITNESS if outcome is Outcome.FAILS else None
    found = Evidence(outcome, method, "everywhere", cases, ("something",), witness, "as stated")
    return Route(name, lambda _statement, _request: found, lambda _request: least)


def claim(*routes: Route, expected: Verdict = Verdict.PROVED, question: OpenQuestion | None = None) -> Claim:
    return Claim(
        "claim",
        Reading.PRINTED,
        Text("it holds"),
        Text("everywhere"),
        routes,
        expected,
        open_question=question,
    )


def problem(one: Claim) -> str:
    return runner.check_claim(STATEMENT, one, REQUEST).problem


def test_a_claim_as_expected_has_no_problem() -> None:
    record = runner.check_claim(
        STATEMENT, claim(route(), route(method=Method.SAMPLE, cases=9, name="b")), REQUEST
    )
    assert (record.verdict, record.problem, record.cases) == ("proved", "", 10)
    assert "something" in record.rests_on


def test_another_verdict_than_expected_is_a_problem() -> None:
    assert problem(claim(route(), expected=Verdict.REFUTED)) == "found proved, expected refuted"
    assert problem(claim(route(Outcome.FAILS))) == "found refuted, expected proved"


def test_too_few_cases_are_a_problem_even_beside_a_proof() -> None:
    short = route(method=Method.SAMPLE, cases=3, least=4, name="b")
    assert problem(claim(route(), short)) == "b saw 3 cases, fewer than 4"
    empty = route(method=Method.SAMPLE, cases=0, name="b")
    assert problem(claim(route(), empty)) == "b saw 0 cases, fewer than 1"


def test_routes_that_disagree_are_a_problem() -> None:
    record = runner.check_claim(STATEMENT, claim(route(), route(Outcome.FAILS, name="b")), REQUEST)
    assert record.problem.startswith("routes disagree")
    assert record.verdict == "undecided"


def test_an_undecided_route_is_a_problem_unless_it_is_an_open_question() -> None:
    open_route = route(Outcome.OPEN)
    assert problem(claim(open_route, expected=Verdict.UNDECIDED)) == "a is undecided: as stated"
    question = OpenQuestion("no method known", "none")
    assert problem(claim(open_route, expected=Verdict.UNDECIDED, question=question)) == ""


def test_a_claim_without_routes_is_a_problem() -> None:
    assert problem(claim()) == "no route checks this claim"


def test_a_check_that_breaks_is_a_problem_of_that_route() -> None:
    def broken(_statement: Statement, _request: Request) -> Evidence:
        raise ZeroDivisionError("division by zero")

    record = runner.check_claim(STATEMENT, claim(route(), Route("b", broken)), REQUEST)
    assert record.problem == "b: the check failed: ZeroDivisionError: division by zero"


def test_one_process_and_two_find_the_same() -> None:
    slugs = ["gap-recursion", "gap-decay"]
    alone = runner.run(slugs, REQUEST, jobs=1)
    together = runner.run(slugs, REQUEST, jobs=2)
    assert results.encode(results.without_times(alone)) == results.encode(results.without_times(together))
    assert alone.claims[0].statement == "gap-recursion"


CERTIFIED = [
    (statement, one)
    for statement, one in registry.claims(())
    if one.expected is Verdict.CERTIFIED and statement.slug == "rank-p-orbit"
]


def test_one_process_and_two_leave_the_same_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "claims", lambda _slugs: CERTIFIED)
    runs: list[tuple[bytes, list[Certificate]]] = []
    for jobs in (1, 2):
        kept: list[Certificate] = []
        found = runner.run([], REQUEST, jobs=jobs, keep=kept.append)
        assert not runner.problems(found)
        assert [record.verdict for record in found.claims] == ["certified"] * len(CERTIFIED)
        # The record of each route names what it left, in the order in which it is kept.
        named = [name for record in found.claims for route in record.routes for name in route.certificates]
        assert named == [certificate.file_name for certificate in kept]
        runs.append((results.encode(results.without_times(found)), kept))
    (alone, kept_alone), (together, kept_together) = runs
    assert len(CERTIFIED) >= 5
    assert len(kept_alone) >= 2 * len(CERTIFIED) - 2
    assert alone == together
    assert [certificate.packed for certificate in kept_alone] == [c.packed for c in kept_together]


def test_a_route_without_certificates_does_not_certify() -> None:
    bare = route(method=Method.CERTIFICATE)
    record = runner.check_claim(STATEMENT, claim(bare, expected=Verdict.CERTIFIED), REQUEST)
    assert (record.verdict, record.routes[0].certificates) == ("undecided", [])
    assert record.problem == "a is undecided: as stated"


def test_certificates_belong_to_the_route_that_left_them() -> None:
    left = (
        Certificate("a/claim", "doubling", {"depth": 2}, {}),
        Certificate("a/claim", "doubling", {"depth": 3}, {}),
    )

    def certified(_statement: Statement, _request: Request) -> Evidence:
        return Evidence(Outcome.HOLDS, Method.CERTIFICATE, "everywhere", 2, certificates=left)

    def broken(_statement: Statement, _request: Request) -> Evidence:
        raise ZeroDivisionError("division by zero")

    checked = runner.check_with_certificates(
        STATEMENT, claim(route(), Route("b", certified), Route("c", broken)), REQUEST
    )
    assert checked.certificates == left
    assert [len(one.certificates) for one in checked.record.routes] == [0, 2, 0]
    assert checked.record.routes[1].certificates == [one.file_name for one in left]


def test_another_seed_draws_other_cases() -> None:
    one = runner.run(["gf-conservation"], REQUEST)
    other = runner.run(["gf-conservation"], dataclasses.replace(REQUEST, seed=1))
    assert [r.verdict for r in one.claims] == [r.verdict for r in other.claims]
    assert [route.distribution for r in one.claims for route in r.routes] != (
        [route.distribution for r in other.claims for route in r.routes]
    )


def test_progress_sees_every_claim() -> None:
    seen: list[str] = []
    runner.run(["gap-recursion"], REQUEST, progress=lambda record: seen.append(record.claim))
    assert seen == [one.name for one in registry.statement("gap-recursion").claims]


def test_an_unknown_statement_is_refused_with_near_names() -> None:
    with pytest.raises(UnusableInputError, match="did you mean gap-decay"):
        runner.run(["gap-decai"], REQUEST)
