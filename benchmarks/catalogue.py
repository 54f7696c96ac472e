"""Which comparisons there are, at the size that is reported and at a small one that only compares results."""

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction

from benchmarks import networks, one_mode
from benchmarks.comparison import Comparison

RATES = tuple(Fraction("0.0305") + place * Fraction("0.00025") for place in range(24))

Make = Callable[[], Comparison]


def comparisons(pool: ProcessPoolExecutor) -> Mapping[str, Make]:
    """Return the comparisons that are reported, by name; each is set up when it is called.

    Args:
        pool: two processes that have started.
    """
    steps = {
        f"step-d{size}-L{depth}": lambda size=size, depth=depth: networks.matrix_step(
            size, depth, 600 // size
        )
        for size in (5, 10, 30)
        for depth in (3, 6)
    }
    return {
        "oscillation-range-with-svd": lambda: networks.oscillation_range(RATES, 1500, True, pool),
        "oscillation-range-without-svd": lambda: networks.oscillation_range(RATES, 1500, False, pool),
        **steps,
        "rate-sweep": lambda: networks.rate_sweep(4000, 5000, 4, pool),
        "bifurcation-diagram": lambda: one_mode.bifurcation_diagram(20_000, 20_000, pool),
        "root-isolation": lambda: one_mode.root_isolation(range(2, 65)),
        "cover-proof": lambda: one_mode.cover_proof("2.01", "2.48"),
    }


def small(pool: ProcessPoolExecutor) -> Mapping[str, Make]:
    """Return the same comparisons on little work, for comparing results and not times."""
    return {
        "oscillation-range-with-svd": lambda: networks.oscillation_range(RATES[::8], 30, True, pool),
        "oscillation-range-without-svd": lambda: networks.oscillation_range(RATES[::8], 60, False, pool),
        "step-d5-L3": lambda: networks.matrix_step(5, 3, 30),
        "step-d10-L6": lambda: networks.matrix_step(10, 6, 3),
        "rate-sweep": lambda: networks.rate_sweep(40, 60, 2, pool),
        "bifurcation-diagram": lambda: one_mode.bifurcation_diagram(400, 1500, pool),
        "root-isolation": lambda: one_mode.root_isolation(range(2, 9)),
        "cover-proof": lambda: one_mode.cover_proof("2.2", "2.45"),
    }
