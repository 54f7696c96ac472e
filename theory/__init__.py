"""Exact mathematics of gradient descent on deep linear networks.

One module a topic, from definition to theorem. Nothing here is a float, iterates gradient
descent or reads a file: formulas are derived from the loss and the update rule, identities
are decided as rational functions, and proofs are arguments whose every step is decided or
follows by a named rule.

Topics: `network` (all layers as matrices), `bases` and `diagonal` (why the
network splits into modes), `stationary_set` (where it stays split), `modes`
(one singular mode, any depth), `balancing` (the gap between layers in one step), `window` (the gap
along a trajectory), `small_starts` (where the
window of small starts ends), `landing` (starts that reach a minimum exactly), `orbits` (period-2 orbits),
`hessian` (the spectrum at the global minima), `beyond_edge`
(how much of it is above 2/eta), `flattest` (which of them is least sharp), `depth` (the edge
of stability against depth and target), `floquet` (stability in the full parameter space),
`null_mode_decay` (null modes with equal layers).
Beyond the doublings: `small_balanced_starts` (which stay positive), `tripling` (chaos in closed form).
What they are built from: `symbols`, `polynomials`, `words`, `propositions`, `rules`, `argument`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from theory import argument as argument
    from theory import attraction as attraction
    from theory import balancing as balancing
    from theory import bases as bases
    from theory import beyond_edge as beyond_edge
    from theory import core as core
    from theory import critical_point as critical_point
    from theory import deep_doubling as deep_doubling
    from theory import depth as depth
    from theory import diagonal as diagonal
    from theory import diagonal_network as diagonal_network
    from theory import doubling as doubling
    from theory import flattest as flattest
    from theory import floquet as floquet
    from theory import gap_below_eos as gap_below_eos
    from theory import gap_ends as gap_ends
    from theory import gap_limits as gap_limits
    from theory import gap_near_orbit as gap_near_orbit
    from theory import hessian as hessian
    from theory import hessian_null_modes as hessian_null_modes
    from theory import hessian_rectangular as hessian_rectangular
    from theory import landing as landing
    from theory import layer_powers as layer_powers
    from theory import least_factor as least_factor
    from theory import limit_doubling as limit_doubling
    from theory import limit_map as limit_map
    from theory import modes as modes
    from theory import multipliers as multipliers
    from theory import network as network
    from theory import null_mode_decay as null_mode_decay
    from theory import onset as onset
    from theory import orbit_rates as orbit_rates
    from theory import orbits as orbits
    from theory import period_four as period_four
    from theory import point_ends as point_ends
    from theory import polynomials as polynomials
    from theory import propositions as propositions
    from theory import real_roots as real_roots
    from theory import rules as rules
    from theory import second_step as second_step
    from theory import sign_changing as sign_changing
    from theory import small_balanced_starts as small_balanced_starts
    from theory import small_starts as small_starts
    from theory import stability as stability
    from theory import stationary_set as stationary_set
    from theory import stationary_set_identities as stationary_set_identities
    from theory import strict_balancing as strict_balancing
    from theory import symbols as symbols
    from theory import third_step as third_step
    from theory import tripling as tripling
    from theory import two_layers as two_layers
    from theory import upper_points as upper_points
    from theory import window as window
    from theory import words as words

__all__ = [
    "argument",
    "attraction",
    "balancing",
    "bases",
    "beyond_edge",
    "core",
    "critical_point",
    "deep_doubling",
    "depth",
    "diagonal",
    "diagonal_network",
    "doubling",
    "flattest",
    "floquet",
    "gap_below_eos",
    "gap_ends",
    "gap_limits",
    "gap_near_orbit",
    "hessian",
    "hessian_null_modes",
    "hessian_rectangular",
    "landing",
    "layer_powers",
    "least_factor",
    "limit_doubling",
    "limit_map",
    "modes",
    "multipliers",
    "network",
    "null_mode_decay",
    "onset",
    "orbit_rates",
    "orbits",
    "period_four",
    "point_ends",
    "polynomials",
    "propositions",
    "real_roots",
    "rules",
    "second_step",
    "sign_changing",
    "small_balanced_starts",
    "small_starts",
    "stability",
    "stationary_set",
    "stationary_set_identities",
    "strict_balancing",
    "symbols",
    "third_step",
    "tripling",
    "two_layers",
    "upper_points",
    "window",
    "words",
]


def __getattr__(name: str) -> Any:
    # SymPy takes a third of a second to import; a table of statements does not need it.
    if name in __all__:
        return importlib.import_module(f"theory.{name}")
    raise AttributeError(f"module 'theory' has no attribute {name!r}")
