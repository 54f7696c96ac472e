"""Surveys find the same, bit for bit, wherever their tasks run and however often they are interrupted."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from numerics import gd, orbit_cover, orthogonal
from numerics.covers import Box
from paper_checks import workers
from paper_checks.errors import UnusableInputError
from paper_checks.surveys import bifurcation, cover, phases, ranges, sweep
from paper_checks.surveys.checkpoints import Checkpoints
from paper_checks.surveys.executors import Place, place
from paper_checks.surveys.survey import Survey, carry_out

RATES = ranges.grid("0.0305..0.0363", 90, "eta")


def slow(place: int, seconds: str) -> bytes:
    time.sleep(float(seconds))
    return f"{place} {sum(k * k for k in range(1000 * place))}".encode()


SLOW = Survey("slow", slow, tuple((place, "0.15") for place in range(24)))
with (
    mock.patch.object(sweep, "STEPS_IN_TASK", 12_000),
    mock.patch.object(bifurcation, "STEPS_IN_TASK", 9_000),
):
    IN_SMALL_TASKS = {
        "sweep": sweep.plan(3, [Fraction(10), Fraction(9)], 3, Fraction(1, 100), RATES, 500, 1),
        "bifurcation": bifurcation.plan(3, ranges.grid("1.9..2.9", 50, "kappa"), 900, 3),
    }
SURVEYS = IN_SMALL_TASKS | {
    "cover": cover.plan(3, Fraction("2.2"), Fraction("2.4"), 6),
    "phases": phases.plan([2, 9], Fraction(1, 10), True),
}


class Here(Executor):
    """Performs tasks as they are submitted, and counts them."""

    def __init__(self) -> None:
        self.performed = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.performed += 1
        future: Future[bytes] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def kept_in(directory: Path, survey: Survey) -> Checkpoints:
    return Checkpoints(directory, survey.kind, survey.calls)


def dask(role: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli.dask_" + role, *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, **quiet)  # type: ignore[call-overload,no-any-return]


@contextmanager
def cluster(directory: Path, count: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers on loopback; yields the address, and the processes in that order."""
    told = directory / "scheduler.json"
    place = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    started = [dask("scheduler", *place, "--scheduler-file", str(told))]
    try:
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text().endswith("}"):
            assert time.monotonic() < deadline, "the scheduler does not start"
            time.sleep(0.05)
        address = json.loads(told.read_text())["address"]
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
        scratch = ["--local-directory", str(directory / "scratch")]
        started += [dask("worker", address, *options, *scratch) for _ in range(count)]
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


@pytest.mark.parametrize("name", SURVEYS)
def test_processes_find_what_one_process_finds(name: str, tmp_path: Path) -> None:
    survey = SURVEYS[name]
    alone = carry_out(survey, Place(Here()), kept_in(tmp_path / "one", survey))
    assert len(alone) == len(survey.calls) > 1
    with workers.pool(2) as pool:
        assert carry_out(survey, Place(pool), kept_in(tmp_path / "two", survey)) == alone


def test_a_cluster_finds_what_one_process_finds_though_a_worker_is_killed(tmp_path: Path) -> None:
    alone = {
        name: carry_out(one, Place(Here()), kept_in(tmp_path / "a", one)) for name, one in SURVEYS.items()
    }
    expected = tuple(slow(place, "0") for place in range(len(SLOW.calls)))
    with cluster(tmp_path, 2) as (address, processes):
        seen: list[int] = []

        def killing(finished: int) -> None:
            seen.append(finished)
            if finished == 5:
                processes[1].send_signal(signal.SIGKILL)

        with place(1, address) as pool:
            assert carry_out(SLOW, pool, kept_in(tmp_path / "b", SLOW), killing) == expected
            assert processes[1].wait(10) == -signal.SIGKILL
            assert seen == list(range(len(SLOW.calls) + 1))
            for name, survey in SURVEYS.items():
                assert carry_out(survey, pool, kept_in(tmp_path / "b", survey)) == alone[name]


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    survey = SURVEYS["cover"]
    whole = carry_out(survey, Place(Here()), kept_in(tmp_path / "whole", survey))

    def stopping(finished: int) -> None:
        if finished == 3:
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as pool, pytest.raises(KeyboardInterrupt):
        carry_out(survey, Place(pool), kept_in(tmp_path, survey), stopping)
    here = Here()
    assert carry_out(survey, Place(here), kept_in(tmp_path, survey)) == whole
    assert here.performed == len(survey.calls) - 3


