"""Claims of Theorem 1 on stability, for one mode: multiplier, period doubling, windows of learning rates."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025.rank_p_orbit_intervals import NO_OTHER_RATES
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Consequence, Erratum, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_MULTIPLIER = (
    "(1 + (z - 1)*((L - 1)*(1 + z**(2*L - 1)) - (2*L - 1)*(1 + z**(L - 1)))/(z**(L - 1)*(z**L - 1)))"
    "*(1 + (z - 1)*((L - 1)*(1 + z**(2*L - 1)) - (2*L - 1)*(z**L + z**(2*L - 1)))/(z*(z**L - 1)))"
)
_LIMIT_MULTIPLIER = "(1 + log(Z)*(Z**2 - 2*Z - 1)/(Z*(Z - 1)))*(1 - log(Z)*(Z**2 + 2*Z - 1)/(Z - 1))"
_LIMIT_DOUBLING = "25032912422330420536874400675643638001148137329527/10**49"
_WINDOW = "every depth L = 2, ..., 64, every sigma, every {beyond_eos} with "


FORMULAS = {
    "multiplier": Formula(_MULTIPLIER),
    "doubling_two": Formula("kappa**2 + 4*kappa - 16"),
    "doubling_three": Formula(
        "64*kappa**15 - 69945*kappa**12 + 548477426*kappa**9 - 329030628802*kappa**6 "
        "+ 152848060657472*kappa**3 - 2281210524062208"
    ),
    "printed_window": Formula("kappa < 2*sqrt(2)"),
    "printed_window_wide": Formula("kappa < 4*sqrt(2)"),
    "attracting_window": Formula("kappa < 2*sqrt(5) - 2"),
    "repelling_window": Formula("kappa > 251/100"),
    "limit_rate": Formula("log(Z)*(1 + Z**2)**2/(Z*(Z**2 - 1))"),
    "limit_multiplier": Formula(_LIMIT_MULTIPLIER),
    "limit_doubling": Formula(_LIMIT_DOUBLING),
}


def _few(request: Request) -> int:
    # Twelve of twenty distinct cases at each depth.
    return request.cases(12) * len(request.every_depth)


def _exists(name: str, window: str) -> Claim:
    return Claim(
        name=name,
        reading=Reading.PRINTED,
        says=Text(f"A period-2 orbit exists for every {{beyond_eos}} with {{{window}}}."),
        domain=Text(f"every depth L >= 2, every sigma, every {{beyond_eos}} with {{{window}}}"),
        routes=(
            Route("argument", lambda s, r: checks.existence.by_argument(False, s, r)),
            Route("root count", lambda s, r: checks.doubling.exists_in_window_by_count(window, s, r), _few),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
            Mutant("onset turned", {"beyond_eos": "kappa < 2"}),
        ),
        no_mutant={Kind.CONSTANT_UP: "the orbit exists for every kappa > 2: with a later onset or end too"},
    )


def _attracts(
    name: str,
    window: str,
    reading: Reading,
    expected: Verdict,
    *siblings: Mutant,
    erratum: Erratum | None = None,
) -> Claim:
    return Claim(
        name=name,
        reading=reading,
        says=Text(
            f"For {{beyond_eos}} with {{{window}}} the mode settles on the orbit: nearby balanced starts "
            "are attracted."
        ),
        domain=Text(f"{_WINDOW}{{{window}}}"),
        routes=(
            Route("crossings", lambda s, r: checks.doubling.window_attracts_by_crossings(window, s, r)),
            Route(
                "orbits",
                lambda s, r: checks.doubling.window_by_orbits(window, True, s, r),
                _few if expected is Verdict.PROVED else lambda _request: 1,
            ),
        ),
        expected=expected,
        mutants=siblings if expected is Verdict.PROVED else (),
        controls=() if expected is Verdict.PROVED else siblings,
        erratum=erratum,
    )


def _doubling(depth: int, formula: str, *mutants: Mutant) -> Claim:
    return Claim(
        name=f"doubling-{depth}-layers",
        reading=Reading.SHARPENED,
        says=Text(
            f"With {depth} layers the multiplier is -1 at a root kappa of {{{formula}}}, which is "
            "irreducible."
        ),
        domain=Text(f"L = {depth}, every sigma"),
        routes=(
            Route("field", lambda s, r: checks.doubling.polynomial_by_field(formula, depth, s, r)),
            Route(
                "bracket",
                lambda s, r: checks.doubling.polynomial_by_bracket(formula, depth, s, r),
                lambda _request: 2,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=mutants,
    )


CLAIMS = (
    Claim(
        name="multiplier",
        reading=Reading.EXTENDED,
        says=Text(
            "Two steps multiply a small balanced deviation from the orbit with ratio z by {multiplier}."
        ),
        domain=Text("every depth L >= 2, every sigma, every ratio z > 1"),
        routes=(
            Route("argument", lambda s, r: checks.doubling.multiplier_by_argument(s, r)),
            Route("orbits", lambda s, r: checks.doubling.multiplier_by_orbits(s, r), _few),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("coefficient", {"multiplier": _MULTIPLIER.replace("(2*L - 1)*(1", "(2*L - 2)*(1")}),
            Mutant("exponent", {"multiplier": _MULTIPLIER.replace("(z**(L - 1)*(", "(z**L*(")}),
            Mutant("sign", {"multiplier": _MULTIPLIER.replace("*(1 + (z", "*(1 - (z")}),
            Mutant("scaled up", {"multiplier": f"1001*{_MULTIPLIER}/1000"}),
            Mutant("scaled down", {"multiplier": f"999*{_MULTIPLIER}/1000"}),
        ),
    ),
    Claim(
        name="attracting-on-mode",
        reading=Reading.SHARPENED,
        says=Text(
            "One kappa_d(L) > 2 has a multiplier of -1: {multiplier} = -1 for one ratio z > 1. The orbit "
            "attracts nearby balanced starts for 2 < kappa < kappa_d(L), with a multiplier between -1 and "
            "1, and repels them for every larger kappa, with a multiplier below -1."
        ),
        domain=Text("every depth L = 2, ..., 64, every sigma, every {beyond_eos}"),
        routes=(
            Route("crossings", lambda s, r: checks.doubling.attracts_by_crossings(s, r)),
            Route("orbits", lambda s, r: checks.doubling.attracts_by_orbits(s, r), _few),
            Route(
                "isolated ratio",
                lambda s, r: checks.doubling_certificates.isolated(s, r),
                lambda r: len(checks.orbit_cover.depths(r)),
                lambda _s, depth: checks.doubling_certificates.certifies(depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("coefficient", {"multiplier": _MULTIPLIER.replace("(L - 1)*(1 +", "L*(1 +")}),
            Mutant("scaled up", {"multiplier": f"1001*{_MULTIPLIER}/1000"}),
            Mutant("scaled down", {"multiplier": f"999*{_MULTIPLIER}/1000"}),
            Mutant("exponent", {"multiplier": _MULTIPLIER.replace("(z**(L - 1)*(", "(z**L*(")}),
            Mutant("sign", {"multiplier": _MULTIPLIER.replace("*(1 + (z", "*(1 - (z")}),
        ),
        no_mutant=NO_OTHER_RATES,
    ),
    _doubling(
        2,
        "doubling_two",
        Mutant("constant", {"doubling_two": "kappa**2 + 4*kappa - 16016/1000"}),
        Mutant("sign", {"doubling_two": "kappa**2 - 4*kappa - 16"}),
        Mutant("another number", {"doubling_two": "kappa**2 - 5"}),
        Mutant("exponent", {"doubling_two": "kappa**3 + 4*kappa - 16"}),
    ),
    _doubling(
        3,
        "doubling_three",
        Mutant(
            "constant moved up",
            {"doubling_three": FORMULAS["doubling_three"].source.replace("69945", "69946")},
        ),
        Mutant(
            "constant moved down",
            {"doubling_three": FORMULAS["doubling_three"].source.replace("69945", "69944")},
        ),
        Mutant(
            "sign",
            {"doubling_three": FORMULAS["doubling_three"].source.replace("- 2281", "+ 2281")},
        ),
        Mutant(
            "exponent",
            {"doubling_three": FORMULAS["doubling_three"].source.replace("kappa**3", "kappa**4")},
        ),
    ),
    _exists("printed-window-exists", "printed_window"),
    _exists("printed-window-exists-wide", "printed_window_wide"),
    _attracts(
        "printed-window-attracts",
        "printed_window",
        Reading.PRINTED,
        Verdict.REFUTED,
        Mutant("end at the doubling of two layers", {"printed_window": "kappa < 2*sqrt(5) - 2"}),
        erratum=Erratum(
            ("attracting-window", "repelling-window"),
            (
                Consequence(
                    "Theorem 1 read as existence of the orbit inside the window.", ("printed-window-exists",)
                ),
                Consequence(
                    "The route to chaos: beyond the end of attraction the period doubles.",
                    ("period-doubling/first",),
                ),
            ),
        ),
    ),
    _attracts(
        "printed-window-attracts-wide",
        "printed_window_wide",
        Reading.PRINTED,
        Verdict.REFUTED,
        Mutant("end at the doubling of two layers", {"printed_window_wide": "kappa < 2*sqrt(5) - 2"}),
        erratum=Erratum(
            ("attracting-window", "repelling-window"),
            (
                Consequence(
                    "Theorem 1 read as existence of the orbit inside the window.",
                    ("printed-window-exists-wide",),
                ),
            ),
        ),
    ),
    _attracts(
        "attracting-window",
        "attracting_window",
        Reading.CORRECTED,
        Verdict.PROVED,
        Mutant("window moved up", {"attracting_window": "kappa < 2475/1000"}),
        Mutant("another root", {"attracting_window": "kappa < 2*sqrt(6) - 2"}),
        Mutant("subtracted number moved down", {"attracting_window": "kappa < 2*sqrt(5) - 1998/1000"}),
        Mutant("sign", {"attracting_window": "kappa < 2*sqrt(5) + 2"}),
        Mutant("relation turned", {"attracting_window": "kappa > 2*sqrt(5) - 2"}),
    ),
    Claim(
        name="repelling-window",
        reading=Reading.SHARPENED,
        says=Text(
            "For {repelling_window} the orbit repels nearby balanced starts at every depth; both readings "
            "of the printed window contain such learning rates."
        ),
        domain=Text("every depth L = 2, ..., 64, every sigma, every {repelling_window}"),
        routes=(
            Route(
                "crossings", lambda s, r: checks.doubling.window_repels_by_crossings("repelling_window", s, r)
            ),
            Route(
                "orbits",
                lambda s, r: checks.doubling.window_by_orbits("repelling_window", False, s, r),
                _few,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("window moved down", {"repelling_window": "kappa > 245/100"}),
            Mutant("relation turned", {"repelling_window": "kappa < 251/100"}),
        ),
        no_mutant={Kind.CONSTANT_UP: "from a larger kappa on less is claimed: weaker and true"},
    ),
    Claim(
        name="doubling-rises",
        reading=Reading.EXTENDED,
        says=Text(
            "The kappa_d(L) at which the orbit loses stability rises strictly with the depth, and stays "
            "below {limit_doubling}."
        ),
        domain=Text("L = 2, ..., 64, every sigma"),
        routes=(
            Route("algebraic numbers", lambda s, r: checks.deep_doubling.rises_by_argument(s, r)),
            Route(
                "brackets",
                lambda s, r: checks.deep_doubling.rises_by_brackets(s, r),
                lambda r: len(r.every_depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(Mutant("bound moved down", {"limit_doubling": "25029/10000"}),),
        no_mutant={Kind.CONSTANT_UP: "a larger bound is weaker and true"},
    ),
    Claim(
        name="doubling-deep-limit",
        reading=Reading.EXTENDED,
        says=Text(
            "With Z = z^L fixed, kappa and the multiplier of the orbit tend to {limit_rate} and "
            "{limit_multiplier} as the depth grows, those of the period-2 orbit of "
            "u -> u exp(kappa u (1 - u)). That multiplier is -1 at one kappa, above for smaller and below "
            "for larger ones: at {limit_doubling}, to 49 decimals. Deep enough networks have an orbit with "
            "multiplier -1 as near to it as one likes."
        ),
        domain=Text("every ratio Z > 1, depths that tend to infinity"),
        routes=(
            Route("argument", lambda s, r: checks.deep_doubling.limit_by_argument(s, r)),
            Route(
                "limit map",
                lambda s, r: checks.deep_doubling.limit_by_orbits(s, r),
                lambda r: 1 + r.cases(12),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("last decimal moved up", {"limit_doubling": _LIMIT_DOUBLING.replace("527/", "528/")}),
            Mutant("last decimal moved down", {"limit_doubling": _LIMIT_DOUBLING.replace("527/", "526/")}),
            Mutant("rate", {"limit_rate": "log(Z)*(1 + Z**2)**2/(Z*(Z**2 + 1))"}),
            Mutant("exponent", {"limit_rate": "log(Z)*(1 + Z**2)**3/(Z*(Z**2 - 1))"}),
            Mutant("multiplier", {"limit_multiplier": _LIMIT_MULTIPLIER.replace("+ 2*Z", "+ 3*Z")}),
        ),
    ),
)
