"""Gradient descent on deep linear networks, computed with proven error bounds.

No closed form of an orbit occurs here. Everything starts from the loss and the update rule,
and every number comes out as a ball that contains the true value, so that this package and
`theory` can confirm or refute one another.

Topics: `modes` (one singular mode, any depth), `gd` (all layers as matrices), `orbits`
(period-2 orbits of the balanced mode), `landing` (starts that land on a minimum exactly),
`hessian` (second derivatives of the loss).
What they are built from: `exact` (inputs), `balls` (comparisons and decimals), `duals`
(derivatives), `errors`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerics import balls as balls
    from numerics import diagonal_network as diagonal_network
    from numerics import doubling as doubling
    from numerics import duals as duals
    from numerics import errors as errors
    from numerics import exact as exact
    from numerics import gap_limit as gap_limit
    from numerics import gd as gd
    from numerics import hessian as hessian
    from numerics import landing as landing
    from numerics import modes as modes
    from numerics import orbits as orbits
    from numerics import returning as returning
    from numerics import sign_changing as sign_changing

__all__ = [
    "balls",
    "diagonal_network",
    "doubling",
    "duals",
    "errors",
    "exact",
    "gap_limit",
    "gd",
    "hessian",
    "landing",
    "modes",
    "orbits",
    "returning",
    "sign_changing",
]


def __getattr__(name: str) -> Any:
    # Importing the package loads no ball arithmetic; a submodule loads on first use.
    if name in __all__:
        return importlib.import_module(f"numerics.{name}")
    raise AttributeError(f"module 'numerics' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
