import subprocess
import sys

import pytest

from paper_checks.errors import UnusableInputError
from paper_checks.request import Profile, Request, parse_depths


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"digits": 49}, "out of range"),
        ({"digits": 2001}, "out of range"),
        ({"depths": (1, 3)}, "at least 2 layers"),
        ({"depths": (5, 3)}, "empty"),
        ({"depths": (2, 65)}, "out of range"),
        ({"seed": -1}, "negative"),
    ],
)
def test_unusable_requests_are_refused(wrong: dict[str, object], reason: str) -> None:
    with pytest.raises(UnusableInputError, match=reason):
        Request(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "a..b", "2...6", "2..", "..6", "2,6"])
def test_unreadable_depths_are_refused(text: str) -> None:
    with pytest.raises(UnusableInputError, match="cannot read"):
        parse_depths(text)


def test_one_depth_is_a_range() -> None:
    assert parse_depths("7") == (7, 7)


def test_the_least_sample_grows_with_depths_and_profile() -> None:
    assert Request(depths=(2, 16)).least_sample == 15 * 21
    assert Request(depths=(2, 3)).least_sample == 2 * 21
    assert Request(depths=(2, 3), profile=Profile.FULL).least_sample == 2 * 180
    assert Request(depths=(2, 3), profile=Profile.QUICK).least_sample == 2 * 7
    assert Request(depths=(2, 16)).least_large_sample > 1000
    assert Request(depths=(2, 3), profile=Profile.QUICK).least_large_sample == 2 * 7


def test_seeds_differ_between_claims_and_are_the_same_in_another_process() -> None:
    here = Request(seed=3).seed_of("a/2")
    assert here != Request(seed=3).seed_of("a/3")
    assert here != Request(seed=4).seed_of("a/2")
    code = "from paper_checks.request import Request; print(Request(seed=3).seed_of('a/2'))"
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(there.stdout) == here
