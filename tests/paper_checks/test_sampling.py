import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.balls import Truth
from paper_checks import draws
from paper_checks.sampling import Answer, draw, evidence
from paper_checks.verdicts import Verdict
from paper_checks.witness import violation


def below(limit: int, number: int) -> Answer:
    if number < limit:
        return Answer(Truth.TRUE, labels=("even",) if number % 2 == 0 else ("odd",))
    return Answer(Truth.FALSE, violation("<", number, limit, asserts="number < limit", at={"number": number}))


def test_a_sample_that_holds_counts_distinct_cases_and_labels() -> None:
    sample = draw(st.integers(0, 999), lambda n: below(1000, n), cases=50, seed=1)
    found = evidence([sample], domain="numbers")
    assert found.verdict is Verdict.SAMPLED
    assert 40 <= found.cases <= 50
    assert sum(found.distribution.values()) == pytest.approx(1)


def test_a_violation_is_shrunk_to_the_smallest_case() -> None:
    sample = draw(st.integers(0, 999), lambda n: below(100, n), cases=200, seed=1)
    found = evidence([sample], domain="numbers")
    assert found.verdict is Verdict.REFUTED
    assert found.witness is not None
    assert found.witness.at["number"] == "100"


def test_an_unknown_case_leaves_the_sample_open() -> None:
    sample = draw(st.integers(0, 9), lambda _n: Answer(Truth.UNKNOWN), cases=10, seed=1)
    assert evidence([sample], domain="numbers").verdict is Verdict.UNDECIDED


def test_repeated_cases_count_once() -> None:
    sample = draw(st.sampled_from((1, 2)), lambda n: below(10, n), cases=50, seed=1)
    assert sample.cases == 2


def test_draws_that_repeat_one_another_are_made_up_for() -> None:
    often_the_same = st.one_of(st.just(0), st.integers(0, 999))
    decided: list[int] = []

    def decide(number: int) -> Answer:
        decided.append(number)
        return below(1000, number)

    sample = draw(often_the_same, decide, cases=30, seed=1)
    assert sample.cases == len(set(decided)) == 30


def test_no_sample_establishes_nothing() -> None:
    assert evidence([], domain="numbers").verdict is Verdict.UNDECIDED


def test_the_seed_decides_the_draws() -> None:
    def drawn(seed: int) -> list[int]:
        seen: list[int] = []
        draw(st.integers(0, 10**9), lambda n: (seen.append(n), Answer(Truth.TRUE))[1], cases=20, seed=seed)
        return seen

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_errors_of_a_check_are_not_swallowed() -> None:
    def broken(_number: int) -> Answer:
        raise RuntimeError("broken check")

    with pytest.raises(RuntimeError, match="broken check"):
        draw(st.integers(0, 9), broken, cases=10, seed=1)


@given(st.fractions(0, 1, max_denominator=50), st.fractions(2, 3, max_denominator=50), st.data())
def test_between_stays_strictly_inside(low: Fraction, high: Fraction, data: st.DataObject) -> None:
    assert low < data.draw(draws.between(low, high)) < high


def test_between_finds_room_in_a_narrow_range() -> None:
    low, high = Fraction(1), Fraction(1) + Fraction(1, 10**12)
    strategy = draws.between(low, high)
    sample = draw(strategy, lambda x: Answer(Truth.TRUE if low < x < high else Truth.FALSE), cases=5, seed=1)
    assert sample.violation is None
    assert sample.cases >= 1


def test_between_refuses_an_empty_range() -> None:
    with pytest.raises(ValueError, match="nothing between"):
        draws.between(Fraction(1), Fraction(1))


def test_nonzero_rationals_take_both_signs_and_never_zero() -> None:
    seen: set[Fraction] = set()
    draw(draws.nonzero_rationals(), lambda x: (seen.add(x), Answer(Truth.TRUE))[1], cases=100, seed=3)
    assert 0 not in seen
    assert min(seen) < 0 < max(seen)


def test_draws_depend_on_the_seed_and_not_on_what_is_imported() -> None:
    code = (
        "import sys\nif len(sys.argv) > 1:\n    import paper_checks.cli, paper_checks.junit, numerics.gd\n"
        "from numerics.balls import Truth\nfrom paper_checks.checks import orbit\n"
        "from paper_checks.sampling import Answer, draw\ncases = []\n"
        "keep = lambda case: (cases.append(case), Answer(Truth.TRUE))[1]\n"
        "draw(orbit.rate_cases(5), keep, cases=50, seed=3)\n"
        "print(cases)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code, *more], capture_output=True, text=True, check=True).stdout
        for more in ((), ("more",))
    ]
    assert runs[0] == runs[1]
    assert runs[0].count("RateCase") >= 50
