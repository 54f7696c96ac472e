"""Stability of the period-2 orbit in the full parameter space: all entries of all layers.

`blocks` derives the linearised step at diagonal layers from the loss and splits it; `symmetries` has the
arguments for every depth. `two_layer_states` writes orbits of two layers and their blocks as rational
functions; `one_mode` decides exactly where the orbit attracts if a single mode oscillates, `two_modes` that
it never does if two or more oscillate, and `equal_modes` that it does not for equal modes in phase at more
depths.

*Attracting* means normally attracting: the multipliers of two steps lie inside the unit circle, but for those
that are 1 because the orbit belongs to a family of orbits: rotations between layers, and minima of the modes
that rest.
"""

from theory.floquet import blocks as blocks
from theory.floquet import equal_modes as equal_modes
from theory.floquet import one_mode as one_mode
from theory.floquet import one_mode_blocks as one_mode_blocks
from theory.floquet import symmetries as symmetries
from theory.floquet import two_layer_states as two_layer_states
from theory.floquet import two_modes as two_modes

__all__ = [
    "blocks",
    "equal_modes",
    "one_mode",
    "one_mode_blocks",
    "symmetries",
    "two_layer_states",
    "two_modes",
]
