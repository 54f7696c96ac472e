"""The checks: how each claim is decided. One module a topic; each check returns evidence.

A check takes the statement, whose formulas it decides, and the request. It calls `theory` for an
exact route, `numerics` for a route by balls or by gradient descent, never both for one route.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paper_checks.checks import conservation as conservation
    from paper_checks.checks import experiments as experiments
    from paper_checks.checks import gap as gap
    from paper_checks.checks import loss as loss
    from paper_checks.checks import orbit as orbit
    from paper_checks.checks import window as window

__all__ = ["conservation", "experiments", "gap", "loss", "orbit", "window"]


def __getattr__(name: str) -> Any:
    # A table of statements needs neither SymPy nor Hypothesis; a check loads them on first use.
    if name in __all__:
        return importlib.import_module(f"paper_checks.checks.{name}")
    raise AttributeError(f"module 'paper_checks.checks' has no attribute {name!r}")
