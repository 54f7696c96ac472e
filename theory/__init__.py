"""Exact mathematics of gradient descent on deep linear networks.

One module a topic, from definition to theorem. Nothing here is a float, iterates gradient
descent or reads a file: formulas are derived from the loss and the update rule, identities
are decided as rational functions, and proofs are arguments whose every step is decided or
follows by a named rule.

Topics: `network` (all layers as matrices), `diagonal` (why the network splits into modes), `modes`
(one singular mode, any depth), `balancing` (the gap between layers in one step), `window` (the gap
along a trajectory), `landing` (starts that reach a minimum exactly), `orbits` (period-2 orbits).
What they are built from: `symbols`, `polynomials`, `words`, `propositions`, `rules`, `argument`.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from theory import argument as argument
    from theory import balancing as balancing
    from theory import diagonal as diagonal
    from theory import landing as landing
    from theory import modes as modes
    from theory import network as network
    from theory import orbits as orbits
    from theory import polynomials as polynomials
    from theory import propositions as propositions
    from theory import rules as rules
    from theory import symbols as symbols
    from theory import window as window
    from theory import words as words

__all__ = [
    "argument",
    "balancing",
    "diagonal",
    "landing",
    "modes",
    "network",
    "orbits",
    "polynomials",
    "propositions",
    "rules",
    "symbols",
    "window",
    "words",
]


def __getattr__(name: str) -> Any:
    # SymPy takes a third of a second to import; a table of statements does not need it.
    if name in __all__:
        return importlib.import_module(f"theory.{name}")
    raise AttributeError(f"module 'theory' has no attribute {name!r}")