@pytest.mark.parametrize("lost", ["scheduler", "workers"])
def test_a_cluster_that_ends_is_one_sentence_and_loses_nothing(lost: str, tmp_path: Path) -> None:
    with cluster(tmp_path, 1) as (address, processes):
        chosen = processes[:1] if lost == "scheduler" else processes[1:]

        def killing(finished: int) -> None:
            if finished == 5:
                for process in chosen:
                    process.kill()

        with pytest.raises(UnusableInputError, match="ended"), place(1, address) as pool:
            carry_out(SLOW, pool, kept_in(tmp_path, SLOW), killing)
    here = Here()
    expected = tuple(slow(place, "0") for place in range(len(SLOW.calls)))
    assert carry_out(SLOW, Place(here), kept_in(tmp_path, SLOW)) == expected
    assert here.performed <= len(SLOW.calls) - 5


@pytest.mark.parametrize("damage", [b"", b"x", None])
def test_a_damaged_answer_counts_as_absent(damage: bytes | None, tmp_path: Path) -> None:
    survey = SURVEYS["cover"]
    whole = carry_out(survey, Place(Here()), kept_in(tmp_path, survey))
    one = sorted(kept_in(tmp_path, survey).directory.iterdir())[2]
    one.write_bytes(one.read_bytes()[:-1] if damage is None else damage)
    here = Here()
    assert carry_out(survey, Place(here), kept_in(tmp_path, survey)) == whole
    assert here.performed == 1


def test_answers_of_other_calls_are_not_taken(tmp_path: Path) -> None:
    first, second = (cover.plan(3, Fraction("2.2"), end, 2) for end in (Fraction("2.3"), Fraction("2.4")))
    carry_out(first, Place(Here()), kept_in(tmp_path, first))
    here = Here()
    carry_out(second, Place(here), kept_in(tmp_path, second))
    assert here.performed == 2


def test_answers_of_other_code_are_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = SURVEYS["cover"]
    before = kept_in(tmp_path, survey).directory
    assert kept_in(tmp_path, survey).directory == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "gd.py").write_text("changed = True")
    monkeypatch.setattr("numerics.__path__", [str(other)])
    assert kept_in(tmp_path, survey).directory != before


def at_a_time(_place: int) -> bytes:
    RUNNING.append(1)
    time.sleep(0.02)
    most = sum(RUNNING)
    RUNNING.pop()
    return str(most).encode()


RUNNING: list[int] = []


def test_a_process_performs_one_task_at_a_time(tmp_path: Path) -> None:
    # Two threads of one worker would change each other's working precision.
    survey = Survey("at-a-time", at_a_time, tuple((place,) for place in range(12)))
    with ThreadPoolExecutor(4) as pool:
        assert set(carry_out(survey, Place(pool), kept_in(tmp_path, survey))) == {b"1"}


def test_a_scheduler_without_workers_is_one_sentence(tmp_path: Path) -> None:
    with (
        cluster(tmp_path, 0) as (address, _),
        pytest.raises(UnusableInputError, match="has no workers"),
        place(1, address),
    ):
        pass


def test_a_failing_task_says_so_and_keeps_the_others(tmp_path: Path) -> None:
    survey = Survey("slow", slow, ((1, "0"), (2, "no number")))
    with pytest.raises(ValueError, match="no number"):
        carry_out(survey, Place(Here()), kept_in(tmp_path, survey))


def test_a_sweep_agrees_with_enclosed_runs() -> None:
    values = [Fraction(10), Fraction(9)]
    survey = sweep.plan(3, values, 3, Fraction(1, 100), ranges.grid("0.028..0.033", 4, "eta"), 500, 5)
    found = sweep.rows([survey.task(*call) for call in survey.calls], 2)
    left, right = (orthogonal.drawn(3, 2 * 5 + side) for side in (0, 1))
    spread = [[values[i] if i == j and i < 2 else 0 for j in range(3)] for i in range(3)]
    exact_target = left * gd.matrix(spread) * right.transpose()
    target = [[Fraction(int(x.p), int(x.q)) for x in row] for row in exact_target.tolist()]
    small = [["1/100" if i == j else 0 for j in range(3)] for i in range(3)]
    run = gd.run([small, small, [[0] * 3] * 3], target, "0.033", 500, 20)
    products = [product.mid() for product in run.products()[-sweep.KEPT :]]
    turned = [left.transpose() * product * right for product in products]
    for mode in range(2):
        seen = [float(product[mode, mode]) for product in turned]
        assert found[-1, 3 + mode] == pytest.approx(max(seen) - min(seen), abs=1e-9)
    assert found[:, 0].tolist() == [0.0] * 4
    assert found[0, 3:].max() < 1e-3 < 0.1 < found[-1, 3]


