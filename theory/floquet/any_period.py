r"""Two layers: what happens to the pair of a mode that moves and one that rests, whatever the period.

Let a balanced mode of two layers move by x -> x+ -> x++, next to a mode at rest with the layer value y and
the target y^2. On the differences (D_1)_ij - (D_2)_ji one step then has the determinant

    2 - eta (sigma + y^2) - (1 + x++/x+) / (1 + x+/x).

The last fraction is one function at the next state over the same function at this one, so it multiplies to 1
along every orbit that returns, of any period. Hence the product of the two multipliers that these differences
have over n steps is (-1)^n where eta (sigma + y^2) = 2. Beyond that each determinant is the same fraction and
a positive number, with a minus sign, so the product is larger than 1 in modulus and the orbit repels. All
quantities are dimensionless.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sympy

from theory import modes
from theory.argument import Argument, Step
from theory.floquet import blocks
from theory.polynomials import vanishes
from theory.propositions import Identity, Proposition
from theory.rules import NamedRule
from theory.symbols import S, S_top, eta, sigma

x, y = sympy.symbols("x y", positive=True)

TOTAL = sympy.Integer(4)
"""The value of eta (S + S_1) at which the product of the two multipliers is (-1)^n."""


@dataclass(frozen=True)
class TurnsOnEveryOrbit:
    """The product of two multipliers of a pair over a period, where the two rates have a stated sum."""

    total: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for L = 2, on every orbit of n steps that returns, of a balanced mode with positive layers next "
            f"to a mode that rests balanced, with {eta * (S + S_top)} = {self.total} the product of the two "
            "multipliers on the differences (D_1)_ij - (D_2)_ji is (-1)^n, and with a larger sum it is "
            "larger than 1 in modulus; rotations between the layers have the multiplier 1 on the sums"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        total = sympy.latex(self.total)
        return rf"L = 2,\ \eta(S + S_1) = {total}:\ \det M_- = (-1)^n,\ n = 1, 2, 3, \ldots"


def determinant() -> sympy.Expr:
    """Return the determinant of one step on the differences of a pair, at the layer values x and y."""
    return blocks.half_block(2, (x, y), (sigma, y**2), -1).det()


def after(value: sympy.Expr) -> sympy.Expr:
    """Return the layer value of a balanced mode of two layers after one step."""
    return modes.step(value, value)


@cache
def _steps() -> tuple[Step, ...]:
    following = after(x)
    ratio = (following + after(following)) / following * x / (x + following)
    return (
        Step("halves", blocks.Splits(2)),
        Step("rotations", blocks.KeepsRotations(2)),
        # The Hessian S of a mode of two layers is twice its singular value, so eta (S + S_1)/2 stands here.
        Step("determinant", Identity(determinant() + ratio, 2 - eta * (sigma + y**2))),
    )


def _telescoping(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim:
        case TurnsOnEveryOrbit(total):
            # With 2 - total/2 = 0 each determinant is minus the fraction, and n fractions multiply to 1; with
            # a larger sum in place of the total, 2 - total/2 has the sign of minus the fraction.
            return vanishes(2 - total / 2) and list(premises) == [step.claim for step in _steps()]
    return False


TELESCOPING = NamedRule(
    "telescoping product",
    "If each step has the determinant -h(x+)/h(x) - c with h positive along the orbit and c >= 0, then n "
    "steps that return have for c = 0 the determinant (-1)^n, as all values of h cancel, and for c "
    "> 0 one of a "
    "larger modulus, as each factor has.",
    _telescoping,
)


def turns_on_every_orbit(total: sympy.Expr) -> Argument:
    """Prove for two layers that the determinant of a pair over any period is (-1)^n at a stated sum.

    >>> turns_on_every_orbit(TOTAL).check().holds
    True
    """
    claim = TurnsOnEveryOrbit(total)
    steps = _steps()
    last = Step("product", claim, TELESCOPING, tuple(step.label for step in steps))
    return Argument(claim, (*steps, last))
