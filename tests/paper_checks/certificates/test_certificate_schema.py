"""The kept schemas describe the certificates and the index that are written."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from paper_checks.certificates import checker, store
from paper_checks.certificates.certificate import Certificate
from paper_checks.certificates.checker import (
    doubling,
    orbit_cover,
    periodic_orbit,
    program,
    reading,
    unbalanced_start,
)

Record = dict[str, Any]
Place = tuple[str | int, ...]

KINDS = (
    *("cover", "repelling-3", "halved", "doubling", "cascade", "feigenbaum", "onset"),
    *("one-oscillating", "two-oscillating"),
)


def kept(name: str) -> Record:
    schema: Record = json.loads(Path(store.__file__).with_name(f"{name}.schema.json").read_text())
    return schema


CERTIFICATE = jsonschema.Draft202012Validator(kept("certificate"))
INDEX = jsonschema.Draft202012Validator(kept("index"))


@pytest.mark.parametrize("name", ["certificate", "index"])
def test_the_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(kept(name))


def test_certificates_follow_their_schema(records: dict[str, Record]) -> None:
    assert {record["kind"] for record in records.values()} == set(
        kept("certificate")["$defs"]["Kind"]["enum"]
    )
    for record in records.values():
        CERTIFICATE.validate(record)


def test_an_index_follows_its_schema(produced: dict[str, Certificate], tmp_path: Path) -> None:
    store.write(list(produced.values()), tmp_path)
    INDEX.validate(json.loads((tmp_path / store.INDEX).read_bytes()))


def test_the_schema_has_the_limits_of_the_checker() -> None:
    schema = kept("certificate")
    one_of = {kind["properties"]["kind"]["const"]: kind["properties"] for kind in schema["oneOf"]}
    assert set(one_of) == set(checker.KINDS)
    assert schema["properties"]["format"] == {**schema["properties"]["format"], "const": checker.FORMAT}
    assert schema["$defs"]["Rational"]["maxLength"] == reading.LONGEST_NUMBER
    assert schema["$defs"]["Depth"]["maximum"] == program.MOST_LAYERS
    assert one_of["orbit_cover"]["parameters"]["properties"]["from"]["const"] == str(2 + orbit_cover.MARGIN)
    assert (
        one_of["periodic_orbit"]["parameters"]["properties"]["period"]["maximum"]
        == periodic_orbit.MOST_PERIOD
    )
    assert one_of["doubling"]["parameters"]["properties"]["digits"]["maximum"] == doubling.MOST_DIGITS
    leaf = schema["$defs"]["Tree"]["oneOf"][1]
    assert leaf["properties"]["steps"]["maximum"] == unbalanced_start.MOST_STEPS


@pytest.mark.parametrize("name", KINDS)
def test_what_breaks_the_schema_is_rejected_by_the_checker(
    name: str,
    records: dict[str, Record],
    edited: Callable[..., Record],
    places: Callable[[Any], Iterator[Place]],
) -> None:
    record = records[name]
    if name == "cover":  # one box is like another
        record = edited(record, (("data", "boxes"), record["data"]["boxes"][:1]))
    broken = 0
    for place in places(record):
        for junk in (None, True, 0, -1, 1.5, "x", "01", [], {}, [["1"]], {"a": "1"}):
            other = edited(record, (place, junk))
            if not CERTIFICATE.is_valid(other):
                broken += 1
                with pytest.raises(checker.RejectedError):
                    checker.verify(checker.load(json.dumps(other).encode()))
    assert broken > 80


@pytest.mark.parametrize("name", KINDS)
def test_every_field_is_required_and_no_other_allowed(
    name: str,
    records: dict[str, Record],
    edited: Callable[..., Record],
    places: Callable[[Any], Iterator[Place]],
) -> None:
    record = {"whole": records[name]}
    for place in places(record):
        part: Any = record
        for key in place:
            part = part[key]
        for other in _other_fields(part) if isinstance(part, dict) else ():
            assert not CERTIFICATE.is_valid(edited(record, (place, other))["whole"])


def test_one_kind_has_not_the_fields_of_another(
    records: dict[str, Record], edited: Callable[..., Record]
) -> None:
    for name in KINDS:
        for other in KINDS:
            if name != other:
                for field in ("kind", "parameters", "data"):
                    assert not CERTIFICATE.is_valid(edited(records[name], ((field,), records[other][field])))


def _other_fields(record: Record) -> Iterator[Record]:
    yield {**record, "note": "1"}
    for left_out in record:
        yield {field: value for field, value in record.items() if field != left_out}
