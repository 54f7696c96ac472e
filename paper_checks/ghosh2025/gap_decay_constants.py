"""Claims of Proposition 2 on its constants: learning rates of the orbit, the third step, c and the edge."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025.gap_decay_scales import BOUND, PULL
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_RATE = (
    "L*(1 + z**(2*L - 1))*(z - 1)/(z**(L - 1)*(z**L - 1))*((1 + z**(2*L - 1))/(1 + z**(L - 1)))**(1 - 2/L)"
)
_THIRD_PULL = "kappa*(1 - kappa*alpha**2*(4 - kappa*alpha**2)*(8 + 2*kappa**2 - kappa**3*alpha**2)/32)/2"
_BEST = f"{PULL} <= sqrt(2)"
_ALPHA = f"alpha < {BOUND}"
_OTHER_SIGN = _THIRD_PULL.replace("(1 - kappa", "(1 + kappa")
_OTHER_POWER = _THIRD_PULL.replace("kappa**3", "kappa**2")
_FACTOR = "1 - kappa**2*alpha**(2*L - 4)/L**2"

FORMULAS = {
    "orbit_rate": Formula(_RATE),
    "each_step_two": Formula("4*sqrt(2) - 2"),
    "two_steps_two": Formula("4"),
    "third_step_bound": Formula(f"{_THIRD_PULL} <= sqrt(2)"),
    "third_step_grows": Formula(f"{_THIRD_PULL} > sqrt(2)"),
    "third_step_from": Formula("kappa >= 2551/1000"),
    "third_step_to": Formula("kappa <= 11/4"),
    "largest_c": Formula("1"),
    "first_factor": Formula(_FACTOR),
    "least_factor": Formula("31196521898227572863368771280422188074473/10**40"),
    "least_factor_at": Formula("20605455487564680490770831148330181139961/10**40"),
    "below_edge": Formula("kappa < 2"),
    "landing_square": Formula("2/kappa"),
    "landing_gap": Formula("2/kappa - kappa/2"),
    "near_edge": Formula("199/100"),
    "near_edge_alpha": Formula("1/5"),
}

CLAIMS = (
    Claim(
        name="shrinks-up-to-rate",
        reading=Reading.SHARPENED,
        says=Text(
            "In terms of the learning rate: the orbit with ratio z belongs to kappa = {orbit_rate}, which "
            "rises with z. So near the orbit each step shrinks a small gap exactly below the value at the "
            "end of {monotone_below}, and two steps exactly below that at the end of {shrinks_below}. For "
            "two layers these are {each_step_two} and {two_steps_two}."
        ),
        domain=Text("every depth L >= 2, every sigma, the period-2 orbit of every kappa > 2"),
        routes=(
            Route("argument", lambda s, r: checks.orbit_rates.by_argument(s, r)),
            Route(
                "brackets",
                lambda s, r: checks.orbit_rates.by_brackets(s, r),
                lambda r: 2 * len(r.every_depth) + 2,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("rate moved up", {"orbit_rate": f"1001*{_RATE}/1000"}),
            Mutant("rate moved down", {"orbit_rate": f"999*{_RATE}/1000"}),
            Mutant("exponent", {"orbit_rate": _RATE.replace("1 - 2/L", "1 - 1/L")}),
            Mutant("two layers, each step, moved up", {"each_step_two": "1001*(4*sqrt(2) - 2)/1000"}),
            Mutant("two layers, each step, moved down", {"each_step_two": "999*(4*sqrt(2) - 2)/1000"}),
            Mutant("two layers, two steps, moved up", {"two_steps_two": "4004/1000"}),
            Mutant("two layers, two steps, moved down", {"two_steps_two": "3996/1000"}),
            Mutant("sign", {"each_step_two": "4*sqrt(2) + 2"}),
            Mutant("one layer more", {"orbit_rate": _RATE.replace("L*(1 +", "(L + 1)*(1 +")}),
        ),
        no_mutant={
            Kind.RELATION: "of both windows the end alone is spoken of, which turning leaves in place"
        },
    ),
    Claim(
        name="alpha-bound-least-factor",
        reading=Reading.SHARPENED,
        says=Text(
            "For two layers the best bound, {best_bound}, is at least {least_factor} times the printed one, "
            "{alpha_bound}, as at kappa = {least_factor_at}, both to 40 decimals. Beyond two layers their "
            "ratio rises with the learning rate from {window_from} on."
        ),
        domain=Text(
            "every depth L >= 2, sigma = 1, {window_from}, {window_to}; for two layers {two_layers_up_to}"
        ),
        routes=(
            Route("argument", lambda s, r: checks.least_factor.by_argument(s, r)),
            Route("cover", lambda s, r: checks.least_factor.by_cover(s, r), lambda r: r.cases(20)),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant(
                "factor moved up", {"least_factor": "1001*31196521898227572863368771280422188074473/10**43"}
            ),
            Mutant(
                "factor moved down", {"least_factor": "999*31196521898227572863368771280422188074473/10**43"}
            ),
            Mutant("last decimal", {"least_factor": "31196521898227572863368771280422188074474/10**40"}),
            Mutant("place", {"least_factor_at": "1001*20605455487564680490770831148330181139961/10**43"}),
            Mutant("sign", {"best_bound": _BEST.replace("/L - 1)", "/L + 1)")}),
            Mutant("exponent", {"best_bound": _BEST.replace("2*L - 2", "2*L - 3")}),
            Mutant("one layer more", {"best_bound": _BEST.replace(")/L <=", ")/(L + 1) <=")}),
            Mutant("root of the printed bound", {"alpha_bound": _ALPHA.replace("**(1/4)", "**(1/3)")}),
            Mutant("relation turned", {"best_bound": _BEST.replace("<=", ">=")}),
            Mutant("below the edge", {"window_from": "eta < 2/S"}),
            Mutant("beyond the window", {"window_to": "eta > 2*sqrt(2)/S"}),
        ),
    ),
    Claim(
        name="third-step-necessary",
        reading=Reading.SHARPENED,
        says=Text(
            "For two layers the third step bounds alpha too: if {third_step_grows}, it enlarges the gap, "
            "unless the steps before balance the layers."
        ),
        domain=Text("L = 2, sigma = 1, W_2(0) = 0, W_1(0) = alpha I, every alpha and kappa > 0"),
        routes=(
            Route("argument", lambda s, r: checks.third_step.by_argument(s, r)),
            Route("descent", lambda s, r: checks.third_step.by_steps(s, r), lambda r: r.cases(25)),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved down", {"third_step_grows": f"{_THIRD_PULL} > 999/1000*sqrt(2)"}),
            Mutant("coefficient", {"third_step_grows": f"1001*{_THIRD_PULL}/1000 > sqrt(2)"}),
            Mutant("sign", {"third_step_grows": f"{_OTHER_SIGN} > sqrt(2)"}),
            Mutant("exponent", {"third_step_grows": f"{_OTHER_POWER} > sqrt(2)"}),
            Mutant("relation turned", {"third_step_grows": f"{_THIRD_PULL} < sqrt(2)"}),
        ),
    ),
    Claim(
        name="alpha-bound-two-layers",
        reading=Reading.SHARPENED,
        says=Text(
            "Beyond {two_layers_up_to} the third step sets the best bound on alpha for two layers: no gap "
            "grows at any step up to the least alpha where {third_step_bound} ends, and next above it the "
            "third step enlarges the gap."
        ),
        domain=Text(
            "L = 2, sigma = 1, W_2(0) = 0, W_1(0) = alpha I, {third_step_from}, {third_step_to}; near the "
            "end of the window the fifth step is the first to enlarge the gap"
        ),
        routes=(
            Route("cover", lambda s, r: checks.third_step.best_by_cover(s, r), lambda r: r.cases(25)),
            Route("descent", lambda s, r: checks.third_step.best_by_descent(s, r), lambda r: r.cases(25)),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("bound moved up", {"third_step_bound": f"{_THIRD_PULL} <= 1001/1000*sqrt(2)"}),
            Mutant("bound moved down", {"third_step_bound": f"{_THIRD_PULL} <= 999/1000*sqrt(2)"}),
            Mutant("sign", {"third_step_bound": f"{_OTHER_SIGN} <= sqrt(2)"}),
            Mutant("exponent", {"third_step_bound": f"{_OTHER_POWER} <= sqrt(2)"}),
            Mutant("relation turned", {"third_step_bound": f"{_THIRD_PULL} >= sqrt(2)"}),
            Mutant("from a lower rate on", {"third_step_from": "kappa >= 2548/1000"}),
        ),
    ),
    Claim(
        name="least-c",
        reading=Reading.SHARPENED,
        says=Text(
            "In |b_Ll(t+1)| <= c |b_Ll(t)| the least c for all starts is {largest_c}. It will do by "
            "non-increasing; no smaller one does, as the first step multiplies the gap by {first_factor}: "
            "beyond two layers this tends to 1 with alpha, at every learning rate, and for two layers its "
            "modulus does at the end of {window_to}."
        ),
        domain=Text(
            "every depth L >= 2, sigma = 1, all starts with {window_from}, {window_to}, {alpha_bound}"
        ),
        routes=(
            Route("argument", lambda s, r: checks.gap_ends.factor_by_argument(s, r)),
            Route(
                "first steps",
                lambda s, r: checks.gap_ends.factor_by_steps(s, r),
                # For two layers there are only as many cases as numbers c.
                lambda r: r.cases(8) * len(r.every_depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("exponent", {"first_factor": "1 - kappa**2*alpha**(2*L - 3)/L**2"}),
            Mutant("coefficient", {"first_factor": "1 - 1001*kappa**2*alpha**(2*L - 4)/(1000*L**2)"}),
            Mutant("constant moved up", {"largest_c": "1001/1000"}),
            Mutant("constant moved down", {"largest_c": "999/1000"}),
            Mutant("end of the window moved down", {"window_to": "eta < 2825/1000/S"}),
            Mutant("end of the window moved up", {"window_to": "eta < 2831/1000/S"}),
            Mutant("sign", {"first_factor": "1 + kappa**2*alpha**(2*L - 4)/L**2"}),
            Mutant("one layer more", {"first_factor": "1 - kappa**2*alpha**(2*L - 4)/(L + 1)**2"}),
            Mutant("below the edge", {"window_from": "eta < 2/S"}),
            Mutant("starts beyond the bound", {"alpha_bound": _ALPHA.replace("<", ">")}),
        ),
    ),
    Claim(
        name="window-from-sharp",
        reading=Reading.SHARPENED,
        says=Text(
            "The window cannot begin earlier if the gap is to tend to zero: for two layers and every "
            "{below_edge} the first step from alpha^2 = {landing_square} reaches a minimum with the gap "
            "{landing_gap} > 0, which attracts; so all starts nearby keep a positive gap."
        ),
        domain=Text("L = 2, sigma = 1, W_2(0) = 0, W_1(0) = alpha I, {below_edge}"),
        routes=(
            Route("argument", lambda s, r: checks.gap_ends.edge_by_argument(s, r)),
            Route("descent", lambda s, r: checks.gap_ends.edge_by_descent(s, r), lambda r: r.cases(35)),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("edge moved up", {"below_edge": "kappa < 2002/1000"}),
            Mutant("start moved up", {"landing_square": "2002/(1000*kappa)"}),
            Mutant("start moved down", {"landing_square": "1998/(1000*kappa)"}),
            Mutant("gap", {"landing_gap": "2/kappa - 501*kappa/1000"}),
            Mutant("sign", {"landing_gap": "2/kappa + kappa/2"}),
            Mutant("beyond the edge", {"below_edge": "kappa > 2"}),
        ),
    ),
    Claim(
        name="window-from-deeper",
        reading=Reading.SHARPENED,
        says=Text(
            "Beyond two layers too, and from starts that {alpha_bound} admits, the gap keeps a positive "
            "limit just below the edge: at kappa = {near_edge} from alpha = {near_edge_alpha}."
        ),
        domain=Text(
            "L = 2, ..., 6 (to 3 in the quick profile), sigma = 1, W_L(0) = 0, W_l(0) = alpha I for l < L"
        ),
        routes=(
            Route(
                "descent",
                lambda s, r: checks.gap_ends.small_starts_keep_a_gap(s, r),
                lambda r: len(set(checks.gap_ends.depths_below(r)) & set(r.every_depth)) or 1,
            ),
        ),
        expected=Verdict.SAMPLED,
        mutants=(
            Mutant("up to the edge", {"near_edge": "2"}),
            Mutant("start moved up", {"near_edge_alpha": "3/4"}),
            Mutant("exponent of the bound", {"alpha_bound": _ALPHA.replace("**(1/4)", "**4")}),
            Mutant("starts beyond the bound", {"alpha_bound": _ALPHA.replace("<", ">")}),
        ),
        no_mutant={
            Kind.CONSTANT_DOWN: "farther below the edge, and from smaller starts, a gap is kept as well",
            Kind.DEPTH: "the start is far inside the bound, that of a layer more or fewer included",
        },
    ),
)
