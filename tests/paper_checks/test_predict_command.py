"""The command `predict` as a user meets it: exit status, table, JSON, one sentence on standard error."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from paper_checks.predict import records
from paper_checks.predict.printing import _short


def beyond_eos(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("beyond-eos")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=cwd)


def test_a_prediction_from_singular_values() -> None:
    run = beyond_eos("predict", "--singular-values", "10,6,3", "--depth", "3", "--eta", "0.0355", "--no-run")
    assert run.returncode == 0, run.stderr
    for expected in ("1 of 3 singular values oscillate", "period 2", "2.29447294", "rank-p-orbit/points"):
        assert expected in run.stdout


def test_a_prediction_from_a_file_as_json(tmp_path: Path) -> None:
    np.save(tmp_path / "m.npy", np.array([[1.5, 0], [0, 0.5], [0, 0]]))
    arguments = ("predict", "--target", "m.npy", "--no-run", "--depth", "2", "--kappa", "2.2", "--width", "4")
    printed = beyond_eos(*arguments, "--json", "-", cwd=tmp_path)
    assert printed.returncode == 0, printed.stderr
    found = json.loads(printed.stdout)
    jsonschema.validate(found, json.loads(records.kept_schema()))
    assert (found["rows"], found["hidden"], found["columns"], found["rank"]) == (3, 4, 2, 2)
    assert "oscillate" in printed.stderr
    written = beyond_eos(*arguments, "--json", "deep/p.json", cwd=tmp_path)
    assert written.returncode == 0
    assert json.loads((tmp_path / "deep" / "p.json").read_text()) == found
    (tmp_path / "m.csv").write_text("1.5,0\n0,0.5\n0,0\n")
    from_table = beyond_eos(*arguments[:2], "m.csv", *arguments[3:], "--json", "-", cwd=tmp_path)
    assert json.loads(from_table.stdout) == found


def test_the_readme_shows_what_the_command_prints(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    command, _, rest = readme.partition(".venv/bin/beyond-eos predict ")[2].partition("`")
    assert command.startswith("--singular-values")
    shown = rest.partition("```text\n")[2].partition("\n```")[0]
    printed = beyond_eos("predict", *command.split(), cwd=tmp_path).stdout.rstrip()
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()


def test_a_run_is_compared_drawn_and_saved(tmp_path: Path) -> None:
    asked = (
        "--singular-values",
        "1,0.5",
        "--depth",
        "2",
        "--kappa",
        "2.2",
        "--basis",
        "generic",
        "--steps",
        "400",
    )
    run = beyond_eos("predict", *asked, "--figures", "f", "--json", "p.json", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert sorted(path.name for path in (tmp_path / "f").iterdir()) == [
        "predict.csv",
        "predict.png",
        "predict.svg",
    ]
    lines = (tmp_path / "f" / "predict.csv").read_text().splitlines()
    assert lines[0] == "step,value_1,value_2,off_the_modes,loss,largest_gap,sharpness"
    assert len(lines) == 402
    found = json.loads((tmp_path / "p.json").read_text())
    jsonschema.validate(found, json.loads(records.kept_schema()))
    assert [one["agrees"] for one in found["run"]["modes"]] == ["yes", "yes"]
    assert found["run"]["steps"] == 400
    named = {claim for end in found["ends"] for claim in end["claims"]}
    assert named <= set(found["verdicts"])


def test_layers_from_a_file_and_unknown_starts(tmp_path: Path) -> None:
    np.savez(tmp_path / "start.npz", W1=np.eye(2), W2=np.eye(2))
    asked = ("predict", "--singular-values", "1,0.5", "--depth", "2", "--kappa", "1.5")
    run = beyond_eos(*asked, "--init", "start.npz", "--no-run", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "from the given start" in run.stdout
    assert list(tmp_path.iterdir()) == [tmp_path / "start.npz"]
    for wrong, says in (("none", "none"), ("start.npz --alpha 1", "alpha"), ("random --basis skew", "skew")):
        refused = beyond_eos(*asked, "--init", *wrong.split(), cwd=tmp_path)
        assert refused.returncode == 2
        assert says in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--depth"),
        (("--depth", "2", "--eta", "1"), "--singular-values"),
        (("--depth", "2", "--singular-values", "1"), "--kappa"),
        (("--depth", "2", "--singular-values", "1", "--eta", "x"), "learning rate"),
        (("--depth", "2", "--singular-values", "1,a", "--eta", "1"), "entry 2"),
        (("--depth", "two", "--singular-values", "1", "--eta", "1"), "integer"),
        (("--depth", "2", "--target", "none.npy", "--eta", "1"), "none.npy"),
        (("--depth", "2", "--singular-values", "1", "--eta", "1", "--json", "/"), "directory"),
    ],
)
def test_unusable_input_exits_with_two_and_one_sentence(arguments: tuple[str, ...], says: str) -> None:
    run = beyond_eos("predict", *arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert says in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("2.29447294488395", "2.29447294"),
        ("-0.00012345678912345", "-0.000123456789"),
        ("1.23456789012e-20", "1.23456789e-20"),
        ("-4229485053757.25", "-4229485053757"),
        ("5.5", "5.5"),
        ("7", "7"),
        (None, "-"),
    ],
)
def test_numbers_are_cut_and_not_rounded(number: str | None, shown: str) -> None:
    assert _short(number) == shown
