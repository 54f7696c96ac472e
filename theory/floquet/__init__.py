"""Stability of the period-2 orbit in the full parameter space: all entries of all layers.

`blocks` derives the linearised step at diagonal layers from the loss and splits it; `symmetries` has the
arguments for every depth. `two_layer_states` writes orbits of two layers and their blocks as rational
functions; `one_mode` decides exactly where the orbit attracts if a single mode oscillates, `two_modes` that
it never does if two or more oscillate, and `equal_modes` that it does not for equal modes in phase at more
depths. `deeper_modes` decides that at more depths it never attracts, in both phases, by the determinants of
`difference_block` in the coordinates of `pair_ratios`, with the signs of `box_signs`. `any_period` has where
a resting mode ends the stability of orbits of every period, for two layers; `silent_entries` what rows,
columns and hidden units without a mode add, for layers of any shapes.

*Attracting* means normally attracting: the multipliers of two steps lie inside the unit circle, but for those
that are 1 because the orbit belongs to a family of orbits: rotations between layers, and minima of the modes
that rest.
"""

from theory.floquet import any_period as any_period
from theory.floquet import blocks as blocks
from theory.floquet import box_signs as box_signs
from theory.floquet import deeper_modes as deeper_modes
from theory.floquet import difference_block as difference_block
from theory.floquet import equal_modes as equal_modes
from theory.floquet import one_mode as one_mode
from theory.floquet import one_mode_blocks as one_mode_blocks
from theory.floquet import pair_ratios as pair_ratios
from theory.floquet import silent_entries as silent_entries
from theory.floquet import symmetries as symmetries
from theory.floquet import two_layer_states as two_layer_states
from theory.floquet import two_modes as two_modes

__all__ = [
    "any_period",
    "blocks",
    "box_signs",
    "deeper_modes",
    "difference_block",
    "equal_modes",
    "one_mode",
    "one_mode_blocks",
    "pair_ratios",
    "silent_entries",
    "symmetries",
    "two_layer_states",
    "two_modes",
]
