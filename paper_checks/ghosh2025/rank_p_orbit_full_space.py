"""Claims of Theorem 1 in the full parameter space, with one oscillating mode."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_EVERY = range(2, 7)
FORMULAS = {
    "rotations": Formula("L - 1"),
    "transverse_window": Formula("eta*(S + S_1) < 4"),
    "boundary_cosine": Formula("3 - kappa"),
}


def _drawn(request: Request) -> int:
    # Most of the forty cases are distinct.
    return request.cases(24)


CLAIMS = (
    Claim(
        name="rotations-neutral",
        reading=Reading.EXTENDED,
        says=Text(
            "An orbit is one of a family: for each pair of oscillating modes with different singular "
            "values, rotations between the layers give {rotations} multipliers of two steps that are "
            "exactly 1."
        ),
        domain=Text("every depth L >= 2, every width, {beyond_eos} for both modes"),
        routes=(
            Route("argument", lambda s, r: checks.full_space.rotations_by_argument("rotations", s, r)),
            Route(
                "network",
                lambda s, r: checks.full_space.rotations_by_orbits("rotations", s, r),
                lambda _request: 2 * len(_EVERY),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("one for each layer", {"rotations": "L"}),
            Mutant("twice as many", {"rotations": "2*(L - 1)"}),
            Mutant("moved up", {"rotations": "1001*(L - 1)/1000"}),
            Mutant("moved down", {"rotations": "999*(L - 1)/1000"}),
            Mutant("sign", {"rotations": "L + 1"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
            Mutant("below the edge", {"beyond_eos": "kappa < 2"}),
        ),
    ),
    Claim(
        name="attracting-full-space-one",
        reading=Reading.CORRECTED,
        says=Text(
            "With one oscillating mode the orbit attracts all nearby layers, up to the rotations between "
            "layers and the minima of the other modes, if and only if {attracting_window} for that mode "
            "and {transverse_window}, where S belongs to the second-largest singular value."
        ),
        domain=Text("L = 2, every width, every target with {beyond_eos} for the first mode alone, none at 2"),
        routes=(
            Route(
                "argument",
                lambda s, r: checks.full_space.one_mode_by_argument(
                    "attracting_window", "transverse_window", s, r
                ),
            ),
            Route(
                "network",
                lambda s, r: checks.full_space.one_mode_by_orbits(
                    "attracting_window", "transverse_window", s, r
                ),
                _drawn,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved up", {"transverse_window": "eta*(S + S_1) < 4004/1000"}),
            Mutant("constant moved down", {"transverse_window": "eta*(S + S_1) < 3996/1000"}),
            Mutant("difference of the modes", {"transverse_window": "eta*(S_1 - S) < 4"}),
            Mutant("end of the pair included", {"transverse_window": "eta*(S + S_1) <= 4"}),
            Mutant("relation turned", {"transverse_window": "eta*(S + S_1) > 4"}),
            Mutant("window of the mode moved up", {"attracting_window": "kappa < 1001*(2*sqrt(5) - 2)/1000"}),
            Mutant(
                "window of the mode moved down", {"attracting_window": "kappa < 999*(2*sqrt(5) - 2)/1000"}
            ),
            Mutant("end of the mode included", {"attracting_window": "kappa <= 2*sqrt(5) - 2"}),
            Mutant("window of the mode turned", {"attracting_window": "kappa > 2*sqrt(5) - 2"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("below the edge", {"beyond_eos": "kappa < 2"}),
        ),
    ),
    Claim(
        name="transverse-turning",
        reading=Reading.EXTENDED,
        says=Text(
            "Where eta (S + S_1) = 4, the orbit loses stability by two complex multipliers of modulus 1 "
            "with the real part {boundary_cosine}. They are no third or fourth roots of unity and cross "
            "the unit circle at a positive speed."
        ),
        domain=Text("L = 2, {beyond_eos}, {attracting_window}"),
        routes=(
            Route(
                "argument",
                lambda s, r: checks.full_space.turns_by_argument(
                    "boundary_cosine", "attracting_window", s, r
                ),
            ),
            Route(
                "network",
                lambda s, r: checks.full_space.turns_by_orbits("boundary_cosine", "attracting_window", s, r),
                _drawn,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant", {"boundary_cosine": "3003/1000 - kappa"}),
            Mutant("constant moved down", {"boundary_cosine": "2997/1000 - kappa"}),
            Mutant("coefficient", {"boundary_cosine": "5 - 2*kappa"}),
            Mutant("coefficient moved up", {"boundary_cosine": "3 - 1001*kappa/1000"}),
            Mutant("sign", {"boundary_cosine": "3 + kappa"}),
            Mutant("window moved up", {"attracting_window": "kappa < 1001*(2*sqrt(5) - 2)/1000"}),
            Mutant("end of the window included", {"attracting_window": "kappa <= 2*sqrt(5) - 2"}),
            Mutant("window turned", {"attracting_window": "kappa > 2*sqrt(5) - 2"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("below the edge", {"beyond_eos": "kappa < 2"}),
        ),
    ),
)
