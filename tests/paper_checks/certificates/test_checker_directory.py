"""The checker on whole directories, as a function and as a program of its own."""

import ast
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tokenize
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paper_checks.certificates import checker, store
from paper_checks.certificates.certificate import Certificate
from paper_checks.certificates.checker.directory import read
from paper_checks.certificates.checker.reading import LARGEST_FILE

SOURCE = Path(checker.__file__).parent
Reason = Callable[[Path], str]
Record = dict[str, Any]


def index_of(directory: Path) -> Record:
    index: Record = json.loads((directory / "index.json").read_bytes())
    return index


def rewrite(directory: Path, index: Any) -> None:
    (directory / "index.json").write_text(json.dumps(index))


def entry_of(index: Record, kind: str) -> Record:
    entry: Record = next(entry for entry in index["certificates"] if entry["kind"] == kind)
    return entry


def forge(directory: Path, kind: str, change: Callable[[Record], None]) -> None:
    """Change a certificate, and the index along with it, so that both agree again."""
    index = index_of(directory)
    entry = entry_of(index, kind)
    record = json.loads(read(directory / entry["file"]))
    change(record)
    content = json.dumps(record).encode()
    packed = gzip.compress(content) if entry["file"].endswith(".gz") else content
    (directory / entry["file"]).write_bytes(packed)
    for field in ("claim", "kind", "parameters"):
        entry[field] = record[field]
    entry["sha256"] = hashlib.sha256(content).hexdigest()
    rewrite(directory, index)


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(SOURCE), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environment}
    )


def test_a_directory_as_written_is_accepted(directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checker.main(directory) == 0
    said = capsys.readouterr().out
    assert said.count("accepted: rank-p-orbit/") == 4
    assert said.endswith("4 of 4 certificates accepted\n")


def test_without_certificates_nothing_is_accepted(tmp_path: Path, reason: Reason) -> None:
    assert "No such file" in reason(tmp_path / "absent") or "not a file" in reason(tmp_path / "absent")
    assert "index.json" in reason(tmp_path)
    store.write([], tmp_path)
    assert "lists no certificates" in reason(tmp_path)
    assert "index.json" in reason(tmp_path / "index.json")


@pytest.mark.parametrize(
    "index",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b'{"format": "beyond-eos certificates 1"}',
        b'{"format": "beyond-eos certificates 1", "certificates": {}}',
        b'{"format": "beyond-eos certificates 1", "certificates": null}',
        b'{"format": "beyond-eos certificates 1", "certificates": [1]}',
        b'{"format": "beyond-eos certificates 1", "certificates": [{"file": "a"}]}',
        b'{"format": "beyond-eos certificates 1", "certificates": [NaN]}',
        b'{"format": 1, "format": 1, "certificates": []}',
        b"[" * 100_000,
        b"\xff\xff",
    ],
    ids=lambda index: index[-30:].decode("latin1"),
)
def test_an_index_of_another_form_is_rejected(index: bytes, directory: Path, reason: Reason) -> None:
    (directory / "index.json").write_bytes(index)
    assert "accepted" not in reason(directory)


def test_an_index_of_another_version_is_rejected(directory: Path, reason: Reason) -> None:
    rewrite(directory, {**index_of(directory), "format": "beyond-eos certificates 2"})
    assert "format of the index" in reason(directory)


def test_files_and_index_belong_together(directory: Path, reason: Reason) -> None:
    index = index_of(directory)
    first = index["certificates"][0]
    rewrite(directory, {**index, "certificates": [*index["certificates"], first]})
    assert "lists a file twice" in reason(directory)
    rewrite(directory, {**index, "certificates": index["certificates"][1:]})
    assert f"{first['file']} is not listed" in reason(directory)
    rewrite(directory, {**index, "certificates": [*index["certificates"], {**first, "file": "other.json"}]})
    assert "other.json is missing" in reason(directory)
    rewrite(directory, index)
    (directory / "stranger.json").write_bytes(b"{}")
    assert "stranger.json is not listed" in reason(directory)
    (directory / "stranger.json").unlink()
    (directory / "inside").mkdir()
    assert "inside is not listed" in reason(directory)
    (directory / "inside").rmdir()
    (directory / first["file"]).unlink()
    assert f"{first['file']} is missing" in reason(directory)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "/etc/hostname",
            "../outside.json",
            "./FILE",
            "inside/FILE",
            "",
            ".",
            "..",
            "index.json",
            "FILE\u0000",
        ),
        *(None, 5, True, ["FILE"], {"FILE": 1}),
    ],
)
def test_only_a_plain_name_in_the_directory_is_read(name: Any, directory: Path, reason: Reason) -> None:
    index = index_of(directory)
    entry = entry_of(index, "unbalanced_start")
    file = directory / entry["file"]
    (directory.parent / "outside.json").write_bytes(file.read_bytes())
    entry["file"] = name.replace("FILE", file.name) if isinstance(name, str) else name
    rewrite(directory, index)
    reason(directory)
    file.unlink()
    reason(directory)


