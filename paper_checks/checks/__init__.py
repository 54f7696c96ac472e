"""The checks: how each claim is decided. One module a topic; each check returns evidence.

A check takes the statement, whose formulas it decides, and the request. Its answer comes from `theory`
on an exact route and from `numerics` on the other, never from both; what is transcribed is read with the
symbols and words of `theory` on either.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paper_checks.checks import alpha_bound as alpha_bound
    from paper_checks.checks import attraction as attraction
    from paper_checks.checks import bases as bases
    from paper_checks.checks import cascade as cascade
    from paper_checks.checks import conservation as conservation
    from paper_checks.checks import deep_doubling as deep_doubling
    from paper_checks.checks import deep_upper_points as deep_upper_points
    from paper_checks.checks import depth as depth
    from paper_checks.checks import depth_hessian as depth_hessian
    from paper_checks.checks import diagonal_network as diagonal_network
    from paper_checks.checks import doubling as doubling
    from paper_checks.checks import doubling_certificates as doubling_certificates
    from paper_checks.checks import existence as existence
    from paper_checks.checks import experiments as experiments
    from paper_checks.checks import feigenbaum as feigenbaum
    from paper_checks.checks import flattest as flattest
    from paper_checks.checks import full_network as full_network
    from paper_checks.checks import full_space as full_space
    from paper_checks.checks import full_space_cases as full_space_cases
    from paper_checks.checks import full_space_equal as full_space_equal
    from paper_checks.checks import full_space_more as full_space_more
    from paper_checks.checks import gap as gap
    from paper_checks.checks import gap_ends as gap_ends
    from paper_checks.checks import gap_limits as gap_limits
    from paper_checks.checks import gap_near_orbit as gap_near_orbit
    from paper_checks.checks import hessian as hessian
    from paper_checks.checks import hessian_null_modes as hessian_null_modes
    from paper_checks.checks import hessian_rectangular as hessian_rectangular
    from paper_checks.checks import intervals as intervals
    from paper_checks.checks import landing as landing
    from paper_checks.checks import layer_orbits as layer_orbits
    from paper_checks.checks import least_factor as least_factor
    from paper_checks.checks import loss as loss
    from paper_checks.checks import lyapunov as lyapunov
    from paper_checks.checks import minima as minima
    from paper_checks.checks import nonlinear_eos as nonlinear_eos
    from paper_checks.checks import nonlinear_extra as nonlinear_extra
    from paper_checks.checks import null_modes as null_modes
    from paper_checks.checks import onset as onset
    from paper_checks.checks import orbit as orbit
    from paper_checks.checks import orbit_cover as orbit_cover
    from paper_checks.checks import orbit_points as orbit_points
    from paper_checks.checks import orbit_rates as orbit_rates
    from paper_checks.checks import oscillation_energy as oscillation_energy
    from paper_checks.checks import perturbed_growth as perturbed_growth
    from paper_checks.checks import perturbed_orbits as perturbed_orbits
    from paper_checks.checks import perturbed_runs as perturbed_runs
    from paper_checks.checks import phase_diagram as phase_diagram
    from paper_checks.checks import point_ends as point_ends
    from paper_checks.checks import proportions as proportions
    from paper_checks.checks import random_starts as random_starts
    from paper_checks.checks import rectangular as rectangular
    from paper_checks.checks import second_step as second_step
    from paper_checks.checks import seed_means as seed_means
    from paper_checks.checks import sign_changing as sign_changing
    from paper_checks.checks import small_balanced_starts as small_balanced_starts
    from paper_checks.checks import small_network_runs as small_network_runs
    from paper_checks.checks import small_starts as small_starts
    from paper_checks.checks import start_cases as start_cases
    from paper_checks.checks import start_traps as start_traps
    from paper_checks.checks import stationary_balanced as stationary_balanced
    from paper_checks.checks import stationary_set as stationary_set
    from paper_checks.checks import stationary_starts as stationary_starts
    from paper_checks.checks import strictness as strictness
    from paper_checks.checks import third_step as third_step
    from paper_checks.checks import top_features as top_features
    from paper_checks.checks import turning as turning
    from paper_checks.checks import update as update
    from paper_checks.checks import window as window
    from paper_checks.checks import window_end as window_end

__all__ = [
    "alpha_bound",
    "attraction",
    "bases",
    "cascade",
    "conservation",
    "deep_doubling",
    "deep_upper_points",
    "depth",
    "depth_hessian",
    "diagonal_network",
    "doubling",
    "doubling_certificates",
    "existence",
    "experiments",
    "feigenbaum",
    "flattest",
    "full_network",
    "full_space",
    "full_space_cases",
    "full_space_equal",
    "full_space_more",
    "gap",
    "gap_ends",
    "gap_limits",
    "gap_near_orbit",
    "hessian",
    "hessian_null_modes",
    "hessian_rectangular",
    "intervals",
    "landing",
    "layer_orbits",
    "least_factor",
    "loss",
    "lyapunov",
    "minima",
    "nonlinear_eos",
    "nonlinear_extra",
    "null_modes",
    "onset",
    "orbit",
    "orbit_cover",
    "orbit_points",
    "orbit_rates",
    "oscillation_energy",
    "perturbed_growth",
    "perturbed_orbits",
    "perturbed_runs",
    "phase_diagram",
    "point_ends",
    "proportions",
    "random_starts",
    "rectangular",
    "second_step",
    "seed_means",
    "sign_changing",
    "small_balanced_starts",
    "small_network_runs",
    "small_starts",
    "start_cases",
    "start_traps",
    "stationary_balanced",
    "stationary_set",
    "stationary_starts",
    "strictness",
    "third_step",
    "top_features",
    "turning",
    "update",
    "window",
    "window_end",
]


def __getattr__(name: str) -> Any:
    # A table of statements needs neither SymPy nor Hypothesis; a check loads them on first use.
    if name in __all__:
        return importlib.import_module(f"paper_checks.checks.{name}")
    raise AttributeError(f"module 'paper_checks.checks' has no attribute {name!r}")
