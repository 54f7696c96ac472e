"""Claims of Theorem 1 on the points of the orbit, for one mode: constants, radicals, onset, other signs."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025.rank_p_orbit_intervals import NO_OTHER_RATES
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_MULTIPLIER = (
    "1 - 4*(kappa - 2) + (32*L**3 - 283*L**2 + 292*L - 68)/(20*(L - 1)*(5*L - 4)**2)*(kappa - 2)**2 "
    "- 3*(L - 2)*(32744*L**5 - 181324*L**4 + 323479*L**3 - 254186*L**2 + 89940*L - 11352)"
    "/(5600*(L - 1)**2*(5*L - 4)**4)*(kappa - 2)**3"
)
_MEAN = (
    "1 - 3*L/(4*(5*L - 4))*(kappa - 2) "
    "+ 3*L*(3*L - 2)*(256*L**2 - 415*L + 166)/(320*(L - 1)*(5*L - 4)**3)*(kappa - 2)**2 "
    "- 9*L*(3*L - 2)*(250752*L**5 - 1010728*L**4 + 1627339*L**3 - 1307886*L**2 + 524612*L - 84008)"
    "/(89600*(L - 1)**2*(5*L - 4)**5)*(kappa - 2)**3"
)
_SQUARE = (
    "3*L**2/(4*(L - 1)*(5*L - 4))*(kappa - 2) "
    "- 9*L**2*(4*L - 3)*(89*L**2 - 108*L + 28)/(320*(L - 1)**2*(5*L - 4)**3)*(kappa - 2)**2 "
    "+ 9*L**2*(3*L - 2)*(429952*L**5 - 1508988*L**4 + 2079959*L**3 - 1398746*L**2 + 454332*L - 56008)"
    "/(89600*(L - 1)**3*(5*L - 4)**5)*(kappa - 2)**3"
)


FORMULAS = {
    "best_ratio": Formula("(L - 1)*z**(2*L - 1) - (2*L - 1)*z**(L - 1) - L"),
    "best_at_depth": Formula("(L - 1)*z**L*sigma/(2*L - 1)"),
    "deep_limit": Formula("(1 + sqrt(2))*sigma/2"),
    "two_layer_lower": Formula("(kappa + 2 - sqrt(kappa**2 + 4*kappa - 12))*sigma/(2*kappa)"),
    "two_layer_upper": Formula("(kappa + 2 + sqrt(kappa**2 + 4*kappa - 12))*sigma/(2*kappa)"),
    "two_layer_multiplier": Formula("9 - (kappa + 2)**2/2"),
    "onset_multiplier": Formula(_MULTIPLIER),
    "onset_mean": Formula(_MEAN),
    "onset_square": Formula(_SQUARE),
    "symmetric_orbit": Formula("eta*rho**(L - 2)*(rho**L - sigma) - 2"),
    "negative_size": Formula("sigma*(1 + z**(L - 1))/(z**(2*L - 1) - 1)"),
    "mirror_onset": Formula("kappa > 2"),
}


def _few(request: Request) -> int:
    # Twelve of twenty distinct cases at each depth.
    return request.cases(12) * len(request.every_depth)


def _depths(request: Request) -> int:
    return len(request.every_depth)


def _two_layers(request: Request) -> int:
    return request.cases(68)


def _parity_sample(request: Request) -> int:
    # Six of ten distinct cases at three depths.
    return 3 * request.cases(6)


CLAIMS = (
    Claim(
        name="interval-each-depth",
        reading=Reading.SHARPENED,
        says=Text(
            "At each depth the L-th power of the upper point is at most {best_at_depth}, where z is the "
            "only positive root of {best_ratio}, and equals it for the orbit with that ratio alone."
        ),
        domain=Text("every depth L >= 2, every sigma, every {beyond_eos}"),
        routes=(
            Route("argument", lambda s, r: checks.orbit_points.largest_by_argument(s, r)),
            Route("orbits", lambda s, r: checks.orbit_points.largest_by_orbits(s, r), _few),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved down", {"best_at_depth": "999*(L - 1)*z**L*sigma/(1000*(2*L - 1))"}),
            Mutant("constant moved up", {"best_at_depth": "1001*(L - 1)*z**L*sigma/(1000*(2*L - 1))"}),
            Mutant("another ratio", {"best_ratio": "(L - 1)*z**(2*L - 1) - (2*L - 1)*z**(L - 1) - L - 1"}),
            Mutant("exponent", {"best_ratio": "(L - 1)*z**(2*L) - (2*L - 1)*z**(L - 1) - L"}),
            Mutant("sign", {"best_ratio": "(L - 1)*z**(2*L - 1) - (2*L - 1)*z**(L - 1) + L"}),
            Mutant("depth off by one", {"best_at_depth": "(L - 1)*z**(L + 1)*sigma/(2*L - 1)"}),
        ),
        no_mutant=NO_OTHER_RATES,
    ),
    Claim(
        name="interval-deep-limit",
        reading=Reading.SHARPENED,
        says=Text(
            "The best constant of each depth decreases strictly with the depth, from 4/3 for two layers "
            "to the limit {deep_limit}, above which it lies by at most sigma/L."
        ),
        domain=Text("every depth L >= 2, every sigma"),
        routes=(
            Route("argument", lambda s, r: checks.deep_upper_points.by_argument(s, r)),
            Route("orbits", lambda s, r: checks.deep_upper_points.by_orbits(s, r), _depths),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("limit moved up", {"deep_limit": "1001*(1 + sqrt(2))*sigma/2000"}),
            Mutant("limit moved down", {"deep_limit": "999*(1 + sqrt(2))*sigma/2000"}),
            Mutant("sign", {"deep_limit": "(1 - sqrt(2))*sigma/2"}),
        ),
    ),
    Claim(
        name="two-layers",
        reading=Reading.SHARPENED,
        says=Text(
            "For two layers the points have the end-to-end values {two_layer_lower} and "
            "{two_layer_upper}, and the multiplier of two steps is {two_layer_multiplier}."
        ),
        domain=Text("L = 2, every sigma, every {beyond_eos}"),
        routes=(
            Route("argument", lambda s, r: checks.orbit_points.radicals_by_argument(s, r)),
            Route("orbits", lambda s, r: checks.orbit_points.radicals_by_orbits(s, r), _two_layers),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant(
                "points exchanged",
                {"two_layer_lower": "(kappa + 2 + sqrt(kappa**2 + 4*kappa - 12))*sigma/(2*kappa)"},
            ),
            Mutant(
                "root", {"two_layer_upper": "(kappa + 2 + sqrt(kappa**2 + 4*kappa - 11))*sigma/(2*kappa)"}
            ),
            Mutant("coefficient", {"two_layer_multiplier": "9 - 1001*(kappa + 2)**2/2000"}),
            Mutant("exponent", {"two_layer_multiplier": "9 - (kappa + 2)**3/2"}),
        ),
        no_mutant=NO_OTHER_RATES,
    ),
    Claim(
        name="onset",
        reading=Reading.SHARPENED,
        says=Text(
            "Up to O((kappa - 2)^4), for sigma = 1: the multiplier of the orbit is {onset_multiplier}, "
            "the mean of the end-to-end values of its points is {onset_mean}, and the square of half "
            "their distance is {onset_square}."
        ),
        domain=Text("every depth L >= 2, as kappa tends to 2 from above"),
        routes=(
            Route("series", lambda s, r: checks.orbit_points.onset_by_series(s, r)),
            Route("orbits", lambda s, r: checks.orbit_points.onset_by_orbits(s, r), _few),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("slope of the multiplier", {"onset_multiplier": _MULTIPLIER.replace("1 - 4*", "1 - 3*")}),
            Mutant(
                "third order of the multiplier",
                {"onset_multiplier": _MULTIPLIER.replace("- 3*(L - 2)", "- 4*(L - 2)")},
            ),
            Mutant("slope of the mean", {"onset_mean": _MEAN.replace("1 - 3*L", "1 - 2*L")}),
            Mutant("third order of the mean", {"onset_mean": _MEAN.replace("- 9*L", "- 10*L")}),
            Mutant("second order of the square", {"onset_square": _SQUARE.replace("(4*L - 3)", "(4*L - 4)")}),
            Mutant("third order of the square", {"onset_square": _SQUARE.replace("+ 9*L**2", "+ 10*L**2")}),
            Mutant("sign", {"onset_mean": _MEAN.replace("1 - 3*L", "1 + 3*L")}),
            Mutant("exponent", {"onset_square": _SQUARE.replace("3*L**2/(4", "3*L**3/(4")}),
            Mutant("depth off by one", {"onset_multiplier": _MULTIPLIER.replace("3*(L - 2)", "3*(L - 1)")}),
        ),
    ),
    Claim(
        name="sign-changing-even",
        reading=Reading.EXTENDED,
        says=Text(
            "At even depths, below the edge of stability too, exactly one period-2 orbit of the balanced "
            "mode has points of opposite sign: rho and -rho with {symmetric_orbit} = 0."
        ),
        domain=Text("every even depth L, every sigma, every kappa > 0"),
        routes=(
            Route("argument", lambda s, r: checks.sign_changing.symmetric_by_argument(s, r)),
            Route(
                "count",
                lambda s, r: checks.sign_changing.one_by_count("symmetric_orbit", 0, s, r),
                _parity_sample,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved up", {"symmetric_orbit": "eta*rho**(L - 2)*(rho**L - sigma) - 2002/1000"}),
            Mutant(
                "constant moved down", {"symmetric_orbit": "eta*rho**(L - 2)*(rho**L - sigma) - 1998/1000"}
            ),
            Mutant("exponent", {"symmetric_orbit": "eta*rho**(L - 1)*(rho**L - sigma) - 2"}),
            Mutant("sign", {"symmetric_orbit": "eta*rho**(L - 2)*(rho**L - sigma) + 2"}),
        ),
    ),
    Claim(
        name="sign-changing-odd",
        reading=Reading.EXTENDED,
        says=Text(
            "At odd depths, below the edge of stability too, exactly one period-2 orbit of the balanced "
            "mode has points of opposite sign. The negative point is nearer to zero; if the positive one "
            "is z times as large, its end-to-end value is minus {negative_size}. No period-2 orbit has "
            "two negative points."
        ),
        domain=Text("every odd depth L, every sigma, every kappa > 0"),
        routes=(
            Route("argument", lambda s, r: checks.sign_changing.negative_by_argument(s, r)),
            Route(
                "count",
                lambda s, r: checks.sign_changing.one_by_count("negative_size", 1, s, r),
                _parity_sample,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("sign", {"negative_size": "sigma*(1 + z**(L - 1))/(z**(2*L - 1) + 1)"}),
            Mutant("exponent", {"negative_size": "sigma*(1 + z**L)/(z**(2*L - 1) - 1)"}),
            Mutant(
                "coefficient moved up",
                {"negative_size": "1001*sigma*(1 + z**(L - 1))/(1000*(z**(2*L - 1) - 1))"},
            ),
            Mutant(
                "coefficient moved down",
                {"negative_size": "999*sigma*(1 + z**(L - 1))/(1000*(z**(2*L - 1) - 1))"},
            ),
        ),
    ),
    Claim(
        name="both-negative-even",
        reading=Reading.EXTENDED,
        says=Text(
            "At even depths exactly one period-2 orbit has two negative points if {mirror_onset}, the "
            "mirror image of the positive one, and none otherwise."
        ),
        domain=Text("every even depth L, every sigma, every kappa > 0"),
        routes=(
            Route("argument", lambda s, r: checks.sign_changing.both_negative_by_argument(s, r)),
            Route(
                "count",
                lambda s, r: checks.sign_changing.both_negative_by_count(s, r),
                _parity_sample,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("onset moved down", {"mirror_onset": "kappa > 1998/1000"}),
            Mutant("onset moved up", {"mirror_onset": "kappa > 2002/1000"}),
            Mutant("onset included", {"mirror_onset": "kappa >= 2"}),
            Mutant("relation turned", {"mirror_onset": "kappa < 2"}),
        ),
    ),
)
