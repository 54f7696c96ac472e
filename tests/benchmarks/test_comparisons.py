"""The comparisons compute the same on both sides; how fast is for `make bench` to say."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pytest

from benchmarks import catalogue, start_up
from benchmarks.comparison import measure
from paper_checks import workers


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with workers.pool(2) as processes:
        yield processes


@pytest.mark.parametrize("name", catalogue.small(None))  # type: ignore[arg-type]
def test_both_sides_compute_the_same(name: str, pool: ProcessPoolExecutor) -> None:
    if name == "rate-sweep":
        pytest.importorskip("torch", reason="its peer is PyTorch, which only the benchmarks install")
    comparison = catalogue.small(pool)[name]()
    found = measure(comparison, 1)
    assert found.comparison is comparison
    assert len(found.ratios) == 1
    assert found.ratio > 0


def test_a_difference_is_seen(pool: ProcessPoolExecutor) -> None:
    compared = 0
    for name, make in catalogue.small(pool).items():
        if name in ("rate-sweep", "step-d10-L6"):
            continue
        comparison = make()
        theirs = comparison.theirs()
        wrong = replace(comparison, theirs=lambda theirs=theirs: changed(theirs))
        with pytest.raises(AssertionError):
            wrong.same(wrong.ours(), wrong.theirs())
        compared += 1
    assert compared >= 5


def changed(answer):  # type: ignore[no-untyped-def]
    """Change the numbers in an answer a little."""
    if answer is None:
        return None
    if isinstance(answer, list | tuple):
        return [changed(one) for one in answer]
    if hasattr(answer, "shape") or hasattr(answer, "rows"):
        answer[0, 0] += 1e-1
        return answer
    return answer + 1


def test_every_comparison_that_is_reported_is_also_compared() -> None:
    def kinds(names):  # type: ignore[no-untyped-def]
        return {name.split("-d")[0] for name in names}

    assert kinds(catalogue.comparisons(None)) == kinds(catalogue.small(None))  # type: ignore[arg-type]


def test_starting_takes_some_time() -> None:
    found = start_up.measure("import paper_checks", 1)
    assert 0 < found.median < 5
