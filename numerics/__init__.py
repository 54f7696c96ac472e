"""Gradient descent on deep linear networks, computed with proven error bounds.

No closed form of an orbit occurs here. Everything starts from the loss and the update rule,
and every number comes out with a proven bound of its error, mostly as a ball that contains the true
value, so that this package and `theory` can confirm or refute one another.

Topics: `modes` (one singular mode, any depth), `gd` (all layers as matrices), both also on float64 at
many learning rates at once (`sweeps`) and rounded to fixed bits (`rounded`), `orbits`
(period-2 orbits of the balanced mode), `deep_orbits` (the same at depths of any size), `landing` (starts that
land on a minimum exactly), `aiming` (starts that meet a layer value), `start_bound` (starts from which no gap
grows), `two_layer_escape` (starts that go to infinity), `hessian` (second derivatives of the loss),
`oscillation` (where a run oscillates), `momentum` (heavy-ball GD, for drawing), `float_runs` (the network as
training runs it), `plain_runs`, `sliced_runs` and `plain_sweeps` (without bounds: one run in multiprecision,
many at once, and many on float64).
Proofs over boxes: `covers` (halving a box until a test succeeds), `orbit_cover` (attracting orbits for all
rates of an interval), `periodic_orbits` (Krawczyk's test in the layer values), `unbalanced_start` (starts
that the orbit traps), `phase_diagram` (two modes over both parameters).
On the whole network: `lifted_orbits` (period-2 orbits with their multipliers modulo the family they belong
to), `rectangular_orbits` (the same for layers of any shapes), `isolation` (whether only the family is
nearby), `floquet` (multipliers of a pair of modes alone), `enclosed_pairs` (the same where kappa and targets
are enclosed), `multipliers` (eigenvalues with multiplicities), `singular_values` (of an exact matrix).
On the way to chaos: `cascade` (doubling and superstable learning rates), `band_merging`, `lyapunov`, and
`attractor` and `late_iterates` (on float64, for drawing), all by `balanced_step`; `attracting_cycles`
(periods 4, 8 and 16), `invariant_interval` (what contains the rest).
With something nonlinear between the layers, on plain float64 with no bounds: `small_networks` (gradient
descent by automatic differentiation), `network_curvature` (sharpness by `lanczos`), `digit_images`, and
`student` (how far the mean of a few runs may be off).
What they are built from: `exact` (inputs), `balls` (comparisons and decimals), `duals`
(derivatives), `errors`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerics import aiming as aiming
    from numerics import attracting_cycles as attracting_cycles
    from numerics import attractor as attractor
    from numerics import balanced_step as balanced_step
    from numerics import balls as balls
    from numerics import band_merging as band_merging
    from numerics import cascade as cascade
    from numerics import covers as covers
    from numerics import cycle_multipliers as cycle_multipliers
    from numerics import deep_orbits as deep_orbits
    from numerics import diagonal_network as diagonal_network
    from numerics import digit_images as digit_images
    from numerics import doubling as doubling
    from numerics import duals as duals
    from numerics import enclosed_pairs as enclosed_pairs
    from numerics import errors as errors
    from numerics import exact as exact
    from numerics import float_runs as float_runs
    from numerics import floquet as floquet
    from numerics import gap_limit as gap_limit
    from numerics import gd as gd
    from numerics import hessian as hessian
    from numerics import invariant_interval as invariant_interval
    from numerics import isolation as isolation
    from numerics import kept_region as kept_region
    from numerics import lanczos as lanczos
    from numerics import landing as landing
    from numerics import late_iterates as late_iterates
    from numerics import lifted_orbits as lifted_orbits
    from numerics import lyapunov as lyapunov
    from numerics import modes as modes
    from numerics import momentum as momentum
    from numerics import multipliers as multipliers
    from numerics import network_curvature as network_curvature
    from numerics import orbit_cover as orbit_cover
    from numerics import orbits as orbits
    from numerics import orthogonal as orthogonal
    from numerics import oscillation as oscillation
    from numerics import periodic_orbits as periodic_orbits
    from numerics import perturbation_growth as perturbation_growth
    from numerics import perturbed_start as perturbed_start
    from numerics import phase_diagram as phase_diagram
    from numerics import plain_runs as plain_runs
    from numerics import plain_sweeps as plain_sweeps
    from numerics import rectangular_orbits as rectangular_orbits
    from numerics import returning as returning
    from numerics import rounded as rounded
    from numerics import secants as secants
    from numerics import sign_changing as sign_changing
    from numerics import singular_values as singular_values
    from numerics import sliced_runs as sliced_runs
    from numerics import small_networks as small_networks
    from numerics import start_bound as start_bound
    from numerics import student as student
    from numerics import sweeps as sweeps
    from numerics import two_layer_escape as two_layer_escape
    from numerics import unbalanced_start as unbalanced_start

__all__ = [
    "aiming",
    "attracting_cycles",
    "attractor",
    "balanced_step",
    "balls",
    "band_merging",
    "cascade",
    "covers",
    "cycle_multipliers",
    "deep_orbits",
    "diagonal_network",
    "digit_images",
    "doubling",
    "duals",
    "enclosed_pairs",
    "errors",
    "exact",
    "float_runs",
    "floquet",
    "gap_limit",
    "gd",
    "hessian",
    "invariant_interval",
    "isolation",
    "kept_region",
    "lanczos",
    "landing",
    "late_iterates",
    "lifted_orbits",
    "lyapunov",
    "modes",
    "momentum",
    "multipliers",
    "network_curvature",
    "orbit_cover",
    "orbits",
    "orthogonal",
    "oscillation",
    "periodic_orbits",
    "perturbation_growth",
    "perturbed_start",
    "phase_diagram",
    "plain_runs",
    "plain_sweeps",
    "rectangular_orbits",
    "returning",
    "rounded",
    "secants",
    "sign_changing",
    "singular_values",
    "sliced_runs",
    "small_networks",
    "start_bound",
    "student",
    "sweeps",
    "two_layer_escape",
    "unbalanced_start",
]


def __getattr__(name: str) -> Any:
    # Importing the package loads no ball arithmetic; a submodule loads on first use.
    if name in __all__:
        return importlib.import_module(f"numerics.{name}")
    raise AttributeError(f"module 'numerics' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
