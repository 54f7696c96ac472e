"""Small certificates of every kind, made by the checks themselves, and the same with something wrong."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import numerics
from paper_checks import registry
from paper_checks.certificates import checker, store
from paper_checks.certificates.certificate import Certificate
from paper_checks.checks import (
    cascade,
    doubling_certificates,
    layer_orbits,
    orbit_cover,
    phase_diagram,
    start_traps,
)
from paper_checks.request import Profile, Request

Record = dict[str, Any]
Place = tuple[str | int, ...]
"""Where a value is in a record: field names and positions."""


@pytest.fixture(scope="session")
def produced() -> dict[str, Certificate]:
    """Certificates by a short name: each kind, at two and three layers."""
    statement, request = registry.statement("rank-p-orbit"), Request(depths=(2, 3))
    covers = orbit_cover.by_cover(statement, request).certificates
    orbits = layer_orbits.by_krawczyk(statement, request).certificates
    starts = start_traps.by_traps("start", "unbalanced-start-attracted", statement, request).certificates
    trees = start_traps.by_traps(
        "two_layers_start", "two-layers-start-attracted", statement, request
    ).certificates
    doublings = doubling_certificates.isolated(statement, request).certificates
    names = ("cover", "cover-3", "attracting", "repelling", "attracting-3", "repelling-3")
    names += ("start", "start-3", "tree", "doubling", "doubling-3")
    found = dict(zip(names, (*covers, *orbits, *starts, *trees, *doublings), strict=True))
    return {**found, **_of_cascade(), **_of_two_modes()}


def _of_cascade() -> dict[str, Certificate]:
    """Short certificates along the cascade of period doublings; those of the claims go to period 2^12."""
    superstable, doubled = (cascade.rows(cascade.crossings(2, 3, value)) for value in (0, -1))
    beyond = cascade.rows(numerics.cascade.tripled(2, 1)[-1:])
    parts: dict[str, tuple[Record, Record]] = {
        "cascade": (
            {"depth": 2, "levels": 3, "digits": 40},
            {"superstable": superstable, "doubling": doubled},
        ),
        "feigenbaum": (
            {"depth": 2, "levels": 3, "limit": "4669/1000", "factor": "3/2"},
            {"doubling": doubled},
        ),
        "onset": (
            {"depth": 2, "levels": 3, "tripled": 1, "width": "1/10"},
            {"below": superstable[-1:], "beyond": beyond},
        ),
    }
    return {
        kind: Certificate(f"period-doubling/{kind}", kind, parameters, data)
        for kind, (parameters, data) in parts.items()
    }


def _of_two_modes() -> dict[str, Certificate]:
    """The parameters of two modes at two layers, one or both of which oscillate."""
    statement, request = registry.statement("rank-p-orbit"), Request(depths=(2, 2), profile=Profile.QUICK)
    (resting,) = phase_diagram.one_by_cover(statement, request).certificates
    _, both = phase_diagram.more_by_cover(statement, request).certificates
    return {"one-oscillating": resting, "two-oscillating": both}


@pytest.fixture(scope="session")
def originals(produced: dict[str, Certificate]) -> dict[str, Record]:
    """The certificates as the checker reads them, to be left as they are; and a tree of two leaves."""
    read = {name: json.loads(certificate.content) for name, certificate in produced.items()}
    leaf = read["start"]["data"]["tree"]
    halved = _edited(read["start"], (("data", "tree"), {"halve": "kappa", "low": leaf, "high": leaf}))
    return {**read, "halved": halved}


@pytest.fixture
def records(originals: dict[str, Record]) -> dict[str, Record]:
    """The same, free to be changed."""
    return copy.deepcopy(originals)


@pytest.fixture
def directory(produced: dict[str, Certificate], tmp_path: Path) -> Path:
    """A directory that the checker accepts, with one certificate of each kind."""
    target = tmp_path / "certificates"
    store.write([produced[name] for name in ("cover", "attracting", "start", "doubling")], target)
    return target


@pytest.fixture
def reason(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], str]:
    """Return a function that runs the checker on a directory it has to reject, and returns what it says."""

    def run(target: Path) -> str:
        capsys.readouterr()
        assert checker.main(target) == 1
        said = capsys.readouterr().out
        assert "rejected: " in said
        return said

    return run


@pytest.fixture(scope="session")
def why_not() -> Callable[[Any], str]:
    """Return a function that returns the reason for which the checker rejects a certificate, as it has to."""
    return _why_not


@pytest.fixture(scope="session")
def places() -> Callable[[Any], Iterator[Place]]:
    """Return a function that yields where every value of a record is, containers too."""
    return _places


@pytest.fixture(scope="session")
def edited() -> Callable[..., Record]:
    """Return a function that returns a record with other values at some places."""
    return _edited


def _why_not(record: Any) -> str:
    with pytest.raises(checker.RejectedError) as rejected:
        checker.verify(checker.load(json.dumps(record).encode()))
    reason = str(rejected.value)
    assert len(reason.split()) >= 3, f"{reason!r} is no sentence"
    return reason


def _places(value: Any, above: Place = ()) -> Iterator[Place]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield (*above, key)
        yield from _places(part, (*above, key))


def _edited(record: Record, *changes: tuple[Place, Any]) -> Record:
    other = copy.deepcopy(record)
    for (*path, last), value in changes:
        part: Any = other
        for key in path:
            part = part[key]
        part[last] = value
    return other
