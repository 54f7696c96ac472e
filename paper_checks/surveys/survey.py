"""A survey and how it is carried out: tasks go to an executor, answers are kept as they come."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from itertools import islice

from paper_checks.surveys.checkpoints import Checkpoints
from paper_checks.surveys.executors import Place

Argument = str | int | tuple["Argument", ...]
Call = tuple[Argument, ...]

MOST_WAITING = 64
"""So many tasks at most are with the executor at a time; the others wait here, where they cost nothing."""

SECONDS_TO_CHECK = 1.0
"""How long answers are waited for before a look at whether any can come."""

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Survey:
    """Independent tasks with all that their answers depend on.

    Attributes:
        kind: its name, also in the name of its checkpoints.
        task: found by its name in other processes; takes one call and returns its answer.
        calls: the arguments of each task: strings, whole numbers and tuples of them.
    """

    kind: str
    task: Callable[..., bytes]
    calls: tuple[Call, ...]


def carry_out(
    survey: Survey,
    where: Place,
    checkpoints: Checkpoints,
    progress: Callable[[int], None] = lambda _finished: None,
) -> tuple[bytes, ...]:
    """Return the answers of all tasks, in order; those kept by an earlier run are not asked for again.

    Args:
        survey: what to do.
        where: the place where the tasks run.
        checkpoints: where answers are kept, each as soon as it is there.
        progress: called with the number of answers known so far.

    Raises are those of the tasks and of the place. What was answered until then is kept.
    """
    found = checkpoints.read(len(survey.calls))
    progress(len(found))
    missing = [place for place in range(len(survey.calls)) if place not in found]
    for place, answer in _answers(survey, where, missing):
        checkpoints.write(place, answer)
        found[place] = answer
        progress(len(found))
    return tuple(found[place] for place in range(len(survey.calls)))


def perform(task: Callable[..., bytes], call: Call) -> bytes:
    """Perform one task; the working precision of ball arithmetic belongs to a process and not to a thread."""
    with _ONE_AT_A_TIME:
        return task(*call)


def _answers(survey: Survey, where: Place, places: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the place and the answer of each task as it finishes."""
    left = iter(places)
    running: dict[Future[bytes], int] = {}
    try:
        while True:
            for place in islice(left, MOST_WAITING - len(running)):
                running[where.executor.submit(perform, survey.task, survey.calls[place])] = place
            if not running:
                return
            for future in wait(running, SECONDS_TO_CHECK, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()
            where.check()
    finally:
        for future in running:
            future.cancel()
