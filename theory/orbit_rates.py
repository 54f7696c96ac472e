r"""The balancing gap near the period-2 orbit, in terms of the learning rate instead of the orbit's ratio.

The normalised learning rate of the orbit with ratio z is a product of powers of polynomials in z and z^L
(`orbits.KAPPA`) that strictly increases with z. So a bound on the ratio is one on the learning rate. Two
products of powers are the same function if their irreducible factors have the same exponents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sympy

from theory import gap_near_orbit, orbits, rules
from theory.argument import Argument, Rule, Step
from theory.gap_near_orbit import ShrinksUpTo
from theory.polynomials import generator_of, in_generators, numerator_and_denominator, vanishes
from theory.propositions import Both, Monotone, OrbitForEveryRate, Proposition
from theory.rules import NamedRule
from theory.symbols import L, Z, z

_one = sympy.Integer(1)
_two = sympy.Integer(2)


def factor_exponents(function: sympy.Expr) -> dict[sympy.Expr, sympy.Expr]:
    """Return the exponent of each irreducible factor of a product of powers in z, Z = z^L and L.

    >>> factor_exponents((z + 1) ** L * (z**2 - 1))
    {z + 1: L + 1, z - 1: 1}
    """
    exponents: dict[sympy.Expr, sympy.Expr] = {}
    for part in sympy.Mul.make_args(function):
        base, exponent = part.as_base_exp()
        in_powers = rules.without_geometric_sum(in_generators(base).subs(generator_of(z), Z))
        for polynomial, sign in zip(numerator_and_denominator(in_powers), (1, -1), strict=True):
            content, factors = polynomial.factor_list()
            for factor, power in [(content, 1), *((one.as_expr(), times) for one, times in factors)]:
                # Z is z^L.
                key, weight = (z, L) if factor == Z else (factor, _one)
                exponents[key] = exponents.get(key, sympy.Integer(0)) + sign * weight * power * exponent
    return {factor: sympy.expand(n) for factor, n in exponents.items() if factor != 1 and not vanishes(n)}


@dataclass(frozen=True)
class SamePowers:
    """Two products of powers in z, z^L and L are one function for z > 1, at every depth."""

    left: sympy.Expr
    right: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"for every depth L >= 2 and z > 1, where Z = z^L: {self.left} = {self.right}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return rf"\forall L \ge 2,\ z > 1:\quad {sympy.latex(self.left)} = {sympy.latex(self.right)}"

    def decide(self) -> bool:
        """Compare the exponents of all irreducible factors."""
        left, right = factor_exponents(self.left), factor_exponents(self.right)
        return left.keys() == right.keys() and all(vanishes(left[key] - right[key]) for key in left)


@dataclass(frozen=True)
class SameNumber:
    """Two numbers made of rationals and square roots are equal: written out, they are the same."""

    left: sympy.Expr
    right: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return f"{self.left} = {self.right}"

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return f"{sympy.latex(self.left)} = {sympy.latex(self.right)}"

    def decide(self) -> bool:
        """Compare both sides without roots in denominators and with all products expanded."""
        return bool(_written_out(self.left) == _written_out(self.right))


def _written_out(number: sympy.Expr) -> sympy.Expr:
    return sympy.expand(sympy.radsimp(sympy.expand(number)))


@dataclass(frozen=True)
class GapWindows:
    """Near the period-2 orbit a small gap shrinks exactly below two learning rates.

    Attributes:
        rate: kappa as a formula in z and L.
        each: the ratio below which each single step shrinks the gap.
        both: the ratio below which two steps together do.
    """

    rate: sympy.Expr
    each: sympy.Expr
    both: sympy.Expr

    @property
    def text(self) -> str:
        """The proposition in plain text."""
        return (
            "for every depth L >= 2: near the period-2 orbit of kappa > 2 each step shrinks a small gap "
            f"exactly if kappa < r({self.each}), two steps exactly if kappa < r({self.both}), r(z) = "
            f"{self.rate}"
        )

    @property
    def latex(self) -> str:
        """The proposition in LaTeX, without delimiters."""
        return (
            rf"\text{{each step shrinks the gap}} \iff \kappa < r({sympy.latex(self.each)}),\quad "
            rf"\text{{two steps}} \iff \kappa < r({sympy.latex(self.both)}),\quad "
            rf"r(z) = {sympy.latex(self.rate)}"
        )


def _rate_for_ratio(claim: Proposition, premises: Sequence[Proposition]) -> bool:
    match claim, premises:
        case (
            GapWindows(rate, each, both),
            [
                OrbitForEveryRate() as orbit,
                Monotone() as rising,
                SamePowers() as same,
                Both(ShrinksUpTo(_, single), _) as steps,
                ShrinksUpTo(_, double) as two_steps,
            ],
        ):
            return (
                orbit == OrbitForEveryRate(_two, once=True)
                and rising == Monotone(orbits.KAPPA, z, _one)
                and same == SamePowers(rate, orbits.KAPPA)
                # The factors of the gap are those of `gap_near_orbit`.
                and steps == gap_near_orbit.monotone_up_to(each).shows
                and two_steps == gap_near_orbit.shrinks_up_to(both).shows
                and SameNumber(single, each).decide()
                and SameNumber(double, both).decide()
            )
    return False


RATE_FOR_RATIO: Rule = NamedRule(
    "learning rate for ratio",
    "Every kappa > 2 has exactly one positive period-2 orbit, and its kappa strictly increases with its "
    "ratio z: so z < c exactly if kappa is below its value at c.",
    _rate_for_ratio,
)


def _labelled(prefix: str, steps: Iterable[Step]) -> tuple[Step, ...]:
    """Keep the labels of two arguments apart."""
    return tuple(
        replace(
            step, label=f"{prefix}: {step.label}", uses=tuple(f"{prefix}: {label}" for label in step.uses)
        )
        for step in steps
    )


def gap_windows(
    rate: sympy.Expr, ends: tuple[sympy.Expr, sympy.Expr], two_layers: tuple[sympy.Expr, sympy.Expr]
) -> Argument:
    """Return the argument for the learning rates up to which a small gap near the orbit shrinks.

    Args:
        rate: kappa of the orbit, in z and L.
        ends: the ratios below which each step, and below which two steps, shrink the gap.
        two_layers: the learning rates of two layers at these ratios, as numbers.

    >>> two = (4 * sympy.sqrt(2) - 2, sympy.Integer(4))
    >>> gap_windows(orbits.KAPPA, (1 + sympy.sqrt(2), (3 + sympy.sqrt(5)) / 2), two).check().holds
    True
    """
    each, both = (sympy.radsimp(end) for end in ends)
    windows = GapWindows(rate, each, both)
    numbers = tuple(
        SameNumber(orbits.kappa(2, end), number) for end, number in zip(ends, two_layers, strict=True)
    )
    at_two_layers = Both(*numbers)
    shows = Both(windows, at_two_layers)
    single, double = gap_near_orbit.monotone_up_to(each), gap_near_orbit.shrinks_up_to(both)
    return Argument(
        shows,
        (
            *_labelled("orbit", orbits.uniqueness().steps),
            *_labelled("each step", single.steps),
            *_labelled("two steps", double.steps),
            Step("rate", SamePowers(rate, orbits.KAPPA)),
            Step(
                "windows",
                windows,
                RATE_FOR_RATIO,
                (
                    "orbit: orbit",
                    "orbit: rising",
                    "rate",
                    f"each step: {single.steps[-1].label}",
                    f"two steps: {double.steps[-1].label}",
                ),
            ),
            Step("each step of two layers", numbers[0]),
            Step("two steps of two layers", numbers[1]),
            Step(
                "two layers",
                at_two_layers,
                rules.CONJUNCTION,
                ("each step of two layers", "two steps of two layers"),
            ),
            Step("all", shows, rules.CONJUNCTION, ("windows", "two layers")),
        ),
    )
