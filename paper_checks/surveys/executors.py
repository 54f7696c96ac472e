"""Where the tasks of a survey run: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from paper_checks import workers
from paper_checks.errors import UnusableInputError

SECONDS_TO_ANSWER = 5
"""How long a scheduler and its first worker may take to answer, and how long both may be away."""
RETRIES = 3
"""How often the cluster tries a task again that failed."""


@dataclass(frozen=True)
class Place:
    """Where tasks run.

    Attributes:
        executor: takes the tasks.
        check: called every now and then while answers are waited for; raises if none can come any more.
    """

    executor: Executor
    check: Callable[[], None] = lambda: None


@contextmanager
def place(jobs: int, scheduler: str | None) -> Iterator[Place]:
    """Give a place for tasks, and end what belongs to it.

    Args:
        jobs: how many processes of this machine to use where there is no scheduler.
        scheduler: the address of a running Dask scheduler, such as tcp://127.0.0.1:8786.

    Raises:
        UnusableInputError: if there is no scheduler there, it has no workers, they end or cannot perform the
            tasks, or Dask is not installed.
    """
    if scheduler is None:
        with workers.pool(jobs) as pool:
            yield Place(pool)
        return
    with _cluster(scheduler) as found:
        yield found


@contextmanager
def _cluster(address: str) -> Iterator[Place]:
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise UnusableInputError(
            "--scheduler needs Dask: install the extra cluster, as pip install 'beyond-eos[cluster]'"
        ) from None
    # Dask reports on its connections by itself; here one sentence is enough.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError, TypeError):
        raise UnusableInputError(
            f"no scheduler answers at {address}: start one with dask scheduler, or leave out --scheduler"
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        except TimeoutError:
            raise UnusableInputError(
                f"the scheduler at {address} has no workers: start one with dask worker {address}"
            ) from None
        yield Place(client.get_executor(retries=RETRIES), _Watch(client, address).check)
    except ModuleNotFoundError as error:
        raise UnusableInputError(
            f"the workers at {address} lack the module {error.name}: install beyond-eos in their environment"
        ) from None
    except (KilledWorker, CancelledError):
        raise UnusableInputError(_ended(address)) from None
    finally:
        client.close(timeout=SECONDS_TO_ANSWER)


class _Watch:
    """Sees to it that a cluster is there: a task without a worker would wait for ever."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._last_seen = time.monotonic()

    def check(self) -> None:
        """Raise `UnusableInputError` if scheduler or workers have been away for too long."""
        if self._works():
            self._last_seen = time.monotonic()
        elif time.monotonic() - self._last_seen > SECONDS_TO_ANSWER:
            raise UnusableInputError(_ended(self._address))

    def _works(self) -> bool:
        try:
            return self._client.status == "running" and bool(self._client.nthreads())
        except OSError:  # The connection broke while the workers were asked for.
            return False


def _ended(address: str) -> str:
    return f"the cluster at {address} ended: start it and run again, what is finished is kept"
