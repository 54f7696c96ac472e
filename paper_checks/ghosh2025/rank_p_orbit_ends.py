"""Claim of Theorem 1 on the intervals of its points: three of the four printed ends are the best ones."""

from paper_checks import checks
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

CLAIMS = (
    Claim(
        name="interval-ends",
        reading=Reading.SHARPENED,
        says=Text(
            "The other three ends cannot be moved: at each depth the L-th powers of the lower points take "
            "every value with {lower_point_above} and {lower_point_below}, and those of the upper points "
            "come as near to the end of {upper_point_above} as one likes."
        ),
        domain=Text("every depth L >= 2, every sigma, the orbits of all learning rates with {beyond_eos}"),
        routes=(
            Route("argument", lambda s, r: checks.point_ends.by_argument(s, r)),
            Route("orbits", lambda s, r: checks.point_ends.by_orbits(s, r), lambda r: 3 * len(r.every_depth)),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("lower point, from below", {"lower_point_above": "u > sigma/1000"}),
            Mutant("lower point, further", {"lower_point_below": "u < 1001*sigma/1000"}),
            Mutant("lower point, not as far", {"lower_point_below": "u < 999*sigma/1000"}),
            Mutant("upper point, further", {"upper_point_above": "u > 999*sigma/1000"}),
            Mutant("upper point, not as far", {"upper_point_above": "u > 1001*sigma/1000"}),
            Mutant("lower point, turned", {"lower_point_below": "u > sigma"}),
            Mutant("upper point, turned", {"upper_point_above": "u < sigma"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("below the onset", {"beyond_eos": "kappa < 2"}),
        ),
    ),
)
