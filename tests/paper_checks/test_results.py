import json
from pathlib import Path

import jsonschema
import pytest

from paper_checks import junit, results, runner
from paper_checks.errors import UnusableInputError
from paper_checks.request import Profile, Request

REQUEST = Request(depths=(2, 2), profile=Profile.QUICK)


@pytest.fixture(scope="module")
def found() -> results.Results:
    return runner.run(["gap-recursion"], REQUEST)


def test_the_kept_schema_is_the_schema_of_the_records() -> None:
    assert json.loads(results.kept_schema()) == results.schema()


def test_results_follow_the_kept_schema(found: results.Results) -> None:
    jsonschema.validate(json.loads(results.encode(found)), json.loads(results.kept_schema()))


def test_the_schema_refuses_a_record_without_its_verdict(found: results.Results) -> None:
    broken = json.loads(results.encode(found))
    del broken["claims"][0]["verdict"]
    with pytest.raises(jsonschema.ValidationError, match="verdict"):
        jsonschema.validate(broken, json.loads(results.kept_schema()))


def test_records_say_what_a_verdict_has_to_say(found: results.Results) -> None:
    for claim in found.claims:
        assert claim.domain
        assert claim.method
        assert claim.rests_on
        assert claim.source.known == "confirmed"
        assert (claim.witness is not None) == (claim.verdict == "refuted")
        assert all(route.cases >= 1 and route.min_cases >= 1 for route in claim.routes)


def test_writing_and_reading_gives_the_same(found: results.Results, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "results.json"
    results.write(found, path)
    assert results.read(path) == found
    assert [child.name for child in path.parent.iterdir()] == ["results.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"schema_version": 1}', b"\xff\xfe"])
def test_other_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(content)
    with pytest.raises(UnusableInputError, match="does not hold results"):
        results.read(path)


def test_two_runs_differ_in_times_only(found: results.Results) -> None:
    again = runner.run(["gap-recursion"], REQUEST)
    assert results.encode(results.without_times(again)) == results.encode(results.without_times(found))


def test_the_environment_names_what_the_run_was_made_with(found: results.Results) -> None:
    environment = found.environment
    assert (environment.seed, environment.digits, environment.depths) == (
        REQUEST.seed,
        REQUEST.digits,
        [2, 2],
    )
    assert set(environment.libraries) == set(results.LIBRARIES)


def test_junit_has_one_case_a_claim_and_marks_problems(found: results.Results) -> None:
    from xml.etree import ElementTree

    import msgspec

    suite = ElementTree.fromstring(junit.encode(found))
    assert suite.get("tests") == str(len(found.claims)) == str(len(suite.findall("testcase")))
    assert suite.get("failures") == "0"
    troubled = msgspec.structs.replace(
        found, claims=[msgspec.structs.replace(found.claims[0], problem="found proved, expected refuted")]
    )
    suite = ElementTree.fromstring(junit.encode(troubled))
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "found proved, expected refuted"
