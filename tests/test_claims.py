"""Every claim of the paper is a test item of its own."""

from paper_checks.results import ClaimRecord


def test_claim(check_record: ClaimRecord) -> None:
    assert check_record.verdict == check_record.expected
    assert check_record.problem == ""
    assert all(route.cases >= 1 for route in check_record.routes)
