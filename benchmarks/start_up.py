"""What it costs to start: seconds of processor time of whole processes."""

import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

MOST_SECONDS = 0.3

COMMANDS: dict[str, Sequence[str]] = {
    "import paper_checks": ("-c", "import paper_checks"),
    "beyond-eos list": ("-m", "paper_checks.cli", "list"),
}


@dataclass(frozen=True)
class StartUp:
    """Processor time of a command, in seconds.

    Attributes:
        name: the command.
        seconds: one for each repetition.
    """

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def met(self) -> bool:
        """Whether the median is below what is asked for."""
        return self.median < MOST_SECONDS


def measure(name: str, repetitions: int) -> StartUp:
    """Start a command several times, after one start that fills the caches of the disk."""
    _seconds(name)
    return StartUp(name, tuple(_seconds(name) for _ in range(repetitions)))


def _seconds(name: str) -> float:
    before = _of_children()
    subprocess.run([sys.executable, *COMMANDS[name]], check=True, stdout=subprocess.DEVNULL)
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
