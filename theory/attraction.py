r"""Balanced starts: almost all of them end up in the period-2 orbit where it attracts its neighbours.

Every balanced start whose first step stays positive enters the core (`core`), where the Schwarzian derivative
is negative. By the theorems of Singer and Guckenheimer an orbit there whose multiplier lies in (-1, 1)
attracts almost every point; the multiplier is decided at each depth by Descartes' rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import flint
import sympy

from theory import orbits, rules
from theory.argument import Argument, Rule, Step
from theory.core import CoreIsPositive, core
from theory.polynomials import generator_of, in_generators
from theory.propositions import Proposition
from theory.rules import NamedRule
from theory.symbols import L, Z, z

_one = sympy.Integer(1)
_two = sympy.Integer(2)


@dataclass(frozen=True)
class MultiplierInside:
    """At one depth the multiplier of the positive period-2 orbit lies in (-1, 1) for 2 < kappa <= up_to.

    Attributes:
        depth: a whole depth.
        up_to: rational.
        ratio: rational z with kappa(z) >= up_to; every orbit in question has a smaller ratio or this one.
    """

    depth: int
    up_to: sympy.Expr
    ratio: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"L = {self.depth}: the multiplier of the orbit lies in (-1, 1) for 2 < kappa <= {self.up_to}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        return rf"L = {self.depth},\ 2 < \kappa \le {sympy.latex(self.up_to)}:\quad |\mu| < 1"

    def decide(self) -> bool:
        """Count roots of 1 - mu and 1 + mu in (1, ratio] by Descartes, after z = (1 + ratio t)/(1 + t)."""
        n, end = self.depth, self.ratio
        # kappa^L is rational, and kappa rises with the ratio (`orbits.uniqueness`).
        return _reaches(n, end, self.up_to) and all(_positive_up_to(part, n, end) for part in _around_one())


@cache
def _around_one() -> tuple[sympy.Poly, ...]:
    """Return numerators of 1 - mu and 1 + mu, and their denominator, as polynomials in L, z and Z = z^L."""
    mu = in_generators(orbits.multiplier(L, z)).subs(generator_of(z), Z)
    numerator, denominator = sympy.fraction(sympy.cancel(mu))
    parts = (denominator - numerator, denominator + numerator, denominator)
    return tuple(sympy.Poly(part, L, z, Z, domain=sympy.QQ) for part in parts)


def _positive_up_to(polynomial: sympy.Poly, depth: int, end: sympy.Expr) -> bool:
    """Say whether a polynomial in L, z and Z is certainly positive for 1 < z <= end, by Descartes' rule."""
    in_ratio = flint.fmpq_poly([0])
    for (in_depth, in_z, in_power), c in polynomial.terms():
        coefficient = flint.fmpq(int(c.p), int(c.q)) * depth**in_depth
        in_ratio += flint.fmpq_poly([0] * (in_z + depth * in_power) + [coefficient])
    # A power of z - 1 is positive beyond 1.
    while in_ratio(1) == 0:
        in_ratio //= flint.fmpq_poly([-1, 1])
    # z = (1 + end t)/(1 + t) runs over [1, end) for t >= 0; the leading coefficient is the value at the end.
    top, bottom = flint.fmpq_poly([1, flint.fmpq(int(end.p), int(end.q))]), flint.fmpq_poly([1, 1])
    moved, power = flint.fmpq_poly([0]), flint.fmpq_poly([1])
    for coefficient in reversed(in_ratio.coeffs()):
        moved = moved * top + coefficient * power
        power = power * bottom
    return all(c >= 0 for c in moved.coeffs()) and moved.degree() == in_ratio.degree() and moved[0] > 0


def _reaches(depth: int, ratio: sympy.Expr, rate: sympy.Expr) -> bool:
    """Say whether kappa is at least a rate at a rational ratio; the L-th power of kappa is rational."""
    at = {z: ratio, Z: ratio**depth, L: sympy.Integer(depth)}
    at[rules.GEOMETRIC_SUM] = (at[Z] - 1) / (ratio - 1)
    power = _one
    for base, exponent in (factor.as_base_exp() for factor in sympy.Mul.make_args(orbits.KAPPA)):
        power *= base.subs(at) ** (exponent * L).subs(at)
    return bool(power >= rate**depth)


def ratio_reaching(depth: int, rate: sympy.Expr) -> sympy.Expr:
    """Return a rational ratio z at most 2 whose kappa is at least a rate, close to the smallest one.

    >>> ratio_reaching(2, sympy.Rational(12, 5))
    399/256
    """
    low, high = _one, _two
    while (high - low) * depth > sympy.Rational(1, 100):
        middle = (low + high) / 2
        low, high = (low, middle) if _reaches(depth, middle, rate) else (middle, high)
    return high


@dataclass(frozen=True)
class AttractsAlmostAll:
    """Almost every balanced start whose first step stays positive tends to the positive period-2 orbit.

    Attributes:
        up_to: for every 2 < kappa <= this.
        depths: the least and the largest depth.
    """

    up_to: sympy.Expr
    depths: tuple[int, int]

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        low, high = self.depths
        return (
            f"for L = {low}, ..., {high} and 2 < kappa <= {self.up_to}: gradient descent from almost every "
            "balanced start rho > 0 with f(rho) > 0 tends to the period-2 orbit with both points positive"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX."""
        low, high = self.depths
        return (
            rf"{low} \le L \le {high},\ 2 < \kappa \le {sympy.latex(self.up_to)}:\quad "
            r"\text{almost every } \rho \text{ with } \rho, f(\rho) > 0 \text{ tends to } \{\rho_1, \rho_2\}"
        )


def _singer(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case AttractsAlmostAll(up_to, (low, high)), [CoreIsPositive() as kept, *inside]:
            every = range(low, high + 1)
            return (
                kept.depth is None
                and bool(up_to <= kept.up_to)
                and len(inside) == len(every) > 0
                and all(
                    isinstance(one, MultiplierInside) and one.depth == depth and one.up_to == up_to
                    for one, depth in zip(inside, every, strict=True)
                )
            )
    return False


SINGER: Rule = NamedRule(
    "Singer and Guckenheimer",
    "A map of an interval into itself with one critical point, an extremum, and negative Schwarzian "
    "derivative: if it "
    "has a periodic orbit whose multiplier lies in (-1, 1), the orbit attracts the critical point (Singer "
    "1978) and "
    "almost every point of the interval (Guckenheimer 1979; de Melo and van Strien, One-Dimensional "
    "Dynamics, 1993). "
    "Every start in question enters the core, which contains the orbit, and preimages of null sets under a "
    "polynomial are null sets.",
    _singer,
)


def attracts(up_to: sympy.Expr, depths: tuple[int, int]) -> Argument:
    """Return the argument that the positive period-2 orbit attracts almost every balanced start.

    Args:
        up_to: for every 2 < kappa <= this rational number.
        depths: the least and the largest depth.

    >>> attracts(sympy.Rational(12, 5), (2, 4)).check().holds
    True
    """
    shows = AttractsAlmostAll(up_to, depths)
    kept = core().steps
    inside = [
        Step(f"multiplier at L = {n}", MultiplierInside(n, up_to, ratio_reaching(n, up_to)))
        for n in range(depths[0], depths[1] + 1)
    ]
    uses = (kept[-1].label, *(step.label for step in inside))
    return Argument(shows, (*kept, *inside, Step("attracts", shows, SINGER, uses)))
