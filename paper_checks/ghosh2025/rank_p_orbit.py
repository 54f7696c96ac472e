"""Theorem 1 (rank-p periodic subspace oscillation), for one mode: update, polynomial, existence, interval."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025 import (
    rank_p_orbit_after,
    rank_p_orbit_certified,
    rank_p_orbit_ends,
    rank_p_orbit_experiment,
    rank_p_orbit_full_space,
    rank_p_orbit_null_modes,
    rank_p_orbit_phase,
    rank_p_orbit_points,
    rank_p_orbit_random,
    rank_p_orbit_rectangular,
    rank_p_orbit_stability,
)
from paper_checks.statements import SAMPLE, Claim, Known, Mutant, Reading, Route, Statement, Text
from paper_checks.verdicts import Verdict

_EVERY_RATE = Text("every depth L >= 2, every sigma, every normalised learning rate {beyond_eos}")
_MULTIPLIER = rank_p_orbit_stability.FORMULAS["multiplier"].source
_INTERVALS = (
    "lower_point_above",
    "lower_point_below",
    "upper_point_above",
    "upper_point_below",
)

STATEMENT = Statement(
    slug="rank-p-orbit",
    title="Period-2 oscillation of the top singular values (one mode)",
    place="Theorem 1 (rank-p periodic subspace oscillation), with p = 1",
    known=Known.RECONSTRUCTED,
    provenance=(
        "The form of the theorem was read; the lower end of its learning-rate window is recalled, not read. "
        "The update and the polynomial were read as printed."
    ),
    words=Text(
        "Under strict balancing and beyond the edge of stability the singular value rho that all layers "
        "share, moving by rho -> {update}, oscillates between two values. Their L-th powers u satisfy "
        "{lower_point_above}, {lower_point_below} and {upper_point_above}, {upper_point_below}; both are "
        "real roots of {polynomial} with z = {ratio}."
    ),
    formulas={
        "update": Formula("rho + eta*L*(sigma - rho**L)*rho**(L - 1)"),
        "corrected_update": Formula("rho + eta*(sigma - rho**L)*rho**(L - 1)"),
        "polynomial": Formula("rho**L*(1 + z**(2*L - 1))/(1 + z**(L - 1)) - sigma"),
        "ratio": Formula("1 + eta*L*(sigma - rho**L)*rho**(L - 2)"),
        "corrected_ratio": Formula("1 + eta*(sigma - rho**L)*rho**(L - 2)"),
        "lower_point": Formula("sigma*(1 + z**(L - 1))/(1 + z**(2*L - 1))"),
        "upper_point": Formula("sigma*z**L*(1 + z**(L - 1))/(1 + z**(2*L - 1))"),
        "beyond_eos": Formula("kappa > 2"),
        "balancing_gap": Formula("s_l**2 - s_k**2"),
        "period_four_sum": Formula("4 + (4 - kappa)*(5 - sqrt(5))/(2*kappa) + 4*(sqrt(5) - 1)/kappa"),
        "period_four_difference": Formula("(4 - kappa)*(5 - sqrt(5))/(2*kappa)"),
        "period_four_below": Formula("kappa < 4"),
        "core_rate": Formula("kappa <= 13/5"),
        "core_above": Formula("u >= 9*sigma/64"),
        "lost_multiplier": Formula("-1"),
        "lower_point_above": Formula("u > 0"),
        "lower_point_below": Formula("u < sigma"),
        "upper_point_above": Formula("u > sigma"),
        "upper_point_below": Formula("u < 2*sigma"),
        "upper_point_at_most": Formula("u <= 4*sigma/3"),
        "best_upper_point": Formula("4*sigma/3"),
        "attaining_rate": Formula("3"),
        **rank_p_orbit_points.FORMULAS,
        **rank_p_orbit_stability.FORMULAS,
        **rank_p_orbit_certified.FORMULAS,
        **rank_p_orbit_full_space.FORMULAS,
        **rank_p_orbit_phase.FORMULAS,
        **rank_p_orbit_experiment.FORMULAS,
        **rank_p_orbit_rectangular.FORMULAS,
        **rank_p_orbit_null_modes.FORMULAS,
        **rank_p_orbit_random.FORMULAS,
        **rank_p_orbit_after.FORMULAS,
    },
    hypotheses=("beyond_eos",),
    claims=(
        Claim(
            name="update",
            reading=Reading.PRINTED,
            says=Text("Where all layers share rho, one step of gradient descent takes rho to {update}."),
            domain=Text("every depth L >= 2, every rho, sigma and eta"),
            routes=(
                Route("argument", lambda s, r: checks.update.by_argument("update", s, r)),
                Route("descent", lambda s, r: checks.update.by_steps("update", s, r)),
            ),
            expected=Verdict.REFUTED,
        ),
        Claim(
            name="corrected-update",
            reading=Reading.CORRECTED,
            says=Text("Where all layers share rho, one step takes rho to {corrected_update}."),
            domain=Text("every depth L >= 2, every rho, sigma and eta"),
            routes=(
                Route("argument", lambda s, r: checks.update.by_argument("corrected_update", s, r)),
                Route("descent", lambda s, r: checks.update.by_steps("corrected_update", s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"corrected_update": "rho - eta*(sigma - rho**L)*rho**(L - 1)"}),
                Mutant("exponent", {"corrected_update": "rho + eta*(sigma - rho**L)*rho**L"}),
                Mutant(
                    "depth off by one", {"corrected_update": "rho + eta*(sigma - rho**(L - 1))*rho**(L - 1)"}
                ),
                Mutant(
                    "coefficient", {"corrected_update": "rho + 1001*eta*(sigma - rho**L)*rho**(L - 1)/1000"}
                ),
            ),
        ),
        Claim(
            name="polynomial",
            reading=Reading.PRINTED,
            says=Text(
                "Positive points rho and z rho, z other than 1, form a period-2 orbit for some learning rate "
                "exactly where {polynomial} = 0."
            ),
            domain=Text("every depth L >= 2, every sigma"),
            routes=(
                Route("argument", lambda s, r: checks.orbit.polynomial_by_argument(s, r)),
                Route("orbits", lambda s, r: checks.orbit.polynomial_by_orbits(None, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent", {"polynomial": "rho**L*(1 + z**(2*L))/(1 + z**(L - 1)) - sigma"}),
                Mutant("depth off by one", {"polynomial": "rho**L*(1 + z**(2*L - 1))/(1 + z**L) - sigma"}),
                Mutant("sign", {"polynomial": "rho**L*(1 - z**(2*L - 1))/(1 + z**(L - 1)) - sigma"}),
            ),
        ),
        Claim(
            name="printed-polynomial",
            reading=Reading.PRINTED,
            says=Text("The lower point of the orbit is a root of {polynomial} with z = {ratio}."),
            domain=_EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.orbit.ratio_in_polynomial_by_argument("ratio", s, r)),
                Route("orbits", lambda s, r: checks.orbit.polynomial_by_orbits("ratio", s, r)),
            ),
            expected=Verdict.REFUTED,
        ),
        Claim(
            name="corrected-polynomial",
            reading=Reading.CORRECTED,
            says=Text("The lower point of the orbit is a root of {polynomial} with z = {corrected_ratio}."),
            domain=_EVERY_RATE,
            routes=(
                Route(
                    "argument",
                    lambda s, r: checks.orbit.ratio_in_polynomial_by_argument("corrected_ratio", s, r),
                ),
                Route(
                    "orbits", lambda s, r: checks.orbit.polynomial_by_orbits("corrected_ratio", s, r), SAMPLE
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"corrected_ratio": "1 - eta*(sigma - rho**L)*rho**(L - 2)"}),
                Mutant("exponent", {"corrected_ratio": "1 + eta*(sigma - rho**L)*rho**(L - 1)"}),
                Mutant("coefficient", {"corrected_ratio": "1 + 1001*eta*(sigma - rho**L)*rho**(L - 2)/1000"}),
            ),
        ),
        Claim(
            name="points",
            reading=Reading.SHARPENED,
            says=Text(
                "The L-th powers of the points of the orbit with ratio z are {lower_point} and "
                "{upper_point}; their distance is what the paper's oscillation-range experiment measures."
            ),
            domain=Text("every depth L >= 2, every sigma, every ratio z > 1"),
            routes=(
                Route("argument", lambda s, r: checks.experiments.points_by_argument(s, r)),
                Route("experiment", lambda s, r: checks.experiments.points_by_experiment(s, r), lambda _: 72),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent", {"upper_point": "sigma*z**L*(1 + z**L)/(1 + z**(2*L - 1))"}),
                Mutant("depth off by one", {"lower_point": "sigma*(1 + z**L)/(1 + z**(2*L - 1))"}),
                Mutant(
                    "coefficient",
                    {"upper_point": "1001*sigma*z**L*(1 + z**(L - 1))/(1000*(1 + z**(2*L - 1)))"},
                ),
            ),
        ),
        Claim(
            name="existence",
            reading=Reading.EXTENDED,
            says=Text("A period-2 orbit with both points positive exists for every {beyond_eos}."),
            domain=_EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.existence.by_argument(False, s, r)),
                Route("root count", lambda s, r: checks.existence.by_root_count(False, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),),
        ),
        Claim(
            name="uniqueness-positive",
            reading=Reading.SHARPENED,
            says=Text("Exactly one period-2 orbit with both points positive exists for every {beyond_eos}."),
            domain=_EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.existence.by_argument(True, s, r)),
                Route("root count", lambda s, r: checks.existence.by_root_count(True, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),),
        ),
        Claim(
            name="interval",
            reading=Reading.PRINTED,
            says=Text(
                "The L-th powers of the two points satisfy {lower_point_above}, {lower_point_below} and "
                "{upper_point_above}, {upper_point_below}."
            ),
            domain=_EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.intervals.points_by_argument(s, r)),
                Route("orbits", lambda s, r: checks.intervals.points_by_orbits(_INTERVALS, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("upper bound too small", {"upper_point_below": "u < 5*sigma/4"}),
                Mutant("lower bound too large", {"lower_point_above": "u > sigma/100"}),
                Mutant("relation turned", {"lower_point_below": "u > sigma"}),
                Mutant("upper point bounded away", {"upper_point_above": "u > 1001*sigma/1000"}),
            ),
        ),
        Claim(
            name="interval-sharp",
            reading=Reading.SHARPENED,
            says=Text("The L-th power of the upper point satisfies {upper_point_at_most}."),
            domain=_EVERY_RATE,
            routes=(
                Route(
                    "argument", lambda s, r: checks.intervals.bound_by_argument("upper_point_at_most", s, r)
                ),
                Route(
                    "orbits",
                    lambda s, r: checks.intervals.points_by_orbits(("upper_point_at_most",), s, r),
                    SAMPLE,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("constant moved down", {"upper_point_at_most": "u <= 3996*sigma/3000"}),
                Mutant("relation turned", {"upper_point_at_most": "u >= 4*sigma/3"}),
            ),
        ),
        Claim(
            name="interval-attained",
            reading=Reading.SHARPENED,
            says=Text(
                "No smaller constant will do: for two layers at kappa = {attaining_rate} the L-th power of "
                "the upper point is {best_upper_point}."
            ),
            domain=Text("L = 2, kappa = {attaining_rate}, every sigma"),
            routes=(
                Route("evaluation", lambda s, r: checks.intervals.attained_by_evaluation(s, r)),
                Route("orbit", lambda s, r: checks.intervals.attained_by_orbit(s, r), lambda _request: 4),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("constant moved down", {"best_upper_point": "3996*sigma/3000"}),
                Mutant("constant moved up", {"best_upper_point": "4004*sigma/3000"}),
                Mutant("learning rate moved up", {"attaining_rate": "3003/1000"}),
            ),
        ),
        *rank_p_orbit_ends.CLAIMS,
        *rank_p_orbit_points.CLAIMS,
        *rank_p_orbit_stability.CLAIMS,
        *rank_p_orbit_certified.CLAIMS,
        *rank_p_orbit_full_space.CLAIMS,
        *rank_p_orbit_phase.CLAIMS,
        *rank_p_orbit_experiment.CLAIMS,
        *rank_p_orbit_rectangular.CLAIMS,
        *rank_p_orbit_null_modes.CLAIMS,
        *rank_p_orbit_random.CLAIMS,
        *rank_p_orbit_after.CLAIMS,
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
                Mutant("end moved up", {"period_four_below": "kappa < 5"}),
                Mutant("constant", {"period_four_difference": "(4 - kappa)*(6 - sqrt(5))/(2*kappa)"}),
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
                Mutant("bound moved up", {"core_above": "u >= sigma/2"}),
            ),
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
            ),
        ),
    ),
)
