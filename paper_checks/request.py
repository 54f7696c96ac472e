"""What a run is asked for: digits, depths, seed and how much work."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from paper_checks.errors import UnusableInputError

LEAST_DIGITS = 50
MOST_DIGITS = 2000
MOST_DEPTH = 64


class Profile(StrEnum):
    """How much work a run spends on samples."""

    QUICK = "quick"
    STANDARD = "standard"
    FULL = "full"


_SCALE = {Profile.QUICK: 0.1, Profile.STANDARD: 1.0, Profile.FULL: 5.0}
_DRAWN = {Profile.QUICK: 10, Profile.STANDARD: 32, Profile.FULL: 500}
_LEAST = {Profile.QUICK: 7, Profile.STANDARD: 21, Profile.FULL: 180}
_DEPTHS = {Profile.QUICK: (2, 6), Profile.STANDARD: (2, 16), Profile.FULL: (2, 24)}


@dataclass(frozen=True)
class Request:
    """Parameters of a run, the same for every claim.

    Attributes:
        digits: decimal digits every high-precision run has to vouch for.
        depths: the least and the largest depth that samples cover.
        seed: the integer from which every claim's own seed is derived.
        profile: how much work to spend.
    """

    digits: int = LEAST_DIGITS
    depths: tuple[int, int] = _DEPTHS[Profile.STANDARD]
    seed: int = 20250227
    profile: Profile = Profile.STANDARD

    def __post_init__(self) -> None:
        if not LEAST_DIGITS <= self.digits <= MOST_DIGITS:
            raise UnusableInputError(
                f"{self.digits} digits are out of range: ask for {LEAST_DIGITS} to {MOST_DIGITS}"
            )
        low, high = self.depths
        if low < 2:
            raise UnusableInputError(f"a depth of {low} is too small: a deep network has at least 2 layers")
        if high < low:
            raise UnusableInputError(f"the depths {low}..{high} are empty: write the smaller one first")
        if high > MOST_DEPTH:
            raise UnusableInputError(f"a depth of {high} is out of range: ask for 2 to {MOST_DEPTH}")
        if self.seed < 0:
            raise UnusableInputError(f"the seed {self.seed} is negative: give a whole number from 0 on")

    @property
    def every_depth(self) -> range:
        """The depths that samples cover."""
        return range(self.depths[0], self.depths[1] + 1)

    @property
    def drawn_at_each_depth(self) -> int:
        """How many cases a sample draws at each depth."""
        return _DRAWN[self.profile]

    @property
    def least_sample(self) -> int:
        """The least number of distinct cases a sample has to see: about two of three drawn at each depth.

        In full it is more than one in three, since large samples meet the ends of the ranges again and again.
        """
        return _LEAST[self.profile] * len(self.every_depth)

    @property
    def drawn_in_large_sample(self) -> int:
        """How many cases a large sample draws at each depth."""
        return max(self.drawn_at_each_depth, self.cases(72))

    @property
    def least_large_sample(self) -> int:
        """The least number of distinct cases a large sample has to see, 1005 for depths 2..16 in standard."""
        return max(_LEAST[self.profile], self.cases(67)) * len(self.every_depth)

    def cases(self, standard: int) -> int:
        """Return how many cases to draw where the standard profile draws `standard`."""
        return max(1, round(standard * _SCALE[self.profile]))

    def seed_of(self, claim: str) -> int:
        """Return the seed of one claim: the same on every machine and in every order of claims."""
        digest = hashlib.sha256(f"{self.seed}/{claim}".encode()).digest()
        return int.from_bytes(digest[:4], "big")


def default_depths(profile: Profile) -> tuple[int, int]:
    """Return the depths that a profile covers where none are asked for."""
    return _DEPTHS[profile]


def parse_depths(text: str) -> tuple[int, int]:
    """Read ``2..6`` or ``3``.

    Raises:
        UnusableInputError: if the text is neither.

    >>> parse_depths("2..6")
    (2, 6)
    """
    low, dots, high = text.partition("..")
    try:
        return int(low), int(high if dots else low)
    except ValueError:
        raise UnusableInputError(f"cannot read the depths {text!r}: write 2..6 or 3") from None
