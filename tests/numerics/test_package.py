import subprocess
import sys
from pathlib import Path

import pytest

import numerics


def test_importing_the_package_loads_no_ball_arithmetic() -> None:
    code = (
        "import sys, numerics; assert 'flint' not in sys.modules;"
        "numerics.balls; assert 'flint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_listed_submodule_loads_and_is_shown() -> None:
    modules = {path.stem for path in Path(numerics.__path__[0]).glob("*.py") if path.stem[0] != "_"}
    assert set(numerics.__all__) == modules
    for name in numerics.__all__:
        assert getattr(numerics, name).__name__ == f"numerics.{name}"
        assert name in dir(numerics)


def test_an_unknown_submodule_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'closed_forms'"):
        _ = numerics.closed_forms
