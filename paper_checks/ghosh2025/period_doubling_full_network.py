"""Claims on period doubling in the full network: up to where it follows the periods of one mode."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

FORMULAS = {
    "turning_sum": Formula("4"),
    "full_follows": Formula("eta*(S + S_1) < 4"),
    "full_leaves": Formula("eta*(S + S_1) > 21/5"),
}


def _least(request: Request) -> int:
    # Half of what is drawn, as some cases agree, and what is looked at in any event.
    return 6 * request.cases(checks.full_network.DRAWN) // 2 + 6 * len(checks.full_network.SUMS)


CLAIMS = (
    Claim(
        name="full-network-turning",
        reading=Reading.EXTENDED,
        says=Text(
            "Two layers: whatever period the top mode has, and with S the sharpness of a mode that rests, "
            "eta (S + S_1) = {turning_sum} is where the product of the two multipliers of their pair that "
            "turn has the modulus 1, and beyond it the orbit repels: no period of the cascade is "
            "followed any further."
        ),
        domain=Text(
            "L = 2, every orbit of the top mode that returns, with positive balanced layers; the other mode "
            "balanced at its minimum"
        ),
        routes=(
            Route("argument", lambda s, r: checks.full_network.turning_by_argument("turning_sum", s, r)),
            Route(
                "orbits",
                lambda s, r: checks.full_network.turning_by_orbits("turning_sum", s, r),
                lambda _request: sum(map(len, checks.full_network.RATES[2].values())),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved down", {"turning_sum": "3999/1000"}),
            Mutant("constant moved up", {"turning_sum": "4001/1000"}),
        ),
    ),
    Claim(
        name="full-network",
        reading=Reading.EXTENDED,
        says=Text(
            "The full network follows the period doubling of the top mode: among all entries of the layers "
            "its orbits of period 4 and 8 attract, up to rotations between layers and the minima of the "
            "other modes, if {full_follows}, where S belongs to the second-largest singular value or is 0 "
            "for a null mode; they repel if {full_leaves}."
        ),
        domain=Text(
            "L = 2, 3, 4, the other modes balanced at their minima; stated kappa_1 at which these orbits "
            "attract on the mode, period 16 too for L = 3; multipliers of one period enclosed in balls"
        ),
        routes=(
            Route(
                "orbits",
                lambda s, r: checks.full_network.following("full_follows", "full_leaves", s, r),
                _least,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("further", {"full_follows": "eta*(S + S_1) < 21/5"}),
            Mutant("less far", {"full_leaves": "eta*(S + S_1) > 19/5"}),
            Mutant("sign", {"full_follows": "eta*(S - S_1) < 4"}),
            Mutant("relation turned", {"full_follows": "eta*(S + S_1) > 4"}),
        ),
    ),
)
