"""The code of the tutorial and of the notebook runs as written, and prints what stands there."""

import contextlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def tutorial() -> Iterator[tuple[str, str | None]]:
    """Give each block of code, with the text that it is said to print."""
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(python|text)\n(.*?)```", text, re.DOTALL)
    for place, (kind, block) in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else ("", "")
        if kind == "python":
            yield block, after[1] if after[0] == "text" else None


def notebook() -> Iterator[tuple[str, str | None]]:
    """Give each cell of code, with the text that it printed."""
    cells = json.loads((DOCS / "predict.ipynb").read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"]), "".join(line for out in cell["outputs"] for line in out["text"])


@pytest.mark.parametrize("source", [tutorial, notebook])
def test_code_prints_what_stands_there(source: Any) -> None:
    names: dict[str, Any] = {}
    printed = 0
    for code, expected in source():
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, source.__name__, "exec"), names)
        if expected is not None:
            assert out.getvalue() == expected
            printed += 1
    assert printed >= 2


def test_the_survey_from_python_runs_as_written(tmp_path: Path) -> None:
    text = (DOCS / "surveys.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    script = tmp_path / "survey.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    proven, undecided = map(int, done.stdout.split())
    assert proven >= 4
    assert undecided == 0
