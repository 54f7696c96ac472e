"""Gradient descent on deep linear networks, computed with proven error bounds.

No closed form of an orbit occurs here. Everything starts from the loss and the update rule,
and every number comes out with a proven bound of its error, mostly as a ball that contains the true
value, so that this package and `theory` can confirm or refute one another.

Topics: `modes` (one singular mode, any depth), `gd` (all layers as matrices), both also on float64 at
many learning rates at once (`sweeps`) and rounded to fixed bits (`rounded`), `orbits`
(period-2 orbits of the balanced mode), `landing` (starts that land on a minimum exactly),
`aiming` (starts that meet a layer value), `start_bound` (starts from which no gap grows), `hessian` (second
derivatives of the loss).
Proofs over boxes: `covers` (halving a box until a test succeeds), `orbit_cover` (attracting orbits for all
rates of an interval), `periodic_orbits` (Krawczyk's test in the layer values), `unbalanced_start` (starts
that the orbit traps).
On the whole network: `lifted_orbits` (period-2 orbits with their multipliers modulo the family they belong
to), `isolation` (whether only the family is nearby), `floquet` (multipliers of a pair of
modes alone), `multipliers` (eigenvalues with multiplicities).
What they are built from: `exact` (inputs), `balls` (comparisons and decimals), `duals`
(derivatives), `errors`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerics import aiming as aiming
    from numerics import balls as balls
    from numerics import covers as covers
    from numerics import diagonal_network as diagonal_network
    from numerics import doubling as doubling
    from numerics import duals as duals
    from numerics import errors as errors
    from numerics import exact as exact
    from numerics import floquet as floquet
    from numerics import gap_limit as gap_limit
    from numerics import gd as gd
    from numerics import hessian as hessian
    from numerics import isolation as isolation
    from numerics import kept_region as kept_region
    from numerics import landing as landing
    from numerics import lifted_orbits as lifted_orbits
    from numerics import modes as modes
    from numerics import multipliers as multipliers
    from numerics import orbit_cover as orbit_cover
    from numerics import orbits as orbits
    from numerics import periodic_orbits as periodic_orbits
    from numerics import returning as returning
    from numerics import rounded as rounded
    from numerics import secants as secants
    from numerics import sign_changing as sign_changing
    from numerics import start_bound as start_bound
    from numerics import sweeps as sweeps
    from numerics import unbalanced_start as unbalanced_start

__all__ = [
    "aiming",
    "balls",
    "covers",
    "diagonal_network",
    "doubling",
    "duals",
    "errors",
    "exact",
    "floquet",
    "gap_limit",
    "gd",
    "hessian",
    "isolation",
    "kept_region",
    "landing",
    "lifted_orbits",
    "modes",
    "multipliers",
    "orbit_cover",
    "orbits",
    "periodic_orbits",
    "returning",
    "rounded",
    "secants",
    "sign_changing",
    "start_bound",
    "sweeps",
    "unbalanced_start",
]


def __getattr__(name: str) -> Any:
    # Importing the package loads no ball arithmetic; a submodule loads on first use.
    if name in __all__:
        return importlib.import_module(f"numerics.{name}")
    raise AttributeError(f"module 'numerics' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
