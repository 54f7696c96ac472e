"""Theorem 1 (rank-p periodic subspace oscillation), for one mode: update, polynomial, existence, interval."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025 import (
    rank_p_orbit_after,
    rank_p_orbit_balanced,
    rank_p_orbit_certified,
    rank_p_orbit_ends,
    rank_p_orbit_experiment,
    rank_p_orbit_full_space,
    rank_p_orbit_intervals,
    rank_p_orbit_null_modes,
    rank_p_orbit_phase,
    rank_p_orbit_points,
    rank_p_orbit_random,
    rank_p_orbit_rectangular,
    rank_p_orbit_several_modes,
    rank_p_orbit_stability,
)
from paper_checks.siblings import Kind
from paper_checks.statements import (
    SAMPLE,
    Claim,
    Consequence,
    Erratum,
    Known,
    Mutant,
    Reading,
    Route,
    Statement,
    Text,
)
from paper_checks.verdicts import Verdict

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
        **rank_p_orbit_intervals.FORMULAS,
        **rank_p_orbit_balanced.FORMULAS,
        **rank_p_orbit_points.FORMULAS,
        **rank_p_orbit_stability.FORMULAS,
        **rank_p_orbit_certified.FORMULAS,
        **rank_p_orbit_full_space.FORMULAS,
        **rank_p_orbit_several_modes.FORMULAS,
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
            erratum=Erratum(
                corrected_by=("corrected-update",),
                consequences=(
                    Consequence(
                        "The polynomial g, as a function of rho and of the ratio z.",
                        ("polynomial",),
                    ),
                    Consequence(
                        "Theorem 1: the orbit exists, with its points in the printed intervals.",
                        (
                            "existence",
                            "interval",
                        ),
                    ),
                ),
            ),
            controls=(Mutant("without the depth", {"update": "rho + eta*(sigma - rho**L)*rho**(L - 1)"}),),
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
                Mutant(
                    "constant moved up",
                    {"polynomial": "rho**L*(1001/1000 + z**(2*L - 1))/(1 + z**(L - 1)) - sigma"},
                ),
                Mutant(
                    "constant moved down",
                    {"polynomial": "rho**L*(999/1000 + z**(2*L - 1))/(1 + z**(L - 1)) - sigma"},
                ),
            ),
        ),
        Claim(
            name="printed-polynomial",
            reading=Reading.PRINTED,
            says=Text("The lower point of the orbit is a root of {polynomial} with z = {ratio}."),
            domain=rank_p_orbit_intervals.EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.orbit.ratio_in_polynomial_by_argument("ratio", s, r)),
                Route("orbits", lambda s, r: checks.orbit.polynomial_by_orbits("ratio", s, r)),
            ),
            expected=Verdict.REFUTED,
            erratum=Erratum(
                corrected_by=("corrected-polynomial",),
                consequences=(
                    Consequence(
                        "Theorem 1: the orbit exists, with its points in the printed intervals.",
                        (
                            "existence",
                            "interval",
                        ),
                    ),
                ),
            ),
            controls=(Mutant("without the depth", {"ratio": "1 + eta*(sigma - rho**L)*rho**(L - 2)"}),),
        ),
        Claim(
            name="corrected-polynomial",
            reading=Reading.CORRECTED,
            says=Text("The lower point of the orbit is a root of {polynomial} with z = {corrected_ratio}."),
            domain=rank_p_orbit_intervals.EVERY_RATE,
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
                Mutant(
                    "coefficient moved up",
                    {"corrected_ratio": "1 + 1001*eta*(sigma - rho**L)*rho**(L - 2)/1000"},
                ),
                Mutant(
                    "coefficient moved down",
                    {"corrected_ratio": "1 + 999*eta*(sigma - rho**L)*rho**(L - 2)/1000"},
                ),
            ),
            no_mutant=rank_p_orbit_intervals.NO_OTHER_RATES,
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
                Route(
                    "experiment",
                    lambda s, r: checks.experiments.points_by_experiment(s, r),
                    lambda r: 3 * len(checks.experiments.range_rates(r)),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent", {"upper_point": "sigma*z**L*(1 + z**L)/(1 + z**(2*L - 1))"}),
                Mutant("depth off by one", {"lower_point": "sigma*(1 + z**L)/(1 + z**(2*L - 1))"}),
                Mutant(
                    "coefficient",
                    {"upper_point": "1001*sigma*z**L*(1 + z**(L - 1))/(1000*(1 + z**(2*L - 1)))"},
                ),
                Mutant(
                    "coefficient moved down",
                    {"lower_point": "999*sigma*(1 + z**(L - 1))/(1000*(1 + z**(2*L - 1)))"},
                ),
                Mutant("sign", {"lower_point": "sigma*(1 - z**(L - 1))/(1 + z**(2*L - 1))"}),
            ),
        ),
        Claim(
            name="existence",
            reading=Reading.EXTENDED,
            says=Text("A period-2 orbit with both points positive exists for every {beyond_eos}."),
            domain=rank_p_orbit_intervals.EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.existence.by_argument(False, s, r)),
                Route("root count", lambda s, r: checks.existence.by_root_count(False, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
                Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
                Mutant("relation turned", {"beyond_eos": "kappa < 2"}),
            ),
            no_mutant={Kind.CONSTANT_UP: "from a larger onset on less is claimed: weaker and true"},
        ),
        Claim(
            name="uniqueness-positive",
            reading=Reading.SHARPENED,
            says=Text("Exactly one period-2 orbit with both points positive exists for every {beyond_eos}."),
            domain=rank_p_orbit_intervals.EVERY_RATE,
            routes=(
                Route("argument", lambda s, r: checks.existence.by_argument(True, s, r)),
                Route("root count", lambda s, r: checks.existence.by_root_count(True, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
                Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
                Mutant("relation turned", {"beyond_eos": "kappa < 2"}),
            ),
            no_mutant={Kind.CONSTANT_UP: "from a larger onset on less is claimed: weaker and true"},
        ),
        *rank_p_orbit_intervals.CLAIMS,
        *rank_p_orbit_ends.CLAIMS,
        *rank_p_orbit_points.CLAIMS,
        *rank_p_orbit_stability.CLAIMS,
        *rank_p_orbit_certified.CLAIMS,
        *rank_p_orbit_full_space.CLAIMS,
        *rank_p_orbit_several_modes.CLAIMS,
        *rank_p_orbit_phase.CLAIMS,
        *rank_p_orbit_experiment.CLAIMS,
        *rank_p_orbit_rectangular.CLAIMS,
        *rank_p_orbit_null_modes.CLAIMS,
        *rank_p_orbit_random.CLAIMS,
        *rank_p_orbit_after.CLAIMS,
        *rank_p_orbit_balanced.CLAIMS,
    ),
)