def test_an_entry_lists_the_very_certificate(directory: Path, reason: Reason) -> None:
    for field, other in (
        ("claim", "rank-p-orbit/figure-start-attracted"),
        ("claim", 1),
        ("kind", "doubling"),
        ("kind", ["unbalanced_start"]),
        ("parameters", {}),
        ("parameters", None),
        ("sha256", "0" * 64),
        ("sha256", None),
        ("sha256", ""),
    ):
        changed = index_of(directory)
        entry_of(changed, "unbalanced_start")[field] = other
        kept = (directory / "index.json").read_bytes()
        rewrite(directory, changed)
        assert "3 of 4" in reason(directory)
        (directory / "index.json").write_bytes(kept)
    upper = index_of(directory)
    entry_of(upper, "doubling")["sha256"] = entry_of(upper, "doubling")["sha256"].upper()
    rewrite(directory, upper)
    assert "not the one listed" in reason(directory)


def test_true_and_one_are_not_the_same_parameter(directory: Path, reason: Reason) -> None:
    index = index_of(directory)
    entry_of(index, "periodic_orbit")["parameters"]["attracting"] = 1
    rewrite(directory, index)
    assert "something else than the index lists" in reason(directory)


def test_a_consistent_forgery_is_rejected_by_its_mathematics(directory: Path, reason: Reason) -> None:
    def deeper(record: Record) -> None:
        record["parameters"]["depth"] = 3

    def renamed(record: Record) -> None:
        record["kind"] = "orbit_cover"

    def nearer(record: Record) -> None:
        record["parameters"].update({"from": "21/10"})

    def farther(record: Record) -> None:
        record["parameters"].update({"to": "5/2"})

    for kind, change in (
        *((kind, deeper) for kind in ("orbit_cover", "periodic_orbit", "unbalanced_start", "doubling")),
        ("periodic_orbit", renamed),
        ("orbit_cover", nearer),
        ("orbit_cover", farther),
    ):
        kept = {path: path.read_bytes() for path in directory.iterdir()}
        forge(directory, kind, change)
        assert "3 of 4 certificates accepted" in reason(directory)
        for path, content in kept.items():
            path.write_bytes(content)
    assert checker.main(directory) == 0


def test_a_file_that_ends_early_is_rejected(directory: Path, reason: Reason) -> None:
    for path in sorted(directory.iterdir()):
        whole = path.read_bytes()
        for length in (0, 1, 10, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:length] if path.name != "index.json" else whole[:length].rstrip())
            if path.name != "index.json" or length < len(whole) - 1:
                reason(directory)
        path.write_bytes(whole)


def test_a_compressed_file_that_is_no_gzip_is_rejected(directory: Path, reason: Reason) -> None:
    path = next(directory.glob("*.gz"))
    whole = path.read_bytes()
    for content in (b"{}", whole[:-8] + bytes(8), whole + b"more", whole[:20] + bytes(20) + whole[40:]):
        path.write_bytes(content)
        assert "3 of 4" in reason(directory)


def test_a_small_file_that_expands_is_not_read_to_its_end(directory: Path, reason: Reason) -> None:
    index = index_of(directory)
    entry = next(entry for entry in index["certificates"] if entry["file"].endswith(".gz"))
    content = b" " * (2 * LARGEST_FILE)
    (directory / entry["file"]).write_bytes(gzip.compress(content))
    assert "not the one listed" in reason(directory)
    entry["sha256"] = hashlib.sha256(content[: LARGEST_FILE + 1]).hexdigest()
    rewrite(directory, index)
    assert f"more than {LARGEST_FILE} bytes" in reason(directory)


def test_what_is_no_file_is_not_opened(directory: Path, reason: Reason) -> None:
    path = next(directory.glob("*.json.gz"))
    path.unlink()
    os.mkfifo(path)
    assert f"{path.name} is not a file" in reason(directory)
    path.unlink()
    path.mkdir()
    assert f"{path.name} is not a file" in reason(directory)