def test_a_cover_proves_its_boxes_without_gaps() -> None:
    survey = SURVEYS["cover"]
    found = cover.together([survey.task(*call) for call in survey.calls])
    at = Fraction("2.2")
    for low, high, lower, upper in found["proven"]:
        assert Fraction(low) == at
        at = Fraction(high)
        ends = orbit_cover.OrbitBox(Fraction(lower), Fraction(upper))
        proof = orbit_cover.enclose(3, Box(((Fraction(low), at),)), ends)
        assert proof is not None
        assert proof.attracts
    assert at == Fraction("2.4")
    assert found["undecided"] == []


def test_phases_end_where_two_layers_stop_attracting() -> None:
    # At depth 2 the orbit attracts exactly where kappa_1 + kappa_2 < 4, with kappa_2 = kappa_1 sigma_2.
    survey = phases.plan([2], Fraction(1, 25), True)
    rows = list(phases.rows(survey, [survey.task(*call) for call in survey.calls]))
    assert len(rows) == 11 * 24
    for _, kappa, sigma, label in rows:
        one, other = Fraction(kappa), Fraction(kappa) * Fraction(sigma)
        if other < 2:
            assert label == (phases.ATTRACTS if one + other < 4 else phases.REPELS)


def test_no_scheduler_is_one_sentence(tmp_path: Path) -> None:
    for address in ("tcp://127.0.0.1:9", "nonsense", "tcp://127.0.0.1:notaport"):
        with pytest.raises(UnusableInputError, match="no scheduler answers at"), place(1, address):
            pass


def run_command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "paper_checks.cli", "survey", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=dict(os.environ), check=False)


def test_the_commands_write_their_files(tmp_path: Path) -> None:
    wanted = ["sweep", "--singular-values", "10,9", "--depth", "3", "--eta", "0.03..0.033", "--rates", "5"]
    done = run_command(*wanted, "--steps", "400", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    [header, *rows] = csv.reader((tmp_path / "build/sweep.csv").read_text().splitlines())
    assert header[:2] == ["learning rate", "diverged"]
    assert len(rows) == 5
    wanted = ["bifurcation", "--depth", "2", "--kappa", "2.1..2.2", "--rates", "7", "--steps", "900"]
    assert run_command(*wanted, "--kept", "4", cwd=tmp_path).returncode == 0
    assert np.load(tmp_path / "build/bifurcation.npy").shape == (7, 4)
    assert run_command("cover", "--depth", "2", "--kappa", "2.1..2.2", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "build/cover.json").read_text())["undecided"] == []
    assert run_command("phases", "--depths", "2", "--resolution", "0.1", cwd=tmp_path).returncode == 0
    assert (tmp_path / "build/phases.csv").read_text().startswith("depth,kappa_1,sigma_2,label\n2,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("cover --depth 3 --kappa 2.1..2.6", "out of range"),
        ("cover --depth 3 --kappa 2.1", "FROM..TO"),
        ("cover --depth 3 --kappa 2.2..2.1", "smaller one first"),
        ("cover --depth 1 --kappa 2.2..2.3", "2 to 64"),
        ("cover --depth 3 --kappa 2.2..2.3 --pieces 0", "pieces"),
        ("phases --resolution 0", "positive"),
        ("phases --resolution 1/2", "1/10000 to 1/10"),
        ("phases --depths 1..3", "depths"),
        ("bifurcation --depth 3 --kappa 2..3 --rates 1", "points"),
        ("bifurcation --depth 3 --kappa 2..3 --kept 0", "values"),
        ("sweep --depth 3 --eta 1..2 --singular-values 3,x", "singular value"),
        ("sweep --depth 3 --eta 1..2 --singular-values 3,1 --width 1", "width"),
        ("sweep --depth 3 --eta 1..2 --singular-values 3 --alpha 0", "alpha"),
        ("sweep --depth 3 --eta 1..2 --singular-values 3 --steps 1", "steps"),
        ("cover --depth 3 --kappa 2.2..2.3 --scheduler tcp://127.0.0.1:9", "no scheduler answers"),
        ("cover --depth 3 --kappa 2.2..2.3 --output /dev/null/x", "cannot write"),
        ("cover --depth 3 --kappa 2.2..2.3 --checkpoints /dev/null", "cannot write"),
    ],
)
def test_unusable_input_is_one_sentence_and_exit_2(arguments: str, message: str, tmp_path: Path) -> None:
    done = run_command(*arguments.split(), cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
