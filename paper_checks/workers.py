"""Independent calls spread over processes, which end when they are interrupted or their parent ends."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def answers(function: Callable[..., Answer], calls: Sequence[tuple[Any, ...]], jobs: int) -> Iterator[Answer]:
    """Yield what a function returns for each tuple of arguments, as the calls finish.

    Args:
        function: found by its name in other processes; what it takes and returns can be pickled.
        calls: the arguments, those that take long at the end.
        jobs: how many processes to use; with one, everything happens in this process and in order.

    Raises are those of the function, and `BrokenProcessPool` if a process is ended from outside.
    """
    if jobs == 1:
        for arguments in calls:
            yield function(*arguments)
        return
    with pool(jobs) as processes:
        # Starting the long ones first keeps all processes busy to the end.
        futures = [processes.submit(function, *arguments) for arguments in reversed(calls)]
        for future in as_completed(futures):
            yield future.result()


@contextmanager
def pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Give an executor with some processes of this machine.

    Args:
        jobs: how many.
    """
    processes = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin_worker)
    try:
        yield processes
        processes.shutdown()
    except BaseException:
        processes.shutdown(wait=False, cancel_futures=True)
        for worker in active_children():
            worker.terminate()
        raise


def _begin_worker() -> None:
    """Leave interrupts to the parent process, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
