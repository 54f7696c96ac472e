"""Claims of Theorem 1 on balancing, for one mode: it follows from period 2, and where balanced starts go."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025 import rank_p_orbit_stability
from paper_checks.siblings import Kind
from paper_checks.statements import SAMPLE, Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_MULTIPLIER = rank_p_orbit_stability.FORMULAS["multiplier"].source

FORMULAS = {
    "balancing_gap": Formula("s_l**2 - s_k**2"),
    "period_four_sum": Formula("4 + (4 - kappa)*(5 - sqrt(5))/(2*kappa) + 4*(sqrt(5) - 1)/kappa"),
    "period_four_difference": Formula("(4 - kappa)*(5 - sqrt(5))/(2*kappa)"),
    "period_four_below": Formula("kappa < 4"),
    "core_rate": Formula("kappa <= 13/5"),
    "core_above": Formula("u >= 9*sigma/64"),
    "lost_multiplier": Formula("-1"),
}

CLAIMS = (
    Claim(
        name="balancing-needed",
        reading=Reading.SHARPENED,
        says=Text(
            "Strict balancing is no hypothesis but a consequence of period 2: at every state of a mode "
            "that "
            "returns after two steps and does not rest, {balancing_gap} = 0 for every two layers."
        ),
        domain=Text("every depth L >= 2, every sigma and eta, every real state, zero layers included"),
        routes=(
            Route("argument", lambda s, r: checks.strictness.by_argument("balancing_gap", s, r)),
            Route("returns", lambda s, r: checks.strictness.by_returns("balancing_gap", s, r), SAMPLE),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("equal layers instead of equal squares", {"balancing_gap": "s_l - s_k"}),
            Mutant("coefficient", {"balancing_gap": "s_l**2 - 1001*s_k**2/1000"}),
            Mutant("sign", {"balancing_gap": "s_l**2 + s_k**2"}),
        ),
    ),
    Claim(
        name="unbalanced-period-four",
        reading=Reading.EXTENDED,
        says=Text(
            "Period 4 does not imply it: for two layers, sigma = 1 and {period_four_below}, the state "
            "with "
            "(s_1 + s_2)^2 = {period_four_sum} and (s_1 - s_2)^2 = {period_four_difference} has its "
            "layers "
            "exchanged by two steps and returns after four, with a gap that is never zero."
        ),
        domain=Text("L = 2, {period_four_below}"),
        routes=(
            Route("argument", lambda s, r: checks.strictness.period_four_by_argument(s, r)),
            Route(
                "descent",
                lambda s, r: checks.strictness.period_four_by_steps(s, r),
                lambda r: r.cases(40),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("end moved up", {"period_four_below": "kappa < 4004/1000"}),
            Mutant("end included", {"period_four_below": "kappa <= 4"}),
            Mutant("relation turned", {"period_four_below": "kappa > 4"}),
            Mutant("constant", {"period_four_difference": "(4 - kappa)*(6 - sqrt(5))/(2*kappa)"}),
            Mutant(
                "coefficient moved down",
                {"period_four_difference": "999*(4 - kappa)*(5 - sqrt(5))/(2000*kappa)"},
            ),
            Mutant("sign", {"period_four_difference": "(4 + kappa)*(5 - sqrt(5))/(2*kappa)"}),
        ),
    ),
    Claim(
        name="balanced-core",
        reading=Reading.EXTENDED,
        says=Text(
            "With f the balanced step and c its critical point, the L-th power u of f(f(c)) satisfies "
            "{core_above}; so f maps [f(f(c)), f(c)] into itself, every balanced start rho > 0 with "
            "f(rho) > 0 "
            "enters it, and the Schwarzian derivative of f is negative on it."
        ),
        domain=Text("every depth L >= 2, every sigma, kappa > 1 and {core_rate}"),
        routes=(
            Route("argument", lambda s, r: checks.attraction.core_by_argument(s, r)),
            Route("polynomials", lambda s, r: checks.attraction.core_by_polynomials(s, r), SAMPLE),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("learning rate moved up", {"core_rate": "kappa <= 3"}),
            Mutant("learning rate from there on", {"core_rate": "kappa >= 13/5"}),
            Mutant("bound moved up", {"core_above": "u >= sigma/2"}),
        ),
        no_mutant={
            Kind.CONSTANT_DOWN: "a lower bound, or fewer learning rates: less is claimed, weaker and true"
        },
    ),
    Claim(
        name="attracting-balanced",
        reading=Reading.EXTENDED,
        says=Text(
            "Let kappa_d(L) be the kappa at which the multiplier {multiplier} of the orbit with ratio z "
            "is {lost_multiplier}. If {beyond_eos} and kappa < kappa_d(L), gradient descent from almost "
            "every balanced start rho > 0 whose first step stays positive tends to the period-2 orbit."
        ),
        domain=Text("L = 2, ..., 64, every sigma, {beyond_eos}, kappa < kappa_d(L)"),
        routes=(
            Route("argument", lambda s, r: checks.attraction.attracts_by_argument(s, r)),
            Route(
                "descent",
                lambda s, r: checks.attraction.attracts_by_descent(s, r),
                lambda r: 4 * len(r.every_depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("end moved up", {"lost_multiplier": "-1001/1000"}),
            Mutant("multiplier", {"multiplier": f"{_MULTIPLIER}/2"}),
            Mutant("multiplier moved up", {"multiplier": f"1001*{_MULTIPLIER}/1000"}),
            Mutant("sign", {"multiplier": _MULTIPLIER.replace("*(1 + (z", "*(1 - (z")}),
            Mutant("exponent", {"multiplier": _MULTIPLIER.replace("/(z*(", "/(z**2*(")}),
            Mutant("depth off by one", {"multiplier": _MULTIPLIER.replace("(z**(L - 1)*(", "(z**L*(")}),
            Mutant("below the edge", {"beyond_eos": "kappa < 2"}),
            Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
        ),
    ),
)
