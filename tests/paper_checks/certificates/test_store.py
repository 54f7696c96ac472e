"""A directory of certificates: whole or absent, its own, and replaced by the next run."""

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from numerics import periodic_orbits
from paper_checks import files, registry
from paper_checks.certificates import checker, store
from paper_checks.certificates.certificate import COMPRESSED_FROM, Certificate, table
from paper_checks.errors import UnusableInputError
from paper_checks.verdicts import Verdict


def certificate(claim: str = "rank-p-orbit/isolated-in-layers", digits: int = 20) -> Certificate:
    orbit = periodic_orbits.enclose("9/4", ["0.79", "0.79"], 2, digits)
    parameters = {"depth": 2, "kappa": "9/4", "period": 2, "attracting": True}
    data = {"box": table(orbit.box), "preconditioner": table(orbit.preconditioner)}
    return Certificate(claim, "periodic_orbit", parameters, data)


ONE, OTHER = certificate(digits=20), certificate(digits=21)
LARGE = replace(ONE, data={**ONE.data, "unused": "0" * COMPRESSED_FROM})


def content(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_the_same_certificate_is_the_same_bytes_in_any_order_of_its_fields() -> None:
    backwards = replace(ONE, data=dict(reversed(ONE.data.items())), parameters=dict(ONE.parameters))
    assert backwards.content == ONE.content == certificate(digits=20).content
    assert backwards.packed == ONE.packed
    assert ONE.sha256 == hashlib.sha256(ONE.content).hexdigest() != OTHER.sha256
    assert ONE.entry["sha256"] == ONE.sha256
    assert json.loads(ONE.content)["parameters"] == dict(ONE.parameters)


def test_large_certificates_are_compressed_and_keep_their_hash() -> None:
    assert ONE.file_name.endswith(f".{ONE.sha256[:16]}.json")
    assert ONE.packed == ONE.content
    assert LARGE.file_name.endswith(f".{LARGE.sha256[:16]}.json.gz")
    assert gzip.decompress(LARGE.packed) == LARGE.content
    assert LARGE.packed == LARGE.packed


@pytest.mark.parametrize(
    "broken",
    [
        replace(ONE, kind="nonsense"),
        replace(ONE, parameters={}),
        replace(ONE, parameters={**ONE.parameters, "attracting": False}),
        replace(ONE, parameters={**ONE.parameters, "depth": "2"}),
        replace(ONE, data={}),
        replace(ONE, data={**ONE.data, "box": None}),
        replace(ONE, data={**ONE.data, "box": [["0", "1/0"]] * 2}),
        replace(ONE, data={**ONE.data, "box": table([(Fraction(0), Fraction(1))] * 2)}),
        LARGE,
    ],
)
def test_whatever_the_checker_does_not_accept_it_rejects_with_a_reason(broken: Certificate) -> None:
    with pytest.raises(checker.RejectedError, match=r"."):
        broken.verify()
    assert ONE.verify().startswith("L = 2, kappa = 9/4: attracting")


def test_the_directory_holds_the_certificates_and_an_index_that_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    directory = tmp_path / "new" / "certificates"
    store.write([ONE, OTHER, ONE], directory)
    assert set(content(directory)) == {ONE.file_name, OTHER.file_name, store.INDEX}
    assert content(directory)[ONE.file_name] == ONE.packed
    index = json.loads((directory / store.INDEX).read_bytes())
    assert index == {"format": checker.FORMAT, "certificates": [ONE.entry, OTHER.entry]}
    assert checker.main(directory) == 0
    assert "2 of 2 certificates accepted" in capsys.readouterr().out


def test_a_later_run_replaces_all_of_an_earlier_one(tmp_path: Path) -> None:
    store.write([ONE], tmp_path)
    (tmp_path / f"{files.BESIDE}left-over").write_bytes(b"half")
    store.must_be_ours(tmp_path)
    store.write([OTHER, LARGE], tmp_path)
    assert set(content(tmp_path)) == {OTHER.file_name, LARGE.file_name, store.INDEX}
    store.write([], tmp_path)
    assert set(content(tmp_path)) == {store.INDEX}
    assert checker.main(tmp_path) == 1


def test_writing_again_changes_no_byte(tmp_path: Path) -> None:
    store.write([ONE, OTHER], tmp_path)
    before = content(tmp_path)
    store.write([ONE, OTHER], tmp_path)
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.txt", b"mine"),
        ("results.json", b"{}"),
        ("package.json", b"{}"),
        ("data.json.gz", b""),
        ("rank-p-orbit.json", b"{}"),
        ("index.json", b"{}"),
        ("index.json", b"[]"),
        ("index.json", b"not JSON"),
        ("index.json", b'{"format": "of another program"}'),
        (".hidden", b""),
        ("directory.0123456789abcdef.json/inner", b""),
    ],
)
def test_a_directory_of_anything_else_is_refused_and_left_alone(
    name: str, text: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(text)
    for attempt in (lambda: store.must_be_ours(tmp_path), lambda: store.write([ONE], tmp_path)):
        with pytest.raises(UnusableInputError, match="give a directory of their own"):
            attempt()
    assert (tmp_path / name).read_bytes() == text
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_or_an_unwritable_place_is_refused_before_long_work(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"mine")
    with pytest.raises(UnusableInputError, match="not a directory"):
        store.must_be_ours(target)
    with pytest.raises(UnusableInputError, match="cannot write"):
        store.must_be_ours(target / "below")
    assert target.read_bytes() == b"mine"
    store.must_be_ours(tmp_path / "new")
    store.must_be_ours(tmp_path / "new")


class StoppedError(Exception):
    pass


def stopping_after(writes: int) -> Callable[[Path, bytes], None]:
    left = iter(range(writes))

    def write(path: Path, text: bytes) -> None:
        if next(left, None) is None:
            raise StoppedError
        files.write_whole(path, text)

    return write


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_an_interrupted_run_leaves_whole_files_and_a_directory_that_is_rejected(
    writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write([ONE], tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(store, "write_whole", stopping_after(writes))
        with pytest.raises(StoppedError):
            store.write([OTHER, LARGE], tmp_path)
    known = {c.file_name: c.packed for c in (ONE, OTHER, LARGE)}
    for name, text in content(tmp_path).items():
        assert name == store.INDEX or known[name] == text
    # Before anything is written the earlier run is still complete; after that the directory is neither.
    assert checker.main(tmp_path) == (0 if writes == 0 else 1)
    store.must_be_ours(tmp_path)
    store.write([OTHER], tmp_path)
    assert checker.main(tmp_path) == 0


def test_an_interruption_after_the_index_is_seen_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write([ONE], tmp_path)

    def stop(*_arguments: Any, **_options: Any) -> None:
        raise StoppedError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", stop)
        patch.setattr(store, "write_whole", lambda path, text: path.write_bytes(text))
        with pytest.raises(StoppedError):
            store.write([OTHER], tmp_path)
    assert checker.main(tmp_path) == 1


def test_every_claim_that_leaves_certificates_is_looked_for(tmp_path: Path) -> None:
    claims = registry.claims(())
    makers = {
        f"{statement.slug}/{claim.name}": (statement, route.certifies)
        for statement, claim in claims
        for route in claim.routes
        if route.certifies is not None
    }
    assert {f"{s.slug}/{c.name}" for s, c in claims if c.expected is Verdict.CERTIFIED} < set(makers)
    asked = {
        name: make(statement, 3 if "figure" in name else 2)[0] for name, (statement, make) in makers.items()
    }
    good = [replace(ONE, claim=name, parameters=parameters) for name, parameters in asked.items()]
    store.write([], tmp_path)
    assert store.complaints(tmp_path, claims) == [
        f"{name} leaves certificates, and there is none of it" for name in makers
    ]
    store.write(good, tmp_path)
    assert store.complaints(tmp_path, claims) == []
    another = replace(good[0], parameters={**good[0].parameters, "depth": 5, "stranger": 1})
    store.write([*good[1:], another, replace(ONE, claim="another/claim")], tmp_path)
    assert store.complaints(tmp_path, claims) == [
        "there is no claim another/claim",
        f"{good[0].claim} is not certified by what is listed at depth 5",
    ]
