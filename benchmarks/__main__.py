"""Measure comparisons and print their ratios: `python -m benchmarks [--repetitions N] [NAME]...`."""

import argparse
import json
import platform
import statistics
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import catalogue, start_up
from benchmarks.comparison import Measurement, measure
from paper_checks import files, workers

PROCESSES = 2


def main() -> None:
    """Measure what is asked for, print a table and write the measurements as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="comparisons; all of them by default")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path("build/benchmarks.json"))
    asked = parser.parse_args()
    console = Console()
    table = Table("work", "peer", "asked for", "measured", "from ... to", "ours", "peer's", "met")
    measured: dict[str, Measurement] = {}
    with workers.pool(PROCESSES) as pool:
        comparisons = catalogue.comparisons(pool)
        unknown = set(asked.names) - set(comparisons)
        if unknown:
            parser.error(
                f"there is no comparison {', '.join(sorted(unknown))}; there are {', '.join(comparisons)}"
            )
        for name in asked.names or comparisons:
            found = measure(comparisons[name](), asked.repetitions)
            measured[name] = found
            console.print(f"{name}: {found.ratio:.3g} times", highlight=False)
            table.add_row(*_cells(found))
    starts = [] if asked.names else [start_up.measure(name, 5) for name in start_up.COMMANDS]
    for one in starts:
        spread = f"{min(one.seconds):.2f} ... {max(one.seconds):.2f} s"
        table.add_row(
            one.name, "", f"< {start_up.MOST_SECONDS} s", f"{one.median:.2f} s", spread, "", "", _yes(one.met)
        )
    console.print(table)
    content = {
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "python": platform.python_version(),
        },
        "comparisons": [
            {
                "name": name,
                "work": one.comparison.work,
                "peer": one.comparison.peer,
                "least": one.comparison.least,
                "ratios": one.ratios,
                "seconds": one.ours,
                "seconds of peer": one.theirs,
            }
            for name, one in measured.items()
        ],
        "start": [{"name": one.name, "processor seconds": one.seconds} for one in starts],
    }
    files.write_whole(asked.output, json.dumps(content, indent=1).encode() + b"\n")


def _cells(found: Measurement) -> tuple[str, ...]:
    spread = f"{min(found.ratios):.3g} ... {max(found.ratios):.3g}"
    comparison = found.comparison
    least, ratio = f"{comparison.least:g}", f"{found.ratio:.3g}"
    seconds = (f"{statistics.median(times):.3g} s" for times in (found.ours, found.theirs))
    return (comparison.work, comparison.peer, least, ratio, spread, *seconds, _yes(found.met))


def _yes(met: bool) -> str:
    return "yes" if met else "no"


if __name__ == "__main__":
    main()
