r"""Balanced starts: almost all of them end up in the period-2 orbit where it attracts its neighbours.

Every balanced start whose first step stays positive enters the core (`core`), where the Schwarzian derivative
is negative. By the theorems of Singer and Guckenheimer an orbit there whose multiplier lies in (-1, 1)
attracts almost every point; the multiplier lies there up to the doubling (`stability`), which comes at every
depth before the rate up to which the core is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import multipliers
from theory.argument import Argument, Rule, Step
from theory.core import CoreIsPositive, core
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.stability import DEPTHS, DoublingAgainst, StableUntilDoubling, stable_until_doubling

LOST_AT = sympy.Integer(-1)
"""The multiplier with which the orbit loses stability."""


@dataclass(frozen=True)
class AttractsAlmostAll:
    """Almost every balanced start whose first step stays positive tends to the positive period-2 orbit.

    Attributes:
        depths: consecutive whole depths.
        lost_at: for every kappa from 2 up to where the multiplier is this number.
    """

    depths: tuple[int, ...]
    lost_at: sympy.Expr = LOST_AT

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            f"for L = {self.depths[0]}, ..., {self.depths[-1]} and every kappa > 2 below the one at which "
            f"the multiplier of the orbit is {self.lost_at}: gradient descent from almost every balanced "
            "start rho > 0 with f(rho) > 0 tends to the period-2 orbit with both points positive"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return (
            rf"{self.depths[0]} \le L \le {self.depths[-1]},\ 2 < \kappa < \kappa_d(L),\ "
            rf"m(\kappa_d) = {sympy.latex(self.lost_at)}:\quad "
            r"\text{almost every } \rho \text{ with } \rho, f(\rho) > 0 \text{ tends to } \{\rho_1, \rho_2\}"
        )


def _singer(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            AttractsAlmostAll(depths, lost_at),
            [CoreIsPositive() as kept, StableUntilDoubling(covered), *ends],
        ):
            return (
                kept.depth is None
                and lost_at == LOST_AT
                and len(depths) > 0
                and depths == covered
                and ends == [DoublingAgainst(depth, kept.up_to, after=False) for depth in depths]
            )
    return False


SINGER: Rule = NamedRule(
    "Singer and Guckenheimer",
    "A map of an interval into itself with one critical point, an extremum, and negative Schwarzian "
    "derivative: if it has a periodic orbit whose multiplier lies in (-1, 1), the orbit attracts the "
    "critical point (Singer 1978) and almost every point of the interval (Guckenheimer 1979; de Melo and van "
    "Strien, One-Dimensional Dynamics, 1993). For 2 < kappa < kappa_d(L), where the multiplier first is -1, "
    "it lies there, and kappa_d(L) is below the rate up to which the core is known. Every start in question "
    "enters the core, which contains the orbit, and preimages of null sets under a polynomial are null sets.",
    _singer,
)


def attracts(
    formula: sympy.Expr = multipliers.MULTIPLIER,
    lost_at: sympy.Expr = LOST_AT,
    depths: Sequence[int] = DEPTHS,
) -> Argument:
    """Return the argument that the positive period-2 orbit attracts almost every balanced start.

    Args:
        formula: of the multiplier of the orbit, in L and z.
        lost_at: for every kappa from 2 up to where the multiplier is this number.
        depths: consecutive whole numbers from 2 on.

    >>> attracts(depths=range(2, 5)).check().holds
    True
    """
    shows = AttractsAlmostAll(tuple(depths), lost_at)
    kept = core()
    assert isinstance(kept.shows, CoreIsPositive)
    stable = stable_until_doubling(formula, depths).steps
    ends = tuple(
        Step(f"doubling at L = {depth}", DoublingAgainst(depth, kept.shows.up_to, after=False))
        for depth in depths
    )
    uses = (kept.steps[-1].label, stable[-1].label, *(step.label for step in ends))
    return Argument(shows, (*kept.steps, *stable, *ends, Step("attracts", shows, SINGER, uses)))
