"""The libraries of the extra ``nonlinear``: what is said without them, and how many threads they may use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

from paper_checks.errors import MissingExtraError

MODULES = ("autograd", "sklearn", "threadpoolctl", "joblib", "scipy")
"""What the extra installs, with what scikit-learn needs of its own."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute with one thread, since products of small matrices cost more when they are shared out.

    Numbers that are not finite raise no warning here: runs may diverge, which is asked for where it matters.

    Raises:
        MissingExtraError: if a library of the extra is needed inside and is not installed.
    """
    try:
        with _pools().limit(limits=1, user_api="blas"), np.errstate(all="ignore"):
            yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in MODULES:
            raise
        raise MissingExtraError(
            f"{error.name} is not installed: it comes with the extra nonlinear of beyond-eos"
        ) from error


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
