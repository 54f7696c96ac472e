"""Claims of Theorem 1 in the full parameter space, with several oscillating modes."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Consequence, Erratum, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_EVERY = range(2, 7)
_DEEPER = range(3, 7)
_PRINTED_CONDITIONS = ("beyond_eos", "attracting_window")

_EQUAL_MULTIPLIER = (
    "(1 - (z - 1)*(L - 1 + L*(z + z**L)/(z**L*(z**L - 1))))"
    "*(1 + (z - 1)/z*(L - 1 - L*(z**(L + 1) + z**(2*L))/(z*(z**L - 1))))"
)

FORMULAS = {
    "equal_multiplier": Formula(_EQUAL_MULTIPLIER),
    "both_beyond": Formula("S > 2/eta"),
    "marginal_ratio": Formula("2 - 1/z"),
    "equal_in_phase": Formula("1 - kappa + kappa**2/2"),
    "equal_out_of_phase": Formula("2*kappa - 3"),
}


def _drawn(request: Request) -> int:
    # Most of the forty cases are distinct.
    return request.cases(24)


def _deeper(request: Request) -> int:
    return request.cases(24) * len(_DEEPER)


CLAIMS = (
    Claim(
        name="attracting-full-space-more",
        reading=Reading.PRINTED,
        says=Text(
            "With two or more oscillating modes the orbit attracts nearby layers for {beyond_eos} with "
            "{attracting_window}."
        ),
        domain=Text("L = 2, every target with two modes that oscillate"),
        routes=(
            Route(
                "evaluation",
                lambda s, r: checks.full_space_more.more_modes_by_evaluation(_PRINTED_CONDITIONS, s, r),
            ),
            Route(
                "network",
                lambda s, r: checks.full_space_more.more_modes_attract_by_orbits(
                    _PRINTED_CONDITIONS, "both_beyond", s, r
                ),
            ),
        ),
        expected=Verdict.REFUTED,
        erratum=Erratum(
            corrected_by=(
                "repelling-full-space-more",
                "repelling-full-space-deeper",
            ),
            consequences=(
                Consequence(
                    "Theorem 1 on the singular vector stationary set: the orbit exists, and attracts each "
                    "mode by itself.",
                    (
                        "existence",
                        "attracting-window",
                    ),
                ),
                Consequence(
                    "The authors' runs: from their start on an exactly diagonal target exact gradient "
                    "descent never leaves the set.",
                    ("diagonal-start-stays",),
                ),
                Consequence(
                    "Theorem 1 for one oscillating mode, as an attractor among all entries of the layers.",
                    ("attracting-full-space-one",),
                ),
                Consequence(
                    "Theorem 1 for two or more oscillating modes, as what gradient descent does from "
                    "starts that are not on the set.",
                    ("attracting-full-space-more",),
                ),
            ),
        ),
    ),
    Claim(
        name="repelling-full-space-more",
        reading=Reading.CORRECTED,
        says=Text(
            "With two or more oscillating modes, {both_beyond} for each of them, the orbit never "
            "attracts: two steps have a multiplier outside the unit circle, in phase and out of phase, "
            "equal singular values included. But where two modes in phase have the ratios z and "
            "{marginal_ratio}, their pair has the double multiplier 1 and deviations grow linearly."
        ),
        domain=Text("L = 2, every width, every eta, every target with two modes that oscillate"),
        routes=(
            Route(
                "argument",
                lambda s, r: checks.full_space_more.never_by_argument("both_beyond", "marginal_ratio", s, r),
            ),
            Route(
                "network",
                lambda s, r: checks.full_space_more.never_by_orbits(
                    (2,), "both_beyond", "marginal_ratio", s, r
                ),
                _drawn,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("onset moved down", {"both_beyond": "S > 1998/(1000*eta)"}),
            Mutant("onset included", {"both_beyond": "S >= 2/eta"}),
            Mutant("onset turned", {"both_beyond": "S < 2/eta"}),
            Mutant("coefficient", {"marginal_ratio": "2 - 1001/(1000*z)"}),
            Mutant("constant moved up", {"marginal_ratio": "(2001/1000) - 1/z"}),
            Mutant("constant moved down", {"marginal_ratio": "(1999/1000) - 1/z"}),
            Mutant("sign", {"marginal_ratio": "2 + 1/z"}),
        ),
    ),
    Claim(
        name="repelling-equal-modes",
        reading=Reading.EXTENDED,
        says=Text(
            "Two oscillating modes with one singular value have the multiplier {equal_in_phase} in phase, "
            "and two complex ones of modulus {equal_out_of_phase} out of phase, all larger than 1."
        ),
        domain=Text("L = 2, {beyond_eos}"),
        routes=(
            Route(
                "argument",
                lambda s, r: checks.full_space_equal.equal_by_argument(
                    "equal_in_phase", "equal_out_of_phase", s, r
                ),
            ),
            Route(
                "network",
                lambda s, r: checks.full_space_equal.equal_by_orbits(
                    "equal_in_phase", "equal_out_of_phase", s, r
                ),
                _drawn,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("coefficient moved up", {"equal_in_phase": "1 - kappa + 1001*kappa**2/2000"}),
            Mutant("coefficient moved down", {"equal_in_phase": "1 - kappa + 999*kappa**2/2000"}),
            Mutant("sign", {"equal_in_phase": "1 + kappa + kappa**2/2"}),
            Mutant("exponent", {"equal_in_phase": "1 - kappa + kappa**3/2"}),
            Mutant("constant moved up", {"equal_out_of_phase": "2*kappa - 3003/1000"}),
            Mutant("constant moved down", {"equal_out_of_phase": "2*kappa - 2997/1000"}),
            Mutant("sign out of phase", {"equal_out_of_phase": "2*kappa + 3"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("below the edge", {"beyond_eos": "kappa < 2"}),
        ),
    ),
    Claim(
        name="repelling-equal-modes-deeper",
        reading=Reading.EXTENDED,
        says=Text(
            "Two oscillating modes with one singular value, in phase with the ratio z, have the multiplier "
            "{equal_multiplier}, larger than 1, for every {beyond_eos}."
        ),
        domain=Text("L = 2, ..., 8, every ratio z > 1, which are those of {beyond_eos}"),
        routes=(
            Route(
                "argument",
                lambda s, r: checks.full_space_equal.deeper_by_argument("equal_multiplier", s, r),
            ),
            Route(
                "network",
                lambda s, r: checks.full_space_equal.deeper_by_orbits("equal_multiplier", s, r),
                lambda r: r.cases(6) * len(_EVERY),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("coefficient", {"equal_multiplier": _EQUAL_MULTIPLIER.replace("+ L*(z +", "+ 2*(z +")}),
            Mutant("scaled up", {"equal_multiplier": f"1001*{_EQUAL_MULTIPLIER}/1000"}),
            Mutant("scaled down", {"equal_multiplier": f"999*{_EQUAL_MULTIPLIER}/1000"}),
            Mutant("sign", {"equal_multiplier": _EQUAL_MULTIPLIER.replace("(1 - (z", "(1 + (z")}),
            Mutant("exponent", {"equal_multiplier": _EQUAL_MULTIPLIER.replace("(2*L)", "(2*L - 1)")}),
            Mutant("depth off by one", {"equal_multiplier": _EQUAL_MULTIPLIER.replace("L", "(L + 1)")}),
            Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
            Mutant("below the edge", {"beyond_eos": "kappa < 2"}),
        ),
    ),
    Claim(
        name="repelling-full-space-deeper",
        reading=Reading.EXTENDED,
        says=Text(
            "Deeper networks: with two oscillating modes, {both_beyond} for each of them, two steps have "
            "a multiplier outside the unit circle, in phase and out of phase, equal singular values "
            "included."
        ),
        domain=Text(
            f"L = {_DEEPER[0]}, ..., {_DEEPER[-1]}, every width, eta and target with two modes that oscillate"
        ),
        routes=(
            Route("argument", lambda s, r: checks.full_space_more.deeper_by_argument("both_beyond", s, r)),
            Route(
                "network",
                lambda s, r: checks.full_space_more.never_by_orbits(_DEEPER, "both_beyond", None, s, r),
                _deeper,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("onset moved down", {"both_beyond": "S > 1998/(1000*eta)"}),
            Mutant("onset included", {"both_beyond": "S >= 2/eta"}),
            Mutant("onset turned", {"both_beyond": "S < 2/eta"}),
        ),
        no_mutant={Kind.CONSTANT_UP: "from a later onset on less is claimed: weaker and true"},
    ),
)
