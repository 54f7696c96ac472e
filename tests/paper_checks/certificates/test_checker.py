"""The checker accepts no certificate with anything wrong in it, nor one that proves something else."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from paper_checks.certificates import checker
from paper_checks.certificates.certificate import Certificate
from paper_checks.certificates.checker.intervals import interval
from paper_checks.certificates.checker.reading import rational

Record = dict[str, Any]
Edit = Callable[..., Record]
WhyNot = Callable[[Any], str]
Places = Callable[[Any], Iterator[tuple[str | int, ...]]]

JUNK = [None, True, False, 0, -1, 7, 10**17, "", "x", [], {}, [[]], [["1", "2"]], {"a": 1}, [None], "null"]
NOT_RATIONAL = [
    *("1/0", "0/0", "1/-2", "01", "-01", "1/02", "+1", "--1", " 1", "1 ", "1\n", "1.5", "1e3", "0x1", "1_0"),
    *("NaN", "Infinity", "-", "/", "1/", "/2", "1/2/3", "٣", "１", "½", "1\u0000", "9" * 601),
]


def skipped(record: Record, place: tuple[str | int, ...]) -> bool:
    """Say whether a place is in one of the many boxes of a cover that are like its first and last."""
    inside = place[:2] == ("data", "boxes") and len(place) > 2
    return inside and place[2] not in (0, len(record["data"]["boxes"]) - 1)


def test_every_kind_is_accepted_and_says_what_it_proves(produced: dict[str, Certificate]) -> None:
    said = {name: certificate.verify() for name, certificate in produced.items()}
    assert said["cover"].startswith("L = 2: a period-2 orbit attracts for 2 + 10^-6 <= kappa <= 2.4721349550")
    assert said["attracting"] == "L = 2, kappa = 9/4: attracting balanced orbit of period 2, isolated"
    assert said["repelling-3"] == "L = 3, kappa = 13/5: unstable balanced orbit of period 2, isolated"
    assert "1/10 <= alpha <= 11/100 and 11/5 <= kappa <= 56/25 (16 boxes)" in said["tree"]
    assert "kappa is 2.47213595499957939281834733746255247088123671922305 " in said["doubling"]


@pytest.mark.parametrize("name", ["cover", "attracting", "repelling-3", "halved", "doubling-3"])
def test_no_value_may_be_of_another_type(
    name: str, records: dict[str, Record], edited: Edit, places: Places, why_not: WhyNot
) -> None:
    record = records[name]
    for place in places(record):
        for junk in () if skipped(record, place) else JUNK:
            fewer_digits = place == ("parameters", "digits") and type(junk) is int and 1 <= junk <= 50
            original = place == ("parameters", "attracting") and junk is record["parameters"]["attracting"]
            if not fewer_digits and not original:
                why_not(edited(record, (place, junk)))


@pytest.mark.parametrize("name", ["cover", "attracting", "start", "doubling"])
def test_numbers_are_written_in_one_way_only(
    name: str, records: dict[str, Record], edited: Edit, places: Places, why_not: WhyNot
) -> None:
    record = records[name]
    for place in places(record):
        for text in () if skipped(record, place) or place == ("claim",) else NOT_RATIONAL:
            why_not(edited(record, (place, text)))


@pytest.mark.parametrize("name", ["cover", "attracting", "halved", "doubling"])
def test_no_field_may_be_left_out_or_added(
    name: str, records: dict[str, Record], edited: Edit, places: Places, why_not: WhyNot
) -> None:
    record = records[name]
    for place in [(), *places(record)]:
        part: Any = record
        for key in place:
            part = part[key]
        if isinstance(part, dict):
            for field in part:
                fewer = {other: value for other, value in part.items() if other != field}
                why_not(edited(record, (place, fewer)) if place else fewer)
            more = {**part, "note": "1"}
            why_not(edited(record, (place, more)) if place else more)
        elif isinstance(part, list) and not skipped(record, place):
            why_not(edited(record, (place, [*part, part[-1]])))
            why_not(edited(record, (place, part[:-1])))


@pytest.mark.parametrize("name", ["cover", "attracting", "repelling", "start", "tree", "doubling"])
@pytest.mark.parametrize("depth", [3, 4, 64])
def test_data_of_one_depth_prove_nothing_at_another(
    name: str, depth: int, records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    why_not(edited(records[name], (("parameters", "depth"), depth)))


@pytest.mark.parametrize("name", ["cover", "attracting", "start", "doubling"])
@pytest.mark.parametrize("kind", ["orbit_cover", "periodic_orbit", "unbalanced_start", "doubling"])
def test_data_of_one_kind_prove_nothing_of_another(
    name: str, kind: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    record = records[name]
    for other in records.values():
        if other["kind"] == kind != record["kind"]:
            why_not(edited(record, (("kind",), kind)))
            why_not(edited(record, (("kind",), kind), (("parameters",), other["parameters"])))
            why_not(edited(other, (("data",), record["data"])))


@pytest.mark.parametrize("kind", ["step", "verify", "Orbit_cover", "orbit_cover ", "__class__"])
def test_only_the_four_kinds_are_known(
    kind: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    assert "kind" in why_not(edited(records["start"], (("kind",), kind)))


@pytest.mark.parametrize(
    "claim", ["a", "a/b/c", "a/b: L = 9: proved", "a/b\naccepted: c/d", "../a", "A/b", "a/"]
)
def test_a_claim_has_a_plain_name(
    claim: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
) -> None:
    assert "claim" in why_not(edited(records["start"], (("claim",), claim)))


class TestReading:
    def test_a_field_given_twice_is_rejected_even_with_the_same_value(
        self, records: dict[str, Record]
    ) -> None:
        for name in ("attracting", "halved"):
            text = json.dumps(records[name])
            for field in ("format", "claim", "parameters", "depth", "kappa", "halve", "steps"):
                key = json.dumps(field) + ": "
                value = text.partition(key)[2]
                length = json.JSONDecoder().raw_decode(value)[1] if value else 0
                twice = text.replace(key, key + value[:length] + ", " + key, 1)
                if value:
                    with pytest.raises(checker.RejectedError, match="a field occurs twice"):
                        checker.load(twice.encode())

    @pytest.mark.parametrize("number", ["1.0", "1e3", "-0.5", "NaN", "Infinity", "-Infinity", "1" * 19])
    def test_only_short_whole_numbers_are_json_numbers(self, number: str) -> None:
        with pytest.raises(checker.RejectedError, match="not a short whole number"):
            checker.load(b"[" + number.encode() + b"]")
        assert checker.load(b"[-123456789012345678]") == [-123456789012345678]

    def test_the_ends_of_an_interval_come_in_order(self) -> None:
        with pytest.raises(checker.RejectedError, match="is empty"):
            interval(Fraction(1, 3), Fraction(1, 4))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"1",
            b'"text"',
            b"\xff\xfe\x00",
            b"NaN",
            b"[1.0]",
            b"[1e3]",
            b"[Infinity]",
            b"[-Infinity]",
            b"[" + b"1" * 19 + b"]",
            b"[" + b"9" * 10_000 + b"]",
            b"[01]",
            "[٣]".encode(),
            b"[" * 100_000 + b"]" * 100_000,
            b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
            b'{"format":1,"format":1}',
            b'{"format":1,"f\\u006frmat":1}',
            b'{"a":{"b":1,"b":2}}',
            b"[" + b" " * (1 << 24) + b"]",
        ],
        ids=lambda content: content[:20].decode("latin1"),
    )
    def test_other_json_is_rejected(self, content: bytes) -> None:
        with pytest.raises(checker.BROKEN) as rejected:
            checker.verify(checker.load(content))
        assert len(str(rejected.value).split()) >= 3

    @pytest.mark.parametrize("text", ["0", "-0", "7", "-7/3", "2/4", "9" * 600])
    def test_rational_numbers_are_read_exactly(self, text: str) -> None:
        assert rational(text) == Fraction(text)
