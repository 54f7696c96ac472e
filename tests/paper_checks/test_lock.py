"""The drift lock: CI fails when a claim changes without a new verdict, and when check and slug part."""

import importlib
import inspect
import pkgutil
from dataclasses import replace
from pathlib import Path

import pytest

from paper_checks import checks, components, lock, registry, runner
from paper_checks.request import Profile, Request
from paper_checks.statements import Text
from paper_checks.verdicts import Evidence, Verdict

CLAIMS = registry.claims()
STATEMENT, CLAIM = next(pair for pair in CLAIMS if pair[1].name == "existence")
NAME = "rank-p-orbit/existence"
LOCK = {NAME: lock.Recorded(lock.digest(STATEMENT, CLAIM), "proved")}


def test_every_claim_has_a_recorded_verdict_of_its_present_wording() -> None:
    assert lock.drift(lock.read(), CLAIMS) == {}


def test_every_statement_of_the_paper_is_checked() -> None:
    assert len(registry.statements()) == 13
    for statement in registry.statements():
        assert statement.claims
        for claim in statement.claims:
            assert claim.routes, (statement.slug, claim.name)


def test_every_check_belongs_to_a_claim() -> None:
    reached = {
        code for _, claim in CLAIMS for route in claim.routes for code in components.code_of(route.check)
    }
    modules = [
        importlib.import_module(f"{checks.__name__}.{found.name}")
        for found in pkgutil.iter_modules(checks.__path__)
    ]
    found = 0
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            makes_evidence = inspect.signature(function).return_annotation in (Evidence, "Evidence")
            if function.__module__ == module.__name__ and makes_evidence:
                found += 1
                assert function.__code__ in reached, f"{module.__name__}.{name} is no route of any claim"
    assert found > 200


@pytest.mark.parametrize(
    "changed",
    [
        (STATEMENT, replace(CLAIM, says=Text("something else"))),
        (STATEMENT, replace(CLAIM, domain=Text("elsewhere"))),
        (STATEMENT, replace(CLAIM, expected=Verdict.REFUTED)),
        (STATEMENT, replace(CLAIM, routes=CLAIM.routes[:1])),
        (STATEMENT.edited({"beyond_eos": "kappa > 19/10"}), CLAIM),
        (replace(STATEMENT, hypotheses=()), CLAIM),
        (replace(STATEMENT, words=Text("other words")), CLAIM),
    ],
)
def test_any_change_of_wording_is_drift(changed: tuple[object, object]) -> None:
    assert lock.drift(LOCK, [(STATEMENT, CLAIM)]) == {}
    found = lock.drift(LOCK, [changed])  # type: ignore[list-item]
    assert found == {NAME: "its text changed after the verdict was recorded"}


def test_another_verdict_than_the_recorded_one_is_drift() -> None:
    edited = {NAME: lock.Recorded(LOCK[NAME].digest, "refuted")}
    assert lock.drift(edited, [(STATEMENT, CLAIM)]) == {NAME: "refuted is recorded, proved expected"}
    assert lock.drift({}, [(STATEMENT, CLAIM)]) == {NAME: "no verdict is recorded"}


def test_a_run_reports_drift_and_a_new_record_ends_it(tmp_path: Path) -> None:
    request = Request(depths=(2, 2), profile=Profile.QUICK)
    stale = {f"gf-conservation/{claim}": lock.Recorded("0", "proved") for claim in ("modes", "matrices")}
    found = runner.run(["gf-conservation"], request, recorded=stale)
    assert all("its text changed" in record.problem for record in found.claims)
    assert {record.digest for record in found.claims} == {
        lock.digest(statement, claim) for statement, claim in registry.claims(["gf-conservation"])
    }

    kept = tmp_path / lock.FILE_NAME
    fine = runner.run(["gf-conservation"], request)
    lock.record(fine.claims, CLAIMS, kept)
    again = lock.read(kept)
    assert set(again) == set(stale)
    assert not runner.problems(runner.run(["gf-conservation"], request, recorded=again))
    # What was recorded of other claims stays, what is gone is dropped.
    kept.write_text(kept.read_text().replace("gf-conservation/modes", NAME).replace("/matrices", "/gone"))
    lock.record(fine.claims[1:], CLAIMS, kept)
    assert set(lock.read(kept)) == {NAME, "gf-conservation/matrices"}
