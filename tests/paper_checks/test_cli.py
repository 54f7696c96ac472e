"""The command line as a user meets it: real processes, exit status, one sentence on standard error."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paper_checks import registry, results
from paper_checks.certificates import store
from paper_checks.request import Profile, Request

QUICK = ("--profile", "quick", "--depths", "2..3")


def beyond_eos(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("beyond-eos")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=cwd)


def test_list_names_every_statement() -> None:
    run = beyond_eos("list")
    assert run.returncode == 0
    assert all(slug in run.stdout for slug in ("gf-conservation", "gap-decay", "rank-p-orbit"))


@pytest.mark.parametrize("arguments", [("list",), ("--help",)])
def test_light_commands_import_neither_computer_algebra_nor_strategies(arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom paper_checks import cli\nsys.argv = ['beyond-eos', *sys.argv[1:]]\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('sympy', 'flint', 'hypothesis', 'matplotlib') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_show_gives_wording_evidence_and_witness() -> None:
    run = beyond_eos("show", "gap-recursion", *QUICK)
    assert run.returncode == 0
    for expected in ("Wording confirmed", "verdict: refuted", "witness: ", "rests on: ", "over: "):
        assert expected in run.stdout


def test_verify_writes_results_and_exits_zero(tmp_path: Path) -> None:
    run = beyond_eos(
        "verify", "gap-recursion", *QUICK, "--jobs", "1", "--json", "r.json", "--junit", "r.xml", cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    assert "3 of 3 claims as expected" in run.stdout
    assert len(json.loads((tmp_path / "r.json").read_text())["claims"]) == 3
    assert (tmp_path / "r.xml").read_text().startswith("<?xml")


def test_json_on_standard_output_is_nothing_but_json() -> None:
    run = beyond_eos("verify", "gf-conservation", *QUICK, "--json", "-")
    assert run.returncode == 0
    assert json.loads(run.stdout)["schema_version"] == results.VERSION
    assert "as expected" in run.stderr


@pytest.fixture(scope="module")
def all_certified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what the certified claims leave behind, as verify --certificates does at the end."""
    request = Request(depths=(2, 2), profile=Profile.QUICK)
    found = [
        route.check(statement, request)
        for statement, claim in registry.claims(())
        for route in claim.routes
        if route.certifies is not None
    ]
    directory = tmp_path_factory.mktemp("certified")
    store.write([certificate for evidence in found for certificate in evidence.certificates], directory)
    return directory


@pytest.fixture
def certificates(all_certified: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(all_certified, tmp_path / "build" / "certificates"))


def rejections(run: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in run.stdout.splitlines() if line.startswith("rejected: ")]


def test_recheck_accepts_what_was_written(certificates: Path, tmp_path: Path) -> None:
    listed = len(json.loads((certificates / store.INDEX).read_bytes())["certificates"])
    for run in (beyond_eos("recheck", str(certificates)), beyond_eos("recheck", cwd=tmp_path)):
        assert run.returncode == 0, run.stdout
        assert rejections(run) == []
        assert f"{listed} of {listed} certificates accepted" in run.stdout
        assert run.stderr == ""


def test_recheck_misses_a_certified_claim_without_certificate(certificates: Path) -> None:
    index = json.loads((certificates / store.INDEX).read_bytes())
    gone = next(entry for entry in index["certificates"] if entry["claim"].endswith("figure-start-attracted"))
    (certificates / gone["file"]).unlink()
    index["certificates"].remove(gone)
    (certificates / store.INDEX).write_text(json.dumps(index))
    run = beyond_eos("recheck", str(certificates))
    assert run.returncode == 1
    assert rejections(run) == [
        "rejected: rank-p-orbit/figure-start-attracted leaves certificates, and there is none of it"
    ]


def test_recheck_refuses_a_true_certificate_of_something_else(certificates: Path) -> None:
    index = json.loads((certificates / store.INDEX).read_bytes())
    entries = {entry["claim"]: entry for entry in index["certificates"]}
    named, other = (entries[f"rank-p-orbit/{name}"] for name in ("attracts-certified", "isolated-in-layers"))
    forged = json.loads((certificates / other["file"]).read_bytes()) | {"claim": named["claim"]}
    content = json.dumps(forged).encode()
    (certificates / named["file"]).unlink()
    (certificates / "forged.json").write_bytes(content)
    named.update(
        kind=other["kind"],
        parameters=other["parameters"],
        file="forged.json",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    (certificates / store.INDEX).write_text(json.dumps(index))
    run = beyond_eos("recheck", str(certificates))
    assert run.returncode == 1
    assert rejections(run) == [
        "rejected: rank-p-orbit/attracts-certified is not certified by what is listed at depth 2"
    ]


@pytest.mark.parametrize("change", ["edited", "removed", "added", "index"])
def test_recheck_rejects_a_directory_that_was_changed(change: str, certificates: Path) -> None:
    victim = next(path for path in sorted(certificates.iterdir()) if path.name.endswith(".json"))
    if change == "edited":
        victim.write_bytes(victim.read_bytes().replace(b"1", b"2", 1))
    elif change == "removed":
        victim.unlink()
    elif change == "added":
        (certificates / "another.json").write_bytes(victim.read_bytes())
    else:
        (certificates / store.INDEX).write_bytes(b"{")
    run = beyond_eos("recheck", str(certificates))
    assert run.returncode == 1
    assert len(rejections(run)) == 1
    assert "Traceback" not in run.stdout + run.stderr


def test_recheck_of_nothing_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "absent"):
        run = beyond_eos("recheck", name, cwd=tmp_path)
        assert run.returncode == 1
        assert len(rejections(run)) == 1


