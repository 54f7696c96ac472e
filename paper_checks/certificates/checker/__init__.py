"""Re-verify certificates about gradient descent on deep linear networks.

    python3 -I checker build/certificates

Needs nothing but the standard library. A certificate supplies enclosures; the map, the polynomial and the
inequality are built here, from the kind of statement and its parameters. Each kind has a module of its own;
`intervals` and `descent` are what they compute with, `reading` rejects whatever has another form, and
`program` goes through a directory.

One mode has L layer values s_1, ..., s_L and the target 1. Gradient descent with the learning rate
eta = kappa / L minimises (s_1 ... s_L - 1)^2 / 2. A state is balanced if all its layers are equal.
"""

from .program import BROKEN, KINDS, main, verify
from .reading import FORMAT, RejectedError, load

__all__ = ["BROKEN", "FORMAT", "KINDS", "RejectedError", "load", "main", "verify"]
