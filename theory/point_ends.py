"""How near the points of the period-2 orbit come to the ends of their intervals, at every depth.

As the ratio z runs over all numbers above 1, the end-to-end value u_1 of the lower point takes every value
between 0 and 1, and that of the upper one comes as near to 1 as one likes; sigma = 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from theory import orbits, rules
from theory.argument import Argument, Rule, Step
from theory.propositions import EveryValue, ForEveryDepth, Inequality, Proposition, StartsAt
from theory.rules import RATIO_DOMAIN, NamedRule
from theory.symbols import z

_one = sympy.Integer(1)
_zero = sympy.Integer(0)


@dataclass(frozen=True)
class BestEnds:
    """No smaller interval than this holds all lower points, and none above `upper` all upper ones.

    Attributes:
        low: greatest lower bound of the lower points, over all learning rates, at each depth.
        high: their least upper bound.
        upper: greatest lower bound of the upper points.
    """

    low: sympy.Expr
    high: sympy.Expr
    upper: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth L >= 2 the lower points of the period-2 orbits take every value between "
            f"{self.low} and {self.high}, and the greatest lower bound of the upper points is {self.upper}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\forall L \ge 2:\ \{{u_1(\kappa) : \kappa > 2\}} = ({sympy.latex(self.low)}, "
            rf"{sympy.latex(self.high)}),\quad \inf_{{\kappa > 2}} u_2(\kappa) = {sympy.latex(self.upper)}"
        )


def _every_ratio_has_an_orbit(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case BestEnds(low, high, upper), [ForEveryDepth() as residual, EveryValue() as lower, *ends]:
            return (
                residual == orbits.return_identity()
                # 1/u_1 takes every value above 1.
                and lower == EveryValue(1 / orbits.LOWER, z, _one, _one, once=False)
                and (low, high) == (_zero, _one)
                and ends
                == [
                    StartsAt(orbits.UPPER, z, _one, upper),
                    Inequality(orbits.UPPER, upper, RATIO_DOMAIN, strict=True),
                ]
            )
    return False


EVERY_RATIO: Rule = NamedRule(
    "every ratio has an orbit",
    "At each ratio z > 1 the return residual vanishes at u_1 < 1 and u_2 = z^L u_1, where some kappa makes "
    "the step from one to the other; so what these formulas take or approach, orbits do.",
    _every_ratio_has_an_orbit,
)


def best_ends(low: sympy.Expr, high: sympy.Expr, upper: sympy.Expr) -> Argument:
    """Return the argument that these ends of the intervals of the two points cannot be improved.

    Args:
        low: lower end for the lower point, as a multiple of sigma.
        high: upper end for the lower point.
        upper: lower end for the upper point.

    >>> best_ends(_zero, _one, _one).check().holds
    True
    """
    residual = orbits.return_identity()
    inverse = 1 / orbits.LOWER
    shows = BestEnds(low, high, upper)
    return Argument(
        shows,
        (
            Step("residual", residual.identity),
            Step("every depth", residual, rules.GENERIC_POWER, ("residual",)),
            Step("start", StartsAt(inverse, z, _one, _one), rules.CONTINUOUS_START),
            Step("growth", Inequality(inverse, z, RATIO_DOMAIN)),
            Step(
                "lower points",
                EveryValue(inverse, z, _one, _one, once=False),
                rules.INTERMEDIATE_VALUE,
                ("start", "growth"),
            ),
            Step("upper points near", StartsAt(orbits.UPPER, z, _one, upper), rules.CONTINUOUS_START),
            Step("upper points above", Inequality(orbits.UPPER, upper, RATIO_DOMAIN, strict=True)),
            Step(
                "ends",
                shows,
                EVERY_RATIO,
                ("every depth", "lower points", "upper points near", "upper points above"),
            ),
        ),
    )