def test_verify_writes_a_directory_of_certificates(certificates: Path, tmp_path: Path) -> None:
    run = beyond_eos(
        "verify", "gap-recursion", *QUICK, "--jobs", "1", "--certificates", str(certificates), cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    # This statement has no certified claim, and the certificates of another run are not those of this one.
    assert [path.name for path in certificates.iterdir()] == [store.INDEX]
    assert beyond_eos("recheck", str(certificates)).returncode == 1


@pytest.mark.parametrize("option", ["--json", "--junit"])
def test_no_other_output_goes_among_the_certificates(option: str, tmp_path: Path) -> None:
    arguments = ("verify", "gap-recursion", *QUICK, "--certificates", "build", option, "build/results.json")
    run = beyond_eos(*arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert "need a directory of their own" in run.stderr
    # Nor are results that are there already taken for certificates of an earlier run, and removed.
    (tmp_path / "build" / "results.json").write_text("{}")
    run = beyond_eos("verify", "gap-recursion", *QUICK, "--certificates", "build", cwd=tmp_path)
    assert run.returncode == 2
    assert "build holds results.json, which is no certificate" in run.stderr
    assert (tmp_path / "build" / "results.json").read_text() == "{}"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("verify", "gap-decai"), "did you mean gap-decay"),
        (("show", "gap-decai"), "did you mean gap-decay"),
        (("verify", "--depths", "1..3"), "at least 2 layers"),
        (("verify", "--depths", "three"), "cannot read the depths"),
        (("verify", "--digits", "7"), "out of range"),
        (("verify", "--digits", "many"), "Invalid value"),
        (("verify", "--seed", "-1"), "negative"),
        (("verify", "--jobs", "-2"), "make no sense"),
        (("verify", "--profile", "lazy"), "Invalid value"),
        (("verify", "--json", "/dev/null/r.json"), "cannot write"),
        (("verify", "--junit", "/"), "is a directory"),
        (("verify", "--junit", "-"), "a file of its own"),
        (("verify", "--json", "r", "--junit", "r"), "a file of its own"),
        (("verify", "--certificates", "/dev/null"), "not a directory"),
        (("verify", "--certificates", "/dev/null/new"), "cannot write"),
        (("verify", "--bogus"), "No such option"),
        (("bogus",), "No such command"),
        ((), "name a command"),
        (("figure", "balance-gap"), "balancing-gap"),
        (("figure", "balancing-gap", "--eta", "0"), "positive"),
        (("figure", "balancing-gap", "--eta", "nan"), "nan"),
        (("figure", "balancing-gap", "--eta", "1e999999999999"), "usable size"),
        (("figure", "oscillation-range", "--singular-values", "10,-1"), "positive"),
        (("figure", "oscillation-range", "--steps", "0"), "steps"),
    ],
)
def test_unusable_input_exits_two_with_a_sentence(arguments: tuple[str, ...], reason: str) -> None:
    run = beyond_eos(*arguments)
    assert run.returncode == 2
    assert reason in run.stderr
    assert run.stderr.startswith("beyond-eos: ")
    assert "Traceback" not in run.stderr + run.stdout


def test_another_verdict_than_expected_exits_one(tmp_path: Path) -> None:
    code = (
        "import dataclasses, sys\n"
        "from paper_checks import cli, registry\n"
        "from paper_checks.verdicts import Verdict\n"
        "one = registry.statement('gap-recursion')\n"
        "wrong = dataclasses.replace(one, claims=tuple(\n"
        "    dataclasses.replace(claim, expected=Verdict.PROVED) for claim in one.claims))\n"
        "registry.statements = lambda: (wrong,)\n"
        "sys.argv = ['beyond-eos', 'verify', '--jobs', '1', '--profile', 'quick', '--json', sys.argv[1]]\n"
        "cli.main()\n"
    )
    target = tmp_path / "results.json"
    run = subprocess.run(
        [sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 1
    assert "gap-recursion/printed: found refuted, expected proved" in run.stdout
    # The results of an unexpected run are results too.
    assert json.loads(target.read_text())["claims"][0]["problem"]


def test_a_full_device_is_one_sentence() -> None:
    command = [str(Path(sys.executable).with_name("beyond-eos")), "list"]
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert run.returncode == 2
    assert run.stderr == "beyond-eos: cannot write the output: No space left on device\n"


def children(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs the list of processes of Linux")
@pytest.mark.parametrize(
    ("victim", "sent", "status"), [("worker", signal.SIGKILL, 1), ("parent", signal.SIGTERM, 130)]
)
def test_a_process_that_is_ended_takes_the_others_along(
    victim: str, sent: signal.Signals, status: int, tmp_path: Path
) -> None:
    command = [str(Path(sys.executable).with_name("beyond-eos")), "verify", "--jobs", "2", "--json", "r.json"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(5)
    workers = children(process.pid)
    os.kill(workers[-1] if victim == "worker" else process.pid, sent)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert not list(tmp_path.iterdir())
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_no_result_file_and_no_traceback(jobs: str, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).with_name("beyond-eos")),
        "verify",
        "--jobs",
        jobs,
        "--json",
        "r.json",
    ]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "interrupted" in errors
    assert not [path for path in tmp_path.iterdir() if path.name.startswith((".beyond-eos", "r.json"))]