def test_no_text_of_a_file_makes_a_line_of_its_own(directory: Path, reason: Reason) -> None:
    def misnamed(record: Record) -> None:
        record["claim"] = "a/b: 1\naccepted: all/of-it"

    forge(directory, "doubling", misnamed)
    stranger = directory / os.fsdecode(b"x\n\x1b[2Kaccepted: \xff\xc3\xa9.json")
    assert "\naccepted: all/of-it" not in reason(directory)
    stranger.write_bytes(b"")
    said = reason(directory)
    assert said.startswith("rejected: ")
    assert said.count("\n") == 1
    assert said.isascii()


class TestProgram:
    def test_it_runs_alone_and_exits_0(self, directory: Path) -> None:
        run = program(str(directory))
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.count("\n") == 5

    def test_it_exits_1_with_a_reason(self, directory: Path, tmp_path: Path) -> None:
        path = next(directory.glob("*.gz"))
        path.write_bytes(path.read_bytes()[:100])
        for target in (directory, tmp_path / "absent", SOURCE):
            run = program(str(target))
            assert (run.returncode, run.stderr) == (1, "")
            assert "rejected: " in run.stdout

    def test_it_says_how_to_use_it(self) -> None:
        for arguments in ((), ("a", "b")):
            run = program(*arguments)
            assert run.returncode == 1
            assert run.stderr.startswith("usage: ")
            assert "Traceback" not in run.stderr

    def test_it_prints_in_any_locale(self, directory: Path) -> None:
        (directory / os.fsdecode(b"\xff\xc3\xa9.json")).write_bytes(b"")
        run = program(str(directory), LC_ALL="C", LANG="C")
        assert (run.returncode, run.stderr) == (1, "")

    def test_deep_nesting_ends_in_a_reason(self, directory: Path) -> None:
        (directory / "index.json").write_bytes(b"[" * 10**6)
        run = program(str(directory))
        assert (run.returncode, run.stderr) == (1, "")


def modules() -> dict[str, ast.Module]:
    return {path.stem: ast.parse(path.read_text()) for path in sorted(SOURCE.glob("*.py"))}


def test_it_needs_the_standard_library_alone() -> None:
    imported = set()
    for module in modules().values():
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                # Level 1 is a module of the checker itself.
                assert (node.level, node.module in modules()) in ((0, False), (1, True))
                imported |= {str(node.module).split(".")[0]} if node.level == 0 else set()
    assert imported
    assert imported <= sys.stdlib_module_names


def test_it_has_neither_floats_nor_asserts() -> None:
    for module in modules().values():
        for node in ast.walk(module):
            assert not isinstance(node, ast.Assert)
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
            assert not (isinstance(node, ast.Name) and node.id in ("float", "eval", "exec"))


def lines_of_code(path: Path) -> int:
    text = path.read_text()
    documentation: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            documentation |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in layout | {tokenize.ENDMARKER}:
            code |= set(range(token.start[0], token.end[0] + 1))
    return len(code - documentation)


def rests_on(name: str, parsed: dict[str, ast.Module]) -> set[str]:
    """Return a module of the checker and all that it imports from there, at any remove."""
    found, waiting = set(), {name}
    while waiting:
        found |= waiting
        imported = (
            node for one in waiting for node in ast.walk(parsed[one]) if isinstance(node, ast.ImportFrom)
        )
        waiting = {str(node.module) for node in imported if node.level} - found
    return found


def test_what_any_certificate_rests_on_can_be_read_in_one_sitting() -> None:
    parsed = modules()
    lines = {path.stem: lines_of_code(path) for path in SOURCE.glob("*.py")}
    assert set(checker.KINDS) < set(lines)
    # Counted: the kind, all it imports, and what reads the certificate and calls the kind. Not counted: the
    # other kinds, which it calls as well, and going through a directory, which is to find the files only.
    assert rests_on("program", parsed) >= set(checker.KINDS)
    for kind in checker.KINDS:
        assert lines[kind] > 0
        assert "directory" not in rests_on(kind, parsed)
        assert 100 < sum(lines[name] for name in rests_on(kind, parsed) | {"program", "reading"}) <= 300
    assert sum(lines[name] for name in ("directory", "__init__", "__main__")) <= 60


def test_what_is_written_is_what_is_verified(produced: dict[str, Certificate], tmp_path: Path) -> None:
    store.write(list(produced.values()), tmp_path / "all")
    for entry in index_of(tmp_path / "all")["certificates"]:
        content = read(tmp_path / "all" / entry["file"])
        assert content in [certificate.content for certificate in produced.values()]
