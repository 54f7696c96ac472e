"""Claims of Theorem 1 on targets and layers that are not square."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_LOWER_POINT = "(1 - (z - 1)*(1 + z**(L - 1))/(z**(L - 1)*(z**L - 1)))"
_TURNED_POINT = "(1 + (z - 1)*(1 + z**(L - 1))/(z**(L - 1)*(z**L - 1)))"
_UPPER_POINT = "(1 - (z - 1)*z**(L - 1)*(1 + z**(L - 1))/(z**L - 1))"
_END = f"{_LOWER_POINT}*{_UPPER_POINT}"
_NAMES = ("end_multiplier", "hidden_multiplier", "rotations")

FORMULAS = {
    "end_multiplier": Formula(_END),
    "hidden_multiplier": Formula("5 - 2*(z + 1/z)"),
    "silent_rate": Formula("kappa <= 13/5"),
}


def _drawn(request: Request) -> int:
    return request.cases(6) * len(checks.rectangular.DEPTHS)


_SHAPES = (
    "every depth L >= 2, every target, rectangular ones included, every hidden width from the rank on; the "
    "layer values of every index without a mode are 0; {beyond_eos} for the mode"
)

CLAIMS = (
    Claim(
        name="rectangular",
        reading=Reading.EXTENDED,
        says=Text(
            "An index without a mode, such as a row or column of the target without a partner or a "
            "superfluous hidden unit, adds to each mode that oscillates with the ratio z, over two steps: "
            "the multiplier {end_multiplier} for each end layer that has the index, and if there is such a "
            "hidden unit {rotations} times 1, due to rotations, and as often {hidden_multiplier}; nothing "
            "else."
        ),
        domain=Text(_SHAPES),
        routes=(
            Route("argument", lambda s, r: checks.rectangular.silent_by_argument(_NAMES, s, r)),
            Route("network", lambda s, r: checks.rectangular.silent_by_orbits(_NAMES, s, r), _drawn),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("one point only", {"end_multiplier": _UPPER_POINT}),
            Mutant("scaled", {"end_multiplier": f"1001*{_END}/1000"}),
            Mutant("constant", {"hidden_multiplier": "5001/1000 - 2*(z + 1/z)"}),
            Mutant("scaled down", {"end_multiplier": f"999*{_END}/1000"}),
            Mutant("sign at one point", {"end_multiplier": f"{_TURNED_POINT}*{_UPPER_POINT}"}),
            Mutant("sign of the reciprocal", {"hidden_multiplier": "5 - 2*(z - 1/z)"}),
            Mutant("square of the ratio", {"hidden_multiplier": "5 - 2*(z + 1/z**2)"}),
            Mutant("a place more", {"rotations": "L"}),
            Mutant("a place less", {"rotations": "L - 2"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("onset turned", {"beyond_eos": "kappa < 2"}),
        ),
    ),
    Claim(
        name="rectangular-attracts",
        reading=Reading.EXTENDED,
        says=Text(
            "For {silent_rate} an index without a mode keeps no orbit from attracting: all these multipliers "
            "but those due to rotations lie inside the unit circle. Entries between two indices without a "
            "mode are neutral to first order and left out."
        ),
        domain=Text(_SHAPES),
        routes=(
            Route("argument", lambda s, r: checks.rectangular.attracting_by_argument("silent_rate", s, r)),
            Route(
                "network",
                lambda s, r: checks.rectangular.attracting_by_orbits("silent_rate", s, r),
                _drawn,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("rate moved up", {"silent_rate": "kappa <= 5"}),
            Mutant("rate turned", {"silent_rate": "kappa >= 13/5"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
        ),
    ),
)
