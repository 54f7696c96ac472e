"""Re-verify certificates about gradient descent on deep linear networks.

    python3 -I checker build/certificates

Needs nothing but the standard library. A certificate supplies enclosures; the map, the polynomial and the
inequality are built here, from the kind of statement and its parameters. Each kind has a module of its own;
`intervals`, `jets`, `polynomials` and the like are what they compute with, `reading` rejects whatever has
another form, `program` verifies one certificate, and `directory` those of a directory.

One mode has L layer values s_1, ..., s_L and the target 1. Gradient descent with the learning rate
eta = kappa / L minimises (s_1 ... s_L - 1)^2 / 2. A state is balanced if all its layers are equal.
"""

from .directory import BROKEN, main
from .program import KINDS, verify
from .reading import FORMAT, RejectedError, load

__all__ = ["BROKEN", "FORMAT", "KINDS", "RejectedError", "load", "main", "verify"]
