"""How far a computed run may be from the exact one: a set of errors, moved by the derivative of the step.

Norms alone would not do: at the edge of stability a step stretches errors along one direction, and the
next step shrinks them along the same direction again. A bound by norms pays for each stretch and sees
no shrinking. The set here is a box in a frame that turns along with the errors, after R. J. Lohner
(Enclosing the solutions of ordinary initial and boundary value problems, 1987), so each direction keeps
its own bound. The frame is made orthogonal again after every second step and not after each: two steps
along a period-2 orbit do not turn the frame where one does, and turning it is what loses digits.
All quantities are dimensionless.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from numerics._stacks import TINY, UPWARD, Floats, Stack, relative_error

REFRAME_EVERY = 2
"""After how many steps a run makes its frame orthogonal again: the period of the orbits studied here."""

CLEANED = 2.0**-46
"""Entries of a frame below this are set to zero, so that directions that do not mix stay apart."""


@dataclass(frozen=True, slots=True, eq=False)
class ErrorSet:
    """For each lane the errors F s + b with |s_i| <= r_i and |b_i| <= n_i for all i.

    Attributes:
        frame: F, shape (lanes, N, N).
        radii: r, shape (lanes, N), in any unit; `inf` or `nan` where no bound is known.
        loose: n, of the same shape and in the same unit.
    """

    frame: Floats
    radii: Floats
    loose: Floats

    @classmethod
    def box(cls, radii: Floats) -> Self:
        """Return the set of errors that are bounded entry by entry.

        Args:
            radii: the bounds, shape (lanes, N).
        """
        lanes, size = radii.shape
        return cls(np.tile(np.eye(size), (lanes, 1, 1)), radii, np.zeros_like(radii))

    def bounds(self) -> Floats:
        """Return an upper bound of each entry of the errors, shape (lanes, N)."""
        bound: Floats = (_applied(np.abs(self.frame), self.radii) + self.loose) * UPWARD
        return bound

    def of_lanes(self, chosen: NDArray[np.bool_]) -> "ErrorSet":
        """Return the sets of some of the lanes."""
        return ErrorSet(self.frame[chosen], self.radii[chosen], self.loose[chosen])

    def scaled(self, factor: float) -> "ErrorSet":
        """Return the set of all errors times a positive factor, or a little more."""
        return ErrorSet(self.frame, self.radii * factor * UPWARD + TINY, self.loose * factor * UPWARD + TINY)

    def after(self, derivative: Stack, missed: Floats) -> "ErrorSet":
        """Return a set that contains the errors after one step.

        The mean value theorem gives them as D e plus the rounding error of the step, for each error e
        before it, with D the mean of the derivatives of the step between the exact and the computed state.

        Args:
            derivative: encloses all D that may occur, shape (lanes, N, N).
            missed: bounds of the rounding errors of the step, shape (lanes, N), in the unit of this set.
        """
        known = _finite(derivative.values)
        moved = np.where(known[:, None, None], derivative.values, 0.0) @ self.frame
        turned = _applied(np.abs(self.frame), self.radii)
        rounding = relative_error(moved.shape[-1])
        loose = _applied(derivative.size, self.loose + rounding * turned) + missed
        loose = (loose + _applied(derivative.error, turned + self.loose)) * UPWARD
        # Where the derivative is not known, neither is `loose`, and that stays so.
        return ErrorSet(moved, self.radii, loose)

    def reframed(self) -> "ErrorSet":
        """Return a set that contains this one, as a box in an orthonormal frame with nothing loose."""
        # The longest edges come first, so that the frame follows them (Lohner).
        lengths = np.sqrt(np.einsum("lij,lij->lj", self.frame, self.frame)) * self.radii
        order = np.argsort(-lengths, axis=-1)[:, None, :]
        edges = np.take_along_axis(self.frame, order, axis=-1)
        usable = _finite(edges)
        frame = np.linalg.qr(np.where(usable[:, None, None], edges, 0.0)).Q
        frame[np.abs(frame) < CLEANED] = 0.0
        across, sizes = np.swapaxes(frame, -1, -2), np.abs(frame)
        rounding = relative_error(frame.shape[-1])
        loose = self.loose + rounding * _applied(np.abs(self.frame), self.radii)
        reached = _applied(np.abs(across @ self.frame), self.radii)
        reached = (reached + _applied(np.swapaxes(sizes, -1, -2), loose)) * UPWARD
        # F^T F = 1 + G: where F^T F s = y, s = y - G s, so first max |s| <= max |y| / (1 - |G|), then
        # |s| <= |y| + |G| |s|. With |G| below 1/4 everywhere, F is invertible.
        skew = np.abs(across @ frame - np.eye(frame.shape[-1])) + rounding * (
            np.swapaxes(sizes, -1, -2) @ sizes
        )
        most = skew.sum(-1).max(-1)[:, None] * UPWARD
        coarse = reached + 2 * most * reached.max(-1, keepdims=True)
        radii = (reached + _applied(skew, coarse * UPWARD) * UPWARD) * UPWARD
        sound = usable[:, None] & (most < 0.25)
        return ErrorSet(frame, np.where(sound, radii, np.inf), np.zeros_like(radii))


def _applied(matrix: Floats, vector: Floats) -> Floats:
    """Return upper bounds of matrices times vectors, both without negative entries."""
    result: Floats = (matrix @ vector[..., None])[..., 0] * UPWARD + TINY
    return result


def _finite(matrices: Floats) -> NDArray[np.bool_]:
    """Return for each lane whether all entries are finite."""
    finite: NDArray[np.bool_] = np.logical_and.reduce(np.isfinite(matrices), axis=(-1, -2))
    return finite
