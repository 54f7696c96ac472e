"""Verifying one certificate."""

import re
from collections.abc import Callable
from typing import Any

from .cascade import cascade
from .doubling import doubling
from .feigenbaum import feigenbaum
from .one_oscillating import one_oscillating
from .onset import onset
from .orbit_cover import orbit_cover
from .periodic_orbit import periodic_orbit
from .reading import FORMAT, fields, require, whole
from .two_oscillating import two_oscillating
from .unbalanced_start import unbalanced_start

MOST_LAYERS = 64
CLAIM = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")

Kind = Callable[[Any, Any], str]
BALANCED: tuple[Kind, ...] = (orbit_cover, periodic_orbit, unbalanced_start, doubling)
DOUBLINGS: tuple[Kind, ...] = (cascade, feigenbaum, onset)
MIXING: tuple[Kind, ...] = (one_oscillating, two_oscillating)
KINDS = {kind.__name__: kind for kind in BALANCED + DOUBLINGS + MIXING}
"""What can be certified: each returns in words what it has verified, of parameters and data."""


def verify(certificate: Any) -> str:
    """Verify one certificate and return in words what it proves; raise RejectedError otherwise."""
    form, claim, name, parameters, data = fields(certificate, "format", "claim", "kind", "parameters", "data")
    require(form == FORMAT, "the format is unknown")
    require(isinstance(claim, str) and CLAIM.fullmatch(claim), "the claim is not named as statement/claim")
    require(isinstance(parameters, dict), "the parameters are not a record")
    whole(parameters.get("depth"), 2, MOST_LAYERS)
    require(name in list(KINDS), "the kind of certificate is unknown")
    return KINDS[name](parameters, data)
