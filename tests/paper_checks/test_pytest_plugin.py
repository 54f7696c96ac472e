import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_pytest(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300)


def test_a_statement_selects_its_claims_and_nothing_else() -> None:
    run = run_pytest(
        "--statement", "gap-recursion", "-v", "tests/test_claims.py", "tests/paper_checks/test_files.py"
    )
    assert run.returncode == 0, run.stdout
    assert "test_claim[gap-recursion/printed] PASSED" in run.stdout
    assert re.search(r"\b3 passed, [1-9]\d* deselected", run.stdout)
    # What was drawn is reported.
    assert "gap-recursion/all-pairs, descent: " in run.stdout


def test_an_unknown_statement_is_an_error_of_use() -> None:
    run = run_pytest("--statement", "gap-recursio", "tests/test_claims.py")
    assert run.returncode == 4
    assert "did you mean gap-recursion" in run.stdout + run.stderr
